import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { families } from '../../src/demo/known.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let app: App;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
});
afterAll(async () => {
  await app.stop();
  await database.drop();
});

test.each([
  ['a body that is no JSON', 'POST', '/graphql', 'application/json', '{bad', 400],
  [
    'a body that is too large',
    'POST',
    '/graphql',
    'application/json',
    JSON.stringify({ query: 'x'.repeat(200_000) }),
    413,
  ],
  ['a body of another type', 'POST', '/graphql', 'application/xml', '<a/>', 415],
  ['another method', 'PUT', '/graphql', 'application/json', '{}', 405],
  ['an unknown address', 'POST', '/nothing', 'application/json', '{}', 404],
])('%s is answered as GraphQL clients read errors', async (_, method, path, type, body, status) => {
  const response = await fetch(app.url + path, { method, body, headers: { 'content-type': type } });
  expect(response.status).toBe(status);
  expect(await response.json()).toEqual({
    errors: [{ message: expect.stringMatching(/[가-힣].*[a-z]/), extensions: { code: 'BAD_INPUT' } }],
  });
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
      responsibleDong: '1117051000',
      members: [{ name: '시험한번' }],
    },
    step: { caseId: `Case:${families.a.districtId}:${families.a.caseId}`, expectedVersion: 999 },
  };
  const persistedQuery = { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') };
  // The first would be taken with its hash; the second would be known by it, with a person whom the server remembers.
  for (const body of [{ query }, {}]) {
    const { status, body: answer } = await app.request('case-manager', '/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...body, variables, extensions: { persistedQuery } }),
    });
    expect([status, JSON.parse(answer).errors]).toMatchObject([200, [{ extensions: { code: 'BAD_INPUT' } }]]);
  }
  const [made] = await asKeeper(
    database.owner,
    (sql) => sql`select count(*)::int as count from member_identities where name = '시험한번'`,
  );
  expect(made!.count).toBe(0);
});
