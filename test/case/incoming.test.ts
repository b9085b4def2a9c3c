import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { families, known, postId } from '../../src/demo/known.js';
import { consentRow, day, idOf, insert } from '../access/households.js';
import { grantedTo, todayOf } from '../consent/family.js';
import { type App, type AskOptions, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';

// A report on a household that is known already: nobody makes their own basis, or another centre's, by writing one.

let database: TestDatabase;
let app: App;
let today: string;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
  today = await todayOf(database);
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

const { a, office: officeFamily } = families;
const { districtOffice, centre, police } = known.organizations;
const household = `Household:${a.districtId}:${a.id}`;
const office: AskOptions = { post: postId('head-office') };

interface Incoming {
  id: string;
  state: string;
  version: number;
  narrative: string | null;
  source: string | null;
  people: string[];
  householdId: string | null;
  declineReason: string | null;
  viewerCan: string[];
  centerId: string;
}
const fields =
  'id state version narrative source emergency incidentKind people householdId declineReason viewerCan centerId';

const report = (persona: string, more: Record<string, unknown>, options?: AskOptions) =>
  app.ask<{
    receiveReport: {
      case: { id: string } | null;
      report: { id: string } | null;
      incomingReport: Incoming | null;
    } | null;
  }>(
    persona,
    `mutation ($input: ReceiveReportInput!) {
      receiveReport(input: $input) { case { id } report { id } incomingReport { ${fields} } } }`,
    {
      input: {
        source: 'NEIGHBOUR',
        emergency: false,
        householdId: household,
        centerId: `Organization:${districtOffice}`,
        narrative: '밤마다 큰 소리가 난다고 한다',
        ...more,
      },
    },
    options,
  );
/** A report of the welfare centre on family A to the district office, which does not serve it. */
async function waiting(more: Record<string, unknown> = {}, persona = 'welfare-centre'): Promise<Incoming> {
  const { data, errors } = await report(persona, more);
  expect(errors).toBeUndefined();
  expect(data!.receiveReport).toMatchObject({ case: null, report: null });
  return data!.receiveReport!.incomingReport!;
}
async function listOf(side: string, persona: string, options?: AskOptions): Promise<Incoming[]> {
  const { data, errors } = await app.ask<{ incomingReports: { totalCount: number; nodes: Incoming[] } }>(
    persona,
    `query ($side: IncomingReportSide!) { incomingReports(side: $side, first: 100) { totalCount nodes { ${fields} } } }`,
    { side },
    options,
  );
  expect(errors).toBeUndefined();
  expect(data!.incomingReports.totalCount).toBe(data!.incomingReports.nodes.length);
  return data!.incomingReports.nodes;
}
const seen = async (id: string, ...asked: [side: string, persona: string, options?: AskOptions]) =>
  (await listOf(...asked)).find((each) => each.id === id);
const decide = (
  name: 'acceptReport' | 'declineReport',
  persona: string,
  { id, version }: Incoming,
  options?: AskOptions,
) =>
  app.ask<Record<string, { incomingReport: Incoming } | null>>(
    persona,
    `mutation ($input: ${name === 'acceptReport' ? 'Accept' : 'Decline'}ReportInput!) {
      ${name}(input: $input) { incomingReport { ${fields} } } }`,
    {
      input: {
        incomingReportId: id,
        expectedVersion: version,
        ...(name === 'acceptReport' ? {} : { reason: 'ALREADY_SERVED' }),
      },
    },
    options,
  );
const codes = ({ errors }: { errors?: { extensions: { code: string } }[] | undefined }) =>
  errors?.map(({ extensions }) => extensions.code);
/** Everything that the district office's head can reach of family A. */
const ofTheOffice = async () => {
  const { body } = await app.ask(
    'head',
    `query ($id: ID!, $case: ID!) { household(id: $id) { id } case(id: $case) { id } households(first: 100) { nodes { id } } }`,
    { id: household, case: `Case:${a.districtId}:${a.caseId}` },
    office,
  );
  return body.includes(a.id) || body.includes(a.caseId);
};

describe('a report on a known household to a centre that does not serve it', () => {
  test('opens nothing to that centre but its own words and the names that its writer could read', async () => {
    const { id } = await waiting();
    expect(await ofTheOffice()).toBe(false);
    const received = (await seen(id, 'RECEIVED', 'head', office))!;
    expect(received).toMatchObject({
      state: 'PENDING',
      narrative: '밤마다 큰 소리가 난다고 한다',
      source: 'NEIGHBOUR',
      householdId: null,
      viewerCan: [],
    });
    // The welfare centre was given IDENTITY of the mother and of the child, and never of the father.
    const named = await asKeeper(
      database.owner,
      (sql) => sql<{ name: string; member_id: string }[]>`
        select name, member_id from member_identities where household_id = ${a.id}`,
    );
    const nameOf = (nth: number) => named.find(({ member_id: member }) => member === a.member(nth))!.name;
    expect(received.people).toEqual([nameOf(1), nameOf(2)]);
  });

  test('is told to the head of the centre that serves it, who finds it among those to decide', async () => {
    const { id } = await waiting();
    const { data } = await app.ask<{ notifications: { nodes: { kind: string; reportId: string | null }[] } }>(
      'head',
      '{ notifications(first: 50) { nodes { kind reportId emergency { id } } } }',
    );
    expect(data!.notifications.nodes).toContainEqual({ kind: 'REPORT_WAITS', reportId: id, emergency: null });
    for (const persona of ['head', 'case-manager'])
      expect(await seen(id, 'TO_DECIDE', persona)).toMatchObject({
        householdId: household,
        viewerCan: ['ACCEPT', 'DECLINE'],
      });
    // The same person in another post, and those who manage no cases, decide nothing.
    expect(await seen(id, 'TO_DECIDE', 'head', office)).toBeUndefined();
    for (const persona of ['counsellor', 'portal', 'apo', 'welfare-centre'])
      expect(await seen(id, 'TO_DECIDE', persona)).toBeUndefined();
  });

  test('opens the household when a case manager of the serving centre accepts it', async () => {
    const waits = await waiting({ source: 'PARTNER', incidentKind: 'DOMESTIC_VIOLENCE' });
    const { data, errors } = await decide('acceptReport', 'case-manager', waits);
    expect(errors).toBeUndefined();
    expect(data!.acceptReport!.incomingReport).toMatchObject({
      state: 'ACCEPTED',
      version: 2,
      viewerCan: [],
    });
    expect(await ofTheOffice()).toBe(true);
    expect(await seen(waits.id, 'SENT', 'welfare-centre')).toMatchObject({
      state: 'ACCEPTED',
      narrative: null,
    });
    // A second report there needs nobody any more.
    const { data: again } = await report('welfare-centre', {});
    expect(again!.receiveReport).toMatchObject({ incomingReport: null, case: { id: expect.any(String) } });
    await asKeeper(database.owner, async (sql) => {
      const mine = sql`select id from cases where household_id = ${a.id} and center_id = ${districtOffice}`;
      await sql`delete from clocks where case_id in (${mine})`;
      for (const table of ['report_origins', 'report_safeties'])
        await sql`delete from ${sql(table)} where report_id in (select id from intake_reports where case_id in (${mine}))`;
      await sql`delete from intake_reports where case_id in (${mine})`;
      await sql`delete from case_steps where case_id in (${mine})`;
      await sql`delete from cases where household_id = ${a.id} and center_id = ${districtOffice}`;
    });
    expect(await ofTheOffice()).toBe(false);
  });

  test('opens nothing once it was declined or its time is over, and its words are gone for those who received it', async () => {
    const declined = await waiting();
    expect(codes(await decide('declineReport', 'head', declined))).toBeUndefined();
    const late = await waiting();
    await asKeeper(
      database.owner,
      (sql) =>
        sql`update incoming_reports set expires_at = now() where id = ${late.id.split(':')[2]!} and state = 'PENDING'`,
    );
    for (const [{ id }, state] of [
      [declined, 'DECLINED'],
      [late, 'EXPIRED'],
    ] as const) {
      for (const asked of [
        ['RECEIVED', 'head', office],
        ['SENT', 'welfare-centre'],
      ] as [string, string, AskOptions?][])
        expect(await seen(id, ...asked)).toMatchObject({
          state,
          narrative: null,
          source: null,
          people: [],
          declineReason: null,
        });
      const now = (await seen(id, 'TO_DECIDE', 'case-manager'))!;
      expect(now).toMatchObject({ state, viewerCan: [] });
      const { errors } = await decide('acceptReport', 'case-manager', now);
      expect(errors).toMatchObject([{ extensions: { code: 'CONFLICT', state } }]);
    }
    expect(await ofTheOffice()).toBe(false);
  });

  test('is decided by nobody else, to whom it is as unknown as one that is not there', async () => {
    const waits = await waiting();
    const nowhere = { ...waits, id: `IncomingReport:${a.districtId}:${idOf('no report')}` };
    for (const [persona, options] of [
      ['head', office],
      ['portal', undefined],
      ['mapo-case-manager', undefined],
    ] as const)
      for (const name of ['acceptReport', 'declineReport'] as const) {
        const there = await decide(name, persona, waits, options);
        expect(codes(there)).toEqual(['NOT_FOUND']);
        expect(there.body).toBe((await decide(name, persona, nowhere, options)).body);
      }
    for (const persona of ['counsellor', 'welfare-centre', 'police', 'apo'])
      expect(codes(await decide('acceptReport', persona, waits))).toEqual(['FORBIDDEN']);
    expect(await ofTheOffice()).toBe(false);
  });

  test('is not decided by whoever wrote it, though they manage its cases: a colleague does', async () => {
    const waits = await waiting({}, 'case-manager');
    expect(codes(await decide('acceptReport', 'case-manager', waits))).toEqual(['NOT_FOUND']);
    expect(codes(await decide('declineReport', 'head', waits))).toBeUndefined();
  });

  test('is written in the log with what it showed, for those who read its words', async () => {
    await asKeeper(database.owner, (sql) => sql`update incoming_reports set expires_at = now()`);
    await waiting({ concernedMemberIds: [`Member:${a.districtId}:${a.member(1)}`] });
    const linesOf = async (...asked: [side: string, persona: string, options?: AskOptions]) => {
      const [last] = await asKeeper(
        database.owner,
        (sql) => sql`select coalesce(max(id), 0) as id from access_log`,
      );
      await listOf(...asked);
      return asKeeper(
        database.owner,
        (sql) => sql`select shown, to_json(bases) as bases from access_log where id > ${last!.id}`,
      );
    };
    const words = { [a.id]: ['SUMMARY'], [a.member(1)]: ['IDENTITY', 'SAFETY'] };
    const bases = ['CONTROLLER'];
    expect(await linesOf('RECEIVED', 'head', office)).toContainEqual({ shown: words, bases });
    expect(await linesOf('TO_DECIDE', 'case-manager')).toContainEqual({ shown: words, bases });
    expect(
      new Set((await linesOf('SENT', 'welfare-centre')).map(({ shown }) => JSON.stringify(shown))),
    ).toEqual(new Set([JSON.stringify({ [a.id]: [] })]));
  });
});

describe('a report to the centre that serves the household', () => {
  test('needs nobody’s decision', async () => {
    const { data, errors } = await report('welfare-centre', { centerId: `Organization:${centre}` });
    expect(errors).toBeUndefined();
    expect(data!.receiveReport).toMatchObject({ incomingReport: null, case: { id: expect.any(String) } });
  });

  test('by police who sent none before waits too, so that they reach nothing by writing it', async () => {
    const never = families.never;
    const home = { district: never.districtId, id: never.id, members: [0, 1, 2].map(never.member) };
    await asKeeper(database.owner, async (sql) => {
      await insert(sql, 'agreements', [
        {
          district_id: home.district,
          id: idOf('agreement with the police'),
          organization_id: police,
          title: '시험 협약',
          valid_from: day(today, -10),
          valid_until: day(today, 10),
          auto_renews: false,
          notice_days: 1,
          purposes: ['CASE_MANAGEMENT'],
          classes: ['SUMMARY'],
        },
      ]);
      await sql`update household_summaries set head_id = ${home.members[0]!} where household_id = ${home.id}`;
      await insert(sql, 'consents', [
        consentRow({
          key: 'to the police',
          home,
          organization: police,
          agreement: idOf('agreement with the police'),
          member: home.members[0]!,
          classes: ['SUMMARY'],
          wide: true,
          from: day(today, -1),
          until: day(today, 1),
        }),
      ]);
    });
    const id = `Household:${home.district}:${home.id}`;
    const record = '내사 착수 경위 9999';
    const waits = await waiting(
      { householdId: id, centerId: `Organization:${centre}`, investigation: record, source: 'POLICE_112' },
      'police',
    );
    await asKeeper(
      database.owner,
      (sql) => sql`update consents set withdrawn_at = now() where id = ${idOf('consent/to the police')}`,
    );
    expect(await grantedTo(app, 'police', id)).toEqual({});
    expect(await grantedTo(app, 'apo', id)).toEqual({});
    for (const [side, persona] of [
      ['SENT', 'police'],
      ['RECEIVED', 'case-manager'],
      ['TO_DECIDE', 'head'],
    ] as const)
      expect(JSON.stringify(await seen(waits.id, side, persona))).not.toContain(record);
    expect(codes(await decide('acceptReport', 'case-manager', waits))).toBeUndefined();
    expect((await grantedTo(app, 'police', id))[id]).toEqual(['INVESTIGATION', 'SUMMARY']);
  });
});

test('a report on a household that no centre serves waits for the portal, which reads no more of it than before', async () => {
  const home = {
    district: a.districtId,
    id: idOf('served by nobody'),
    members: [idOf('nobody serves them')],
  };
  await asKeeper(database.owner, async (sql) => {
    await insert(sql, 'households', [{ district_id: home.district, id: home.id, version: 1 }]);
    await insert(sql, 'members', [
      { district_id: home.district, id: home.members[0], household_id: home.id, ordinal: 1 },
    ]);
    await insert(sql, 'household_summaries', [
      {
        district_id: home.district,
        household_id: home.id,
        recorded_at: today,
        responsible_dong: known.dongs.yongsan[0],
        registered_on: today,
        head_id: home.members[0],
      },
    ]);
    await insert(sql, 'consents', [
      consentRow({
        key: 'served by nobody',
        home,
        organization: known.organizations.welfareCentre,
        agreement: known.agreements.welfare,
        member: home.members[0]!,
        classes: ['SUMMARY'],
        wide: true,
        from: day(today, -1),
        until: day(today, 1),
      }),
    ]);
  });
  const id = `Household:${home.district}:${home.id}`;
  const waits = await waiting({ householdId: id, centerId: `Organization:${centre}` });
  expect(await grantedTo(app, 'head', id)).toEqual({});
  expect(await seen(waits.id, 'TO_DECIDE', 'head')).toBeUndefined();
  const before = await grantedTo(app, 'portal', id);
  expect(await seen(waits.id, 'TO_DECIDE', 'portal')).toMatchObject({ viewerCan: ['ACCEPT', 'DECLINE'] });
  expect(codes(await decide('acceptReport', 'portal', waits))).toBeUndefined();
  expect((await grantedTo(app, 'head', id))[id]).toContain('SUMMARY');
  expect(await grantedTo(app, 'portal', id)).toEqual(before);
});

describe('the receipt of a report', () => {
  interface Receipt {
    id: string;
    receivedAt: string;
    status: string;
  }
  const receive = async (persona: string, more: Record<string, unknown>) => {
    const { data, errors } = await app.ask<{
      receiveReport: { case: { id: string } | null; report: { id: string } | null; sentReport: Receipt };
    }>(
      persona,
      `mutation ($input: ReceiveReportInput!) { receiveReport(input: $input) {
        case { id } report { id } sentReport { id receivedAt status } } }`,
      { input: { source: 'PARTNER', emergency: false, narrative: '끼니를 거르신다', ...more } },
    );
    expect(errors).toBeUndefined();
    return data!.receiveReport;
  };
  /** On somebody whom the welfare centre knows of, and on somebody new. */
  const ofKnown = { householdId: household, centerId: `Organization:${districtOffice}` };
  const ofNew = {
    centerId: `Organization:${centre}`,
    responsibleDong: known.dongs.yongsan[0],
    members: [{ name: '새이웃' }],
  };
  const sentBy = async (persona: string) => {
    const { data, errors } = await app.ask<{ sentReports: { totalCount: number; nodes: Receipt[] } }>(
      persona,
      '{ sentReports(first: 100) { totalCount nodes { id receivedAt status } } }',
    );
    expect(errors).toBeUndefined();
    expect(data!.sentReports.totalCount).toBe(data!.sentReports.nodes.length);
    return data!.sentReports.nodes;
  };
  const statusOf = async ({ id }: Receipt, persona = 'welfare-centre') =>
    (await sentBy(persona)).find((each) => each.id === id)?.status;
  const rowOf = async ({ id }: Receipt) => {
    const [row] = await asKeeper(
      database.owner,
      (sql) => sql`select case_id, household_id from intake_reports where id = ${id.split(':')[2]!}`,
    );
    return row as { case_id: string; household_id: string };
  };
  const follow = (
    persona: string,
    name: 'takeUpReport' | 'closeReport',
    { id }: Receipt,
    options?: AskOptions,
  ) =>
    app.ask<Record<string, { report: { status: string } | null } | null>>(
      persona,
      `mutation ($input: FollowReportInput!) { ${name}(input: $input) { report { status } } }`,
      { input: { reportId: id.replace('SentReport', 'IntakeReport') } },
      options,
    );
  const step = async (name: string, type: string, caseId: string, more: Record<string, unknown> = {}) => {
    const id = `Case:${a.districtId}:${caseId}`;
    const { data } = await app.ask<{ case: { version: number } }>(
      'head',
      `{ case(id: "${id}") { version } }`,
    );
    const { errors } = await app.ask(
      'head',
      `mutation ($input: ${type}!) { ${name}(input: $input) { case { id } } }`,
      { input: { caseId: id, expectedVersion: data!.case.version, ...more } },
    );
    expect(errors).toBeUndefined();
  };

  test('says the same of somebody who is known and of somebody new, to whoever sent it alone', async () => {
    const [one, other] = [await receive('welfare-centre', ofKnown), await receive('welfare-centre', ofNew)];
    for (const { sentReport, ...rest } of [one, other]) {
      expect(rest).toEqual({ case: null, report: null });
      expect(Object.keys(sentReport)).toEqual(['id', 'receivedAt', 'status']);
      expect(sentReport).toMatchObject({ status: 'RECEIVED' });
      expect(await statusOf(sentReport)).toBe('RECEIVED');
      for (const persona of ['welfare-centre-none', 'clinic', 'head', 'case-manager'])
        expect([persona, await statusOf(sentReport, persona)]).toEqual([persona, undefined]);
    }
    const { errors } = await app.ask('statistics', '{ sentReports { nodes { id } } }');
    expect(codes({ errors })).toEqual(['FORBIDDEN']);
  });

  test('follows what was done with the report and no step of the case but its triage', async () => {
    const { sentReport } = await receive('welfare-centre', ofNew);
    const { case_id: caseId } = await rowOf(sentReport);
    await step('triageCase', 'TriageInput', caseId, { emergency: false });
    expect(await statusOf(sentReport)).toBe('BEING_WORKED_ON');
    await step('recordConsultation', 'StepInput', caseId);
    await step('closeCase', 'CloseInput', caseId, { reason: 'DECLINED' });
    expect(await statusOf(sentReport)).toBe('BEING_WORKED_ON');
    const { data, errors } = await follow('head', 'closeReport', sentReport);
    expect(errors).toBeUndefined();
    expect(data).toEqual({ closeReport: { report: { status: 'CLOSED' } } });
    expect(await statusOf(sentReport)).toBe('CLOSED');
    await step('reopenCase', 'StepInput', caseId);
    expect((await follow('head', 'takeUpReport', sentReport)).errors).toBeUndefined();
    expect(await statusOf(sentReport)).toBe('CLOSED');
  });

  test('is closed with a report that is declined, and not by its lapse, which only reports on somebody known have', async () => {
    const { sentReport } = await receive('welfare-centre', ofKnown);
    const waits = (await seen(sentReport.id.replace('SentReport', 'IncomingReport'), 'TO_DECIDE', 'head'))!;
    expect(codes(await decide('declineReport', 'head', waits))).toBeUndefined();
    expect(await statusOf(sentReport)).toBe('CLOSED');
    const late = (await receive('welfare-centre', ofKnown)).sentReport;
    await asKeeper(
      database.owner,
      (sql) => sql`update incoming_reports set expires_at = now() where id = ${late.id.split(':')[2]!}`,
    );
    expect(await statusOf(late)).toBe('RECEIVED');
  });

  test('is followed up by those who have the report alone, unknown and hidden alike', async () => {
    const { sentReport } = await receive('welfare-centre', ofNew);
    const none = { ...sentReport, id: `SentReport:${a.districtId}:${idOf('no report')}` };
    for (const [persona, options] of [
      ['counsellor', undefined],
      ['head', office],
    ] as const)
      for (const name of ['takeUpReport', 'closeReport'] as const) {
        const there = await follow(persona, name, sentReport, options);
        expect([persona, codes(there)]).toEqual([persona, ['NOT_FOUND']]);
        expect(there.body).toBe((await follow(persona, name, none, options)).body);
      }
    for (const persona of ['welfare-centre', 'portal', 'nurse'])
      expect(codes(await follow(persona, 'takeUpReport', sentReport))).toEqual(['FORBIDDEN']);
    expect(await statusOf(sentReport)).toBe('RECEIVED');
    expect((await follow('case-manager', 'takeUpReport', sentReport)).data).toEqual({
      takeUpReport: { report: { status: 'BEING_WORKED_ON' } },
    });
  });
});

test('whoever opened a household in an emergency reports nothing of it', async () => {
  const id = `Household:${officeFamily.districtId}:${officeFamily.id}`;
  const declared = await app.ask(
    'counsellor',
    `mutation ($input: DeclareEmergencyInput!) { declareEmergency(input: $input) { emergency { id } } }`,
    { input: { householdId: id, reason: 'VIOLENCE', words: '시험', minutes: 5 } },
  );
  expect(declared.errors).toBeUndefined();
  const { errors } = await report('counsellor', { householdId: id, centerId: `Organization:${centre}` });
  expect(codes({ errors })).toEqual(['NOT_FOUND']);
});

describe('a second report on a household with an open case', () => {
  const ofCase = async (persona: string) => {
    const { data, errors } = await app.ask<{
      case: { version: number; steps: { step: string; version: number; report: { id: string } | null }[] };
      household: { casesConnection: { totalCount: number } };
    }>(
      persona,
      `query ($case: ID!, $household: ID!) {
        case(id: $case) { version stage emergency steps { step version fromStage toStage report { id } } }
        household(id: $household) { casesConnection(first: 50) { totalCount nodes { id stage version } } } }`,
      { case: `Case:${a.districtId}:${a.caseId}`, household },
    );
    expect(errors).toBeUndefined();
    return data!;
  };
  const toTheCentre = { centerId: `Organization:${centre}`, emergency: true };

  test('is attached to it, and those who serve the household see in its steps that it came in', async () => {
    const before = await ofCase('case-manager');
    const { data, errors } = await report('case-manager', { ...toTheCentre, source: 'HOTLINE_129' });
    expect(errors).toBeUndefined();
    const { case: of, report: made, incomingReport } = data!.receiveReport!;
    expect([of!.id, incomingReport]).toEqual([`Case:${a.districtId}:${a.caseId}`, null]);
    const after = await ofCase('case-manager');
    // Nothing but a step more: the case and its version are as they were.
    expect({ ...after, case: { ...after.case, steps: [] } }).toEqual({
      ...before,
      case: { ...before.case, steps: [] },
    });
    const more = after.case.steps.filter(
      ({ report: each }) => !before.case.steps.some((was) => was.report?.id === each?.id),
    );
    expect(more).toMatchObject([{ step: 'RECEIVE', version: before.case.version, report: { id: made!.id } }]);
  });

  test('tells a partner who reads the case nothing, unless it is their own', async () => {
    const before = await ofCase('welfare-centre');
    await report('case-manager', { ...toTheCentre, source: 'HOTLINE_129' });
    expect(await ofCase('welfare-centre')).toEqual(before);
    const { data } = await report('welfare-centre', toTheCentre);
    const own = data!.receiveReport!;
    expect(own.case!.id).toBe(`Case:${a.districtId}:${a.caseId}`);
    expect((await ofCase('welfare-centre')).case.steps.map(({ report: each }) => each?.id)).toContain(
      own.report!.id,
    );
    expect((await ofCase('apo')).case.steps.map(({ report: each }) => each?.id)).not.toContain(
      own.report!.id,
    );
  });

  test('opens nothing to the centre that received it where the one that serves attaches it to its own case', async () => {
    const waits = await waiting();
    const accept = (caseId: string) =>
      app.ask(
        'case-manager',
        'mutation ($input: AcceptReportInput!) { acceptReport(input: $input) { incomingReport { state } } }',
        { input: { incomingReportId: waits.id, expectedVersion: waits.version, caseId } },
      );
    // A case of another household is as unknown as none.
    for (const other of [officeFamily.caseId, idOf('no case')])
      expect(codes(await accept(`Case:${a.districtId}:${other}`))).toEqual(['NOT_FOUND']);
    expect(codes(await accept(`Case:${a.districtId}:${a.caseId}`))).toBeUndefined();
    expect(await ofTheOffice()).toBe(false);
    const [row] = await asKeeper(
      database.owner,
      (sql) => sql`select case_id, center_id from intake_reports where id = ${waits.id.split(':')[2]!}`,
    );
    expect(row).toEqual({ case_id: a.caseId, center_id: centre });
  });

  test('begins a case where the one before is closed', async () => {
    await asKeeper(
      database.owner,
      (sql) => sql`update cases set stage = 'CLOSED', closed_on = opened_on where id = ${a.caseId}`,
    );
    const { data } = await report('case-manager', { ...toTheCentre, source: 'SELF' });
    const { case: of, report: made } = data!.receiveReport!;
    expect(of!.id).not.toBe(`Case:${a.districtId}:${a.caseId}`);
    await asKeeper(database.owner, async (sql) => {
      const id = made!.id.split(':')[2]!;
      for (const table of ['report_origins', 'report_safeties'])
        await sql`delete from ${sql(table)} where report_id = ${id}`;
      await sql`delete from intake_reports where id = ${id}`;
      for (const table of ['clocks', 'case_steps', 'cases'])
        await sql`delete from ${sql(table)} where ${sql(table === 'cases' ? 'id' : 'case_id')} = ${of!.id.split(':')[2]!}`;
      await sql`update cases set stage = 'MONITORING', closed_on = null where id = ${a.caseId}`;
    });
  });
});

describe('as what a report comes in', () => {
  test('is for the kind of organization that sent it to say', async () => {
    const sources = async (persona: string, source: string, more: object = {}) => {
      const { errors } = await report(persona, { source, ...toCentre, ...more });
      return errors?.map(({ extensions }) => [extensions.reason, extensions.field]);
    };
    const toCentre = {
      householdId: undefined,
      centerId: `Organization:${centre}`,
      responsibleDong: known.dongs.yongsan[0],
      members: [{ name: '접수경로' }],
    };
    const refused = [['SOURCE_OF_OTHERS', 'input.source']];
    for (const source of ['POLICE_112', 'HOTLINE_129', 'SCHOOL', 'EMERGENCY_APPLICATION', 'UNIVERSAL_65'])
      expect([source, await sources('welfare-centre', source)]).toEqual([source, refused]);
    expect(await sources('police', 'HOTLINE_129')).toEqual(refused);
    expect(await sources('police', 'POLICE_112')).toBeUndefined();
    expect(await sources('welfare-centre', 'PARTNER')).toBeUndefined();
    // What another organization said comes in as that one's.
    const by = { senderId: `Organization:${known.organizations.clinic}` };
    expect(await sources('case-manager', 'POLICE_112', by)).toEqual(refused);
    expect(await sources('case-manager', 'PARTNER', by)).toBeUndefined();
    expect(await sources('case-manager', 'HOTLINE_129')).toBeUndefined();
  });

  test('and of which dong it is are refused with the place of the fault', async () => {
    const { errors } = await report('case-manager', {
      householdId: undefined,
      centerId: `Organization:${centre}`,
      responsibleDong: '1117000000',
      members: [{ name: '없는동' }],
    });
    expect(errors).toMatchObject([
      { extensions: { code: 'BAD_INPUT', reason: 'NOT_A_DONG_CODE', field: 'input.responsibleDong' } },
    ]);
  });
});

describe('whoever received a report', () => {
  interface Received {
    id: string;
    narrative: string | null;
    people: { name: string; phone: string | null }[];
  }
  const receivedBy = async (persona: string, options?: AskOptions) => {
    const { data, errors } = await app.ask<{
      receivedReports: { totalCount: number; nodes: Received[] };
    }>(
      persona,
      `{ receivedReports(first: 100) { totalCount nodes {
        id receivedAt source emergency incidentKind narrative people { name birthDate sex relation phone homeAddress } } } }`,
      {},
      options,
    );
    expect(errors).toBeUndefined();
    expect(data!.receivedReports.totalCount).toBe(data!.receivedReports.nodes.length);
    return data!.receivedReports.nodes;
  };
  const keeps = async (id: string, persona: string, options?: AskOptions) =>
    (await receivedBy(persona, options)).find((each) => each.id === id);
  const someone = (name: string, dong: string) => ({
    householdId: undefined,
    responsibleDong: dong,
    members: [{ name, phone: '010-0000-1234' }],
  });
  const receive = async (persona: string, more: object) => {
    const { data, errors } = await app.ask<{
      receiveReport: { sentReport: { id: string }; case: { id: string; version: number } | null };
    }>(
      persona,
      `mutation ($input: ReceiveReportInput!) { receiveReport(input: $input) { sentReport { id } case { id version } } }`,
      { input: { source: 'NEIGHBOUR', emergency: false, narrative: '불이 꺼진 지 오래다', ...more } },
    );
    expect(errors).toBeUndefined();
    const { sentReport, case: of } = data!.receiveReport;
    return { id: sentReport.id.replace('SentReport', 'IntakeReport'), of };
  };

  test('keeps its words and people until it is triaged: a counsellor of the centre, who has nothing else of the household', async () => {
    const { id } = await receive('welfare-centre', {
      ...someone('남은이웃', known.dongs.yongsan[0]),
      centerId: `Organization:${centre}`,
    });
    expect(await keeps(id, 'counsellor')).toMatchObject({
      narrative: '불이 꺼진 지 오래다',
      people: [{ name: '남은이웃', phone: '010-0000-1234' }],
    });
    const { data } = await app.ask<{ node: unknown }>(
      'counsellor',
      'query ($id: ID!) { node(id: $id) { id } }',
      { id },
    );
    expect(data).toEqual({ node: null });
    // Of another centre, or of nobody who receives, it is nobody's.
    for (const [persona, options] of [['head', office], ['portal'], ['nurse']] as [string, AskOptions?][])
      expect(await keeps(id, persona, options)).toBeUndefined();
    const [row] = await asKeeper(
      database.owner,
      (sql) => sql`select case_id from intake_reports where id = ${id.split(':')[2]!}`,
    );
    const triage = await app.ask(
      'case-manager',
      'mutation ($input: TriageInput!) { triageCase(input: $input) { case { stage } } }',
      {
        input: {
          caseId: `Case:${a.districtId}:${row!.case_id}`,
          expectedVersion: 1,
          emergency: false,
          level: 'GENERAL',
        },
      },
    );
    expect(triage.errors).toBeUndefined();
    expect(await keeps(id, 'counsellor')).toBeUndefined();
    const [receipt] = await asKeeper(
      database.owner,
      (sql) => sql`select kept from report_receipts where report_id = ${id.split(':')[2]!}`,
    );
    expect(receipt).toEqual({ kept: null });
  });

  test.each([
    ['portal', { source: 'HOTLINE_129' }, known.dongs.yongsan[0]],
    ['nurse', {}, known.dongs.seongdong[0]],
  ] as const)('keeps what they received themselves: %s', async (persona, more, dong) => {
    const { id } = await receive(persona, { ...someone(`받은 ${persona}`, dong), ...more });
    expect(await keeps(id, persona)).toMatchObject({ people: [{ name: `받은 ${persona}` }] });
    for (const other of ['portal', 'nurse', 'counsellor', 'case-manager'].filter((each) => each !== persona))
      expect(await keeps(id, other)).toBeUndefined();
  });

  test('keeps them while the report waits for a decision, too: the portal, which took the call', async () => {
    const { data, errors } = await report('portal', { source: 'HOTLINE_129' });
    expect(errors).toBeUndefined();
    const { id, narrative } = data!.receiveReport!.incomingReport!;
    expect(narrative).toBe('밤마다 큰 소리가 난다고 한다');
    expect(await seen(id, 'RECEIVED', 'portal')).toMatchObject({ people: [], householdId: null });
    const waits = (await seen(id, 'TO_DECIDE', 'case-manager'))!;
    expect(codes(await decide('declineReport', 'case-manager', waits))).toBeUndefined();
    expect(await seen(id, 'RECEIVED', 'portal')).toMatchObject({ narrative: null });
  });

  test('is alone in being asked: whoever sent it, and others, have no such list', async () => {
    for (const persona of ['welfare-centre', 'police', 'apo', 'privacy-officer', 'neighbourhood-officer'])
      expect(codes(await app.ask(persona, '{ receivedReports(first: 1) { totalCount } }'))).toEqual([
        'FORBIDDEN',
      ]);
  });

  test('is in the log with what it showed', async () => {
    await receive('welfare-centre', {
      ...someone('기록이웃', known.dongs.yongsan[0]),
      centerId: `Organization:${centre}`,
    });
    await receivedBy('counsellor');
    const lines = await asKeeper(
      database.owner,
      (sql) => sql<{ shown: Record<string, string[]> }[]>`
        select shown, to_json(bases) as bases from access_log where operation = 'receivedReports' order by id desc limit 20`,
    );
    expect(lines).toContainEqual({
      shown: expect.objectContaining({}),
      bases: ['CONTROLLER'],
    });
    expect(Object.values(lines[0]!.shown)).toContainEqual(['IDENTITY', 'CONTACT', 'SAFETY']);
  });
});
