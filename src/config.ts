import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Limits, limits } from './config/limits.js';
import {
  choice,
  file,
  GivenSettings,
  networks,
  number,
  origins,
  type Reader,
  type Setting,
  text,
  url,
} from './config/reader.js';

export type { Limits };

/** The folder of package.json: src/ and dist/ both lie directly in it. */
export const packageRoot = resolve(dirname(fileURLToPath(import.meta.url)), '..');

const directoryPackage = '../shared/data/open211-miami-hsds-2.zip';

export type Mode = 'development' | 'production' | 'test';
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
/** Whose tokens are taken: an OpenID provider's, for one audience. */
export interface OidcIssuer {
  kind: 'oidc';
  issuer: string;
  audience: string;
  jwksUri: string | null;
}
export type Issuer = { kind: 'development' } | OidcIssuer;

/** What the server was asked to do, checked: nothing else reads the environment. */
export interface Config {
  mode: Mode;
  /** Who may say from where a request comes. */
  trustedProxies: string[];
  /** Whose pages may ask by the browser, each as scheme, host and port. */
  allowedOrigins: string[];
  host: string;
  port: number;
  databaseUrl: string | null;
  apiDatabaseUrl: string | null;
  /** Whether the API's address leads through a pooler in transaction mode. */
  apiPooler: boolean;
  /** Whether the server itself brings the database to its version. */
  migrates: boolean;
  dataDirectory: string;
  databasePort: number;
  /** MB of pages that the embedded database remembers. */
  databaseBuffers: number;
  demo: boolean;
  directoryFile: string | null;
  /** The file with the keys of registration numbers; null where there is none, or one of our own outside production. */
  uniqueIdKeys: string | null;
  issuer: Issuer;
  /** What signs the access log; null where one is made. */
  logKeyFile: string | null;
  logHeadsFile: string | null;
  /** What the secrets of webhooks are derived from; null where none can be registered. */
  webhookKey: string | null;
  logLevel: LogLevel;
  /** Whether each request has a line. */
  logRequests: boolean;
  limits: Limits;
}

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
  trustedProxies: networks(
    'HAMKKE_TRUSTED_PROXIES',
    'Reverse proxies in front, as addresses or networks with commas between them: the access log holds the address that they give in X-Forwarded-For, and nobody else can write one there.',
  ),
  allowedOrigins: origins(
    'HAMKKE_ALLOWED_ORIGINS',
    'Web apps that may ask from a browser (CORS), as origins with commas between them; outside production those of this machine may anyway.',
  ),
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
  apiPooler: choice(
    'HAMKKE_API_POOLER',
    'false',
    ['false', 'true'],
    'true where HAMKKE_API_DATABASE_URL leads through a pooler in transaction mode, such as PgBouncer.',
  ),
  migrates: choice(
    'HAMKKE_MIGRATE',
    'true',
    ['true', 'false'],
    'Whether a start brings the database to its version; with false it refuses another one, and npm run migrate does it.',
  ),
  dataDirectory: text(
    'HAMKKE_DATA_DIRECTORY',
    '.data',
    'Where the embedded database is kept, and the key of development tokens.',
  ),
  databasePort: number(
    'HAMKKE_DATABASE_PORT',
    0,
    0,
    65535,
    "The embedded database's port; 0 picks a free one.",
  ),
  databaseBuffers: number(
    'HAMKKE_DATABASE_BUFFERS_MB',
    128,
    16,
    65_536,
    'Memory for pages of the embedded database (shared_buffers): 384 where the catalogue has 100,000 services.',
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
    default: `${directoryPackage} with our own database, outside production, if it is there`,
  },
  uniqueIdKeys: {
    ...file('HAMKKE_UNIQUE_ID_KEYS', 'The file with the keys that registration numbers are sealed with.'),
    default: 'one of its own, outside production',
  },
  issuer: url('HAMKKE_OIDC_ISSUER', web, 'The OpenID provider whose tokens are accepted.'),
  audience: text('HAMKKE_OIDC_AUDIENCE', null, 'The audience that a token must name.'),
  jwksUri: url(
    'HAMKKE_OIDC_JWKS_URI',
    web,
    "The provider's keys, where its discovery document does not say.",
  ),
  logKeyFile: {
    ...file(
      'HAMKKE_LOG_KEY_FILE',
      'The Ed25519 private key (PEM) that signs the access log; production needs one.',
    ),
    default: 'made in the data directory, outside production',
  },
  logHeadsFile: text(
    'HAMKKE_LOG_HEADS_FILE',
    null,
    "A file to which the signed heads of the access log are added, to be stored out of the database owner's reach.",
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
  logRequests: choice(
    'HAMKKE_LOG_REQUESTS',
    'true',
    ['true', 'false'],
    'Whether each request has a line in the log: its id, status, time and reasons of errors, and nothing of the person.',
  ),
} satisfies Record<string, Reader<unknown>>;

const all: Reader<unknown>[] = [...Object.values(readers), ...Object.values(limits)];

/** Every setting, in the order of docs/settings.md. */
export const settings: readonly Setting[] = all.map(({ name, default: value, description }) => ({
  name,
  default: value,
  description,
}));

const isLoopback = ({ hostname }: URL) =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);

function readIssuer(given: GivenSettings, production: boolean): Issuer {
  const issuer = given.read(readers.issuer);
  const audience = given.read(readers.audience);
  const jwksUri = given.read(readers.jwksUri);
  if (issuer === null && audience === null && jwksUri === null && !production) return { kind: 'development' };
  const why = production ? 'in production' : 'where another HAMKKE_OIDC_ setting is given';
  if (issuer === null)
    given.refuse(readers.issuer.name, undefined, `the address of an OpenID provider ${why}`);
  if (audience === null)
    given.refuse(readers.audience.name, undefined, `the audience of the provider's tokens ${why}`);
  for (const [name, value] of [
    [readers.issuer.name, issuer],
    [readers.jwksUri.name, jwksUri],
  ] as const)
    if (value !== null && new URL(value).protocol !== 'https:' && !isLoopback(new URL(value)))
      given.refuse(name, value, 'an https:// address unless it is on this machine');
  return { kind: 'oidc', issuer: issuer ?? '', audience: audience ?? '', jwksUri };
}

/** The directory that a developer has beside the project goes into no database that somebody brought, unless they say so. */
function readDirectoryFile(settings: GivenSettings, ownDatabase: boolean): string | null {
  const given = settings.read(readers.directoryFile);
  if (given === null && !ownDatabase) return null;
  const path = resolve(packageRoot, given ?? directoryPackage);
  if (existsSync(path)) return path;
  if (given === null || given === 'none') return null;
  settings.refuse(readers.directoryFile.name, given, 'a file that exists, or none');
  return null;
}

function readDatabases(given: GivenSettings, production: boolean) {
  const databaseUrl = given.read(readers.databaseUrl);
  const apiDatabaseUrl = given.read(readers.apiDatabaseUrl);
  const apiPooler = given.read(readers.apiPooler) === 'true';
  if (production && databaseUrl === null)
    given.refuse(readers.databaseUrl.name, undefined, "the address of the owner's database in production");
  if (apiPooler && apiDatabaseUrl === null)
    given.refuse(readers.apiDatabaseUrl.name, undefined, `given where ${readers.apiPooler.name} is true`);
  if (databaseUrl === null && apiDatabaseUrl !== null)
    given.refuse(readers.databaseUrl.name, undefined, `given where ${readers.apiDatabaseUrl.name} is`);
  return { databaseUrl, apiDatabaseUrl, apiPooler };
}

const readEmbedded = (given: GivenSettings) => ({
  dataDirectory: resolve(packageRoot, given.read(readers.dataDirectory)),
  databasePort: given.read(readers.databasePort),
  databaseBuffers: given.read(readers.databaseBuffers),
});

function readLimits(given: GivenSettings): Limits {
  const bounds = Object.fromEntries(
    Object.entries(limits).map(([key, reader]) => [key, given.read(reader)]),
  ) as Record<keyof Limits, number>;
  const { defaultPageSize, maxPageSize } = limits;
  if (bounds.defaultPageSize > bounds.maxPageSize && !given.isWrong(maxPageSize.name))
    given.refuse(
      defaultPageSize.name,
      String(bounds.defaultPageSize),
      `at most ${maxPageSize.name} (${bounds.maxPageSize})`,
    );
  return bounds;
}

/** Reads and checks every setting; throws a StartError with a sentence for each one that is not allowed. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const given = new GivenSettings(env);
  given.refuseUnknown(all);
  const mode = given.read(readers.mode);
  const production = mode === 'production';
  const databases = readDatabases(given, production);
  const ownDatabase = databases.databaseUrl === null;
  // Invented people, for whom tokens are handed out, do not go into a database that somebody brought unless they say so.
  const demo = given.read(readers.demo) ?? (!production && ownDatabase);
  if (production && demo) given.refuse(readers.demo.name, env[readers.demo.name], 'false in production');
  const pathIn = (reader: Reader<string | null>) => {
    const path = given.read(reader);
    return path && resolve(packageRoot, path);
  };
  const logKeyFile = pathIn(readers.logKeyFile);
  if (production && logKeyFile === null)
    given.refuse(
      readers.logKeyFile.name,
      undefined,
      'a file with the Ed25519 private key of the access log in production',
    );
  const config: Config = {
    mode,
    host: given.read(readers.host),
    trustedProxies: given.read(readers.trustedProxies),
    allowedOrigins: given.read(readers.allowedOrigins),
    port: given.read(readers.port),
    ...databases,
    migrates: given.read(readers.migrates) === 'true',
    ...readEmbedded(given),
    demo,
    directoryFile: readDirectoryFile(given, !production && ownDatabase),
    uniqueIdKeys: pathIn(readers.uniqueIdKeys),
    issuer: readIssuer(given, production),
    logKeyFile,
    logHeadsFile: pathIn(readers.logHeadsFile),
    webhookKey: given.read(readers.webhookKey) ?? (production ? null : developmentWebhookKey),
    logLevel: given.read(readers.logLevel),
    logRequests: given.read(readers.logRequests) === 'true',
    limits: readLimits(given),
  };
  given.settle();
  return config;
}

/** Reads only what says where the database is, unless a command was told it; what else is set is not looked at. */
export function readDatabaseConfig(
  env: NodeJS.ProcessEnv,
  databaseUrl = env.DATABASE_URL,
): Pick<Config, 'databaseUrl' | 'dataDirectory' | 'databasePort' | 'databaseBuffers'> {
  const given = new GivenSettings({ ...env, DATABASE_URL: databaseUrl });
  const databases = readDatabases(given, given.read(readers.mode) === 'production');
  const embedded = readEmbedded(given);
  given.settle();
  return { databaseUrl: databases.databaseUrl, ...embedded };
}
