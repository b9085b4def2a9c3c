import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { families } from '../../src/demo/known.js';
import { recordings } from '../../src/household/facet/inputs.js';
import { codes } from '../staff/people.js';
import { type Answered, type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import { isLong } from '../support/long.js';
import fc from '../support/property.js';

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

const { a, assigned, visited, longPlan } = families;
type Family = { districtId: string; id: string; member: (at: number) => string };
const householdOf = ({ districtId, id }: Family) => `Household:${districtId}:${id}`;
const memberOf = ({ districtId, member }: Family, at = 1) => `Member:${districtId}:${member(at)}`;

type Name = keyof typeof recordings;
interface Change {
  dataClass: string;
  version: number;
  fields: { field: string; before: string | null; after: string | null }[];
}
type Facet = Record<string, unknown> & { version: number | null };

/** Where a facet is read, and which fields of it are written. */
const places: Record<Name, [field: string, fields: string]> = {
  recordHouseholdSummary: ['summary', 'version responsibleDong head { id }'],
  recordHousing: ['housing', 'version tenure depositKrw monthlyRentKrw monthsInArrears condition'],
  recordFinance: ['finance', 'version monthlyIncomeKrw debtKrw benefits'],
  recordFamily: ['family', 'version householdType careSituation'],
  recordIdentity: ['identity', 'version name birthDate sex relation'],
  recordContact: ['contact', 'version phone email homeAddress'],
  recordHealth: ['health', 'version conditions disability longTermCareGrade visitTier'],
  recordMentalHealth: ['mentalHealth', 'version findings depressionRisk dementiaRisk'],
  recordEmployment: ['employment', 'version status workplace seeking'],
  recordEducation: ['education', 'version school grade concern'],
  recordLegal: ['legal', 'version matters counsel'],
  recordSafety: ['safety', 'version allegedPerpetrator risk findings protectiveMeasures'],
  recordSafeLocation: ['safeLocation', 'version place address phone until'],
};
const changes = 'changes(first: 50) { nodes { dataClass version fields { field before after } } }';

async function record(by: string, name: Name | 'removeSafeLocation', about: string, fields: object) {
  const subject = about.startsWith('Member') ? 'member' : 'household';
  const type = name === 'removeSafeLocation' ? 'MemberSafeLocation' : recordings[name].facet.name;
  const [facet, of] = places[name === 'removeSafeLocation' ? 'recordSafeLocation' : name];
  const input = name === 'removeSafeLocation' ? 'RemoveSafeLocationInput' : `Record${type}Input`;
  const answer = await app.ask<Record<string, Record<string, Record<string, unknown> | null> | null>>(
    by,
    `mutation ($input: ${input}!) { ${name}(input: $input) { ${subject} { id viewerCanRecord ${facet} { ${of} } ${changes} } } }`,
    { input: { [`${subject}Id`]: about, ...fields } },
  );
  const row = answer.data?.[name]?.[subject] as
    | ({ viewerCanRecord: string[]; changes: { nodes: Change[] } } & Record<string, Facet | null>)
    | null
    | undefined;
  return { ...answer, facet: row?.[facet] as Facet | null | undefined, row, ...lastOf(row?.changes.nodes) };
}
const lastOf = (nodes: Change[] | undefined) => ({ last: nodes?.at(-1), history: nodes ?? [] });

async function read(by: string, name: Name, about: string) {
  const type = about.split(':')[0]!;
  const [facet, of] = places[name];
  const { data } = await app.ask<{ node: Record<string, Facet | null> | null }>(
    by,
    `query ($id: ID!) { node(id: $id) { ... on ${type} { ${facet} { ${of} } } } }`,
    { id: about },
  );
  return data!.node?.[facet] ?? null;
}

/** A first and another value of every field that can be written. */
const samples: Record<Name, [first: object, then: object]> = {
  recordHouseholdSummary: [{ responsibleDong: '1117090200' }, { headId: memberOf(a, 1) }],
  recordHousing: [
    { tenure: 'OWNED', depositKrw: 0, condition: '곰팡이가 있다' },
    { monthsInArrears: 3, tenure: null },
  ],
  recordFinance: [
    { debtKrw: 12_000_000, benefits: ['생계급여', '주거급여'] },
    { benefits: [], monthlyIncomeKrw: 0 },
  ],
  recordFamily: [{ careSituation: '할머니가 돌본다' }, { householdType: 'SINGLE_PARENT' }],
  recordIdentity: [{ name: '이새롬' }, { birthDate: '1984-02-29', sex: 'FEMALE' }],
  recordContact: [{ phone: '010-0000-1234' }, { email: 'nobody@example.kr', phone: null }],
  recordHealth: [{ conditions: '당뇨' }, { visitTier: 'HIGH', longTermCareGrade: 2 }],
  recordMentalHealth: [{ depressionRisk: 'HIGH' }, { findings: '잠을 못 잔다' }],
  recordEmployment: [{ status: '구직 중' }, { workplace: '없음', seeking: '요양보호사' }],
  recordEducation: [{ school: '늘봄중학교' }, { grade: '1학년' }],
  recordLegal: [{ matters: '개인회생' }, { counsel: '마을변호사' }],
  recordSafety: [{ risk: 'HIGH' }, { protectiveMeasures: '순찰 강화' }],
  recordSafeLocation: [{ place: '친척 집' }, { place: '친척 집', address: '용산구 보기로 1' }],
};

describe('what is known of a family', () => {
  test.each((Object.keys(recordings) as Name[]).filter((name) => name !== 'recordSafeLocation'))(
    '%s: is written down, corrected at the version that was read, and stays in the history',
    async (name) => {
      const about = recordings[name].subject === 'Member' ? memberOf(a) : householdOf(a);
      const before = (await read('case-manager', name, about))!;
      const first = await record('case-manager', name, about, {
        ...samples[name][0],
        expectedVersion: before.version,
      });
      expect(first.errors).toBeUndefined();
      expect(first.facet).toMatchObject({
        ...plain(samples[name][0]),
        version: (before.version ?? 0) + 1,
      });
      expect(first.row!.viewerCanRecord).toContain(recordings[name].dataClass);
      const stale = await record('head', name, about, {
        ...samples[name][1],
        expectedVersion: before.version,
      });
      expect(stale.errors?.[0]?.extensions).toMatchObject({
        code: 'CONFLICT',
        currentVersion: (before.version ?? 0) + 1,
      });
      const then = await record('head', name, about, {
        ...samples[name][1],
        expectedVersion: first.facet!.version,
      });
      expect(then.facet).toMatchObject(plain({ ...samples[name][0], ...samples[name][1] }));
      expect(then.last).toEqual({
        dataClass: recordings[name].dataClass,
        version: first.facet!.version! + 1,
        fields: then.last!.fields,
      });
      for (const { field, before: was, after } of then.last!.fields) {
        expect(was).toBe(textOf((first.facet as Facet)[field === 'headId' ? 'head' : field]));
        expect(after).toBe(textOf((samples[name][1] as Facet)[field]));
      }
    },
  );

  test('is written by the class alone that the duty records, and unknown is what is hidden', async () => {
    const nurse = await record('nurse', 'recordHealth', memberOf(visited, 0), {
      conditions: '고혈압',
      expectedVersion: (await read('nurse', 'recordHealth', memberOf(visited, 0)))!.version,
    });
    expect(nurse.facet).toMatchObject({ conditions: '고혈압' });
    expect(nurse.row!.viewerCanRecord).toEqual(['HEALTH', 'MENTAL_HEALTH']);
    for (const [by, name, about, code] of [
      ['nurse', 'recordIdentity', memberOf(visited, 0), 'FORBIDDEN'],
      ['welfare-centre', 'recordHealth', memberOf(a), 'FORBIDDEN'],
      ['portal', 'recordHousing', householdOf(a), 'FORBIDDEN'],
      ['nurse', 'recordHealth', memberOf(a), 'NOT_FOUND'],
      ['counsellor', 'recordHealth', memberOf(a), 'NOT_FOUND'],
      ['case-manager', 'recordHealth', memberOf(longPlan), 'NOT_FOUND'],
      ['case-manager', 'recordHealth', 'Member:11170:00000000-0000-4000-8000-000000000000', 'NOT_FOUND'],
    ] as const) {
      const refused = await record(
        by,
        name,
        about,
        name === 'recordHousing'
          ? { condition: '가' }
          : name === 'recordIdentity'
            ? { name: '가' }
            : { conditions: '가' },
      );
      expect(codes(refused)).toEqual([code]);
    }
  });

  test('refuses what cannot be, at the field that it is about, and changes nothing', async () => {
    const about = memberOf(assigned);
    const version = (await read('counsellor', 'recordHealth', about))!.version;
    for (const [name, fields, field] of [
      ['recordHealth', { longTermCareGrade: 6 }, 'input.longTermCareGrade'],
      ['recordHealth', { conditions: '가'.repeat(2001) }, 'input.conditions'],
      ['recordIdentity', { name: ' ' }, 'input.name'],
      ['recordIdentity', { birthDate: '2190-01-01' }, 'input.birthDate'],
      ['recordIdentity', { name: '901231-1234567' }, 'input.name'],
      ['recordSafety', { allegedPerpetrator: null }, 'input.allegedPerpetrator'],
    ] as const) {
      const refused = await record('counsellor', name, about, { ...fields, expectedVersion: version });
      expect([field, codes(refused), refused.errors![0]!.extensions]).toMatchObject([
        field,
        ['BAD_INPUT'],
        { field },
      ]);
    }
    const summary = (await read('counsellor', 'recordHouseholdSummary', householdOf(assigned)))!;
    for (const [fields, code] of [
      [{ responsibleDong: '1144056000' }, 'BAD_INPUT'],
      // Of the district, and none of those that its list names.
      [{ responsibleDong: '1117055500' }, 'BAD_INPUT'],
      [{ headId: memberOf(a) }, 'NOT_FOUND'],
      [{}, 'BAD_INPUT'],
    ] as const)
      expect(
        codes(
          await record('counsellor', 'recordHouseholdSummary', householdOf(assigned), {
            ...fields,
            expectedVersion: summary.version,
          }),
        ),
      ).toEqual([code]);
    expect((await read('counsellor', 'recordHealth', about))!.version).toBe(version);
  });

  test('stands in the log with its class, and is done once for one key', async () => {
    const about = memberOf(a, 2);
    const idempotencyKey = 'a-birth-certificate-was-read';
    const { version } = (await read('case-manager', 'recordIdentity', about))!;
    for (const _ of [1, 2])
      expect(
        (
          await record('case-manager', 'recordIdentity', about, {
            relation: '막내',
            expectedVersion: version,
            idempotencyKey,
          })
        ).facet,
      ).toMatchObject({ relation: '막내', version: version! + 1 });
    const [line] = await database.owner`
      select shown from access_log where operation = 'recordIdentity' and allowed order by at desc limit 1`;
    expect(line!.shown).toMatchObject({ [a.member(2)]: ['IDENTITY'] });
  });
});

describe('where somebody hides', () => {
  test('is written by a case manager who cannot read it back, and who learns nothing of what was there', async () => {
    const [here, nobody] = [memberOf(a, 1), memberOf(a, 2)];
    for (const about of [here, nobody]) {
      const written = await record(
        'case-manager',
        'recordSafeLocation',
        about,
        samples.recordSafeLocation[1],
      );
      expect(written.errors).toBeUndefined();
      expect(written.facet).toBeNull();
      expect(written.history.filter(({ dataClass }) => dataClass === 'SAFE_LOCATION')).toEqual([]);
      expect(written.row!.viewerCanRecord).toContain('SAFE_LOCATION');
    }
    const rows = await database.owner`
      select member_id, place, address, phone from member_safe_locations where household_id = ${a.id} order by 1`;
    expect(rows.map((row) => [row.place, row.address, row.phone])).toEqual([
      ['친척 집', '용산구 보기로 1', null],
      ['친척 집', '용산구 보기로 1', null],
    ]);
    for (const about of [nobody, nobody]) {
      const removed = await record('case-manager', 'removeSafeLocation', about, {});
      expect([removed.errors, removed.facet]).toEqual([undefined, null]);
    }
    const history = await database.owner`
      select version, changes from facet_changes where member_id = ${a.member(2)} and data_class = 'SAFE_LOCATION'
      order by version`;
    expect(history.map(({ version }) => version)).toEqual([1, 2]);
    expect(codes(await record('head', 'recordSafeLocation', here, { place: '가' }))).toEqual(['FORBIDDEN']);
    expect(codes(await record('counsellor', 'recordSafeLocation', here, { place: '가' }))).toEqual([
      'NOT_FOUND',
    ]);
  });
});

test('where somebody hid before stands in no history, for whoever is told where they hide now', async () => {
  const about = memberOf(families.active, 1);
  for (const place of ['첫 번째 곳', '두 번째 곳'])
    expect((await record('case-manager', 'recordSafeLocation', about, { place })).errors).toBeUndefined();
  expect((await record('case-manager', 'removeSafeLocation', about, {})).errors).toBeUndefined();
  const kept = await database.owner`
    select to_jsonb(h)::text as row from facet_changes h
    where member_id = ${families.active.member(1)} and data_class = 'SAFE_LOCATION'`;
  expect(kept.length).toBe(3);
  for (const { row } of kept) expect(row).not.toMatch(/첫 번째|두 번째/);
});

test('two who write down at once where somebody hides come one after the other', async () => {
  for (const nth of [0, 1]) {
    const about = memberOf(families.never, nth);
    const answers = await Promise.all(
      ['가', '나', '다', '라', '마', '바'].map((place) =>
        record('case-manager', 'recordSafeLocation', about, { place }),
      ),
    );
    expect(answers.flatMap(({ errors }) => errors ?? [])).toEqual([]);
    const versions = await database.owner`
      select version from facet_changes
      where member_id = ${families.never.member(nth)} and data_class = 'SAFE_LOCATION' order by version`;
    expect(versions.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6]);
  }
});

test('what is blank in a list is no entry of it', async () => {
  const household = householdOf(families.assigned);
  const finance = (await read('counsellor', 'recordFinance', household))!;
  const written = await record('counsellor', 'recordFinance', household, {
    benefits: [' 생계급여 ', '', ' '],
    expectedVersion: finance.version,
  });
  expect(written.facet).toMatchObject({ benefits: ['생계급여'] });
});

test('who expected a version where nothing was written down is told so, and can write with what they are told', async () => {
  const about = memberOf(families.assigned, 1);
  await asKeeper(
    database.owner,
    (sql) => sql`delete from member_legals where member_id = ${families.assigned.member(1)}`,
  );
  const refused = await record('counsellor', 'recordLegal', about, { matters: '가', expectedVersion: 3 });
  const { code, currentVersion } = refused.errors![0]!.extensions as Record<string, unknown>;
  expect([code, currentVersion]).toEqual(['CONFLICT', null]);
  const written = await record('counsellor', 'recordLegal', about, {
    matters: '가',
    expectedVersion: currentVersion,
  });
  expect(written.facet).toMatchObject({ matters: '가', version: 1 });
});

test('a head is named by the id that they have, of this district and no other', async () => {
  const summary = (await read('case-manager', 'recordHouseholdSummary', householdOf(a)))!;
  const headId = memberOf(a, 0).replace(a.districtId, longPlan.districtId);
  expect(
    codes(
      await record('case-manager', 'recordHouseholdSummary', householdOf(a), {
        headId,
        expectedVersion: summary.version,
      }),
    ),
  ).toEqual(['NOT_FOUND']);
});

test('from the history every earlier state follows, whoever wrote it down', async () => {
  const about = memberOf(a, 2);
  const field = fc.constantFrom('status', 'workplace', 'seeking');
  const edit = fc.record({
    by: fc.constantFrom('case-manager', 'case-manager-2', 'head'),
    fields: fc.dictionary(
      field,
      fc.option(fc.constantFrom('없음', '시간제', '식당', '배달'), { nil: null }),
      { minKeys: 1 },
    ),
    stale: fc.boolean(),
  });
  const states: Facet[] = [(await read('head', 'recordEmployment', about))!];
  for (const { by, fields, stale } of fc.sample(edit, {
    numRuns: isLong ? 10_000 : 60,
  })) {
    const now = states.at(-1)!;
    const expectedVersion = stale ? (now.version ?? 0) + 1 : now.version;
    const answer = await record(by, 'recordEmployment', about, { ...fields, expectedVersion });
    if (stale) expect(codes(answer)).toEqual(['CONFLICT']);
    else if (answer.facet!.version !== now.version) states.push(answer.facet!);
  }
  let after: string | null = null;
  const history: Change[] = [];
  do {
    const answer: Answered<{
      node: { changes: { nodes: Change[]; pageInfo: { hasNextPage: boolean; endCursor: string } } };
    }> = await app.ask(
      'head',
      'query ($id: ID!, $after: String) { node(id: $id) { ... on Member { changes(first: 20, after: $after) { nodes { dataClass version fields { field before after } } pageInfo { hasNextPage endCursor } } } } }',
      { id: about, after },
    );
    const page = answer.data!.node.changes;
    history.push(...page.nodes.filter(({ dataClass }) => dataClass === 'EMPLOYMENT'));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after);
  expect(history.length).toBe(states.length - 1);
  const state = { ...states.at(-1)! };
  for (const { version, fields } of history.reverse()) {
    expect(state).toEqual(states[states.findIndex((each) => each.version === version)]);
    for (const { field: changed, before } of fields) state[changed] = before;
    state.version = states[states.findIndex((each) => each.version === version) - 1]!.version;
  }
  expect(state).toEqual(states[0]);
}, 1_800_000);

/** What a reader sees of what was sent: a head by the row that it leads to. */
function plain(fields: object): object {
  const { headId, ...others } = fields as { headId?: string };
  return headId ? { ...others, head: { id: headId } } : others;
}
const textOf = (value: unknown): string | null => {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return JSON.stringify(value);
  return typeof value === 'object' ? (value as { id: string }).id : String(value);
};
