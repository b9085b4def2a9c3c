import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { families } from '../../src/demo/known.js';
import { type Run, run, settingsOf, stopAll } from '../start/process.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import { proxyTo } from '../support/proxy.js';

// The database as an outage leaves it, and every way in: whatever is not answered says so, and why, and when to ask again.
// The server has a process of its own, as what the driver raises by itself meets main.js there and Jest here.

let database: TestDatabase;
let wire: Awaited<ReturnType<typeof proxyTo>>;
let folder: string;
let server: Run;
let url: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hamkke-outages-'));
  database = await freshDatabase();
  wire = await proxyTo(database.ownerUrl);
  const settings = settingsOf(wire.url, folder);
  const api = database.apiUrl && { HAMKKE_API_DATABASE_URL: wire.through(database.apiUrl) };
  server = run({ ...settings, ...api, HAMKKE_LIMIT_REQUEST_DEADLINE_MS: '900' });
  url = await server.ready();
});
afterAll(async () => {
  await stopAll();
  await wire?.stop();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

const { districtId, id, caseId } = families.a;
const report = (name: string, key: string | null = null) => ({
  input: {
    source: 'HOTLINE_129',
    emergency: false,
    responsibleDong: '1117090100',
    members: [{ name }],
    ...(key ? { idempotencyKey: key } : {}),
  },
});
const receive = 'mutation ($input: ReceiveReportInput!) { receiveReport(input: $input) { case { id } } }';
const household = `{ household(id: "Household:${districtId}:${id}") { id } }`;

/** Whatever a request brings back; how long it may take on a machine of its own is measured by test/long. */
async function sent(path: string, init: RequestInit & { persona?: string } = {}) {
  const { persona } = init;
  const response = await fetch(url + path, {
    ...init,
    headers: {
      'accept-language': 'en',
      ...(persona ? { authorization: `Bearer ${await server.tokenOf(persona)}` } : {}),
      ...(init.headers as object),
    },
    signal: AbortSignal.timeout(20_000),
  });
  const { status, headers } = response;
  const streams = headers.get('content-type')?.startsWith('text/event-stream');
  if (streams) await response.body!.cancel();
  return { status, retryAfter: headers.get('retry-after'), body: streams ? '' : await response.text() };
}
const graphql = (persona: string | null, query: string, variables = {}, path = '/graphql') =>
  sent(path, {
    method: 'POST',
    ...(persona ? { persona } : {}),
    headers: {
      'content-type': 'application/json',
      ...(path.endsWith('stream') ? { accept: 'text/event-stream' } : {}),
    },
    body: JSON.stringify({ query, variables }),
  });

type Way = readonly [name: string, ask: () => ReturnType<typeof sent>];
/** What somebody asks who may not be shown anything that is not logged, or changes something. */
const writing: Way[] = [
  ['a household, of a person whom the server remembers', () => graphql('case-manager', household)],
  ['a household, of a person whom it does not', () => graphql('counsellor', household)],
  ['a household, of one who may not see it', () => graphql('welfare-centre-none', household)],
  ['a change', () => graphql('case-manager', receive, report('나중에도없는이'))],
  [
    'the answer to a referral by its link',
    () => sent(`/r/${'x'.repeat(43)}`, { method: 'POST', body: new URLSearchParams({ answer: 'ACCEPT' }) }),
  ],
  [
    'readiness',
    // What was found half a second ago may still be said.
    async () => {
      for (let again = 20; ; again -= 1) {
        const answer = await sent('/readyz');
        if (answer.status !== 200 || again === 0) return answer;
        await pause(50);
      }
    },
  ],
];
const reading: Way[] = [
  ['a document that the server knows', () => graphql(null, '{ services(first: 1) { nodes { id } } }')],
  [
    'a new document',
    () => graphql(null, `{ services(first: 1) { nodes { x${randomUUID().slice(0, 8)}: id } } }`),
  ],
  [
    'a document by GET',
    () =>
      sent('/graphql?query=%7Bservices%7BtotalCount%7D%7D', { headers: { 'apollo-require-preflight': '1' } }),
  ],
  ['a referral by its link', () => sent(`/r/${'x'.repeat(43)}`)],
  ['a page of /hsds', () => sent('/hsds/services')],
  ['a record of /hsds', () => sent(`/hsds/services/${randomUUID()}`)],
  ['lines of /hsds', () => sent('/hsds/organizations?format=ndjson')],
  ['the districts that published', () => sent('/statistics')],
  ['a page of statistics', () => sent('/statistics/41150')],
  [
    'a subscription',
    () => graphql('welfare-centre', 'subscription { changes { kind } }', {}, '/graphql/stream'),
  ],
];
/** Nothing but the words of this outage, and when to come back. */
function expectRefusal(answer: Awaited<ReturnType<typeof sent>>, words: RegExp) {
  expect(answer).toMatchObject({ status: 503, retryAfter: '1' });
  expect(answer.body).toMatch(words);
  expect(answer.body).not.toMatch(/Too many|INTERNAL|OVERLOADED|"data":\{"\w+":[^n]/);
}
/** What the log says of the database, in its order. */
const changesLogged = () =>
  [...server.printed().matchAll(/"dependency":"database".*"msg":"([^":]+)/g)].map(([, words]) => words);
const works = async () => {
  const end = performance.now() + 20_000;
  for (;;) {
    const { status, body } = await sent('/readyz');
    if (status === 200) return;
    if (performance.now() > end) throw new Error(`The server is not ready again: ${body}`);
    await pause(50);
  }
};

beforeEach(async () => {
  // Each outage finds a server that is at work and remembers people.
  await works();
  await graphql('case-manager', household);
  await graphql(null, '{ services(first: 1) { nodes { id } } }');
});

const outages = [
  ['frozen', () => wire.become('frozen'), /did not answer in time|does not answer/],
  ['gone', () => wire.become('gone'), /cannot be reached|did not answer in time|does not answer/],
] as const;

describe.each(outages)('while the database is %s', (_, begin, words) => {
  test('every way in says so within its time, and all are back when it is', async () => {
    const ways = [...reading, ...writing];
    const before = changesLogged().length;
    try {
      begin();
      const answers = await Promise.all(ways.map(([, ask]) => ask()));
      for (const [at, answer] of answers.entries()) {
        try {
          expectRefusal(answer, words);
        } catch (error) {
          throw new Error(`${ways[at]![0]}: ${(error as Error).message}`);
        }
      }
      // A flood during it is told the same, and not that there were too many requests.
      const flood = await Promise.all(
        Array.from({ length: 100 }, () => graphql(null, '{ services(first: 1) { nodes { id } } }')),
      );
      for (const each of flood) expectRefusal(each, words);
    } finally {
      wire.become('whole');
    }
    await works();
    // However many were refused, the log says once that it began, and once that it is over.
    await vi.waitFor(
      () => expect(changesLogged().slice(before)).toEqual(['Not ready', 'Ready again']),
      10_000,
    );
    for (const [name, ask] of ways) expect([name, (await ask()).status]).not.toEqual([name, 503]);
    const household = await asKeeper(
      database.owner,
      (sql) => sql`select from member_identities where name = '나중에도없는이'`,
    );
    // Only the one of just now, which the client was told of: what was refused is not done later.
    expect(household.length).toBe(1);
    await asKeeper(
      database.owner,
      (sql) => sql`update member_identities set name = '다른이름' where name = '나중에도없는이'`,
    );
  });
});

describe('while the database is read-only', () => {
  test('what is public is answered, and whatever must be written first says why it is not', async () => {
    const set = (value: string) =>
      database.owner.unsafe(`alter database ${database.name} set default_transaction_read_only = ${value}`);
    await set('on');
    wire.cut();
    try {
      for (const [name, ask] of reading) {
        // The first question of a connection that was cut may still find that out.
        const answers = [await ask(), await ask()];
        expect([name, answers.at(-1)!.status]).not.toEqual([name, 503]);
      }
      for (const [name, ask] of writing) {
        const answer = await ask();
        if (name === 'the answer to a referral by its link' && answer.status === 404) continue;
        expectRefusal(answer, /read-only|does not answer|did not answer in time/);
      }
    } finally {
      await set('off');
      wire.cut();
    }
    await works();
  });
});

test('a change whose commit nobody heard of is neither told as done nor as not done, and its key does it once', async () => {
  const key = randomUUID();
  wire.become('losesCommits');
  const answer = await graphql('case-manager', receive, report('한번만있는이', key));
  wire.become('whole');
  expect(answer).toMatchObject({ status: 503, retryAfter: '1' });
  // A login that has to become hamkke_api commits what it reads, too, and has lost that before.
  expect(answer.body).toMatch(database.apiUrl ? /not known whether this was done/ : /not known|cannot be/);
  await works();
  const again = await graphql('case-manager', receive, report('한번만있는이', key));
  expect([again.status, JSON.parse(again.body).errors]).toEqual([200, undefined]);
  const made = await asKeeper(
    database.owner,
    (sql) => sql`select from member_identities where name = '한번만있는이'`,
  );
  expect(made.length).toBe(1);
});

test('a change of several parts keeps the answer of the part that was done', async () => {
  // The version is one that nobody has: the second part is refused, and the first is there.
  const query = `mutation ($input: ReceiveReportInput!, $step: StepInput!) {
    receiveReport(input: $input) { case { id } } recordMonitoring(input: $step) { case { id } } }`;
  const step = { caseId: `Case:${districtId}:${caseId}`, expectedVersion: 999 };
  const { status, body } = await graphql('case-manager', query, { ...report('둘중하나'), step });
  expect([status, JSON.parse(body)]).toMatchObject([
    200,
    { data: { receiveReport: { case: {} }, recordMonitoring: null }, errors: [{ extensions: {} }] },
  ]);
});
