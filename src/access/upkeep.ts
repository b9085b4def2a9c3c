import { type Column, getTableColumns, getTableName, type Table } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';
import { limits } from '../config/limits.js';
import * as tables from '../database/tables/catalogue.js';
import type { Duty } from './duties.js';

/** Who keeps a district's catalogue true: verifies, decides on what partners propose, merges and removes. */
export const catalogueEditors: readonly Duty[] = ['CATALOGUE_EDITOR'];

/** The records to which a change can be proposed, by the type that the API knows them by. */
export const correctable: Readonly<Record<string, Table>> = {
  Organization: tables.organizations,
  Service: tables.services,
  Location: tables.locations,
  ServiceAtLocation: tables.servicesAtLocation,
  Program: tables.programs,
  Phone: tables.phones,
  Contact: tables.contacts,
  Address: tables.addresses,
  Schedule: tables.schedules,
  Language: tables.languages,
  Accessibility: tables.accessibilities,
  CostOption: tables.costOptions,
  ServiceArea: tables.serviceAreas,
  RequiredDocument: tables.requiredDocuments,
  Funding: tables.funding,
  Url: tables.urls,
  OrganizationIdentifier: tables.organizationIdentifiers,
  ServiceCapacity: tables.serviceCapacities,
  Sponsorship: tables.sponsorships,
};

/** Records that editors write and that belong to no other, so that no request says whose they are. */
const ofNobody: Readonly<Record<string, Table>> = { Unit: tables.units };

/**
 * What other commands write: searching, importing, verifying and confirming; and what decides who may be appointed at an organization,
 * or take over a case, which is no editor's to say.
 */
const kept = [
  'confidential',
  'lastModified',
  'searchText',
  'districtId',
  'partnerKind',
  'assuredDate',
  'assurerEmail',
  'updated',
];

/** The columns of a record that a change can be proposed of: all of its own words, numbers and days, but no reference. */
export const correctableColumns = (table: Table): [property: string, column: Column][] =>
  Object.entries(getTableColumns(table)).filter(
    ([property, column]) =>
      column.columnType !== 'PgUUID' && column.generated === undefined && !kept.includes(property),
  );

/** The column's name in the database. */
export const columnName = (column: Column) => toSnakeCase(column.name);

/** The same for the database, which decides, and what it takes a capacity to hold for where no server has said. */
export function upkeepSql(): string {
  const columns = Object.values({ ...correctable, ...ofNobody }).map(
    (table) =>
      `when '${getTableName(table)}' then '{${correctableColumns(table).map(([, column]) => columnName(column))}}'::text[]`,
  );
  return `
set local role hamkke_keeper;
create or replace function hamkke.editing_duties() returns duty[] immutable parallel safe language sql as $$ select '{${catalogueEditors.join(',')}}'::duty[] $$;
create or replace function hamkke.usual_capacity_days() returns int immutable parallel safe language sql as $$ select ${limits.capacityDays.fallback} $$;
create or replace function hamkke.correctable_columns(p_table text) returns text[] immutable parallel safe language sql as $$ select case p_table ${columns.join(' ')} end $$;
reset role;`;
}
