import { afterAll, beforeAll, expect, test } from 'vitest';
import { postId } from '../../src/demo/known.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import { family, organization, steps, withWords } from './referrals.js';

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

interface Feed {
  changes: { cursor: string; kind: string; objectId: string; gone: boolean }[];
  endCursor: string | null;
  hasMore: boolean;
}
const ask = (persona: string, after: string | null, first?: number, post?: string) =>
  app.ask<{ changes: Feed | null }>(
    persona,
    `query ($after: String, $first: Int) { changes(after: $after, first: $first) {
      changes { cursor at kind objectId gone } endCursor hasMore } }`,
    { after, first },
    { post },
  );
async function feed(persona: string, after: string | null, first?: number): Promise<Feed> {
  const { data, errors } = await ask(persona, after, first);
  expect(errors).toBeUndefined();
  return data!.changes!;
}
const kinds = ({ changes }: Feed) => changes.map(({ kind }) => kind);
/** Everything that somebody was told so far. */
const end = async (persona: string) => (await feed(persona, null, 100)).endCursor;

test('both sides are told of every change, ids and kinds alone, and nobody else is told anything', async () => {
  const before = { sender: await end('case-manager'), recipient: await end('welfare-centre') };
  const sent = await by.requested(withWords('새어 나가면 안 되는 말'));
  const accepted = await by.taken('welfare-centre', 'acceptReferral', by.at(sent));
  const sender = await feed('case-manager', before.sender);
  expect(kinds(sender)).toEqual(['REFERRAL_DRAFTED', 'REFERRAL_REQUESTED', 'REFERRAL_ACCEPTED']);
  const recipient = await feed('welfare-centre', before.recipient);
  expect(kinds(recipient)).toEqual(['REFERRAL_REQUESTED', 'REFERRAL_ACCEPTED']);
  expect(new Set(recipient.changes.map(({ objectId }) => objectId))).toEqual(new Set([accepted.id]));
  for (const persona of ['welfare-centre-none', 'clinic', 'counsellor', 'police', 'apo', 'nurse'])
    expect(await feed(persona, null)).toEqual({ changes: [], endCursor: null, hasMore: false });
  for (const persona of ['statistics', 'portal', 'sponsor', 'privacy-officer'])
    expect((await ask(persona, null)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
});

test('a cursor goes on where it stood, page by page, and one of another feed is no cursor', async () => {
  const start = await end('welfare-centre');
  const made = [];
  for (let nth = 0; nth < 3; nth++) made.push((await by.requested()).id);
  const first = await feed('welfare-centre', start, 2);
  expect(first).toMatchObject({ hasMore: true, changes: [{ objectId: made[0] }, { objectId: made[1] }] });
  const rest = await feed('welfare-centre', first.endCursor, 2);
  expect(rest).toMatchObject({ hasMore: false, changes: [{ objectId: made[2] }] });
  expect(await feed('welfare-centre', rest.endCursor)).toEqual({
    changes: [],
    endCursor: rest.endCursor,
    hasMore: false,
  });
  const codes = await Promise.all(
    [first.endCursor, '00000000-0000-4000-8000-000000000000'].map(async (cursor) => {
      const { errors, body } = await ask('clinic', cursor);
      expect(errors).toMatchObject([{ extensions: { code: 'CONFLICT', startOver: true } }]);
      return body;
    }),
  );
  expect(new Set(codes).size).toBe(1);
  expect((await ask('clinic', 'nonsense')).errors).toMatchObject([{ extensions: { code: 'BAD_INPUT' } }]);
});

test('of many changes at once none is passed by, however they overtake each other', async () => {
  const start = await end('welfare-centre');
  const drafts = await Promise.all(Array.from({ length: 12 }, () => by.draft()));
  const sending = Promise.all(drafts.map((each) => by.taken('case-manager', 'requestReferral', by.at(each))));
  const told: string[] = [];
  let cursor = start;
  let done = false;
  void sending.then(() => {
    done = true;
  });
  for (let last = false; !last; ) {
    last = done;
    const page = await feed('welfare-centre', cursor, 5);
    told.push(...page.changes.map(({ objectId }) => objectId));
    cursor = page.endCursor;
    if (page.hasMore) last = false;
  }
  await sending;
  expect([...told].sort()).toEqual(drafts.map(({ id }) => id).sort());
});

test('who sent it hears what became of it without being able to read it; a colleague who cannot does not', async () => {
  const assigned = (post: string, id: string) =>
    asKeeper(
      database.owner,
      (sql) => sql`insert into assignments (district_id, id, household_id, post_id, kind, "from")
        values (${family.districtId}, ${id}, ${family.id}, ${postId(post)}, 'CASE', '2024-01-01')`,
    );
  await assigned('counsellor', '00000000-0000-4000-8000-00000000c0de');
  const sent = await by.taken('counsellor', 'draftReferral', {
    householdId: `Household:${family.districtId}:${family.id}`,
    recipientId: organization('clinic'),
    domain: 'HOUSING',
    classes: [],
  });
  await by.taken('counsellor', 'requestReferral', by.at(sent));
  const cursor = await end('counsellor');
  await asKeeper(
    database.owner,
    (sql) => sql`update assignments set until = '2024-02-01' where post_id = ${postId('counsellor')}`,
  );
  const answered = (await by.read('clinic', sent.id))!;
  await by.taken('clinic', 'rejectReferral', { ...by.at(answered), reason: 'NO_CAPACITY' });
  expect(await by.read('counsellor', sent.id)).toBeNull();
  expect(await feed('counsellor', cursor)).toMatchObject({
    changes: [{ kind: 'REFERRAL_REJECTED', objectId: sent.id, gone: true }],
  });
  await asKeeper(
    database.owner,
    (sql) => sql`update referrals set post_id = ${postId('head')} where id = ${sent.id.split(':')[2]!}`,
  );
  expect((await feed('counsellor', null)).changes).toEqual([]);
});

test('a change that was taken back was never told', async () => {
  const start = await end('welfare-centre');
  const sent = await by.draft({ classes: ['LEGAL'] });
  expect((await by.take('case-manager', 'requestReferral', by.at(sent))).errors).toHaveLength(1);
  expect(kinds(await feed('welfare-centre', start))).toEqual([]);
});
