import { randomBytes } from 'node:crypto';
import postgres, { type Sql } from 'postgres';
import type { Config } from '../config.js';
import { passAll, StartError } from '../errors.js';
import { checkServer } from './connect.js';
import { startEmbedded } from './embedded.js';
import { isConnectionFailure } from './failures.js';
import { migrate, refuseOtherVersion } from './migrate.js';
import { openPool, type Pool } from './pool.js';

export interface Database {
  /** One connection as the owner, for loading data. */
  owner: Sql;
  /** The owner's address: the access log's sealer keeps a connection of its own. */
  ownerUrl: string;
  pool: Pool;
  stop(): Promise<void>;
}

/** The configured server, which was checked before, or one of our own; migrated, with the API's pool open. */
export async function openDatabase(config: Config, say: (line: string) => void): Promise<Database> {
  const embedded = config.databaseUrl
    ? null
    : await startEmbedded({
        dataDirectory: config.dataDirectory,
        port: config.databasePort,
        buffersMb: config.databaseBuffers,
        log: say,
      });
  const url = embedded?.url ?? config.databaseUrl!;
  let owner: Sql | undefined;
  let pool: Pool | undefined;
  const stop = async () => {
    await Promise.all([pool?.end(), owner?.end({ timeout: 1 })]);
    await embedded?.stop();
  };
  try {
    owner = postgres(url, { max: 1, onnotice: () => {} });
    await (embedded || config.migrates
      ? migrate(owner)
      : refuseOtherVersion(owner, ', or let the server do it by HAMKKE_MIGRATE=true'));
    await keepPolicies(owner, config);
    const api = embedded ? await loginAsApi(owner, url) : (config.apiDatabaseUrl ?? url);
    pool = openPool(api, {
      size: config.limits.poolSize,
      becomesApi: !(await isApi(api)),
      deadlineMs: config.limits.requestDeadlineMs,
      pooled: config.apiPooler,
    });
    return { owner, ownerUrl: url, pool, stop };
  } catch (error) {
    await stop();
    const { code, message } = error as { code?: unknown; message: string };
    throw isConnectionFailure(code)
      ? new StartError(`The database went away while the server started (${message}): start it again.`)
      : error;
  }
}

/** Checks the addresses that the settings give, before anything is changed there. */
export const checkServers = ({ databaseUrl, apiDatabaseUrl, apiPooler }: Config) =>
  passAll([
    ...(databaseUrl ? [checkServer(databaseUrl)] : []),
    ...(apiDatabaseUrl ? [checkServer(apiDatabaseUrl, 5, apiPooler ? 'pooled api' : 'api')] : []),
  ]);

/** What the database must know of the settings: commands beside the server go by what the server was started with. */
async function keepPolicies(owner: Sql, { limits }: Config) {
  await owner`
    insert into upkeep_policies (name, days) values ('CAPACITY', ${limits.capacityDays})
    on conflict (name) do update set days = excluded.days where upkeep_policies.days <> excluded.days`;
}

/** Our own server's API login: hamkke_api itself, with a password that lives as long as this process. */
async function loginAsApi(owner: Sql, url: string): Promise<string> {
  const password = randomBytes(24).toString('hex');
  await owner.unsafe(`alter role hamkke_api login password '${password}'`);
  const api = new URL(url);
  api.username = 'hamkke_api';
  api.password = password;
  return api.href;
}

async function isApi(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, onnotice: () => {}, fetch_types: false, prepare: false });
  try {
    const [row] = await sql`
      select current_user = 'hamkke_api' as api, pg_has_role(current_user, 'hamkke_api', 'member') as may`;
    if (!row?.may)
      throw new StartError(
        'The login of HAMKKE_API_DATABASE_URL may not become hamkke_api: grant it that role.',
      );
    return row.api as boolean;
  } finally {
    await sql.end({ timeout: 1 });
  }
}
