import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { families, known, postId } from '../../src/demo/known.js';
import { type App, type AskOptions, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import { expectTrueFacts } from '../support/facts.js';
import { seededNumbers } from '../uniqueid/numbers.js';

// The same person reported again is proposed to those who may see both, and told to nobody else.

let database: TestDatabase;
let app: App;
let mother: { name: string; born: string; phone: string; digits: string };
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
  const [row] = await asKeeper(
    database.owner,
    (sql) => sql<{ name: string; born: string; phone: string }[]>`
      select i.name, i.birth_date::text as born, c.phone from member_identities i
      join member_contacts c on c.member_id = i.member_id where i.member_id = ${a.member(1)}`,
  );
  const numbers = await seededNumbers(database);
  mother = { ...row!, digits: numbers.find(({ member }) => member === a.member(1))!.digits };
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

// Reports of one test are no matches of another's.
const made: string[] = [];
afterEach(() =>
  asKeeper(database.owner, async (sql) => {
    await sql`update member_identities set name = '지난접수', birth_date = null where household_id = any(${made}::uuid[])`;
    await sql`delete from member_unique_ids where household_id = any(${made}::uuid[])`;
  }),
);

const { a } = families;
const { centre, districtOffice } = known.organizations;
const office: AskOptions = { post: postId('head-office') };
const household = `Household:${a.districtId}:${a.id}`;
const member = (nth: number) => `Member:${a.districtId}:${a.member(nth)}`;

interface Match {
  householdId: string;
  reasons: string[];
  people: { reportedMemberId: string; memberId: string; reason: string }[];
  caseId: string | null;
  version: number;
}
type Extensions = { code: string; reason?: string };
const codes = ({ errors }: { errors?: { extensions: Extensions }[] | undefined }) =>
  errors?.map(({ extensions }) => extensions.reason ?? extensions.code);

/** A report on a new household; the ids that its writer need not be able to read. */
async function report(persona: string, members: object[], more: object = {}, options?: AskOptions) {
  const answer = await app.ask<{ receiveReport: { sentReport: { id: string; status: string } } | null }>(
    persona,
    'mutation ($input: ReceiveReportInput!) { receiveReport(input: $input) { sentReport { id status } } }',
    {
      input: {
        source: persona === 'police' ? 'POLICE_112' : 'NEIGHBOUR',
        emergency: false,
        centerId: `Organization:${centre}`,
        responsibleDong: known.dongs.yongsan[0],
        narrative: '문을 열지 않는다',
        members,
        ...more,
      },
    },
    options,
  );
  expect(answer.errors).toBeUndefined();
  const id = answer.data!.receiveReport!.sentReport.id.replace('SentReport', 'IntakeReport');
  const row = await rowOf(id);
  made.push(row.household_id);
  return { id, ...row, body: answer.body };
}
const rowOf = async (id: string) => {
  const [row] = await asKeeper(
    database.owner,
    (sql) => sql<{ household_id: string; case_id: string; version: number }[]>`
      select household_id, case_id, version from intake_reports where id = ${id.split(':')[2]!}`,
  );
  return row!;
};
const ask = async (id: string, persona = 'case-manager', options?: AskOptions) => {
  const { data, errors, body } = await app.ask<{ reportMatches: Match[] | null }>(
    persona,
    `query Matches($id: ID!) { reportMatches(reportId: $id) {
      householdId reasons people { reportedMemberId memberId reason } caseId version } }`,
    { id },
    options,
  );
  return { matches: data?.reportMatches ?? null, errors, body };
};
const confirm = (id: string, more: object = {}, persona = 'case-manager', options?: AskOptions) =>
  app.ask<{
    confirmReportMatch: { report: { household: { id: string } }; case: { id: string } } | null;
  }>(
    persona,
    `mutation ($input: ConfirmReportMatchInput!) { confirmReportMatch(input: $input) {
      report { id household { id } } case { id } } }`,
    { input: { reportId: id, householdId: household, expectedVersion: 1, ...more } },
    options,
  );
const dismiss = (id: string, more: object = {}, persona = 'case-manager') =>
  app.ask(
    persona,
    'mutation ($input: DismissReportMatchInput!) { dismissReportMatch(input: $input) { report { id } } }',
    {
      input: {
        reportId: id,
        householdId: household,
        expectedVersion: 1,
        reason: 'ANOTHER_PERSON',
        ...more,
      },
    },
  );

describe('somebody who is known and reported again', () => {
  test('is proposed by the number, the name and birth date, or the name and telephone number, however they are written', async () => {
    const spaced = [...mother.name].join(' ');
    for (const [person, persona, reasons] of [
      [{ name: spaced, birthDate: mother.born }, 'welfare-centre', ['NAME_AND_BIRTH']],
      [{ name: mother.name, phone: mother.phone.replace(/\D/g, '') }, 'police', ['NAME_AND_PHONE']],
      [{ name: '가명', number: mother.digits }, 'case-manager', ['NUMBER']],
      [
        { name: mother.name, birthDate: mother.born, phone: mother.phone },
        'welfare-centre',
        ['NAME_AND_BIRTH', 'NAME_AND_PHONE'],
      ],
    ] as const) {
      const { id } = await report(persona, [person]);
      const { matches, errors } = await ask(id, 'head');
      expect(errors).toBeUndefined();
      const match = matches!.find(({ householdId }) => householdId === household);
      expect([match!.householdId, [...match!.reasons].sort()]).toEqual([household, reasons]);
      expect(new Set(match!.people.map(({ memberId }) => memberId))).toEqual(new Set([member(1)]));
      expect(match!.caseId).toBe(`Case:${a.districtId}:${a.caseId}`);
    }
  });

  test('is not by a name alone, by half of what is asked, or by what is nearly the same', async () => {
    const { id } = await report('welfare-centre', [
      { name: mother.name },
      { name: mother.name, birthDate: '1950-01-01', phone: '010-0000-9998' },
      { name: '다른사람', birthDate: mother.born, phone: mother.phone },
    ]);
    expect((await ask(id)).matches).toEqual([]);
  });

  test('is told to nobody who may not see both: alike to a report on a stranger, and to one that is not there', async () => {
    const known112 = await report('police', [{ name: mother.name, birthDate: mother.born }]);
    const stranger = await report('police', [{ name: '처음보는이', birthDate: mother.born }]);
    const nowhere = { id: `IntakeReport:${a.districtId}:${crypto.randomUUID()}` };
    // A counsellor who is assigned to neither.
    const answers = await Promise.all([known112, stranger, nowhere].map(({ id }) => ask(id, 'counsellor')));
    expect(new Set(answers.map(({ body }) => body))).toEqual(new Set(['{"data":{"reportMatches":[]}}\n']));
    for (const persona of ['police', 'apo', 'welfare-centre', 'portal', 'nurse', 'neighbourhood-officer'])
      expect(codes(await ask(known112.id, persona))).toEqual(['DUTY_NOT_PERMITTED']);
    // The office triages its own report, and does not serve the household that its person lives in.
    const atOffice = await report('welfare-centre', [{ name: mother.name, birthDate: mother.born }], {
      centerId: `Organization:${districtOffice}`,
    });
    expect((await ask(atOffice.id, 'head', office)).matches).toEqual([]);
    expect(codes(await confirm(atOffice.id, {}, 'head', office))).toEqual(['NOT_FOUND']);
    // Whoever sent them is answered alike.
    const alike = (body: string) => body.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '');
    expect(alike(known112.body)).toBe(alike(stranger.body));
  });

  test('is proposed to a counsellor by what their duty has alone, and never by a registration number', async () => {
    const { id, household_id: made } = await report('case-manager', [
      { name: '가명', number: mother.digits },
    ]);
    const assign = (of: string) =>
      asKeeper(
        database.owner,
        (sql) => sql`insert into assignments (district_id, id, household_id, post_id, kind, "from")
          values (${a.districtId}, gen_random_uuid(), ${of}, ${postId('counsellor')}, 'CASE', hamkke.today())`,
      );
    await assign(made);
    await assign(a.id);
    expect((await ask(id, 'head')).matches).toHaveLength(1);
    expect((await ask(id, 'counsellor')).matches).toEqual([]);
    const named = await report('welfare-centre', [{ name: mother.name, birthDate: mother.born }]);
    await assign(named.household_id);
    expect((await ask(named.id, 'counsellor')).matches).toMatchObject([{ householdId: household }]);
    await asKeeper(
      database.owner,
      (sql) =>
        sql`delete from assignments where household_id = ${a.id} and post_id = ${postId('counsellor')}`,
    );
  });

  test('is logged as looked at, by what they were compared by', async () => {
    const { id } = await report('welfare-centre', [{ name: mother.name, phone: mother.phone }]);
    await ask(id);
    const [line] = await asKeeper(
      database.owner,
      (sql) => sql`select household_id, shown, to_json(bases) as bases from access_log
        where operation = 'Matches' order by id desc limit 1`,
    );
    expect(line).toEqual({
      household_id: a.id,
      shown: { [a.id]: ['SUMMARY'], [a.member(1)]: ['IDENTITY', 'CONTACT'] },
      bases: ['CONTROLLER'],
    });
  });
});

describe('a match that is confirmed', () => {
  test('attaches the report to the open case of the household, whose members its people are', async () => {
    const made = await report(
      'police',
      [
        { name: mother.name, birthDate: mother.born, concerned: true },
        { name: '새로온이', relation: '동거인', phone: '010-0000-4321' },
      ],
      { incidentKind: 'DOMESTIC_VIOLENCE' },
    );
    const { data, errors } = await confirm(made.id);
    expect(errors).toBeUndefined();
    expect(data!.confirmReportMatch).toMatchObject({
      report: { household: { id: household } },
      case: { id: `Case:${a.districtId}:${a.caseId}` },
    });
    const { data: seen } = await app.ask<{
      household: {
        members: { identity: { name: string } }[];
        intakeReportsConnection: {
          nodes: { id: string; incidents: { narrative: string }[]; status: string }[];
        };
      };
    }>(
      'case-manager',
      `query ($id: ID!) { household(id: $id) { members { id identity { name } contact { phone } }
        intakeReportsConnection(last: 5) { nodes { id status incidents { narrative } } } } }`,
      { id: household },
    );
    // Who is known is there once, and who came with the report is there now.
    const names = seen!.household.members.map(({ identity }) => identity.name);
    expect(names.filter((each) => each === mother.name)).toHaveLength(1);
    expect(names).toContain('새로온이');
    expect(seen!.household.intakeReportsConnection.nodes).toContainEqual({
      id: made.id,
      status: 'BEING_WORKED_ON',
      incidents: [{ narrative: '문을 열지 않는다' }],
    });
    const [subjects] = await asKeeper(
      database.owner,
      (sql) => sql`select subject_ids from report_safeties where report_id = ${made.id.split(':')[2]!}`,
    );
    expect(subjects).toEqual({ subject_ids: [a.member(1)] });
    // What the report had made stays as it was told, and is closed as merged.
    const [own] = await asKeeper(
      database.owner,
      (sql) => sql`select c.stage, c.closure_reason, (select array_agg(s.step order by s.version)::text[]
          from case_steps s where s.case_id = c.id) as steps
        from cases c where c.id = ${made.case_id}`,
    );
    expect(own).toEqual({ stage: 'CLOSED', closure_reason: 'MERGED', steps: ['RECEIVE', 'CLOSE'] });
    // It is found no more: neither as a match of the next report nor once more for this one.
    const next = await report('welfare-centre', [{ name: mother.name, birthDate: mother.born }]);
    expect((await ask(next.id)).matches!.map(({ householdId }) => householdId)).toEqual([household]);
    expect((await ask(made.id)).matches).toEqual([]);
    expect(codes(await confirm(made.id, { expectedVersion: 2 }))).toEqual(['NOT_FOUND']);
  });

  test('changes nothing of what a partner reads of the household’s case', async () => {
    const reads = async () =>
      (
        await app.ask(
          'welfare-centre',
          `query ($id: ID!) { household(id: $id) { casesConnection(first: 20) { totalCount nodes {
            id stage version steps { step version } } } intakeReportsConnection(first: 20) { totalCount } } }`,
          { id: household },
        )
      ).body;
    const before = await reads();
    const { id } = await report('case-manager', [{ name: mother.name, birthDate: mother.born }]);
    expect(codes(await confirm(id))).toBeUndefined();
    expect(await reads()).toBe(before);
  });

  test('is the decision of whoever read this version, and of nobody else', async () => {
    const { id } = await report('welfare-centre', [{ name: mother.name, birthDate: mother.born }]);
    expect(codes(await confirm(id, { expectedVersion: 7 }))).toEqual(['CHANGED_MEANWHILE']);
    expect(codes(await confirm(id, {}, 'counsellor'))).toEqual(['NOT_FOUND']);
    for (const persona of ['welfare-centre', 'police', 'portal', 'nurse'])
      expect(codes(await confirm(id, {}, persona))).toEqual(['DUTY_NOT_PERMITTED']);
    const { active } = families;
    const other = { householdId: `Household:${a.districtId}:${active.id}` };
    expect(codes(await confirm(id, other))).toEqual(['NOT_FOUND']);
    const two = await Promise.all([confirm(id), confirm(id, {}, 'head')]);
    expect(two.map(codes).filter((each) => each === undefined)).toHaveLength(1);
  });

  test('passes on no accusation: that is decided where it is known', async () => {
    const { id } = await report('police', [
      { name: mother.name, birthDate: mother.born, allegedPerpetrator: true },
    ]);
    expect(codes(await confirm(id))).toEqual(['REPORT_ACCUSES']);
    expect((await ask(id)).matches).toHaveLength(1);
  });

  test('takes no more along than it told itself: what was reported twice is merged', async () => {
    const { id, household_id: own } = await report('police', [{ name: mother.name, birthDate: mother.born }]);
    const again = {
      ...{ source: 'NEIGHBOUR', emergency: false, narrative: '다시 들었다' },
      householdId: `Household:${a.districtId}:${own}`,
    };
    const { errors } = await app.ask(
      'case-manager',
      'mutation ($input: ReceiveReportInput!) { receiveReport(input: $input) { report { id } } }',
      { input: again },
    );
    expect(errors).toBeUndefined();
    expect((await ask(id)).matches!.map(({ householdId }) => householdId)).toContain(household);
    expect(codes(await confirm(id))).toEqual(['REPORTED_MORE_THAN_ONCE']);
    expect((await rowOf(id)).household_id).toBe(own);
  });

  test('begins a case where the household has none that is open', async () => {
    const stage = (to: string) =>
      asKeeper(database.owner, (sql) => sql`update cases set stage = ${to}::stage where id = ${a.caseId}`);
    await stage('CLOSED');
    const { id } = await report('welfare-centre', [{ name: mother.name, birthDate: mother.born }]);
    expect((await ask(id)).matches).toMatchObject([{ caseId: null }]);
    const { data, errors } = await confirm(id);
    expect(errors).toBeUndefined();
    expect(data!.confirmReportMatch!.case.id).not.toBe(`Case:${a.districtId}:${a.caseId}`);
    expect((await rowOf(id)).household_id).toBe(a.id);
    await stage('LINKING');
  });
});

test('a match that is dismissed is proposed no more, and others are', async () => {
  const { id } = await report('welfare-centre', [{ name: mother.name, birthDate: mother.born }]);
  expect(codes(await dismiss(id, {}, 'counsellor'))).toEqual(['NOT_FOUND']);
  expect(codes(await dismiss(id))).toBeUndefined();
  expect((await ask(id)).matches).toEqual([]);
  expect(codes(await confirm(id, { expectedVersion: 2 }))).toEqual(['NOT_FOUND']);
  expect((await rowOf(id)).household_id).not.toBe(a.id);
  const next = await report('welfare-centre', [{ name: mother.name, birthDate: mother.born }]);
  expect((await ask(next.id)).matches!.map(({ householdId }) => householdId)).toContain(household);
  // What the report made is no history while somebody has still to answer what was asked there.
  const opened = await app.ask(
    'case-manager',
    'mutation ($input: OpenConsultationInput!) { openConsultation(input: $input) { consultation { id } } }',
    {
      input: {
        householdId: `Household:${a.districtId}:${next.household_id}`,
        questions: [{ domain: 'FAMILY', words: '아이를 누가 돌볼지' }],
      },
    },
  );
  expect(codes(opened)).toBeUndefined();
  expect(codes(await confirm(next.id))).toEqual(['CONSULTATION_IS_OPEN']);
});

test('a registration number of a report is sealed, shown masked, and sent by no partner', async () => {
  const person = { name: '번호있는이', number: '991331-4999999' };
  const { household_id: made } = await report('case-manager', [person]);
  const { data } = await app.ask<{
    household: { members: { uniqueId: { maskedRegistrationNumber: string } }[] };
  }>(
    'head',
    'query ($id: ID!) { household(id: $id) { members { uniqueId { maskedRegistrationNumber } } } }',
    { id: `Household:${a.districtId}:${made}` },
  );
  expect(data!.household.members).toEqual([{ uniqueId: { maskedRegistrationNumber: '991331-4******' } }]);
  const refused = await app.ask(
    'welfare-centre',
    'mutation ($input: ReceiveReportInput!) { receiveReport(input: $input) { sentReport { id } } }',
    {
      input: {
        source: 'PARTNER',
        emergency: false,
        centerId: `Organization:${centre}`,
        responsibleDong: known.dongs.yongsan[0],
        members: [person],
      },
    },
  );
  expect(codes(refused)).toEqual(['NUMBER_BY_PARTNER']);
});

test('figures are what all of this comes to', async () => {
  await expectTrueFacts(database.owner);
});
