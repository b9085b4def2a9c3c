import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { families, known } from '../../src/demo/known.js';
import { consentRow, day, idOf, insert } from '../access/households.js';
import { type Row, readWorld, type World } from '../access/world.js';
import { codes } from '../staff/people.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import { expectTrueFacts } from '../support/facts.js';

const { a, active } = families;
const [father, mother, child] = [0, 1, 2].map(a.member) as [string, string, string];
const center = known.organizations.mapoOffice;
const dong = known.dongs.mapo[0];

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

interface Moved {
  stage: string;
  closureReason: string;
  viewerCan: string[];
  transfers: {
    toDistrictId: string | null;
    toCaseId: string | null;
    classes: string[];
    toCenter: { name: string } | null;
  }[];
}
const caseFields =
  'stage closureReason version viewerCan transfers { toDistrictId toCaseId transferReason classes transferredAt toCenter { name } }';
const transfer = (by: string, input: object) =>
  app.ask<{ transferCase: { case: Moved } | null }>(
    by,
    `mutation ($input: TransferInput!) { transferCase(input: $input) { case { ${caseFields} } } }`,
    { input },
  );
const versionOf = async (caseId: string) =>
  (await asKeeper(database.owner, (sql) => sql`select version from cases where id = ${caseId}`))[0]!.version;
const order = async (family: { districtId: string; caseId: string }, more = {}) => ({
  caseId: `Case:${family.districtId}:${family.caseId}`,
  expectedVersion: await versionOf(family.caseId),
  centerId: `Organization:${center}`,
  responsibleDong: dong,
  reason: 'HOUSEHOLD_MOVED',
  ...more,
});

/** What of the household consented to the receiving centre: as they would have signed it there. */
async function consent(world: World, family: typeof a, rows: object[]) {
  await asKeeper(database.owner, async (sql) => {
    const agreement = idOf(`transfer/${family.id}`);
    await insert(sql, 'agreements', [
      {
        district_id: family.districtId,
        id: agreement,
        organization_id: center,
        title: '시험 협약',
        valid_from: day(world.today, -300),
        valid_until: day(world.today, 300),
        auto_renews: false,
        notice_days: 30,
        purposes: ['CASE_MANAGEMENT'],
        classes: ['SUMMARY', 'HOUSING', 'HEALTH', 'EDUCATION', 'UNIQUE_ID', 'SAFE_LOCATION', 'SAFETY'],
      },
    ]);
    await insert(
      sql,
      'consents',
      rows.map((row, nth) =>
        consentRow({
          key: `transfer/${family.id}/${nth}`,
          home: { district: family.districtId, id: family.id, members: [] },
          organization: center,
          agreement,
          from: day(world.today, -5),
          until: day(world.today, 20),
          ...(row as { member: string; classes: never[] }),
        }),
      ),
    );
  });
}

/** The case that came of a transfer, where nobody but the centre there is told of it. */
const goalOf = (world: World, household: string) =>
  String(world.one('case_transfers', 'household_id', household)!.to_case_id);
const below = (world: World, table: string, household: string): readonly Row[] =>
  world.where(table, 'household_id', household);

describe('a case that goes to another district', () => {
  let before: World;
  let after: World;
  let moved: Moved;
  let newCase: string;
  let household: string;
  let heir: Map<string, string>;
  beforeAll(async () => {
    before = await readWorld(database.owner);
    await consent(before, a, [
      { member: mother, classes: ['SUMMARY', 'HOUSING', 'FINANCE'], wide: true },
      { member: mother, classes: ['HEALTH', 'UNIQUE_ID', 'SAFE_LOCATION', 'LEGAL'] },
      { member: child, by: mother, classes: ['EDUCATION'] },
    ]);
    const { data, errors } = await transfer('case-manager', await order(a, { note: '마포로 이사한다' }));
    expect(errors).toBeUndefined();
    moved = data!.transferCase!.case;
    after = await readWorld(database.owner);
    newCase = goalOf(after, a.id);
    household = String(after.one('cases', 'id', newCase.split(':')[2])!.household_id);
    const name = (id: unknown) => after.one('member_identities', 'member_id', id)?.name;
    heir = new Map(
      [mother, child].map((old) => [
        old,
        String(below(after, 'members', household).find(({ id }) => name(id) === name(old))!.id),
      ]),
    );
  });

  test('is closed as transferred, with its note and a pointer', () => {
    expect(moved).toMatchObject({
      stage: 'CLOSED',
      closureReason: 'TRANSFERRED',
      viewerCan: ['FOLLOW_UP', 'REOPEN'],
      transfers: [
        {
          // The father is accused: where the others went is for nobody here to read.
          toDistrictId: null,
          toCaseId: null,
          transferReason: 'HOUSEHOLD_MOVED',
          toCenter: null,
          classes: ['SUMMARY', 'IDENTITY', 'CONTACT', 'HEALTH', 'EDUCATION', 'HOUSING'].sort(
            (x, y) => classOrder.indexOf(x) - classOrder.indexOf(y),
          ),
        },
      ],
    });
    expect(newCase).toMatch(/^Case:11440:/);
  });

  test('is the receiving centre’s from the next request on, as a case received from the first one', async () => {
    const { data } = await app.ask<{ case: Record<string, unknown> }>(
      'mapo-case-manager',
      `query ($id: ID!) { case(id: $id) { stage version steps { step organization { name } }
        household { summary { responsibleDong head { identity { name } } } members { identity { name } contact { phone } } } } }`,
      { id: newCase },
    );
    const name = (id: string) => before.one('member_identities', 'member_id', id)!.name;
    expect(data!.case).toEqual({
      stage: 'RECEIVED',
      version: 1,
      steps: [{ step: 'RECEIVE', organization: { name: '마포구 희망복지129센터' } }],
      household: {
        summary: { responsibleDong: dong, head: { identity: { name: name(mother) } } },
        members: [mother, child].map((id) => ({
          identity: { name: name(id) },
          contact: { phone: before.one('member_contacts', 'member_id', id)?.phone ?? null },
        })),
      },
    });
  });

  test('has new ids throughout', () => {
    const old = new Set(before.all('members').map(({ id }) => id));
    expect(old.has(household)).toBe(false);
    expect([...heir.values()].some((id) => old.has(id))).toBe(false);
  });

  test('takes along what was consented to for this very centre, and of others nothing', () => {
    expect(below(after, 'household_housings', household)).toHaveLength(1);
    expect(below(after, 'household_housings', household)[0]).toMatchObject({
      months_in_arrears: before.one('household_housings', 'household_id', a.id)!.months_in_arrears,
    });
    // The agreement does not cover FINANCE and LEGAL, whatever was signed.
    for (const table of ['household_finances', 'household_families', 'member_legals', 'member_employments'])
      expect({ table, rows: below(after, table, household) }).toEqual({ table, rows: [] });
    expect(below(after, 'member_healths', household).map((row) => row.member_id)).toEqual([heir.get(mother)]);
    expect(below(after, 'member_educations', household).map((row) => row.member_id)).toEqual([
      heir.get(child),
    ]);
    const carried = (table: string, of: string) =>
      below(after, table, of).filter(({ data_class }) => data_class === 'HOUSING').length;
    for (const table of ['needs', 'goals']) {
      expect(below(before, table, a.id).length).toBeGreaterThan(carried(table, a.id));
      expect(carried(table, household)).toBe(carried(table, a.id));
      const may: Record<string, (string | undefined)[]> = {
        HOUSING: [household],
        HEALTH: [heir.get(mother)],
        EDUCATION: [heir.get(child)],
      };
      for (const { data_class, subject_ids } of below(after, table, household))
        expect(may[String(data_class)]).toEqual(subject_ids);
    }
  });

  test('never takes along where somebody hides, an investigation, a registration number, or how it was reported', () => {
    for (const table of [
      'member_safe_locations',
      'member_unique_ids',
      'report_investigations',
      'report_safeties',
      'member_safeties',
      'linkages',
      'consents',
      'assignments',
      'screenings',
      'case_notes',
    ])
      expect({ table, rows: below(after, table, household) }).toEqual({ table, rows: [] });
    expect(before.where('member_safe_locations', 'household_id', a.id).length).toBeGreaterThan(0);
    expect(below(after, 'report_origins', household)).toMatchObject([
      { source: 'PARTNER', data_class: 'SUMMARY', sender_id: known.organizations.centre },
    ]);
  });

  test('leaves the registration number, whatever was consented to, for the centre there to record anew', async () => {
    const number = '991331-4700007';
    const memberId = `Member:11440:${heir.get(mother)}`;
    const uniqueId = 'id uniqueId { maskedRegistrationNumber version }';
    const there = await app.ask<{ node: object }>(
      'mapo-case-manager',
      `query ($id: ID!) { node(id: $id) { ... on Member { ${uniqueId} } } }`,
      { id: memberId },
    );
    expect(there.data!.node).toEqual({
      id: memberId,
      uniqueId: { maskedRegistrationNumber: null, version: null },
    });
    const { data, errors } = await app.ask(
      'mapo-case-manager',
      `mutation ($input: RecordRegistrationNumberInput!) { recordRegistrationNumber(input: $input) { member { ${uniqueId} } } }`,
      { input: { memberId, number } },
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      recordRegistrationNumber: {
        member: { id: memberId, uniqueId: { maskedRegistrationNumber: '991331-4******', version: 1 } },
      },
    });
    const find = 'query ($n: String!) { memberByRegistrationNumber(number: $n) { id } }';
    const found = await app.ask('mapo-case-manager', find, { n: number });
    expect(found.data).toEqual({ memberByRegistrationNumber: { id: memberId } });
    // The first district's own stays, and knows nothing of the other's.
    const at = { table: 'member_unique_ids', column: 'member_id' } as const;
    expect((await readWorld(database.owner)).one(at.table, at.column, mother)).toEqual(
      before.one(at.table, at.column, mother),
    );
    expect((await app.ask('head', find, { n: number })).data).toEqual({ memberByRegistrationNumber: null });
  });

  test('leaves whoever is said to have done the harm where they are', () => {
    expect(before.one('member_safeties', 'member_id', father)!.alleged_perpetrator).toBe(true);
    expect(below(after, 'members', household)).toHaveLength(2);
    expect(below(after, 'members', a.id)).toHaveLength(3);
  });

  test('shows that it went to those who may see the old case, and where, as the new one, to none of them', async () => {
    const old = `query ($id: ID!) { case(id: $id) { transfers { toCaseId } } }`;
    for (const persona of ['head', 'counsellor', 'welfare-centre', 'welfare-centre-none', 'nurse']) {
      const seen = await app.ask<{ case: Moved | null }>(persona, old, {
        id: `Case:${a.districtId}:${a.caseId}`,
      });
      const sees = ['head', 'welfare-centre'].includes(persona);
      expect({ persona, transfers: seen.data!.case?.transfers ?? null }).toEqual({
        persona,
        transfers: sees ? [{ toCaseId: null }] : null,
      });
      const there = await app.ask(persona, 'query ($id: ID!) { case(id: $id) { id } }', {
        id: newCase,
      });
      expect(there.data).toEqual({ case: null });
    }
    // Whom they consented to may see the old case too; nobody else there, and nobody of another district.
    for (const [persona, expected] of [
      ['mapo-case-manager', { case: { transfers: [{ toCaseId: null }] } }],
      ['songsan-case-manager', { case: null }],
    ] as const)
      expect((await app.ask(persona, old, { id: `Case:${a.districtId}:${a.caseId}` })).data).toEqual(
        expected,
      );
  });

  test('does not tell whoever has SUMMARY alone of which classes there was something', async () => {
    const asked = (persona: string) =>
      app.ask<{ case: Moved }>(persona, 'query ($id: ID!) { case(id: $id) { transfers { classes } } }', {
        id: `Case:${a.districtId}:${a.caseId}`,
      });
    expect((await asked('head')).data!.case.transfers).toEqual([{ classes: moved.transfers[0]!.classes }]);
    for (const persona of ['portal', 'welfare-centre', 'apo', 'mapo-case-manager'])
      expect([persona, (await asked(persona)).data]).toEqual([
        persona,
        { case: { transfers: [{ classes: ['SUMMARY'] }] } },
      ]);
  });

  test('stands in the log of the household that it came from, with the classes of each who went', async () => {
    const [entry] = await asKeeper(
      database.owner,
      (sql) =>
        sql`select shown, classes from access_log where operation = 'transferCase' and allowed and household_id = ${a.id}`,
    );
    expect(entry!.shown[mother].sort()).toEqual(expect.arrayContaining(['CONTACT', 'HEALTH', 'IDENTITY']));
    expect(entry!.shown[child]).toEqual(expect.arrayContaining(['EDUCATION', 'IDENTITY']));
    expect(entry!.shown[a.id]).toEqual(expect.arrayContaining(['SUMMARY', 'HOUSING']));
    expect(JSON.stringify(entry!.shown)).not.toMatch(/FINANCE|LEGAL|SAFETY|SAFE_LOCATION|UNIQUE_ID/);
  });
});

const classOrder = [
  'SUMMARY',
  'IDENTITY',
  'CONTACT',
  'UNIQUE_ID',
  'HEALTH',
  'MENTAL_HEALTH',
  'FINANCE',
  'HOUSING',
  'EMPLOYMENT',
  'EDUCATION',
];

describe('a transfer', () => {
  test('of whoever is accused, when named, takes the bound on what they may consent to along, and nothing else', async () => {
    const world = await readWorld(database.owner);
    const people = world.where('members', 'household_id', families.expired.id).map(({ id }) => String(id));
    await asKeeper(database.owner, async (sql) => {
      await sql`insert into member_safeties (district_id, member_id, household_id, alleged_perpetrator, findings)
        values ('11170', ${people[0]!}, ${families.expired.id}, true, '비밀 소견')
        on conflict (district_id, member_id) do update set alleged_perpetrator = true, findings = '비밀 소견'`;
    });
    const input = await order(families.expired, { memberIds: people.map((id) => `Member:11170:${id}`) });
    const { data, errors } = await transfer('head', input);
    expect(errors).toBeUndefined();
    const after = await readWorld(database.owner);
    const made = after.one('cases', 'id', goalOf(after, families.expired.id).split(':')[2])!;
    expect(below(after, 'members', String(made.household_id))).toHaveLength(people.length);
    expect(below(after, 'member_safeties', String(made.household_id))).toMatchObject([
      { alleged_perpetrator: true, findings: null, risk: null },
    ]);
    expect(data!.transferCase!.case.transfers[0]!.classes).toEqual(['SUMMARY', 'IDENTITY', 'CONTACT']);
  });

  test('is refused to the own district, to what is no centre, to a dong of another, and with strangers', async () => {
    const input = await order(active);
    const attempt = async (more: object) => codes(await transfer('head', { ...input, ...more }));
    expect(await attempt({ centerId: `Organization:${known.organizations.districtOffice}` })).toEqual([
      'BAD_INPUT',
    ]);
    const refused = [known.organizations.shelter, known.organizations.company, randomUUID()];
    const bodies = await Promise.all(
      refused.map(async (id) => (await transfer('head', { ...input, centerId: `Organization:${id}` })).body),
    );
    expect(new Set(bodies).size).toBe(1);
    expect(bodies[0]).toContain('NOT_FOUND');
    expect(await attempt({ responsibleDong: known.dongs.yongsan[0] })).toEqual(['BAD_INPUT']);
    expect(await attempt({ responsibleDong: '1' })).toEqual(['BAD_INPUT']);
    expect(await attempt({ memberIds: [`Member:11170:${mother}`] })).toEqual(['NOT_FOUND']);
    expect(await attempt({ expectedVersion: 999 })).toEqual(['CONFLICT']);
    const counted = await asKeeper(
      database.owner,
      (sql) => sql`select stage, version from cases where id = ${active.caseId}`,
    );
    expect(counted[0]!.version).toBe(input.expectedVersion);
    expect(counted[0]!.stage).not.toBe('CLOSED');
  });

  test('is of those who manage cases, and of an open case of theirs', async () => {
    for (const persona of ['counsellor', 'apo', 'police', 'welfare-centre', 'portal'])
      expect(codes(await transfer(persona, await order(active)))).toEqual(['FORBIDDEN']);
    const hidden = await transfer('case-manager', await order(families.longPlan));
    const unknown = await transfer('case-manager', {
      ...(await order(families.longPlan)),
      caseId: `Case:11440:${randomUUID()}`,
    });
    expect(codes(hidden)).toEqual(['NOT_FOUND']);
    expect(hidden.body).toBe(unknown.body);
    const closed = await transfer('head', await order(a));
    expect(closed.errors).toMatchObject([
      { extensions: { code: 'ILLEGAL_STEP', legalSteps: ['FOLLOW_UP', 'REOPEN'] } },
    ]);
  });

  test('is once, with one key and of many at once', async () => {
    const input = await order(families.withdrawn, { idempotencyKey: randomUUID() });
    const count = async () =>
      (await asKeeper(database.owner, (sql) => sql`select count(*)::int as n from households`))[0]!.n;
    const before = await count();
    const all = await Promise.all(Array.from({ length: 8 }, () => transfer('head', input)));
    expect(new Set(all.map(({ body }) => body)).size).toBe(1);
    const raced = await order(families.narrowed);
    const racing = await Promise.all(Array.from({ length: 8 }, () => transfer('head', raced)));
    expect(racing.flatMap(codes)).toEqual(Array(7).fill('CONFLICT'));
    expect(await count()).toBe(before + 2);
  });

  test('is not said by closing', async () => {
    const { errors } = await app.ask(
      'head',
      'mutation ($input: CloseInput!) { closeCase(input: $input) { case { id } } }',
      {
        input: {
          caseId: `Case:11170:${active.caseId}`,
          expectedVersion: await versionOf(active.caseId),
          reason: 'TRANSFERRED',
        },
      },
    );
    expect(codes({ errors: errors as never })).toEqual(['BAD_INPUT']);
  });
});

test('figures are what all of this comes to', async () => {
  await expectTrueFacts(database.owner);
});
