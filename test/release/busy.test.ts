import { generateKeyPairSync } from 'node:crypto';
import { setImmediate as immediate } from 'node:timers/promises';
import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { monthsBetween } from '../../src/release/months.js';
import { publish } from '../../src/release/publish.js';
import { verifyReleases } from '../../src/release/verify.js';
import { keyIdOf } from '../../src/seal/key.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import { isLong } from '../support/long.js';

// Releases are published while people work: what each has is what facts said at one moment, and nothing comes before it later.

let database: TestDatabase;
let apps: App[];
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const key = { id: keyIdOf(privateKey), privateKey };
const keys = new Map([[key.id, publicKey]]);
const district = '41150';
const months = monthsBetween(isLong ? '2019-05' : '2019-09', '2019-12');
beforeAll(async () => {
  database = await freshDatabase();
  // Two servers, each of which counts what changed.
  apps = [await startApp({ database }), await startApp({ database })];
});
afterAll(async () => {
  for (const app of apps ?? []) await app.stop();
  await database?.drop();
});

const places = async () => {
  const rows = await database.owner<{ id: string; household_id: string }[]>`
    select id, household_id from cases where district_id = ${district} order by id limit 40`;
  return [...rows];
};

/** One who links, changes and unlinks until told to stop; in months that are out and in those that are not. */
async function write(
  sql: Sql,
  cases: Awaited<ReturnType<typeof places>>,
  so: { written: number; isOver: boolean },
) {
  for (let written = 0; !so.isOver; written++, so.written++) {
    const { id, household_id: household } = cases[(written * 7) % cases.length]!;
    const day = `2019-${String(1 + (written % 12)).padStart(2, '0')}-15`;
    await asKeeper(sql, async (transaction) => {
      const [made] = await transaction`
        insert into linkages (district_id, id, household_id, case_id, data_class, subject_ids, domain, sector, funded_by,
          linked_on, value_krw) values (${district}, gen_random_uuid(), ${household}, ${id}, 'HEALTH', ${[household]},
          'HEALTH', 'PUBLIC', 'PROVIDER', ${day}, ${10_000 + written}) returning id`;
      if (written % 3 === 0) await transaction`delete from linkages where id = ${made!.id}`;
      if (written % 5 === 0)
        await transaction`update linkages set sector = 'PRIVATE' where id = ${made!.id} and district_id = ${district}`;
    });
  }
}

test('while four write and facts are moved, every release is made again, and is what facts said at its cut-off', async () => {
  const { owner, ownerUrl } = database;
  const cases = await places();
  const writers = Array.from({ length: 4 }, () => postgres(ownerUrl, { max: 1, onnotice: () => {} }));
  const so = { written: 0, isOver: false };
  const writing = writers.map((sql, nth) =>
    write(sql, [...cases.slice(nth * 9), ...cases.slice(0, nth * 9)], so),
  );
  try {
    for (const month of months)
      for (let again = 0; again < 2; again++) {
        // Whoever waits for the publication goes on in between.
        for (const next = so.written + 12; so.written < next; ) await immediate();
        expect(await publish(owner, key, district, month)).not.toBeNull();
      }
  } finally {
    so.isOver = true;
    await Promise.all(writing);
    for (const sql of writers) await sql.end();
  }
  const notes: string[] = [];
  expect(await verifyReleases(owner, keys, district, (line) => notes.push(line))).toEqual([]);
  expect(notes).toEqual([]);
  // Of each release: its facts, added up by other words, and its numbers.
  const compared = await owner<
    { number: number; month: string; truth: number; figure: number; since: number }[]
  >`
    select r.number, m.month, coalesce(f.truth, 0)::int as truth, coalesce(c.figure, 0)::int as figure,
      (select min(o.number) from releases o where o.district_id = r.district_id and o.last_month >= m.month::date) as since
    from releases r cross join lateral (select to_char(g, 'YYYY-MM-DD') as month
      from generate_series(r.first_month, r.last_month, '1 month') g) m
    left join lateral (select count(*) as truth from (select from facts where district_id = r.district_id
      and measure = 'LINKAGES' and id <= r.last_fact_id and date_trunc('month', day)::date = m.month::date
      group by key having sum(value) <> 0) k) f on true
    left join lateral (select figure from release_cells where district_id = r.district_id and number <= r.number
      and measure = 'LINKAGES' and dimension = '' and month = m.month::date order by number desc limit 1) c on true
    where r.district_id = ${district}`;
  for (const { number, month, truth, figure, since } of compared)
    expect([number, month, Math.abs(figure - truth) < 5 * (1 + number - since)]).toEqual([
      number,
      month,
      true,
    ]);
  const cuts = await owner`select distinct last_fact_id from releases where district_id = ${district}`;
  expect(cuts.length).toBeGreaterThan(months.length);
  // And once it is quiet, a release stands for the work itself.
  await publish(owner, key, district, '2019-12');
  const [ledger] = await owner`select ledger from release_ledgers
    where district_id = ${district} and measure = 'LINKAGES'`;
  const truths = (
    ledger!.ledger.months as { month: string; cells: { DONG: Record<string, { value: number }> } }[]
  ).map(({ month, cells }) => [month, Object.values(cells.DONG).reduce((sum, { value }) => sum + value, 0)]);
  const work = await owner`select to_char(linked_on, 'YYYY-MM') as month, count(*)::int as count from linkages
    where district_id = ${district} and linked_on between '2019-01-01' and '2019-12-31' group by 1 order by 1`;
  expect(truths.filter(([month]) => String(month) >= '2019-01')).toEqual(
    work.map(({ month, count }) => [month, count]),
  );
  process.stderr.write(
    `busy: ${so.written} changes by four writers, ${2 * months.length} releases meanwhile, ${compared.length} numbers compared\n`,
  );
});

test('a fact that nobody waited for would be found', async () => {
  const { owner, ownerUrl } = database;
  const other = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    await other.begin(async (sql) => {
      // Weak: written without the lock by which whoever publishes waits.
      await sql`insert into facts overriding system value select (jsonb_populate_record(f, jsonb_build_object('key', gen_random_uuid(), 'id',
          nextval(pg_get_serial_sequence('facts', 'id'))))).* from facts f
        where district_id = ${district} and measure = 'LINKAGES' and day between '2019-06-01' and '2019-06-30' limit 1`;
      await asKeeper(
        owner,
        (more) => more`update linkages set sector = 'PRIVATE' where district_id = ${district}
        and id = (select id from linkages where district_id = ${district} and sector = 'PUBLIC' limit 1)`,
      );
      await publish(owner, key, district, '2019-12');
    });
    // A number may be rounded to the same; what it stands for is another.
    expect(await verifyReleases(owner, keys, district)).toContain(
      `${district}: what the next release goes on from is another, of LINKAGES`,
    );
  } finally {
    await other.end();
  }
});
