import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { families, known } from '../../src/demo/known.js';
import { notices } from '../consent/family.js';
import { codes } from '../staff/people.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';

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

const { a, active, longPlan } = families;
const household = `Household:${active.districtId}:${active.id}`;
const member = (at: number, of: typeof active = active) => `Member:${of.districtId}:${of.member(at)}`;

const send = async (by: string, name: string, fields: string, input: object) => {
  const type =
    name === 'recordIdentity'
      ? 'RecordMemberIdentityInput'
      : `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const answer = await app.ask<Record<string, Record<string, Record<string, unknown> | null> | null>>(
    by,
    `mutation ($input: ${type}!) { ${name}(input: $input) { ${fields} } }`,
    { input },
  );
  return { ...answer, payload: answer.data?.[name] };
};
const identity =
  'member { id identity { name birthDate relation diedOn version } changes(first: 9) { nodes { version fields { field before after } } } }';
interface Identity {
  id: string;
  identity: { version: number; diedOn: string | null };
  changes: {
    nodes: { version: number; fields: { field: string; before: string | null; after: string | null }[] }[];
  };
}

test('a newborn comes to the household, with nothing that others consented to', async () => {
  const born = await send('case-manager', 'addMember', identity, {
    householdId: household,
    name: '정하늘',
    birthDate: '2026-11-20',
    sex: 'FEMALE',
    relation: '자녀',
  });
  const made = born.payload!.member as unknown as Identity;
  expect(made).toMatchObject({
    identity: { name: '정하늘', birthDate: '2026-11-20', relation: '자녀', diedOn: null, version: 1 },
  });
  expect(made.changes.nodes).toEqual([
    { version: 1, fields: expect.arrayContaining([{ field: 'name', before: null, after: '정하늘' }]) },
  ]);
  const [last] = await database.owner`
    select ordinal, (select max(ordinal) from members where household_id = ${active.id}) as highest
    from members where id = ${made.id.split(':')[2]!}`;
  expect(last!.ordinal).toBe(last!.highest);
  // The mother's consent opens her own rows and those of the child that she gave it for, and not the newborn's.
  const seen = await app.ask<{ household: { members: { id: string; identity: object | null }[] } | null }>(
    'welfare-centre',
    'query ($id: ID!) { household(id: $id) { members { id identity { name } } } }',
    { id: household },
  );
  const found = seen.data!.household?.members.find(({ id }) => id === made.id);
  expect(found?.identity ?? null).toBeNull();
});

test('who does not record IDENTITY of the household adds nobody to it, and hidden is unknown', async () => {
  const input = { householdId: household, name: '아무개' };
  for (const [by, to, code] of [
    ['nurse', household, 'FORBIDDEN'],
    ['welfare-centre', household, 'FORBIDDEN'],
    ['counsellor', household, 'NOT_FOUND'],
    ['mapo-case-manager', household, 'NOT_FOUND'],
    ['case-manager', `Household:${longPlan.districtId}:${longPlan.id}`, 'NOT_FOUND'],
  ] as const)
    expect([by, codes(await send(by, 'addMember', identity, { ...input, householdId: to }))]).toEqual([
      by,
      [code],
    ]);
  const blank = await send('case-manager', 'addMember', identity, { ...input, name: ' ' });
  expect(blank.errors![0]!.extensions).toMatchObject({ code: 'BAD_INPUT', field: 'input.name' });
});

describe('when somebody dies', () => {
  const seenByPartner = async () =>
    (
      await app.ask<{ household: object | null }>(
        'welfare-centre',
        'query ($id: ID!) { household(id: $id) { id } }',
        { id: household },
      )
    ).data!.household;

  test('the head needs a successor, their consents end with what rests on them, and a mistake revives none', async () => {
    expect(await seenByPartner()).not.toBeNull();
    const read = await app.ask<{ node: Identity }>(
      'case-manager',
      'query ($id: ID!) { node(id: $id) { ... on Member { id identity { version diedOn } } } }',
      { id: member(0) },
    );
    const { version } = read.data!.node.identity;
    const death = { memberId: member(0), diedOn: '2026-11-01', expectedVersion: version };
    const early = await send('case-manager', 'recordDeath', identity, {
      ...death,
      diedOn: '1900-01-01',
      newHeadId: member(1),
    });
    expect(early.errors![0]!.extensions).toMatchObject({ code: 'BAD_INPUT', field: 'input.diedOn' });
    const alone = await send('case-manager', 'recordDeath', identity, death);
    expect(alone.errors![0]!.extensions).toMatchObject({ code: 'BAD_INPUT', field: 'input.newHeadId' });
    for (const wrong of [member(0), member(0, a)])
      expect(
        codes(await send('case-manager', 'recordDeath', identity, { ...death, newHeadId: wrong })),
      ).toEqual(['NOT_FOUND']);
    expect(await seenByPartner()).not.toBeNull();

    const died = await send('case-manager', 'recordDeath', identity, { ...death, newHeadId: member(1) });
    expect((died.payload!.member as unknown as Identity).identity).toMatchObject({
      diedOn: '2026-11-01',
      version: version + 1,
    });
    expect(await seenByPartner()).toBeNull();
    const [summary] =
      await database.owner`select head_id from household_summaries where household_id = ${active.id}`;
    expect(summary!.head_id).toBe(active.member(1));
    const steps = await database.owner`
      select step from consent_steps where household_id = ${active.id} and step = 'PERSON_DIED'`;
    expect(steps.length).toBeGreaterThan(0);

    const stale = await send('head', 'recordDeath', identity, { ...death, diedOn: null });
    expect(codes(stale)).toEqual(['CONFLICT']);
    const mistaken = await send('head', 'recordDeath', identity, {
      memberId: member(0),
      expectedVersion: version + 1,
    });
    expect((mistaken.payload!.member as unknown as Identity).identity.diedOn).toBeNull();
    expect(await seenByPartner()).toBeNull();
  });
});

describe('who has died', () => {
  const [household, dead, child] = [`Household:${a.districtId}:${a.id}`, member(1, a), member(2, a)];
  const versionOf = async (of: string) =>
    (
      await app.ask<{ node: Identity }>(
        'case-manager',
        'query ($id: ID!) { node(id: $id) { ... on Member { identity { version } } } }',
        { id: of },
      )
    ).data!.node.identity.version;
  const refusedAs = (field: string | undefined) => ({ code: 'BAD_INPUT', ...(field && { field }) });
  const consent = (memberId: string, givenById: string) => ({
    memberId,
    givenById,
    organizationId: `Organization:${known.organizations.welfareCentre}`,
    agreementId: `Agreement:${a.districtId}:${known.agreements.welfare}`,
    purpose: 'CASE_MANAGEMENT',
    classes: ['IDENTITY'],
    householdWide: false,
    validFrom: '2026-11-29',
    validUntil: '2027-01-29',
    method: 'PAPER',
    notices,
  });

  test('is no head, consents to nothing, and leaves a child to the district where the other adult is accused', async () => {
    const stands = {
      memberId: child,
      kind: 'DISTRICT_LEGAL_BASIS',
      legalBasis: '아동복지법 제15조',
      from: '2026-11-01',
    };
    // While the mother lives she speaks for the child.
    const early = await send('case-manager', 'recordGuardianship', 'guardianship { id }', stands);
    expect(codes(early)).toEqual(['BAD_INPUT']);
    const death = { memberId: dead, diedOn: '2026-11-02', expectedVersion: await versionOf(dead) };
    const vain = await send('case-manager', 'recordDeath', identity, { ...death, newHeadId: child });
    expect(vain.errors![0]!.extensions).toMatchObject(refusedAs('input.newHeadId'));
    const died = await send('case-manager', 'recordDeath', identity, death);
    expect(died.errors).toBeUndefined();

    for (const [memberId, givenById] of [
      [dead, dead],
      [child, dead],
    ] as const) {
      const given = await send('case-manager', 'giveConsent', 'consent { id }', consent(memberId, givenById));
      expect(given.errors?.[0]?.extensions.reason).toBe('CONSENT_AFTER_DEATH');
    }
    const guardian = await send('case-manager', 'recordGuardianship', 'guardianship { id }', {
      memberId: child,
      guardianId: dead,
      kind: 'LEGAL',
      from: '2026-11-01',
    });
    expect(guardian.errors?.[0]?.extensions.reason).toBe('GUARDIANSHIP_AFTER_DEATH');
    expect(
      (await send('case-manager', 'recordGuardianship', 'guardianship { id }', stands)).errors,
    ).toBeUndefined();

    const { data } = await app.ask<{ node: { summary: { version: number } } }>(
      'case-manager',
      'query ($id: ID!) { node(id: $id) { ... on Household { summary { version } } } }',
      { id: household },
    );
    const head = await send('case-manager', 'recordHouseholdSummary', 'household { id }', {
      householdId: household,
      headId: dead,
      expectedVersion: data!.node.summary.version,
    });
    expect(head.errors![0]!.extensions).toMatchObject(refusedAs(undefined));
    const father = { memberId: member(0, a), diedOn: '2026-11-03', newHeadId: dead };
    const successor = await send('case-manager', 'recordDeath', identity, {
      ...father,
      expectedVersion: await versionOf(father.memberId),
    });
    expect(successor.errors![0]!.extensions.reason).toBe('HEAD_HAS_DIED');
  });

  test('stays as it is where the same is written once more, and was not born later', async () => {
    const version = await versionOf(dead);
    const again = await send('head', 'recordDeath', identity, {
      memberId: dead,
      diedOn: '2026-11-02',
      expectedVersion: version,
    });
    expect((again.payload!.member as unknown as Identity).identity.version).toBe(version);
    const born = await send('case-manager', 'recordIdentity', 'member { id }', {
      memberId: dead,
      birthDate: '2026-11-03',
      expectedVersion: version,
    });
    expect(born.errors![0]!.extensions).toMatchObject(refusedAs('input.birthDate'));
  });

  test('hands over to another head, which is in the log', async () => {
    const father = member(0, a);
    const died = await send('case-manager', 'recordDeath', identity, {
      memberId: father,
      diedOn: '2026-11-03',
      newHeadId: child,
      expectedVersion: await versionOf(father),
    });
    expect(died.errors).toBeUndefined();
    const [line] = await database.owner`
      select shown from access_log where operation = 'recordDeath' and allowed order by id desc limit 1`;
    expect(line!.shown).toMatchObject({ [a.member(0)]: ['IDENTITY'], [a.id]: ['SUMMARY'] });
  });
});

test('a note of another centre’s case is read by whoever knows the household, and corrected by that centre alone', async () => {
  const { narrowed } = families;
  const { data } = await app.ask<{ case: { notes: { id: string; version: number }[] } }>(
    'case-manager',
    'query ($id: ID!) { case(id: $id) { notes { id version } } }',
    { id: `Case:${narrowed.districtId}:${narrowed.caseId}` },
  );
  const note = data!.case.notes[0]!;
  const correct = () =>
    send('case-manager', 'correctNote', 'note { id version }', {
      noteId: note.id,
      body: '다른 기관이 고친다',
      expectedVersion: note.version,
    });
  // The centre received its report, and so reaches the household still.
  await asKeeper(
    database.owner,
    (sql) => sql`
      update cases set center_id = ${known.organizations.districtOffice} where id = ${narrowed.caseId}`,
  );
  expect(codes(await correct())).toEqual(['FORBIDDEN']);
});

test('the second click adds nobody a second time, and neither do two at once', async () => {
  const born = { householdId: household, name: '정 둘째', birthDate: '2026-11-21' };
  const both = await Promise.all(['case-manager', 'head'].map((by) => send(by, 'addMember', identity, born)));
  expect(both.flatMap((each) => (each.errors ? codes(each) : []))).toEqual(['CONFLICT']);
  const twin = await send('case-manager', 'addMember', identity, { ...born, name: '정둘째' });
  expect(codes(twin)).toEqual(['CONFLICT']);
  expect(
    (await send('case-manager', 'addMember', identity, { ...born, name: '정 셋째' })).errors,
  ).toBeUndefined();
});

test('a note says who wrote it, when and where, is of its true kind, and is corrected in sight', async () => {
  const fields = 'id kind body author organization { name } tookPlaceAt place minutes version';
  const { data } = await app.ask<{ case: { id: string; version: number } }>(
    'case-manager',
    'query ($id: ID!) { case(id: $id) { id version } }',
    { id: `Case:${a.districtId}:${a.caseId}` },
  );
  const input = { caseId: data!.case.id, expectedVersion: data!.case.version, note: '전화로 확인했다' };
  for (const [wrong, field] of [
    [{ minutes: 0 }, 'input.minutes'],
    [{ minutes: 1441 }, 'input.minutes'],
    [{ note: null, place: 'HOME' }, 'input.note'],
    [{ tookPlaceAt: '2126-01-01T00:00:00Z' }, 'input.tookPlaceAt'],
    // Later today, and before anybody here knew of the household.
    [{ tookPlaceAt: new Date(Date.now() + 600_000).toISOString() }, 'input.tookPlaceAt'],
    [{ tookPlaceAt: '2001-01-01T00:00:00Z' }, 'input.tookPlaceAt'],
  ] as const) {
    const refused = await app.ask(
      'case-manager',
      'mutation ($input: StepInput!) { recordMonitoring(input: $input) { case { id } } }',
      { input: { ...input, ...wrong } },
    );
    expect([field, refused.errors![0]!.extensions]).toMatchObject([field, { code: 'BAD_INPUT', field }]);
  }
  const told = {
    place: 'TELEPHONE',
    minutes: 15,
    tookPlaceAt: new Date(Date.now() - 86_400_000).toISOString(),
  };
  const written = await app.ask<{ recordMonitoring: { case: { notes: Record<string, unknown>[] } } }>(
    'case-manager',
    `mutation ($input: StepInput!) { recordMonitoring(input: $input) { case { notes { ${fields} } } } }`,
    { input: { ...input, ...told } },
  );
  const note = written.data!.recordMonitoring.case.notes.at(-1)!;
  expect(note).toMatchObject({
    kind: 'MONITORING',
    body: '전화로 확인했다',
    place: 'TELEPHONE',
    minutes: 15,
    version: 1,
  });
  expect(Date.parse(String(note.tookPlaceAt))).toBe(Date.parse(told.tookPlaceAt));
  expect(note.author).toMatch(/[가-힣]/);
  const corrected = await send(
    'head',
    'correctNote',
    `note { ${fields} changes(first: 5) { nodes { author version fields { field before after } } } }`,
    {
      noteId: note.id,
      body: '전화로 세 번 확인했다',
      expectedVersion: 1,
    },
  );
  expect(corrected.payload!.note).toMatchObject({
    body: '전화로 세 번 확인했다',
    author: note.author,
    version: 2,
    changes: {
      nodes: [
        {
          // Who corrected it is another than who wrote it.
          author: expect.not.stringMatching(`^${note.author}$`),
          version: 2,
          fields: [{ field: 'body', before: '전화로 확인했다', after: '전화로 세 번 확인했다' }],
        },
      ],
    },
  });
  const stale = await send('case-manager', 'correctNote', 'note { id }', {
    noteId: note.id,
    body: '다르게',
    expectedVersion: 1,
  });
  expect(stale.errors![0]!.extensions).toMatchObject({ code: 'CONFLICT', currentVersion: 2 });
  for (const [by, code] of [
    ['mapo-case-manager', 'NOT_FOUND'],
    ['counsellor', 'NOT_FOUND'],
    ['welfare-centre', 'FORBIDDEN'],
  ] as const)
    expect(
      codes(
        await send(by, 'correctNote', 'note { id }', { noteId: note.id, body: '다르게', expectedVersion: 2 }),
      ),
    ).toEqual([code]);
});

describe('what came of needs and goals', () => {
  test('came after the case was opened, and while it was not closed', async () => {
    const { followedUp } = families;
    const id = `Case:${a.districtId}:${a.caseId}`;
    const { data } = await app.ask<{ case: { openedOn: string; goals: { id: string }[] } }>(
      'case-manager',
      'query ($id: ID!) { case(id: $id) { openedOn goals { id } } }',
      { id },
    );
    const goalId = data!.case.goals[0]!.id;
    const early = await send('case-manager', 'achieveGoal', 'goal { id }', {
      goalId,
      achievedOn: '2001-01-01',
    });
    expect(early.errors![0]!.extensions).toMatchObject({ code: 'BAD_INPUT', field: 'input.achievedOn' });
    const [closed] = await asKeeper(
      database.owner,
      (sql) => sql`
        update cases set stage = 'CLOSED' where id = (select case_id from goals
          where district_id = ${followedUp.districtId} and case_id = ${followedUp.caseId} limit 1) returning id`,
    );
    const [goal] = await asKeeper(
      database.owner,
      (sql) => sql`
        update goals set achieved_on = null, given_up_on = null where case_id = ${closed!.id} returning id`,
    );
    const late = await send('case-manager', 'achieveGoal', 'goal { id }', {
      goalId: `Goal:${followedUp.districtId}:${goal!.id}`,
    });
    expect(late.errors![0]!.extensions.reason).toBe('CASE_IS_CLOSED');
  });

  test('is written down once, by those who are responsible', async () => {
    const { data } = await app.ask<{ case: Record<'needs' | 'goals', { id: string; dataClass: string }[]> }>(
      'case-manager',
      'query ($id: ID!) { case(id: $id) { needs { id dataClass } goals { id dataClass } } }',
      { id: `Case:${a.districtId}:${a.caseId}` },
    );
    const [need] = data!.case.needs;
    const [reached, abandoned] = data!.case.goals;
    // A column that the rules of its table do not name is a fault of ours, and nothing that is hidden from somebody.
    await database.owner`revoke update (ended_on) on needs from hamkke_api`;
    const withoutGrant = await send('case-manager', 'endNeed', 'need { id }', { needId: need!.id });
    expect(codes(withoutGrant)).toEqual(['INTERNAL']);
    await database.owner`grant update (ended_on) on needs to hamkke_api`;
    const ended = await send('case-manager', 'endNeed', 'need { id endedOn }', {
      needId: need!.id,
      endedOn: '2026-11-20',
    });
    expect(ended.payload).toEqual({ need: { id: need!.id, endedOn: '2026-11-20' } });
    const achieved = await send('head', 'achieveGoal', 'goal { achievedOn }', {
      goalId: reached!.id,
      achievedOn: '2026-11-21',
    });
    expect(achieved.payload).toEqual({ goal: { achievedOn: '2026-11-21' } });
    const givenUp = await send('case-manager', 'giveUpGoal', 'goal { givenUpOn givenUpBecause }', {
      goalId: abandoned!.id,
      givenUpOn: '2026-11-22',
      because: '이사로 더 이어 갈 수 없다',
    });
    expect(givenUp.payload).toEqual({
      goal: { givenUpOn: '2026-11-22', givenUpBecause: '이사로 더 이어 갈 수 없다' },
    });
    for (const [name, input] of [
      ['endNeed', { needId: need!.id }],
      ['giveUpGoal', { goalId: reached!.id, because: '가' }],
      ['achieveGoal', { goalId: abandoned!.id }],
    ] as const)
      expect(
        codes(await send('case-manager', name, name === 'endNeed' ? 'need { id }' : 'goal { id }', input)),
      ).toEqual(['CONFLICT']);
    for (const by of ['mapo-case-manager', 'counsellor'])
      expect(codes(await send(by, 'endNeed', 'need { id }', { needId: need!.id }))).toEqual(['NOT_FOUND']);
    const [line] = await database.owner`
      select shown from access_log where operation = 'achieveGoal' and allowed order by at desc limit 1`;
    expect(Object.values(line!.shown).flat()).toEqual([reached!.dataClass]);
  });
});

test('households are found by a telephone number however it is written, and by the tier of a visit', async () => {
  const [contact] = await database.owner<{ household: string; district: string; phone: string }[]>`
    select household_id as household, district_id as district, phone from member_contacts
    where household_id = ${active.id} and phone is not null limit 1`;
  const found = async (by: string, filter: object) => {
    const { data, errors } = await app.ask<{ households: { nodes: { id: string }[]; totalCount: number } }>(
      by,
      'query ($filter: HouseholdFilter) { households(filter: $filter, first: 50) { totalCount nodes { id } } }',
      { filter },
    );
    expect(errors).toBeUndefined();
    expect(data!.households.totalCount).toBe(data!.households.nodes.length);
    return data!.households.nodes.map(({ id }) => id);
  };
  const digits = contact!.phone.replaceAll(/[^0-9]/g, '');
  for (const written of [
    contact!.phone,
    digits,
    `+82 ${digits.slice(1)}`,
    digits.replace(/(.{3})(.{4})/, '$1 $2 '),
  ])
    expect([written, await found('case-manager', { memberPhone: written })]).toEqual([
      written,
      expect.arrayContaining([household]),
    ]);
  // Part of a number, and words, are nobody's.
  expect(await found('case-manager', { memberPhone: digits.slice(0, 7) })).toEqual([]);
  expect(await found('case-manager', { memberPhone: '전화 없음' })).toEqual([]);
  // Of another district, and for somebody who has no CONTACT there, it is the same as unknown.
  expect(await found('mapo-case-manager', { memberPhone: digits })).toEqual([]);
  expect(await found('portal', { memberPhone: digits })).toEqual([]);
  const tiers = { visitTiers: ['HIGH', 'MODERATE', 'HEALTHY'] };
  const visited = await found('nurse', tiers);
  expect(visited).toContain(`Household:${families.visited.districtId}:${families.visited.id}`);
  expect(await found('neighbourhood-officer', tiers)).toEqual([]);
});
