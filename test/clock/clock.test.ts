import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { families, known, postId } from '../../src/demo/known.js';
import { startWide } from '../access/prepared.js';
import { must } from '../case/watch.js';
import type { App } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import fc from '../support/property.js';

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

const dayOf = (offset: number) =>
  new Date(Date.UTC(2024, 0, 1) + offset * 86_400_000).toISOString().slice(0, 10);
const day = fc.integer({ min: 0, max: 1_300 }).map(dayOf);
const today = () => new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Seoul' }).format(new Date());
const inDays = (count: number) =>
  new Date(Date.parse(today()) + count * 86_400_000).toISOString().slice(0, 10);

describe('laws of days', () => {
  test('after n working days, n of the days since are worked, and the last one is', async () => {
    await fc.assert(
      fc.asyncProperty(day, fc.integer({ min: 1, max: 60 }), async (from, count) => {
        const [row] = await database.owner`
          select l::text as last, hamkke.is_working_day(l) as worked, (select count(*)::int
            from generate_series(${from}::date + 1, l, interval '1 day') d where hamkke.is_working_day(d::date)) as days
          from hamkke.after_working_days(${from}::date, ${count}) l`;
        expect(row).toMatchObject({ worked: true, days: count });
      }),
      { numRuns: 60 },
    );
  });

  test('no clock is met before it began, and none is missed before its last day ended in Seoul', async () => {
    const clock = fc.record({
      started: fc.integer({ min: 0, max: 400 }),
      term: fc.integer({ min: 0, max: 60 }),
      end: fc.option(fc.tuple(fc.constantFrom('met_on', 'stopped_on'), fc.integer({ min: 0, max: 120 }))),
      looked: fc.integer({ min: 0, max: 200 }),
    });
    await fc.assert(
      fc.asyncProperty(clock, async ({ started, term, end, looked }) => {
        const due = started + term;
        const at = started + Math.max(looked, end?.[1] ?? 0);
        const row = {
          started_on: dayOf(started),
          due_on: dayOf(due),
          ...(end ? { [end[0]]: dayOf(started + end[1]) } : {}),
        };
        const [found] = await database.owner`
          select hamkke.clock_state_on(jsonb_populate_record(null::clocks, ${database.owner.json(row)}), ${dayOf(at)}::date) as state`;
        const state = found!.state as string;
        const inTime = end && end[1] <= term;
        if (inTime) expect(state).toBe(end[0] === 'met_on' ? 'MET' : 'STOPPED');
        else expect(state).toBe(!end && at <= due ? 'RUNNING' : 'MISSED');
        if (at <= due) expect(state).not.toBe('MISSED');
      }),
      { numRuns: 100 },
    );
    const early = { id: randomUUID(), met_on: '2020-01-01' };
    await expect(
      asKeeper(
        database.owner,
        (sql) => sql`insert into clocks select (jsonb_populate_record(c, ${sql.json(early)})).* from clocks c
          where met_on is not null limit 1`,
      ),
    ).rejects.toThrow('clocks_days');
  });

  test('a policy that is decided later changes no day before its own', async () => {
    const decided = fc.record({
      from: fc.integer({ min: 0, max: 300 }),
      value: fc.integer({ min: 1, max: 30 }),
    });
    const looked = [0, 50, 100, 150, 200, 250, 300].map(dayOf);
    await fc.assert(
      fc.asyncProperty(fc.array(decided, { minLength: 1, maxLength: 6 }), async (all) => {
        await asKeeper(database.owner, async (sql) => {
          const dues = async () =>
            (await sql`
              select d::text as day, hamkke.policy_due(${known.districts.mapo}, 'EMERGENCY_VISIT_AGREED', d::date)::text as due
              from unnest(${looked}::date[]) d`) as unknown as { day: string; due: string }[];
          await sql`delete from district_policies where district_id = ${known.districts.mapo}`;
          let before = await dues();
          for (const { from, value } of all) {
            await sql`insert into district_policies values (${known.districts.mapo}, 'EMERGENCY_VISIT_AGREED',
              ${dayOf(from)}::date, ${value}, clock_timestamp(), ${postId('songsan-case-manager')})`;
            const after = await dues();
            const until = (rows: typeof after) => rows.filter((each) => each.day < dayOf(from));
            expect(until(after)).toEqual(until(before));
            before = after;
          }
          await sql`delete from district_policies where district_id = ${known.districts.mapo}`;
        });
      }),
      { numRuns: 15 },
    );
  });
});

const manager = 'songsan-case-manager';
const pair = [manager, 'songsan-counsellor'].map((each) => `Post:${postId(each)}`);

interface Clock {
  kind: string;
  state: string;
  startedOn: string;
  dueOn: string;
  metOn: string | null;
}
interface Application {
  id: string;
  receivedOn: string;
  agreedOn: string | null;
  visitOn: string | null;
  visitedOn: string | null;
  version: number;
  visitors: { name: string }[];
}
interface CaseNow {
  id: string;
  version: number;
  clocks: { nodes: Clock[] };
  applications: { nodes: Application[] };
  household: { id: string };
}
const caseNow = `id version household { id }
  clocks { nodes { kind state startedOn dueOn metOn } }
  applications { nodes { id receivedOn agreedOn visitOn visitedOn version visitors { name } } }`;

test('an application for emergency support is visited in time, supported first, surveyed after, and what is due follows', async () => {
  const received = await must<{ case: CaseNow }>(
    app,
    manager,
    'receiveReport',
    'ReceiveReportInput',
    `case { ${caseNow} }`,
    {
      source: 'EMERGENCY_APPLICATION',
      emergency: true,
      responsibleDong: known.dongs.songsan3,
      members: [{ name: '긴급신청하나', birthDate: '1966-06-06', phone: '010-0000-4411' }],
    },
  );
  let now = received.case;
  const clocks = () => Object.fromEntries(now.clocks.nodes.map((each) => [each.kind, each.state]));
  expect(now.clocks.nodes.find(({ kind }) => kind === 'EMERGENCY_VISIT_AGREED')).toMatchObject({
    state: 'RUNNING',
    startedOn: today(),
    dueOn: inDays(3),
    metOn: null,
  });
  expect(clocks()).toEqual({ EMERGENCY_VISIT_AGREED: 'RUNNING', SURVEY: 'RUNNING' });
  const [application] = now.applications.nodes as [Application];
  expect(application).toMatchObject({ agreedOn: null, visitOn: null, visitors: [] });

  const agree = (more: object, persona = manager) =>
    app.ask<{ agreeVisitDate: { application: Application } }>(
      persona,
      `mutation ($input: AgreeVisitDateInput!) { agreeVisitDate(input: $input) { application { id version visitOn visitors { name } } } }`,
      {
        input: {
          applicationId: application.id,
          visitOn: inDays(1),
          visitorPostIds: pair,
          expectedVersion: 1,
          ...more,
        },
      },
    );
  const reasonOf = async (answer: ReturnType<typeof agree>) => (await answer).errors?.[0]?.extensions?.reason;
  expect(await reasonOf(agree({ visitorPostIds: [pair[0]] }))).toBe('TWO_VISITORS');
  expect(await reasonOf(agree({ visitorPostIds: [pair[0], `Post:${postId('counsellor')}`] }))).toBe(
    'TWO_VISITORS',
  );
  const stranger = `Post:${postId('counsellor')}`;
  expect(await reasonOf(agree({ visitorPostIds: [...pair, stranger] }))).toBe('TWO_VISITORS');
  expect(await reasonOf(agree({ agreedOn: inDays(-1) }))).toBe('VISIT_AGREED_BETWEEN');
  expect(await reasonOf(agree({ expectedVersion: 7 }))).toBe('CHANGED_MEANWHILE');
  // Hidden and unknown are alike.
  const unknown = agree({
    applicationId: application.id.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
  });
  expect((await agree({}, 'case-manager')).errors![0]!.message).toBe((await unknown).errors![0]!.message);
  const agreed = (await agree({})).data!.agreeVisitDate.application;
  expect(agreed).toMatchObject({ version: 2, visitOn: inDays(1) });
  expect(agreed.visitors).toHaveLength(2);
  expect((await agree({ visitOn: inDays(2), expectedVersion: 2 })).errors).toBeUndefined();

  const step = async (name: string, type: string, more: object = {}) => {
    const answer = await must<{ case: CaseNow }>(app, manager, name, type, `case { ${caseNow} }`, {
      caseId: now.id,
      expectedVersion: now.version,
      ...more,
    });
    now = answer.case;
  };
  await step('triageCase', 'TriageInput', { emergency: true, level: 'GENERAL' });
  expect(
    now.clocks.nodes
      .filter(({ kind }) => kind === 'EMERGENCY_VISIT')
      .map(({ state }) => state)
      .sort(),
  ).toEqual(['RUNNING', 'STOPPED']);
  expect(clocks().EMERGENCY_VISIT_AGREED).toBe('MET');
  // A call is no visit.
  await step('recordConsultation', 'StepInput', { note: '전화로 상담했다.', place: 'TELEPHONE' });
  expect(now.applications.nodes[0]!.visitedOn).toBeNull();
  await step('linkService', 'LinkInput', {
    domain: 'FINANCE',
    sector: 'PUBLIC',
    fundedBy: 'BUDGET_LINE',
    linkedOn: today(),
    valueKrw: 500_000,
  });
  expect(clocks()).toMatchObject({ EMERGENCY_SURVEY: 'RUNNING', SURVEY: 'RUNNING' });
  await step('recordVisit', 'StepInput', { note: '오지 말라고 하여 전화로 들었다.', place: 'TELEPHONE' });
  expect(now.applications.nodes[0]!.visitedOn).toBeNull();
  await step('recordVisit', 'StepInput');
  expect(now.applications.nodes[0]).toMatchObject({
    visitedOn: today(),
    agreedOn: today(),
    visitOn: inDays(2),
  });
  await step('assessCase', 'AssessInput', { needs: [{ domain: 'FINANCE', description: '월세가 밀렸다.' }] });
  expect(clocks()).toMatchObject({ EMERGENCY_SURVEY: 'MET', SURVEY: 'MET', CONFERENCE: 'RUNNING' });

  const due = async (persona: string, whose: string | null) =>
    (
      await app.ask<{
        clocks: { nodes: { kind: string; case: { id: string } | null }[]; totalCount: number } | null;
      }>(
        persona,
        `query ($whose: WorkSide) { clocks(whose: $whose, first: 100) { totalCount nodes { kind dueOn case { id } } } }`,
        { whose },
      )
    ).data?.clocks;
  const mine = (answer: Awaited<ReturnType<typeof due>>) =>
    answer?.nodes.filter((each) => each.case?.id === now.id).map(({ kind }) => kind);
  const open = async (persona: string, whose: string) =>
    (
      await app.ask<{ cases: { nodes: { id: string }[]; totalCount: number } | null }>(
        persona,
        'query ($whose: WorkSide!) { cases(whose: $whose, order: NEWEST_FIRST, first: 50) { totalCount nodes { id } } }',
        { whose },
      )
    ).data?.cases;
  expect((await open(manager, 'TEAM'))?.nodes.map(({ id }) => id)).toContain(now.id);
  expect((await open('head', 'TEAM'))?.nodes.map(({ id }) => id)).not.toContain(now.id);
  expect(await open('welfare-centre', 'MINE')).toMatchObject({ totalCount: 0 });
  expect(await open('statistics', 'TEAM')).toBeNull();
  expect(mine(await due(manager, 'TEAM'))).toEqual(['CONFERENCE']);
  expect(mine(await due(manager, null))).toEqual(['CONFERENCE']);
  expect(mine(await due('head', null))).toEqual([]);
  expect((await due('welfare-centre', null))?.nodes).toEqual([]);
  expect(await due('statistics', null)).toBeNull();

  await step('decideConference', 'ConferInput', { track: 'CASE_MANAGED', level: 'GENERAL' });
  expect(clocks()).toMatchObject({ CONFERENCE: 'MET', PLAN: 'RUNNING' });
  await step('closeCase', 'CloseInput', { reason: 'MOVED' });
  expect(Object.values(clocks())).not.toContain('RUNNING');
  expect(clocks().PLAN).toBe('STOPPED');
  expect(mine(await due(manager, 'TEAM'))).toEqual([]);
});

test('an application that a known household makes is told to those alone who hear of the report', async () => {
  const { a } = families;
  const apply = () =>
    must<{ case: CaseNow }>(
      app,
      'case-manager',
      'receiveReport',
      'ReceiveReportInput',
      `case { ${caseNow} }`,
      { source: 'EMERGENCY_APPLICATION', emergency: true, householdId: `Household:${a.districtId}:${a.id}` },
    );
  const seen = async (persona: string) =>
    (
      await app.ask<{ household: { cases: CaseNow[] } }>(
        persona,
        `query ($id: ID!) { household(id: $id) { cases { ${caseNow} } } }`,
        { id: `Household:${a.districtId}:${a.id}` },
      )
    ).data!.household.cases;
  const others = ['apo', 'police', 'welfare-centre'];
  const before = await Promise.all(others.map(seen));
  const [application] = (await apply()).case.applications.nodes as [Application];
  expect(await Promise.all(others.map(seen))).toEqual(before);
  // An office without teams sends two people of its own, and nobody else with them.
  const agree = (visitors: readonly string[]) =>
    app.ask(
      'case-manager',
      `mutation ($input: AgreeVisitDateInput!) { agreeVisitDate(input: $input) { application { version } } }`,
      {
        input: {
          applicationId: application.id,
          visitOn: inDays(1),
          visitorPostIds: visitors.map((each) => `Post:${postId(each)}`),
          expectedVersion: 1,
        },
      },
    );
  const refused = await agree(['case-manager', 'counsellor', 'police']);
  expect(refused.errors?.[0]?.extensions).toMatchObject({
    reason: 'TWO_VISITORS',
    field: 'input.visitorPostIds',
  });
  expect((await agree(['case-manager', 'counsellor'])).errors).toBeUndefined();
  // Applied for once more, each waits for its own.
  const again = (await apply()).case;
  const states = again.clocks.nodes.map(({ kind, state }) => `${kind} ${state}`);
  expect(states).toEqual(
    expect.arrayContaining([
      'EMERGENCY_VISIT_AGREED MET',
      'EMERGENCY_VISIT RUNNING',
      'EMERGENCY_VISIT_AGREED RUNNING',
    ]),
  );
  const second = again.applications.nodes.find(({ visitOn }) => visitOn === null)!;
  const visits = async (more: object) =>
    (
      await must<{ application: { case: CaseNow } }>(
        app,
        'case-manager',
        'agreeVisitDate',
        'AgreeVisitDateInput',
        `application { case { ${caseNow} } }`,
        {
          visitOn: inDays(3),
          visitorPostIds: ['case-manager', 'counsellor'].map((each) => `Post:${postId(each)}`),
          ...more,
        },
      )
    ).application.case.clocks.nodes
      .filter(({ kind }) => kind === 'EMERGENCY_VISIT')
      .map(({ state, dueOn }) => `${state} ${dueOn}`)
      .sort();
  const both = await visits({ applicationId: second.id, expectedVersion: 1 });
  expect(both).toEqual([`RUNNING ${inDays(1)}`, `RUNNING ${inDays(3)}`]);
  // Who was there before it came in answered neither.
  const visit = (more: object) =>
    must<{ case: CaseNow }>(app, 'case-manager', 'recordVisit', 'StepInput', `case { ${caseNow} }`, {
      caseId: again.id,
      note: '집에서 만났다.',
      ...more,
    });
  const earlier = (
    await visit({ tookPlaceAt: `${inDays(-5)}T10:00:00+09:00`, expectedVersion: again.version })
  ).case;
  expect(earlier.applications.nodes.map(({ visitedOn }) => visitedOn)).toEqual([null, null]);
  const { applications, clocks } = (await visit({ expectedVersion: earlier.version })).case;
  expect(applications.nodes.map(({ visitedOn }) => visitedOn)).toEqual([today(), today()]);
  expect(clocks.nodes.filter(({ state }) => state === 'RUNNING')).toEqual([]);
  expect(await Promise.all(others.map(async (each) => (await seen(each))[0]!.applications.nodes))).toEqual(
    others.map(() => []),
  );
});

test('who applied and was not visited waits again where the case is reopened, and where it goes', async () => {
  const apply = async () =>
    (
      await must<{ case: CaseNow }>(
        app,
        manager,
        'receiveReport',
        'ReceiveReportInput',
        `case { ${caseNow} }`,
        {
          source: 'EMERGENCY_APPLICATION',
          emergency: true,
          responsibleDong: known.dongs.songsan3,
          members: [{ name: '긴급신청둘' }],
        },
      )
    ).case;
  const step = async (now: CaseNow, name: string, type: string, more: object = {}) =>
    (
      await must<{ case: CaseNow }>(app, manager, name, type, `case { ${caseNow} }`, {
        caseId: now.id,
        expectedVersion: now.version,
        ...more,
      })
    ).case;
  const waits = ({ clocks }: CaseNow) =>
    clocks.nodes
      .filter(({ kind, state }) => kind.startsWith('EMERGENCY') && state === 'RUNNING')
      .map(({ kind, dueOn }) => `${kind} ${dueOn}`);
  let now = await apply();
  now = await step(now, 'closeCase', 'CloseInput', { reason: 'MOVED' });
  expect(waits(now)).toEqual([]);
  now = await step(now, 'reopenCase', 'StepInput');
  expect(waits(now)).toEqual([`EMERGENCY_VISIT_AGREED ${inDays(3)}`]);
  // Somebody went before a day was agreed: the household agreed at the door.
  now = await step(now, 'recordVisit', 'StepInput', { note: '집에서 만났다.' });
  expect(now.applications.nodes).toMatchObject([{ agreedOn: today(), visitOn: today(), visitedOn: today() }]);
  expect(waits(now)).toEqual([]);

  // What was due on a day stays due on it where the case goes: also what is overdue, and a visit that was agreed.
  const before = new Set<string>();
  const goes = async (since: number, agreed: boolean) => {
    const applied = await apply();
    const id = applied.id.split(':')[2]!;
    await asKeeper(database.owner, async (sql) => {
      await sql`update emergency_applications set received_on = received_on - ${since}::int where case_id = ${id}`;
      await sql`update clocks set started_on = started_on - ${since}::int, due_on = due_on - ${since}::int
        where case_id = ${id} and report_id is not null`;
    });
    let last = applied;
    if (agreed) {
      const [application] = applied.applications.nodes as [Application];
      await must(app, manager, 'agreeVisitDate', 'AgreeVisitDateInput', 'application { id }', {
        ...{ applicationId: application.id, expectedVersion: application.version },
        ...{ agreedOn: inDays(-1), visitOn: inDays(2), visitorPostIds: pair },
      });
      const [moved] = await database.owner`select version from cases where id = ${id}`;
      last = { ...applied, version: moved!.version as number };
    }
    await step(last, 'transferCase', 'TransferInput', {
      centerId: `Organization:${known.organizations.mapoOffice}`,
      responsibleDong: known.dongs.mapo[0],
      reason: 'HOUSEHOLD_MOVED',
    });
    const there = await app.ask<{ cases: { nodes: CaseNow[] } }>(
      'mapo-case-manager',
      `{ cases(whose: TEAM, order: NEWEST_FIRST, first: 50) { nodes { ${caseNow} } } }`,
    );
    const arrived = there.data!.cases.nodes.filter(
      ({ applications, id: each }) => applications.nodes.length > 0 && !before.has(each),
    );
    expect(arrived).toHaveLength(1);
    before.add(arrived[0]!.id);
    return {
      due: arrived[0]!.clocks.nodes
        .filter(({ kind }) => kind.startsWith('EMERGENCY'))
        .map(({ kind, dueOn, state }) => `${kind} ${dueOn} ${state}`),
      application: arrived[0]!.applications.nodes[0]!,
    };
  };
  for (const [since, state] of [
    [0, 'RUNNING'],
    [2, 'RUNNING'],
    [5, 'MISSED'],
  ] as const)
    expect(await goes(since, false)).toMatchObject({
      due: [`EMERGENCY_VISIT_AGREED ${inDays(3 - since)} ${state}`],
      application: { receivedOn: inDays(-since), agreedOn: null, visitOn: null },
    });
  expect(await goes(2, true)).toMatchObject({
    due: [`EMERGENCY_VISIT ${inDays(2)} RUNNING`],
    application: { receivedOn: inDays(-2), agreedOn: inDays(-1), visitOn: inDays(2) },
  });
});

test('a district decides its policies from tomorrow on, and reads what they were and will be', async () => {
  const read = async (persona: string, on: string | null) =>
    (
      await app.ask<{ policies: { key: string; value: number; versions: object[] }[] | null }>(
        persona,
        `query ($day: Date) { policies(day: $day) { key value unit usual versions { value validFrom validUntil } } }`,
        { day: on },
      )
    ).data?.policies?.find(({ key }) => key === 'EMERGENCY_VISIT_AGREED');
  const decide = (persona: string, more: object) =>
    app.ask(
      persona,
      `mutation ($input: SetPolicyInput!) { setPolicy(input: $input) { policies { key value } } }`,
      {
        input: { key: 'EMERGENCY_VISIT_AGREED', value: 2, validFrom: inDays(1), ...more },
      },
    );
  const reasonOf = async (answer: ReturnType<typeof decide>) =>
    (await answer).errors?.[0]?.extensions?.reason;
  expect(await reasonOf(decide('portal', { validFrom: today() }))).toBe('POLICY_BEGINS_TOMORROW');
  expect(await reasonOf(decide('portal', { value: 0 }))).toBe('NUMBER_OUT_OF_RANGE');
  expect(await reasonOf(decide('head', {}))).toBe('DUTY_NOT_PERMITTED');
  expect((await decide('portal', {})).errors).toBeUndefined();
  expect((await decide('portal', { value: 5 })).errors).toBeUndefined();
  expect(await read('counsellor', null)).toMatchObject({ value: 3, unit: 'DAYS', usual: 3 });
  expect(await read('counsellor', inDays(1))).toMatchObject({
    value: 5,
    versions: [{ value: 5, validFrom: inDays(1), validUntil: null }],
  });
  expect(await read('nurse', inDays(1))).toMatchObject({ value: 3, versions: [] });
});
