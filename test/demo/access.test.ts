import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { classesIn, type DataClass, type Purpose } from '../../src/access/classes.js';
import { families, postId } from '../../src/demo/known.js';
import { asKeeper, demoDatabase } from './database.js';

let sql: Sql;
let drop: () => Promise<void>;
beforeAll(async () => {
  ({ sql, drop } = await demoDatabase());
});
afterAll(async () => {
  await drop?.();
});

type Family = (typeof families)[keyof typeof families];

/** The classes that a post has now, of the household as a whole and of each member by order. */
async function scope(post: string, family: Family, purpose: Purpose = 'CASE_MANAGEMENT') {
  const rows = await asKeeper(
    sql,
    (keeper) => keeper<{ subject: string; mask: number }[]>`
      select s.subject_id as subject, bit_or(s.mask) as mask
      from posts p join staff on staff.id = p.staff_id
      cross join lateral hamkke.scope_of(row(p.id, staff.id, p.organization_id, staff.home_organization_id,
          p.district_id, p.duties, p.zones, ${purpose}::purpose,
          hamkke.recipient(p.duties, p.organization_id, staff.home_organization_id))::hamkke.viewer,
        ${family.districtId}, array[${family.id}]::uuid[]) s
      where p.id = ${postId(post)} group by 1`,
  );
  const of = (id: string) => classesIn(rows.find((row) => row.subject === id)?.mask ?? 0).sort();
  return { household: of(family.id), members: [0, 1, 2].map((index) => of(family.member(index))) };
}
const set = (...classes: DataClass[]) => classes.sort();
const nothing = { household: [], members: [[], [], []] };

describe('family A', () => {
  test('the welfare centre has what the mother agreed to; the accused head opens nothing for others', async () => {
    const seen = await scope('welfare-centre', families.a);
    expect(seen.household).toEqual(set('SUMMARY', 'HOUSING', 'FAMILY'));
    const [, mother, child] = seen.members;
    expect(mother).toEqual(set('SUMMARY', 'HOUSING', 'FAMILY', 'IDENTITY', 'CONTACT', 'HEALTH'));
    expect(child).toEqual(set('IDENTITY', 'EDUCATION'));
  });

  test('the police have SAFETY of the mother and nobody else; only the home post has INVESTIGATION', async () => {
    const apo = await scope('apo', families.a);
    expect(apo).toEqual({
      household: ['SUMMARY'],
      members: [['SUMMARY'], set('SUMMARY', 'SAFETY'), ['SUMMARY']],
    });
    const station = await scope('police', families.a);
    expect(station.household).toEqual(set('SUMMARY', 'INVESTIGATION'));
    expect(station.members[1]).toEqual(set('SUMMARY', 'INVESTIGATION', 'SAFETY'));
  });

  test('nobody at all has SAFE_LOCATION', async () => {
    for (const post of [
      'head',
      'case-manager',
      'counsellor',
      'apo',
      'police',
      'welfare-centre',
      'clinic',
      'portal',
    ])
      expect((await scope(post, families.a)).members.flat()).not.toContain('SAFE_LOCATION');
  });
});

describe('families that are alike but for their consent', () => {
  const wide = set('SUMMARY', 'HOUSING', 'FINANCE', 'FAMILY');
  const own = set('IDENTITY', 'CONTACT', 'HEALTH', 'EDUCATION');
  const whole = { household: wide, members: [set(...wide, ...own), own, []] };

  test('an active consent opens what it says', async () => {
    expect(await scope('welfare-centre', families.active)).toEqual(whole);
    expect(await scope('welfare-centre', families.active, 'SERVICE_PROVISION')).toEqual(nothing);
  });

  test.each(['expired', 'withdrawn', 'agreementEnded', 'notYet', 'otherPurpose', 'never'] as const)(
    '%s opens nothing',
    async (key) => {
      expect(await scope('welfare-centre', families[key])).toEqual(nothing);
    },
  );

  test('an agreement narrows, and a purpose is only that purpose', async () => {
    expect(await scope('welfare-centre', families.narrowed)).toEqual({
      household: ['SUMMARY'],
      members: [set('SUMMARY', 'IDENTITY'), ['IDENTITY'], []],
    });
    expect(await scope('welfare-centre', families.otherPurpose, 'SERVICE_PROVISION')).toEqual(whole);
  });

  test('they have the same rows, so that an answer tells nothing but the consent', async () => {
    const keys = [
      'active',
      'expired',
      'withdrawn',
      'agreementEnded',
      'narrowed',
      'notYet',
      'otherPurpose',
      'never',
    ] as const;
    const shapes = await Promise.all(
      keys.map((key) =>
        asKeeper(
          sql,
          (keeper) => keeper`select stage, track, level,
            (select array_agg(data_class::text order by data_class::text) from linkages l where l.case_id = c.id) as linkages,
            (select array_agg(data_class::text order by data_class::text) from needs n where n.case_id = c.id) as needs,
            (select count(*) from members m where m.household_id = c.household_id) as members
            from cases c where c.id = ${families[key].caseId}`,
        ),
      ),
    );
    for (const shape of shapes) expect([...shape]).toEqual([...shapes[0]!]);
  });
});

describe('each persona has a household and one that it lacks', () => {
  test('clinic: two classes of one member', async () => {
    expect(await scope('clinic', families.clinic)).toEqual({
      household: [],
      members: [set('HEALTH', 'MENTAL_HEALTH'), [], []],
    });
    expect(await scope('clinic', families.active)).toEqual(nothing);
  });

  test('counsellor: those assigned now', async () => {
    expect((await scope('counsellor', families.assigned)).household).toHaveLength(13);
    expect(await scope('counsellor', families.handedOver)).toEqual(nothing);
    expect((await scope('counsellor-2', families.handedOver)).household).toHaveLength(13);
  });

  test('head: the centre in one post, the district office in the other', async () => {
    expect((await scope('head', families.a)).household).toHaveLength(14);
    expect(await scope('head', families.office)).toEqual(nothing);
    expect((await scope('head-office', families.office)).household).toHaveLength(14);
    expect(await scope('head-office', families.a)).toEqual(nothing);
  });

  test('nurse and neighbourhood officer: those visited, the zone', async () => {
    expect((await scope('nurse', families.visited)).household).toHaveLength(5);
    expect(await scope('nurse', families.unvisited)).toEqual(nothing);
    expect((await scope('neighbourhood-officer', families.visited)).household).toHaveLength(3);
    expect(await scope('neighbourhood-officer', families.unvisited)).toEqual(nothing);
    expect((await scope('consultation-specialist', families.visited)).household).toHaveLength(13);
    expect(await scope('consultation-specialist', families.unvisited)).toEqual(nothing);
  });

  test.each([
    'welfare-centre-none',
    'sponsor',
    'catalogue-editor',
    'privacy-officer',
    'statistics',
    'city-statistics',
    'reporter',
  ])('%s: no household at all', async (post) => {
    for (const family of Object.values(families)) expect(await scope(post, family)).toEqual(nothing);
  });
});
