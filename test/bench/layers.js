import { readFileSync } from 'node:fs';
import { execute, parse } from 'graphql';
import postgres from 'postgres';
import { policyOf } from '../../dist/access/policy.js';
import { guard } from '../../dist/access/shield.js';
import { readConfig } from '../../dist/config.js';
import { Reads } from '../../dist/database/reads.js';
import { scopeOf, withScope } from '../../dist/database/run.js';
import { tokenVerifier } from '../../dist/identity/tokens.js';
import { RequestState } from '../../dist/request.js';
import { schema } from '../../dist/schema.js';
import { openDatabase } from './database.js';
import { key, operation } from './scenarios.js';
import { openIssuer, used } from './servers.js';

/**
 * What each layer of the household view costs, one at a time: processor time of one PostgreSQL connection with more and
 * more of the read in its statement, then of this process with more and more around a row that is there already.
 */
const { limits } = readConfig({ NODE_ENV: 'test', HAMKKE_DIRECTORY_FILE: '' });
const document = parse(operation('householdView'));
const district = '11200';
const some = () => key(`household${10 * Math.floor(Math.random() * 10_000) + 3}`);

/** What the server binds behind the statement's own values: who asks, and for what. */
const bindsBehind = 6;

/** The plan of the view as the server makes it, with or without the application's wall, and what it binds. */
async function planOf(wall) {
  let text;
  let values;
  const unsafe = (_text, bound) => {
    values = bound.slice(0, -bindsBehind);
    return Promise.reject(new Error('only planned'));
  };
  const reads = new Reads(
    { sql: { unsafe }, health: { ask: (_deadline, work) => work() } },
    { limits, wall, registered: new Set(), onStatement: (each) => (text = each) },
  );
  const context = {
    reads,
    viewer: { duties: ['CASE_MANAGER'] },
    purpose: 'CASE_MANAGEMENT',
    request: new RequestState(),
  };
  const planned = some();
  const variableValues = { id: `Household:${district}:${planned}` };
  await execute({ schema, document, contextValue: context, variableValues });
  const bind = (household) => values.map((each) => (each === planned ? household : each));
  return { text, bind, count: values.length };
}

const issuer = await openIssuer();
const database = await openDatabase(() => {});
const settings = { plan_cache_mode: 'force_generic_plan', jit: 'off' };
const connect = (url) => postgres(url, { max: 1, connection: settings, onnotice: () => {} });
const [owner, api] = [connect(database.url), connect(database.apiUrl)];
try {
  const [viewer] = await api`select * from hamkke.viewer_of('manager-3')`;
  const identity = [viewer.post_id, viewer.stamp, 'CASE_MANAGEMENT'];
  const scope = (household) => ['Household', district, [household]];
  const [bare, walled] = [await planOf(false), await planOf(true)];
  const opened = ({ text, count }) => withScope('rows', text, count);
  const all = (household) => [...walled.bind(household), ...identity, ...scope(household)];
  const steps = [
    ['a statement at all', api, 'select 1 as answer', () => []],
    ['+ viewer confirmed, settings', api, withScope('identity', 'select 1 as answer', 0), () => identity],
    [
      '+ scope opened',
      api,
      withScope('rows', 'select 1 as answer', 0),
      (household) => [...identity, ...scope(household)],
    ],
    ['+ rows, no policy, no wall', owner, opened(bare), all],
    ['+ row-level security', api, opened(bare), all],
    ["+ the application's wall", api, opened(walled), all],
  ];
  console.log('| PostgreSQL | µs of processor time | more |\n| --- | --- | --- |');
  let last = 0;
  for (const [name, sql, text, values] of steps) {
    const spent = await backend(sql, 3000, () => sql.unsafe(text, values(some()), { prepare: true }));
    console.log(`| ${name} | ${spent.toFixed(0)} | ${(spent - last).toFixed(0)} |`);
    last = spent;
  }
  for (const size of [1, 8]) {
    const text = readFileSync(new URL('../../dist/accesslog/accessLog.js', import.meta.url), 'utf8');
    const insert = /`(insert into access_log[^`]*)`/
      .exec(text)[1]
      .replace(/\$\{fields\}/g, /fields = '([^']*)'/.exec(text)[1]);
    const rows = () => JSON.stringify(Array.from({ length: size }, () => entry(viewer)));
    const spent = await backend(api, 500, () => api.unsafe(insert, [rows()], { prepare: true }));
    console.log(`| a line of the log, ${size} a commit | ${(spent / size).toFixed(0)} | |`);
  }

  const household = some();
  const [{ opened: map, answer }] = await api.unsafe(opened(walled), all(household), { prepare: true });
  const context = () => ({
    reads: { one: async () => structuredClone(answer) },
    viewer: { duties: ['CASE_MANAGER'] },
    request: Object.assign(new RequestState(), { scope: scopeOf(map) }),
  });
  const run = (on) => () =>
    execute({
      schema: on,
      document,
      contextValue: context(),
      variableValues: { id: `Household:${district}:${household}` },
    });
  const verifier = tokenVerifier({
    issuer: issuer.settings.HAMKKE_OIDC_ISSUER,
    audience: issuer.settings.HAMKKE_OIDC_AUDIENCE,
    jwks: new URL(issuer.settings.HAMKKE_OIDC_JWKS_URI),
  });
  const token = await issuer.token('manager-3');
  const copy = await own(() => structuredClone(answer));
  const plain = (await own(run(schema))) - copy;
  const gated = (await own(run(guard(schema, policyOf(schema))))) - copy;
  console.log('\n| Node | µs | \n| --- | --- |');
  console.log(`| token, remembered | ${(await own(() => verifier.verify(token))).toFixed(0)} |`);
  console.log(`| graphql-js over the answer | ${plain.toFixed(0)} |`);
  console.log(`| + gates of shield | ${(gated - plain).toFixed(0)} |`);
} finally {
  await Promise.all([owner.end(), api.end()]);
  await database.stop();
  issuer.stop();
}

async function backend(sql, times, work) {
  const [{ pid }] = await sql`select pg_backend_pid() as pid`;
  for (let at = 0; at < 100; at++) await work();
  const before = used(pid);
  for (let at = 0; at < times; at++) await work();
  return ((used(pid) - before) / times) * 1000;
}

async function own(work) {
  for (let at = 0; at < 3000; at++) await work();
  const before = process.cpuUsage();
  for (let at = 0; at < 5000; at++) await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 5000;
}

function entry(viewer) {
  return {
    request_id: key(String(Math.random())),
    staff_id: viewer.staff_id,
    post_id: viewer.post_id,
    organization_id: viewer.organization_id,
    address: '127.0.0.1',
    operation: 'householdView',
    action: 'READ',
    purpose: 'CASE_MANAGEMENT',
    district_id: district,
    household_id: some(),
    shown: { [some()]: ['IDENTITY'], [some()]: ['IDENTITY'], [some()]: ['SUMMARY', 'HOUSING'] },
    bases: ['CONTROLLER'],
    classes: ['IDENTITY', 'SUMMARY', 'HOUSING'],
    allowed: true,
  };
}
