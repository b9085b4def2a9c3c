import type { PgTable } from 'drizzle-orm/pg-core';
import type { ReservedSql } from 'postgres';
import * as tables from '../../../database/tables/catalogue.js';

const bySource = '출처가 공개하지 않습니다.';

/**
 * Hides organizations that were public here and that their source keeps from the public now, with all that tells of
 * them: before anything is written, so that what an earlier import or an editor wrote of them is hidden as well. What
 * an editor made public after that stays public.
 */
export async function hideAgain(sql: ReservedSql, filled: readonly PgTable[]): Promise<void> {
  if (!filled.includes(tables.organizations)) return;
  await sql`
    select hamkke.conceal_as_source(array_agg(o.id), ${bySource})
    from organizations o join stage_organizations s on s.id = o.id
    where s.confidential and not o.confidential and not exists (select from catalogue_edits e
      where e.record_id = o.id and e.field = 'confidential')
    having count(*) > 0`;
}
