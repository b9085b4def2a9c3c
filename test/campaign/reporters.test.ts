import { afterAll, beforeAll, expect, test } from 'vitest';
import { families, known } from '../../src/demo/known.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';

// Those who report by their own duty and never read.

let database: TestDatabase;
let app: App;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

const reporting = `mutation ($input: ReportDiscoveryInput!) { reportDiscovery(input: $input) {
  sentReport { id receivedAt status } } }`;
const stranger = { name: '처음길동', roughAge: 70, phone: '010-0000-7777' };
async function report(people: readonly object[], more: object = {}, persona = 'tong-head') {
  const { data, errors, body } = await app.ask<{
    reportDiscovery: { sentReport: { id: string; status: string } | null } | null;
  }>(persona, reporting, {
    input: {
      reporter: 'TONG_HEAD',
      people,
      dong: known.dongs.songsan3,
      seen: '우편물이 쌓여 있다.',
      ...more,
    },
  });
  return { receipt: data?.reportDiscovery?.sentReport ?? null, error: errors?.[0]?.extensions, body };
}
const receipts = async () =>
  (
    await app.ask<{ sentReports: { totalCount: number; nodes: { id: string; status: string }[] } }>(
      'tong-head',
      '{ sentReports(first: 50) { totalCount nodes { id receivedAt status } } }',
    )
  ).data!.sentReports;

test('a report has a receipt and its status alone, whether or not anybody is known', async () => {
  const { emergency } = families;
  const [row] = await asKeeper(
    database.owner,
    (sql) => sql<{ name: string; phone: string }[]>`
      select i.name, c.phone from member_identities i join member_contacts c on c.member_id = i.member_id
      where i.member_id = ${emergency.member(0)}`,
  );
  const unknown = await report([stranger]);
  const someone = await report([{ name: row!.name, phone: row!.phone }]);
  const told = (body: string) =>
    body.replace(/SentReport:41150:[0-9a-f-]{36}|\d{4}-\d\d-\d\dT[\d:.]+\+00:00/g, '…');
  expect(told(someone.body)).toBe(told(unknown.body));
  expect(unknown.receipt).toMatchObject({ status: 'RECEIVED' });
  expect((await receipts()).nodes.map(({ id, status }) => [id, status])).toEqual([
    [someone.receipt!.id, 'RECEIVED'],
    [unknown.receipt!.id, 'RECEIVED'],
  ]);

  // The dong office reads what was said, who said it and about how old they are, and the sender hears of what it does.
  const id = unknown.receipt!.id.replace('SentReport', 'IntakeReport');
  const { data } = await app.ask<{ receivedReports: { nodes: Record<string, unknown>[] } }>(
    'songsan-case-manager',
    '{ receivedReports(first: 2) { nodes { id source narrative people { name phone } } } }',
  );
  expect(data!.receivedReports.nodes[1]).toEqual({
    id,
    source: 'NEIGHBOUR',
    narrative: '우편물이 쌓여 있다.\n처음길동 약 70세',
    people: [{ name: '처음길동', phone: '010-0000-7777' }],
  });
  const follow = (name: string) =>
    app.ask(
      'songsan-case-manager',
      `mutation ($input: FollowReportInput!) { ${name}(input: $input) { report { origin { reporterKind } } } }`,
      {
        input: { reportId: id },
      },
    );
  expect((await follow('takeUpReport')).data).toEqual({
    takeUpReport: { report: { origin: { reporterKind: 'TONG_HEAD' } } },
  });
  expect((await receipts()).nodes[1]!.status).toBe('BEING_WORKED_ON');
  await follow('closeReport');
  expect((await receipts()).nodes.map(({ status }) => status)).toEqual(['RECEIVED', 'CLOSED']);
});

test('a report says in which tong and ban somebody lives, and its officer has them in the list of the zone', async () => {
  const { receipt } = await report([{ name: '둘째길동' }], { tong: 12, ban: 3 });
  const [row] = await asKeeper(
    database.owner,
    (sql) => sql`
      select s.responsible_tong as tong, s.responsible_ban as ban from intake_reports r
      join household_summaries s using (district_id, household_id) where r.id = ${receipt!.id.split(':')[2]!}`,
  );
  expect(row).toEqual({ tong: 12, ban: 3 });
  const found = async (zone: string) =>
    (
      await app.ask<{ households: { totalCount: number }; clocks: { totalCount: number } }>(
        'songsan-case-manager',
        `query ($zone: String) { households(filter: { zone: $zone }) { totalCount }
          clocks(filter: { zone: $zone }) { totalCount } }`,
        { zone },
      )
    ).data!;
  const dong = known.dongs.songsan3;
  for (const zone of [`${dong}-12`, `${dong}-12-3`])
    expect([zone, (await found(zone)).households]).toEqual([zone, { totalCount: 1 }]);
  for (const zone of [`${dong}-1`, `${dong}-12-4`, `${known.dongs.mapo[0]}-12`])
    expect([zone, (await found(zone)).households]).toEqual([zone, { totalCount: 0 }]);
  expect((await found(`${dong}-12`)).clocks.totalCount).toBeGreaterThan(0);
  expect((await found(`${dong}-12-4`)).clocks.totalCount).toBe(0);
  expect((await found(dong)).households.totalCount).toBeGreaterThan(1);
});

test('a reporter reads nothing else, names no household, and what is wrong is told in place', async () => {
  const household = `Household:${families.emergency.districtId}:${families.emergency.id}`;
  for (const query of [
    '{ households(first: 1) { totalCount } }',
    '{ receivedReports { totalCount } }',
    '{ campaigns { totalCount } }',
    `{ household(id: "${household}") { id } }`,
    `{ reportMatches(reportId: "IntakeReport:41150:${families.emergency.reportId}") { householdId } }`,
    `mutation { receiveReport(input: { source: NEIGHBOUR, emergency: false, householdId: "${household}" }) { sentReport { id } } }`,
  ]) {
    const { errors } = await app.ask('tong-head', query);
    expect([query, errors?.[0]?.extensions.reason]).toEqual([query, 'DUTY_NOT_PERMITTED']);
  }
  expect((await report([stranger], {}, 'songsan-case-manager')).error!.reason).toBe('DUTY_NOT_PERMITTED');
  for (const [people, more, reason, field] of [
    [[{ ...stranger, roughAge: 131 }], {}, 'NUMBER_OUT_OF_RANGE', 'input.people[0].roughAge'],
    [[{ name: ' ' }], {}, 'TEXT_EMPTY', 'input.people[0].name'],
    [[], {}, 'HOUSEHOLD_SIZE_OUT_OF_RANGE', 'input.people'],
    [[stranger], { seen: ' ' }, 'TEXT_EMPTY', 'input.seen'],
    [[stranger], { dong: known.dongs.mapo[0] }, 'DONG_OUTSIDE_DISTRICT', 'input.dong'],
    [[stranger], { tong: 1000 }, 'NUMBER_OUT_OF_RANGE', 'input.tong'],
    [[stranger], { tong: 1, ban: 0 }, 'NUMBER_OUT_OF_RANGE', 'input.ban'],
    [[stranger], { ban: 1 }, 'BAN_WITHOUT_TONG', 'input.ban'],
    [
      [stranger],
      { reporter: 'SCHOOL', seen: '결석이 잦다.', centerId: `Organization:${known.organizations.shelter}` },
      'NOT_FOUND',
      undefined,
    ],
  ] as const) {
    const { error } = await report(people, more);
    expect([error?.reason, error?.field]).toEqual([reason, field]);
  }
  expect((await receipts()).totalCount).toBe(3);
});
