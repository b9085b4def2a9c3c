import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dayInSeoul } from '../../src/day.js';
import { families, known, postId } from '../../src/demo/known.js';
import { notices } from '../consent/family.js';
import { codes } from '../staff/people.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import { expectTrueFacts } from '../support/facts.js';
import { isLong } from '../support/long.js';
import fc from '../support/property.js';

// Members leave, move between households, and households split and merge, with what hangs on them.

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

type Family = (typeof families)[keyof typeof families];
const householdOf = ({ districtId, id }: Family) => `Household:${districtId}:${id}`;
const memberOf = (of: Family, at: number) => `Member:${of.districtId}:${of.member(at)}`;
const types: Readonly<Record<string, string>> = { recordHealth: 'RecordMemberHealthInput' };

const send = async (by: string, name: string, input: object, fields = 'member { id }') => {
  const type = types[name] ?? `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const answer = await app.ask<Record<string, Record<string, Record<string, unknown>> | null>>(
    by,
    `mutation ($input: ${type}!) { ${name}(input: $input) { ${fields} } }`,
    { input },
  );
  return { ...answer, payload: answer.data?.[name], reason: answer.errors?.[0]?.extensions.reason };
};
interface Person {
  id: string;
  household: { id: string };
  identity: {
    name: string;
    birthDate: string;
    relation: string | null;
    leftOn: string | null;
    version: number;
  } | null;
  contact: { phone: string | null; homeAddress: string | null; version: number | null } | null;
  health: { conditions: string | null; version: number | null } | null;
  departures: { reason: string; movedToId: string | null; takenBackAt: string | null }[];
  movedFromIds: string[];
  viewerCanRecord: string[];
}
const person = async (by: string, id: string) =>
  (
    await app.ask<{ node: Person | null }>(
      by,
      `query ($id: ID!) { node(id: $id) { ... on Member { id household { id }
        identity { name birthDate relation leftOn version } contact { phone homeAddress version }
        health { conditions version } departures { reason movedToId takenBackAt } movedFromIds viewerCanRecord } } }`,
      { id },
    )
  ).data!.node;
interface Home {
  id: string;
  mergedIntoId: string | null;
  summary: { version: number; responsibleDong: string; head: { id: string } | null } | null;
  members: { id: string; identity: { leftOn: string | null } | null }[];
  cases: { id: string; stage: string; center: { id: string } }[] | null;
}
const home = async (by: string, id: string) =>
  (
    await app.ask<{ household: Home | null }>(
      by,
      `query ($id: ID!) { household(id: $id) { id mergedIntoId summary { version responsibleDong head { id } }
        members { id identity { leftOn } } cases { id stage center { id } } } }`,
      { id },
    )
  ).data!.household;
const version = async (id: string) => (await person('case-manager', id))!.identity!.version;

describe('who leaves a household', () => {
  const family = families.active;
  const [mother, child] = [memberOf(family, 0), memberOf(family, 1)];
  const leave = async (input: object, by = 'case-manager') =>
    send(by, 'recordDeparture', {
      memberId: mother,
      leftOn: '2026-11-10',
      reason: 'PLACED_IN_CARE',
      expectedVersion: await version(mother),
      ...input,
    });

  test('is written down by those who write down their family, and hidden is unknown', async () => {
    const input = { leftOn: '2026-11-10', expectedVersion: 1 };
    for (const [by, memberId, code] of [
      ['nurse', mother, 'FORBIDDEN'],
      ['welfare-centre', mother, 'FORBIDDEN'],
      ['portal', mother, 'FORBIDDEN'],
      ['counsellor', mother, 'NOT_FOUND'],
      ['mapo-case-manager', mother, 'NOT_FOUND'],
    ] as const)
      expect([by, codes(await send(by, 'recordDeparture', { ...input, memberId }))]).toEqual([by, [code]]);
    expect((await leave({ leftOn: '2001-01-01' })).reason).toBe('HEAD_WITHOUT_SUCCESSOR');
    expect((await leave({ newHeadId: mother })).reason).toBe('NOT_FOUND');
    expect(codes(await leave({ newHeadId: child, expectedVersion: 99 }))).toEqual(['CONFLICT']);
  });

  test('stays there as history: their consents end, those who serve the household read on, and nothing is added', async () => {
    expect(await home('welfare-centre', householdOf(family))).not.toBeNull();
    expect((await leave({ newHeadId: child })).errors).toBeUndefined();
    const left = (await person('case-manager', mother))!;
    expect(left).toMatchObject({
      identity: { leftOn: '2026-11-10' },
      departures: [{ reason: 'PLACED_IN_CARE', movedToId: null, takenBackAt: null }],
      viewerCanRecord: [],
    });
    expect(left.health).not.toBeNull();
    expect((await home('case-manager', householdOf(family)))!.summary!.head).toEqual({ id: child });
    expect(await home('welfare-centre', householdOf(family))).toBeNull();
    const steps = await database.owner`
      select distinct step from consent_steps where household_id = ${family.id} and step = 'PERSON_LEFT'`;
    expect(steps).toHaveLength(1);

    const health = { memberId: mother, conditions: '새 기록', expectedVersion: left.health!.version };
    expect(codes(await send('case-manager', 'recordHealth', health))).toEqual(['NOT_FOUND']);
    expect(
      (await leave({ expectedVersion: left.identity!.version, newHeadId: mother })).reason,
    ).toBeUndefined();
    const head = { householdId: householdOf(family), headId: mother };
    const { summary } = (await home('case-manager', householdOf(family)))!;
    const refused = await app.ask(
      'case-manager',
      'mutation ($input: RecordHouseholdSummaryInput!) { recordHouseholdSummary(input: $input) { household { id } } }',
      { input: { ...head, expectedVersion: summary!.version } },
    );
    expect(refused.errors![0]!.extensions.reason).toBe('HEAD_HAS_LEFT');
    for (const memberId of [mother, child]) {
      const given = await send(
        'case-manager',
        'giveConsent',
        {
          memberId,
          givenById: mother,
          organizationId: `Organization:${known.organizations.welfareCentre}`,
          agreementId: `Agreement:${family.districtId}:${known.agreements.welfare}`,
          purpose: 'CASE_MANAGEMENT',
          classes: ['IDENTITY'],
          householdWide: false,
          validFrom: '2026-11-29',
          validUntil: '2027-01-29',
          method: 'PAPER',
          notices,
        },
        'consent { id }',
      );
      expect(given.reason).toBe('CONSENT_AFTER_LEAVING');
    }
  });

  test('is in no note that names nobody, and the case goes on', async () => {
    const id = `Case:${family.districtId}:${family.caseId}`;
    const { data } = await app.ask<{ case: { version: number } }>(
      'case-manager',
      'query ($id: ID!) { case(id: $id) { version } }',
      { id },
    );
    const written = await app.ask<{ recordMonitoring: object }>(
      'case-manager',
      'mutation ($input: StepInput!) { recordMonitoring(input: $input) { case { id } } }',
      { input: { caseId: id, expectedVersion: data!.case.version, note: '아이만 만났다' } },
    );
    expect(written.errors).toBeUndefined();
    const [note] = await database.owner`
      select subject_ids from case_notes where case_id = ${family.caseId} and body = '아이만 만났다'`;
    expect(note!.subject_ids).toEqual([family.member(1)]);
  });

  test('comes back where it was a mistake, which revives no consent', async () => {
    const other = await leave({ leftOn: null, reason: null });
    expect(other.errors).toBeUndefined();
    const back = (await person('case-manager', mother))!;
    expect(back.identity!.leftOn).toBeNull();
    expect(back.departures[0]!.takenBackAt).not.toBeNull();
    expect(back.viewerCanRecord).toContain('HEALTH');
    expect(await home('welfare-centre', householdOf(family))).toBeNull();
  });
});

describe('who moves to another household', () => {
  const [from, to] = [families.expired, families.never];
  const move = async (input: object, by = 'case-manager') =>
    send(by, 'moveMember', {
      memberId: memberOf(from, 0),
      householdId: householdOf(to),
      leftOn: '2026-11-11',
      reason: 'MARRIED',
      newHeadId: memberOf(from, 1),
      relation: '동거인',
      expectedVersion: 1,
      ...input,
    });

  test('is moved by whoever serves both, and a household that is hidden is unknown', async () => {
    expect(codes(await move({}, 'counsellor'))).toEqual(['FORBIDDEN']);
    for (const [by, input] of [
      ['case-manager', { householdId: householdOf(families.longPlan) }],
      ['case-manager', { householdId: householdOf(families.office) }],
      ['case-manager', { memberId: memberOf(families.longPlan, 0) }],
      ['mapo-case-manager', {}],
    ] as const)
      expect([by, input, codes(await move(input, by))]).toEqual([by, input, ['NOT_FOUND']]);
    const expectedVersion = await version(memberOf(from, 0));
    expect((await move({ expectedVersion, householdId: householdOf(from) })).reason).toBe(
      'MOVED_TO_OWN_HOUSEHOLD',
    );
    expect((await move({ expectedVersion, newHeadId: null })).reason).toBe('HEAD_WITHOUT_SUCCESSOR');
  });

  test('has what is known of them there under a new id, the registration number too, and stays here as history', async () => {
    const before = (await person('case-manager', memberOf(from, 0)))!;
    const number = '991331-4111117';
    const sealed = await send('case-manager', 'recordRegistrationNumber', {
      memberId: before.id,
      number,
      withoutCheckDigit: true,
      expectedVersion: await numberVersion(before.id),
    });
    expect(sealed.errors).toBeUndefined();
    const moved = await move({ expectedVersion: before.identity!.version });
    expect(moved.errors).toBeUndefined();
    const id = moved.payload!.member!.id as string;
    const now = (await person('case-manager', id))!;
    expect(now).toMatchObject({
      household: { id: householdOf(to) },
      identity: { ...before.identity, relation: '동거인', leftOn: null, version: 1 },
      contact: { phone: before.contact!.phone, homeAddress: null },
      health: { conditions: before.health!.conditions },
      movedFromIds: [before.id],
    });
    expect(await person('case-manager', before.id)).toMatchObject({
      identity: { leftOn: '2026-11-11' },
      departures: [{ reason: 'MARRIED', movedToId: id }],
      viewerCanRecord: [],
    });
    const { data } = await app.ask<{ memberByRegistrationNumber: { id: string } }>(
      'case-manager',
      'query ($n: String!) { memberByRegistrationNumber(number: $n) { id uniqueId { maskedRegistrationNumber } } }',
      { n: number },
    );
    expect(data!.memberByRegistrationNumber).toEqual({
      id,
      uniqueId: { maskedRegistrationNumber: '991331-4******' },
    });
    const rows = await database.owner`
      select member_id from member_unique_ids where registration_number_index is not null
        and member_id = any(${[before.id, id].map((each) => each.split(':')[2]!)}::uuid[])`;
    expect(rows.map(({ member_id }) => member_id)).toEqual([id.split(':')[2]]);
    // Where they are is told to nobody who does not know both sides whole.
    const portal = (await person('portal', before.id))!;
    expect([portal.departures, portal.movedFromIds]).toEqual([[], []]);
    expect((await person('portal', id))!.movedFromIds).toEqual([]);
    const [line] = await database.owner`
      select shown from access_log where operation = 'moveMember' and allowed and household_id = ${to.id}
      order by id desc limit 1`;
    expect(line!.shown[id.split(':')[2]!]).toEqual(
      expect.arrayContaining(['IDENTITY', 'HEALTH', 'UNIQUE_ID']),
    );
  });

  test('is followed by nobody who serves one side alone, however much they have of it', async () => {
    const { assigned } = families;
    const memberId = memberOf(assigned, 1);
    const moved = await move({
      memberId,
      newHeadId: null,
      expectedVersion: await version(memberId),
    });
    expect(moved.errors).toBeUndefined();
    const id = moved.payload!.member!.id as string;
    expect((await person('head', memberId))!.departures[0]!.movedToId).toBe(id);
    // The counsellor has all of the old household but numbers, and nothing of the new one.
    expect(await person('counsellor', memberId)).toMatchObject({
      identity: { leftOn: '2026-11-11' },
      departures: [{ reason: 'MARRIED', movedToId: null }],
    });
    expect(await person('counsellor', id)).toBeNull();
    const undone = await send('counsellor', 'recordDeparture', {
      memberId,
      expectedVersion: await version(memberId),
    });
    expect(undone.reason).toBe('DEPARTURE_STANDS');
  });

  test('is not taken back here: they are moved again from where they are', async () => {
    const memberId = memberOf(from, 0);
    const undone = await send('head', 'recordDeparture', {
      memberId,
      expectedVersion: await version(memberId),
    });
    expect(undone.reason).toBe('DEPARTURE_STANDS');
    const again = await move({ expectedVersion: await version(memberId) });
    expect(again.reason).toBe('MEMBER_HAS_LEFT');
  });
});
const numberVersion = async (id: string) =>
  (
    await app.ask<{ node: { uniqueId: { version: number | null } } }>(
      'case-manager',
      'query ($id: ID!) { node(id: $id) { ... on Member { uniqueId { version } } } }',
      { id },
    )
  ).data!.node.uniqueId.version;

describe('a household that splits', () => {
  const family = families.a;
  const [father, mother, child] = [0, 1, 2].map((at) => memberOf(family, at));
  const split = async (input: object, by = 'case-manager') =>
    send(
      by,
      'splitHousehold',
      {
        householdId: householdOf(family),
        memberIds: [mother, child],
        headId: mother,
        leftOn: '2026-11-12',
        expectedVersion: (await home('case-manager', householdOf(family)))!.summary!.version,
        ...input,
      },
      'household { id }',
    );

  test('has a head of its own, and somebody stays', async () => {
    expect((await split({ headId: father })).reason).toBe('HEAD_NOT_AMONG_THEM');
    expect((await split({ memberIds: [father, mother, child] })).reason).toBe('SPLIT_LEAVES_NOBODY');
    expect((await split({ responsibleDong: '4111310100' })).reason).toBe('DONG_OUTSIDE_DISTRICT');
    expect((await split({ newHeadId: mother })).reason).toBe('SUCCESSOR_OF_NO_HEAD');
    expect(codes(await split({ memberIds: [mother, memberOf(families.never, 0)] }))).toEqual(['NOT_FOUND']);
    expect(codes(await split({}, 'mapo-case-manager'))).toEqual(['NOT_FOUND']);
  });

  test('is served on by the centre, and known to nobody by a consent for the old one', async () => {
    const before = (await home('case-manager', householdOf(family)))!;
    expect(await home('welfare-centre', householdOf(family))).not.toBeNull();
    const done = await split({});
    expect(done.errors).toBeUndefined();
    const id = done.payload!.household!.id as string;
    const made = (await home('case-manager', id))!;
    expect(made.members).toHaveLength(2);
    expect(made.summary).toMatchObject({ responsibleDong: before.summary!.responsibleDong, version: 1 });
    expect(made.cases).toEqual([
      expect.objectContaining({
        stage: 'RECEIVED',
        center: { id: `Organization:${known.organizations.centre}` },
      }),
    ]);
    const old = (await home('case-manager', householdOf(family)))!;
    expect(old.cases).toEqual(before.cases);
    expect(old.members.map(({ identity }) => identity!.leftOn)).toEqual([null, '2026-11-12', '2026-11-12']);
    for (const by of ['welfare-centre', 'clinic', 'apo', 'nurse', 'mapo-case-manager']) {
      expect([by, await home(by, id)]).toEqual([by, null]);
      expect([by, await person(by, made.members[0]!.id)]).toEqual([by, null]);
    }
    for (const by of ['welfare-centre', 'clinic'])
      expect([by, await person(by, mother!)]).toEqual([by, null]);
    // One who stayed is accused: where the others went is told to nobody through them.
    expect((await person('head', mother!))!.departures).toEqual([
      { reason: 'HOUSEHOLD_SPLIT', movedToId: null, takenBackAt: null },
    ]);
    for (const each of made.members) expect((await person('head', each.id))!.movedFromIds).toEqual([]);
  });
});

describe('households that become one', () => {
  const [from, to] = [families.withdrawn, families.agreementEnded];
  const merge = async (input: object, by = 'case-manager') =>
    send(
      by,
      'mergeHouseholds',
      {
        householdId: householdOf(from),
        intoHouseholdId: householdOf(to),
        samePeople: [{ memberId: memberOf(from, 0), sameAsId: memberOf(to, 0) }],
        expectedVersion: (await home('case-manager', householdOf(from)))!.summary!.version,
        ...input,
      },
      'household { id }',
    );
  const file = async (id: string) =>
    (
      await app.ask<{
        household: {
          cases: {
            id: string;
            stage: string;
            notes: { body: string; participants: { kind: string; member: { id: string } | null }[] }[];
            goals: object[];
          }[];
        };
      }>(
        'head',
        'query ($id: ID!) { household(id: $id) { cases { id stage notes { body participants { kind member { id } } } goals { description } } } }',
        { id },
      )
    ).data!.household.cases;

  test('are both of whoever does it, and nothing goes over what is known of violence without words', async () => {
    expect((await merge({ intoHouseholdId: householdOf(from) })).reason).toBe('MERGED_WITH_ITSELF');
    for (const [by, input] of [
      ['case-manager', { intoHouseholdId: householdOf(families.longPlan) }],
      ['case-manager', { intoHouseholdId: householdOf(families.office) }],
      ['mapo-case-manager', {}],
    ] as const)
      expect([by, codes(await merge(input, by))]).toEqual([by, ['NOT_FOUND']]);
    // Another team works with one of them: it hands its case over before.
    const workedOnBy = (center: string) =>
      asKeeper(
        database.owner,
        (sql) => sql`update cases set center_id = ${center} where id = ${from.caseId}`,
      );
    await workedOnBy(known.organizations.districtOffice);
    expect((await merge({ safetyConfirmation: '확인함' })).reason).toBe('CASE_OF_OTHER_CENTER');
    await workedOnBy(known.organizations.centre);
    const safety = await app.ask(
      'case-manager',
      'mutation ($input: RecordMemberSafetyInput!) { recordSafety(input: $input) { member { id } } }',
      {
        input: {
          memberId: memberOf(from, 0),
          allegedPerpetrator: true,
          findings: '문을 부순 자국',
          expectedVersion: await safetyVersion(memberOf(from, 0)),
        },
      },
    );
    expect(safety.errors).toBeUndefined();
    const refused = await merge({});
    expect(refused.errors![0]!.extensions).toMatchObject({
      reason: 'SAFETY_NEEDS_CONFIRMATION',
      field: 'input.safetyConfirmation',
    });
  });

  test('leave one as history, whose people, notes and clocks go on in the other', async () => {
    const words = { safetyConfirmation: '같은 가족을 두 번 접수한 것을 전화로 확인했다' };
    expect((await merge(words)).reason).toBe('TWO_REGISTRATION_NUMBERS');
    const removed = await send('case-manager', 'removeRegistrationNumber', {
      memberId: memberOf(from, 0),
      expectedVersion: await numberVersion(memberOf(from, 0)),
    });
    expect(removed.errors).toBeUndefined();
    const told = await send(
      'case-manager',
      'writeNote',
      {
        caseId: `Case:${from.districtId}:${from.caseId}`,
        body: '함께 만났다',
        memberIds: [memberOf(from, 0)],
        participants: { postIds: [`Post:${postId('counsellor')}`], memberIds: [memberOf(from, 0)] },
      },
      'note { id }',
    );
    expect(told.errors).toBeUndefined();
    const before = await file(householdOf(from));
    const there = await file(householdOf(to));
    const people = (await home('head', householdOf(to)))!.members.length;
    const merged = await merge(words);
    expect(merged.errors).toBeUndefined();
    expect(merged.payload!.household!.id).toBe(householdOf(to));
    const [old, now] = [(await home('head', householdOf(from)))!, (await home('head', householdOf(to)))!];
    expect(old.members.every(({ identity }) => identity!.leftOn !== null)).toBe(true);
    expect(now.members).toHaveLength(people + old.members.length - 1);
    expect((await person('head', memberOf(from, 0)))!.departures.map(({ reason }) => reason)).toEqual([
      'RECORDED_TWICE',
    ]);
    // The one of the two records that was accused, and so is the other: where they are is told to nobody.
    expect([old.mergedIntoId, now.mergedIntoId]).toEqual([null, null]);
    const [safety] = await database.owner`
      select alleged_perpetrator as accused, findings from member_safeties where member_id = ${to.member(0)}`;
    expect(safety).toMatchObject({ accused: true, findings: expect.stringContaining('문을 부순 자국') });
    const history = await database.owner`
      select changes from facet_changes where member_id = ${to.member(0)} and data_class = 'SAFETY'`;
    expect(JSON.stringify(history)).toContain('전화로 확인했다');

    expect((await file(householdOf(from))).map(({ stage }) => stage)).not.toContain('RECEIVED');
    expect(
      (await file(householdOf(from))).every(({ stage }) => ['CLOSED', 'FOLLOW_UP'].includes(stage)),
    ).toBe(true);
    const bodies = (cases: typeof before) =>
      cases.flatMap(({ notes }) => notes.map(({ body }) => body)).sort();
    const open = before.filter(({ stage }) => !['CLOSED', 'FOLLOW_UP'].includes(stage));
    expect(open.length).toBeGreaterThan(0);
    const [together] = (await file(householdOf(to))).flatMap(({ notes }) =>
      notes.filter(({ body }) => body === '함께 만났다'),
    );
    expect(together!.participants).toEqual([
      { kind: 'STAFF', member: null },
      { kind: 'MEMBER', member: { id: memberOf(to, 0) } },
    ]);
    expect(bodies(await file(householdOf(to)))).toEqual([...bodies(there), ...bodies(open)].sort());
  });

  test('take nothing new where they were, and are not merged again', async () => {
    expect(codes(await merge({ safetyConfirmation: '다시' }))).toEqual(['NOT_FOUND']);
    const { summary } = (await home('head', householdOf(from)))!;
    const write = await app.ask(
      'head',
      'mutation ($input: RecordHouseholdSummaryInput!) { recordHouseholdSummary(input: $input) { household { id } } }',
      {
        input: {
          householdId: householdOf(from),
          responsibleDong: summary!.responsibleDong,
          expectedVersion: summary!.version,
        },
      },
    );
    expect(codes(write)).toEqual(['NOT_FOUND']);
    for (const by of ['head', 'case-manager']) {
      const note = await send(
        by,
        'writeNote',
        { caseId: `Case:${from.districtId}:${from.caseId}`, body: '시험' },
        'note { id }',
      );
      expect([by, note.reason]).toEqual([by, 'NOTE_CLASS_WITHHELD']);
    }
    const born = await send('head', 'addMember', { householdId: householdOf(from), name: '새사람' });
    expect(codes(born)).toEqual(['NOT_FOUND']);
    const report = await send(
      'case-manager',
      'receiveReport',
      {
        householdId: householdOf(from),
        centerId: `Organization:${known.organizations.centre}`,
        source: 'NEIGHBOUR',
        emergency: false,
        narrative: '시험',
      },
      'case { id }',
    );
    expect(codes(report)).toEqual(['NOT_FOUND']);
  });
});
const safetyVersion = async (id: string) =>
  (
    await app.ask<{ node: { safety: { version: number | null } } }>(
      'case-manager',
      'query ($id: ID!) { node(id: $id) { ... on Member { safety { version } } } }',
      { id },
    )
  ).data!.node.safety.version;

describe('whoever leaves, comes back, moves, splits and merges in whatever order', () => {
  const homes = [
    families.otherPurpose,
    families.notYet,
    families.narrowed,
    families.handedOver,
    families.clinic,
  ];
  const { districtId } = homes[0]!;
  const globalId = (type: string, id: string) => `${type}:${districtId}:${id}`;
  interface Record_ {
    id: string;
    household: string;
    version: number;
    left: boolean;
    moved: boolean;
    isHead: boolean;
    adult: boolean;
    summaryVersion: number;
    merged: boolean;
  }
  const records = (ids: readonly string[]) => database.owner<Record_[]>`
    select i.member_id as id, i.household_id as household, i.version, i.left_on is not null as left,
      exists (select from departures d where d.member_id = i.member_id and d.to_member_id is not null) as moved,
      s.head_id = i.member_id as "isHead", i.birth_date < now() - interval '19 years' as adult,
      s.version as "summaryVersion", h.merged_into_id is not null as merged
    from member_identities i join household_summaries s on s.household_id = i.household_id
    join households h on h.id = i.household_id
    where i.member_id = any(${ids as string[]}::uuid[]) order by i.household_id, i.member_id`;

  test('is in one household at most, and no consent for one opens anything of another', async () => {
    await asKeeper(
      database.owner,
      (sql) => sql`update consents set withdrawn_at = now() where withdrawn_at is null
        and household_id = any(${homes.map(({ id }) => id)}::uuid[])`,
    );
    const first = await database.owner<{ id: string }[]>`
      select member_id as id from member_identities where household_id = any(${homes.map(({ id }) => id)}::uuid[])
        and died_on is null`;
    /** Each person with the records that they had, the newest last. */
    const people = first.map(({ id }) => [id]);
    const consented: { member: string; giver: string }[] = [];
    const step = fc.record({
      kind: fc.constantFrom(
        'leave',
        'back',
        'move',
        'move',
        'split',
        'merge',
        'consent',
        'consent',
        'consent',
      ),
      who: fc.nat(),
      where: fc.nat(),
    });
    const leftOn = dayInSeoul();
    const done = new Map<string, number>();
    const follow = async () => {
      // Whose next record is whose, as the database has it.
      for (const each of people) {
        const [row] = await database.owner<{ to: string | null }[]>`
          select to_member_id as to from departures where member_id = ${each.at(-1)!} and to_member_id is not null`;
        if (row?.to && !people.flat().includes(row.to)) each.push(row.to);
      }
    };
    const pick = <T>(from: readonly T[], nth: number): T | undefined => from[nth % (from.length || 1)];
    for (const { kind, who, where } of fc.sample(step, isLong ? 400 : 36)) {
      const all = await records(people.flat());
      const present = all.filter(({ left, merged }) => !left && !merged);
      const open = [...new Set(all.filter(({ merged }) => !merged).map(({ household }) => household))];
      const someone =
        kind === 'back'
          ? pick(
              all.filter((each) => each.left && !each.moved && !each.merged),
              who,
            )
          : pick(present, who);
      if (!someone) continue;
      const others = present.filter(
        ({ household, id }) => household === someone.household && id !== someone.id,
      );
      const newHeadId = someone.isHead && others[0] ? globalId('Member', others[0].id) : null;
      const memberId = globalId('Member', someone.id);
      const target = pick(
        open.filter((each) => each !== someone.household),
        where,
      );
      const inputs: Readonly<Record<string, [name: string, input: object | null, fields?: string]>> = {
        leave: ['recordDeparture', { memberId, leftOn, newHeadId, expectedVersion: someone.version }],
        back: ['recordDeparture', { memberId, expectedVersion: someone.version }],
        move: [
          'moveMember',
          target
            ? {
                memberId,
                householdId: globalId('Household', target),
                leftOn,
                newHeadId,
                expectedVersion: someone.version,
              }
            : null,
        ],
        split: [
          'splitHousehold',
          {
            householdId: globalId('Household', someone.household),
            memberIds: [memberId],
            headId: memberId,
            leftOn,
            newHeadId,
            expectedVersion: someone.summaryVersion,
          },
          'household { id }',
        ],
        merge: [
          'mergeHouseholds',
          target
            ? {
                householdId: globalId('Household', someone.household),
                intoHouseholdId: globalId('Household', target),
                safetyConfirmation: '확인함',
                expectedVersion: someone.summaryVersion,
              }
            : null,
          'household { id }',
        ],
        consent: [
          'giveConsent',
          {
            memberId,
            givenById: someone.adult ? memberId : globalId('Member', (pick(others, where) ?? someone).id),
            organizationId: `Organization:${known.organizations.welfareCentre}`,
            agreementId: `Agreement:${districtId}:${known.agreements.welfare}`,
            purpose: 'CASE_MANAGEMENT',
            classes: ['IDENTITY', 'CONTACT'],
            householdWide: false,
            validFrom: leftOn,
            validUntil: `${Number(leftOn.slice(0, 4)) + 1}-01-31`,
            method: 'PAPER',
            notices,
          },
          'consent { id }',
        ],
      };
      const [name, input, fields] = inputs[kind]!;
      if (!input) continue;
      const answer = await send('case-manager', name, input, fields);
      // Told apart from any other refusal, which would leave the sequence untried.
      const refused = [
        ...['MEMBER_THERE_ALREADY', 'SPLIT_LEAVES_NOBODY', 'CHILD_CANNOT_CONSENT', 'NOT_GUARDIAN_OF_CHILD'],
        'MEMBER_SPEAKS_FOR_THEMSELVES',
      ];
      if (answer.errors) {
        expect([kind, answer.errors[0]]).toMatchObject([
          kind,
          { extensions: { reason: expect.stringMatching(refused.join('|')) } },
        ]);
        continue;
      }
      done.set(kind, (done.get(kind) ?? 0) + 1);
      if (kind === 'consent') {
        const { givenById } = input as { givenById: string };
        consented.push({ member: someone.id, giver: givenById.split(':')[2]! });
      } else if (kind !== 'back') {
        await follow();
        const gone = (await records(people.flat())).filter(({ left }) => left).map(({ id }) => id);
        // What ended stays ended: also where somebody comes back.
        for (let nth = consented.length - 1; nth >= 0; nth--)
          if ([consented[nth]!.member, consented[nth]!.giver].some((id) => gone.includes(id)))
            consented.splice(nth, 1);
      }

      const now = await records(people.flat());
      for (const each of people)
        expect(now.filter(({ id, left }) => each.includes(id) && !left).length).toBeLessThanOrEqual(1);
      const households = [...new Set(now.map(({ household }) => household))];
      const opened = await asKeeper(
        database.owner,
        (sql) => sql<{ id: string }[]>`
          select distinct s.subject_id as id from hamkke.scope_of(
            hamkke.viewer_in(${postId('welfare-centre')}, 'CASE_MANAGEMENT'), ${districtId}, ${households}::uuid[]) s
          where s.mask & hamkke.class_bit('IDENTITY') <> 0`,
      );
      expect([kind, opened.map(({ id }) => id).sort()]).toEqual([
        kind,
        [...new Set(consented.map(({ member }) => member))].sort(),
      ]);
    }
    // Chance may leave one out, and not most of them.
    expect(done.size).toBeGreaterThan(3);
  }, 1_800_000);
});

test('figures are what all of this comes to', async () => {
  await expectTrueFacts(database.owner);
});
