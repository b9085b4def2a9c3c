import { afterAll, beforeAll, expect, test } from 'vitest';
import { postId, published } from '../../src/demo/known.js';
import { preparedOperations } from '../../src/http/operations.js';
import { startWide } from '../access/prepared.js';
import type { App } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { expectTrueFacts } from '../support/facts.js';
import { isLong } from '../support/long.js';

// Outreach welfare of Songsan 3-dong (S2) as its people do it, by operations that are published. In a year they had
// `songsan2019` of everything; a short run has a tenth of it.

let database: TestDatabase;
let app: App;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startWide({ database, connections: 4 });
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

const { consultations, caseHouseholds, linkages, promotions, emergency, dong } = published.songsan2019;
const part = (count: number) => (isLong ? count : Math.round(count / 10));
const year = {
  consultations: part(consultations),
  caseHouseholds: part(caseHouseholds),
  linkages: part(linkages),
  emergencyHouseholds: part(emergency.households),
  emergencyLinkages: part(emergency.linkages),
  valueKrw: isLong ? emergency.valueKrw : emergency.valueKrw / 10,
};

const manager = 'songsan-case-manager';
const texts = new Map(preparedOperations().map(({ name, text }) => [name, text]));
interface CaseNow {
  id: string;
  version: number;
  household: { id: string };
  applications: { nodes: { id: string; version: number }[] };
}
/** Sends a published operation, which must succeed. */
async function must(name: string, input: object) {
  const { data, errors } = await app.ask<Record<string, { case: CaseNow }>>(manager, texts.get(name)!, {
    input,
  });
  expect([name, errors]).toEqual([name, undefined]);
  return Object.values(data!)[0]!;
}
const send = async (name: string, input: object) => (await must(name, input)).case;

const inDays = (count: number) =>
  new Date(Date.now() + 9 * 3_600_000 + count * 86_400_000).toISOString().slice(0, 10);
const visitorPostIds = [manager, 'songsan-counsellor'].map((each) => `Post:${postId(each)}`);

/** One family from what brought it to what it was linked to, as many services as there are values. */
async function family(nth: number, { track, values }: { track: string; values: readonly (number | null)[] }) {
  const applied = nth < year.emergencyHouseholds;
  let now = await send('receiveApplication', {
    source: applied ? 'EMERGENCY_APPLICATION' : 'NEIGHBOUR',
    emergency: applied,
    responsibleDong: dong,
    members: [{ name: `송산가구${nth}`, birthDate: '1958-03-04' }],
  });
  const [application] = now.applications.nodes;
  expect(Boolean(application)).toBe(applied);
  if (application)
    await must('agreeVisitDate', {
      applicationId: application.id,
      expectedVersion: application.version,
      visitOn: inDays(1),
      visitorPostIds,
    });
  const step = async (name: string, more: object = {}) => {
    now = { ...now, ...(await send(name, { caseId: now.id, expectedVersion: now.version, ...more })) };
  };
  await step('triageCase', { emergency: applied });
  await step('recordConsultation', { note: '댁에서 상담했다.', place: 'HOME' });
  const link = (valueKrw: number | null) =>
    step('linkService', { domain: 'FINANCE', sector: 'PUBLIC', fundedBy: 'BUDGET_LINE', valueKrw });
  // Support first, survey after.
  const [first, ...rest] = values;
  if (applied && first !== undefined) await link(first);
  await step('assessCase', { needs: [{ domain: 'FINANCE', description: '월세가 밀렸다.' }] });
  await step('decideConference', { track, level: 'GENERAL' });
  if (track === 'CASE_MANAGED')
    await step('planCase', { goals: [{ domain: 'FINANCE', description: '월세를 낸다.' }] });
  for (const value of applied ? rest : values) await link(value);
  return now.id.split(':')[2]!;
}

/** Shares of a whole, as even as they can be. */
const shares = (whole: number, count: number) =>
  Array.from(
    { length: count },
    (_, nth) => Math.floor((whole * (nth + 1)) / count) - Math.floor((whole * nth) / count),
  );

test('a year of outreach comes out of the operations of its people, to the published figures', async () => {
  const { emergencyHouseholds, emergencyLinkages } = year;
  const values = shares(year.valueKrw / 10_000, emergencyLinkages).map((each) => each * 10_000);
  const ofEmergency = shares(emergencyLinkages, emergencyHouseholds);
  const notSelected = part(20);
  const others = shares(
    year.linkages - emergencyLinkages,
    year.consultations - emergencyHouseholds - notSelected,
  );
  const families = Array.from({ length: year.consultations }, (_, nth) => {
    if (nth < emergencyHouseholds) {
      const before = ofEmergency.slice(0, nth).reduce((sum, each) => sum + each, 0);
      return { track: 'CASE_MANAGED', values: values.slice(before, before + ofEmergency[nth]!) };
    }
    const count = others[nth - emergencyHouseholds] ?? 0;
    const track = nth < year.caseHouseholds ? 'CASE_MANAGED' : count ? 'SERVICE_LINKED' : 'NOT_SELECTED';
    return { track, values: Array.from({ length: count }, () => null) };
  });
  const made: string[] = [];
  const waiting = families.map((each, nth) => ({ ...each, nth }));
  // Several people work at once.
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (let each = waiting.shift(); each; each = waiting.shift()) made.push(await family(each.nth, each));
    }),
  );
  const [row] = await database.owner`
    with made as (select * from cases where id = any(${made}::uuid[])),
      applied as (select * from made c where c.track = 'CASE_MANAGED'
        and exists (select from emergency_applications e where e.case_id = c.id and e.visited_on is not null))
    select (select count(*)::int from case_steps s join made c on c.id = s.case_id where s.step = 'CONSULT') as consultations,
      (select count(distinct household_id)::int from made where track = 'CASE_MANAGED') as "caseHouseholds",
      (select count(*)::int from linkages l join made c on c.id = l.case_id) as linkages,
      (select count(distinct household_id)::int from applied) as "emergencyHouseholds",
      (select count(*)::int from linkages l join applied c on c.id = l.case_id) as "emergencyLinkages",
      (select sum(l.value_krw)::int from linkages l join applied c on c.id = l.case_id) as "valueKrw",
      (select count(*)::int from clocks k join applied c on c.id = k.case_id
        where k.kind = 'EMERGENCY_VISIT_AGREED' and hamkke.clock_state(k) = 'MET') as "agreedInTime"`;
  expect(row).toEqual({ ...year, agreedInTime: emergencyHouseholds });

  // What was done so that people know of the centre.
  const period = { from: inDays(-1), until: inDays(0) };
  const counted = async (persona: string) =>
    (
      await app.ask<{ promotionCounts: { activities: number } | null }>(
        persona,
        texts.get('promotionList')!,
        { period, first: 1 },
      )
    ).data?.promotionCounts?.activities;
  const before = (await counted(manager))!;
  for (const [nth, activities] of shares(part(promotions), 12).entries())
    await must('recordPromotion', { kind: nth % 2 ? 'LEAFLET' : 'BRIEFING', activities });
  expect((await counted(manager))! - before).toBe(part(promotions));

  // A tong head tells of somebody and reads a receipt; nobody else’s families, lists or figures are theirs.
  const told = await app.ask<{ reportDiscovery: { sentReport: { id: string; status: string } } }>(
    'tong-head',
    texts.get('reportDiscovery')!,
    {
      input: {
        reporter: 'TONG_HEAD',
        people: [{ name: '송산가구0', roughAge: 60 }],
        dong,
        seen: '우편물이 쌓여 있다.',
      },
    },
  );
  expect(told.data?.reportDiscovery.sentReport).toMatchObject({ status: 'RECEIVED' });
  const household = `{ household(id: "Household:${published.songsan2019.districtId}:${await householdOf(made[0]!)}") { id } }`;
  for (const persona of ['tong-head', 'songsan-statistics', 'case-manager', 'welfare-centre']) {
    expect([persona, (await app.ask(persona, household)).data?.household ?? null]).toEqual([persona, null]);
    expect([persona, (await counted(persona)) ?? 0]).not.toEqual([persona, part(promotions)]);
  }
  // A counsellor of the same centre has whom they are assigned to, and nobody yet.
  expect((await app.ask('songsan-counsellor', household)).data?.household ?? null).toBeNull();
  expect((await app.ask(manager, household)).data?.household).not.toBeNull();
});

const householdOf = async (caseId: string) =>
  (await database.owner`select household_id as id from cases where id = ${caseId}`)[0]!.id;

test('figures are what all of this comes to', async () => {
  await expectTrueFacts(database.owner);
});
