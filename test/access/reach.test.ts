import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { known } from '../../src/demo/known.js';
import { consentOf, familyOf, organization, send, sent, todayOf } from '../consent/family.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import { idOf, insert } from './households.js';

/** How far SUMMARY reaches, and what is told beside it: by reports, by transfers and by consents. */
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

const { centre, police, districtOffice, mapoOffice } = known.organizations;

interface Told {
  household: null | {
    intakeReports: { origin: { source: string } | null; center: { id: string } }[] | null;
    cases: {
      id: string;
      version: number;
      steps: { step: string; organization: { id: string } | null }[];
      transfers: { toDistrictId: string | null; toCaseId: string | null; toCenter: { id: string } | null }[];
    }[];
  };
}
const told = async (persona: string, household: string) => {
  const { data, errors } = await app.ask<Told>(
    persona,
    `query ($id: ID!) { household(id: $id) { intakeReports { origin { source } center { id } } cases { id version
      steps { step organization { id } } transfers { toDistrictId toCaseId toCenter { id } } } } }`,
    { id: household },
  );
  expect(errors).toBeUndefined();
  return data!.household!;
};
const report = async (persona: string, input: Record<string, unknown>) => {
  const { data, errors } = await app.ask<{
    receiveReport: { case: { household: { id: string; members: { id: string }[] } } };
  }>(
    persona,
    'mutation ($input: ReceiveReportInput!) { receiveReport(input: $input) { case { household { id members { id } } } } }',
    { input: { emergency: false, ...input } },
  );
  expect(errors).toBeUndefined();
  return data!.receiveReport.case.household;
};
const family = { responsibleDong: '1117090100', members: [{ name: '시험 하나' }, { name: '시험 둘' }] };

/** A report of another office that was accepted, as the database has it then. */
const addReport = (household: string) =>
  asKeeper(database.owner, async (sql) => {
    const district_id = known.districts.yongsan;
    const key = { district_id, household_id: household };
    const [of, id] = [idOf('reach/case'), idOf('reach/report')];
    const day = {
      opened_on: today,
      stage: 'RECEIVED',
      center_id: districtOffice,
      emergency: false,
      version: 1,
    };
    await insert(sql, 'cases', [{ ...key, id: of, ...day }]);
    await insert(sql, 'case_steps', [
      {
        ...key,
        id: idOf('reach/step'),
        case_id: of,
        version: 1,
        step: 'RECEIVE',
        to_stage: 'RECEIVED',
        taken_at: 'now',
        organization_id: districtOffice,
      },
    ]);
    await insert(sql, 'intake_reports', [
      { ...key, id, case_id: of, received_at: 'now', center_id: districtOffice },
    ]);
    await insert(sql, 'report_origins', [
      {
        ...key,
        report_id: id,
        data_class: 'SUMMARY',
        subject_ids: [household],
        source: 'NEIGHBOUR',
        emergency: false,
      },
    ]);
  });

describe('reports', () => {
  let called: { id: string; members: { id: string }[] };
  let hotline: string;
  beforeAll(async () => {
    called = await report('police', { source: 'POLICE_112', centerId: organization(centre), ...family });
    hotline = (await familyOf(app, today, [{ age: 40 }])).id;
    // Later, another office reports of the same household, and it was accepted.
    await addReport(called.id.split(':')[2]!);
    const [first] = called.members;
    const given = consentOf(today, first!.id, { householdWide: true, classes: ['SUMMARY', 'IDENTITY'] });
    await sent(app, 'giveConsent', given);
  });
  const countOf = async (persona: string) => (await told(persona, called.id)).intakeReports?.length;

  test('reach the police and the officer whom they dispatched where they sent them, and no later one of others', async () => {
    expect([await countOf('head'), await countOf('portal')]).toEqual([2, 2]);
    expect([await countOf('police'), await countOf('apo')]).toEqual([1, 1]);
  });

  test('reach no recipient of a consent who did not send them', async () => {
    expect(await countOf('welfare-centre')).toBe(0);
  });

  test('tell nobody without SAFETY where they came from, whoever called', async () => {
    for (const household of [called.id, hotline])
      for (const persona of ['portal'])
        for (const { origin } of (await told(persona, household)).intakeReports!) expect(origin).toBeNull();
    for (const { origin } of (await told('police', called.id)).intakeReports!) expect(origin).toBeNull();
    const { intakeReports } = await told('case-manager', called.id);
    expect(intakeReports!.map(({ origin }) => origin?.source).sort()).toEqual(['NEIGHBOUR', 'POLICE_112']);
  });

  test('that the police wrote down begin a case whose history names the centre', async () => {
    const organizations = (await told('portal', called.id)).cases.flatMap(({ steps }) =>
      steps.filter(({ step }) => step === 'RECEIVE').map((each) => each.organization?.id),
    );
    expect(organizations.sort()).toEqual([organization(centre), organization(districtOffice)].sort());
    expect(organizations).not.toContain(organization(police));
  });
});

describe('where a case went', () => {
  const moved = async (accused: boolean) => {
    const { id, members } = await familyOf(app, today, [{ age: 45, accused }, { age: 43 }]);
    const [of] = (await told('case-manager', id)).cases;
    const { errors } = await app.ask(
      'case-manager',
      'mutation ($input: TransferInput!) { transferCase(input: $input) { __typename } }',
      {
        input: {
          caseId: of!.id,
          expectedVersion: of!.version,
          centerId: organization(mapoOffice),
          responsibleDong: '1144090100',
          reason: 'HOUSEHOLD_MOVED',
          memberIds: [members[1]],
        },
      },
    );
    expect(errors).toBeUndefined();
    return async (persona: string) => (await told(persona, id)).cases[0]!.transfers;
  };
  const nowhere = [{ toDistrictId: null, toCaseId: null, toCenter: null }];

  test('is told to those who have SAFETY, while nobody is accused', async () => {
    const transfers = await moved(false);
    expect(await transfers('case-manager')).toMatchObject([
      { toDistrictId: known.districts.mapo, toCenter: { id: organization(mapoOffice) } },
    ]);
    expect(await transfers('portal')).toEqual(nowhere);
  });

  test('is told to nobody of the old household once somebody is accused, and the portal cannot tell', async () => {
    const transfers = await moved(true);
    for (const persona of ['head', 'case-manager', 'portal'])
      expect(await transfers(persona)).toEqual(nowhere);
  });
});

describe('a consent of a household whose head is accused', () => {
  const fields =
    'id version classes valid householdWide validUntil member { id } givenBy { id } steps { step }';
  const consents = async (persona: string, household: string) => {
    const { data, errors } = await app.ask<{ household: { consents: Record<string, unknown>[] } }>(
      persona,
      `query ($id: ID!) { household(id: $id) { consents { ${fields} } } }`,
      { id: household },
    );
    expect(errors).toBeUndefined();
    return data!.household.consents;
  };
  let household: string;
  let husband: string;
  let wife: string;
  beforeAll(async () => {
    const made = await familyOf(app, today, [{ age: 45, accused: true }, { age: 43 }]);
    household = made.id;
    [husband, wife] = made.members as [string, string];
    await sent(
      app,
      'giveConsent',
      consentOf(today, wife, { householdWide: true, classes: ['SUMMARY', 'IDENTITY', 'HEALTH'] }),
    );
  });

  test('tells its recipient what it opens and until when, and not who gave it or for whom', async () => {
    expect(await consents('welfare-centre', household)).toMatchObject([
      {
        classes: ['SUMMARY', 'IDENTITY', 'HEALTH'],
        valid: true,
        householdWide: null,
        member: null,
        givenBy: null,
        steps: [],
      },
    ]);
    expect(await consents('portal', household)).toMatchObject([
      {
        classes: ['SUMMARY', 'IDENTITY', 'HEALTH'],
        valid: true,
        householdWide: null,
        member: null,
        givenBy: null,
        steps: [],
      },
    ]);
  });

  test('is told whole to those who keep consents and have SAFETY', async () => {
    expect(await consents('case-manager', household)).toMatchObject([
      { householdWide: true, member: { id: wife }, givenBy: { id: wife }, steps: [{ step: 'GIVEN' }] },
    ]);
  });

  test('tells its recipient nothing by whom it may be taken back from either', async () => {
    const [consent] = await consents('welfare-centre', household);
    const change = { consentId: consent!.id, expectedVersion: consent!.version, method: 'PHONE' };
    const wide = await send(app, 'welfare-centre', 'narrowConsent', {
      ...change,
      askedById: wife,
      householdWide: false,
    });
    expect(wide.errors).toMatchObject([{ extensions: { code: 'BAD_INPUT' } }]);
    const narrowed = await send(app, 'welfare-centre', 'narrowConsent', {
      ...change,
      askedById: husband,
      classes: ['SUMMARY', 'IDENTITY'],
    });
    expect(narrowed.errors).toBeUndefined();
    expect(await consents('welfare-centre', household)).toMatchObject([
      { classes: ['SUMMARY', 'IDENTITY'], valid: true },
    ]);
  });
});
