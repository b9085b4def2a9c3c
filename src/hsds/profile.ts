import type { PgTable } from 'drizzle-orm/pg-core';
import { bytesOf, uuidv5 } from '../catalogue/import/uuid.js';
import * as tables from '../database/tables/index.js';

/** A column of ours that HSDS has no place for, and the attribute by which it travels. */
export interface Addition {
  table: PgTable;
  /** HSDS's name of the record that it describes. */
  entity: 'organization' | 'service';
  /** Property of the table. */
  column: string;
  /** The attribute's `link_type`; its `value` is the column's. */
  linkType: string;
  /** The values that there can be; any text where nothing is said. */
  values?: readonly string[];
}

/**
 * The additions for Korea (profile of HSDS 3.1). HSDS lets no record have fields that it does not know, so that each
 * addition travels as an attribute of the record: any tool of the standard reads it, and our import puts it back.
 */
export const additions: readonly Addition[] = [
  {
    table: tables.organizations,
    entity: 'organization',
    column: 'partnerKind',
    linkType: 'kr:partner_kind',
    values: tables.partnerKind.enumValues,
  },
  { table: tables.organizations, entity: 'organization', column: 'districtId', linkType: 'kr:district' },
  {
    table: tables.services,
    entity: 'service',
    column: 'needDomain',
    linkType: 'kr:need_domain',
    values: tables.needDomain.enumValues,
  },
  { table: tables.services, entity: 'service', column: 'districtId', linkType: 'kr:district' },
];

/** The id of such an attribute follows from what it describes: exported again, it is the same one. */
export const idOfAddition = (recordId: string, linkType: string) => uuidv5(linkType, bytesOf(recordId));
