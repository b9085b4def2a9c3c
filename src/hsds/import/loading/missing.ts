import { getTableName } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { ReservedSql } from 'postgres';
import { PackageError } from '../reading/packed.js';
import type { MissingReport } from '../report.js';
import { order, stageOf } from '../staging/tables.js';

/** The part of a source's records that may go at once: beyond it, a package is more likely cut short than true. */
const mostGone = 0.1;

/** Writes down that this source names these records. */
export async function rememberSources(
  sql: ReservedSql,
  source: string,
  tables: readonly PgTable[],
): Promise<void> {
  for (const table of tables)
    await sql.unsafe(
      `insert into record_sources (record_id, source, entity)
       select distinct id, $1, $2 from ${stageOf(table)} on conflict do nothing`,
      [source, getTableName(table)],
    );
}

/**
 * What the source named once and this package does not, in tables that it says anything of: kept, or removed where
 * nothing else needs it. A record that another source names too stays, and so do one that is kept from the public and one
 * that an editor changed here.
 */
export async function settleMissing(
  sql: ReservedSql,
  source: string,
  tables: readonly PgTable[],
  { remove, force }: { remove: boolean; force: boolean },
): Promise<MissingReport[]> {
  for (const table of tables) await findGone(sql, source, table);
  const [sum] = await sql<{ gone: number; named: number }[]>`
    select (select count(*)::int from stage_gone) as gone,
      (select count(*)::int from record_sources where source = ${source}) as named`;
  const { gone, named } = sum!;
  if (remove && !force && gone > named * mostGone)
    throw new PackageError(
      `“${source}” no longer names ${gone} of its ${named} records: too many to remove at once (say --force if it is true).`,
    );
  if (remove) for (const table of order) await takeParts(sql, source, table);
  const removed = new Map<string, number>();
  if (remove)
    for (const table of [...order].reverse()) removed.set(getTableName(table), await removeGone(sql, table));
  if (remove)
    await sql`
    delete from record_sources r using stage_gone g
    where r.record_id = g.id and r.source = ${source} and g.removed`;
  const counts = await sql<{ entity: string; missing: number }[]>`
    select entity, count(*)::int as missing from stage_gone group by 1 order by 1`;
  return counts.map(({ entity, missing }) => ({ entity, missing, removed: removed.get(entity) ?? 0 }));
}

async function findGone(sql: ReservedSql, source: string, table: PgTable) {
  const name = getTableName(table);
  await sql.unsafe(
    `insert into stage_gone (id, entity)
     select t.id, $2 from record_sources r join ${name} t on t.id = r.record_id
     where r.source = $1 and r.entity = $2 and not t.confidential
       and not exists (select from ${stageOf(table)} s where s.id = t.id)
       and not exists (select from record_sources o where o.record_id = t.id and o.source <> $1)
       and not exists (select from catalogue_edits e where e.record_id = t.id)
     on conflict do nothing`,
    [source, name],
  );
}

interface Reference {
  table: string;
  column: string;
}

/** Columns that point at a table by a foreign key, but for those of rows that go with theirs. */
const pointingAt = (sql: ReservedSql, table: PgTable) => sql<Reference[]>`
  select c.conrelid::regclass::text as table, a.attname as column
  from pg_constraint c
  join pg_attribute a on a.attrelid = c.conrelid
    and a.attnum = c.conkey[array_position(c.confkey, (select attnum from pg_attribute
      where attrelid = c.confrelid and attname = 'id'))]
  where c.contype = 'f' and c.confdeltype <> 'c' and c.confrelid = ${getTableName(table)}::regclass`;

/** What belongs to a record that goes, goes with it, as far as the same source brought it. */
async function takeParts(sql: ReservedSql, source: string, table: PgTable) {
  const catalogue = new Set(order.map(getTableName));
  for (const { table: part, column } of await pointingAt(sql, table))
    if (catalogue.has(part))
      await sql.unsafe(
        `insert into stage_gone (id, entity)
         select p.id, $2 from ${part} p join stage_gone g on g.id = p.${column} and g.entity = $3
         join record_sources r on r.record_id = p.id and r.source = $1
         where not p.confidential
           and not exists (select from record_sources o where o.record_id = p.id and o.source <> $1)
           and not exists (select from stage_${part} s where s.id = p.id)
         on conflict do nothing`,
        [source, part, getTableName(table)],
      );
}

/** Removes what nothing points at; what somebody still needs (a linkage, an editor's phone) stays. */
async function removeGone(sql: ReservedSql, table: PgTable): Promise<number> {
  const name = getTableName(table);
  const needed = (await pointingAt(sql, table)).map(
    ({ table: by, column }) => `and not exists (select from ${by} x where x.${column} = t.id)`,
  );
  const { count } = await sql.unsafe(
    `with away as (
       delete from ${name} t using stage_gone g
       where g.id = t.id and g.entity = '${name}' ${needed.join(' ')} returning t.id
     ) update stage_gone g set removed = true from away where away.id = g.id and g.entity = '${name}'`,
  );
  if (count > 0)
    for (const [hung, column] of [
      ['attributes', 'link_id'],
      ['metadata', 'resource_id'],
    ])
      await sql.unsafe(
        `delete from ${hung} h using stage_gone g where g.id = h.${column} and g.entity = '${name}' and g.removed`,
      );
  return count;
}
