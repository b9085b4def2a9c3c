import { type Column, getTableColumns, getTableName } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { ReservedSql } from 'postgres';
import { columnsOf, stageOf } from '../staging/tables.js';

const columns = (table: PgTable) => getTableColumns(table) as Record<string, Column>;
const reason = 'The record was merged into another one here: what belongs to it is brought to that one';

/**
 * What an editor merged stays merged: a record that a source still names by its old id is left out, and what belongs to it
 * is brought to the record that it was merged into.
 */
export async function leadOn(sql: ReservedSql, tables: readonly PgTable[]): Promise<void> {
  const [found] = await sql`select exists (select from record_redirects) as any`;
  if (!found?.any) return;
  for (const table of tables) {
    const stage = stageOf(table);
    await sql.unsafe(
      `with gone as (delete from ${stage} s using record_redirects r where s.id = r.old_id returning s.*)
       insert into stage_findings select _file, _row, _line, $1, _ref, 'merged', $2, null, id::text from gone`,
      [getTableName(table), reason],
    );
    for (const [property, column] of columnsOf(table))
      if (property !== 'id' && columns(table)[property]!.columnType === 'PgUUID')
        await sql.unsafe(
          `update ${stage} s set ${column} = r.new_id from record_redirects r where s.${column} = r.old_id`,
        );
  }
}
