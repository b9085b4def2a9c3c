import { getTableName, is, Table } from 'drizzle-orm';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dataClasses } from '../../src/access/classes.js';
import { records } from '../../src/access/records.js';
import * as tables from '../../src/database/tables/index.js';
import { families, known, published } from '../../src/demo/known.js';
import { demoRows, loadDemo } from '../../src/demo/load.js';
import { asKeeper, demoDatabase } from './database.js';

let sql: Sql;
let drop: () => Promise<void>;
/** Answers the one row that a question has. */
const one = async (question: string) => {
  const [row] = await asKeeper(sql, (keeper) => keeper.unsafe(question));
  return row as Record<string, unknown>;
};
// What the server writes while it is used.
const filledByUse = [
  'access_log',
  'access_log_seals',
  'access_log_heads',
  'hamkke_installed',
  'idempotency_keys',
  'case_transfers',
  'staff_changes',
  ...['changes', 'feed_heads', 'referral_links', 'record_sources'],
  ...['webhooks', 'webhook_deliveries', 'upkeep_policies'],
];
const loadedTables = Object.values(tables)
  .filter((each) => is(each, Table))
  .map((each) => getTableName(each as Table))
  .filter((name) => !filledByUse.includes(name));

beforeAll(async () => {
  ({ sql, drop } = await demoDatabase());
});
afterAll(async () => {
  await drop?.();
});

/** How many rows each table has and a sum over their content. */
async function contents() {
  const sums: Record<string, unknown> = {};
  for (const name of loadedTables)
    sums[name] = await one(
      `select count(*)::int, coalesce(sum(hashtextextended(t::text, 0)), 0)::text as sum from ${name} t`,
    );
  return sums;
}

describe('published figures come out of rows', () => {
  test('Mapo 2010: 731 screened, 95 selected, 321 linkages', async () => {
    const { screened, selected, linkages } = published.mapo2010;
    const figures = await one(`
      with screened as (
        select distinct household_id from screenings where district_id = '11440' and list = 'LIVELIHOOD_REFUSED'
          and screened_on between '2010-01-01' and '2010-12-31'
      ), selected as (
        select c.id, c.household_id from cases c join screened using (household_id)
        where c.district_id = '11440' and c.track = 'CASE_MANAGED' and c.opened_on between '2010-01-01' and '2010-12-31'
      )
      select (select count(*) from screened)::int as screened,
        (select count(distinct household_id) from selected)::int as selected,
        (select count(*) from linkages l join selected s on s.id = l.case_id
          where l.linked_on between '2010-01-01' and '2010-12-31')::int as linkages`);
    expect(figures).toEqual({ screened, selected, linkages });
    expect([screened, selected, linkages]).toEqual([731, 95, 321]);
  });

  test('Mapo 2010: 14 private agencies under agreement', async () => {
    const { agencies } = await one(`
      select count(distinct a.organization_id)::int as agencies from agreements a join organizations o on o.id = a.organization_id
      where a.district_id = '11440' and '2010-12-31' between a.valid_from and a.valid_until
        and o.partner_kind not in ('DISTRICT_OFFICE', 'DONG_OFFICE', 'CRISIS_CENTER', 'POLICE', 'SCHOOL', 'HOUSING_OFFICE')`);
    expect(agencies).toBe(14);
    expect(published.mapo2010.agencies).toBe(14);
  });

  test('Songsan 3-dong 2019: 257 consultations, 38 case households, 1,443 linkages', async () => {
    const figures = await one(`
      select
        (select count(distinct household_id) from cases where district_id = '41150' and stage >= 'INITIAL_CONSULTATION'
          and opened_on between '2019-01-01' and '2019-12-31')::int as consultations,
        (select count(distinct household_id) from cases where district_id = '41150' and track = 'CASE_MANAGED'
          and opened_on between '2019-01-01' and '2019-12-31')::int as "caseHouseholds",
        (select count(*) from linkages where district_id = '41150'
          and linked_on between '2019-01-01' and '2019-12-31')::int as linkages`);
    expect(figures).toEqual({ consultations: 257, caseHouseholds: 38, linkages: 1443 });
    expect(published.songsan2019).toMatchObject(figures);
  });

  test('Songsan 3-dong 2019: 37 emergency households with 325 linkages worth 72 to 73 million won', async () => {
    const figures = await one(`
      select count(distinct c.household_id)::int as households, count(l.id)::int as linkages,
        sum(l.value_krw)::float8 as "valueKrw", count(distinct l.sector)::int as sectors,
        (select count(*) from report_origins where district_id = '41150' and source = 'EMERGENCY_APPLICATION')::int as applications
      from cases c join linkages l on l.district_id = c.district_id and l.case_id = c.id
      where c.district_id = '41150' and c.track = 'CASE_MANAGED' and l.linked_on between '2019-01-01' and '2019-12-31'
        and exists (select from report_origins r where r.district_id = c.district_id and r.household_id = c.household_id
          and r.source = 'EMERGENCY_APPLICATION')`);
    expect(figures).toMatchObject({ households: 37, linkages: 325, valueKrw: 72_500_000, sectors: 2 });
    // Applications are more than the households that became cases.
    expect(figures.applications).toBeGreaterThan(37);
  });

  test('the crisis centre has up to nine staff, one with two posts, some dispatched', async () => {
    const figures = await one(`
      select count(distinct s.id)::int as staff,
        count(distinct s.id) filter (where s.home_organization_id = '${known.organizations.police}')::int as dispatched,
        (select count(*) from posts p join staff h on h.id = p.staff_id where h.subject = 'demo|head')::int as "postsOfHead"
      from posts p join staff s on s.id = p.staff_id where p.organization_id = '${known.organizations.centre}'`);
    expect(figures.staff).toBeLessThanOrEqual(published.yongsan.mostStaff);
    expect(figures).toMatchObject({ dispatched: 2, postsOfHead: 2 });
  });

  test('Seongdong offers its visits to every sixty-fifth birthday and birth; Suwon works in four gu', async () => {
    expect(
      await one(`select
        (select count(*) from report_origins where district_id = '11200' and source in ('UNIVERSAL_65', 'UNIVERSAL_BIRTH'))::int as reports,
        (select count(*) from assignments where district_id = '11200' and kind = 'VISIT' and until is null)::int as visited,
        (select count(distinct visit_tier) from member_healths where district_id = '11200')::int as tiers,
        (select count(distinct left(responsible_dong, 5)) from household_summaries where district_id = '41110')::int as gu`),
    ).toEqual({ reports: 60, visited: 18, tiers: 3, gu: 4 });
  });
});

test('the books add up: every sum is that of its entries, and every allocation is in them', async () => {
  const faults = await asKeeper(sql, (keeper) => keeper`select * from hamkke.ledger_faults()`);
  expect([...faults]).toEqual([]);
  // Both kinds of source, what came back, and nothing given beyond its linkage's worth or before its term.
  expect(
    await one(`select count(distinct account_id)::int as accounts, bool_or(released > 0) as released,
      bool_or(l.unit = 'KRW' and l.amount > k.value_krw or l.source <> k.funded_by or l.data_class <> k.data_class
        or l.allocated_on < (select valid_from from pledges p where p.id = l.account_id)) as wrong
      from allocations l join linkages k on k.district_id = l.district_id and k.id = l.linkage_id`),
  ).toEqual({ accounts: 4, released: true, wrong: false });
});

describe('loading', () => {
  test('makes the same rows every time; another day moves dates and no id', () => {
    const made = demoRows('2027-05-04').entries();
    expect(demoRows('2027-05-04').entries()).toEqual(made);
    const ids = (rows: typeof made) => rows.map(([table, each]) => [table, each.map((row) => row.id)]);
    // A leap day has no namesake in most years of birth.
    expect(ids(demoRows('2028-02-29').entries())).toEqual(ids(made));
  });

  test('is done once, and repeating an interrupted load changes nothing', async () => {
    const before = await contents();
    expect(await loadDemo(sql, null)).toBe(false);
    await asKeeper(sql, async (keeper) => {
      const [today] = await keeper`select hamkke.today()::text as day`;
      await demoRows(today?.day as string).insert(keeper);
    });
    expect(await contents()).toEqual(before);
  });

  test('leaves no table empty', async () => {
    const counts = await contents();
    // Facts wait in one table until they are moved into the other; figures are published by the first server that starts.
    const later = [
      ...['uncounted_changes', 'fact_cells'],
      ...['releases', 'release_cells', 'release_ledgers', 'release_secrets'],
    ];
    const empty = Object.entries(counts).filter(
      ([table, each]) => !later.includes(table) && (each as { count: number }).count === 0,
    );
    expect(empty).toEqual([]);
  });

  test('makes what known.ts names', async () => {
    for (const family of Object.values(families)) {
      const [row] = await asKeeper(
        sql,
        (
          keeper,
        ) => keeper`select from cases where district_id = ${family.districtId} and household_id = ${family.id}
          and id = ${family.caseId} and exists (select from members where id = ${family.member(0)})
          and exists (select from intake_reports where id = ${family.reportId})`,
      );
      expect(row).toBeDefined();
    }
    const ids = [
      ...Object.values(known.organizations),
      ...Object.values(known.services),
      ...Object.values(known.sponsors),
      ...Object.values(known.agreements),
    ];
    const [found] = await asKeeper(
      sql,
      (keeper) => keeper`select count(*)::int from (select id from organizations union select id from services
        union select id from sponsors union select id from agreements) each where id = any(${ids})`,
    );
    expect(found?.count).toBe(ids.length);
  });
});

describe('people are visibly made up', () => {
  const bad = async (from: string, column: string, pattern: string) =>
    (await one(`select count(*)::int from ${from} where ${column} !~ '${pattern}'`)).count;

  test('names, phones, addresses of mail, registration numbers', async () => {
    expect(await bad('member_identities', 'name', '^[가-힣](길동|길순)[가-하]{1,3}$')).toBe(0);
    expect(await bad('staff', 'name', '^[가-힣]담당[가-힣]$')).toBe(0);
    expect(await bad('member_contacts', 'phone', '^010-0000-[0-9]{4}$')).toBe(0);
    expect(await bad('member_safe_locations', 'phone', '^02-0000-[0-9]{4}$')).toBe(0);
    expect(await bad('phones', 'number', '^02-0000-[0-9]{4}$')).toBe(0);
    expect(
      await bad('member_unique_ids', 'masked_registration_number', '^[0-9]{2}13[0-9]{2}-[1-4]\\*{6}$'),
    ).toBe(0);
    for (const from of ['member_contacts', 'organizations', 'services', 'contacts'])
      expect(await bad(from, 'email', '@example\\.org$')).toBe(0);
  });

  test('free text holds neither a number to call nor, outside SAFE_LOCATION, a shelter', async () => {
    for (const [table, column] of [
      ['needs', 'description'],
      ['goals', 'description'],
      ['case_notes', 'body'],
    ] as const) {
      expect(await one(`select count(*)::int from ${table} where ${column} ~ '[0-9]{2,}-[0-9]{3,}'`)).toEqual(
        { count: 0 },
      );
      expect(
        await one(
          `select count(*)::int from ${table} where ${column} like '%쉼터%' and data_class <> 'SAFE_LOCATION'`,
        ),
      ).toEqual({ count: 0 });
    }
  });
});

describe('every data class has something', () => {
  test('in its own table or in rows that carry it', async () => {
    const seen = new Set<string>();
    for (const { table, protection } of records) {
      const name = getTableName(table);
      if (protection.kind === 'class' && (await one(`select count(*)::int from ${name}`)).count)
        seen.add(protection.dataClass);
      if (protection.kind === 'writer' && (await one(`select count(*)::int from ${name}`)).count)
        seen.add('INVESTIGATION');
      if (protection.kind !== 'rowClass') continue;
      const { classes } = await one(`select array_agg(distinct data_class)::text[] as classes from ${name}`);
      for (const each of (classes ?? []) as string[]) seen.add(each);
    }
    expect([...seen].sort()).toEqual([...dataClasses].sort());
  });

  test('needs, goals and linkages have every class that a need can have; household-level rows name the household', async () => {
    const expected = [
      'EDUCATION',
      'EMPLOYMENT',
      'FAMILY',
      'FINANCE',
      'HEALTH',
      'HOUSING',
      'LEGAL',
      'MENTAL_HEALTH',
      'SAFETY',
      'SAFE_LOCATION',
    ];
    for (const table of ['needs', 'goals', 'linkages']) {
      const { classes, wrong } = await one(`
        select array_agg(distinct data_class::text order by data_class::text) as classes,
          count(*) filter (where (data_class in ('SUMMARY', 'HOUSING', 'FINANCE', 'FAMILY')) <> (subject_ids = array[household_id]))::int as wrong
        from ${table}`);
      expect({ table, classes, wrong }).toEqual({ table, classes: expected, wrong: 0 });
    }
  });

  test('subjects are members of the household of the row, or the household', async () => {
    for (const table of ['needs', 'goals', 'linkages', 'case_notes', 'report_safeties'])
      expect(
        await one(`select count(*)::int from ${table} t, unnest(t.subject_ids) subject
          where subject <> t.household_id and not exists (select from members m
            where m.district_id = t.district_id and m.id = subject and m.household_id = t.household_id)`),
      ).toEqual({ count: 0 });
  });
});

describe('the confidential place', () => {
  test('is marked in every row that would give it away, and linkages to it are SAFE_LOCATION', async () => {
    const shelter = known.organizations.shelter;
    const service = known.services.shelterStay;
    for (const [table, condition] of [
      ['organizations', `id = '${shelter}'`],
      ['services', `organization_id = '${shelter}'`],
      ['locations', `organization_id = '${shelter}'`],
      ['services_at_location', `service_id = '${service}'`],
      ['addresses', `location_id in (select id from locations where organization_id = '${shelter}')`],
      ['accessibilities', `location_id in (select id from locations where organization_id = '${shelter}')`],
      ['contacts', `organization_id = '${shelter}'`],
      [
        'phones',
        `organization_id = '${shelter}' or location_id in (select id from locations where organization_id = '${shelter}')
        or contact_id in (select id from contacts where organization_id = '${shelter}')`,
      ],
      [
        'schedules',
        `service_id = '${service}'
        or service_at_location_id in (select id from services_at_location where service_id = '${service}')`,
      ],
      ['languages', `service_id = '${service}'`],
      ['cost_options', `service_id = '${service}'`],
      ['service_capacities', `service_id = '${service}'`],
      ['attributes', `link_id = '${service}'`],
      ['sponsorships', `service_id = '${service}'`],
    ]) {
      const hidden = await one(
        `select count(*)::int, bool_and(confidential) as all from ${table} where ${condition}`,
      );
      expect({ table, all: hidden.all }).toEqual({ table, all: hidden.count === 0 ? null : true });
      expect(await one(`select count(*)::int from ${table} where confidential`)).toEqual({
        count: hidden.count,
      });
    }
    expect(
      await one(
        `select count(*)::int, bool_and(data_class = 'SAFE_LOCATION') as all from linkages where provider_id = '${shelter}'`,
      ),
    ).toEqual({ count: 1, all: true });
  });
});
