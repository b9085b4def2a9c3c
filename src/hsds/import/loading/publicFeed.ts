import type { PgTable } from 'drizzle-orm/pg-core';
import type { ReservedSql } from 'postgres';
import * as catalogue from '../../../database/tables/catalogue.js';
import { stageOf } from '../staging/tables.js';

const changed = (table: PgTable) =>
  `select id from ${stageOf(table)} where _state in ('inserted', 'updated')`;

/** What the public feed tells of: each kind of record, its table, and the ids of those that an import changed. */
const kinds = [
  ['ORGANIZATION', 'organizations', changed(catalogue.organizations)],
  ['SERVICE', 'services', 'select id from stage_changed'],
  ['LOCATION', 'locations', changed(catalogue.locations)],
] as const;

/** Tells the public feed of the catalogue what an import changed and removed. Last: the feed is locked until all is kept. */
export async function tellFeed(sql: ReservedSql): Promise<void> {
  for (const [kind, entity, ids] of kinds) {
    await sql.unsafe(
      `select hamkke.tell_catalogue('CHANGED', $1::text::catalogue_record, a.ids)
       from (select array(${ids}) as ids) a where cardinality(a.ids) > 0`,
      [kind],
    );
    await sql.unsafe(
      `select hamkke.tell_catalogue('REMOVED', $1::text::catalogue_record, a.ids)
       from (select array(select id from stage_gone where entity = $2 and removed) as ids) a where cardinality(a.ids) > 0`,
      [kind, entity],
    );
  }
}
