import type { PgTable } from 'drizzle-orm/pg-core';
import type { ReservedSql } from 'postgres';
import * as tables from '../../../database/tables/catalogue.js';
import { halfNumbers } from '../mapping/contacts.js';
import { eligibility } from '../mapping/files.js';
import { type FileRule, leaves, type ReferenceRule } from '../mapping/rules.js';
import type { Finding } from '../report.js';
import { columnName, stageOf } from '../staging/tables.js';
import { settleHours } from './hours.js';
import {
  breakCycles,
  follow,
  inheritConfidential,
  leadBySpelling,
  leadEligibility,
  record,
  returning,
  settleIds,
} from './judge.js';

/** Settles the rows of one table whose parents are in: which of them stay, and what they point at. */
export async function resolve(tx: ReservedSql, table: PgTable, rules: readonly FileRule[]): Promise<void> {
  if (table === tables.schedules) await settleHours(tx);
  const references = Object.assign({}, ...rules.map((rule) => rule.references ?? {})) as Record<
    string,
    ReferenceRule
  >;
  if (leaves.has(table)) await tellApart(tx, table);
  if (table === tables.servicesAtLocation) await mergeDerived(tx);
  await settleIds(tx, table);
  for (const [property, rule] of Object.entries(references)) await leadBySpelling(tx, table, property, rule);
  if (table === tables.services) {
    await settleEligibility(tx);
    await recoverOwners(tx);
  }
  if (table === tables.locations) await recoverOrganizations(tx);
  if (table === tables.phones) await completeNumbers(tx);
  for (const [property, rule] of Object.entries(references)) await follow(tx, table, property, rule);
  if (table === tables.taxonomyTerms) await breakCycles(tx, table, 'parent_id');
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

/** Rows under one id that say different things, where no row points to them. */
async function tellApart(tx: ReservedSql, table: PgTable) {
  const stage = stageOf(table);
  await record(
    tx,
    table,
    'repaired',
    'An id that several different rows share says nothing: each row got one made from its content',
    `update ${stage} s set id = _content
     from (select id from ${stage} group by id having count(distinct _content) > 1) shared
     where s.id = shared.id ${returning}`,
  );
}

/** A location belongs to whoever runs the services there, when all of them belong to one organization. */
async function recoverOrganizations(tx: ReservedSql) {
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

/** A service of an older file names a place and no organization: it is of whoever has the place. */
async function recoverOwners(tx: ReservedSql) {
  await record(
    tx,
    tables.services,
    'repaired',
    'A service that names a location and no organization got the organization of the location',
    `update stage_services s set organization_id = p.organization_id
     from stage_services_at_location l join stage_locations p on p.id = l.location_id
     where l.service_id = s.id and l._extra -> 'derived' = 'true' and s.organization_id is null
       and p.organization_id is not null ${returning}`,
    'location_id',
  );
}

/** A place that a service names in its own row, and that the table of places of services names as well. */
async function mergeDerived(tx: ReservedSql) {
  await record(
    tx,
    tables.servicesAtLocation,
    'merged',
    'The place of a service that another file names as well',
    `delete from stage_services_at_location s using stage_services_at_location o
     where s._extra -> 'derived' = 'true' and o._extra is null
       and (o.service_id, o.location_id) = (s.service_id, s.location_id) ${returning}`,
  );
}

/** Area code and last four digits of a contact's phone, against the phone of the contact's service. */
async function completeNumbers(tx: ReservedSql) {
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

async function settleEligibility(tx: ReservedSql) {
  const move = (kind: Finding['kind'], reason: string, sql: string) =>
    tx.unsafe(
      `with found as (${sql})
       insert into stage_findings select _file, _line, _line, 'services', '', $1, $2, 'service_id', null from found`,
      [kind, reason],
    );
  await leadEligibility(tx);
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

/** People look for a service by the name of who runs it. */
async function addAgencyNames(tx: ReservedSql) {
  await tx.unsafe(`
    update stage_services s set search_text = s.search_text || ' ' || o.search_text
    from organizations o where o.id = s.organization_id and o.search_text <> ''`);
}
