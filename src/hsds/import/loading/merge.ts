import { getTableColumns, getTableName } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { ReservedSql } from 'postgres';
import * as tables from '../../../database/tables/catalogue.js';
import type { Standard } from '../mapping/standard.js';
import { columnName, stageOf } from '../staging/tables.js';

/** What else than its id makes a row of HSDS 2.0 the same, whose ids say little there. */
const naturalKeys = new Map<PgTable, readonly string[]>([[tables.attributes, ['linkId', 'taxonomyTermId']]]);

const everywhere = new Set(['id', 'confidential', 'lastModified', 'searchText']);

/** What a new row gets where its source is silent of what must be said; an older row keeps what it has. */
function assumedOf(table: PgTable): Record<string, string> {
  const columns = Object.entries(getTableColumns(table)).filter(
    ([property, column]) =>
      column.notNull && !everywhere.has(property) && (column.columnType === 'PgText' || column.hasDefault),
  );
  return Object.fromEntries(
    columns.map(([property, column]) => [
      property,
      `'${typeof column.default === 'string' ? column.default : ''}'`,
    ]),
  );
}

/** Columns that name whose a row is, where what it belongs to is found by it. */
export const owning = ['service_id', 'location_id', 'service_at_location_id', 'link_id'];

/**
 * Writes the staged rows of a table over the catalogue's: only the columns that the package says something about, and
 * only rows that differ, so that `lastModified` tells of changes alone. A confidential row stays confidential.
 * Returns whose the rows were that belong to others now.
 */
export async function merge(
  tx: ReservedSql,
  table: PgTable,
  said: ReadonlySet<string>,
  standard: Standard,
): Promise<string[]> {
  const stage = stageOf(table);
  const name = getTableName(table);
  const assume = assumedOf(table);
  const properties = [...new Set([...said, ...Object.keys(assume)])];
  const columns = properties.map((property) => columnName(table, property));
  const next = properties.map((property, at) =>
    property in assume
      ? `coalesce(s.${columns[at]}, t.${columns[at]})`
      : `case when s._whole then s.${columns[at]} else coalesce(s.${columns[at]}, t.${columns[at]}) end`,
  );
  const first = properties.map((property, at) =>
    property in assume ? `coalesce(s.${columns[at]}, ${assume[property]})` : `s.${columns[at]}`,
  );
  const hidden = '(t.confidential or coalesce(s.confidential, false))';
  const natural = standard === '2.0' ? naturalKeys.get(table) : undefined;
  const same = natural
    ? natural.map((property) => columnName(table, property)).map((column) => `t.${column} = s.${column}`)
    : ['t.id = s.id'];
  await tx.unsafe(`
    update ${stage} o set id = coalesce(t.id, s.id), _state = case
      when t.id is null then 'inserted'
      when row(${['t.confidential', ...columns.map((column) => `t.${column}`)].join(', ')})
        is distinct from row(${[hidden, ...next].join(', ')}) then 'updated'
      else 'unchanged' end
    from ${stage} s left join ${name} t on ${same.join(' and ')}
    where s._seq = o._seq`);
  const left = columns.flatMap((column, at) =>
    owning.includes(column)
      ? `select t.${column} as id from ${name} t join ${stage} s on s.id = t.id
         where s._state = 'updated' and t.${column} is distinct from ${next[at]} and t.${column} is not null`
      : [],
  );
  const owners = left.length > 0 ? await tx.unsafe<{ id: string }[]>(left.join(' union ')) : [];
  await tx.unsafe(`
    insert into ${name} (${['id', 'confidential', ...columns].join(', ')})
    select ${['s.id', 'coalesce(s.confidential, false)', ...first].join(', ')}
    from ${stage} s where _state = 'inserted'`);
  const set = columns.map((column, at) => `${column} = ${next[at]}`);
  await tx.unsafe(`
    update ${name} t set ${[...set, `confidential = ${hidden}`, 'last_modified = now()'].join(', ')}
    from ${stage} s where s._state = 'updated' and t.id = s.id`);
  return owners.map(({ id }) => id);
}

/** How many staged rows of each file were inserted, updated and left as they were. */
export async function outcomes(tx: ReservedSql, table: PgTable) {
  return await tx.unsafe<{ file: string; state: 'inserted' | 'updated' | 'unchanged'; count: number }[]>(
    `select _file as file, _state as state, count(*)::int as count from ${stageOf(table)} group by 1, 2`,
  );
}
