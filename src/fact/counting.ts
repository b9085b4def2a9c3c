import type { Logger } from 'pino';
import type { Sql, TransactionSql } from 'postgres';
import type { Pool } from '../database/pool.js';
import { asApi, Recurring } from '../database/recurring.js';

/** Runs statements in a transaction of their own. */
type Run = <T>(work: (sql: Sql | TransactionSql) => PromiseLike<T>) => PromiseLike<T>;

/**
 * Counts what changed, a district at a time, each in a transaction of its own: one that cannot be counted keeps no other one
 * from it.
 *
 * @param most how many changes of a district
 * @returns how many changes of each district were counted
 * @throws the first failure, after all other districts were counted
 */
export async function countChanges(run: Run, most: number): Promise<number[]> {
  const counted: number[] = [];
  const failures: unknown[] = [];
  const districts = await run((sql) => sql<{ id: string }[]>`select hamkke.uncounted_districts() as id`);
  for (const { id } of districts)
    await run(
      (sql) => sql<{ changes: number }[]>`select hamkke.count_changes(${id}, ${most}) as changes`,
    ).then(
      ([row]) => counted.push(row!.changes),
      (failure) => failures.push(failure),
    );
  if (failures.length > 0) throw failures[0];
  return counted;
}

/** How many changes are counted at once: so many as mostly take no longer than a request may. */
const most = 2000;

/**
 * One change may concern a great many rows, as that of an organization's kind does, and what took too long once would take
 * too long for ever: the time that a request has does not hold here. Where it takes longer than we wait for it, it is
 * counted all the same, and until then nobody else counts that district.
 */
const patient =
  (pool: Pool): Run =>
  (work) =>
    asApi(pool, async (sql) => {
      await sql`set local statement_timeout = '10min'`;
      return work(sql);
    });

/**
 * Counts what changed soon after it was written, so that little is left to be counted when somebody asks. Figures are the same
 * before and after; a server that dies meanwhile leaves nothing behind.
 */
export const counting = (pool: Pool, log: Logger) =>
  new Recurring({
    paceMs: 1000,
    log,
    failing: 'What changed is not counted: figures take longer, or cannot be told',
    work: async () => (await countChanges(patient(pool), most)).includes(most),
  });
