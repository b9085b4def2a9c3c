import { afterAll, beforeAll, expect, test } from 'vitest';
import { families, known, postId, staffId } from '../../src/demo/known.js';
import { Receiver } from '../referral/receiver.js';
import {
  family,
  householdId,
  memberId,
  organization,
  type ReferralNow,
  steps,
} from '../referral/referrals.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';

// Whatever leaves leaves a line, by whichever way, with whose it was, of which class, by which basis and what was done.

let database: TestDatabase;
let app: App;
let by: ReturnType<typeof steps>;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
  by = steps(app);
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

interface Line {
  staff_id: string | null;
  operation: string;
  action: string;
  district_id: string | null;
  household_id: string | null;
  shown: Record<string, string[]>;
  bases: string[];
  classes: string[];
  allowed: boolean;
}
async function lines(work: () => Promise<unknown>): Promise<Line[]> {
  const { owner } = database;
  const [before] = await owner`select coalesce(max(id), 0)::int as id from access_log`;
  await work();
  const found = await owner<Line[]>`
    select staff_id, operation, action, district_id, household_id, shown, to_json(bases) as bases, to_json(classes) as classes,
      allowed
    from access_log where id > ${before!.id} order by id`;
  return found.map((each) => ({ ...each }));
}
const month = new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 7);
const mother = family.member(0);
const rejected = async () => {
  const sent = await by.requested();
  return by.taken('welfare-centre', 'rejectReferral', { ...by.at(sent), reason: 'NO_CAPACITY' });
};
/** What the welfare centre is told of a referral by itself, from which it has nothing of the household any more. */
const ofReferral = {
  staff_id: staffId('welfare-centre'),
  action: 'READ',
  district_id: family.districtId,
  household_id: family.id,
  shown: { [family.id]: [], [mother]: ['HOUSING'] },
  bases: ['REFERRAL'],
  classes: ['HOUSING'],
  allowed: true,
};

test('a referral that its recipient reads when it carries nothing any more is a line with its own class', async () => {
  const { id } = await rejected();
  for (const [operation, query] of [
    ['referral', `{ referral(id: "${id}") { id } }`],
    ['referral', `{ referral(id: "${id}") { state history { step } } }`],
    ['node', `{ node(id: "${id}") { id } }`],
    ['referralsReceived', '{ referralsReceived(first: 1) { nodes { domain } } }'],
    ['referralsReceived', '{ referralsReceived(first: 1) { edges { cursor } } }'],
  ])
    expect([query, await lines(() => app.ask('welfare-centre', query!))]).toEqual([
      query,
      [{ ...ofReferral, operation }],
    ]);
});

test('a referral of the sender’s side is a line with its class, by what the sender has it by', async () => {
  const { id } = await rejected();
  const [line, ...more] = await lines(() => app.ask('case-manager', `{ referral(id: "${id}") { id } }`));
  expect(more).toEqual([]);
  expect(line).toMatchObject({
    household_id: family.id,
    shown: { [family.id]: [], [mother]: ['HOUSING'] },
    bases: ['CONTROLLER'],
  });
});

test('what the feed and a webhook tell is a line before it leaves, by its true basis', async () => {
  const receiver = await new Receiver().listen();
  try {
    await app.ask(
      'welfare-centre',
      `mutation { registerWebhook(input: { url: "${receiver.url}" }) { webhookId } }`,
    );
    const told = { ...ofReferral, shown: { [family.id]: [] }, classes: [] };
    let sent!: ReferralNow;
    const sending = await lines(async () => {
      sent = await by.requested();
      await receiver.count(1);
    });
    expect(sending.filter(({ operation }) => operation === 'webhook')).toEqual([
      { ...told, operation: 'webhook' },
    ]);
    const [address] = await database.owner`select address from access_log where operation = 'webhook'`;
    expect(address).toEqual({ address: new URL(receiver.url).host });
    const feed = 'query Feed { changes(first: 100) { changes { kind } } }';
    const lineOf = async (persona: string) =>
      (await lines(() => app.ask(persona, feed))).find((each) => each.household_id === family.id);
    expect(await lineOf('welfare-centre')).toEqual({ ...told, operation: 'changes' });
    expect(await lineOf('case-manager')).toMatchObject({ bases: ['CONTROLLER'] });
    await by.take('case-manager', 'cancelReferral', by.at(sent));
  } finally {
    await asKeeper(database.owner, (sql) => sql`update webhooks set removed_at = now()`);
    await receiver.close();
  }
});

test('what a link shows, and the answer through it, are lines of the organization and of nobody by name', async () => {
  const sent = await by.requested();
  const { data } = await app.ask<{ issueReferralLink: { path: string } }>(
    'case-manager',
    'mutation ($id: ID!) { issueReferralLink(input: { referralId: $id }) { path } }',
    { id: sent.id },
  );
  const path = `${app.url}${data!.issueReferralLink.path}`;
  const nobody = { staff_id: null, household_id: family.id, bases: ['REFERRAL'], allowed: true };
  expect(await lines(() => fetch(path))).toMatchObject([
    { ...nobody, operation: 'readReferralLink', action: 'READ', shown: { [mother]: ['HOUSING'] } },
  ]);
  const answer = new URLSearchParams({ answer: 'ACCEPT', message: '' });
  expect(await lines(() => fetch(path, { method: 'POST', body: answer }))).toMatchObject([
    { ...nobody, operation: 'answerReferralLink', action: 'CHANGE', shown: { [mother]: [] }, classes: [] },
  ]);
  // A link that is spent, and one that never was, show nothing of anybody.
  expect(await lines(() => fetch(path))).toEqual([]);
  expect(await lines(() => fetch(`${app.url}/r/nothing`))).toEqual([]);
  const log = await app.ask<{
    accessLog: { nodes: { operation: string; staff: null; organization: string }[] };
  }>(
    'privacy-officer',
    `{ accessLog(filter: { household: "${householdId}" }, first: 2) { nodes { operation staff staffId organization } } }`,
  );
  expect(log.errors).toBeUndefined();
  expect(log.data!.accessLog.nodes.map(({ operation, staff }) => [operation, staff])).toEqual([
    ['answerReferralLink', null],
    ['readReferralLink', null],
  ]);
  expect(log.data!.accessLog.nodes[0]!.organization).toMatch(/\S/);
  const review = await app.ask(
    'privacy-officer',
    `{ accessReview(month: "${month}") { totalCount nodes { staff reads } } }`,
  );
  expect(review.errors).toBeUndefined();
  const seen = await app.ask<{
    whoSaw: { nodes: { organization: string; bases: string[]; classes: string[] }[] };
  }>(
    'case-manager',
    `{ whoSaw(member: "${memberId(0)}", first: 100) { nodes { organization bases classes } } }`,
  );
  expect(seen.data!.whoSaw.nodes).toContainEqual({
    organization: log.data!.accessLog.nodes[0]!.organization,
    bases: ['REFERRAL'],
    classes: ['HOUSING'],
  });
});

test('a partner’s own command is a line by what the partner has the household by, not the district’s right', async () => {
  const { active } = families;
  const input = {
    householdId: `Household:${active.districtId}:${active.id}`,
    recipientId: organization('clinic'),
    domain: 'HOUSING',
    classes: [],
    memberIds: [],
    purpose: 'CASE_MANAGEMENT',
  };
  const draft = await by.taken('welfare-centre', 'draftReferral', input);
  const ofPartner = {
    household_id: active.id,
    staff_id: staffId('welfare-centre'),
    action: 'CHANGE',
    allowed: true,
  };
  const changes = async (work: () => Promise<unknown>) =>
    (await lines(work)).filter(({ action }) => action === 'CHANGE');
  expect(await changes(() => by.take('welfare-centre', 'draftReferral', input))).toMatchObject([
    { ...ofPartner, operation: 'draftReferral', bases: ['CONSENT'] },
  ]);
  expect(await changes(() => by.taken('welfare-centre', 'cancelReferral', by.at(draft)))).toMatchObject([
    { ...ofPartner, operation: 'cancelReferral', bases: ['CONSENT'] },
  ]);
  const sent = await by.requested();
  expect(await changes(() => by.taken('welfare-centre', 'acceptReferral', by.at(sent)))).toMatchObject([
    { operation: 'acceptReferral', bases: ['REFERRAL'], classes: [] },
  ]);
  await by.take('case-manager', 'cancelReferral', { ...by.at(sent), expectedVersion: sent.version + 1 });
});

test('an operation that a duty refuses is a line with the row, the district and what was to be done', async () => {
  const { a } = families;
  const caseId = `Case:${a.districtId}:${a.caseId}`;
  const refused = async (persona: string, document: string) => {
    let code: string | undefined;
    const found = await lines(async () => {
      code = (await app.ask(persona, document)).errors?.[0]?.extensions.code;
    });
    expect([document, code]).toEqual([document, 'FORBIDDEN']);
    return found;
  };
  const nothing = { allowed: false, bases: [], classes: [] };
  for (const persona of ['reporter', 'privacy-officer']) {
    expect(
      await refused(
        persona,
        `mutation { closeCase(input: { caseId: "${caseId}", expectedVersion: 1, reason: GOALS_REACHED }) { case { id } } }`,
      ),
    ).toMatchObject([
      {
        ...nothing,
        operation: 'closeCase',
        action: 'CHANGE',
        district_id: a.districtId,
        shown: { [a.caseId]: [] },
      },
    ]);
    expect(await refused(persona, `{ households(district: "11440") { totalCount } }`)).toMatchObject([
      { ...nothing, operation: 'households', action: 'READ', district_id: '11440', household_id: null },
    ]);
    expect(
      await refused(
        persona,
        `mutation { draftReferral(input: { householdId: "Household:${a.districtId}:${a.id}", recipientId: "Organization:${known.organizations.clinic}", domain: HOUSING, classes: [], memberIds: [], purpose: CASE_MANAGEMENT }) { referral { id } } }`,
      ),
    ).toMatchObject([{ ...nothing, action: 'CHANGE', district_id: a.districtId, household_id: a.id }]);
  }
});

test('a bare count is one line that names no household, and a page of rows is one for each', async () => {
  for (const [query, read, search] of [
    ['{ households { totalCount } }', 0, 1],
    ['{ a: households { totalCount } b: households { totalCount } }', 0, 2],
    ['{ households(filter: { stages: [LINKING] }) { totalCount } }', 0, 1],
    ['{ households(first: 3) { totalCount nodes { id } } }', 3, 0],
    ['{ households(first: 3) { pageInfo { endCursor } } }', 3, 0],
    ['{ households(first: 2) { edges { cursor } } }', 2, 0],
  ] as const) {
    const found = (await lines(() => app.ask('portal', query))).filter(
      (each) => each.staff_id === staffId('portal'),
    );
    const count = (action: string) => found.filter((each) => each.action === action).length;
    expect([query, count('READ'), count('SEARCH')]).toEqual([query, read, search]);
    for (const { action, household_id } of found) expect(action === 'SEARCH').toBe(household_id === null);
  }
});

test('no cursor of the monthly review holds a post’s id', async () => {
  const { data } = await app.ask<{
    accessReview: { edges: { cursor: string }[]; pageInfo: { endCursor: string } };
  }>(
    'privacy-officer',
    `{ accessReview(month: "${month}", first: 2) { edges { cursor } pageInfo { endCursor hasNextPage } } }`,
  );
  const posts = await database.owner<{ id: string }[]>`select id from posts`;
  const cursors = data!.accessReview.edges.map(({ cursor }) => Buffer.from(cursor, 'base64url').toString());
  expect(cursors.length).toBeGreaterThan(0);
  for (const cursor of cursors) for (const { id } of posts) expect(cursor).not.toContain(id);
  const next = await app.ask<{ accessReview: { edges: { cursor: string }[] } }>(
    'privacy-officer',
    `query ($after: String) { accessReview(month: "${month}", first: 100, after: $after) { edges { cursor } } }`,
    { after: data!.accessReview.pageInfo.endCursor },
  );
  const all = await app.ask<{ accessReview: { totalCount: number } }>(
    'privacy-officer',
    `{ accessReview(month: "${month}") { totalCount } }`,
  );
  expect(next.data!.accessReview.edges.length + cursors.length).toBe(all.data!.accessReview.totalCount);
});

test('a household of which nothing is open any more takes the database the same steps as an unknown one', async () => {
  // Of the family whose consent has not begun, the centre has a referral, and so knows.
  const { withdrawn, expired, agreementEnded } = families;
  const viewer = postId('welfare-centre');
  const sql = await database.owner.reserve();
  const callsOf = async (household: string) => {
    await sql`begin`;
    await sql`set local track_functions = 'all'`;
    const counts = async () =>
      new Map(
        (
          await sql<{ name: string; calls: number }[]>`
            select proname as name, pg_stat_get_xact_function_calls(oid)::int as calls from pg_proc
            where pronamespace = 'hamkke'::regnamespace`
        ).map(({ name, calls }) => [name, calls ?? 0]),
      );
    const before = await counts();
    await sql`select hamkke.scope_of(hamkke.viewer_in(${viewer}, 'CASE_MANAGEMENT'), '11170', array[${household}::uuid])`;
    const called = [...(await counts())].map(
      ([name, calls]) => [name, calls - (before.get(name) ?? 0)] as const,
    );
    await sql`commit`;
    return Object.fromEntries(called.filter(([, calls]) => calls > 0));
  };
  // The first call of a connection makes the plan, and asks for what later ones know.
  await callsOf(families.active.id);
  const unknown = await callsOf('00000000-0000-4000-8000-000000000000');
  const rest = [withdrawn, expired, agreementEnded];
  for (const { id } of rest) expect([id, await callsOf(id)]).toEqual([id, unknown]);
  expect(await callsOf(families.active.id)).not.toEqual(unknown);
  sql.release();
});

test('the address in the log is the person’s where a trusted proxy gives it, and the sender’s otherwise', async () => {
  const { a } = families;
  const addressBy = async (server: App, forwarded: string) => {
    await server.request('case-manager', '/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': forwarded },
      body: JSON.stringify({ query: `{ household(id: "Household:${a.districtId}:${a.id}") { id } }` }),
    });
    const [line] = await database.owner`select address from access_log order by id desc limit 1`;
    return line!.address;
  };
  const proxied = await startApp({ database, trustedProxies: ['127.0.0.1', '10.0.0.0/8'] });
  try {
    for (const [forwarded, own, behind] of [
      ['203.0.113.7', '127.0.0.1', '203.0.113.7'],
      // Whoever writes the header themselves stands left of what the proxies add.
      ['198.51.100.1, 203.0.113.7', '127.0.0.1', '203.0.113.7'],
      ['127.0.0.1, 203.0.113.7, 10.1.2.3', '127.0.0.1', '203.0.113.7'],
      // Some proxies add the port; what is no address at all is not one to log.
      ['198.51.100.1, 203.0.113.7:50123', '127.0.0.1', '203.0.113.7'],
      ['[2001:db8::7]:50123', '127.0.0.1', '2001:db8::7'],
      ['203.0.113.7, unknown', '127.0.0.1', '127.0.0.1'],
    ] as const) {
      expect([forwarded, await addressBy(app, forwarded)]).toEqual([forwarded, own]);
      expect([forwarded, await addressBy(proxied, forwarded)]).toEqual([forwarded, behind]);
    }
  } finally {
    await proxied.stop();
  }
});
