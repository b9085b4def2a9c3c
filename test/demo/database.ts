import postgres from 'postgres';
import { migrate } from '../../src/database/migrate.js';
import { loadDemo } from '../../src/demo/load.js';

/** The database of HAMKKE_TEST_DATABASE, migrated and with the demo data in it; whether this call loaded them. */
export async function demoDatabase() {
  const url = process.env.HAMKKE_TEST_DATABASE;
  if (!url) throw new Error('HAMKKE_TEST_DATABASE names the database that the demo data is tested in.');
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  await migrate(sql);
  const loaded = await loadDemo(sql);
  return { sql, loaded };
}

/** Work that reads behind the policies, as nothing in the API can. */
export const asKeeper = async <T>(sql: postgres.Sql, work: (sql: postgres.TransactionSql) => Promise<T>) =>
  (await sql.begin(async (transaction) => {
    await transaction`set local role hamkke_keeper`;
    return work(transaction);
  })) as T;
