import postgres, { type ReservedSql, type Sql } from 'postgres';

export interface Pool {
  sql: Sql;
  /** The access log's own connection: its commits wait for the disk, and no read should wait behind one. */
  log: Sql;
  /** Whether each transaction must first become hamkke_api, because the login is another role. */
  becomesApi: boolean;
  end(): Promise<void>;
}

/** The API's connections. As a login that is hamkke_api itself, or as another that becomes it in every transaction. */
export function openPool(
  url: string,
  options: { size: number; becomesApi: boolean; deadlineMs: number },
): Pool {
  surviveKilledBackends();
  const connect = (max: number) =>
    postgres(url, {
      max,
      connection: {
        application_name: 'hamkke',
        // Every statement of a registered operation is worth one plan; short statements gain nothing from jit.
        plan_cache_mode: 'force_generic_plan',
        jit: 'off',
        TimeZone: 'UTC',
        statement_timeout: String(options.deadlineMs),
        idle_in_transaction_session_timeout: String(options.deadlineMs),
      } as never,
      // postgres.js 3.4 never answers reserve() on a fresh connection when it does not fetch types first.
      fetch_types: true,
      onnotice: () => {},
    });
  const [sql, log] = [connect(options.size), connect(1)];
  return {
    sql,
    log,
    becomesApi: options.becomesApi,
    end: async () => {
      await Promise.all([sql.end({ timeout: 2 }), log.end({ timeout: 2 })]);
    },
  };
}

let guarded = false;
/**
 * postgres.js 3.4 raises an uncaught exception when a backend is killed in the middle of a transaction; that one, and
 * no other, must not end the server. The request itself fails by its own connection error or its deadline.
 */
export function surviveKilledBackends() {
  if (guarded) return;
  guarded = true;
  process.on('uncaughtException', (error, origin) => {
    const known = error instanceof TypeError && /reading 'write'|reading 'state'/.test(error.message);
    if (known && /postgres[\\/](src|cjs)[\\/]/.test(error.stack ?? '')) return;
    console.error(origin, error);
    process.exit(1);
  });
}

export type Connection = ReservedSql;
