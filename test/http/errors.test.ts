import { createHash } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { declaredFaults } from '../../src/database/faults.js';
import { families } from '../../src/demo/known.js';
import { preparedOperations } from '../../src/http/operations.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let app: App;
/** The same with the words of production, and what it logs. */
let production: App;
const lines: { requestId?: string; err?: { message: string }; msg?: string }[] = [];
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
  const log = pino({ level: 'info' }, { write: (line) => lines.push(JSON.parse(line)) });
  production = await startApp({ database, mode: 'production', log });
});
afterAll(async () => {
  await app.stop();
  await production.stop();
  await database.drop();
});

const korean = /^[^\n]*[가-힣][^\n]*$/;
const english = /^[^\n가-힣]*[a-z][^\n가-힣]*$/;
/** What people may ask for, and what they are told in; null where they ask for nothing, as fetch does by itself. */
const languages: [string | null, RegExp][] = [
  [null, korean],
  ['ko-KR, en;q=0.5', korean],
  ['en-US, en;q=0.9, ko;q=0.8', english],
  ['en', english],
  ['vi, fr;q=0.5', korean],
  ['en;q=0, *', korean],
  [', ;;q', korean],
];
const json = { 'content-type': 'application/json' };
const post = (body: object): RequestInit => ({ method: 'POST', headers: json, body: JSON.stringify(body) });

test.each([
  ['a body that is no JSON', 'POST', '/graphql', 'application/json', '{bad', 400, 'BODY_NOT_JSON'],
  [
    'a body that is too large',
    'POST',
    '/graphql',
    'application/json',
    JSON.stringify({ query: 'x'.repeat(200_000) }),
    413,
    'BODY_TOO_LARGE',
  ],
  ['a body of another type', 'POST', '/graphql', 'application/xml', '<a/>', 415, 'BODY_OF_OTHER_TYPE'],
  ['another method', 'PUT', '/graphql', 'application/json', '{}', 405, 'METHOD_NOT_ALLOWED'],
  ['an unknown address', 'POST', '/nothing', 'application/json', '{}', 404, 'NO_SUCH_ADDRESS'],
])('%s is answered as GraphQL clients read errors', async (_, method, path, type, body, status, reason) => {
  for (const [language, words] of languages) {
    const headers = { 'content-type': type, ...(language === null ? {} : { 'accept-language': language }) };
    const response = await fetch(app.url + path, { method, body, headers });
    expect([response.status, response.headers.get('content-language')]).toEqual([
      status,
      words === korean ? 'ko' : 'en',
    ]);
    expect(response.headers.get('vary')).toMatch(/accept-language/i);
    expect(await response.json()).toMatchObject({
      errors: [{ message: expect.stringMatching(words), extensions: { code: 'BAD_INPUT', reason } }],
    });
  }
});

test('every reason that there is stands in the schema that clients are told, with its sentence', async () => {
  const { data } = await app.ask<{ reasons: { enumValues: { name: string; description: string }[] } }>(
    null,
    '{ reasons: __type(name: "ErrorReason") { enumValues { name description } } }',
  );
  const told = new Map(data!.reasons.enumValues.map(({ name, description }) => [name, description]));
  expect([...told.keys()].sort()).toEqual([...declaredFaults.keys()].sort());
  expect(told.get('CONSENT_TOO_LONG')).toBe(
    '동의 기간은 최대 {days}일입니다. A consent lasts at most {days} days.',
  );
});

describe('the message of an error', () => {
  const household = 'household(id: "Household:11170:00000000-0000-4000-8000-000000000000") { id }';
  /** Ways to be refused, each by its address, its reason and what is sent. */
  const ways: [name: string, path: string, reason: string, init: RequestInit, persona?: string][] = [
    ['of a document', '/graphql', 'DOCUMENT_INVALID', post({ query: '{ nothing }' })],
    ['of a document that is none', '/graphql', 'DOCUMENT_INVALID', post({ query: '{' })],
    ['of a request without a document', '/graphql', 'REQUEST_INVALID', post({})],
    [
      'of variables',
      '/graphql',
      'VARIABLES_INVALID',
      post({ query: 'query ($a: Int!) { services(first: $a) { totalCount } }', variables: { a: 'x' } }),
    ],
    [
      'beside data',
      '/graphql',
      'DUTY_NOT_PERMITTED',
      post({ query: `{ viewer { name } ${household} }` }),
      'sponsor',
    ],
    [
      'of a token',
      '/graphql',
      'AUTHORIZATION_MALFORMED',
      { ...post({ query: '{ __typename }' }), headers: { ...json, authorization: 'x' } },
    ],
    [
      'of a limit',
      '/graphql',
      'DOCUMENT_TOO_COMPLEX',
      post({ query: `{ ${'a { '.repeat(30)} b ${'}'.repeat(30)} }` }),
    ],
    ['of a stream', '/graphql/stream', 'STREAM_NOT_ACCEPTED', post({ query: '{ a }' })],
    [
      'within a stream',
      '/graphql/stream',
      'SUBSCRIPTIONS_ONLY',
      { ...post({ query: '{ __typename }' }), headers: { ...json, accept: 'text/event-stream' } },
      'clinic',
    ],
    ['of HSDS', '/hsds/services?page=0', 'NUMBER_OUT_OF_RANGE', {}],
  ];
  test.each(ways)(
    '%s is in one language, and the rest of the error in none',
    async (_, path, reason, init, persona) => {
      const token = persona && (await app.tokenOf(persona));
      const told = [];
      for (const [language, words] of languages) {
        const response = await fetch(app.url + path, {
          ...init,
          headers: {
            ...init.headers,
            ...(language === null ? {} : { 'accept-language': language }),
            ...(token ? { authorization: `Bearer ${token}` } : {}),
          },
        });
        const text = await response.text();
        const { errors } = JSON.parse(/{.*}/s.exec(text)![0].replace(/^{"id".*?"payload":(.*)}$/s, '$1'));
        expect(response.headers.get('content-language')).toBe(words === korean ? 'ko' : 'en');
        expect(response.headers.get('vary')).toMatch(/accept-language/i);
        expect(errors[0].message).toMatch(words);
        expect(errors[0].extensions.reason).toBe(reason);
        told.push(
          JSON.stringify(errors.map(({ message: _message, ...rest }: object & { message: string }) => rest)),
        );
      }
      expect(new Set(told).size).toBe(1);
    },
  );
});

test.each([
  [
    'a day that is not in the calendar',
    '{ households(filter: { openedFrom: "2026-02-30" }) { totalCount } }',
  ],
  ['a district that is no code', '{ households(district: "용산") { totalCount } }'],
  ['an id of another type', '{ household(id: "Case:11170:00000000-0000-4000-8000-000000000000") { id } }'],
  ['an id that is none', '{ household(id: "1; drop table households") { id } }'],
  ['a page of less than nothing', '{ services(first: -1) { totalCount nodes { id } } }'],
  ['a page that is too large', '{ services(first: 101) { nodes { id } } }'],
  ['a cursor of nothing', '{ services(after: "x") { nodes { id } } }'],
  [
    'lists that multiply',
    `{ services(first: 100) ${'{ nodes { serviceAtLocations { location { serviceAtLocations { location { serviceAtLocations { service { id } } } } } } } }'} }`,
  ],
  [
    'levels without end',
    `{ services { nodes ${'{ organization { parentOrganization '.repeat(6)}{ id }${' } }'.repeat(6)} } }`,
  ],
])('%s is refused with BAD_INPUT and no stack', async (_, operation) => {
  const answer = await app.ask('head', operation);
  expect(answer.errors?.[0]?.extensions.code).toBe('BAD_INPUT');
  expect(answer.errors?.[0]?.message).toMatch(/[A-Za-z]/);
  expect(answer.body).not.toMatch(/node_modules|\.js:\d/);
});

test('a change that is named by its hash is refused: nobody could see that it must not be asked twice', async () => {
  const query = `mutation ($report: ReceiveReportInput!, $step: StepInput!) {
    receiveReport(input: $report) { case { id } } recordMonitoring(input: $step) { case { id } } }`;
  const variables = {
    report: {
      source: 'HOTLINE_129',
      emergency: false,
      responsibleDong: '1117090100',
      members: [{ name: '시험한번' }],
    },
    step: { caseId: `Case:${families.a.districtId}:${families.a.caseId}`, expectedVersion: 999 },
  };
  const persistedQuery = { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') };
  // The first would be taken with its hash; the second would be known by it, with a person whom the server remembers.
  for (const body of [{ query }, {}]) {
    const { status, body: answer } = await app.request('case-manager', '/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-language': 'ko' },
      body: JSON.stringify({ ...body, variables, extensions: { persistedQuery } }),
    });
    // Clients know this fault by its words, in whichever language they ask for others.
    expect([status, JSON.parse(answer).errors]).toMatchObject([
      200,
      [
        {
          message: 'PersistedQueryNotSupported',
          extensions: { code: 'BAD_INPUT', reason: 'REQUEST_INVALID' },
        },
      ],
    ]);
  }
  const [made] = await asKeeper(
    database.owner,
    (sql) => sql`select count(*)::int as count from member_identities where name = '시험한번'`,
  );
  expect(made!.count).toBe(0);
});

describe('in production', () => {
  const household = `household(id: "Household:${families.a.districtId}:${families.a.id}") { id }`;

  test('what does not fit is said once and nowhere, however much of it there is', async () => {
    const answers = [];
    const wrong = [
      'nothing',
      'services { nodes { nothing } }',
      'household',
      'services(filter: { nothing: 1 }) { totalCount }',
    ];
    for (const count of [1, 2, 3, 4])
      for (const at of wrong.keys()) {
        const fields = Array.from(
          { length: count },
          (_, next) => `f${next}: ${wrong[(at + next) % wrong.length]}`,
        );
        answers.push((await production.ask('head', `{ ${fields.join(' ')} }`)).body);
      }
    expect(new Set(answers).size).toBe(1);
    expect(JSON.parse(answers[0]!).errors).toEqual([
      {
        message: expect.stringMatching(/is not valid for this schema/),
        extensions: { code: 'BAD_INPUT', reason: 'DOCUMENT_INVALID' },
      },
    ]);
  });

  test('what is no GraphQL says to everybody at which line and column, and nothing of the schema', async () => {
    const at = async (document: string, persona: string | null) => {
      const { status, body } = await production.ask(persona, document);
      return [status, JSON.parse(body).errors];
    };
    const answer = (line: number, column: number) => [
      400,
      [
        {
          message: expect.stringMatching(/is not valid for this schema\.$/),
          locations: [{ line, column }],
          extensions: { code: 'BAD_INPUT', reason: 'DOCUMENT_INVALID' },
        },
      ],
    ];
    for (const persona of [null, 'head', 'clinic']) {
      expect(await at('{\n  services {', persona)).toEqual(answer(2, 13));
      expect(await at('{ services { nodes { id } } }\n}', persona)).toEqual(answer(2, 1));
      // The same place for names that there are and names that there are not.
      for (const name of ['services', 'nothings'])
        expect(await at(`{ ${name}(filter: { search: %1 }) { totalCount } }`, persona)).toEqual(
          answer(1, 30),
        );
    }
  });

  test('variables that do not fit are one fault, however many', async () => {
    const document = 'query ($a: ServiceFilter, $b: Int) { services(filter: $a, first: $b) { totalCount } }';
    const answers = await Promise.all(
      [{ a: { nothing: 1 } }, { a: { nothing: 1, less: 2 }, b: 'x' }, { b: 'x' }].map(
        async (variables) => (await production.ask('head', document, variables)).body,
      ),
    );
    expect(new Set(answers).size).toBe(1);
    expect(JSON.parse(answers[0]!).errors).toHaveLength(1);
  });

  test('a limit says its own words', async () => {
    const many = Array.from({ length: 11 }, (_, at) => `f${at}: services { totalCount }`).join(' ');
    const { errors } = await production.ask('head', `{ ${many} }`);
    expect(errors?.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('too many root fields: at most 10'),
    );
  });

  test('one id names a request in its header, in the log and in the access log', async () => {
    const token = await production.tokenOf('head');
    const idOf = async (query: string) => {
      const response = await fetch(`${production.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query }),
      });
      return { id: response.headers.get('x-request-id')!, body: await response.text() };
    };
    for (const query of [`{ ${household} }`, `{ ${household} }`, `{ first: ${household} }`]) {
      const { id } = await idOf(query);
      expect(await database.owner`select household_id from access_log where request_id = ${id}`).toEqual([
        { household_id: families.a.id },
      ]);
    }
    await database.owner`revoke insert on access_log from hamkke_api`;
    try {
      lines.length = 0;
      const { id, body } = await idOf(`{ again: ${household} }`);
      expect(body).toContain('"code":"INTERNAL"');
      expect(JSON.parse(body).errors[0].extensions).toMatchObject({ requestId: id });
      await vi.waitFor(() =>
        expect(lines).toMatchObject([
          { requestId: id, err: {} },
          { requestId: id, status: 200, errors: ['INTERNAL_ERROR'] },
        ]),
      );
    } finally {
      await database.owner`grant insert on access_log to hamkke_api`;
    }
    for (const path of [
      '/graphql',
      '/healthz',
      '/nothing',
      '/hsds/nothing',
      '/r/nothing',
      '/statistics/nothing',
      '/%zz',
    ])
      expect((await fetch(production.url + path)).headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('every request has one line, which holds nothing of the person and of what they sent', async () => {
    lines.length = 0;
    const secret = 'onlyInTheRequest';
    const known = preparedOperations().find(({ text }) => /^\s*services\(/m.test(text))!;
    const authorization = `Bearer ${await production.tokenOf('head')}`;
    const from = {
      authorization,
      'x-forwarded-for': '203.0.113.99',
      'user-agent': secret,
      'x-request-id': secret,
    };
    const sent = async (path: string, init: RequestInit = {}) => {
      const response = await fetch(production.url + path, { ...init, headers: { ...from, ...init.headers } });
      await response.body?.cancel();
      return response.headers.get('x-request-id');
    };
    const stream = { ...json, accept: 'text/event-stream' };
    const subscription = 'subscription { changes { kind } }';
    const graphql = { method: 'POST', route: '/graphql' };
    const ways: [id: string | null, line: object][] = [
      [
        await sent('/graphql', post({ query: known.text, variables: known.variables })),
        { ...graphql, status: 200, operation: known.name },
      ],
      [
        await sent('/graphql', post({ query: `query ${secret} { ${household} }` })),
        { ...graphql, status: 200, operation: undefined },
      ],
      [
        await sent('/graphql', post({ query: `{ ${secret} }` })),
        { ...graphql, status: 400, errors: ['DOCUMENT_INVALID'] },
      ],
      [
        await sent('/graphql', {
          ...post({ query: '{ me }' }),
          headers: { ...json, authorization: 'Bearer x.y.z' },
        }),
        { ...graphql, status: 401, errors: ['TOKEN_MALFORMED'] },
      ],
      [await sent(`/r/${secret}`), { method: 'GET', route: '/r/:token', status: 404 }],
      [
        await sent(`/hsds/services?search=${secret}`),
        { method: 'GET', route: '/hsds/services', status: 200 },
      ],
      [await sent(`/%zz?${secret}`), { method: 'GET', status: 400, errors: ['REQUEST_INVALID'] }],
      [await sent(`/${secret}`), { method: 'GET', status: 404, errors: ['NO_SUCH_ADDRESS'] }],
      [
        await sent('/graphql/stream', { ...post({ query: subscription }), headers: stream }),
        { method: 'POST', route: '/graphql/stream', status: 200, cut: true },
      ],
    ];
    await vi.waitFor(() => expect(lines.length).toBe(ways.length));
    for (const [id, line] of ways) {
      const [own] = lines.filter(({ requestId }) => requestId === id);
      const { level, time, pid, hostname, ms, ...rest } = own as Record<string, unknown>;
      expect([line, level, ms, rest]).toEqual([
        line,
        30,
        expect.any(Number),
        { requestId: id, msg: 'request', ...line },
      ]);
    }
    const said = JSON.stringify(lines);
    for (const each of [secret, '203.0.113.99', '127.0.0.1', 'case-manager', families.a.id, authorization])
      expect(said).not.toContain(each);
    // Probes come every few seconds, and say nothing while all is well.
    await sent('/healthz');
    await sent('/readyz');
    expect(lines.length).toBe(ways.length);
  });
});
