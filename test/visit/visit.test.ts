import { afterAll, beforeAll, expect, test } from 'vitest';
import { families, known, postId } from '../../src/demo/known.js';
import { startWide } from '../access/prepared.js';
import type { App } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import { expectTrueFacts } from '../support/facts.js';

let database: TestDatabase;
let app: App;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startWide({ database });
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

const district = known.districts.seongdong;
const today = () => new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Seoul' }).format(new Date());
const inDays = (count: number, from = today()) =>
  new Date(Date.parse(from) + count * 86_400_000).toISOString().slice(0, 10);

interface Clock {
  kind: string;
  dataClass: string;
  tier: string | null;
  state: string;
  startedOn: string;
  dueOn: string;
  metOn: string | null;
}
interface MemberNow {
  health: { visitTier: string | null } | null;
  mentalHealth: {
    visitTier: string | null;
    depressionRisk: string | null;
    dementiaRisk: string | null;
  } | null;
  clocks: { nodes: Clock[] } | null;
  referralProposals: {
    nodes: {
      id: string;
      concern: string;
      partnerKinds: string[];
      state: string;
      reason: string | null;
      version: number;
      referral: { state: string } | null;
    }[];
  } | null;
}
const memberNow = `health { visitTier } mentalHealth { visitTier depressionRisk dementiaRisk }
  clocks(first: 50) { nodes { kind dataClass tier state startedOn dueOn metOn } }
  referralProposals(first: 50) { nodes { id concern partnerKinds state reason version referral { state } } }`;

const memberBy = async (persona: string, id: string) =>
  (
    await app.ask<{ node: MemberNow | null }>(
      persona,
      `query ($id: ID!) { node(id: $id) { ... on Member { ${memberNow} } } }`,
      { id },
    )
  ).data!.node;
const send = <Answer>(persona: string, name: string, input: string, fields: string, values: object) =>
  app.ask<Record<string, Answer | null>>(
    persona,
    `mutation ($input: ${input}!) { ${name}(input: $input) { ${fields} } }`,
    { input: values },
  );
type Sent = ReturnType<typeof send>;
const reasonOf = async (answer: Sent) => (await answer).errors?.[0]?.extensions?.reason;
const fieldOf = async (answer: Sent) => (await answer).errors?.[0]?.extensions?.field;

test('a visit of a nurse scores what was answered, and what follows from it is due, known and proposed', async () => {
  // The third household that the nurse visits: nothing was screened there yet.
  const member = await someVisited();
  const visit = (more: object, persona = 'nurse') =>
    send<{
      visit: { visitedOn: string; author: string; accepted: string[] };
      member: MemberNow & { formResults: { nodes: { form: string; score: number | null; risk: string }[] } };
    }>(
      persona,
      'recordHealthVisit',
      'RecordHealthVisitInput',
      `visit { visitedOn author accepted declined findings } member { ${memberNow}
        formResults(first: 50) { nodes { form score risk answers } } }`,
      { memberId: member, visitedOn: today(), ...more },
    );
  const phq9 = (answers: number[]) => ({ form: 'PHQ9', version: 1, answers });
  const calm = Array(9).fill(0) as number[];

  expect(await fieldOf(visit({ screenings: [phq9([...calm.slice(1), 4])] }))).toBe(
    'input.screenings[0].answers[8]',
  );
  expect(await reasonOf(visit({ screenings: [phq9(calm.slice(1))] }))).toBe('ANSWERS_OF_OTHER_FORM');
  expect(await reasonOf(visit({ screenings: [{ ...phq9(calm), version: 9 }] }))).toBe('FORM_VERSION_UNKNOWN');
  const unknown = member.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
  expect(await reasonOf(visit({}, 'case-manager'))).toBe(await reasonOf(visit({ memberId: unknown })));
  expect(await reasonOf(visit({}, 'neighbourhood-officer'))).toBe('DUTY_NOT_PERMITTED');

  const answer = await visit({
    findings: '혈압이 높다.',
    accepted: ['혈압 수첩'],
    declined: ['가사 지원'],
    screenings: [{ form: 'BLOOD_PRESSURE', version: 1, answers: [150, 85] }, phq9([...calm.slice(1), 1])],
  });
  expect(answer.errors).toBeUndefined();
  const { member: now, visit: made } = answer.data!.recordHealthVisit!;
  expect(made).toMatchObject({ visitedOn: today(), author: '오담당타', accepted: ['혈압 수첩'] });
  expect(now.formResults.nodes).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ form: 'BLOOD_PRESSURE', score: null, risk: 'MODERATE' }),
      // Whoever thinks of harming themselves is at high risk, whatever the sum.
      expect.objectContaining({ form: 'PHQ9', score: 1, risk: 'HIGH' }),
    ]),
  );
  expect(now.health).toEqual({ visitTier: 'MODERATE' });
  expect(now.mentalHealth).toMatchObject({ visitTier: 'HIGH', depressionRisk: 'HIGH' });
  const running = (of: MemberNow) =>
    of.clocks!.nodes.filter(({ state, kind }) => state === 'RUNNING' && kind === 'VISIT');
  expect(running(now)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        dataClass: 'MENTAL_HEALTH',
        tier: 'HIGH',
        startedOn: today(),
        dueOn: inDays(14),
      }),
      expect.objectContaining({ dataClass: 'HEALTH', tier: 'MODERATE', startedOn: today() }),
    ]),
  );
  expect(running(now)).toHaveLength(2);
  expect(now.referralProposals!.nodes).toEqual([
    expect.objectContaining({
      concern: 'DEPRESSION',
      partnerKinds: ['MENTAL_HEALTH_CENTER'],
      state: 'PROPOSED',
    }),
  ]);

  // The nurse decides otherwise; a good measure of something else does not undo it, a worse one does.
  const decide = (more: object) =>
    send<{ member: MemberNow }>('nurse', 'changeTier', 'ChangeTierInput', `member { ${memberNow} }`, {
      memberId: member,
      tier: 'HEALTHY',
      reason: '가족이 날마다 돌본다.',
      ...more,
    });
  expect(await reasonOf(decide({ reason: ' ' }))).toBe('TEXT_EMPTY');
  expect((await decide({})).data!.changeTier!.member.health).toEqual({ visitTier: 'HEALTHY' });
  const screened = async (form: string, answers: number[]) => {
    const { data, errors } = await send<{ member: MemberNow }>(
      'nurse',
      'recordScreening',
      'RecordScreeningInput',
      `result { score risk } member { ${memberNow} }`,
      { memberId: member, screening: { form, version: 1, answers } },
    );
    expect(errors).toBeUndefined();
    return data!.recordScreening!.member;
  };
  expect((await screened('K_FRAIL', [0, 0, 0, 0, 0])).health).toEqual({ visitTier: 'HEALTHY' });
  const worse = await screened('K_FRAIL', [1, 1, 1, 0, 0]);
  expect(worse.health).toEqual({ visitTier: 'HIGH' });
  expect(worse.mentalHealth).toMatchObject({ visitTier: 'HIGH' });
  expect(running(worse).map(({ tier }) => tier)).toEqual(['HIGH', 'HIGH']);
  // The next visit meets what ran, of both classes, and begins the next.
  const next = (await visit({})).data!.recordHealthVisit!.member;
  expect(next.clocks!.nodes.filter(({ state }) => state === 'MET').length).toBeGreaterThanOrEqual(2);
  expect(running(next).map(({ dueOn }) => dueOn)).toEqual([inDays(14), inDays(14)]);

  const due = async (persona: string, filter: object) =>
    (
      await app.ask<{ clocks: { nodes: { tier: string; member: { id: string } }[] } | null }>(
        persona,
        `query ($filter: ClockFilter) { clocks(whose: MINE, filter: $filter, first: 100) { nodes { tier member { id } } } }`,
        { filter: { kinds: ['VISIT'], ...filter } },
      )
    ).data?.clocks?.nodes.filter(({ member: of }) => of.id === member).length;
  expect(await due('nurse', { tiers: ['HIGH'] })).toBe(2);
  expect(await due('nurse', { tiers: ['HEALTHY', 'MODERATE'] })).toBe(0);
  expect(await due('nurse', { responsibleDong: known.dongs.seongdong[0] })).toBe(2);
  expect(await due('nurse', { responsibleDong: known.dongs.seongdong[1] })).toBe(0);
  expect(await due('neighbourhood-officer', {})).toBe(0);

  const [proposal] = next.referralProposals!.nodes;
  const confirm = (more: object, persona = 'nurse') =>
    send<{ proposal: { state: string; referral: { state: string; classes: string[] } } }>(
      persona,
      'confirmReferralProposal',
      'ConfirmReferralProposalInput',
      'proposal { state version referral { state classes } }',
      {
        referralProposalId: proposal!.id,
        recipientId: `Organization:${known.organizations.mindCentre}`,
        expectedVersion: 1,
        ...more,
      },
    );
  expect(await reasonOf(confirm({ recipientId: `Organization:${known.organizations.legalAid}` }))).toBe(
    'RECIPIENT_OF_OTHER_KIND',
  );
  expect(await reasonOf(confirm({ recipientId: `Organization:${known.organizations.shelter}` }))).toBe(
    'NOT_FOUND',
  );
  expect(await reasonOf(confirm({}, 'case-manager'))).toBe('NOT_FOUND');
  expect(await reasonOf(confirm({ expectedVersion: 4 }))).toBe('CHANGED_MEANWHILE');
  const confirmed = (await confirm({})).data!.confirmReferralProposal!.proposal;
  expect(confirmed).toMatchObject({
    state: 'CONFIRMED',
    referral: { state: 'DRAFT', classes: expect.arrayContaining(['MENTAL_HEALTH']) },
  });
  expect(await reasonOf(confirm({ expectedVersion: 2 }))).toBe('PROPOSAL_DECIDED');

  // Which consents are missing is told to those who keep them: not to the nurse, and not of another household.
  const [{ id: household }] = await database.owner<[{ id: string }]>`
    select 'Household:' || district_id || ':' || household_id as id from members where id = ${member.split(':')[2]!}`;
  const centers = async (persona: string, of: string, about: string) =>
    (
      await app.ask<{ referralCenters: { name: string; missingClasses: string[] }[] | null }>(
        persona,
        `query ($household: ID!, $proposal: ID!) { referralCenters(household: $household, proposal: $proposal) { organizationId name missingClasses } }`,
        { household: of, proposal: about },
      )
    ).data?.referralCenters;
  expect(await centers('seongdong-head', household, proposal!.id)).toEqual([
    {
      organizationId: `Organization:${known.organizations.mindCentre}`,
      name: '성동정신건강복지센터',
      missingClasses: ['IDENTITY', 'CONTACT', 'MENTAL_HEALTH'],
    },
  ]);
  expect(
    await centers('seongdong-head', `Household:${district}:${families.visited.id}`, proposal!.id),
  ).toBeNull();
  for (const persona of ['nurse', 'head', 'portal', 'case-manager'])
    expect([persona, await centers(persona, household, proposal!.id)]).toEqual([persona, null]);

  // Once it was decided, the same risk proposes anew; somebody decides against it, and says why.
  const again = (
    await screened('GDS_SF', [0, 1, 1, 1, 0, 1, 0, 1, 1, 1, 0, 1, 0, 1, 1])
  ).referralProposals!.nodes.find(({ state }) => state === 'PROPOSED')!;
  expect(again.partnerKinds).toEqual(['MENTAL_HEALTH_CENTER', 'DEMENTIA_CENTER']);
  const dismissed = await send<{ proposal: { state: string; reason: string } }>(
    'nurse',
    'dismissReferralProposal',
    'DismissReferralProposalInput',
    'proposal { state reason }',
    { referralProposalId: again.id, reason: '이미 의뢰했다.', expectedVersion: 1 },
  );
  expect(dismissed.data!.dismissReferralProposal!.proposal).toEqual({
    state: 'DISMISSED',
    reason: '이미 의뢰했다.',
  });

  const [logged] = await database.owner`
    select count(*)::int as count from access_log where shown::text like ${`%${member.split(':')[2]}%`}
      and operation = 'recordHealthVisit' and action = 'CHANGE' and allowed`;
  expect(logged!.count).toBe(2);
  expect(
    (await memberBy('neighbourhood-officer', member))!.clocks!.nodes.filter(({ kind }) => kind === 'VISIT'),
  ).toEqual([]);
});

test('a visit at sixty-five or at a birth is offered once, and who declines ends what is due', async () => {
  const year = Number(today().slice(0, 4));
  // Two who live in the zone: one turns sixty-five this year, and one was born twelve days ago.
  const [old, newborn, other] = (await database.owner`
    select m.id from members m join household_summaries s using (district_id, household_id)
    where m.district_id = ${district} and s.responsible_dong = ${known.dongs.seongdong[0]}
      and not exists (select from universal_visits u where u.member_id = m.id)
    order by m.household_id, m.ordinal limit 3`) as unknown as [
    { id: string },
    { id: string },
    { id: string },
  ];
  const bornOn = (id: string, on: string | null) =>
    asKeeper(
      database.owner,
      (sql) => sql`update member_identities set birth_date = ${on} where member_id = ${id}`,
    );
  await bornOn(old.id, `${year - 65}-11-11`);
  await bornOn(newborn.id, inDays(-12));
  await bornOn(other.id, null);
  const idIn = ({ id }: { id: string }) => `Member:${district}:${id}`;

  interface Offer {
    id: string;
    state: string;
    tries: number;
    version: number;
    agreedFor: string | null;
    doneOn: string | null;
    member: { clocks: { nodes: Clock[] } };
  }
  const fields = `universalVisit { id state tries version agreedFor doneOn
    member { clocks(first: 50) { nodes { kind dataClass tier state startedOn dueOn metOn } } } }`;
  type Universal = { universalVisit: Offer };
  const offer = (to: { id: string }, kind: string, persona = 'neighbourhood-officer') =>
    send<Universal>(persona, 'offerUniversalVisit', 'OfferUniversalVisitInput', fields, {
      memberId: idIn(to),
      kind,
    });
  const clockOf = ({ member }: Offer) => member.clocks.nodes.find(({ kind }) => kind === 'UNIVERSAL_VISIT');

  expect(await reasonOf(offer(other, 'UNIVERSAL_65'))).toBe('BIRTH_DATE_NEEDED');
  expect(await reasonOf(offer(newborn, 'UNIVERSAL_65'))).toBe('NOT_OF_THAT_AGE');
  expect(await reasonOf(offer(old, 'UNIVERSAL_BIRTH'))).toBe('NO_NEWBORN');
  expect(await reasonOf(offer(old, 'UNIVERSAL_65', 'portal'))).toBe('DUTY_NOT_PERMITTED');
  expect(await reasonOf(offer(old, 'UNIVERSAL_65', 'case-manager'))).toBe('NOT_FOUND');
  let visit = (await offer(old, 'UNIVERSAL_65')).data!.offerUniversalVisit!.universalVisit;
  expect(visit).toMatchObject({ state: 'OFFERED', tries: 0 });
  expect(clockOf(visit)).toMatchObject({ dataClass: 'IDENTITY', state: 'RUNNING', dueOn: `${year}-12-31` });
  expect(await reasonOf(offer(old, 'UNIVERSAL_65'))).toBe('VISIT_OFFERED_ALREADY');

  const answer = async (said: string, more: object = {}, persona = 'neighbourhood-officer') => {
    const sent = await send<Universal>(persona, 'answerUniversalVisit', 'AnswerUniversalVisitInput', fields, {
      universalVisitId: visit.id,
      answer: said,
      expectedVersion: visit.version,
      ...more,
    });
    visit = sent.data?.answerUniversalVisit?.universalVisit ?? visit;
    return sent.errors?.[0]?.extensions.reason;
  };
  expect(await answer('AGREED')).toBe('AGREED_DAY_NEEDED');
  expect(await answer('DECLINED', { expectedVersion: 7 })).toBe('CHANGED_MEANWHILE');
  expect(await answer('DECLINED', { answeredOn: inDays(-1) })).toBe('ANSWERED_BEFORE_OFFER');
  expect(await answer('DECLINED', {}, 'case-manager')).toBe('NOT_FOUND');
  expect(await answer('DECLINED')).toBeUndefined();
  expect(clockOf(visit)).toMatchObject({ state: 'STOPPED' });
  expect(await answer('NOT_REACHED')).toBe('OFFER_IS_OVER');
  // They change their mind, and the visit is made.
  expect(await answer('AGREED', { agreedFor: inDays(3) })).toBeUndefined();
  expect(clockOf(visit)).toMatchObject({ state: 'RUNNING' });
  expect(await answer('VISITED')).toBeUndefined();
  expect(visit).toMatchObject({ state: 'DONE', doneOn: today(), agreedFor: inDays(3) });
  expect(clockOf(visit)).toMatchObject({ state: 'MET', metOn: today() });
  expect(await answer('DECLINED')).toBe('OFFER_IS_OVER');

  visit = (await offer(newborn, 'UNIVERSAL_BIRTH')).data!.offerUniversalVisit!.universalVisit;
  // It counts from the birth, and not from the offer.
  expect(clockOf(visit)).toMatchObject({ startedOn: inDays(-12), dueOn: inDays(18) });
  for (const [tries, state] of [
    [1, 'OFFERED'],
    [2, 'OFFERED'],
    [3, 'UNREACHED'],
  ] as const) {
    expect(await answer('NOT_REACHED')).toBeUndefined();
    expect(visit).toMatchObject({ tries, state });
  }
  expect(clockOf(visit)).toMatchObject({ state: 'STOPPED' });
});

/** Somebody whom the nurse visits and of whom the demo tells no visit. */
async function someVisited(): Promise<string> {
  const [row] = await database.owner`
    select m.district_id, m.id from assignments a join members m using (district_id, household_id)
    where a.post_id = ${postId('nurse')} and a.kind = 'VISIT' and a.until is null and m.ordinal = 1
      and not exists (select from universal_visits u where u.household_id = m.household_id)
    order by a.household_id limit 1`;
  return `Member:${row!.district_id}:${row!.id}`;
}

test('figures are what all of this comes to', async () => {
  await expectTrueFacts(database.owner);
});
