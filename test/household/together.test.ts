import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { known, postId } from '../../src/demo/known.js';
import { notices } from '../consent/family.js';
import { codes } from '../staff/people.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase, untilBlocked } from '../support/database.js';

// What leaves, moves, merges, is reported and is transferred, one after the other and at once.

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

const district = known.districts.yongsan;
const { centre, welfareCentre, shelter } = known.organizations;
const types: Readonly<Record<string, string>> = {
  reopenCase: 'StepInput',
  transferCase: 'TransferInput',
  closeReport: 'FollowReportInput',
  recordSafety: 'RecordMemberSafetyInput',
  recordSafeLocation: 'RecordMemberSafeLocationInput',
};
const send = async (by: string, name: string, input: object, fields: string) => {
  const type = types[name] ?? `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const answer = await app.ask<Record<string, Record<string, Record<string, unknown>> | null>>(
    by,
    `mutation ($input: ${type}!) { ${name}(input: $input) { ${fields} } }`,
    { input },
  );
  return { ...answer, payload: answer.data?.[name], reason: answer.errors?.[0]?.extensions.reason };
};
const keeper = <T extends object>(work: Parameters<typeof asKeeper>[1]) =>
  asKeeper(database.owner, work) as unknown as Promise<T[]>;

interface Family {
  report: string;
  household: string;
  case: string;
  members: string[];
}
const uuid = (id: string) => id.split(':').at(-1)!;
let nth = 0;
/** A household of its own, made by a report of the centre. */
async function family(people: { name: string; birthDate: string }[]): Promise<Family> {
  const { payload, errors } = await send(
    'case-manager',
    'receiveReport',
    {
      source: 'NEIGHBOUR',
      emergency: false,
      centerId: `Organization:${centre}`,
      responsibleDong: known.dongs.yongsan[0],
      narrative: '문을 열지 않는다',
      members: people,
    },
    'sentReport { id }',
  );
  expect(errors).toBeUndefined();
  const report = uuid(String(payload!.sentReport!.id));
  const [row] = await keeper<{ household_id: string; case_id: string }>(
    (sql) => sql`select household_id, case_id from intake_reports where id = ${report}`,
  );
  const members = await keeper<{ id: string }>(
    (sql) => sql`select id from members where household_id = ${row!.household_id} order by ordinal`,
  );
  return {
    report: `IntakeReport:${district}:${report}`,
    household: `Household:${district}:${row!.household_id}`,
    case: `Case:${district}:${row!.case_id}`,
    members: members.map(({ id }) => `Member:${district}:${id}`),
  };
}
const adult = (name: string) => ({ name: `${name}${++nth}`, birthDate: '1980-03-04' });
const child = (name: string) => ({ name: `${name}${++nth}`, birthDate: '2019-05-06' });
const versionOf = async (household: string) => {
  const [row] = await keeper<{ version: number }>(
    (sql) => sql`select version from household_summaries where household_id = ${uuid(household)}`,
  );
  return row!.version;
};
const merge = async (from: Family, to: Family, more: object = {}) =>
  send(
    'case-manager',
    'mergeHouseholds',
    {
      householdId: from.household,
      intoHouseholdId: to.household,
      expectedVersion: await versionOf(from.household),
      ...more,
    },
    'household { id members { id } }',
  );
const confirm = (of: Family, household: string) =>
  send(
    'case-manager',
    'confirmReportMatch',
    { reportId: of.report, householdId: household, expectedVersion: 1 },
    'case { id }',
  );
const dies = (memberId: string, more: object = {}) =>
  send(
    'case-manager',
    'recordDeath',
    { memberId, diedOn: '2026-10-01', expectedVersion: 1, ...more },
    'member { id }',
  );
const leaves = (memberId: string, more: object = {}) =>
  send(
    'case-manager',
    'recordDeparture',
    { memberId, leftOn: '2026-11-01', reason: 'SEPARATED', expectedVersion: 1, ...more },
    'member { id }',
  );
const casesOf = (household: string) =>
  keeper<{ id: string; stage: string; closure_reason: string | null }>(
    (sql) => sql`select id, stage, closure_reason from cases where household_id = ${uuid(household)}`,
  );
const statusOf = async (report: string) =>
  (
    await app.ask<{ sentReports: { nodes: { id: string; status: string }[] } }>(
      'case-manager',
      '{ sentReports(first: 50) { nodes { id status } } }',
    )
  ).data!.sentReports.nodes.find(({ id }) => uuid(id) === uuid(report))!.status;
/** Holds a household as somebody who merges it does, while another one works, and then merges it away. */
async function whileMerged(from: Family, to: Family, work: () => Promise<unknown>) {
  let answer: Promise<unknown> | undefined;
  await asKeeper(database.owner, async (sql) => {
    await sql`select from households where id = ${uuid(from.household)} for no key update`;
    answer = work();
    await untilBlocked(database.owner, 1);
    await sql`update member_identities set left_on = hamkke.today() where household_id = ${uuid(from.household)}`;
    await sql`update cases set stage = 'CLOSED', closure_reason = 'TRANSFERRED', closed_on = hamkke.today()
      where household_id = ${uuid(from.household)}`;
    await sql`update households set merged_into_id = ${uuid(to.household)} where id = ${uuid(from.household)}`;
  });
  return answer!;
}

describe('a report and a household that was merged away', () => {
  test('is looked into by whoever merged it, and its words are kept no longer', async () => {
    const [from, to] = [await family([adult('가나')]), await family([adult('나다')])];
    expect(await statusOf(from.report)).toBe('RECEIVED');
    expect((await merge(from, to)).errors).toBeUndefined();
    expect(await statusOf(from.report)).toBe('BEING_WORKED_ON');
    const kept = await keeper(
      (sql) => sql`select from report_receipts where report_id = ${uuid(from.report)} and kept is not null`,
    );
    expect(kept).toHaveLength(0);
    // By those who serve the one that it is now, and by nobody else.
    const close = (by: string) => send(by, 'closeReport', { reportId: from.report }, 'report { id }');
    expect(codes(await close('counsellor'))).toEqual(['NOT_FOUND']);
    expect((await close('case-manager')).errors).toBeUndefined();
    expect(await statusOf(from.report)).toBe('CLOSED');
  });

  test('goes with its people while it waits for a decision', async () => {
    const person = adult('비시');
    const merged = [await family([adult('기니')]), await family([adult('디리')])] as const;
    const confirmed = [await family([person]), await family([person])] as const;
    for (const [to, from, how] of [
      [merged[1], merged[0], 'merge'],
      [confirmed[0], confirmed[1], 'confirm'],
    ] as const) {
      const waits = await send(
        'portal',
        'receiveReport',
        {
          householdId: from.household,
          centerId: `Organization:${known.organizations.districtOffice}`,
          source: 'HOTLINE_129',
          emergency: true,
          narrative: '아이가 운다',
        },
        'sentReport { id }',
      );
      expect(waits.errors).toBeUndefined();
      const report = uuid(String(waits.payload!.sentReport!.id));
      const done = how === 'merge' ? await merge(from, to) : await confirm(from, to.household);
      expect([how, done.errors]).toEqual([how, undefined]);
      const decided = await send(
        'head',
        'acceptReport',
        { incomingReportId: `IncomingReport:${district}:${report}`, expectedVersion: 1 },
        'incomingReport { id }',
      );
      expect([how, decided.errors]).toEqual([how, undefined]);
      const [row] = await keeper<{ household_id: string }>(
        (sql) => sql`select household_id from intake_reports where id = ${report}`,
      );
      expect([how, row!.household_id]).toEqual([how, uuid(to.household)]);
    }
  });

  test('begins no case there, where somebody who died stayed behind', async () => {
    const [from, to] = [await family([adult('다라'), adult('라마')]), await family([adult('마바')])];
    expect((await dies(from.members[1]!)).errors).toBeUndefined();
    expect((await merge(from, to)).errors).toBeUndefined();
    const report = await send(
      'case-manager',
      'receiveReport',
      {
        householdId: from.household,
        centerId: `Organization:${centre}`,
        source: 'NEIGHBOUR',
        emergency: false,
        narrative: '시험',
      },
      'case { id }',
    );
    expect(codes(report)).toEqual(['NOT_FOUND']);
    expect((await casesOf(from.household)).map(({ stage }) => stage)).toEqual(['CLOSED']);
  });

  test('at once: the report is refused, and no case is left where nobody works', async () => {
    const [from, to] = [await family([adult('바사')]), await family([adult('사아')])];
    const report = await whileMerged(from, to, () =>
      send(
        'case-manager',
        'receiveReport',
        {
          householdId: from.household,
          centerId: `Organization:${centre}`,
          source: 'NEIGHBOUR',
          emergency: false,
          narrative: '시험',
        },
        'case { id }',
      ),
    );
    expect(codes(report as never)).toEqual(['NOT_FOUND']);
    expect((await casesOf(from.household)).map(({ stage }) => stage)).toEqual(['CLOSED']);
  });

  test('at once: a match of either side is confirmed no more', async () => {
    for (const side of ['reported', 'known'] as const) {
      const person = adult('아자');
      const [was, reported, other] = [
        await family([person]),
        await family([person, adult('자차')]),
        await family([adult('차카')]),
      ];
      const gone = side === 'known' ? was : reported;
      const answer = await whileMerged(gone, other, () => confirm(reported, was.household));
      expect([side, codes(answer as never)]).toEqual([side, ['NOT_FOUND']]);
      const people = await keeper(
        (sql) => sql`select from members where household_id = ${uuid(was.household)}`,
      );
      expect([side, people.length]).toEqual([side, 1]);
    }
  });

  test('at once: nobody is added to it', async () => {
    const [from, to] = [await family([adult('카타')]), await family([adult('타파')])];
    const born = await whileMerged(from, to, () =>
      send(
        'case-manager',
        'addMember',
        { householdId: from.household, name: '새사람', birthDate: '2026-01-01' },
        'member { id }',
      ),
    );
    expect(codes(born as never)).toEqual(['NOT_FOUND']);
  });
});

describe('a report that is about somebody known', () => {
  test('brings nobody back who left or died before it was confirmed', async () => {
    const person = adult('파하');
    const [was, reported] = [
      await family([person]),
      await family([person, adult('하가'), adult('거너'), adult('너더')]),
    ];
    expect((await leaves(reported.members[1]!)).errors).toBeUndefined();
    expect((await dies(reported.members[2]!)).errors).toBeUndefined();
    expect((await confirm(reported, was.household)).errors).toBeUndefined();
    const people = await keeper<{ name: string }>(
      (sql) => sql`select name from member_identities where household_id = ${uuid(was.household)}
        and left_on is null and died_on is null`,
    );
    expect(people).toHaveLength(2);
  });

  test('is settled first where one record says that they died', async () => {
    const person = adult('지치');
    const [was, reported] = [await family([person]), await family([person, adult('키티')])];
    expect((await dies(reported.members[0]!, { newHeadId: reported.members[1] })).errors).toBeUndefined();
    expect((await confirm(reported, was.household)).reason).toBe('DIED_IN_ONE_RECORD');
    expect((await dies(was.members[0]!)).errors).toBeUndefined();
    expect((await confirm(reported, was.household)).errors).toBeUndefined();
  });

  test('tells no partner so whom its people consented to: that ends with the household that it made', async () => {
    const person = adult('라라');
    const [was, reported] = [await family([person]), await family([person, adult('마마')])];
    for (const memberId of reported.members) {
      const consent = await send(
        'case-manager',
        'giveConsent',
        {
          memberId,
          givenById: memberId,
          organizationId: `Organization:${welfareCentre}`,
          agreementId: `Agreement:${district}:${known.agreements.welfare}`,
          purpose: 'CASE_MANAGEMENT',
          classes: ['SUMMARY', 'IDENTITY'],
          householdWide: memberId === reported.members[0],
          validFrom: '2026-11-29',
          validUntil: '2027-01-29',
          method: 'PAPER',
          notices,
        },
        'consent { id }',
      );
      expect(consent.errors).toBeUndefined();
    }
    const read = async (id: string) =>
      (
        await app.ask<{ household: { cases: { closureReason: string | null }[] } | null }>(
          'welfare-centre',
          'query ($id: ID!) { household(id: $id) { cases { closureReason } } }',
          { id },
        )
      ).data!.household;
    expect(await read(reported.household)).toEqual({ cases: [{ closureReason: null }] });
    expect((await confirm(reported, was.household)).errors).toBeUndefined();
    expect(await read(reported.household)).toBeNull();
    expect(await read(was.household)).toBeNull();
  });

  test('leaves a case behind that is not opened again', async () => {
    const person = adult('더러');
    const [was, reported] = [await family([person]), await family([person])];
    expect((await confirm(reported, was.household)).errors).toBeUndefined();
    const [row] = await keeper<{ version: number }>(
      (sql) => sql`select version from cases where id = ${uuid(reported.case)}`,
    );
    const again = await send(
      'case-manager',
      'reopenCase',
      { caseId: reported.case, expectedVersion: row!.version, note: '다시' },
      'case { id stage }',
    );
    expect(again.errors).toBeDefined();
    expect((await casesOf(reported.household))[0]!.stage).toBe('CLOSED');
  });

  test('takes nobody in where it was, who would be found at no counter', async () => {
    const person = adult('러머');
    const [was, reported] = [await family([person]), await family([person])];
    expect((await confirm(reported, was.household)).errors).toBeUndefined();
    const visitor = adult('머버');
    const merged = await merge(await family([visitor]), reported);
    const found = await app.ask<{ householdsAtCounter: { id: string }[] }>(
      'portal',
      `query ($person: PersonAtCounterInput!) {
        householdsAtCounter(person: $person, purpose: CASE_MANAGEMENT) { id } }`,
      { person: visitor },
    );
    expect(found.errors).toBeUndefined();
    expect([codes(merged), found.data!.householdsAtCounter.length]).toEqual([['NOT_FOUND'], 1]);
  });
});

describe('two records of one person', () => {
  test('are one where neither says that they died, or both do', async () => {
    const [from, to] = [await family([adult('버서'), adult('서어')]), await family([adult('어저')])];
    expect((await dies(from.members[1]!)).errors).toBeUndefined();
    const samePeople = [{ memberId: from.members[1], sameAsId: to.members[0] }];
    const merged = await merge(from, to, { samePeople });
    const [row] = await keeper<{ died_on: string | null }>(
      (sql) => sql`select died_on from member_identities where member_id = ${uuid(to.members[0]!)}`,
    );
    expect([merged.errors !== undefined, row!.died_on !== null]).not.toEqual([false, false]);
  });

  test('are one where no two of them have different registration numbers', async () => {
    const [from, to] = [
      await family([adult('오오'), adult('조조'), adult('소소')]),
      await family([adult('로로')]),
    ];
    for (const [at, number] of ['991331-4111125', '991331-4111133'].entries()) {
      const sealed = await send(
        'case-manager',
        'recordRegistrationNumber',
        { memberId: from.members[at], number, withoutCheckDigit: true },
        'member { id }',
      );
      expect(sealed.errors).toBeUndefined();
    }
    const samePeople = [0, 1].map((at) => ({ memberId: from.members[at], sameAsId: to.members[0] }));
    expect((await merge(from, to, { samePeople })).reason).toBe('TWO_REGISTRATION_NUMBERS');
  });

  test('lose no number that another key sealed, and keep the place of safety that was said last', async () => {
    const numbered = async (number: string) => {
      const one = await family([adult('보보')]);
      const sealed = await send(
        'case-manager',
        'recordRegistrationNumber',
        { memberId: one.members[0], number, withoutCheckDigit: true },
        'member { id }',
      );
      expect(sealed.errors).toBeUndefined();
      return one;
    };
    const indexOf = async ({ members }: { members: string[] }) =>
      (
        await keeper<{ index: string | null }>(
          (sql) =>
            sql`select registration_number_index as index from member_unique_ids where member_id = ${uuid(members[0]!)}`,
        )
      )[0]?.index ?? null;
    for (const [number, same] of [
      ['991331-4111141', false],
      ['991331-4111158', true],
    ] as const) {
      const [from, to] = [await numbered(number), await numbered(same ? number : '991331-4111166')];
      // As if a key of before had made it: the database cannot compare what two keys made.
      await keeper(
        (
          sql,
        ) => sql`update member_unique_ids set registration_number_index = 'before:' || registration_number_index
          where member_id = ${uuid(from.members[0]!)}`,
      );
      for (const [at, one] of [to, from].entries()) {
        const hidden = await send(
          'case-manager',
          'recordSafeLocation',
          { memberId: one.members[0], place: `쉼터 ${at}` },
          'member { id }',
        );
        expect(hidden.errors).toBeUndefined();
      }
      const samePeople = [{ memberId: from.members[0], sameAsId: to.members[0] }];
      const merged = await merge(from, to, { samePeople });
      expect(merged.reason ?? null).toBe(same ? null : 'TWO_REGISTRATION_NUMBERS');
      expect([same, (await indexOf(from)) === null, (await indexOf(to)) === null]).toEqual([
        same,
        same,
        false,
      ]);
      const places = await keeper<{ member: string; place: string }>(
        (sql) => sql`select member_id as member, place from member_safe_locations
          where member_id in (${uuid(from.members[0]!)}, ${uuid(to.members[0]!)}) order by place`,
      );
      expect(places.map(({ place }) => place)).toEqual(same ? ['쉼터 1'] : ['쉼터 0', '쉼터 1']);
      if (same) expect(places[0]!.member).toBe(uuid(to.members[0]!));
    }
  });

  test('are one child, whom no adult speaks for who was not recorded as the guardian', async () => {
    const [from, uncle, aunt] = [
      await family([adult('노모'), child('모보')]),
      await family([adult('보소')]),
      await family([adult('소오')]),
    ];
    const guardian = await send(
      'case-manager',
      'recordGuardianship',
      { memberId: from.members[1], guardianId: from.members[0], kind: 'LEGAL', from: '2026-01-01' },
      'guardianship { id }',
    );
    expect(guardian.errors).toBeUndefined();
    let memberId = from.members[1]!;
    for (const to of [uncle, aunt]) {
      const moved = await send(
        'case-manager',
        'moveMember',
        { memberId, householdId: to.household, leftOn: '2026-11-28', expectedVersion: 1 },
        'member { id }',
      );
      expect(moved.errors).toBeUndefined();
      memberId = String(moved.payload!.member!.id);
      const consent = () =>
        send(
          'case-manager',
          'giveConsent',
          {
            memberId,
            givenById: to.members[0],
            organizationId: `Organization:${welfareCentre}`,
            agreementId: `Agreement:${district}:${known.agreements.welfare}`,
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
      expect((await consent()).reason).toBe('NOT_GUARDIAN_OF_CHILD');
      if (to !== aunt) continue;
      const recorded = await send(
        'case-manager',
        'recordGuardianship',
        { memberId, guardianId: to.members[0], kind: 'APPOINTED', from: '2026-11-29' },
        'guardianship { id }',
      );
      expect(recorded.errors).toBeUndefined();
      expect((await consent()).errors).toBeUndefined();
    }
  });

  test('leave a child to the guardian who was recorded', async () => {
    const [from, to] = [
      await family([adult('저처'), adult('처커'), child('커터')]),
      await family([adult('터퍼')]),
    ];
    const guardian = await send(
      'case-manager',
      'recordGuardianship',
      { memberId: from.members[2], guardianId: from.members[0], kind: 'LEGAL', from: '2026-01-01' },
      'guardianship { id }',
    );
    expect(guardian.errors).toBeUndefined();
    const merged = await merge(from, to);
    expect(merged.errors).toBeUndefined();
    const now = merged.payload!.household!.members as { id: string }[];
    const consent = (givenById: string) =>
      send(
        'case-manager',
        'giveConsent',
        {
          memberId: now[3]!.id,
          givenById,
          organizationId: `Organization:${welfareCentre}`,
          agreementId: `Agreement:${district}:${known.agreements.welfare}`,
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
    expect((await consent(now[2]!.id)).errors).toBeDefined();
    expect((await consent(now[0]!.id)).errors).toBeDefined();
    expect((await consent(now[1]!.id)).errors).toBeUndefined();
  });
});

describe('who left', () => {
  test('goes to no other district with those who stayed', async () => {
    const from = await family([adult('퍼허'), adult('허고')]);
    expect((await leaves(from.members[1]!)).errors).toBeUndefined();
    const transfer = (memberIds?: string[]) =>
      send(
        'case-manager',
        'transferCase',
        {
          caseId: from.case,
          expectedVersion: 1,
          centerId: `Organization:${known.organizations.mapoOffice}`,
          responsibleDong: known.dongs.mapo[0],
          reason: 'HOUSEHOLD_MOVED',
          memberIds,
        },
        'case { id }',
      );
    expect(codes(await transfer([from.members[1]!]))).toEqual(['NOT_FOUND']);
    expect((await transfer()).errors).toBeUndefined();
    const [, name] = (
      await keeper<{ name: string }>(
        (sql) =>
          sql`select name from member_identities where household_id = ${uuid(from.household)} order by name`,
      )
    ).map((row) => row.name);
    const there = await keeper<{ name: string }>(
      (sql) => sql`select name from member_identities where district_id = ${known.districts.mapo}
        and name = ${name!}`,
    );
    expect(there).toHaveLength(0);
  });

  test('took part in nothing that is written down of the others', async () => {
    const from = await family([adult('고노'), adult('노도')]);
    expect((await leaves(from.members[1]!)).errors).toBeUndefined();
    const note = await send(
      'case-manager',
      'writeNote',
      { caseId: from.case, body: '만났다', participants: { memberIds: [from.members[1]] } },
      'note { id }',
    );
    expect(codes(note)).toEqual(['NOT_FOUND']);
  });
});

test('whoever works at a shelter is named in no note', async () => {
  const from = await family([adult('도로')]);
  const post = crypto.randomUUID();
  await asKeeper(
    database.owner,
    (sql) => sql`insert into posts select (jsonb_populate_record(p, jsonb_build_object('id', ${post}::text,
      'organization_id', ${shelter}::text, 'primary', false))).* from posts p where p.id = ${postId('counsellor')}`,
  );
  const note = await send(
    'case-manager',
    'writeNote',
    { caseId: from.case, body: '만났다', participants: { postIds: [`Post:${post}`] } },
    'note { participants { name organization { id } } }',
  );
  expect(codes(note)).toEqual(['NOT_FOUND']);
});
