import { cpus, loadavg } from 'node:os';
import { openDatabase } from './database.js';
import { operation } from './scenarios.js';
import { openHamkke, openIssuer } from './servers.js';

// What the lists of a day's work cost with 100,000 households, and with ten times as many: one client, over HTTP, in
// production mode with every check, beside the rows that PostgreSQL read for each.

const rounds = Number(process.argv.find((each) => each.startsWith('--rounds='))?.slice(9) ?? 200);
const only = process.argv.find((each) => each.startsWith('--households='))?.slice(13);
const say = (line = '') => console.log(line);
/** The most milliseconds at the 95th percentile, and how many times that with ten times the rows. */
const target = { milliseconds: 30, growth: 1.3 };

const soon = new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 10);
const dueList = operation('outreach/dueList');
const inDays = { dueBy: soon, first: 20 };
/** Each list, and who of a centre asks for it. */
const lists = [
  { name: 'my inbox', who: 5, text: operation('outreach/inbox'), variables: { first: 20 } },
  { name: 'due in my work', who: 5, text: dueList, variables: { whose: 'MINE', ...inDays } },
  { name: 'due in my zone', who: 1, text: dueList, variables: { whose: 'ZONE', ...inDays } },
  { name: 'due in my team', who: 2, text: dueList, variables: { whose: 'TEAM', ...inDays } },
  {
    name: 'my households',
    who: 5,
    text: operation('householdList'),
    variables: { filter: { assignedToMe: true }, first: 20 },
  },
  {
    name: 'my team’s open cases',
    who: 2,
    text: operation('outreach/openCases'),
    variables: { whose: 'TEAM', first: 20 },
  },
];

const tokens = new Map();
const results = new Map();
for (const households of [100_000, 1_000_000]) {
  if (only && Number(only) !== households) continue;
  await measured(households);
}
if (results.size === 2) {
  const [few, many] = [...results.values()];
  for (const [name, p95] of few)
    say(`${name.padEnd(24)} ten times the rows: ${(many.get(name) / p95).toFixed(2)} times as long`);
  const slow = [...few].filter(
    ([name, p95]) => p95 > target.milliseconds || many.get(name) > p95 * target.growth,
  );
  if (slow.length) process.exitCode = 2;
}

async function measured(households) {
  const stops = [];
  const keep = async (opening) => {
    const opened = await opening;
    stops.unshift(() => opened.stop());
    return opened;
  };
  try {
    // Each issuer signs by a key of its own.
    tokens.clear();
    const issuer = await keep(openIssuer());
    const database = await keep(
      openDatabase(say, {
        file: 'lists.sql',
        folder: `.data-lists-${households}`,
        told: `Making ${households.toLocaleString('en')} households`,
        values: { households },
        // The memory of a server grows with the districts that it serves.
        buffersMb: Math.max(512, households / 250),
      }),
    );
    const hamkke = await keep(openHamkke(database, issuer));
    const load = loadavg().map((each) => each.toFixed(1));
    say(
      `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0].model}; ${households.toLocaleString('en')} households, one client, ${rounds} requests a list; load before: ${load.join(' ')}`,
    );
    const p95s = new Map();
    for (const { name, who, text, variables } of lists) {
      const times = [];
      let answer;
      let before;
      // Each district is asked once before: what is measured is a working day, and not its first request.
      const warm = Math.max(20, households / 10_000);
      for (let n = 0; n < rounds + warm; n++) {
        if (n === warm) before = await rowsRead(database.owner);
        const district = 20_000 + (n % (households / 10_000)) * 10;
        const token = await tokenOf(issuer, `worker-${district}-${who}`);
        const began = performance.now();
        answer = await post(hamkke.url, token, text, variables);
        if (n >= warm) times.push(performance.now() - began);
      }
      const read = ((await rowsRead(database.owner)) - before) / rounds;
      const at = (part) => times.toSorted((a, b) => a - b)[Math.floor((times.length - 1) * part)];
      p95s.set(name, at(0.95));
      const [found] = Object.values(answer);
      say(
        `${name.padEnd(24)} p50 ${at(0.5).toFixed(1).padStart(6)}  p95 ${at(0.95).toFixed(1).padStart(6)} ms, ${found.nodes.length} of ${found.totalCount} rows, ${Math.round(read)} rows scanned`,
      );
    }
    results.set(households, p95s);
  } finally {
    for (const stop of stops) await stop();
  }
}

/** Rows that PostgreSQL has read of the tables, by a scan or by an index. */
async function rowsRead(owner) {
  // What the connections of the API counted is told about once a second.
  await new Promise((done) => setTimeout(done, 1_500));
  await owner`select pg_stat_clear_snapshot()`;
  const [{ read }] =
    await owner`select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::float8 as read from pg_stat_user_tables
    where relname not like 'access_log%'`;
  return read;
}

async function tokenOf(issuer, subject) {
  if (!tokens.has(subject)) tokens.set(subject, await issuer.token(subject));
  return tokens.get(subject);
}

async function post(url, token, query, variables) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}
