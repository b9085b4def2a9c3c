import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import { earlierWords, organization, type ReferralNow, steps } from './referrals.js';

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

const issue = (persona: string, { id }: Pick<ReferralNow, 'id'>) =>
  app.ask<{ issueReferralLink: { path: string; expiresAt: string } | null }>(
    persona,
    'mutation ($input: IssueReferralLinkInput!) { issueReferralLink(input: $input) { path expiresAt } }',
    { input: { referralId: id } },
  );
async function issued(referral: Pick<ReferralNow, 'id'>): Promise<string> {
  const { data, errors } = await issue('case-manager', referral);
  expect(errors).toBeUndefined();
  return data!.issueReferralLink!.path;
}
/** What came back, all of it but the time of day and the id that every request has. */
async function page(path: string, form?: Record<string, string>) {
  const response = await fetch(
    `${app.url}${path}`,
    form ? { method: 'POST', body: new URLSearchParams(form) } : {},
  );
  const headers = Object.fromEntries(response.headers);
  delete headers.date;
  delete headers['x-request-id'];
  return { status: response.status, headers, body: await response.text() };
}
/** A partner without an account. */
const housing = { recipientId: organization('clinic'), classes: [] };
const words = '이길순가 씨의 월세';
const reject = { answer: 'REJECT', reason: 'NO_CAPACITY', message: '자리가 없습니다.' };

test('opening the link shows the need domain and the sender alone, however often; answering spends it', async () => {
  const sent = await by.requested(housing);
  await earlierWords(database, sent, words);
  const path = await issued(sent);
  for (let nth = 0; nth < 3; nth++) {
    const { status, body, headers } = await page(path);
    expect(status).toBe(200);
    expect(body).toContain('용산구 위기가정통합지원센터');
    expect(body).toContain('주거');
    expect(body).not.toMatch(/길순|월세/);
    expect(body).not.toContain(sent.id.split(':')[2]);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  }
  expect((await fetch(`${app.url}${path}`, { method: 'HEAD' })).status).toBe(200);
  expect(await by.read('case-manager', sent.id)).toMatchObject({ state: 'REQUESTED', version: 2 });
  expect((await page(path, reject)).status).toBe(200);
  expect(await by.read('case-manager', sent.id)).toMatchObject({
    state: 'REJECTED',
    declineReason: 'NO_CAPACITY',
    messages: [{ body: words }, { body: reject.message }],
  });
  // Somebody of the place that has an account after all reads what was answered for it.
  expect(await by.read('clinic', sent.id)).toMatchObject({ messages: [{ body: reject.message }] });
  expect((await page(path, { answer: 'ACCEPT' })).status).toBe(404);
  expect(await by.read('case-manager', sent.id)).toMatchObject({ state: 'REJECTED', version: 3 });
});

test('a link that is wrong, spent, over, replaced or of a referral that was answered looks the same', async () => {
  const wrong = `/r/${randomBytes(32).toString('base64url')}`;
  const spent = await issued(await by.requested(housing));
  expect((await page(spent, { answer: 'ACCEPT' })).status).toBe(200);
  const over = await issued(await by.requested(housing));
  const hash = createHash('sha256').update(over.slice(3)).digest('hex');
  await asKeeper(
    database.owner,
    (sql) =>
      sql`update referral_links set expires_at = now() - interval '1 second' where token_hash = ${hash}`,
  );
  const again = await by.requested(housing);
  const replaced = await issued(again);
  await issued(again);
  const answered = await by.requested(housing);
  const late = await issued(answered);
  await by.taken('clinic', 'acceptReferral', by.at(answered));
  for (const form of [undefined, { answer: 'ACCEPT' }]) {
    const expected = await page(wrong, form);
    expect(expected.status).toBe(404);
    for (const path of [spent, over, replaced, late, '/r/short'])
      expect(await page(path, form)).toEqual(expected);
  }
});

test('of many who answer at once with one link one is heard', async () => {
  const sent = await by.requested(housing);
  const path = await issued(sent);
  const all = await Promise.all(Array.from({ length: 10 }, () => page(path, { answer: 'ACCEPT' })));
  expect(all.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(404)]);
  expect(await by.read('case-manager', sent.id)).toMatchObject({ state: 'ACCEPTED', version: 3 });
});

test('an answer that cannot be read is refused alike for a good link and a wrong one, and spends nothing', async () => {
  const path = await issued(await by.requested(housing));
  const wrong = `/r/${randomBytes(32).toString('base64url')}`;
  const forms: Record<string, string>[] = [
    {},
    { answer: 'COMPLETE' },
    { answer: 'REJECT' },
    { answer: 'REJECT', reason: 'OTHER' },
    { answer: 'ACCEPT', message: 'x'.repeat(2001) },
  ];
  for (const form of forms) {
    const answer = await page(path, form);
    expect(answer.status).toBe(400);
    expect(answer).toEqual(await page(wrong, form));
  }
  expect((await page(path)).status).toBe(200);
});

test('is made by the sender’s side alone, while an answer is awaited, and its token is kept nowhere', async () => {
  const sent = await by.requested(housing);
  for (const persona of ['clinic', 'counsellor', 'welfare-centre-none'])
    expect((await issue(persona, sent)).errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  const token = (await issued(sent)).slice(3);
  const tables = await database.owner<{ name: string }[]>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`;
  const holding = await asKeeper(database.owner, async (sql) => {
    const found = [];
    for (const { name } of tables)
      if ((await sql.unsafe(`select from ${name} t where strpos(t::text, $1) > 0`, [token])).length)
        found.push(name);
    return found;
  });
  expect(holding).toEqual([]);
  const { errors } = await issue('case-manager', await by.draft(housing));
  expect(errors).toMatchObject([{ extensions: { code: 'ILLEGAL_STEP', state: 'DRAFT' } }]);
});
