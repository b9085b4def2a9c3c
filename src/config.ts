import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StartError } from './errors.js';

/** The folder of package.json: src/ and dist/ both lie directly in it. */
export const packageRoot = resolve(dirname(fileURLToPath(import.meta.url)), '..');

const directoryPackage = '../shared/data/open211-miami-hsds-2.zip';

export type Mode = 'development' | 'production' | 'test';
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
export type Issuer =
  | { kind: 'development' }
  | { kind: 'oidc'; issuer: string; audience: string; jwksUri: string | null };

/** Every number that bounds what one client, one request or one process may use. */
export interface Limits {
  maxDepth: number;
  maxRootFields: number;
  maxAliases: number;
  maxFields: number;
  maxPageSize: number;
  defaultPageSize: number;
  maxBodyBytes: number;
  maxTokens: number;
  requestDeadlineMs: number;
  poolSize: number;
  maxInFlight: number;
  plansPerDocument: number;
  maxListSize: number;
  maxRows: number;
  maxNameLength: number;
  maxStreams: number;
}

/** What the server was asked to do, checked: nothing else reads the environment. */
export interface Config {
  mode: Mode;
  host: string;
  port: number;
  databaseUrl: string | null;
  apiDatabaseUrl: string | null;
  dataDirectory: string;
  databasePort: number;
  demo: boolean;
  directoryFile: string | null;
  issuer: Issuer;
  /** What the secrets of webhooks are derived from; null where none can be registered. */
  webhookKey: string | null;
  logLevel: LogLevel;
  limits: Limits;
}

/** One setting, as the README shows it. */
export interface Setting {
  name: string;
  default: string;
  description: string;
}

/** How one setting is read: `undefined` from `read` means "not allowed". */
interface Reader<T> extends Setting {
  allowed: string;
  secret?: boolean;
  read(text: string): T | undefined;
  fallback: T;
}

const number = (
  name: string,
  fallback: number,
  min: number,
  max: number,
  description: string,
): Reader<number> => ({
  name,
  default: String(fallback),
  description,
  allowed: `a whole number from ${min} to ${max}`,
  read: (text) => (/^\d{1,12}$/.test(text) && +text >= min && +text <= max ? +text : undefined),
  fallback,
});

const choice = <T extends string>(
  name: string,
  fallback: T,
  values: readonly T[],
  description: string,
): Reader<T> => ({
  name,
  default: fallback,
  description,
  allowed: `one of ${values.join(', ')}`,
  read: (text) => values.find((value) => value === text),
  fallback,
});

const url = (name: string, protocols: string[], description: string): Reader<string | null> => ({
  name,
  default: '',
  description,
  allowed: `an address that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  read: (text) => (URL.canParse(text) && protocols.includes(new URL(text).protocol) ? text : undefined),
  fallback: null,
});

const text = <T extends string | null>(
  name: string,
  fallback: T,
  description: string,
): Reader<string | T> => ({
  name,
  default: fallback ?? '',
  description,
  allowed: 'any text',
  read: (value) => value,
  fallback,
});

const postgres = ['postgres:', 'postgresql:'];
const web = ['https:', 'http:'];
/** Outside production webhooks work without a setting, and sign nothing that anybody should rely on. */
const developmentWebhookKey = 'of-invented-people-outside-production';

const readers = {
  mode: choice<Mode>(
    'NODE_ENV',
    'development',
    ['development', 'production', 'test'],
    'Production refuses the embedded database, the demo data and the development token issuer.',
  ),
  host: text('HAMKKE_HOST', '127.0.0.1', 'The address to listen on; 0.0.0.0 for every one.'),
  port: number('HAMKKE_PORT', 4000, 0, 65535, 'The port to listen on; 0 picks a free one.'),
  databaseUrl: {
    ...url('DATABASE_URL', postgres, 'PostgreSQL 15 or newer, as its owner; without it one is started.'),
    secret: true,
  },
  apiDatabaseUrl: {
    ...url(
      'HAMKKE_API_DATABASE_URL',
      postgres,
      'The same database, as a login that may become hamkke_api only.',
    ),
    secret: true,
  },
  dataDirectory: text('HAMKKE_DATA_DIRECTORY', '.data', 'Where the embedded database is kept.'),
  databasePort: number(
    'HAMKKE_DATABASE_PORT',
    0,
    0,
    65535,
    "The embedded database's port; 0 picks a free one.",
  ),
  demo: {
    name: 'HAMKKE_DEMO',
    default: 'true with our own database, outside production',
    description: 'Load the demo data (invented people) at the first start.',
    allowed: 'true or false',
    read: (value: string) => ({ true: true, false: false })[value],
    fallback: null as boolean | null,
  },
  directoryFile: {
    ...text('HAMKKE_DIRECTORY_FILE', null, 'An HSDS data package to import at the first start, or none.'),
    default: `${directoryPackage}, if it is there`,
  },
  issuer: url('HAMKKE_OIDC_ISSUER', web, 'The OpenID provider whose tokens are accepted.'),
  audience: text('HAMKKE_OIDC_AUDIENCE', null, 'The audience that a token must name.'),
  jwksUri: url(
    'HAMKKE_OIDC_JWKS_URI',
    web,
    "The provider's keys, where its discovery document does not say.",
  ),
  webhookKey: {
    ...text(
      'HAMKKE_WEBHOOK_KEY',
      null,
      'What the secrets of webhooks are derived from, at least 32 characters; without it there are no webhooks in production.',
    ),
    allowed: 'at least 32 characters',
    secret: true,
    read: (value: string) => (value.length >= 32 ? value : undefined),
  },
  logLevel: choice<LogLevel>(
    'HAMKKE_LOG_LEVEL',
    'info',
    ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
    'The least severe message that is logged.',
  ),
} satisfies Record<string, Reader<unknown>>;

const limit = (name: string, fallback: number, min: number, max: number, description: string) =>
  number(`HAMKKE_LIMIT_${name}`, fallback, min, max, description);

const limits: Record<keyof Limits, Reader<number>> = {
  maxDepth: limit('MAX_DEPTH', 12, 1, 100, 'Levels of an operation.'),
  maxRootFields: limit('MAX_ROOT_FIELDS', 10, 1, 1000, 'Root fields of an operation: each is one statement.'),
  maxFields: limit('MAX_FIELDS', 500, 10, 100_000, 'Fields of an operation, fragments spread out.'),
  maxAliases: limit('MAX_ALIASES', 60, 0, 10_000, 'Aliases in an operation.'),
  maxPageSize: limit('MAX_PAGE_SIZE', 100, 1, 1000, 'The most rows that one page may ask for.'),
  defaultPageSize: limit('DEFAULT_PAGE_SIZE', 20, 1, 1000, 'Rows of a page that does not say.'),
  maxBodyBytes: limit('MAX_BODY_BYTES', 100_000, 1000, 10_000_000, "A request's body, in bytes."),
  maxTokens: limit('MAX_TOKENS', 2000, 100, 100_000, "A document's tokens."),
  requestDeadlineMs: limit('REQUEST_DEADLINE_MS', 10_000, 100, 600_000, "A request's time, in milliseconds."),
  poolSize: limit('POOL_SIZE', 8, 1, 500, 'Connections to the database.'),
  maxInFlight: limit('MAX_IN_FLIGHT', 256, 1, 100_000, 'Requests in work; more are refused at once.'),
  plansPerDocument: limit(
    'PLANS_PER_DOCUMENT',
    32,
    1,
    10_000,
    'Plans kept of one document, for each set of optional variables.',
  ),
  maxListSize: limit('MAX_LIST_SIZE', 200, 1, 10_000, 'The most rows of a list inside a row.'),
  maxRows: limit(
    'MAX_ROWS',
    20_000,
    100,
    1_000_000,
    'Rows that the page sizes of an operation may multiply to.',
  ),
  // PostgreSQL cuts names at 63 bytes, and a cut alias could meet another.
  maxNameLength: limit('MAX_NAME_LENGTH', 60, 10, 60, 'Characters of an alias.'),
  maxStreams: limit('MAX_STREAMS', 1000, 0, 100_000, 'Subscriptions that are open at once.'),
};

const all: Reader<unknown>[] = [...Object.values(readers), ...Object.values(limits)];

/** Every setting, in the README's order. */
export const settings: readonly Setting[] = all.map(({ name, default: value, description }) => ({
  name,
  default: value,
  description,
}));

function refuse(name: string, value: string | undefined, allowed: string): never {
  const given = value === undefined ? 'is not set' : `is ${JSON.stringify(value)}`;
  throw new StartError(`The setting ${name} ${given}, but must be ${allowed}.`);
}

/** An empty value counts as not given: compose files pass `${NAME:-}`. */
function readOne<T>(env: NodeJS.ProcessEnv, reader: Reader<T>): T {
  const given = env[reader.name];
  if (given === undefined || given === '') return reader.fallback;
  const value = reader.read(given);
  if (value !== undefined) return value;
  // A database address carries a password, and one that cannot be read cannot be masked for certain.
  if (!reader.secret) refuse(reader.name, given, reader.allowed);
  throw new StartError(
    `The setting ${reader.name} (its value is not shown, it may hold a password) must be ${reader.allowed}.`,
  );
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length]!;
}

function refuseUnknown(env: NodeJS.ProcessEnv) {
  const known = all.map(({ name }) => name);
  const unknown = Object.keys(env).find((name) => name.startsWith('HAMKKE_') && !known.includes(name));
  if (unknown === undefined) return;
  const [nearest] = known.toSorted((a, b) => distance(unknown, a) - distance(unknown, b));
  throw new StartError(
    `There is no setting ${unknown} (its value is ${JSON.stringify(env[unknown])}): did you mean ${nearest}?`,
  );
}

const isLoopback = ({ hostname }: URL) =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);

function readIssuer(env: NodeJS.ProcessEnv, production: boolean): Issuer {
  const [issuer, audience, jwksUri] = [readers.issuer, readers.audience, readers.jwksUri].map((reader) =>
    readOne<string | null>(env, reader),
  ) as [string | null, string | null, string | null];
  if (issuer === null && audience === null && jwksUri === null && !production) return { kind: 'development' };
  const why = production ? 'in production' : 'where another HAMKKE_OIDC_ setting is given';
  if (issuer === null) refuse(readers.issuer.name, undefined, `the address of an OpenID provider ${why}`);
  if (audience === null)
    refuse(readers.audience.name, undefined, `the audience of the provider's tokens ${why}`);
  for (const [name, value] of [
    [readers.issuer.name, issuer],
    [readers.jwksUri.name, jwksUri],
  ] as const)
    if (value !== null && new URL(value).protocol !== 'https:' && !isLoopback(new URL(value)))
      refuse(name, value, 'an https:// address unless it is on this machine');
  return { kind: 'oidc', issuer, audience, jwksUri };
}

function readDirectoryFile(env: NodeJS.ProcessEnv): string | null {
  const given = readOne(env, readers.directoryFile);
  const path = resolve(packageRoot, given ?? directoryPackage);
  if (existsSync(path)) return path;
  if (given === 'none') return null;
  if (given !== null) refuse(readers.directoryFile.name, given, 'a file that exists, or none');
  return null;
}

/** Reads and checks every setting; throws a StartError that names the first one that is not allowed. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  refuseUnknown(env);
  const mode = readOne<Mode>(env, readers.mode);
  const production = mode === 'production';
  const databaseUrl = readOne(env, readers.databaseUrl);
  // Invented people, for whom tokens are handed out, do not go into a database that somebody brought unless they say so.
  const demo = readOne<boolean | null>(env, readers.demo) ?? (!production && databaseUrl === null);
  const apiDatabaseUrl = readOne(env, readers.apiDatabaseUrl);
  if (production && databaseUrl === null)
    refuse(readers.databaseUrl.name, undefined, "the address of the owner's database in production");
  if (production && demo) refuse(readers.demo.name, env[readers.demo.name], 'false in production');
  if (databaseUrl === null && apiDatabaseUrl !== null)
    refuse(readers.databaseUrl.name, undefined, `given where ${readers.apiDatabaseUrl.name} is`);

  const bounds = Object.fromEntries(
    Object.entries(limits).map(([key, reader]) => [key, readOne(env, reader)]),
  ) as Record<keyof Limits, number>;
  if (bounds.defaultPageSize > bounds.maxPageSize)
    refuse(
      limits.defaultPageSize.name,
      String(bounds.defaultPageSize),
      `at most ${limits.maxPageSize.name} (${bounds.maxPageSize})`,
    );

  return {
    mode,
    host: readOne(env, readers.host),
    port: readOne(env, readers.port),
    databaseUrl,
    apiDatabaseUrl,
    dataDirectory: resolve(packageRoot, readOne(env, readers.dataDirectory)),
    databasePort: readOne(env, readers.databasePort),
    demo,
    directoryFile: readDirectoryFile(env),
    issuer: readIssuer(env, production),
    webhookKey: readOne(env, readers.webhookKey) ?? (production ? null : developmentWebhookKey),
    logLevel: readOne<LogLevel>(env, readers.logLevel),
    limits: bounds,
  };
}
