import type { Sql } from 'postgres';
import { openConnections } from './connections.js';
import type { Deadline } from './deadline.js';
import { isConnectionFailure } from './failures.js';
import { Health } from './health.js';

export interface Pool {
  readonly sql: Sql;
  /** The access log's own connection: its commits wait for the disk, and no read should wait behind one. */
  readonly log: Sql;
  /** Whether each transaction must first become hamkke_api, because the login is another role. */
  becomesApi: boolean;
  /** What each transaction begins with, in SQL: what neither the login nor the connection brings along. */
  opening: string;
  /** Whether `sql` answers. */
  health: Health;
  /** Whether `log` does. */
  logHealth: Health;
  end(): Promise<void>;
}

/**
 * The API's connections. As a login that is hamkke_api itself, or as another that becomes it in every transaction.
 *
 * @param options.pooled whether a pooler in transaction mode stands between: it hands each transaction to whichever
 *   connection is free, so that nothing that a connection was told or has prepared holds for the next one
 */
export function openPool(
  url: string,
  options: { size: number; becomesApi: boolean; deadlineMs: number; pooled?: boolean },
): Pool {
  const { pooled = false } = options;
  // Every statement of a registered operation is worth one plan; short statements gain nothing from jit.
  const settings = {
    ...(pooled ? {} : { plan_cache_mode: 'force_generic_plan' }),
    jit: 'off',
    TimeZone: 'UTC',
    statement_timeout: String(options.deadlineMs),
    idle_in_transaction_session_timeout: String(options.deadlineMs),
  };
  const opening = [
    ...(options.becomesApi ? ['set local role hamkke_api'] : []),
    ...(pooled ? Object.entries(settings).map(([name, value]) => `set local ${name} = '${value}'`) : []),
  ].join('; ');
  surviveLostConnections();
  const connect = (max: number) =>
    openConnections(url, {
      max,
      prepare: !pooled,
      connection: { application_name: 'hamkke', ...(pooled ? {} : settings) } as never,
    });
  const open = { sql: connect(options.size), log: connect(1) };
  let over = false;
  const trial = async (deadline: Deadline) => {
    // Nobody asks any more, and a trial would keep Node from ending.
    if (over) return;
    const { sql, end } = openConnections(url, { max: 1, prepare: false, fetch_types: false });
    await deadline.within(sql`select`.execute()).finally(() => void end(0));
  };
  /** The old ones end what they are at; whoever asks from now on has new ones. */
  const renew = (which: keyof typeof open, size: number) => (seconds: number) => {
    if (over) return;
    void open[which].end(seconds);
    open[which] = connect(size);
  };
  return {
    get sql() {
      return open.sql.sql;
    },
    get log() {
      return open.log.sql;
    },
    becomesApi: options.becomesApi,
    opening,
    health: new Health(options.size, renew('sql', options.size), trial),
    logHealth: new Health(1, renew('log', 1), trial),
    end: async () => {
      over = true;
      await Promise.all([open.sql.end(1.5), open.log.end(1.5)]);
    },
  };
}

/** Whether the driver said this by itself, and not we or another library: it marks what its queries fail with. */
const isDrivers = (error: Error) =>
  'query' in error || /[\\/]postgres[\\/](?:src|cjs)[\\/]/.test(error.stack ?? '');

let guarded = false;
/**
 * postgres.js 3.4 raises exceptions and rejections that nobody can catch when a connection ends at the wrong moment: it
 * writes to a socket that is gone (a backend killed in the middle of a transaction), or is cut off while it fetches types
 * for a connection that is new. Those, and no others, must not end the server. The request itself fails by its own
 * connection error or its deadline.
 */
export function surviveLostConnections() {
  if (guarded) return;
  guarded = true;
  // Rejections that nobody handles arrive here, too.
  process.on('uncaughtException', (error: Error & { code?: unknown }, origin) => {
    const wroteToNothing = error instanceof TypeError && /reading '(?:write|state)'/.test(error.message);
    if (error instanceof Error && (wroteToNothing || isConnectionFailure(error.code)) && isDrivers(error))
      return;
    console.error(origin, error);
    process.exit(1);
  });
}
