import type { PgTable } from 'drizzle-orm/pg-core';
import type { ReservedSql } from 'postgres';
import type { MissingReport } from '../report.js';
import { columnsOf, stageOf } from '../staging/tables.js';
import { owning } from './merge.js';

/** Columns of staged rows that name what a service is found by, or whose it is. */
const naming = ['id', ...owning];

/** Writes anew what services are found by, for those that the staged rows of some tables have changed, or were taken from. */
export async function keepFindable(
  sql: ReservedSql,
  tables: readonly PgTable[],
  missing: readonly MissingReport[],
  owners: readonly string[],
): Promise<void> {
  // What was removed names nobody any more: a look at every service.
  if (missing.some(({ removed }) => removed > 0)) {
    await sql`select hamkke.keep_search(array(select id from services))`;
    return;
  }
  if (tables.length === 0) return;
  const changed = tables.map((table) => {
    const columns = [...columnsOf(table).values()].filter((column) => naming.includes(column));
    return `select unnest(array[${columns.join(', ')}]) from ${stageOf(table)} where _state in ('inserted', 'updated')`;
  });
  await sql.unsafe(`select hamkke.keep_search_around($1::uuid[] || array(${changed.join(' union ')}))`, [
    [...owners],
  ]);
}
