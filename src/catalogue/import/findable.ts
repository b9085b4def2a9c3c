import type { PgTable } from 'drizzle-orm/pg-core';
import type { TransactionSql } from 'postgres';
import { columnsOf, stageOf } from './staging.js';

/** Columns of staged rows that name what a service is found by, or whose it is. */
const naming = ['id', 'service_id', 'location_id', 'service_at_location_id', 'link_id'];

/** Writes anew what services are found by, for those that the staged rows of some tables have changed. */
export async function keepFindable(tx: TransactionSql, tables: readonly PgTable[]): Promise<void> {
  const changed = tables.map((table) => {
    const columns = [...columnsOf(table).values()].filter((column) => naming.includes(column));
    return `select unnest(array[${columns.join(', ')}]) from ${stageOf(table)} where _state in ('inserted', 'updated')`;
  });
  await tx.unsafe(`select hamkke.keep_search_around(array(${changed.join(' union ')}))`);
}
