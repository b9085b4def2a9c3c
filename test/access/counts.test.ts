import { generateKeyPairSync } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { GraphQLObjectType, getNamedType } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dutyRules } from '../../src/access/duties.js';
import { publish } from '../../src/release/publish.js';
import { schema } from '../../src/schema.js';
import { keyIdOf } from '../../src/seal/key.js';
import type { App } from '../support/app.js';
import { asKeeper } from '../support/database.js';
import { drawn } from '../support/drawn.js';
import { countings, forOutsiders, pages } from './counting.js';
import { copyHousehold, deskFor, type Viewer, viewers } from './households.js';
import { ViewerModel } from './model/viewer.js';
import { eachObjectOf, type Visit } from './objects.js';
import { populate } from './populated.js';
import { type Prepared, prepare, startWide } from './prepared.js';
import { valuesFor } from './probes.js';
import { questionsOf, Uncovered } from './questions.js';
import { type Recorded, recorded, told } from './recorded.js';
import { readWorld } from './world.js';

// Who has no rows counts none: whatever work a district does, they are told the same, until it publishes again.

let prepared: Prepared;
let app: App;
/** Every address that the server has. */
const routes = new Set<string>();
const listen = (message: unknown) =>
  (message as { fastify: { addHook(name: string, hook: (route: Route) => void): void } }).fastify.addHook(
    'onRoute',
    ({ method, url }) => {
      for (const each of [method].flat()) if (each !== 'HEAD') routes.add(`${each} ${url}`);
    },
  );
interface Route {
  method: string | string[];
  url: string;
}
/** Where the work is done, by whom nobody of those who ask has a post. */
const district = '41150';

beforeAll(async () => {
  const made = await prepare();
  await populate(made.database, made.world);
  prepared = { ...made, world: await readWorld(made.database.owner) };
  const { privateKey } = generateKeyPairSync('ed25519');
  const key = { id: keyIdOf(privateKey), privateKey };
  expect(await publish(made.database.owner, key, district, '2019-11')).toMatchObject({ number: 1 });
  subscribe('fastify.initialization', listen);
  app = await startWide({ database: made.database });
  unsubscribe('fastify.initialization', listen);
});
afterAll(async () => {
  await app?.stop();
  await prepared?.database.drop();
});

const numbers = ['Int', 'Float', 'Krw', 'Amount', 'Decimal'];
const fields = Object.values(schema.getTypeMap()).flatMap((type) =>
  type instanceof GraphQLObjectType && !type.name.startsWith('__')
    ? Object.values(type.getFields()).map((field) => ({ type, field, at: `${type.name}.${field.name}` }))
    : [],
);

test('of every number that is worked out it is said who may count what', () => {
  const workedOut = fields.filter(
    ({ type, field }) =>
      numbers.includes(getNamedType(field.type).name) &&
      !('column' in field.extensions) &&
      !(field.name === 'totalCount' && type.name.endsWith('Connection')),
  );
  expect(workedOut.map(({ at }) => at).filter((at) => !countings.has(at))).toEqual([]);
  const known = workedOut.map(({ at }) => at);
  expect([...countings.keys()].filter((at) => !known.includes(at))).toEqual([]);
});

/** Whose duties reach no household, and who is not told of reads either. */
const isOutsider = (viewer: Viewer) => {
  const desk = deskFor(prepared.world, viewer);
  if (!desk) return true;
  return (
    desk.district !== district &&
    desk.duties.every((each) => !dutyRules[each].works && each !== 'PRIVACY_OFFICER')
  );
};
const asking = (viewer: Viewer) => ({ ...viewer, purpose: 'CASE_MANAGEMENT' as const });

const questionsFor = (viewer: Viewer, field = /./) => {
  const model = new ViewerModel(prepared.world, asking(viewer));
  const values = {
    ...valuesFor(prepared, model, model),
    ...(isOutsider(viewer) ? { district: [district] } : {}),
    'MetricsPeriod.from': ['2019-01-01'],
    'MetricsPeriod.until': ['2019-11-30'],
    'Query.metrics.release': [1],
    'Query.metricsRatios.release': [1],
  };
  return questionsOf(values, new Uncovered(), viewer.persona === null).filter(({ document }) =>
    field.test(/^query (\w+)Differs/.exec(document)![1]!),
  );
};
const answersOf = (viewer: Viewer, field?: RegExp): Promise<Recorded> =>
  recorded(app, prepared.database, asking(viewer), questionsFor(viewer, field), Date.now(), false);

/** All that strangers and reporting tools read at addresses beside GraphQL. */
async function pagesOf(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const path of Object.values(pages(district)).flat())
    for (const persona of [null, 'reporter']) {
      const { status, body } = await app.request(persona, path);
      found.set(`${persona} ${path}`, `${status} ${body}`);
    }
  return found;
}

let worked = 0;
/** Some years' work more in the district: a family like one of its own each time, with all that was done for it. */
const work = (times: number) =>
  asKeeper(prepared.database.owner, async (sql) => {
    const [like] = await sql<[{ id: string }]>`
      select household_id as id from linkages where district_id = ${district}
        and household_id = any(${prepared.world.where('households', 'district_id', district).map(({ id }) => String(id))})
        and linked_on between '2019-02-01' and '2019-10-31' group by 1 order by count(*) desc, 1 limit 1`;
    for (let nth = 0; nth < times; nth++)
      await copyHousehold(sql, prepared.world, like.id, { key: `counted ${worked++}`, district });
  });
const exactly = async () => {
  const { data } = await app.ask<{ metrics: { figures: { value: number }[] } }>(
    'songsan-statistics',
    `{ metrics(district: "${district}", measures: [LINKAGES, CASES_OPENED],
        period: { from: "2019-01-01", until: "2019-11-30" }) { figures { value } } }`,
  );
  return data!.metrics.figures.map(({ value }) => value);
};

/** What some people and all pages were told before and after work was done, where it differs. */
async function differing(people: readonly Viewer[], times: number, field?: RegExp) {
  const [before, read, truth] = [new Map<string, Recorded>(), await pagesOf(), await exactly()];
  for (const each of people) before.set(each.name, await answersOf(each, field));
  await work(times);
  for (const [nth, value] of (await exactly()).entries()) expect(value).toBeGreaterThan(truth[nth]!);
  const different: string[] = [];
  for (const viewer of people) {
    const after = await answersOf(viewer, field);
    for (const each of told(questionsFor(viewer, field), before.get(viewer.name)!, after))
      different.push(`${viewer.name}: ${each}`);
  }
  const again = await pagesOf();
  for (const [path, text] of read) if (again.get(path) !== text) different.push(path);
  return { before, read, different };
}

/** Goes through what somebody was answered. */
const eachAnswered = (viewer: Viewer, { answers }: Recorded, visit: Visit) =>
  eachObjectOf(questionsFor(viewer), answers, visit);

test('every address of the server is one whose answers were looked at', () => {
  // The explorer is files, and operations that people send from there.
  const gets = [...routes].filter(
    (each) => each.startsWith('GET ') && !/^GET \/(explorer\/.*|graphql.*)?$/.test(each),
  );
  expect(gets.length).toBeGreaterThan(20);
  expect(gets.filter((each) => pages(district)[each] === undefined)).toEqual([]);
  expect(Object.keys(pages(district)).filter((each) => !gets.includes(each))).toEqual([]);
});

test('those who have no rows are told the same by everything, whatever was done meanwhile', async () => {
  const outsiders = viewers.filter(isOutsider);
  expect(outsiders.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['reporter', 'statistics', 'sponsor', 'catalogue-editor', 'nobody']),
  );
  const asked = drawn(outsiders, ['reporter', 'sponsor', 'nobody'], 1);
  const { before, read, different } = await differing(asked, 15);
  expect(different).toEqual([]);
  expect([...read].filter(([, text]) => !text.startsWith('200 ')).map(([path]) => path)).toEqual([]);
  // And of what they were told in numbers it is said that they may be.
  const wrong = new Set<string>();
  const given = new Set<string>();
  for (const viewer of asked)
    eachAnswered(viewer, before.get(viewer.name)!, (type, object) => {
      for (const [name, value] of Object.entries(object)) {
        const counting = countings.get(`${type.name}.${name}`);
        if (counting === undefined || value === null) continue;
        if (forOutsiders.includes(counting)) given.add(`${type.name}.${name}`);
        else wrong.add(`${viewer.name}: ${type.name}.${name}`);
      }
    });
  expect([...wrong]).toEqual([]);
  for (const each of [
    'Figure.value',
    'RatioFigure.numerator',
    'LedgerBalance.allocated',
    'ServiceFacets.count',
  ])
    expect(given).toContain(each);
  const questions = [...before.values()].reduce((sum, { answers }) => sum + answers.length, 0);
  process.stderr.write(
    `counts: ${asked.length} who have no rows, ${questions} questions and ${read.size} pages the same before and after\n`,
  );
});

/** Writes a function of the database wrong; mended by what it answers. */
async function makeHole(name: string, right: string, wrong: string) {
  const { owner } = prepared.database;
  const [made] = await owner`select pg_get_functiondef(oid) as text from pg_proc where proname = ${name}`;
  const text = String(made!.text);
  expect(text).toContain(right);
  await owner.unsafe(text.replace(right, wrong));
  return () => owner.unsafe(text);
}

test.each([
  ['exact figures for everybody', 'may_count', 'and v.district = p_district', 'or true', 'metrics'],
  [
    'facts counted beside releases',
    'release_list',
    "'hash', r.hash",
    "'hash', (select count(*) from facts) + (select count(*) from uncounted_changes)",
    'releases',
  ],
])('the same questions do tell a difference: %s', async (_, name, right, wrong, field) => {
  const mend = await makeHole(name, right, wrong);
  try {
    const { different } = await differing(
      viewers.filter((each) => each.name === 'reporter'),
      3,
      new RegExp(`^${field}$`),
    );
    expect(different.some((each) => each.includes(`query ${field}Differs`))).toBe(true);
    if (field === 'releases') expect(different).toContain(`null /statistics/${district}/releases.json`);
  } finally {
    await mend();
  }
});
