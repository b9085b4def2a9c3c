import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { known } from '../../src/demo/known.js';
import { differences, Expectation, everythingOf, plain, print } from '../access/everything.js';
import { consentRow, day, insert, type Viewer } from '../access/households.js';
import { objectType, viewOf, wide } from '../access/prepared.js';
import { readWorld } from '../access/world.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';

// One 112 report from receipt to follow-up (S1), seen by everybody who has to do with it, at every stage.

let database: TestDatabase;
let app: App;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database, limits: wide });
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

const personas = ['police', 'apo', 'case-manager', 'welfare-centre', 'clinic', 'welfare-centre-none'];
const viewers: Viewer[] = personas.map((name) => ({ name, persona: name }));
const household = everythingOf(objectType('Household'));
const district = known.districts.yongsan;

async function must<T>(persona: string, document: string, input: Record<string, unknown>): Promise<T> {
  const { data, errors } = await app.ask<Record<string, T>>(persona, document, { input });
  expect(errors).toBeUndefined();
  return Object.values(data!)[0]!;
}

/** Every field of the household, for every persona, as the domain gives it now; answers how much each of them has. */
async function seen(id: string, stage: string): Promise<Record<string, number>> {
  const world = await readWorld(database.owner);
  const expectation = new Expectation(world);
  const row = world.one('households', 'id', id);
  const counts: Record<string, number> = {};
  const wrong: string[] = [];
  for (const viewer of viewers) {
    const view = viewOf(world, viewer, id);
    const { body } = await app.ask(
      viewer.persona,
      `query ($id: ID!) { household(id: $id) { ${print(household)} } }`,
      { id: `Household:${district}:${id}` },
    );
    const expected = view ? expectation.of(household, 'households', row, view) : null;
    const answered = plain(body).data?.household ?? null;
    wrong.push(...differences(expected, answered, `${viewer.name} at ${stage}`));
    counts[viewer.name] = JSON.stringify(answered).length;
  }
  expect(wrong).toEqual([]);
  return counts;
}

test('a 112 report goes from receipt to follow-up, and each persona sees exactly its slice at each stage', async () => {
  await must(
    'police',
    `mutation ($input: ReceiveReportInput!) { receiveReport(input: $input) { case { id } report { id } } }`,
    {
      centerId: `Organization:${known.organizations.centre}`,
      source: 'POLICE_112',
      emergency: true,
      responsibleDong: '1117051000',
      members: [
        {
          name: '여정가장',
          birthDate: '1980-03-03',
          sex: 'MALE',
          relation: '본인',
          allegedPerpetrator: true,
        },
        { name: '여정배우자', birthDate: '1983-04-04', sex: 'FEMALE', relation: '배우자', concerned: true },
        { name: '여정자녀', birthDate: '2015-05-05', relation: '자녀' },
      ],
      incidentKind: 'DOMESTIC_VIOLENCE',
      narrative: '이웃이 고함을 듣고 112에 신고했다.',
      investigation: '현장 출동 기록.',
    },
  );
  const [row] = await database.owner`
    select c.household_id as household, c.id from cases c join member_identities i on i.household_id = c.household_id
    where i.name = '여정배우자'`;
  const { household: id, id: caseId } = row as unknown as { household: string; id: string };
  const stages: Record<string, Record<string, number>> = { RECEIVED: await seen(id, 'RECEIVED') };

  let version = 1;
  const step = async (name: string, type: string, more: Record<string, unknown> = {}) => {
    const { case: now } = await must<{ case: { stage: string; version: number } }>(
      'case-manager',
      `mutation ($input: ${type}!) { ${name}(input: $input) { case { stage version } } }`,
      { caseId: `Case:${district}:${caseId}`, expectedVersion: version, ...more },
    );
    version = now.version;
    stages[`${now.stage} ${version}`] = await seen(id, `${now.stage} ${version}`);
  };
  await step('triageCase', 'TriageInput', { emergency: true, level: 'INTENSIVE' });
  await step('linkService', 'LinkInput', { domain: 'SAFETY', sector: 'PUBLIC', fundedBy: 'PROVIDER' });
  await step('recordConsultation', 'StepInput', { note: '첫 상담을 했다.' });

  // The mother consents, for the household and the child, to the welfare centre, and of her health to the clinic.
  const world = await readWorld(database.owner);
  const [, mother, child] = [...world.where('members', 'household_id', id)]
    .sort((one, other) => Number(one.ordinal) - Number(other.ordinal))
    .map((each) => String(each.id));
  const agreement = (organization: string) =>
    String(
      world.all('agreements').find((each) => each.organization_id === organization && each.ended_on === null)!
        .id,
    );
  const given = (
    key: string,
    member: string,
    organization: string,
    classes: readonly string[],
    wide: boolean,
  ) =>
    consentRow({
      key: `journey/${key}`,
      home: { district, id, members: [] },
      organization,
      agreement: agreement(organization),
      member,
      by: mother!,
      classes: classes as never,
      wide,
      from: day(world.today, -1),
      until: day(world.today, 30),
    });
  await asKeeper(database.owner, (sql) =>
    insert(sql, 'consents', [
      given(
        'mother',
        mother!,
        known.organizations.welfareCentre,
        ['SUMMARY', 'IDENTITY', 'HOUSING', 'FAMILY'],
        true,
      ),
      given('child', child!, known.organizations.welfareCentre, ['IDENTITY', 'EDUCATION'], false),
      given('health', mother!, known.organizations.clinic, ['SUMMARY', 'IDENTITY', 'HEALTH'], false),
    ]),
  );
  stages.CONSENTED = await seen(id, 'CONSENTED');

  await step('recordVisit', 'StepInput', { note: '집을 찾아갔다.' });
  await step('assessCase', 'AssessInput', {
    needs: [
      { domain: 'HOUSING', severity: 'HIGH', description: '나갈 집이 필요하다.' },
      { domain: 'HEALTH', description: '치료가 필요하다.', memberIds: [`Member:${district}:${mother}`] },
      { domain: 'EDUCATION', description: '전학을 돕는다.', memberIds: [`Member:${district}:${child}`] },
    ],
  });
  await step('decideConference', 'ConferInput', { track: 'CASE_MANAGED', level: 'COMPLEX' });
  await step('planCase', 'PlanInput', { goals: [{ domain: 'HOUSING', description: '새 집을 구한다.' }] });
  await step('linkService', 'LinkInput', { domain: 'HOUSING', sector: 'PRIVATE', fundedBy: 'BUDGET_LINE' });
  await step('recordMonitoring', 'StepInput', { note: '잘 지낸다.' });
  await step('closeCase', 'CloseInput', { reason: 'GOALS_REACHED' });
  await step('recordFollowUp', 'StepInput');

  // Whoever has nothing has nothing at any stage; consent opened something; and nobody saw more than the case manager.
  for (const [stage, counts] of Object.entries(stages)) {
    expect([stage, counts['welfare-centre-none']]).toEqual([stage, 'null'.length]);
    for (const persona of personas) expect(counts[persona]).toBeLessThanOrEqual(counts['case-manager']!);
  }
  expect(stages.RECEIVED!['welfare-centre']).toBe('null'.length);
  expect(stages.CONSENTED!['welfare-centre']).toBeGreaterThan('null'.length);
  expect(stages.CONSENTED!.clinic).toBeGreaterThan('null'.length);
  expect(Object.keys(stages)).toHaveLength(13);
});
