import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import postgres, { type TransactionSql } from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../../src/database/migrate.js';
import { openPool } from '../../src/database/pool.js';
import { allCells } from '../../src/fact/cellSql.js';
import { counting } from '../../src/fact/counting.js';
import { followings } from '../../src/fact/followings.js';
import { type Dimension, type Measure, measureRules, measures } from '../../src/fact/measures.js';
import { checkFacts, countAll, rebuildCells, rebuildFacts } from '../../src/fact/rebuild.js';
import { asKeeper, freshDatabase, type TestDatabase, untilBlocked } from '../support/database.js';
import { isLong } from '../support/long.js';
import fc from '../support/property.js';
import { change, numbersOf } from './changes.js';
import { type Counted, countByHand } from './counted.js';

// That figures are right: after any change, in the transaction that made it, by everything that they can be asked by.

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database?.drop());

const district = '41150';
const months = ['2018', '2019', '2020', '2021'].flatMap((year) =>
  Array.from({ length: 12 }, (_, nth) => `${year}-${String(nth + 1).padStart(2, '0')}-01`),
);
const lastOf = (first: string) => {
  const next = new Date(`${first}T00:00:00Z`);
  next.setUTCMonth(next.getUTCMonth() + 1, 0);
  return next.toISOString().slice(0, 10);
};

/** What a measure is by: nothing, each dimension, each two. */
function* pairsOf(measure: Measure): Generator<[Dimension?, Dimension?]> {
  const { dimensions } = measureRules[measure];
  yield [];
  for (const [nth, one] of dimensions.entries()) {
    yield [one];
    for (const other of dimensions.slice(nth + 1)) yield [one, other];
  }
}

/** The answer of the database to the district's own statistics role, in this transaction, and in no order. */
async function answered(
  sql: TransactionSql,
  measure: Measure,
  by: [Dimension?, Dimension?],
  periods: [string, string][],
) {
  await sql`set local role hamkke_api`;
  const [viewer] = await sql`select post_id, stamp from hamkke.viewer_of('demo|songsan-statistics')`;
  await sql`select hamkke.open_request(${viewer!.post_id}, ${viewer!.stamp}, 'CASE_MANAGEMENT')`;
  const [row] =
    await sql`select hamkke.exact_figure_columns(${district}, ${[measure]}::text[]::measure[], ${by[0] ?? ''},
    ${by[1] ?? ''}, ${periods.map(([from]) => from)}::date[], ${periods.map(([, until]) => until)}::date[]) as answer`;
  await sql`set local role hamkke_keeper`;
  const sums = new Map<string, number>();
  for (const [nth, , ones, twos, values] of row!.answer.figures as [
    number,
    Measure,
    string[],
    string[],
    number[],
  ][])
    for (const [at, value] of values.entries()) {
      const place = JSON.stringify([nth, ones[at], twos[at]]);
      sums.set(place, (sums.get(place) ?? 0) + value);
    }
  return [...sums].flatMap(([place, value]) => (value === 0 ? [] : [[...JSON.parse(place), value]]));
}

/** The same by hand. */
function byHand(
  counted: Counted[],
  measure: Measure,
  by: [Dimension?, Dimension?],
  periods: [string, string][],
) {
  const stock = measureRules[measure].kind === 'STOCK';
  const sums = new Map<string, number>();
  for (const each of counted.filter((one) => one.measure === measure))
    for (const [nth, [from, until]] of periods.entries()) {
      if (each.day > until || (!stock && each.day < from)) continue;
      const said = [0, 1].map((place) => (by[place] ? (each.by[by[place]] ?? 'UNKNOWN') : ''));
      const key = JSON.stringify([nth + 1, ...said]);
      sums.set(key, (sums.get(key) ?? 0) + each.value);
    }
  return [...sums].filter(([, value]) => value !== 0).map(([key, value]) => [...JSON.parse(key), value]);
}
const sorted = (rows: unknown[][]) => rows.map((each) => JSON.stringify(each)).sort();

test('figures are what hand counts of the rows are, by every measure and two dimensions, in the transaction of the change', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1 }), fc.boolean(), async (seed, counts) => {
      const below = numbersOf(seed);
      if (counts) await countAll(database.owner);
      await asKeeper(database.owner, async (sql) => {
        for (let left = 25; left > 0; left--) await change(sql, district, below);
        const counted = await countByHand(sql, district);
        const whole = months.map((each): [string, string] => [each, lastOf(each)]);
        // Of months, quarters and years; one that ends within a month has the rest from the facts.
        const drawn = Array.from({ length: 4 }, (_, nth): [string, string] => {
          const from = below(months.length);
          const last = lastOf(months[from + below(months.length - from)]!);
          const day = nth < 2 ? 1 + below(28) : Number(last.slice(8));
          return [months[from]!, `${last.slice(0, 8)}${String(day).padStart(2, '0')}`];
        });
        const periods = [...whole, ...drawn];
        for (const measure of measures)
          for (const by of pairsOf(measure))
            expect([measure, by, sorted(await answered(sql, measure, by, periods))]).toEqual([
              measure,
              by,
              sorted(byHand(counted, measure, by, periods)),
            ]);
      });
    }),
    { numRuns: isLong ? 40 : 2, endOnFailure: true },
  );
  expect((await checkFacts(database.owner)).slice(0, 3)).toEqual([]);
}, 900_000);

test('a period is put together of whole years, quarters and months, each of its months once', async () => {
  const found = await database.owner`
    with m as (select generate_series(date '2018-01-01', '2021-12-01', interval '1 month')::date as month)
    select p.since, p.until, f.parts, f.months from (
      select a.month as since, b.month as until from m a join m b on a.month <= b.month
      union all select '-infinity', month from m) p
    cross join lateral (
      select array_agg(s.months order by s.since) as parts, array_agg(m.month order by m.month) as months
      from hamkke.stretches_of(p.since, p.until, true) s join m on m.month >= s.since and m.month < s.until) f
    where f.months is distinct from
      (select array_agg(m.month order by m.month) from m where m.month >= p.since and m.month < p.until)
      or exists (select from hamkke.stretches_of(p.since, p.until, true) s where isfinite(s.since)
        and (s.until - s.since > case s.months when 1 then 2 * 31 when 3 then 3 * 92 else 10000 end
          or extract(month from s.since)::int % s.months <> 1 % s.months or extract(month from s.until)::int % s.months <> 1 % s.months))`;
  expect(found).toEqual([]);
});

test('a row that is new, or moves, is counted with all that others count for by it', async () => {
  await asKeeper(database.owner, async (sql) => {
    const [member] =
      await sql`select id, household_id from members where district_id = ${district} order by id limit 1`;
    const [{ post, organization }] = await sql<[{ post: string; organization: string }]>`
      select id as post, organization_id as organization from posts order by id limit 1`;
    const household = member!.household_id as string;
    const add = async (table: string, row: object) => {
      await sql`insert into ${sql(table)} ${sql({ district_id: district, id: crypto.randomUUID(), household_id: household, ...row })}`;
      expect([table, await sql`select * from hamkke.fact_differences(${district})`]).toEqual([table, []]);
    };
    // Years of their own: nothing else of this household counts in them.
    await add('screenings', { list: 'BLIND_SPOT', screened_on: '2016-02-01' });
    await add('cases', {
      center_id: organization,
      stage: 'RECEIVED',
      track: 'CASE_MANAGED',
      opened_on: '2016-03-01',
    });
    await add('health_visits', {
      member_id: member!.id,
      visited_on: '2016-06-01',
      place: 'HOME',
      post_id: post,
      organization_id: organization,
    });
    await add('clocks', {
      data_class: 'HEALTH',
      subject_ids: [household],
      kind: 'VISIT',
      member_id: member!.id,
      tier: 'HIGH',
      started_on: '2016-05-01',
      due_on: '2016-06-30',
      met_on: '2016-06-01',
      center_id: organization,
    });
    // Somebody of a list who was consulted counts for the household of their report, also when that moves to another one.
    const report = crypto.randomUUID();
    await add('intake_reports', { id: report, received_at: '2017-01-05T00:00:00Z', center_id: organization });
    await sql`update campaign_lines set report_id = ${report}, outcome = 'CONSULTED', outcome_on = '2017-01-05'
      where id = (select id from campaign_lines where district_id = ${district} order by id limit 1)`;
    const [other] =
      await sql`select id from households where district_id = ${district} and id <> ${household} limit 1`;
    await sql`select hamkke.count_district(${district}, null)`;
    await sql`update intake_reports set household_id = ${other!.id} where id = ${report}`;
    expect(await sql`select * from hamkke.fact_differences(${district})`).toEqual([]);
    const screened = await answered(sql, 'SCREENED', [], [['2017-01-01', '2017-01-31']]);
    expect(screened).toEqual([[1, '', '', 1]]);
  });
});

test('no column beside those that are followed changes a figure', async () => {
  const found: string[] = [];
  let tried = 0;
  const takenBack = new Error('taken back');
  const backAgain = (error: unknown) => {
    if (error !== takenBack) throw error;
  };
  const differing = async (sql: TransactionSql) => {
    const [row] = await sql`select count(*)::int as count from hamkke.fact_differences(${district})`;
    return row!.count as number;
  };
  await asKeeper(database.owner, async (sql) => {
    const columns = await sql<{ table: string; column: string; type: string; labels: string[] | null }[]>`
      select c.relname as table, a.attname as column, format_type(a.atttypid, null) as type,
        (select array_agg(e.enumlabel::text) from pg_enum e where e.enumtypid = a.atttypid) as labels
      from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relnamespace = 'public'::regnamespace and c.relname = any(${Object.keys(followings)}) and a.attnum > 0
        and not a.attisdropped and a.attgenerated = '' order by 1, 2`;
    for (const [table, { columns: followed, id, household }] of Object.entries(followings)) {
      const others = columns.filter(
        (each) =>
          each.table === table && ![...followed, id, household, 'id', 'district_id'].includes(each.column),
      );
      // All columns of a table together: to count a whole district takes long.
      await sql
        .savepoint(async (inner) => {
          const changed: string[] = [];
          /** Whether the table allows it. */
          const set = (column: string, value: string) =>
            inner
              .savepoint((each) =>
                each.unsafe(`update ${table} set "${column}" = ${value} where district_id = '${district}'`),
              )
              .then(
                () => true,
                () => false,
              );
          for (const { column, type, labels } of others) {
            if (await set(column, otherValue(column, type, labels))) changed.push(column);
            // What not every row may say is tried by itself.
            else
              for (const label of labels ?? []) {
                await inner
                  .savepoint(async (each) => {
                    await each.unsafe(
                      `update ${table} set "${column}" = '${label}' where district_id = '${district}'`,
                    );
                    tried++;
                    const count = await differing(each);
                    if (count > 0) found.push(`${table}.${column} = ${label}: ${count}`);
                    throw takenBack;
                  })
                  .catch((error) => {
                    // A value that the table does not allow.
                    if (error.code === undefined) backAgain(error);
                  });
              }
          }
          tried += changed.length;
          const count = changed.length > 0 ? await differing(inner) : 0;
          if (count > 0) found.push(`${table}, one of ${changed}: ${count}`);
          throw takenBack;
        })
        .catch(backAgain);
    }
  });
  expect(found).toEqual([]);
  expect(tried).toBeGreaterThan(40);
});

/** A value of a type that a row has not; of a list, each row another one. */
function otherValue(column: string, type: string, labels: string[] | null): string {
  if (labels)
    return `(array['${labels.join("', '")}'])[1 + abs(hashtext(ctid::text)) % ${labels.length}]::${type}`;
  const others: Record<string, string> = {
    text: `'x'`,
    integer: '1',
    smallint: '1',
    bigint: '1',
    boolean: `not "${column}"`,
    date: `date '2019-05-05'`,
  };
  return others[type] ?? (type.startsWith('timestamp') ? `timestamptz '2019-05-05T12:00:00Z'` : 'null');
}

test('writers of one household at once leave figures right, and so does whoever counts meanwhile', async () => {
  await Promise.all([
    ...Array.from({ length: 6 }, async (_, nth) => {
      const below = numbersOf(nth + 1);
      for (let left = 15; left > 0; left--)
        await asKeeper(database.owner, (sql) => change(sql, district, below)).catch((error) => {
          // Two that wait for each other: one is refused, and nothing of it is there.
          if (!['40P01', '23505', '40001'].includes(error.code)) throw error;
        });
    }),
    (async () => {
      for (let left = 10; left > 0; left--) await countAll(database.owner);
    })(),
  ]);
  expect((await checkFacts(database.owner)).slice(0, 3)).toEqual([]);
});

test('who writes of one household waits for nobody else who does, and reads their own change alone until it is there', async () => {
  const other = postgres(database.ownerUrl, { max: 1, onnotice: () => {} });
  const today = '2033-03-03';
  const household = await asKeeper(database.owner, async (sql) => {
    const [row] =
      await sql`select household_id from cases where district_id = ${district} order by id limit 1`;
    return row!.household_id as string;
  });
  const screen = (sql: TransactionSql, list: string, on: string) =>
    sql`insert into screenings ${sql({ district_id: district, id: crypto.randomUUID(), household_id: household, list, screened_on: on })}`;
  const seen = (sql: TransactionSql, year: string) =>
    answered(sql, 'SCREENED', [], [[`${year}-01-01`, `${year}-12-31`]]);
  await asKeeper(database.owner, async (sql) => {
    await screen(sql, 'BLIND_SPOT', today);
    await asKeeper(other, async (beside) => {
      await beside`set local lock_timeout = '1s'`;
      await screen(beside, 'BLIND_SPOT', '2034-04-04');
      expect([await seen(beside, '2033'), await seen(beside, '2034')]).toEqual([[], [[1, '', '', 1]]]);
    });
    expect([await seen(sql, '2033'), await seen(sql, '2034')]).toEqual([[[1, '', '', 1]], [[1, '', '', 1]]]);
    // Whoever counts meanwhile does not wait either, and leaves to the next what is not there yet.
    await other`set lock_timeout = '1s'`;
    await countAll(other);
    expect(await seen(sql, '2033')).toEqual([[1, '', '', 1]]);
  });
  await other.end();
  const waiting = await database.owner`select count(*)::int as changes from uncounted_changes`;
  expect(waiting[0]!.changes).toBe(1);
  expect((await checkFacts(database.owner)).slice(0, 3)).toEqual([]);
});

test('a district that cannot be counted keeps no other one from it', async () => {
  const { owner } = database;
  await countAll(owner);
  const wait = (
    id: string,
    table: string,
  ) => owner`insert into uncounted_changes (district_id, table_name, ids)
    values (${id}, ${table}, array[gen_random_uuid()])`;
  await wait('11110', 'no table of ours');
  await wait(district, 'cases');
  await expect(countAll(owner)).rejects.toThrow('case not found');
  const waiting = await owner`select district_id from uncounted_changes`;
  expect(waiting.map((each) => each.district_id)).toEqual(['11110']);
  await owner`delete from uncounted_changes`;
});

test('what begins to name an organization is counted by what this becomes, though it is counted before', async () => {
  const { owner } = database;
  await countAll(owner);
  // Nothing of any district names it yet.
  const [organization] = await owner`select id from organizations o where not confidential
    and partner_kind is distinct from 'CLINIC' and not exists (select from linkages t where t.provider_id = o.id)
    and not exists (select from report_origins t where t.sender_id = o.id)
    and not exists (select from referrals t where t.recipient_id = o.id)
    and not exists (select from agreements t where t.organization_id = o.id) order by id limit 1`;
  const other = postgres(database.ownerUrl, { max: 1, onnotice: () => {} });
  await asKeeper(other, async (sql) => {
    await sql`update organizations set partner_kind = 'CLINIC' where id = ${organization!.id}`;
    await asKeeper(
      owner,
      (beside) => beside`update linkages set provider_id = ${organization!.id} where district_id = ${district}
        and id = (select id from linkages where district_id = ${district} order by id limit 1)`,
    );
    await countAll(owner);
  });
  await other.end();
  await countAll(owner);
  expect((await checkFacts(owner)).slice(0, 3)).toEqual([]);
});

test('a server goes on counting what takes longer than a request may', async () => {
  const { owner } = database;
  await countAll(owner);
  await owner`update promotions set activities = activities + 1 where district_id = ${district}`;
  const pool = openPool(database.ownerUrl, { size: 1, becomesApi: true, deadlineMs: 200 });
  const counter = counting(pool, pino({ enabled: false }));
  await owner.begin(async (sql) => {
    await sql`lock table fact_cells in exclusive mode`;
    counter.start();
    await untilBlocked(sql as never, 1);
    await pause(600);
    // One that had been refused would wait for its next turn.
    expect((await sql`select from pg_locks where not granted`).count).toBe(1);
  });
  for (let left = 100; left > 0 && (await owner`select from uncounted_changes`).count > 0; left--)
    await pause(20);
  expect((await owner`select from uncounted_changes`).count).toBe(0);
  await counter.stop();
  await pool.end();
  expect((await checkFacts(owner)).slice(0, 3)).toEqual([]);
});

test('sums are made anew while another server counts', async () => {
  const other = postgres(database.ownerUrl, { max: 1, onnotice: () => {} });
  await asKeeper(database.owner, async (sql) => {
    const [row] =
      await sql`select row_to_json(p) as row from promotions p where district_id = ${district} limit 1`;
    // A month that has no cell yet.
    const fresh = { ...row!.row, id: crypto.randomUUID(), took_place_on: '2031-05-05' };
    await sql`insert into promotions select (jsonb_populate_record(null::promotions, ${sql.json(fresh)})).*`;
  });
  let rebuilding: Promise<void> | undefined;
  await database.owner.begin(async (sql) => {
    await sql`select hamkke.count_changes(${district}, 1000000)`;
    rebuilding = rebuildCells(other);
    const waits = async () =>
      (await sql`select from pg_locks where not granted and pid <> pg_backend_pid()`).count > 0;
    while (!(await waits()));
  });
  await rebuilding;
  await other.end();
  expect((await checkFacts(database.owner)).slice(0, 3)).toEqual([]);
});

test('what an earlier version goes on counting and reading is right until all cells are made anew', async () => {
  const { owner } = database;
  await countAll(owner);
  const years: [string, string][] = [
    ['2019-01-01', '2019-12-31'],
    ['2018-02-01', '2020-11-20'],
  ];
  const read = async (sql: TransactionSql) => sorted(await answered(sql, 'PROMOTIONS', [], years));
  const expected = await asKeeper(owner, read);
  expect(expected).toHaveLength(years.length);
  const other = postgres(database.ownerUrl, { max: 1, onnotice: () => {} });
  // As it leaves them: sums of months alone.
  await owner`delete from hamkke_installed where name = ${allCells}`;
  await owner`delete from fact_cells where months > 1`;
  expect(await asKeeper(owner, read)).toEqual(expected);
  await other.begin('isolation level repeatable read', async (sql) => {
    await sql`set local role hamkke_keeper`;
    expect(await read(sql)).toEqual(expected);
    const installing = postgres(database.ownerUrl, { max: 1, onnotice: () => {} });
    await migrate(installing);
    await installing.end();
    // By this version's function, and by the rows of before.
    expect(await read(sql)).toEqual(expected);
  });
  await other.end();
  expect(await owner`select hamkke.has_all_cells() as all`).toEqual([{ all: true }]);
  expect(await asKeeper(owner, read)).toEqual(expected);
  expect((await checkFacts(owner)).slice(0, 3)).toEqual([]);
});

test('what is rebuilt from nothing is byte for byte what was kept, and what was kept wrongly is corrected', async () => {
  const { owner } = database;
  await countAll(owner);
  const cells = async () =>
    (
      await owner`select md5(string_agg(c::text, ',' order by c::text)) as hash, count(*)::int from fact_cells c`
    )[0];
  const kept = await cells();
  expect(kept!.count).toBeGreaterThan(1000);
  await rebuildFacts(owner, ({ corrected }) => expect(corrected).toBe(0));
  await rebuildCells(owner);
  expect(await cells()).toEqual(kept);

  await owner`truncate facts, uncounted_changes, fact_cells`;
  expect((await checkFacts(owner)).length).toBeGreaterThan(1000);
  await rebuildFacts(owner);
  await rebuildCells(owner);
  expect(await cells()).toEqual(kept);
  expect((await checkFacts(owner)).slice(0, 3)).toEqual([]);

  // A fact that nobody counted, and one that somebody lost.
  await owner`delete from facts where id = (select min(id) from facts)`;
  await owner`insert into facts (district_id, source, key, contributor, measure, day, value)
    values (${district}, 'PROMOTION', gen_random_uuid(), gen_random_uuid(), 'PROMOTIONS', '2020-01-01', 7)`;
  const corrected: number[] = [];
  await rebuildFacts(owner, (each) => corrected.push(each.corrected));
  await rebuildCells(owner);
  expect(corrected.reduce((sum, each) => sum + each, 0)).toBe(2);
  expect(await cells()).toEqual(kept);
});
