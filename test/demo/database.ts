import type { Sql } from 'postgres';
import { freshDatabase } from '../support/database.js';

export { asKeeper } from '../support/database.js';

/** A database with the demo data in it. */
export async function demoDatabase(): Promise<{ sql: Sql; drop(): Promise<void> }> {
  const { owner, drop } = await freshDatabase();
  return { sql: owner, drop };
}
