import { afterAll, beforeAll, expect, test } from 'vitest';
import { families, known, postId, staffId, subjectOf } from '../../src/demo/known.js';
import { consentRow, day, type Home, idOf, insert } from '../access/households.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import { at, district, setTable, specialist } from './table.js';

// What a family asked goes on with somebody at every moment, and of several who are asked one does not keep the others waiting.

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

const centre = known.organizations.dongCentre;
const mother = () => home.members[1]!;
const member = (id: string) => `Member:${district}:${id}`;
const household = () => `Household:${district}:${home.id}`;
const organization = (id: string) => `Organization:${id}`;

interface Consultation {
  id: string;
  version: number;
  questions: { nodes: { id: string; domain: string; state: string; version: number }[] };
}
const shown = 'id version questions(first: 20) { nodes { id domain state version } }';
const act = (name: string, type: string, fields: string, input: object, persona: string = specialist) =>
  app.ask<Record<string, Record<string, unknown> | null>>(
    persona,
    `mutation ($input: ${type}!) { ${name}(input: $input) { ${fields} } }`,
    { input },
  );
const open = (questions: object[], more: object = {}) =>
  act('openConsultation', 'OpenConsultationInput', `consultation { ${shown} }`, {
    ...{ householdId: household(), questions },
    ...more,
  });
const opened = async (questions: object[]) => {
  const { data, errors } = await open(questions);
  expect(errors).toBeUndefined();
  return data!.openConsultation!.consultation as Consultation;
};
const sent = async (consultation: Consultation, persona: string = specialist) => {
  const { id, version } = consultation;
  const input = { consultationId: id, expectedVersion: version };
  const { data, errors } = await act(
    'sendConsultation',
    'ConsultationStepInput',
    `consultation { ${shown} }`,
    input,
    persona,
  );
  expect(errors).toBeUndefined();
  const { nodes } = (data!.sendConsultation!.consultation as Consultation).questions;
  return Object.fromEntries(nodes.map(({ domain, state }) => [domain, state]));
};

/** In whose inboxes a question is. */
async function waitsFor(question: string, personas: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const persona of personas) {
    const { data } = await app.ask<{ inbox: { nodes: { about: string }[] } }>(
      persona,
      '{ inbox(kinds: [CONSULTATION_QUESTION], first: 50) { nodes { about } } }',
    );
    if (data!.inbox.nodes.some(({ about }) => about === question)) found.push(persona);
  }
  return found;
}

/** Somebody of a centre with one duty. */
const hire = (name: string, at: string, duty: string) =>
  asKeeper(database.owner, async (sql) => {
    await insert(sql, 'staff', [
      { id: staffId(name), subject: subjectOf(name), name, home_organization_id: at },
    ]);
    await insert(sql, 'posts', [
      {
        ...{ id: postId(name), staff_id: staffId(name), organization_id: at, district_id: district },
        ...{ primary: true, duties: [duty], zones: [], title: name },
      },
    ]);
  });
const handCaseload = async (from: string, to: string) => {
  const input = { fromPostId: `Post:${postId(from)}`, toPostId: `Post:${postId(to)}`, kind: 'CASE' };
  const { errors } = await act(
    'handOverCaseload',
    'HandOverCaseloadInput',
    'assignmentIds',
    input,
    'seongdong-head',
  );
  expect(errors).toBeUndefined();
};

test('a question waits for exactly one who can go on with it, whoever hands over what, ends or begins', async () => {
  const [second, manager, head] = ['table-second', 'table-manager', 'seongdong-head'];
  const [nextHead, nextCounsellor] = ['table-next-head', 'table-next-counsellor'];
  const [row] =
    await database.owner`select center_id as id from cases where household_id = ${families.unvisited.id}`;
  const next = String(row!.id);
  await hire(second!, centre, 'CONSULTATION_SPECIALIST');
  await hire(manager!, centre, 'CASE_MANAGER');
  await hire(nextHead!, next, 'CENTER_HEAD');
  await hire(nextCounsellor!, next, 'COUNSELLOR');
  const everybody = [specialist, second!, manager!, head!, nextHead!, nextCounsellor!];
  const { questions } = await opened([{ domain: 'FAMILY', words: '아이를 누가 돌볼지' }]);
  const [{ id: question, version }] = questions.nodes as [Consultation['questions']['nodes'][0]];
  const waits = () => waitsFor(question, everybody);
  expect(await waits()).toEqual([specialist]);

  await handCaseload(specialist, second!);
  expect(await waits()).toEqual([second]);
  await handCaseload(second!, manager!);
  expect(await waits()).toEqual([manager]);
  await handCaseload(manager!, specialist);
  expect(await waits()).toEqual([specialist]);

  // An assignment that ends without anybody in its place leaves it to the head.
  const [assigned] = await database.owner`select id, version from assignments
    where household_id = ${home.id} and post_id = ${postId(specialist)} and ended_at is null`;
  const ended = await act(
    'endAssignment',
    'EndAssignmentInput',
    'assignment { id }',
    {
      assignmentId: `Assignment:${district}:${assigned!.id}`,
      expectedVersion: assigned!.version,
    },
    head,
  );
  expect(ended.errors).toBeUndefined();
  expect(await waits()).toEqual([head]);
  const [{ id: caseId, version: caseVersion }] = (await database.owner`
    select id, version from cases where household_id = ${home.id}`) as unknown as [
    { id: string; version: number },
  ];
  const assign = (name: string, by: string) =>
    act(
      'assignCase',
      'AssignCaseInput',
      'assignment { id }',
      { caseId: `Case:${district}:${caseId}`, postId: `Post:${postId(name)}`, kind: 'CASE' },
      by,
    );
  expect((await assign(second!, head!)).errors).toBeUndefined();
  expect(await waits()).toEqual([second]);

  // What a case manager wrote is theirs by the centre's duty, until they hand the household over.
  const own = await act(
    'openConsultation',
    'OpenConsultationInput',
    `consultation { ${shown} }`,
    { householdId: household(), questions: [{ domain: 'FAMILY', words: '누구와 살지' }] },
    manager,
  );
  const theirs = (own.data!.openConsultation!.consultation as Consultation).questions.nodes[0]!.id;
  expect(await waitsFor(theirs, everybody)).toEqual([manager]);
  expect((await assign(manager!, head!)).errors).toBeUndefined();
  await handCaseload(manager!, second!);
  expect(await waitsFor(theirs, everybody)).toEqual([second]);

  // With the case to another centre: to its head, until somebody there is assigned.
  const handed = await act(
    'handOverCase',
    'HandOverInput',
    'case { id }',
    { caseId: `Case:${district}:${caseId}`, centerId: organization(next), expectedVersion: caseVersion },
    head,
  );
  expect(handed.errors).toBeUndefined();
  expect(await waits()).toEqual([nextHead]);
  expect((await assign(nextCounsellor!, nextHead!)).errors).toBeUndefined();
  expect(await waits()).toEqual([nextCounsellor]);
  const said = { questionId: question, expectedVersion: version, answer: '이웃이 돌본다.' };
  const answered = await act(
    'answerConsultationQuestion',
    'AnswerConsultationQuestionInput',
    'question { state }',
    said,
    nextCounsellor,
  );
  expect(answered.errors).toBeUndefined();
  expect(await waits()).toEqual([]);
  // Back, for the tests that follow.
  await asKeeper(database.owner, async (sql) => {
    await sql`update cases set center_id = ${centre} where id = ${caseId}`;
    await sql`update assignments set ended_at = null, until = null
      where household_id = ${home.id} and post_id = ${postId(specialist)} and kind = 'CASE'`;
  });
});

test('a refusal names the question that it is about, and no id of another district is taken for one of this', async () => {
  const asks = (more: object = {}) => ({
    ...{ domain: 'HEALTH', memberIds: [member(mother())], words: '허리가 아픈 까닭' },
    ...{ recipientId: organization(at('clinic')), ...more },
  });
  const refused = async (answer: ReturnType<typeof open>) => (await answer).errors?.[0]?.extensions;
  const unread = { classes: ['IDENTITY'], message: '진료 시간을 알려 주십시오.' };
  expect(await refused(open([asks(), asks({ message: '급합니다.' }), asks(unread)]))).toEqual({
    code: 'BAD_INPUT',
    reason: 'MESSAGE_CLASS_NOT_CARRIED',
    missingClasses: ['HEALTH'],
    field: 'input.questions[2].message',
  });
  const [of] = await database.owner`select id from cases where household_id = ${home.id}`;
  const elsewhere = known.districts.mapo;
  const draft = { ...asks({ classes: ['HEALTH'] }), householdId: household() };
  const { words: _, ...referral } = draft;
  const drafting = (more: object) =>
    refused(act('draftReferral', 'DraftReferralInput', 'referral { id }', { ...referral, ...more }) as never);
  expect(await drafting({})).toBeUndefined();
  expect(await drafting({ caseId: `Case:${district}:${of!.id}` })).toBeUndefined();
  for (const wrong of [
    { memberIds: [`Member:${elsewhere}:${mother()}`] },
    { caseId: `Case:${elsewhere}:${of!.id}` },
  ])
    expect(await drafting(wrong)).toMatchObject({ reason: 'NOT_FOUND' });
  expect(await refused(open([asks()], { caseId: `Case:${elsewhere}:${of!.id}` }))).toMatchObject({
    reason: 'NOT_FOUND',
  });
});

test('one recipient that hides somebody by now keeps no other waiting, and nothing tells why it was not asked', async () => {
  const questions = () => [
    {
      ...{ domain: 'LEGAL', memberIds: [member(mother())], words: '보증금을 돌려받는 방법' },
      ...{ recipientId: organization(at('lawyer')), message: '오후에 전화해 주십시오.' },
    },
    {
      ...{ domain: 'HEALTH', memberIds: [member(mother())], words: '허리가 아픈 까닭' },
      recipientId: organization(at('clinic')),
    },
  ];
  const [before, without] = [await opened(questions()), await opened(questions())];
  await asKeeper(database.owner, async (sql) => {
    await sql`update organizations set confidential = true where id = ${at('lawyer')}`;
    await sql`select hamkke.shelter_rows(array[${at('lawyer')}::uuid], '{}')`;
  });
  // Who may not know where somebody hides has no such question any more.
  expect(await sent(without)).toEqual({ HEALTH: 'ASKED' });
  // A mother consented to the centre's knowing it: whoever is told may know, and reads that one was not asked.
  await asKeeper(database.owner, async (sql) => {
    await insert(sql, 'agreements', [
      {
        ...{ district_id: district, id: idOf('agreed centre'), organization_id: centre },
        ...{ title: '안전', valid_from: day(today, -30), valid_until: day(today, 300) },
        ...{ auto_renews: false, notice_days: 30, purposes: ['CASE_MANAGEMENT'], sheltered: false },
        classes: ['SAFE_LOCATION'],
      },
    ]);
    await insert(sql, 'consents', [
      consentRow({
        key: 'table/safe',
        home,
        organization: centre,
        agreement: idOf('agreed centre'),
        member: mother(),
        classes: ['SAFE_LOCATION'],
        from: today,
        until: day(today, 20),
      }),
    ]);
  });
  expect(await sent(before)).toEqual({ LEGAL: 'DRAFTED', HEALTH: 'ASKED' });

  // The log says by what they have what they changed: the one by duty, the other by that consent.
  const legal = before.questions.nodes.find(({ domain }) => domain === 'LEGAL')!;
  const cancelled = await database.owner`
    select r.id, r.version from consultation_questions q
    join referrals r on r.id = q.referral_id where q.id = ${legal.id.split(':')[2]!}`;
  const withdrawn = await act('cancelReferral', 'ReferralStepInput', 'referral { state }', {
    referralId: `Referral:${district}:${cancelled[0]!.id}`,
    expectedVersion: cancelled[0]!.version,
  });
  expect(withdrawn.errors).toBeUndefined();
  expect(await waitsFor(legal.id, [specialist])).toEqual([specialist]);
  const answer = (question: { id: string; version: number }) =>
    act('answerConsultationQuestion', 'AnswerConsultationQuestionInput', 'question { state }', {
      ...{ questionId: question.id, expectedVersion: question.version },
      answer: '내용증명을 함께 썼다.',
    });
  expect((await answer(legal)).errors).toBeUndefined();
  const [plain] = (await opened([{ domain: 'FAMILY', words: '아이를 누가 돌볼지' }])).questions.nodes;
  expect((await answer(plain!)).errors).toBeUndefined();
  const logged = await database.owner`
    select operation, action, shown, bases::text[] as bases from access_log
    where household_id = ${home.id} and allowed
      and (operation = 'answerConsultationQuestion' and action = 'CHANGE' or operation = 'inbox')
    order by at, id`;
  const classes = (shown: unknown) => Object.values(shown as Record<string, string[]>).flat();
  expect(
    logged
      .filter(({ operation }) => operation !== 'inbox')
      .map(({ shown, bases }) => [classes(shown), bases]),
  ).toEqual([
    [['FAMILY'], ['CONTROLLER']],
    [['SAFE_LOCATION'], ['CONSENT']],
    [['FAMILY'], ['CONTROLLER']],
  ]);
  expect(
    logged.filter(
      ({ shown, operation }) => operation === 'inbox' && classes(shown).includes('SAFE_LOCATION'),
    ),
  ).toMatchObject([{ bases: ['CONSENT'] }, { bases: ['CONSENT'] }]);
});
