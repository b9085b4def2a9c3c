import { getTableName } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { ReservedSql } from 'postgres';
import * as tables from '../../../database/tables/catalogue.js';
import type { ReferenceRule } from '../mapping/rules.js';
import type { Finding } from '../report.js';
import { columnName, columnsOf, stageOf } from '../staging/tables.js';

type Followed = Omit<ReferenceRule, 'from'>;

/** Runs a statement that returns staged rows and records one finding for each. */
export async function record(
  tx: ReservedSql,
  table: PgTable,
  kind: Finding['kind'],
  reason: string,
  sql: string,
) {
  await tx.unsafe(
    `with found as (${sql})
     insert into stage_findings select _file, _row, _line, $1, _ref, $2, $3, null from found`,
    [getTableName(table), kind, reason],
  );
}

export const returning = 'returning s._file, s._row, s._line, s._ref';

/** One row stays of those with one id. */
export async function settleIds(tx: ReservedSql, table: PgTable): Promise<void> {
  const stage = stageOf(table);
  const content = [...columnsOf(table).values()];
  const said = (row: string) =>
    `jsonb_strip_nulls(jsonb_build_object(${content.map((name) => `'${name}', ${row}.${name}`).join(', ')}))`;
  // The fullest row stays, and among equals the last, as if each had been written over the one before.
  const losers = `
    with ranked as (
      select _seq, first_value(_seq) over w as winner from ${stage}
      where id in (select id from ${stage} group by id having count(*) > 1)
      window w as (partition by id order by _fill desc, _seq desc)
    )
    select l._seq, ${said('l')} <@ ${said('w')} as same
    from ranked r join ${stage} l on l._seq = r._seq join ${stage} w on w._seq = r.winner
    where r._seq <> r.winner`;
  await tx.unsafe(`update ${stage} s set _state = case when same then 'merged' else 'refused' end
    from (${losers}) loser where loser._seq = s._seq`);
  await record(
    tx,
    table,
    'merged',
    'A row that says nothing that another row does not say',
    `delete from ${stage} s where _state = 'merged' ${returning}`,
  );
  await record(
    tx,
    table,
    'refused',
    'Another row has the same id and says otherwise: the fuller one was kept, or else the last',
    `delete from ${stage} s where _state = 'refused' ${returning}`,
  );
}

/** What points at nothing loses the reference, or is refused where nothing is left without it. */
export async function follow(tx: ReservedSql, table: PgTable, property: string, rule: Followed) {
  const stage = stageOf(table);
  const column = columnName(table, property);
  const also = rule.to === table ? `and not exists (select from ${stage} p where p.id = s.${column})` : '';
  const absent = `not exists (select from ${getTableName(rule.to)} p where p.id = s.${column}) ${also}`;
  if (rule.missing === 'refuse')
    await record(
      tx,
      table,
      'refused',
      rule.reason,
      `delete from ${stage} s where s.${column} is null or ${absent} ${returning}`,
    );
  else
    await record(
      tx,
      table,
      'repaired',
      rule.reason,
      `update ${stage} s set ${column} = null where s.${column} is not null and ${absent} ${returning}`,
    );
}

/** What is its own forebear would send every reader of the tree round and round. */
export async function breakCycles(tx: ReservedSql, table: PgTable, parent: string): Promise<void> {
  const stage = stageOf(table);
  await record(
    tx,
    table,
    'repaired',
    table === tables.taxonomyTerms
      ? 'A term that is above itself was kept at the top'
      : 'What is above itself was kept at the top',
    `update ${stage} s set ${parent} = null
     where id in (
       with recursive up (start, at) as (
         select id, ${parent} from ${stage} where ${parent} is not null
         union select up.start, p.${parent} from up join ${stage} p on p.id = up.at where p.${parent} is not null
       ) select start from up where at = start
     ) ${returning}`,
  );
}

/**
 * A new row is confidential when anything that it belongs to is; of an older row the editor has decided. An address
 * that says that it is confidential speaks for its location.
 */
export async function inheritConfidential(
  tx: ReservedSql,
  table: PgTable,
  references: Record<string, Pick<Followed, 'to'>>,
): Promise<void> {
  if (table === tables.locations)
    await tx.unsafe(`
      update stage_locations s set confidential = true
      where exists (select from stage_addresses a where a.location_id = s.id and a.confidential)`);
  const hidden = Object.entries(references).map(
    ([property, { to }]) =>
      `exists (select from ${getTableName(to)} p where p.id = s.${columnName(table, property)} and p.confidential)`,
  );
  if (hidden.length === 0) return;
  await tx.unsafe(`
    update ${stageOf(table)} s set confidential = true
    where (${hidden.join(' or ')}) and not exists (select from ${getTableName(table)} t where t.id = s.id)`);
}
