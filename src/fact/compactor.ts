import type { Logger } from 'pino';
import type { Pool } from '../database/pool.js';
import { asApi, Recurring } from '../database/recurring.js';

/** How many facts go into the cells at once: so many as take no longer than a request may. */
const most = 2000;

/**
 * Moves facts into the cells soon after they were written, so that few are left to be added up when somebody asks. Figures
 * are the same before and after; a server that dies meanwhile leaves nothing behind.
 */
export const compactor = (pool: Pool, log: Logger) =>
  new Recurring({
    paceMs: 1000,
    log,
    failing: 'Facts are not moved into cells: figures stay right, and take longer',
    work: async () => {
      const [row] = await asApi(pool, (sql) => sql`select hamkke.compact_facts(${most}) as moved`);
      return row!.moved === most;
    },
  });
