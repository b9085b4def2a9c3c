import { hash } from 'node:crypto';
import { getTableColumns, getTableName } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { ReservedSql } from 'postgres';
import { resources } from '../../resources.js';

const names = new Map<PgTable, ReadonlyMap<string, string>>();

/** The columns of a table by property, as the database calls them: a row's shape is said once. */
export function columnsOf(table: PgTable): ReadonlyMap<string, string> {
  const known = names.get(table);
  if (known) return known;
  const columns = Object.entries(getTableColumns(table));
  const found = new Map(columns.map(([property, column]) => [property, toSnakeCase(column.name)]));
  names.set(table, found);
  return found;
}

/** A column's name in the database, by its property in the Drizzle table. */
export function columnName(table: PgTable, property: string): string {
  const name = columnsOf(table).get(property);
  if (!name) throw new Error(`Table ${getTableName(table)} has no column ${property}`);
  return name;
}

/** The table in which rows of an import wait for their table. */
export const stageOf = (table: PgTable) => `stage_${getTableName(table)}`;

/** What may be of any record comes after all of them. */
const late = new Set(['attributes', 'metadata']);

/** Every table of the catalogue that a source may fill, parents before children. */
export const order: readonly PgTable[] = [...resources.values()]
  .map(({ table }) => table)
  .sort((a, b) => Number(late.has(getTableName(a))) - Number(late.has(getTableName(b))));

/** The table of a name that a run has kept. */
export const tableOf = (name: string) => order.find((each) => getTableName(each) === name);

const schema = 'hamkke_import';

/** Raise it when the same file would be read into other rows than before. */
const reading = 2;

/**
 * What was read under other rules is read again: of another source or kind, for other tables, or by another version.
 */
const versionOf = (kind: string) =>
  hash('sha256', JSON.stringify([reading, kind, order.map((table) => [...columnsOf(table)])]));

/**
 * Tables that rows wait in until all are read. They outlive the connection, so that an import that was killed goes on
 * where it was; nobody but the owner may read them, and they are gone when the import is through. Not logged by
 * PostgreSQL: after a crash of the server they are empty, together with what says how far the reading was.
 * Returns whether there was something to go on with.
 */
export async function openStaging(sql: ReservedSql, kind: string): Promise<boolean> {
  const version = versionOf(kind);
  const [found] = await sql`select to_regclass(${`${schema}.run`}) is not null as there`;
  if (found?.there) {
    const [run] = await sql.unsafe(`select version from ${schema}.run`);
    if (run?.version === version) {
      await sql.unsafe(`set search_path = public, ${schema}`);
      return true;
    }
  }
  await dropStaging(sql);
  // Columns that are added afterwards would write every table anew.
  const stages = order.map(
    (table) => `
create unlogged table ${schema}.${stageOf(table)} as select *, null::text as _file, null::int as _row, null::int as _line,
  null::text as _ref, null::uuid as _content, null::int as _fill, null::boolean as _whole, null::jsonb as _extra,
  null::text as _state, null::bigint as _seq from ${getTableName(table)} with no data;
alter table ${schema}.${stageOf(table)} alter _seq set default nextval('${schema}.seq');`,
  );
  await sql.unsafe(`
create schema ${schema};
create unlogged sequence ${schema}.seq;
${stages.join('')}
create unlogged table ${schema}.stage_eligibility (_file text, _line int, service_id uuid, eligibility text);
create unlogged table ${schema}.stage_gone
  (id uuid, entity text, removed boolean not null default false, primary key (id, entity));
create unlogged table ${schema}.stage_changed (id uuid primary key);
create unlogged table ${schema}.stage_profile (_file text, _line int, entity text, id uuid, property text, value text);
create unlogged table ${schema}.stage_findings
  (file text, row int, line int, entity text, id text, kind text, reason text, field text, value text);
create unlogged table ${schema}.stage_spellings (_file text, entity text, id uuid, spelling text);
create unlogged table ${schema}.stage_files (path text primary key, hash text, items int, done boolean, state text);
create unlogged table ${schema}.run (version text);
insert into ${schema}.run values ('${version}');
grant usage on schema ${schema} to hamkke_keeper;
grant select, insert, update, delete on all tables in schema ${schema} to hamkke_keeper;`);
  await sql.unsafe(`set search_path = public, ${schema}`);
  return false;
}

/** Leaves nothing behind. */
export async function dropStaging(sql: ReservedSql): Promise<void> {
  await sql.unsafe(`drop schema if exists ${schema} cascade`);
}

/** Indexes and statistics, once all rows wait. */
export async function indexStaging(sql: ReservedSql, tables: readonly PgTable[]): Promise<void> {
  await sql.unsafe(
    tables.map((table) => `create index on ${stageOf(table)} (id); analyze ${stageOf(table)};`).join('\n'),
  );
}

/** All of it or nothing. */
export async function inTransaction<T>(sql: ReservedSql, work: () => Promise<T>): Promise<T> {
  await sql.unsafe('begin');
  try {
    const done = await work();
    await sql.unsafe('commit');
    return done;
  } catch (error) {
    await sql.unsafe('rollback').catch(() => {});
    throw error;
  }
}
