import { deepStrictEqual } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const quick = process.argv.includes('--quick');
const option = (name, fallback) =>
  process.argv.find((each) => each.startsWith(`--${name}=`))?.slice(name.length + 3) ?? fallback;
const clients = 16;
const rounds = Number(option('rounds', quick ? 2 : 5));
const seconds = Number(option('seconds', quick ? 2 : 6));
const only = option('only', '');
const flags = option('flags', '').split(' ').filter(Boolean);
const say = (line = '') => console.log(line);

const built = spawnSync('npm', ['run', 'build', '--silent'], { cwd: root, stdio: 'inherit' });
if (built.status !== 0) process.exit(built.status ?? 1);
const { openDatabase } = await import('./database.js');
const { openHamkke, openIssuer, openLimit, used } = await import('./servers.js');
const { answer, load } = await import('./load.js');
const { scenarios } = await import('./scenarios.js');

const stops = [];
const keep = async (opening) => {
  const opened = await opening;
  stops.unshift(() => opened.stop());
  return opened;
};
process.exitCode = 1;
try {
  const issuer = await keep(openIssuer());
  const database = await keep(openDatabase(say));
  const limit = await keep(openLimit(database));
  const hamkke = await keep(openHamkke(database, issuer, flags));
  const [{ version }] = await database.owner`select current_setting('server_version') as version`;
  say(
    `Node ${process.versions.node}, PostgreSQL ${version}, ${cpus().length} × ${cpus()[0].model}, ` +
      `${Math.round(totalmem() / 2 ** 30)} GB; ${clients} clients, ${rounds} rounds of ${seconds} s each; ` +
      'server, database and clients share the machine.',
  );
  const rest = hamkke.resident();
  let peak = rest;
  const watch = setInterval(() => {
    peak = Math.max(peak, hamkke.resident());
  }, 50);
  const results = [];
  for (const scenario of (await scenarios(issuer)).filter(({ name }) => name.includes(only))) {
    for (let at = 0; at < 50; at++) {
      const asked = scenario.ask();
      deepStrictEqual(await answer(hamkke.url, asked.hamkke), await answer(limit.url, asked.limit));
    }
    results.push({ ...scenario, ...(await measure(scenario, limit, hamkke, database)) });
  }
  clearInterval(watch);
  await report(results, rest, peak, database);
  process.exitCode = results.some(({ target, ratio }) => target && ratio < target) || peak > 200 ? 2 : 0;
} finally {
  for (const stop of stops) await stop();
}

/** The limit and Hamkke in turn, so that whatever else the machine does falls on both. */
async function measure(scenario, limit, hamkke, database) {
  const runs = { limit: [], hamkke: [] };
  const round = async (which, length) => {
    const at = which === 'limit' ? limit : hamkke;
    const spent = () => [used(at.pid), used(database.pid, { children: true })];
    const before = spent();
    const run = await load(at.url, { clients, seconds: length, next: () => scenario.ask()[which] });
    const [server, postgres] = spent().map((each, n) => (each - before[n]) / run.count);
    return { ...run, server, postgres };
  };
  for (const which of ['limit', 'hamkke']) await round(which, quick ? 1 : 5);
  for (let at = 0; at < rounds; at++)
    for (const which of ['limit', 'hamkke']) runs[which].push(await round(which, seconds));
  const ratios = runs.hamkke.map(({ rate }, at) => rate / runs.limit[at].rate);
  return {
    limit: summary(runs.limit),
    hamkke: summary(runs.hamkke),
    ratio: median(runs.hamkke.map(({ rate }) => rate)) / median(runs.limit.map(({ rate }) => rate)),
    least: Math.min(...ratios),
    most: Math.max(...ratios),
  };
}

function summary(runs) {
  const rates = runs.map(({ rate }) => rate);
  const middle = (name) => median(runs.map((each) => each[name]));
  return {
    rate: median(rates),
    least: Math.min(...rates),
    most: Math.max(...rates),
    p50: middle('p50'),
    p95: middle('p95'),
    server: middle('server'),
    postgres: middle('postgres'),
  };
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return sorted.length % 2 ? sorted[Math.floor(half)] : (sorted[half - 1] + sorted[half]) / 2;
}

async function report(results, rest, peak, database) {
  const row = (cells) => say(`| ${cells.join(' | ')} |`);
  say();
  row([
    'read',
    'who',
    'req/s',
    'min–max',
    'p50 ms',
    'p95 ms',
    'CPU ms server',
    'CPU ms database',
    'of the limit',
    'round by round',
    'target',
  ]);
  row(Array(11).fill('---'));
  for (const { name, target, limit, hamkke, ratio, least, most } of results)
    for (const [who, each] of Object.entries({ limit, hamkke }))
      row([
        name,
        who,
        each.rate.toFixed(0),
        `${each.least.toFixed(0)}–${each.most.toFixed(0)}`,
        each.p50.toFixed(1),
        each.p95.toFixed(1),
        each.server.toFixed(2),
        each.postgres.toFixed(2),
        who === 'limit' ? '1.00' : ratio.toFixed(2),
        who === 'limit' ? '' : `${least.toFixed(2)}–${most.toFixed(2)}`,
        who === 'limit' ? '' : (target?.toFixed(2) ?? ''),
      ]);
  const [{ entries, commits }] = await database.owner`
    select count(*)::int as entries, count(distinct at)::int as commits from access_log`;
  say();
  say(
    `Hamkke's resident memory: ${rest.toFixed(0)} MB at rest, ${peak.toFixed(0)} MB at most; target 200 MB.`,
  );
  say(`Log entries written, each before its answer left: ${entries} in ${commits} commits.`);
  if (!quick)
    say(
      `Script flags of Node: ${readFileSync(`${root}package.json`, 'utf8').match(/node (.*?)dist\/main/)[1] || 'none'}`,
    );
}
