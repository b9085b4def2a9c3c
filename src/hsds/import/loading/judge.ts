import { getTableName } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { ReservedSql } from 'postgres';
import * as tables from '../../../database/tables/catalogue.js';
import type { ReferenceRule } from '../mapping/rules.js';
import { spellingSql } from '../mapping/spelling.js';
import type { Finding } from '../report.js';
import { columnName, columnsOf, stageOf } from '../staging/tables.js';

type Followed = Omit<ReferenceRule, 'from'> & Partial<Pick<ReferenceRule, 'from'>>;

/** Runs a statement that returns staged rows and records one finding for each. */
export async function record(
  tx: ReservedSql,
  table: PgTable,
  kind: Finding['kind'],
  reason: string,
  sql: string,
  column: string | null = null,
) {
  await tx.unsafe(
    `with found as (${sql})
     insert into stage_findings select _file, _row, _line, $1, _ref, $2, $3, $4, null from found`,
    [getTableName(table), kind, reason, column],
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

const respelled =
  'A reference that is written otherwise than the id (in capitals, or with .0) was led to the only one that it can mean';

/** The statement that leads references of a column to ids that differ from them in their spelling alone. */
const respell = (stage: string, column: string, to: PgTable) => `
  update ${stage} s set ${column} = c.id
  from stage_spellings n join (
    select ${spellingSql('_ref')} as spelling, min(id::text)::uuid as id from ${stageOf(to)}
    where _ref <> '' group by 1 having count(distinct id) = 1
  ) c using (spelling)
  where n.entity = '${getTableName(to)}' and n.id = s.${column} and c.id <> s.${column}
    and not exists (select from ${getTableName(to)} p where p.id = s.${column})
    and not exists (select from ${stageOf(to)} p where p.id = s.${column})`;

const anySpelling = async (tx: ReservedSql, to: PgTable) => {
  const [found] =
    await tx`select exists (select from stage_spellings where entity = ${getTableName(to)}) as any`;
  return found?.any === true;
};

/** Leads the references of a column to the ids that they can only mean. */
export async function leadBySpelling(
  tx: ReservedSql,
  table: PgTable,
  property: string,
  { to, from }: Pick<Followed, 'to' | 'from'>,
) {
  if (!(await anySpelling(tx, to))) return;
  const column = columnName(table, property);
  const statement = `${respell(stageOf(table), column, to)} ${returning}`;
  await record(tx, table, 'repaired', respelled, statement, from ?? column);
}

/** The same for whom a service is for. */
export async function leadEligibility(tx: ReservedSql) {
  if (!(await anySpelling(tx, tables.services))) return;
  await tx.unsafe(
    `with found as (${respell('stage_eligibility', 'service_id', tables.services)} returning s._file, s._line)
     insert into stage_findings select _file, _line, _line, 'services', '', 'repaired', $1, 'service_id', null from found`,
    [respelled],
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
      rule.from ?? column,
    );
  else
    await record(
      tx,
      table,
      'repaired',
      rule.reason,
      `update ${stage} s set ${column} = null where s.${column} is not null and ${absent} ${returning}`,
      rule.from ?? column,
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
