import { parse } from 'graphql';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Limits, readConfig } from '../../src/config.js';
import { families } from '../../src/demo/known.js';
import { beyondLimits } from '../../src/http/documentLimits.js';
import { type App, type AppOptions, startApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import fc from '../support/property.js';

// What one client can ask of the server at most, and that nobody else waits for it.

const { limits } = readConfig({ NODE_ENV: 'test' });
const { a } = families;
let database: TestDatabase;
const apps: App[] = [];
const open = async (given: Partial<Limits>, more: Partial<AppOptions> = {}) => {
  const app = await startApp({ database, limits: given, ...more });
  apps.push(app);
  return app;
};
let app: App;
beforeAll(async () => {
  database = await freshDatabase();
  app = await open({});
});
// The database of a test run has fifty connections for all files at once.
afterEach(async () => {
  for (const each of apps.splice(1)) await each.stop();
});
afterAll(async () => {
  for (const each of apps) await each.stop();
  await database?.drop();
});

const repeated = (count: number, own: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => own(at)).join(' ');

describe('a document beyond the limits', () => {
  // Each is invalid, too: that only the limit is told of says that nothing was validated.
  test.each([
    ['fields of one name side by side', `{ nothing services { nodes { ${repeated(400, () => 'name')} } } }`],
    [
      'the same in a fragment that nobody spreads',
      `fragment F on Service { ${repeated(450, () => 'name')} } { nothing }`,
    ],
    ['the same below others of one name', `{ nothing ${repeated(90, () => 'services { nodes { id } }')} }`],
    [
      'fragments to compare with each other',
      `{ nothing ${repeated(120, (at) => `...F${at}`)} } ${repeated(120, (at) => `fragment F${at} on Query { __typename }`)}`,
    ],
    [
      'many operations of one fragment',
      `fragment F on Service { ${repeated(100, (at) => `f${at}`)} } ${repeated(25, (at) => `query Q${at} { services { nodes { ...F } } }`)}`,
    ],
    ['root fields', `{ ${repeated(11, (at) => `n${at}: nothing`)} }`],
    [
      'root fields of a fragment',
      `{ ...F } fragment F on Query { ${repeated(11, (at) => `n${at}: nothing`)} }`,
    ],
    [
      'levels of a fragment that nobody spreads',
      `{ nothing } fragment F on Service { ${'a { '.repeat(13)}b${' }'.repeat(13)} }`,
    ],
    ['aliases', `{ nothing services { nodes { ${repeated(61, (at) => `n${at}: name`)} } } }`],
  ])('is refused before it is validated: %s', async (_what, document) => {
    for (const persona of [null, 'case-manager']) {
      const { status, errors, data } = await app.ask(persona, document);
      expect([status, data, errors?.length]).toEqual([400, undefined, 1]);
      expect(errors![0]).toEqual({
        message: expect.stringMatching(/^The document has too many .*: at most \d+\.$/),
        extensions: { code: 'BAD_INPUT', reason: 'DOCUMENT_TOO_COMPLEX', most: expect.any(Number) },
      });
    }
  });

  test('is refused by GET and as a subscription alike', async () => {
    const document = `subscription { nothing ${repeated(11, (at) => `n${at}: nothing`)} }`;
    const got = await app.request(null, `/graphql?query=${encodeURIComponent(document)}`);
    expect([got.status, got.body]).toEqual([400, expect.stringContaining('too many root fields')]);
    const streamed = await app.request('case-manager', '/graphql/stream', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: document }),
    });
    expect(streamed.body).toContain('too many root fields');
  });

  test('of ordinary size keeps them, with fragments that meet in one place', () => {
    const document = `{ services { nodes { ...A ...B ...C } } } fragment A on Service { id name organization { ...O } }
      fragment B on Service { id name organization { ...O id } } fragment C on Service { ...A ...B } fragment O on Organization { id name }`;
    expect(beyondLimits(parse(document), limits)).toBeNull();
  });

  test('weighs the same with its fragments written out', () => {
    const { tree } = fc.letrec<{ tree: string; written: string }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom('a', 'b', 'x: a', '...F', '...G'),
        fc
          .tuple(fc.constantFrom('a', 'b', 'x: b'), fc.array(tie('tree'), { minLength: 1, maxLength: 4 }))
          .map(([name, own]) => `${name} { ${own.join(' ')} }`),
      ),
      written: fc.constant(''),
    }));
    const set = fc.array(tree, { minLength: 1, maxLength: 5 }).map((each) => each.join(' '));
    const least = fc.record({
      maxDepth: fc.integer({ min: 1, max: 6 }),
      maxAliases: fc.nat(4),
      maxFields: fc.integer({ min: 1, max: 30 }),
      maxRootFields: fc.integer({ min: 1, max: 6 }),
    });
    fc.assert(
      fc.property(set, set, set, least, (own, f, g, given) => {
        // F spreads G and neither spreads itself.
        const [inF, inG] = [f.replaceAll('...F', 'c'), g.replaceAll('...F', 'c').replaceAll('...G', 'd')];
        const written = (text: string) =>
          text.replaceAll('...F', `... { ${inF} }`).replaceAll('...G', `... { ${inG} }`);
        const most = { ...limits, ...given, maxComparisons: 1e9 };
        const apart = beyondLimits(
          parse(`{ ${own} } fragment F on Q { ${inF} } fragment G on Q { ${inG} }`),
          most,
        );
        const whole = beyondLimits(parse(`{ ${written(own)} }`), most);
        // What stands in fragments alone is measured, too, and so more may be refused.
        if (whole) expect(apart).not.toBeNull();
        const used = /\.\.\.F/.test(own) && /\.\.\.G/.test(own);
        if (apart && used && /levels|aliases|root/.test(apart.message)) expect(whole).not.toBeNull();
      }),
      { numRuns: 300, seed: 20_261_129 },
    );
  });
});

describe('the rows of an operation', () => {
  const page = (first: number) => `services(first: ${first}) { nodes { id phones { number } } }`;

  test('are summed over its root fields', async () => {
    const few = await open({ maxRows: 400 });
    const ask = (count: number, own = '') =>
      few.ask(null, `query Sum${own} { ${repeated(count, (at) => `a${at}: ${page(30)}`)} }`);
    expect((await ask(1)).errors).toBeUndefined();
    expect((await ask(2)).errors).toBeUndefined();
    for (let again = 0; again < 3; again++) {
      const three = await ask(3);
      expect(three.errors?.map(({ message, extensions }) => [message, extensions.code])).toEqual([
        [expect.stringMatching(/multiply to 540 rows; at most 400/), 'BAD_INPUT'],
      ]);
      // What is remembered of one request is not of the next.
      expect((await ask(2)).errors).toBeUndefined();
    }
  });

  test('weigh more where each carries more', async () => {
    const few = await open({ maxRows: 100 });
    const names = repeated(25, (at) => `n${at}: name`);
    expect((await few.ask(null, '{ services(first: 60) { nodes { name } } }')).errors).toBeUndefined();
    const { errors } = await few.ask(null, `{ services(first: 60) { nodes { ${names} } } }`);
    expect(errors?.[0]?.message).toMatch(/multiply to \d+ rows; at most 100/);
  });
});

describe('an answer', () => {
  const documents = {
    'of the catalogue alone': '{ services(first: 50) { nodes { id name description } } }',
    'of more than that': '{ services(first: 50) { nodes { id name description } } viewer { name } }',
  };

  test.each(Object.entries(documents))(
    'is no longer without a token than it may be: %s',
    async (_what, document) => {
      const short = await open({ openAnswerBytes: 1000, openAmplification: 2 });
      for (let again = 0; again < 2; again++) {
        const { status, errors, data } = await short.ask(null, document);
        expect([status, data]).toEqual([400, undefined]);
        expect(errors).toEqual([
          {
            message: expect.stringMatching(/^The answer is longer than \d+ bytes/),
            extensions: { code: 'BAD_INPUT', reason: 'ANSWER_TOO_LARGE' },
          },
        ]);
        expect((await short.ask('case-manager', document)).errors).toBeUndefined();
      }
    },
  );

  test('is none of the schema because its field is called so', async () => {
    const short = await open({ openAnswerBytes: 1000, openAmplification: 2 });
    const named = documents['of the catalogue alone'].replace('services', '__schema: services');
    expect((await short.ask(null, named)).errors).toMatchObject([
      { extensions: { reason: 'ANSWER_TOO_LARGE' } },
    ]);
    expect((await short.ask(null, '{ __schema { types { name } } }')).errors).toBeUndefined();
  });

  test('may be as many times as long as its request', async () => {
    const short = await open({ openAnswerBytes: 1000, openAmplification: 100 });
    expect((await short.ask(null, documents['of the catalogue alone'])).errors).toBeUndefined();
  });

  test.each(Object.entries(documents))(
    'that is too long for anybody is refused by the database: %s',
    async (_what, document) => {
      const short = await open({ answerBytes: 2000 });
      for (let again = 0; again < 2; again++) {
        const { errors, data } = await short.ask('case-manager', document);
        expect(data?.services ?? null).toBeNull();
        expect(errors?.[0]).toMatchObject({
          extensions: { code: 'BAD_INPUT', reason: 'ANSWER_TOO_LARGE' },
        });
      }
      const households = await short.ask(
        'case-manager',
        '{ households(first: 20) { nodes { id members { id identity { name birthDate } contact { homeAddress } } } } }',
      );
      expect([households.data, households.errors?.[0]?.extensions.code]).toEqual([
        expect.anything(),
        'BAD_INPUT',
      ]);
    },
  );
});

describe('requests without a token', () => {
  test('wait for each other and keep nobody else waiting', async () => {
    const lock = await database.owner.reserve();
    await lock`begin`;
    await lock`lock table services in access exclusive mode`;
    const atOnce = Math.min(limits.openStatements, limits.addressStatements);
    const waiting = Array.from({ length: 20 }, (_, at) =>
      app.ask(null, `query W${at % 3} { services(first: 1) { nodes { id } } }`),
    );
    const blocked = async () => {
      const [row] = await lock`
        select count(*)::int as count from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and application_name = 'hamkke'`;
      return row!.count as number;
    };
    while ((await blocked()) < atOnce);
    const household = await app.ask(
      'case-manager',
      `{ household(id: "Household:${a.districtId}:${a.id}") { id } }`,
    );
    expect(household.data).toMatchObject({ household: { id: expect.any(String) } });
    expect(await blocked()).toBe(atOnce);
    await lock`rollback`;
    lock.release();
    for (const answer of await Promise.all(waiting))
      expect([answer.status, answer.errors]).toEqual([200, undefined]);
  });

  test('come as fast as their address may, and do not slow down who has a token there', async () => {
    const slow = await open({ addressRate: 1 });
    const ask = () => slow.ask(null, '{ __typename }');
    // A new document costs as much as comes together in ten seconds.
    expect((await ask()).status).toBe(200);
    const before = performance.now();
    const [refused, response, unknown] = await Promise.all([
      ask(),
      fetch(`${slow.url}/hsds/services`),
      slow.request(null, '/graphql', {
        method: 'POST',
        headers: { authorization: 'Bearer a.b.c', 'content-type': 'application/json' },
        body: '{"query":"{__typename}"}',
      }),
    ]);
    // Refusals come late, or asking for them at once and again would cost the others more than answers.
    expect(performance.now() - before).toBeGreaterThan(400);
    expect(refused.status).toBe(429);
    expect(refused.errors).toEqual([
      {
        message: expect.stringMatching(/^Too many requests from you: try again in \d+ seconds\.$/),
        extensions: {
          code: 'OVERLOADED',
          reason: 'TOO_MANY_REQUESTS',
          retryAfterSeconds: expect.any(Number),
        },
      },
    ]);
    expect([response.status, Number(response.headers.get('retry-after'))]).toEqual([429, expect.any(Number)]);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(unknown.status).toBe(429);
    // A port that a proxy adds to an address makes no other address of it.
    const proxied = await open({ addressRate: 1 }, { trustedProxies: ['127.0.0.1'] });
    const statuses: number[] = [];
    for (let at = 0; at < 11; at++) {
      const headers = { authorization: 'Bearer a.b.c', 'x-forwarded-for': `203.0.113.7:${50_000 + at}` };
      statuses.push((await fetch(`${proxied.url}/schema.graphql`, { headers })).status);
    }
    expect(statuses).toContain(429);
    for (let at = 0; at < 5; at++)
      expect((await slow.ask('case-manager', '{ viewer { name } }')).status).toBe(200);
  });
});

test('a person and an organization have rates of their own', async () => {
  const slow = await open({ personRate: 1, organizationRate: 2 });
  const statuses = async (persona: string, count: number) => {
    const all: number[] = [];
    while (all.length < count && !all.includes(429))
      all.push((await slow.ask(persona, '{ __typename }')).status);
    return all;
  };
  const own = await statuses('case-manager', 30);
  expect(own.slice(0, 10)).toEqual(Array(10).fill(200));
  expect(own).toContain(429);
  expect((await statuses('head', 1))[0]).toBe(200);
  const others = await statuses('head', 40);
  expect(others).toContain(429);
  // Somebody of another organization is asked for nothing that others spent.
  expect((await statuses('welfare-centre', 1))[0]).toBe(200);
});

test('registration numbers can be tried a few times a minute, whether somebody has them or not, and the log tells of more', async () => {
  const slow = await open({ personNumbers: 4, organizationNumbers: 6 });
  const find = 'query Find($number: String!) { memberByRegistrationNumber(number: $number) { id } }';
  const tried = async (persona: string, digits: string) => {
    const { data, errors } = await slow.ask(persona, find, { number: digits });
    return errors ? errors[0]!.extensions.code : JSON.stringify(data);
  };
  const numbers = ['991331-4999991', '991331-4999992', '991331-4999993', '991331-4999994', '991331-4999995'];
  const codes = [];
  for (const each of numbers) codes.push(await tried('case-manager', each));
  const nobody = JSON.stringify({ memberByRegistrationNumber: null });
  expect(codes).toEqual([nobody, nobody, nobody, nobody, 'OVERLOADED']);
  const [line] = await database.owner`
    select operation, allowed, shown from access_log order by id desc limit 1`;
  expect(line).toMatchObject({ operation: 'Find', allowed: false, shown: {} });
  // Two are left to the organization, and one request is as many as it asks for.
  const many = `query Many($number: String!) { ${repeated(3, (at) => `m${at}: memberByRegistrationNumber(number: $number) { id }`)} }`;
  const { data, errors } = await slow.ask('head', many, { number: numbers[0] });
  expect([data, errors?.map(({ extensions }) => extensions.code)]).toEqual([
    { m0: null, m1: null, m2: null },
    ['OVERLOADED'],
  ]);
  expect(await tried('head', numbers[0]!)).toBe('OVERLOADED');
});
