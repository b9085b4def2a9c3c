import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { families, known, postId } from '../../src/demo/known.js';
import { householdId as referred, steps } from '../referral/referrals.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import { asksOf, elsewhere, idOf } from './asks.js';

let database: TestDatabase;
let app: App;
let { declare, end, look, log, lastLine, endAll }: Asks = {} as Asks;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
  ({ declare, end, look, log, lastLine, endAll } = asksOf(app, database));
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});
afterEach(() => endAll());
type Asks = ReturnType<typeof asksOf>;

describe('a declared emergency', () => {
  test('opens one household to one post, all but places of safety and investigations', async () => {
    expect((await look('counsellor')).data).toEqual({ household: null });
    const { data, errors } = await declare('counsellor');
    expect(errors).toBeUndefined();
    expect(data!.declareEmergency).toMatchObject({
      emergency: { householdId: elsewhere, minutes: 30, running: true },
      household: { id: elsewhere, summary: {} },
    });
    const { household } = (await look('counsellor')).data!;
    for (const access of [household!.access, ...household!.members.map((each) => each.access)]) {
      expect(access.granted).toHaveLength(14);
      expect(access.granted).not.toContain('SAFE_LOCATION');
      expect(access.granted).not.toContain('INVESTIGATION');
    }
    expect(household!.members[0]!.identity!.name).toEqual(expect.any(String));
    expect(household!.members.map((each) => each.safeLocation)).toEqual(household!.members.map(() => null));
    // Neither a colleague nor another household.
    expect((await look('counsellor-2')).data).toEqual({ household: null });
    expect((await look('counsellor', idOf(families.a))).data).toEqual({ household: null });
  });

  test('is the post’s and not the person’s', async () => {
    const other = idOf(families.never);
    // The head's second post reaches the office's households, and not the centre's.
    expect((await look('head', other, postId('head-office'))).data).toEqual({ household: null });
    expect((await declare('head', { householdId: other }, postId('head-office'))).errors).toBeUndefined();
    expect((await look('head', other, postId('head-office'))).data!.household).not.toBeNull();
    expect((await declare('head')).errors).toBeUndefined();
    expect((await look('head', elsewhere)).data!.household).not.toBeNull();
  });

  test('stands in the log from its declaration on, on its own basis', async () => {
    const before = await lastLine();
    await declare('counsellor');
    await look('counsellor');
    const lines = await log(before);
    expect(lines.map(({ operation, action, bases, allowed }) => [operation, action, bases, allowed])).toEqual(
      [
        ['declareEmergency', 'CHANGE', ['BREAK_GLASS'], true],
        ['household', 'READ', ['BREAK_GLASS'], true],
        ['Look', 'READ', ['BREAK_GLASS'], true],
      ],
    );
    for (const { household_id } of lines) expect(household_id).toBe(families.office.id);
  });

  test('ends by itself: the next request after its time has nothing', async () => {
    const { data } = await declare('counsellor');
    const [, , id] = data!.declareEmergency!.emergency.id.split(':');
    expect((await look('counsellor')).data!.household).not.toBeNull();
    // An hour goes by.
    await asKeeper(
      database.owner,
      (sql) => sql`update emergencies set declared_at = declared_at - interval '30 minutes',
      ends_at = ends_at - interval '30 minutes' where id = ${id!}`,
    );
    expect((await look('counsellor')).data).toEqual({ household: null });
  });

  test('is ended earlier by those who declared it, and by nobody else', async () => {
    const { data } = await declare('counsellor');
    const { id, endsAt } = data!.declareEmergency!.emergency;
    expect((await end('counsellor-2', id)).errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    expect((await look('counsellor')).data!.household).not.toBeNull();
    const ended = await end('counsellor', id);
    expect(ended.data!.endEmergency!.emergency).toMatchObject({ id, running: false, minutes: 30 });
    expect(Date.parse(ended.data!.endEmergency!.emergency.endsAt)).toBeLessThan(Date.parse(endsAt));
    expect((await look('counsellor')).data).toEqual({ household: null });
    expect((await declare('counsellor')).errors).toBeUndefined();
  });

  test('is over with the duty that declared it', async () => {
    await declare('counsellor');
    const setDuty = (duty: string) =>
      asKeeper(
        database.owner,
        (sql) => sql`update posts set duties = ${`{${duty}}`}::duty[] where id = ${postId('counsellor')}`,
      );
    await setDuty('PARTNER_WORKER');
    try {
      expect((await look('counsellor')).data).toEqual({ household: null });
    } finally {
      await setDuty('COUNSELLOR');
    }
  });

  test('is in no list, and no name finds it', async () => {
    const list = '{ households(first: 100) { totalCount nodes { id } } }';
    const before = (await app.ask('counsellor', list)).body;
    await declare('counsellor');
    const name = (await look('counsellor')).data!.household!.members[0]!.identity!.name;
    expect((await app.ask('counsellor', list)).body).toBe(before);
    const found = await app.ask<{ households: { totalCount: number } }>(
      'counsellor',
      'query ($name: String!) { households(filter: { memberName: $name }) { totalCount nodes { id } } }',
      { name },
    );
    expect(found.data!.households.totalCount).toBe(0);
  });

  test('is in no list of referrals and no feed', async () => {
    await steps(app).requested();
    const lists =
      '{ referralsSent { totalCount nodes { id } } changes { changes { objectId } endCursor hasMore } }';
    const before = (await app.ask('counsellor', lists)).body;
    await declare('counsellor', { householdId: referred });
    const opened = await app.ask('counsellor', 'query ($id: ID!) { household(id: $id) { id } }', {
      id: referred,
    });
    expect(opened.data).toEqual({ household: { id: referred } });
    expect((await app.ask('counsellor', lists)).body).toBe(before);
  });

  test('changes nothing: whoever reads on this basis records nothing', async () => {
    await declare('case-manager');
    const caseId = `Case:${families.office.districtId}:${families.office.caseId}`;
    const { data } = await app.ask<{ case: { version: number; viewerCan: string[] } }>(
      'case-manager',
      'query ($id: ID!) { case(id: $id) { version viewerCan } }',
      { id: caseId },
    );
    expect(data!.case.viewerCan).toEqual([]);
    const changed = await app.ask(
      'case-manager',
      'mutation ($input: StepInput!) { recordMonitoring(input: $input) { case { id } } }',
      { input: { caseId, expectedVersion: data!.case.version, note: '기록' } },
    );
    expect(changed.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    const reported = await app.ask(
      'case-manager',
      'mutation ($input: ReceiveReportInput!) { receiveReport(input: $input) { case { id } } }',
      { input: { householdId: elsewhere, source: 'PARTNER', emergency: true } },
    );
    expect(reported.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    const referred = await app.ask(
      'case-manager',
      'mutation ($input: DraftReferralInput!) { draftReferral(input: $input) { referral { id } } }',
      {
        input: {
          householdId: elsewhere,
          recipientId: `Organization:${known.organizations.welfareCentre}`,
          domain: 'HOUSING',
          classes: ['SUMMARY'],
        },
      },
    );
    expect(referred.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  });

  test('has at most sixty minutes, and a reason in words', async () => {
    for (const wrong of [
      { minutes: 61 },
      { minutes: 0 },
      { minutes: -5 },
      { words: '  ' },
      { words: '가'.repeat(1001) },
    ])
      expect((await declare('counsellor', wrong)).errors).toMatchObject([
        { extensions: { code: 'BAD_INPUT' } },
      ]);
    expect((await look('counsellor')).data).toEqual({ household: null });
    const { data } = await declare('counsellor', { minutes: 60 });
    const { declaredAt, endsAt } = data!.declareEmergency!.emergency;
    expect(Date.parse(endsAt) - Date.parse(declaredAt)).toBe(3_600_000);
  });

  test('is one at a time, of fifty that are declared at once, too', async () => {
    const all = await Promise.all(Array.from({ length: 50 }, () => declare('counsellor')));
    const codes = all.map(({ errors }) => errors?.[0]?.extensions.code ?? 'declared');
    expect(codes.filter((each) => each === 'declared')).toHaveLength(1);
    expect(codes.filter((each) => each === 'CONFLICT')).toHaveLength(49);
  });

  test('comes once of the same key, and answers the same', async () => {
    const input = { idempotencyKey: randomUUID() };
    const one = await declare('counsellor', input);
    expect((await declare('counsellor', input)).body).toBe(one.body);
  });
});

describe('whoever may not declare one', () => {
  test.each([
    'welfare-centre',
    'clinic',
    'apo',
    'police',
    'portal',
    'privacy-officer',
    'statistics',
    'sponsor',
  ])('is refused by duty alone: %s', async (persona) => {
    for (const householdId of [elsewhere, `Household:11170:${randomUUID()}`])
      expect((await declare(persona, { householdId })).errors).toMatchObject([
        { extensions: { code: 'FORBIDDEN' } },
      ]);
    expect(
      (await look(persona === 'portal' ? 'welfare-centre' : persona)).data?.household ?? null,
    ).toBeNull();
  });

  test('is told of another district’s household as of none, and nothing is declared', async () => {
    const declared = async () => (await database.owner`select id from emergencies`).length;
    const before = await declared();
    const other = (id: string) => `Household:${known.districts.mapo}:${id}`;
    const [there, absent] = await Promise.all(
      [families.longPlan.id, randomUUID()].map((id) => declare('counsellor', { householdId: other(id) })),
    );
    expect(there!.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    expect(there!.body).toBe(absent!.body);
    expect(await declared()).toBe(before);
  });
});

test('declaring for a household that is not there is logged, told and reviewed like any other, before that shows', async () => {
  const absent = `Household:${known.districts.yongsan}:${randomUUID()}`;
  const facts = async (householdId: string) => {
    const before = await lastLine();
    const { data, errors } = await declare('counsellor', { householdId });
    expect(errors).toBeUndefined();
    const { id } = data!.declareEmergency!.emergency;
    const [told] = await database.owner`select
      (select count(*)::int from notifications where emergency_id = ${id.split(':')[2]!}) as notifications,
      (select count(*)::int from review_tasks where emergency_id = ${id.split(':')[2]!}) as reviews`;
    const [line] = await log(before);
    await endAll();
    return {
      told,
      line: JSON.stringify({ ...line, id: 0 }).replaceAll(householdId.split(':')[2]!, 'asked'),
      data,
    };
  };
  const [there, not] = [await facts(elsewhere), await facts(absent)];
  expect(there.told).toMatchObject({ reviews: 1 });
  expect(not.told).toEqual(there.told);
  expect(not.line).toBe(there.line);
  expect(not.data!.declareEmergency!.household).toBeNull();
  expect(there.data!.declareEmergency!.household).not.toBeNull();
});
