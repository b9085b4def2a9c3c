import { getTableName } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { ReservedSql } from 'postgres';
import { columnsOf, stageOf } from '../staging/tables.js';

const removed = 'An editor removed the record here: it was not brought back';
const kept = 'An editor wrote this field here: it was kept as it is';

/** What an editor removed stays removed: a record that a source still names is left out, with what belonged to it. */
export async function leaveRemoved(sql: ReservedSql, tables: readonly PgTable[]): Promise<void> {
  for (const table of tables)
    await sql.unsafe(
      `with gone as (
         delete from ${stageOf(table)} s using catalogue_edits e
         where e.record_id = s.id and e.entity = $1 and e.field = 'id' returning s.*
       )
       insert into stage_findings select _file, _row, _line, $1, _ref, 'refused', $2, null, id::text from gone`,
      [getTableName(table), removed],
    );
}

/** What an editor wrote stays written: the staged rows of a table say of such a field what the catalogue says. */
export async function keepEdits(sql: ReservedSql, table: PgTable): Promise<void> {
  const [stage, name] = [stageOf(table), getTableName(table)];
  const edited = await sql.unsafe<{ field: string }[]>(
    `select distinct e.field from catalogue_edits e join ${stage} s on s.id = e.record_id where e.entity = $1`,
    [name],
  );
  const properties = new Map([...columnsOf(table)].map(([property, column]) => [column, property]));
  for (const { field } of edited) {
    // A column that the table had once: what was written in it is gone.
    const property = properties.get(field);
    if (!property) continue;
    // Of room, what was confirmed last holds, whoever confirmed it.
    const last = properties.has('updated') ? 'and (s.updated is null or s.updated <= t.updated)' : '';
    const rows = `from ${name} t join catalogue_edits e on e.record_id = t.id and e.entity = $1 and e.field = $2
      where t.id = s.id and s.${field} is distinct from t.${field} and (s._whole or s.${field} is not null) ${last}`;
    await sql.unsafe(
      `insert into stage_findings select s._file, s._row, s._line, $1, s._ref, 'repaired', $3, $4, s.${field}::text
       from ${stage} s where exists (select ${rows})`,
      [name, field, kept, property],
    );
    // Organizations and services are sought by a text that is made of their names.
    const sought =
      field.endsWith('name') && properties.has('search_text') ? ', search_text = t.search_text' : '';
    await sql.unsafe(`update ${stage} s set ${field} = t.${field}${sought} ${rows}`, [name, field]);
  }
}
