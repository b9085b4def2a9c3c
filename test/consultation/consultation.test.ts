import { afterAll, beforeAll, expect, test } from 'vitest';
import { families, known, postId, staffId, subjectOf } from '../../src/demo/known.js';
import { consentRow, day, type Home, idOf, insert } from '../access/households.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import { at, district, type Partner, setTable, specialist, workerOf } from './table.js';

// One specialist at one table with four organizations (docs/domain.md, S3), and what each of them learns of the others.

let database: TestDatabase;
let app: App;
let home: Home;
let today: string;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
  ({ home, today } = await setTable(database));
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

const mother = () => home.members[1]!;
const child = () => home.members[2]!;
const member = (id: string) => `Member:${district}:${id}`;
const household = () => `Household:${district}:${home.id}`;
const organization = (id: string) => `Organization:${id}`;

interface Question {
  id: string;
  domain: string;
  state: string;
  answer: string | null;
  version: number;
  missingConsents: { memberId: string | null; classes: string[] }[];
  answeredBy: { name: string } | null;
  referral: {
    id: string;
    state: string;
    version: number;
    classes: string[];
    declineReason: string | null;
    messages: { body: string }[];
    serviceRecords: { nodes: { amount: string; unit: string }[] };
  } | null;
}
interface Consultation {
  id: string;
  version: number;
  closedOn: string | null;
  questions: { nodes: Question[]; totalCount: number };
}
const shown = `id version closedOn questions(first: 20) { totalCount nodes {
  id domain state answer version missingConsents { memberId classes } answeredBy { name }
  referral { id state version classes declineReason messages { body } serviceRecords { nodes { amount unit } } } } }`;

const types: Record<string, string> = {
  openConsultation: 'OpenConsultationInput',
  addConsultationQuestion: 'AddConsultationQuestionInput',
  sendConsultation: 'ConsultationStepInput',
  closeConsultation: 'ConsultationStepInput',
  answerConsultationQuestion: 'AnswerConsultationQuestionInput',
};
const send = (name: string, input: object, persona: string = specialist) => {
  const about = /Question$/.test(name)
    ? `question { consultation { ${shown} } }`
    : `consultation { ${shown} }`;
  return app.ask<
    Record<string, { consultation?: Consultation; question?: { consultation: Consultation } } | null>
  >(persona, `mutation ($input: ${types[name]}!) { ${name}(input: $input) { ${about} } }`, { input });
};
let now: Consultation;
/** Does something with the consultation, which must succeed, and keeps what it became. */
async function does(name: string, input: object): Promise<Record<string, string>> {
  const { data, errors } = await send(name, input);
  expect(errors).toBeUndefined();
  const answer = data![name]!;
  now = answer.consultation ?? answer.question!.consultation;
  return states();
}
const states = () => Object.fromEntries(now.questions.nodes.map((each) => [each.domain, each.state]));
const reasonOf = async (answer: ReturnType<typeof send>) => (await answer).errors?.[0]?.extensions?.reason;
const question = (domain: string) => now.questions.nodes.find((each) => each.domain === domain)!;
const step = () => ({ consultationId: now.id, expectedVersion: now.version });
const view = async (persona = specialist) =>
  (
    await app.ask<{ consultation: Consultation | null }>(
      persona,
      `query ($id: ID!) { consultation(id: $id) { ${shown} } }`,
      { id: now.id },
    )
  ).data?.consultation;

/** What waits for somebody, the specialist unless said otherwise, of this consultation. */
async function waiting(persona: string = specialist): Promise<string[]> {
  const { data } = await app.ask<{ inbox: { nodes: { about: string }[] } }>(
    persona,
    '{ inbox(kinds: [CONSULTATION_QUESTION], first: 50) { nodes { about } } }',
  );
  return now.questions.nodes
    .filter(({ id }) => data!.inbox.nodes.some(({ about }) => about === id))
    .map(({ domain }) => domain);
}

/** A worker takes a step with the referral that their own organization was sent. */
async function takes(partner: Partner, name: string, more: object = {}) {
  const read = await app.ask<{ referralsReceived: { nodes: { id: string; version: number }[] } }>(
    workerOf(partner),
    '{ referralsReceived(first: 10) { nodes { id version } } }',
  );
  const [referral] = read.data!.referralsReceived.nodes;
  const input = { referralId: referral!.id, expectedVersion: referral!.version, ...more };
  const type = { rejectReferral: 'RejectReferralInput' }[name] ?? 'ReferralStepInput';
  const { errors } = await app.ask(
    workerOf(partner),
    `mutation ($input: ${type}!) { ${name}(input: $input) { referral { id } } }`,
    { input },
  );
  expect(errors).toBeUndefined();
}

const questions = () => [
  {
    domain: 'HEALTH',
    memberIds: [member(mother())],
    words: '허리가 아픈 까닭',
    recipientId: organization(at('clinic')),
    message: '진료 시간을 알려 주십시오.',
  },
  {
    domain: 'EDUCATION',
    memberIds: [member(child())],
    words: '학교에 언제 보낼지',
    recipientId: organization(at('school')),
  },
  {
    domain: 'LEGAL',
    memberIds: [member(mother())],
    words: '보증금을 돌려받는 방법',
    recipientId: organization(at('lawyer')),
  },
  { domain: 'FINANCE', words: '밀린 세금', recipientId: organization(at('accountant')) },
  { domain: 'DAILY_LIVING', words: '장보기를 누가 도울지' },
];

test('a specialist asks four organizations at one table, and sees at one place what came back', async () => {
  const open = (more: object) =>
    send('openConsultation', { householdId: household(), questions: questions(), ...more });
  const [first, ...rest] = questions();
  const wrong = await open({ questions: [...rest, { ...first, memberIds: [] }] });
  expect(wrong.errors).toMatchObject([
    { extensions: { reason: 'MEMBERS_NEEDED', field: 'input.questions[4].memberIds' } },
  ]);
  expect(await reasonOf(open({ questions: [] }))).toBe('LIST_LENGTH_OUT_OF_RANGE');
  expect(await reasonOf(open({ questions: [{ ...first, recipientId: organization(idOf('nobody')) }] }))).toBe(
    'NOT_FOUND',
  );
  // What somebody else may not know of is as what is not there.
  for (const persona of ['case-manager', 'counsellor'])
    expect(
      await reasonOf(send('openConsultation', { householdId: household(), questions: questions() }, persona)),
    ).toBe('NOT_FOUND');
  expect(await reasonOf(send('openConsultation', { householdId: household(), questions: [] }, 'nurse'))).toBe(
    'DUTY_NOT_PERMITTED',
  );
  const [left] =
    await database.owner`select count(*)::int as n from consultations where household_id = ${home.id}`;
  expect(left!.n).toBe(0);

  const input = { householdId: household(), place: '주민센터', questions: questions() };
  expect(await does('openConsultation', input)).toEqual({
    HEALTH: 'DRAFTED',
    EDUCATION: 'WAITING_FOR_CONSENT',
    LEGAL: 'DRAFTED',
    FINANCE: 'DRAFTED',
    DAILY_LIVING: 'OPEN',
  });
  // Each carries its own smallest part, and says what is missing of it.
  expect(now.questions.nodes.map(({ referral }) => referral?.classes ?? null)).toEqual([
    ['IDENTITY', 'CONTACT', 'HEALTH'],
    ['IDENTITY', 'CONTACT', 'EDUCATION'],
    ['IDENTITY', 'CONTACT', 'LEGAL'],
    ['FINANCE'],
    null,
  ]);
  expect(question('EDUCATION').missingConsents).toEqual([
    { memberId: member(child()), classes: ['IDENTITY', 'CONTACT', 'EDUCATION'] },
  ]);
  expect(question('HEALTH').missingConsents).toEqual([]);

  expect(await reasonOf(send('sendConsultation', { ...step(), expectedVersion: 9 }))).toBe(
    'CHANGED_MEANWHILE',
  );
  expect(await does('sendConsultation', step())).toEqual({
    HEALTH: 'ASKED',
    EDUCATION: 'WAITING_FOR_CONSENT',
    LEGAL: 'ASKED',
    FINANCE: 'ASKED',
    DAILY_LIVING: 'OPEN',
  });
  expect(now.version).toBe(2);
  expect(await waiting()).toEqual(['DAILY_LIVING']);

  await takes('clinic', 'acceptReferral', { message: '모레 오전에 오십시오.' });
  await takes('clinic', 'startReferral');
  await takes('lawyer', 'rejectReferral', { reason: 'NO_CAPACITY' });
  await takes('accountant', 'acceptReferral');
  const [consent] = await database.owner<[{ id: string; version: number }]>`
    select 'Consent:' || district_id || ':' || id as id, version from consents
    where organization_id = ${at('accountant')}`;
  const withdrawn = await app.ask(
    specialist,
    'mutation ($input: WithdrawConsentInput!) { withdrawConsent(input: $input) { consent { id } } }',
    {
      input: {
        ...{ consentId: consent.id, expectedVersion: consent.version },
        ...{ askedById: member(home.members[0]!), method: 'PHONE' },
      },
    },
  );
  expect(withdrawn.errors).toBeUndefined();
  now = (await view())!;
  expect(states()).toMatchObject({ HEALTH: 'ANSWERED', LEGAL: 'DECLINED', FINANCE: 'ENDED' });
  expect(question('FINANCE').referral).toMatchObject({ state: 'REVOKED' });
  expect(await waiting()).toEqual(['LEGAL', 'FINANCE', 'DAILY_LIVING']);

  // What the lawyer had no time for is answered at the table; what is at the clinic is the clinic's to answer.
  const answer = (domain: string, more: object = {}) => ({
    questionId: question(domain).id,
    answer: '내용증명을 함께 썼다.',
    expectedVersion: question(domain).version,
    ...more,
  });
  expect(await reasonOf(send('answerConsultationQuestion', answer('HEALTH')))).toBe('QUESTION_IS_REFERRED');
  expect(await reasonOf(send('answerConsultationQuestion', answer('LEGAL', { answer: ' ' })))).toBe(
    'TEXT_EMPTY',
  );
  expect(
    await reasonOf(send('answerConsultationQuestion', answer('LEGAL', { answeredOn: day(today, -1) }))),
  ).toBe('ANSWERED_BEFORE_CONSULTATION');
  expect(
    await reasonOf(
      send(
        'answerConsultationQuestion',
        answer('LEGAL', { answererId: organization(known.organizations.shelter) }),
      ),
    ),
  ).toBe('NOT_FOUND');
  await does('answerConsultationQuestion', answer('LEGAL', { answererId: organization(at('lawyer')) }));
  expect(question('LEGAL')).toMatchObject({ state: 'DONE', answeredBy: { name: 'lawyer' } });
  expect(await reasonOf(send('answerConsultationQuestion', answer('LEGAL')))).toBe('QUESTION_IS_ANSWERED');

  // Nothing is closed while something is left to do: one waits for a consent, one for an answer.
  const closing = await send('closeConsultation', step());
  expect(closing.errors).toMatchObject([
    { extensions: { reason: 'CONSULTATION_HAS_OPEN_QUESTIONS', count: 2 } },
  ]);
  await asKeeper(database.owner, (sql) =>
    insert(sql, 'consents', [
      consentRow({
        key: 'table/school',
        home,
        organization: at('school'),
        agreement: idOf('agreed school'),
        member: child(),
        by: mother(),
        classes: ['IDENTITY', 'CONTACT', 'EDUCATION'],
        from: today,
        until: day(today, 200),
      }),
    ]),
  );
  await does('answerConsultationQuestion', answer('DAILY_LIVING'));
  expect(states()).toMatchObject({ EDUCATION: 'DRAFTED', DAILY_LIVING: 'DONE' });
  await does('addConsultationQuestion', {
    consultationId: now.id,
    question: { domain: 'FAMILY', words: '아이를 누가 돌볼지' },
  });
  expect(states()).toMatchObject({ FAMILY: 'OPEN' });
  await does('answerConsultationQuestion', answer('FAMILY'));
  await does('sendConsultation', step());
  await takes('clinic', 'completeReferral');
  expect(await does('closeConsultation', step())).toEqual({
    HEALTH: 'DONE',
    EDUCATION: 'ASKED',
    LEGAL: 'DONE',
    FINANCE: 'ENDED',
    DAILY_LIVING: 'DONE',
    FAMILY: 'DONE',
  });
  expect(now.closedOn).toBe(today);
  expect(await waiting()).toEqual([]);
  expect(question('HEALTH').referral!.messages.map(({ body }) => body)).toEqual([
    '진료 시간을 알려 주십시오.',
    '모레 오전에 오십시오.',
  ]);
  expect(
    await reasonOf(send('addConsultationQuestion', { consultationId: now.id, question: questions()[4]! })),
  ).toBe('CONSULTATION_IS_CLOSED');

  // The log says of whom what was written down, every class of everybody.
  const [logged] = await database.owner`
    select shown from access_log where operation = 'openConsultation' and allowed and household_id = ${home.id}`;
  expect((logged!.shown as Record<string, string[]>)[mother()]!.toSorted()).toEqual(['HEALTH', 'LEGAL']);
  expect((logged!.shown as Record<string, string[]>)[home.id]).toEqual(
    expect.arrayContaining(['SUMMARY', 'FINANCE', 'FAMILY']),
  );
});

test('no organization that was asked learns of the others, or that there was a consultation', async () => {
  // Even where a family opened to the clinic all that there is to open.
  await asKeeper(database.owner, async (sql) => {
    const [{ head }] = (await sql`
      select head_id as head from household_summaries where household_id = ${home.id}`) as [{ head: string }];
    for (const [nth, id] of [head, mother()].entries())
      await insert(sql, 'consents', [
        consentRow({
          key: `table/clinic/everything/${nth}`,
          home,
          organization: at('clinic'),
          agreement: idOf('agreed clinic'),
          member: id,
          classes: ['SUMMARY', 'IDENTITY', 'CONTACT', 'HEALTH', 'EDUCATION', 'LEGAL', 'FINANCE'],
          wide: nth === 0,
          from: day(today, -1),
          until: day(today, 100),
        }),
      ]);
  });
  await asKeeper(database.owner, (sql) =>
    insert(sql, 'assignments', [
      {
        ...{ district_id: district, household_id: home.id, id: idOf('visited too') },
        ...{ post_id: postId('nurse'), kind: 'VISIT', from: '2024-05-01' },
      },
    ]),
  );
  const { nodes } = now.questions;
  const ids = [now.id, ...nodes.map(({ id }) => id)];
  const unknown = ids.map((id) => id.replace(/[^:]+$/, idOf(`nothing ${id}`)));
  const others = nodes.flatMap(({ domain, referral }) =>
    domain === 'HEALTH' || !referral ? [] : referral.id,
  );
  const all = `query ($ids: [ID!]!, $household: ID!) {
    nodes(ids: $ids) { id ... on Consultation { ${shown} } ... on ConsultationQuestion { id words } ... on Referral { state } }
    household(id: $household) { id consultations(first: 5) { totalCount nodes { id } } access { granted } members { id access { granted } } }
    referralsReceived(first: 20) { totalCount nodes { id history { step } case { id } } } }`;
  const told = async (of: App, persona: string, asked: string[]) =>
    of.ask<{
      nodes: (object | null)[];
      household: {
        consultations: { totalCount: number; nodes: object[] } | null;
        access: { granted: string[] };
        members: { id: string; access: { granted: string[] } }[];
      };
      referralsReceived: { totalCount: number; nodes: { id: string }[] };
    }>(persona, all, { ids: asked, household: household() });
  const feed = await app.ask<{ changes: { changes: { objectId: string }[] } }>(
    workerOf('clinic'),
    '{ changes(first: 100) { changes { objectId } } }',
  );
  expect(new Set(feed.data!.changes.changes.map(({ objectId }) => objectId))).toEqual(
    new Set([question('HEALTH').referral!.id]),
  );
  for (const walls of ['both', 'database only', 'application only'] as const) {
    const of = walls === 'both' ? app : await startApp({ database, walls });
    try {
      const { data, body } = await told(of, workerOf('clinic'), [...ids, ...others]);
      expect(data!.household.access.granted).toEqual(['SUMMARY', 'FINANCE']);
      const { access } = data!.household.members.find(({ id }) => id === member(mother()))!;
      expect(access.granted).toEqual(expect.arrayContaining(['HEALTH', 'LEGAL']));
      expect(data!.nodes.filter((each) => each !== null)).toEqual([]);
      expect(data!.household.consultations).toEqual({ totalCount: 0, nodes: [] });
      expect(data!.referralsReceived.nodes.map(({ id }) => id)).toEqual([question('HEALTH').referral!.id]);
      for (const each of nodes.filter(({ domain }) => domain !== 'HEALTH'))
        expect(body).not.toContain(each.answer ?? each.id);
      // What they may not know of is as what is not there.
      const nowhere = await told(of, workerOf('clinic'), [...unknown, ...others]);
      expect(nowhere.body).toBe(body);
    } finally {
      if (of !== app) await of.stop();
    }
  }
  // Nor do those of the same office who do not keep the household's consents; whoever counsels elsewhere is told nothing.
  for (const persona of ['nurse', 'neighbourhood-officer']) {
    const { data } = await app.ask<{ node: object | null; household: { cases: object[] } | null }>(
      persona,
      `query ($id: ID!, $household: ID!) { node(id: $id) { id }
        household(id: $household) { cases { id } consultations(first: 5) { totalCount } } }`,
      { id: now.id, household: household() },
    );
    expect(data).toMatchObject({ node: null, household: { consultations: { totalCount: 0 } } });
    expect(data!.household!.cases).toHaveLength(1);
    expect(await view(persona)).toBeNull();
  }
  expect(await view('case-manager')).toBeNull();
  const attempt = (id: string) =>
    send('answerConsultationQuestion', { questionId: id, answer: '답', expectedVersion: 1 }, 'case-manager');
  const [there, nowhere] = [await attempt(nodes[0]!.id), await attempt(unknown[1]!)];
  expect(there.body).toBe(nowhere.body);
  expect(there.errors).toMatchObject([{ extensions: { reason: 'NOT_FOUND' } }]);
  // The head of the same centre reads it, and goes on with it.
  expect((await view('seongdong-head'))!.questions.totalCount).toBe(6);

  // An organization that becomes a shelter takes with it that it was asked, and that it answered.
  await asKeeper(
    database.owner,
    (sql) => sql`select hamkke.shelter_rows(array[${at('lawyer')}::uuid], '{}')`,
  );
  now = (await view())!;
  expect(now.questions.totalCount).toBe(5);
  expect(states()).not.toHaveProperty('LEGAL');
});

test('nothing that is written is lost, and what a family still asks goes on with whoever comes next', async () => {
  const open = (more: object) =>
    send('openConsultation', {
      householdId: household(),
      questions: [{ domain: 'FAMILY', words: '아이를 누가 돌볼지', ...more }],
    });
  const refused = async (more: object) => {
    const [error] = (await open(more)).errors ?? [];
    return [error?.extensions.reason, error?.extensions.field].filter(Boolean).join(' ');
  };
  const many = Array.from({ length: 21 }, (_, nth) => member(idOf(`nobody ${nth}`)));
  expect(await refused({ message: '오후에 전화해 주십시오.' })).toBe(
    'RECIPIENT_NEEDED input.questions[0].message',
  );
  expect(await refused({ memberIds: many })).toBe('LIST_TOO_LONG input.questions[0].memberIds');
  expect(await refused({ memberIds: [`Member:${known.districts.mapo}:${mother()}`] })).toBe('NOT_FOUND');
  now = (await open({})).data!.openConsultation!.consultation!;
  expect([await waiting(), await waiting('seongdong-head')]).toEqual([['FAMILY'], []]);

  // Whoever asked has left: the head is told what waits.
  const leaves = await app.ask(
    'seongdong-head',
    'mutation ($input: SetStaffActiveInput!) { setStaffActive(input: $input) { staffMember { id } } }',
    { input: { staffId: `StaffMember:${staffId(specialist)}`, active: false, expectedVersion: 1 } },
  );
  expect(leaves.errors).toBeUndefined();
  expect(await waiting('seongdong-head')).toEqual(['FAMILY']);

  // The household does not become part of another one while it is open, in which nobody could answer.
  const [row] = await database.owner`
    select c.id, c.version, s.version as summary, (select household_id from cases o where o.center_id = c.center_id
      and o.household_id <> c.household_id and o.stage not in ('CLOSED', 'FOLLOW_UP') limit 1) as other
    from cases c join household_summaries s using (district_id, household_id) where c.household_id = ${home.id}`;
  const merged = await app.ask(
    'seongdong-head',
    'mutation ($input: MergeHouseholdsInput!) { mergeHouseholds(input: $input) { household { id } } }',
    {
      input: {
        householdId: household(),
        intoHouseholdId: `Household:${district}:${row!.other}`,
        expectedVersion: row!.summary,
        safetyConfirmation: '안전을 확인함',
      },
    },
  );
  expect(merged.errors).toMatchObject([{ extensions: { reason: 'CONSULTATION_IS_OPEN' } }]);

  // With the case it goes to another centre, which answers and closes it.
  const next = 'table-next-head';
  const center = await asKeeper(database.owner, async (sql) => {
    const [there] =
      await sql`select center_id as id from cases where household_id = ${families.unvisited.id}`;
    const id = String(there!.id);
    await insert(sql, 'staff', [
      { id: staffId(next), subject: subjectOf(next), name: next, home_organization_id: id },
    ]);
    await insert(sql, 'posts', [
      {
        ...{ id: postId(next), staff_id: staffId(next), organization_id: id, district_id: district },
        ...{ primary: true, duties: ['CENTER_HEAD'], zones: [], title: next },
      },
    ]);
    return id;
  });
  const handed = await app.ask(
    'seongdong-head',
    'mutation ($input: HandOverInput!) { handOverCase(input: $input) { case { id } } }',
    {
      input: {
        ...{ caseId: `Case:${district}:${row!.id}`, centerId: organization(center) },
        expectedVersion: row!.version,
      },
    },
  );
  expect(handed.errors).toBeUndefined();
  expect(await view('seongdong-head')).toBeNull();
  now = (await view(next))!;
  const { id, version } = question('FAMILY');
  const said = { questionId: id, expectedVersion: version, answer: '이웃이 돌본다.' };
  expect((await send('answerConsultationQuestion', said, next)).errors).toBeUndefined();
  const closed = await send('closeConsultation', step(), next);
  expect(closed.data!.closeConsultation!.consultation!.closedOn).toBe(today);
});
