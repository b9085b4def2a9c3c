import postgres from 'postgres';
import { StartError } from '../errors.js';

const oldest = 15;

/**
 * Checks that a database can be used, by its owner or by a login that creates nothing; throws a StartError with one
 * sentence otherwise.
 */
export async function checkServer(url: string, deadlineSeconds = 5, as: Login = 'owner'): Promise<void> {
  const setting = as === 'owner' ? 'DATABASE_URL' : 'HAMKKE_API_DATABASE_URL';
  const place = describe(url, setting);
  const sql = postgres(url, {
    max: 1,
    connect_timeout: deadlineSeconds,
    fetch_types: false,
    prepare: false,
    // Sent as every connection of the server sends its own; a pooler refuses it, or drops it without a word.
    ...(as === 'pooled api' ? {} : { connection: { statement_timeout: String(probe) } as never }),
    onnotice: () => {},
  });
  let timer: NodeJS.Timeout | undefined;
  // A server that accepts and then says nothing holds postgres.js for ever.
  const deadline = new Promise<never>((_, fail) => {
    timer = setTimeout(
      () => fail(Object.assign(new Error('no answer'), { code: 'CONNECT_TIMEOUT' })),
      deadlineSeconds * 1000,
    );
  });
  try {
    const query = sql<Found[]>`
      select current_setting('server_version_num')::int as version, current_user as "user",
        has_database_privilege(current_database(), 'CREATE') as "mayCreate",
        current_setting('transaction_read_only')::bool as "readOnly",
        (select setting from pg_settings where name = 'statement_timeout') as timeout`;
    const [found] = await Promise.race([query, deadline]);
    if (as !== 'pooled api' && found!.timeout !== String(probe)) throw behindPooler(place, as);
    judge(place, as === 'owner' ? found! : { ...found!, mayCreate: true }, setting);
  } catch (error) {
    if (error instanceof StartError) throw error;
    if (as !== 'pooled api' && /startup parameter/.test((error as Error).message))
      throw behindPooler(place, as);
    throw new StartError(explain(place, setting, error as Failure, deadlineSeconds));
  } finally {
    clearTimeout(timer);
    await sql.end({ timeout: 1 }).catch(() => {});
  }
}

/** Milliseconds that nobody would set, so that finding them says that they arrived. */
const probe = 54_321;

function behindPooler(place: string, as: Login): StartError {
  return new StartError(
    as === 'owner'
      ? `DATABASE_URL leads to ${place} through a pooler, which does not keep the settings and locks of a connection: set it to the address of PostgreSQL itself, and only HAMKKE_API_DATABASE_URL to the pooler's.`
      : `HAMKKE_API_DATABASE_URL leads to ${place} through a pooler, which does not keep the settings of a connection: set HAMKKE_API_POOLER to true, or the address to that of PostgreSQL itself.`,
  );
}

/** As whom a database is used: its owner, a login that creates nothing, or such a login through a pooler. */
type Login = 'owner' | 'api' | 'pooled api';

interface Found {
  timeout: string;
  version: number;
  user: string;
  mayCreate: boolean;
  readOnly: boolean;
}

/** Throws when a server that answers is not one that Hamkke can use. */
export function judge(
  place: string,
  { version, user, mayCreate, readOnly }: Omit<Found, 'timeout'>,
  setting = 'DATABASE_URL',
): void {
  if (version < oldest * 10_000)
    throw new StartError(
      `The database at ${place} is PostgreSQL ${Math.floor(version / 10_000)}, and Hamkke needs ${oldest} or newer.`,
    );
  if (readOnly)
    throw new StartError(
      `The database at ${place} is read-only, as a replica is: set ${setting} to the primary.`,
    );
  if (!mayCreate)
    throw new StartError(
      `The user "${user}" may not create anything in the database at ${place}: set DATABASE_URL to the database's owner, or grant CREATE on it.`,
    );
}

type Failure = Error & { code?: string };

/** Host, port and database: whoever reads the log must not learn the password. */
function describe(url: string, setting: string): string {
  try {
    const { hostname, port, pathname } = new URL(url);
    return `${hostname || 'localhost'}:${port || 5432}${decodeURIComponent(pathname)}`;
  } catch {
    throw new StartError(`${setting} (not shown, it may hold a password) is not an address.`);
  }
}

function explain(
  place: string,
  setting: string,
  { code = '', message }: Failure,
  deadlineSeconds: number,
): string {
  switch (code) {
    case '28P01':
      return `The database at ${place} refused the user or password in ${setting}.`;
    case '28000':
      return `The database at ${place} does not let this user in (${message}): see its pg_hba.conf and the user in ${setting}.`;
    case '3D000':
      return `There is no such database at ${place}: create it, or correct ${setting}.`;
    case 'ECONNREFUSED':
      return `No database answers at ${place} (connection refused): start it, or correct ${setting}.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The host of the database at ${place} cannot be found: correct ${setting}.`;
    case 'CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return `The database at ${place} did not answer within ${deadlineSeconds} seconds: see that it runs and that this machine can reach it.`;
    case '53300':
      return `The database at ${place} has no free connection: raise its max_connections, or end some of its clients.`;
    case '57P03':
      return `The database at ${place} is starting or stopping: try again shortly.`;
    default:
      return `The database at ${place} cannot be used (${message || code}).`;
  }
}
