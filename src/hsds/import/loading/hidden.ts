import type { PgTable } from 'drizzle-orm/pg-core';
import type { ReservedSql } from 'postgres';
import * as tables from '../../../database/tables/catalogue.js';

/**
 * Hides organizations that were public here and that their source keeps from the public now, with all that tells of
 * them: before anything is written, so that what an earlier import or an editor wrote of them is hidden as well.
 */
export async function hideAgain(sql: ReservedSql, filled: readonly PgTable[]): Promise<void> {
  if (!filled.includes(tables.organizations)) return;
  await sql`
    with turned as materialized (
      select distinct o.id from organizations o join stage_organizations s on s.id = o.id
      where s.confidential and not o.confidential
    )
    select hamkke.hide_record('ORGANIZATION', t.id, 'REMOVED'),
      hamkke.shelter_rows(array[t.id], array(select v.id from services v where v.organization_id = t.id))
    from turned t`;
}
