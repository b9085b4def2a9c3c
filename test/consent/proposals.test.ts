import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { known } from '../../src/demo/known.js';
import { day } from '../access/households.js';
import { type App, type AskOptions, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import { agreement, district, type Family, familyOf, grantedTo, notices, sent, todayOf } from './family.js';

// A consent that was signed at a partner's desk: it opens nothing, and tells nothing, before the district confirms it.

let database: TestDatabase;
let app: App;
let today: string;
let family: Family;
let person: { name: string; birthDate: string };
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
  today = await todayOf(database);
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});
beforeEach(async () => {
  await asKeeper(database.owner, (sql) => sql`delete from consent_proposals`);
  family = await familyOf(app, today, [{ age: 40 }, { age: 9 }]);
  const { data } = await app.ask<{ node: { identity: typeof person } }>(
    'case-manager',
    'query ($id: ID!) { node(id: $id) { ... on Member { identity { name birthDate } } } }',
    { id: family.members[0] },
  );
  // Of the same name as everybody in these tests, and born on a day of their own.
  born += 1;
  person = { name: data!.node.identity.name, birthDate: day('1980-01-01', born) };
  await asKeeper(
    database.owner,
    (sql) =>
      sql`update member_identities set birth_date = ${person.birthDate} where member_id = ${rowId(family.members[0]!)}`,
  );
});
let born = 0;
const rowId = (globalId: string) => globalId.split(':').at(-1)!;

interface Receipt {
  id: string;
  state: string;
  lapsesOn: string;
}
interface Proposal {
  id: string;
  version: number;
  name: string;
  organizationId: string;
  members: { memberId: string; householdId: string; name: string; birthDate: string }[];
}
const signed = (more: Record<string, unknown> = {}) => ({
  ...person,
  agreementId: agreement(known.agreements.welfare),
  purpose: 'CASE_MANAGEMENT',
  classes: ['IDENTITY', 'HEALTH'],
  validFrom: today,
  validUntil: day(today, 300),
  method: 'PAPER',
  notices,
  ...more,
});
const propose = (more: Record<string, unknown> = {}, persona = 'welfare-centre') =>
  app.ask<{ proposeConsent: { proposal: Receipt } | null }>(
    persona,
    `mutation ($input: ProposeConsentInput!) { proposeConsent(input: $input) { proposal { id state lapsesOn } } }`,
    { input: signed(more) },
  );
async function proposed(more: Record<string, unknown> = {}): Promise<Receipt> {
  const { data, errors } = await propose(more);
  expect(errors).toBeUndefined();
  return data!.proposeConsent!.proposal;
}
const own = async (persona = 'welfare-centre') => {
  const { data, errors } = await app.ask<{ ownConsentProposals: { totalCount: number; nodes: Receipt[] } }>(
    persona,
    '{ ownConsentProposals(first: 50) { totalCount nodes { id state lapsesOn } } }',
  );
  expect(errors).toBeUndefined();
  return data!.ownConsentProposals.nodes;
};
const waiting = async (persona: string, options?: AskOptions) => {
  const { data, errors } = await app.ask<{ consentProposals: { totalCount: number; nodes: Proposal[] } }>(
    persona,
    `{ consentProposals(first: 50) { totalCount nodes { id version name birthDate organizationId agreementId purpose classes
      validFrom validUntil method lapsesOn members { memberId householdId name birthDate } } } }`,
    {},
    options,
  );
  expect(errors).toBeUndefined();
  expect(data!.consentProposals.totalCount).toBe(data!.consentProposals.nodes.length);
  return data!.consentProposals.nodes;
};
const confirm = (persona: string, proposal: Pick<Proposal, 'id'>, more: Record<string, unknown> = {}) =>
  app.ask<{ confirmConsent: { consent: { id: string; classes: string[] } | null } | null }>(
    persona,
    'mutation ($input: ConfirmConsentInput!) { confirmConsent(input: $input) { consent { id classes } } }',
    {
      input: {
        proposalId: proposal.id,
        memberId: family.members[0],
        householdWide: false,
        expectedVersion: 1,
        ...more,
      },
    },
  );
const dismiss = (persona: string, proposal: Pick<Proposal, 'id'>) =>
  app.ask(
    persona,
    'mutation ($input: DismissConsentProposalInput!) { dismissConsentProposal(input: $input) { proposalId } }',
    { input: { proposalId: proposal.id, reason: 'NOT_GIVEN', expectedVersion: 1 } },
  );
const takeBack = (persona: string, proposal: Pick<Proposal, 'id'>, more = {}) =>
  app.ask<{ withdrawConsentProposal: { proposal: { id: string; state: string } } | null }>(
    persona,
    'mutation ($input: WithdrawConsentProposalInput!) { withdrawConsentProposal(input: $input) { proposal { id state } } }',
    { input: { proposalId: proposal.id, ...more } },
  );
const code = ({ errors }: { errors?: { extensions: { code: string } }[] | undefined }) =>
  errors?.[0]?.extensions.code;

describe('a consent that was signed at a desk of a partner', () => {
  test('opens nothing, and becomes a consent once the district confirms it', async () => {
    const receipt = await proposed();
    expect(await grantedTo(app, 'welfare-centre', family.id)).toEqual({});
    expect(await own()).toMatchObject([{ id: receipt.id, state: 'PROPOSED' }]);
    const [listed] = await waiting('case-manager');
    expect(listed).toMatchObject({
      id: receipt.id,
      ...person,
      organizationId: `Organization:${known.organizations.welfareCentre}`,
      members: [{ memberId: family.members[0], householdId: family.id, ...person }],
    });
    const { data, errors } = await confirm('case-manager', listed!);
    expect(errors).toBeUndefined();
    expect(data!.confirmConsent!.consent).toMatchObject({ classes: ['IDENTITY', 'HEALTH'] });
    expect(await grantedTo(app, 'welfare-centre', family.id)).toEqual({
      [family.members[0]!]: ['HEALTH', 'IDENTITY'],
    });
    expect(await own()).toMatchObject([{ id: receipt.id, state: 'CONFIRMED' }]);
    expect(await waiting('case-manager')).toEqual([]);
    const [row] = await asKeeper(
      database.owner,
      (sql) => sql`select name, birth_date, decided_at is not null as decided from consent_proposals`,
    );
    // Whose it is stands in the consent alone.
    expect(row).toEqual({ name: null, birth_date: null, decided: true });
    await sent(app, 'withdrawConsent', {
      consentId: data!.confirmConsent!.consent!.id,
      expectedVersion: 1,
      askedById: family.members[0],
      method: 'PHONE',
    });
    expect(await grantedTo(app, 'welfare-centre', family.id)).toEqual({});
  });

  test('is answered alike whether or not anybody is known, and tells its partner no more later', async () => {
    const bare = ({ body }: { body: string }) =>
      body.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'id');
    const known = await propose();
    const unknown = await propose({ name: '모르는사람' });
    const otherDay = await propose({ birthDate: day(person.birthDate, 3000) });
    expect(bare(unknown)).toBe(bare(known));
    expect(bare(otherDay)).toBe(bare(known));
    expect((await own()).map(({ state }) => state)).toEqual(['PROPOSED', 'PROPOSED', 'PROPOSED']);
    const listed = await waiting('case-manager');
    expect(listed).toHaveLength(1);
    // What is wrong with it is told in the same words of anybody.
    for (const more of [{ classes: ['LEGAL'] }, { notices: [] }, { validUntil: day(today, 5000) }]) {
      const [one, other] = [await propose(more), await propose({ ...more, name: '모르는사람' })];
      expect(code(one)).toBe('BAD_INPUT');
      expect(other.body).toBe(one.body);
    }
  });

  test('is listed for those alone who write down the consents of somebody it matches', async () => {
    const receipt = await proposed();
    expect(await waiting('head')).toHaveLength(1);
    for (const persona of ['counsellor', 'songsan-case-manager', 'mapo-case-manager', 'seongdong-head'])
      expect([persona, await waiting(persona)]).toEqual([persona, []]);
    for (const persona of ['counsellor', 'mapo-case-manager']) {
      const none = { id: `ConsentProposal:${district}:${randomUUID()}` };
      for (const send of [confirm, dismiss]) {
        const there = await send(persona, receipt);
        expect([persona, code(there)]).toEqual([persona, 'NOT_FOUND']);
        expect(there.body).toBe((await send(persona, none)).body);
      }
    }
    for (const persona of ['portal', 'nurse', 'welfare-centre'])
      expect([persona, code(await confirm(persona, receipt))]).toEqual([persona, 'FORBIDDEN']);
    for (const persona of ['welfare-centre-none', 'clinic']) expect(await own(persona)).toEqual([]);
    const [line] = await database.owner`
      select shown, classes from access_log where operation = 'consentProposals' and household_id = ${rowId(family.id)}
      order by id desc limit 1`;
    expect(line).toEqual({ shown: { [rowId(family.members[0]!)]: ['IDENTITY'] }, classes: ['IDENTITY'] });
  });

  test('is confirmed of nobody else, and judged as one that is given today', async () => {
    const receipt = await proposed();
    expect(code(await confirm('case-manager', receipt, { memberId: family.members[1] }))).toBe('BAD_INPUT');
    expect(code(await confirm('case-manager', receipt, { expectedVersion: 2 }))).toBe('CONFLICT');
    await asKeeper(
      database.owner,
      (sql) => sql`update agreements set ended_on = current_date - 1 where id = ${known.agreements.welfare}`,
    );
    expect(code(await confirm('case-manager', receipt))).toBe('BAD_INPUT');
    await asKeeper(
      database.owner,
      (sql) => sql`update agreements set ended_on = null where id = ${known.agreements.welfare}`,
    );
    expect(await grantedTo(app, 'welfare-centre', family.id)).toEqual({});
  });

  test('is dismissed without a word to its partner: nobody dismisses one of somebody unknown', async () => {
    const receipt = await proposed();
    const unknown = await proposed({ name: '모르는사람' });
    expect((await dismiss('case-manager', receipt)).errors).toBeUndefined();
    expect(await waiting('case-manager')).toEqual([]);
    expect(await own()).toEqual([unknown, receipt]);
    expect(code(await confirm('case-manager', receipt))).toBe('NOT_FOUND');
    await asKeeper(database.owner, (sql) => sql`update consent_proposals set lapses_on = ${day(today, -1)}`);
    expect((await own()).map(({ state }) => state)).toEqual(['LAPSED', 'LAPSED']);
    expect(code(await confirm('case-manager', receipt))).toBe('NOT_FOUND');
  });

  test('lapses after five working days, and after as many as the policy of the district says', async () => {
    const receipt = await proposed();
    const workingDays = (from: string, until: string) => {
      let count = 0;
      for (let at = day(from, 1); at <= until; at = day(at, 1))
        if (![0, 6].includes(new Date(`${at}T00:00:00Z`).getUTCDay())) count += 1;
      return count;
    };
    expect(workingDays(today, receipt.lapsesOn)).toBe(5);
    await asKeeper(database.owner, (sql) => sql`update consent_policies set proposal_days = 2`);
    expect(workingDays(today, (await proposed()).lapsesOn)).toBe(2);
    await asKeeper(database.owner, async (sql) => {
      await sql`update consent_policies set proposal_days = null`;
      await sql`update consent_proposals set lapses_on = ${day(today, -1)}`;
    });
    expect((await own()).map(({ state }) => state)).toEqual(['LAPSED', 'LAPSED']);
    expect(await waiting('case-manager')).toEqual([]);
    expect((await confirm('case-manager', receipt)).errors).toMatchObject([
      { extensions: { code: 'CONFLICT', day: day(today, -1) } },
    ]);
    // A server forgets every hour whose they were.
    await asKeeper(database.owner, (sql) => sql`select hamkke.prune(90, 30, 1000)`);
    const rows = await asKeeper(
      database.owner,
      (sql) => sql`select name from consent_proposals where lapses_on < ${today}`,
    );
    expect(rows).toEqual([{ name: null }, { name: null }]);
  });

  test('is taken back by its partner alone, dismissed or not, as long as it is no consent', async () => {
    const [receipt, unknown, other] = [
      await proposed(),
      await proposed({ name: '모르는사람' }),
      await proposed(),
    ];
    expect((await dismiss('case-manager', other)).errors).toBeUndefined();
    const decisions = () =>
      asKeeper(
        database.owner,
        (
          sql,
        ) => sql`select id, state, dismissal, decided_by_id, decided_at, withdrawn_by_id is not null as withdrawn
          from consent_proposals where decided_at is not null`,
      );
    const [dismissed] = await decisions();
    for (const persona of ['clinic', 'welfare-centre-none']) {
      const there = await takeBack(persona, receipt);
      expect([persona, code(there)]).toEqual([persona, 'NOT_FOUND']);
      const none = { id: `ConsentProposal:${district}:${randomUUID()}` };
      expect((await takeBack(persona, none)).body).toBe(there.body);
    }
    expect(code(await takeBack('case-manager', receipt))).toBe('FORBIDDEN');
    // Answered alike: that the district dismissed one would tell that it knows the person.
    for (const each of [receipt, unknown, other, receipt])
      expect((await takeBack('welfare-centre', each)).data).toEqual({
        withdrawConsentProposal: { proposal: { id: each.id, state: 'WITHDRAWN' } },
      });
    // The district's own decision stays beside it.
    expect(await decisions()).toEqual([{ ...dismissed, withdrawn: true }]);
    expect(await waiting('case-manager')).toEqual([]);
    for (const each of [receipt, other]) expect(code(await confirm('case-manager', each))).toBe('NOT_FOUND');
    const names = await asKeeper(
      database.owner,
      (sql) => sql`select name, birth_date from consent_proposals`,
    );
    expect(new Set(names.map((each) => JSON.stringify(each)))).toEqual(
      new Set(['{"name":null,"birth_date":null}']),
    );
    const [confirmed, late] = [await proposed(), await proposed({ name: '모르는사람' })];
    const { data } = await confirm('case-manager', confirmed);
    const refused = await takeBack('welfare-centre', confirmed);
    expect(refused.errors).toMatchObject([
      { extensions: { code: 'CONFLICT', reason: 'PROPOSAL_CONFIRMED' } },
    ]);
    await sent(app, 'withdrawConsent', {
      consentId: data!.confirmConsent!.consent!.id,
      expectedVersion: 1,
      askedById: family.members[0],
      method: 'PHONE',
    });
    await asKeeper(database.owner, (sql) => sql`update consent_proposals set lapses_on = ${day(today, -1)}`);
    expect((await takeBack('welfare-centre', late)).errors).toMatchObject([
      { extensions: { code: 'CONFLICT', reason: 'PROPOSAL_LAPSED' } },
    ]);
  });

  test('is of no place of safety, and of the own agreement of whoever proposes it', async () => {
    for (const more of [{ classes: ['SAFE_LOCATION'] }, { classes: ['INVESTIGATION'] }, { name: '  ' }])
      expect(code(await propose(more))).toBe('BAD_INPUT');
    const theirs = await propose({ agreementId: agreement(known.agreements.clinic) });
    const none = await propose({ agreementId: agreement(randomUUID()) });
    expect(code(theirs)).toBe('NOT_FOUND');
    expect(theirs.body).toBe(none.body);
    for (const persona of ['case-manager', 'portal', 'nurse'])
      expect([persona, code(await propose({}, persona))]).toEqual([persona, 'FORBIDDEN']);
    const key = { idempotencyKey: randomUUID() };
    const [one, other] = await Promise.all([propose(key), propose(key)]);
    expect(other!.body).toBe(one!.body);
    expect(await own()).toHaveLength(1);
  });
});
