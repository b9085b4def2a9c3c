import { readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { openDatabase } from './database.js';
import { ofCity, questions } from './questions.js';
import { operation } from './scenarios.js';
import { openHamkke, openIssuer, used } from './servers.js';

// What questions about figures cost with so many facts, and with five times as many: one client, over HTTP, in production
// mode with every check.

const argument = (name, otherwise) =>
  process.argv.find((each) => each.startsWith(`--${name}=`))?.slice(name.length + 3) ?? otherwise;
const rounds = Number(argument('rounds', 100));
const facts = Number(argument('facts', 10_000_000));
const say = (line = '') => console.log(line);
/** The most milliseconds at the 95th percentile, and how many times as many with five times the facts. */
const target = { milliseconds: 20, growth: 1.3 };

const today = new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10);
/** What people write: the smallest change that is counted, so that the share is the largest, and one of every day. */
const writes = [
  ['a promotion', 'outreach/recordPromotion', 40, { kind: 'LEAFLET', tookPlaceOn: today, activities: 1 }],
  [
    'a report',
    'receiveReport',
    10,
    {
      source: 'NEIGHBOUR',
      emergency: false,
      responsibleDong: '3000000100',
      members: [
        { name: '김보기', relation: '본인', concerned: true },
        { name: '이보기', relation: '배우자' },
      ],
      narrative: '며칠째 불이 꺼져 있고 우편물이 쌓였다고 이웃이 알려 왔다.',
    },
  ],
];

/** What it costs to write, alone. */
const writesAlone = process.argv.includes('--writes');
/** Without five times the facts. */
const once = writesAlone || process.argv.includes('--once');
const results = new Map();
for (const count of once ? [facts] : [facts, 5 * facts]) await measured(count);
const [few, many = few] = [...results.values()];
if (!writesAlone) await measureRebuild();
for (const [name, p95] of few)
  say(`${name.padEnd(28)} five times the facts: ${(many.get(name) / p95).toFixed(2)} times as long`);
const slow = [...few].filter(
  ([name, p95]) => p95 > target.milliseconds || many.get(name) > target.milliseconds * target.growth,
);
if (slow.length) process.exitCode = 2;

async function measured(count) {
  const stops = [];
  const keep = async (opening) => {
    const opened = await opening;
    stops.unshift(() => opened.stop());
    return opened;
  };
  try {
    const issuer = await keep(openIssuer());
    const began = performance.now();
    const database = await keep(
      openDatabase(say, {
        file: 'metrics.sql',
        folder: `.data-metrics-${count}`,
        told: `Making ${count.toLocaleString('en')} facts`,
        values: { facts: count },
        buffersMb: 2048,
      }),
    );
    const [size] = await database.owner`select pg_size_pretty(pg_total_relation_size('facts')) as facts,
      pg_size_pretty(pg_total_relation_size('fact_cells')) as cells, (select sum(cardinality(sums))::int from fact_cells) as count`;
    say(
      `Ready in ${Math.round((performance.now() - began) / 1000)} s: facts ${size.facts}, ${size.count.toLocaleString('en')} sums ${size.cells}`,
    );
    const hamkke = await keep(openHamkke(database, issuer));
    const load = loadavg().map((each) => each.toFixed(1));
    say(
      `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0].model}; ${count.toLocaleString('en')} facts, one client, ${rounds} requests a question; load before: ${load.join(' ')}`,
    );
    const districts = Array.from({ length: 25 }, (_, nth) => String(30000 + nth * 10));
    const p95s = new Map();
    for (const [name, ...question] of writesAlone ? [] : questions)
      p95s.set(name, await asked(hamkke, issuer, name, question, districts));
    for (const [name, ...question] of writesAlone ? [] : ofCity)
      await asked(hamkke, issuer, name, question, ['30990']);
    results.set(count, p95s);
    if (count === facts) await measureWrites(hamkke, issuer, database);
    if (!writesAlone) await timed(database.owner, 'sums of a district made anew', 'rebuild_cells', 1);
  } finally {
    for (const stop of stops) await stop();
  }
}

/** Asks a question again and again, each time of the next place: the milliseconds at the 95th percentile, which it tells. */
async function asked(hamkke, issuer, name, [query, variables], places) {
  const tokens = await Promise.all(places.map((each) => issuer.token(`statistics-${each}`)));
  const times = [];
  for (let nth = -10; nth < rounds; nth++) {
    const place = (nth + 10) % places.length;
    const body = JSON.stringify({ query, variables: { district: places[place], ...variables } });
    const start = performance.now();
    const response = await fetch(`${hamkke.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens[place]}` },
      body,
    });
    const { errors } = await response.json();
    if (errors) throw new Error(JSON.stringify(errors));
    if (nth >= 0) times.push(performance.now() - start);
  }
  times.sort((one, other) => one - other);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
  say(`  ${name.padEnd(28)} p50 ${at(0.5).toFixed(1)} ms, p95 ${at(0.95).toFixed(1)} ms`);
  return at(0.95);
}

/**
 * What it costs to count what is written: 16 people write into one cell, by turns with and without the triggers, in one run.
 * The time of each turn is compared with that of the turn beside it, since a machine is faster at one time than at another;
 * so is the processor time of server and PostgreSQL, which other work on the machine changes least.
 */
async function measureWrites(hamkke, issuer, { owner, pid }) {
  const tokens = await Promise.all(Array.from({ length: 16 }, (_, nth) => issuer.token(`writer-${nth + 1}`)));
  const spent = () => used(hamkke.pid) + used(pid, { children: true });
  const triggers =
    await owner`select tgrelid::regclass::text as of, tgname from pg_trigger where tgname like 'facts!_%' escape '!'`;
  const set = (what) =>
    owner.unsafe(triggers.map(({ of, tgname }) => `alter table ${of} ${what} trigger ${tgname}`).join(';'));
  await fillHoles(owner);
  for (const [name, operationName, changes, input] of writes) {
    const body = JSON.stringify({ query: operation(operationName), variables: { input } });
    const turn = async () => {
      const began = [performance.now(), spent()];
      await Promise.all(
        tokens.map(async (token) => {
          for (let nth = 0; nth < changes; nth++) {
            const response = await fetch(`${hamkke.url}/graphql`, {
              method: 'POST',
              headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
              body,
            });
            const { errors } = await response.json();
            if (errors) throw new Error(JSON.stringify(errors));
          }
        }),
      );
      const each = changes * tokens.length;
      return [(performance.now() - began[0]) / each, (spent() - began[1]) / each];
    };
    await turn();
    const pairs = [];
    for (let nth = 0; nth < 24; nth++) {
      const pair = {};
      for (const what of nth % 2 ? ['enable', 'disable'] : ['disable', 'enable']) {
        await set(what);
        // Every connection forgets its plans by that, which is no cost of writing.
        await turn();
        pair[what] = await turn();
      }
      pairs.push(pair);
    }
    await set('enable');
    tellOfPairs(`16 writers of ${name}`, pairs);
  }
}

/** @param pairs turns side by side, with triggers and without: milliseconds a change, and those of processor time */
function tellOfPairs(name, pairs) {
  const sorted = (of) => pairs.map(of).sort((one, other) => one - other);
  const middle = (some) => some[Math.floor(some.length / 2)];
  for (const [place, what] of ['', ' of processor time'].entries()) {
    const more = sorted(({ enable, disable }) => 100 * (enable[place] / disable[place] - 1));
    const [low, high] = [more[6], more[17]].map((each) => each.toFixed(1));
    say(
      `  ${name}: ${middle(sorted(({ enable }) => enable[place])).toFixed(2)} ms${what} a change counted, ${middle(sorted(({ disable }) => disable[place])).toFixed(2)} ms not: ${middle(more).toFixed(1)} % more (half of the turns ${low} to ${high} %)`,
    );
  }
}

/**
 * A fact of a promotion is smaller than those of the seed, which came all at once and left room for one in many pages: each
 * write would go to a page that nobody has touched before. Where all kinds of facts come every day, room is taken as it
 * arises. So it is taken here, by rows of another district that are rolled back and leave their place to nobody.
 */
async function fillHoles(owner) {
  await owner.unsafe(`begin;
    insert into facts (district_id, source, key, contributor, measure, day, promotion_kind, value)
      select '30240', 'PROMOTION', gen_random_uuid(), gen_random_uuid(), 'PROMOTIONS', current_date, 'LEAFLET', 1
      from generate_series(1, (select relpages from pg_class where oid = 'facts'::regclass));
    rollback`);
  await owner.unsafe('checkpoint');
}

/** What it takes to count the work itself anew: of the lists' offices, as here facts are drawn and follow from nothing. */
async function measureRebuild() {
  const households = 100_000;
  const database = await openDatabase(say, {
    file: 'lists.sql',
    folder: `.data-lists-${households}`,
    told: `Making ${households.toLocaleString('en')} households`,
    values: { households },
    buffersMb: 512,
  });
  try {
    await timed(database.owner, 'work counted anew', 'rebuild_facts');
  } finally {
    await database.stop();
  }
}

/** Runs a function for each district, or some, and says how long it takes and how much memory of its own PostgreSQL needs. */
async function timed(owner, name, work, most = 1000) {
  const ids = (await owner`select id from districts order by id limit ${most}`).map(({ id }) => id);
  const [{ pid }] = await owner`select pg_backend_pid() as pid`;
  let megabytes = 0;
  const look = setInterval(() => {
    const [, kilobytes] = readFileSync(`/proc/${pid}/status`, 'utf8').match(/RssAnon:\s+(\d+)/);
    megabytes = Math.max(megabytes, kilobytes / 1024);
  }, 20);
  const began = performance.now();
  for (const id of ids) await owner.unsafe(`select hamkke.${work}($1)`, [id]);
  const seconds = (performance.now() - began) / 1000;
  clearInterval(look);
  const [{ count }] = await owner`select count(*)::int as count from facts where district_id = any(${ids})`;
  say(
    `  ${name}: ${count.toLocaleString('en')} facts in ${seconds.toFixed(1)} s, at most ${Math.round(megabytes)} MB of memory`,
  );
}
