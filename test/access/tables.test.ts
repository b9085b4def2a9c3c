import { getTableColumns, getTableName } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';
import { printSchema } from 'graphql';
import type { TransactionSql } from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { columns, facet } from '../../src/access/columns.js';
import { open } from '../../src/access/grants.js';
import { isPublic } from '../../src/access/protections.js';
import { records } from '../../src/access/records.js';
import { openPool, type Pool } from '../../src/database/pool.js';
import { memberUniqueIds } from '../../src/database/tables/household.js';
import { families, postId, subjectOf } from '../../src/demo/known.js';
import { schema } from '../../src/schema.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await freshDatabase();
  pool = openPool(database.apiUrl ?? database.ownerUrl, {
    size: 1,
    becomesApi: database.apiUrl === null,
    deadlineMs: 30_000,
  });
});
afterAll(async () => {
  await pool?.end();
  await database?.drop();
});

/** A transaction as the API has it, on the one connection there is. */
const asApi = async <T>(work: (sql: TransactionSql) => Promise<T>) =>
  (await pool.sql.begin(async (sql) => {
    if (pool.becomesApi) await sql`set local role hamkke_api`;
    return work(sql);
  })) as T;

const scoped = records
  .filter(({ protection }) => !isPublic(protection))
  .map(({ table }) => getTableName(table));
const catalogue = records
  .filter(({ protection }) => protection.kind === 'catalogue')
  .map(({ table }) => getTableName(table));

const shared = records
  .filter(({ protection }) => protection.kind === 'shared')
  .map(({ table }) => getTableName(table));

const counts = (sql: TransactionSql, tables: readonly string[]) =>
  Promise.all(
    tables.map(async (name) => [name, (await sql.unsafe(`select count(*)::int as n from ${name}`))[0]!.n]),
  ).then((each) => Object.fromEntries(each) as Record<string, number>);
/** What commands may change of a table, if anything. */
const changes = (name: string) => records.find(({ table }) => getTableName(table) === name)?.write;
const nothing = Object.fromEntries(scoped.map((name) => [name, 0]));

describe('the role of the API, without the application', () => {
  test('sees no row of any protected table when nobody asks', async () => {
    expect(await asApi((sql) => counts(sql, scoped))).toEqual(nothing);
  });

  test('sees none of a shelter in the catalogue', async () => {
    for (const name of catalogue)
      expect(await asApi((sql) => sql.unsafe(`select id from ${name} where confidential`))).toHaveLength(0);
  });

  test('sees no row once the transaction is over that somebody asked in', async () => {
    const seen = await asApi(async (sql) => {
      const [viewer] =
        await sql`select post_id, stamp from hamkke.viewer_of(${subjectOf('head')}) where post_id = ${postId('head')}`;
      await sql`select hamkke.open_scope(${viewer!.post_id}, ${viewer!.stamp}, 'CASE_MANAGEMENT', 'Household', ${families.a.districtId}, array[${families.a.id}]::uuid[])`;
      return counts(sql, scoped);
    });
    expect(seen.households).toBe(1);
    expect(seen.member_identities).toBe(3);
    expect(seen.member_safe_locations).toBe(0);
    expect(await asApi((sql) => counts(sql, scoped))).toEqual(nothing);
  });

  test('sees no row after a transaction that failed', async () => {
    await expect(
      asApi(async (sql) => {
        await sql`select set_config('hamkke.scope', ${JSON.stringify({ [families.a.id]: 65_535 })}, true)`;
        expect(await sql`select id from households`).toHaveLength(1);
        await sql`select 1 / 0`;
      }),
    ).rejects.toThrow('division by zero');
    expect(await asApi((sql) => counts(sql, scoped))).toEqual(nothing);
  });

  test.each(['nonsense', '{not-a-uuid}', '{', '{}', '[]', 'null', '""', '7'])(
    'sees no row when a setting holds %s',
    async (text) => {
      for (const setting of [
        'scope',
        'scope_kept',
        'scope_recorded',
        'page',
        'recipient',
        'organization',
        'keeps_in',
      ]) {
        const read = asApi(async (sql) => {
          await sql`select set_config(${`hamkke.${setting}`}, ${text}, true)`;
          return counts(sql, scoped);
        });
        // Where the text cannot be read at all the statement fails, which shows as little.
        expect(await read.catch(() => nothing)).toEqual(nothing);
      }
    },
  );

  test('cannot write, empty or lock anything but the access log', async () => {
    for (const name of [...scoped, ...catalogue, 'districts', 'staff', 'posts'])
      for (const statement of [
        `delete from ${name}`,
        `truncate ${name}`,
        `select 1 from ${name} for update`,
      ]) {
        // Rows that a command may change can be locked, those that its viewer records: see the next test.
        if (statement.endsWith('for update') && changes(name)?.update.length) continue;
        await expect(asApi((sql) => sql.unsafe(statement))).rejects.toThrow('permission denied');
      }
    await expect(asApi((sql) => sql.unsafe('select 1 from access_log'))).rejects.toThrow('permission denied');
    await expect(asApi((sql) => sql.unsafe('update access_log set allowed = true'))).rejects.toThrow(
      'permission denied',
    );
  });

  test('changes and locks no row of whoever only sees it, whatever a command would do', async () => {
    for (const { table, write } of records) {
      if (!write) continue;
      const { update } = write;
      if (update.length === 0) continue;
      const name = getTableName(table);
      const column = toSnakeCase(getTableColumns(table)[update[0]!]!.name);
      const seen = await asApi(async (sql) => {
        const [viewer] =
          await sql`select post_id, stamp from hamkke.viewer_of(${subjectOf('head')}) where post_id = ${postId('head')}`;
        await sql`select hamkke.open_scope(${viewer!.post_id}, ${viewer!.stamp}, 'CASE_MANAGEMENT', 'Household', ${families.a.districtId}, array[${families.a.id}]::uuid[])`;
        return {
          rows: (await sql.unsafe(`select 1 from ${name}`)).count,
          locked: (await sql.unsafe(`select 1 from ${name} for update`)).count,
          changed: (await sql.unsafe(`update ${name} set ${column} = ${column}`)).count,
        };
      });
      expect([name, seen.rows > 0, seen.locked, seen.changed]).toEqual([name, true, 0, 0]);
    }
  });

  test('may select the masked registration number, and neither the sealed one nor what it is found by', async () => {
    for (const column of ['masked_registration_number', 'member_id', 'recorded_at'])
      await asApi((sql) => sql.unsafe(`select ${column} from member_unique_ids`));
    for (const selected of [
      'registration_number_ciphertext',
      'registration_number_key_id',
      'registration_number_index',
      '*',
      'u',
      'row_to_json(u)',
      'count(registration_number_index)',
    ])
      await expect(asApi((sql) => sql.unsafe(`select ${selected} from member_unique_ids u`))).rejects.toThrow(
        'permission denied',
      );
    for (const rest of [`where registration_number_index = 'x'`, 'order by registration_number_index'])
      await expect(asApi((sql) => sql.unsafe(`select 1 from member_unique_ids ${rest}`))).rejects.toThrow(
        'permission denied',
      );
  });

  test('may not select which classes went with a case, which a function answers', async () => {
    await asApi((sql) => sql.unsafe('select transfer_reason from case_transfers'));
    for (const selected of ['classes', '*', 'row_to_json(t)'])
      await expect(asApi((sql) => sql.unsafe(`select ${selected} from case_transfers t`))).rejects.toThrow(
        'permission denied',
      );
  });

  test('has no field for a sealed column, and a type that lists one does not start', () => {
    for (const { table, sealed: properties = [] } of records)
      for (const property of properties) {
        expect(() => facet(table, { [property]: 'x' } as never)).toThrow('is sealed');
        expect(() => columns(table, { [property]: [open, 'x'] } as never)).toThrow('is sealed');
        if (table === memberUniqueIds) expect(printSchema(schema)).not.toContain(property);
      }
  });

  test('cannot become anybody who sees more', async () => {
    if (pool.becomesApi) return;
    await expect(asApi((sql) => sql.unsafe('set local role hamkke_keeper'))).rejects.toThrow(
      'permission denied',
    );
    const [role] = await database.owner`
      select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = 'hamkke_api'`;
    expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false });
  });
});

describe('the database itself', () => {
  test('every table either forces row-level security or gives the API nothing, but for three', async () => {
    const tables = await database.owner<{ name: string; forced: boolean; policies: number; may: string[] }[]>`
      select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as forced,
        (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies,
        array(select p from unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) p
          where has_table_privilege('hamkke_api', c.oid, p)
            or p in ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES') and has_any_column_privilege('hamkke_api', c.oid, p)) as may
      from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')`;
    const open = tables.filter(({ forced, policies, may }) => may.length > 0 && !(forced && policies > 0));
    const allowed = open.map(({ name, may }) => `${name}: ${may.join(', ')}`).sort();
    expect(allowed).toEqual(['access_log: INSERT', 'districts: SELECT', 'service_searches: SELECT']);
    const forced = tables.filter((each) => each.forced).map(({ name }) => name);
    expect(forced.sort()).toEqual([...scoped, ...catalogue, ...shared].sort());
    for (const { name, may } of tables.filter((each) => each.forced)) {
      const change = changes(name);
      expect([name, may]).toEqual([
        name,
        ['SELECT', ...(change?.insert ? ['INSERT'] : []), ...(change?.update.length ? ['UPDATE'] : [])],
      ]);
    }
  });

  test('no view and no materialized view stands in front of the tables', async () => {
    const views = await database.owner`
      select relname from pg_class where relkind in ('v', 'm') and relnamespace in ('public'::regnamespace, 'hamkke'::regnamespace)`;
    expect([...views]).toEqual([]);
  });

  test('the API owns nothing, and what looks behind the policies belongs to the keeper with a fixed search path', async () => {
    const owned = await database.owner`select oid from pg_class where relowner = 'hamkke_api'::regrole`;
    expect([...owned]).toEqual([]);
    const definers = await database.owner<{ name: string; owner: string; path: string | null }[]>`
      select proname as name, proowner::regrole::text as owner,
        (select c from unnest(proconfig) c where c like 'search_path=%') as path
      from pg_proc where prosecdef and pronamespace in ('public'::regnamespace, 'hamkke'::regnamespace)`;
    expect(definers.length).toBeGreaterThan(0);
    // Of the owner of the tables, as only that one may: it reads no row, takes nothing, and none but the keeper calls it.
    const [settles] = await database.owner<{ owner: string; takes: number; may: string }[]>`
      select proowner::regrole::text as owner, pronargs as takes, proacl::text as may from pg_proc
      where oid = 'hamkke.settle_marks'::regproc`;
    const { owner: tables } = settles!;
    expect(settles).toMatchObject({ takes: 0, may: `{${tables}=X/${tables},hamkke_keeper=X/${tables}}` });
    for (const { name, owner, path } of definers.filter((each) => each.name !== 'settle_marks'))
      expect([name, owner, path]).toEqual([name, 'hamkke_keeper', 'search_path=public, pg_temp']);
  });
});
