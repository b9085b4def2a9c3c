import { getTableName } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { TransactionSql } from 'postgres';
import * as tables from '../../database/tables/catalogue.js';
import { halfNumbers } from './contacts.js';
import { eligibility } from './files.js';
import type { Finding } from './report.js';
import { type FileRule, leaves, type ReferenceRule } from './rules.js';
import { columnName, columnsOf, stageOf } from './staging.js';

/** Runs a statement that returns staged rows and records one finding for each. */
async function record(
  tx: TransactionSql,
  table: PgTable,
  kind: Finding['kind'],
  reason: string,
  sql: string,
) {
  await tx.unsafe(
    `with found as (${sql})
     insert into stage_findings select _file, _line, $1, _ref, $2, $3, null from found`,
    [getTableName(table), kind, reason],
  );
}

const returning = 'returning s._file, s._line, s._ref';

/** Settles the rows of one table whose parents are in: which of them stay, and what they point at. */
export async function resolve(tx: TransactionSql, table: PgTable, rules: readonly FileRule[]): Promise<void> {
  await settleIds(tx, table);
  if (table === tables.services) await settleEligibility(tx);
  if (table === tables.locations) await recoverOrganizations(tx);
  if (table === tables.phones) await completeNumbers(tx);
  const references = Object.assign({}, ...rules.map((rule) => rule.references ?? {})) as Record<
    string,
    ReferenceRule
  >;
  for (const [property, rule] of Object.entries(references)) await follow(tx, table, property, rule);
  if (table === tables.taxonomyTerms) await breakCycles(tx);
  const unowned = rules.find((rule) => rule.unowned)?.unowned;
  if (unowned) {
    const owners = Object.keys(references).map((property) => `s.${columnName(table, property)}`);
    await record(
      tx,
      table,
      'refused',
      unowned,
      `delete from ${stageOf(table)} s where num_nonnulls(${owners.join(', ')}) = 0 ${returning}`,
    );
  }
  await inheritConfidential(tx, table, references);
  if (table === tables.services) await addAgencyNames(tx);
}

async function settleIds(tx: TransactionSql, table: PgTable) {
  const stage = stageOf(table);
  if (leaves.has(table))
    await record(
      tx,
      table,
      'repaired',
      'An id that several different rows share says nothing: each row got one made from its content',
      `update ${stage} s set id = _content
       from (select id from ${stage} group by id having count(distinct _content) > 1) shared
       where s.id = shared.id ${returning}`,
    );
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

async function follow(tx: TransactionSql, table: PgTable, property: string, rule: ReferenceRule) {
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

/** A location belongs to whoever runs the services there, when all of them belong to one organization. */
async function recoverOrganizations(tx: TransactionSql) {
  await record(
    tx,
    tables.locations,
    'repaired',
    'A location of an organization that is not there got the organization of the service at it',
    `update ${stageOf(tables.locations)} s set organization_id = runs.organization_id
     from (
       select l.location_id, min(v.organization_id::text)::uuid as organization_id
       from ${stageOf(tables.servicesAtLocation)} l join services v on v.id = l.service_id
       where v.organization_id is not null
       group by 1 having count(distinct v.organization_id) = 1
     ) runs
     where runs.location_id = s.id and s.organization_id is not null
       and not exists (select from organizations o where o.id = s.organization_id) ${returning}`,
  );
}

/** Area code and last four digits of a contact's phone, against the phone of the contact's service. */
async function completeNumbers(tx: TransactionSql) {
  const stage = stageOf(tables.phones);
  await record(
    tx,
    tables.phones,
    'repaired',
    halfNumbers.completed,
    `update ${stage} s set number = whole.number
     from (
       select service_id, left(digits, 3) as area, right(digits, 4) as last, min(number) as number
       from (select service_id, number, regexp_replace(number, '\\D', '', 'g') as digits from ${stage}) p
       where service_id is not null and length(digits) = 10
       group by 1, 2, 3 having count(distinct digits) = 1
     ) whole
     where s.number is null and s._extra ->> 'service' = whole.service_id::text
       and s._extra ->> 'area' = whole.area and s._extra ->> 'last' = whole.last ${returning}`,
  );
  await record(
    tx,
    tables.phones,
    'refused',
    halfNumbers.refused,
    `delete from ${stage} s where s.number is null ${returning}`,
  );
}

async function settleEligibility(tx: TransactionSql) {
  const move = (kind: Finding['kind'], reason: string, sql: string) =>
    tx.unsafe(
      `with found as (${sql})
       insert into stage_findings select _file, _line, 'services', '', $1, $2, null from found`,
      [kind, reason],
    );
  const rest = 'returning e._file, e._line';
  await move(
    'refused',
    eligibility.unowned,
    `delete from stage_eligibility e where service_id is null ${rest}`,
  );
  await move(
    'refused',
    eligibility.unknown,
    `delete from stage_eligibility e
     where not exists (select from stage_services s where s.id = e.service_id) ${rest}`,
  );
  await tx.unsafe(`
    update stage_services s set eligibility_description = e.eligibility
    from (select service_id, string_agg(eligibility, e'\\n' order by _line) as eligibility
          from stage_eligibility group by 1) e
    where e.service_id = s.id`);
  await move('merged', eligibility.merged, 'select _file, _line from stage_eligibility');
}

/** A term that is its own forebear would send every reader of the tree round and round. */
async function breakCycles(tx: TransactionSql) {
  const stage = stageOf(tables.taxonomyTerms);
  await record(
    tx,
    tables.taxonomyTerms,
    'repaired',
    'A term that is above itself was kept at the top',
    `update ${stage} s set parent_id = null
     where id in (
       with recursive up (start, at) as (
         select id, parent_id from ${stage} where parent_id is not null
         union select up.start, p.parent_id from up join ${stage} p on p.id = up.at where p.parent_id is not null
       ) select start from up where at = start
     ) ${returning}`,
  );
}

/**
 * A new row is confidential when anything that it belongs to is; of an older row the editor has decided. An address
 * that says that it is confidential speaks for its location.
 */
async function inheritConfidential(
  tx: TransactionSql,
  table: PgTable,
  references: Record<string, ReferenceRule>,
) {
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

/** People look for a service by the name of who runs it. */
async function addAgencyNames(tx: TransactionSql) {
  await tx.unsafe(`
    update stage_services s set search_text = s.search_text || ' ' || o.search_text
    from organizations o where o.id = s.organization_id and o.search_text <> ''`);
}
