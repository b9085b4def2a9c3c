import type { Logger } from 'pino';
import type { Pool } from '../database/pool.js';
import { asApi, Recurring } from '../database/recurring.js';

/** How many changes are counted at once: so many as take no longer than a request may. */
const most = 2000;

/**
 * Counts what changed soon after it was written, so that little is left to be counted when somebody asks. Figures are the same
 * before and after; a server that dies meanwhile leaves nothing behind.
 */
export const counting = (pool: Pool, log: Logger) =>
  new Recurring({
    paceMs: 1000,
    log,
    failing: 'What changed is not counted: figures stay right, and take longer',
    work: async () => {
      const [row] = await asApi(pool, (sql) => sql`select hamkke.count_changes(${most}) as counted`);
      return row!.counted === most;
    },
  });
