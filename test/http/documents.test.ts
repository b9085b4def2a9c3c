import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { families } from '../../src/demo/known.js';
import { type App, startApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { publishedQueries } from '../support/published.js';

// What strangers make the server remember is bounded by what it weighs, and the weights are true.

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
/**
 * Bytes that are in use, once what is given back only after a turn of the event loop is gone, too. Each collection looks at
 * all that files before this one left in the same process.
 */
const heap = async () => {
  collect();
  await new Promise((done) => setTimeout(done, 20));
  collect();
  return process.memoryUsage().heapUsed;
};

/** Waits until nothing is given back any more that files before this one left in the same process. */
async function untilStill() {
  const turns = 40;
  for (let [nth, last, still] = [0, await heap(), 0]; nth < turns && still < 3; nth++) {
    await new Promise((done) => setTimeout(done, 100));
    collect();
    const now = process.memoryUsage().heapUsed;
    still = Math.abs(now - last) < 100_000 ? still + 1 : 0;
    last = now;
  }
}

let database: TestDatabase;
let app: App;
let small: App;
let statements: string[] = [];
const mostSmall = 1_000_000;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database, limits: { rememberedBytes: 500_000_000 } });
  small = await startApp({
    database,
    limits: { rememberedBytes: mostSmall },
    onStatement: (text) => statements.push(text),
  });
  await untilStill();
});
afterAll(async () => {
  await app?.stop();
  await small?.stop();
  await database?.drop();
});

const place = 'location { name addresses { city } phones { number } languages { name } }';
const service = `name description phones { number } organization { name services(first: 1) { nodes { name } } } serviceAtLocations { ${place} }`;
const roots = (n: number, count: number, own: string) =>
  Array.from({ length: count }, (_, at) => `a${n}_${at}: services(first: 0) { ${own} }`).join(' ');
const { a } = families;
const household = `Household:${a.districtId}:${a.id}`;
const member = 'identity { name birthDate sex } contact { phone email } health { recordedAt }';

interface Kind {
  persona?: string;
  count: number;
  /** With how many sets of variables each is asked, twice each. */
  shapes?: number;
  text(n: number): string;
  variables?(n: number, shape: number): Record<string, unknown>;
}
const three = [0, 1, 2];
const kinds: Record<string, Kind> = {
  'five roots of which much is planned': {
    count: 12,
    text: (n) => `query Q${n} { ${roots(n, 5, `nodes { ${service} }`)} }`,
  },
  'pages with edges, cursors and counts': {
    count: 12,
    text: (n) => {
      const page = `totalCount pageInfo { endCursor } edges { cursor node { ${service} } }`;
      return `query Q${n} { ${roots(n, 3, page)} }`;
    },
  },
  'nothing at all': { count: 90, text: (n) => `query Q${n} { __typename }` },
  'long comments': { count: 20, text: (n) => `query Q${n} { __typename } # ${'가나다라'.repeat(2000)}` },
  'variables that are given or not in many ways': {
    count: 2,
    shapes: 8,
    text: (n) => {
      const given = three.map((at) => `$v${at}: Boolean! = false`).join(', ');
      const own = three.map((at) => `s${at}: services(first: 0) @skip(if: $v${at}) { nodes { ${service} } }`);
      return `query Q${n}(${given}) { ${own.join(' ')} }`;
    },
    variables: (_n, shape) => Object.fromEntries(three.map((at) => [`v${at}`, (shape >> at) % 2 === 1])),
  },
  'variables that are long': {
    count: 10,
    text: (n) =>
      `query Q${n}($filter: ServiceFilter) { services(first: 0, filter: $filter) { nodes { name } } }`,
    variables: (n) => ({ filter: { district: `${'x'.repeat(80_000)}${n}` } }),
  },
  'a household, by somebody with a token': {
    persona: 'case-manager',
    count: 12,
    text: (n) => `query Q${n}($id: ID!) { a${n}: household(id: $id) { id members { ${member} } } }`,
    variables: () => ({ id: household }),
  },
};

test.each(Object.keys(kinds))('documents weigh what they are reckoned to: %s', async (name) => {
  const { persona = null, count, shapes = 1, text, variables = () => ({}) } = kinds[name]!;
  const ask = async (from: number, to: number) => {
    for (let n = from; n < to; n++)
      for (let at = 0; at < shapes * 2; at++) await app.ask(persona, text(n), variables(n, at >> 1));
  };
  // What is made once, and compiled as it is used, is not of these documents.
  await ask(1_000_000, 1_000_000 + count);
  const [before, reckonedBefore, sizeBefore] = [await heap(), app.documents.bytes, app.documents.size];
  await ask(0, count);
  const [weighed, reckoned] = [(await heap()) - before, app.documents.bytes - reckonedBefore];
  expect(app.documents.size - sizeBefore).toBe(count);
  // The heap of a test is not quite still.
  expect(weighed).toBeLessThan(reckoned * 1.1 + 300_000);
  expect(reckoned).toBeLessThan(weighed * 3 + 600_000);
});

test('hundreds of new documents leave no more than there is room for, and what people with a token ask for stays', async () => {
  const own = 'query Own { services(first: 1) { nodes { id name } } }';
  await small.ask('case-manager', own);
  const flood = (from: number) =>
    Promise.all(
      Array.from({ length: 4 }, async (_, lane) => {
        for (let n = from + lane; n < from + 150; n += 4)
          await small.ask(null, `query Q${n} { ${roots(n, 1, `nodes { id ${service} }`)} }`);
      }),
    );
  await flood(0);
  const before = await heap();
  expect(small.documents.bytes).toBeLessThanOrEqual(mostSmall);
  await flood(150);
  expect(small.documents.bytes).toBeLessThanOrEqual(mostSmall);
  expect(small.documents.size).toBeLessThan(50);
  expect((await heap()) - before).toBeLessThan(mostSmall);
  statements = [];
  await small.ask('case-manager', own);
  // Answered as text, which only what is remembered is.
  expect(statements.filter((each) => each.includes('::text as answer'))).toHaveLength(1);
});

test('a document heavier than the room has place for is answered, and not remembered', async () => {
  const before = small.documents.size;
  const heavy = `query Heavy { ${roots(0, 10, `nodes { ${service} }`)} }`;
  const answer = await small.ask(null, heavy);
  expect(answer.errors).toBeUndefined();
  expect(small.documents.size).toBeLessThanOrEqual(before);
  expect((await small.ask(null, heavy)).body).toBe(answer.body);
});

test('a published document with its variables given in ever new ways leaves few statements with the database', async () => {
  const { text } = publishedQueries().find(({ name }) => name === 'serviceSearch')!;
  const all = { free: true, sponsored: true, district: '11170', age: 20, openNow: true, roomAvailable: true };
  for (let shape = 0; shape < 40; shape++) {
    const given = Object.entries(all).filter((_, at) => (shape >> at) % 2 === 1);
    const answer = await app.ask(null, text, { filter: Object.fromEntries(given) });
    expect(answer.errors).toBeUndefined();
  }
  const kept = await Promise.all(
    Array.from(
      { length: 4 },
      () =>
        app.pool.sql`select count(*)::int from pg_prepared_statements where statement like '%"services"%'`,
    ),
  );
  const most = Math.max(...kept.map(([row]) => row!.count));
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThanOrEqual(16);
});
