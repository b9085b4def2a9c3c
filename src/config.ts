import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Limits, limits } from './config/limits.js';
import {
  choice,
  networks,
  number,
  origins,
  type Reader,
  readOne,
  refuse,
  refuseUnknown,
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
  dataDirectory: text('HAMKKE_DATA_DIRECTORY', '.data', 'Where the embedded database is kept.'),
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
    ...text(
      'HAMKKE_UNIQUE_ID_KEYS',
      null,
      'The file with the keys that registration numbers are sealed with.',
    ),
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
    ...text(
      'HAMKKE_LOG_KEY_FILE',
      null,
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

/** The directory that a developer has beside the project goes into no database that somebody brought, unless they say so. */
function readDirectoryFile(env: NodeJS.ProcessEnv, ownDatabase: boolean): string | null {
  const given = readOne(env, readers.directoryFile);
  if (given === null && !ownDatabase) return null;
  const path = resolve(packageRoot, given ?? directoryPackage);
  if (existsSync(path)) return path;
  if (given === 'none') return null;
  if (given !== null) refuse(readers.directoryFile.name, given, 'a file that exists, or none');
  return null;
}

/** Reads and checks every setting; throws a StartError that names the first one that is not allowed. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  refuseUnknown(env, all);
  const mode = readOne<Mode>(env, readers.mode);
  const production = mode === 'production';
  const databaseUrl = readOne(env, readers.databaseUrl);
  // Invented people, for whom tokens are handed out, do not go into a database that somebody brought unless they say so.
  const demo = readOne<boolean | null>(env, readers.demo) ?? (!production && databaseUrl === null);
  const apiDatabaseUrl = readOne(env, readers.apiDatabaseUrl);
  if (production && databaseUrl === null)
    refuse(readers.databaseUrl.name, undefined, "the address of the owner's database in production");
  if (production && demo) refuse(readers.demo.name, env[readers.demo.name], 'false in production');
  const apiPooler = readOne<string>(env, readers.apiPooler) === 'true';
  if (apiPooler && apiDatabaseUrl === null)
    refuse(readers.apiDatabaseUrl.name, undefined, `given where ${readers.apiPooler.name} is true`);
  if (databaseUrl === null && apiDatabaseUrl !== null)
    refuse(readers.databaseUrl.name, undefined, `given where ${readers.apiDatabaseUrl.name} is`);

  const [logKeyFile, logHeadsFile] = [readers.logKeyFile, readers.logHeadsFile].map((reader) => {
    const file = readOne<string | null>(env, reader);
    return file === null ? null : resolve(packageRoot, file);
  }) as [string | null, string | null];
  if (production && logKeyFile === null)
    refuse(
      readers.logKeyFile.name,
      undefined,
      'a file with the Ed25519 private key of the access log in production',
    );

  const bounds = Object.fromEntries(
    Object.entries(limits).map(([key, reader]) => [key, readOne(env, reader)]),
  ) as Record<keyof Limits, number>;
  if (bounds.defaultPageSize > bounds.maxPageSize)
    refuse(
      limits.defaultPageSize.name,
      String(bounds.defaultPageSize),
      `at most ${limits.maxPageSize.name} (${bounds.maxPageSize})`,
    );

  const uniqueIdKeys = readOne(env, readers.uniqueIdKeys);
  return {
    mode,
    host: readOne(env, readers.host),
    trustedProxies: readOne(env, readers.trustedProxies),
    allowedOrigins: readOne(env, readers.allowedOrigins),
    port: readOne(env, readers.port),
    databaseUrl,
    apiDatabaseUrl,
    apiPooler,
    dataDirectory: resolve(packageRoot, readOne(env, readers.dataDirectory)),
    databasePort: readOne(env, readers.databasePort),
    databaseBuffers: readOne(env, readers.databaseBuffers),
    demo,
    directoryFile: readDirectoryFile(env, !production && databaseUrl === null),
    uniqueIdKeys: uniqueIdKeys && resolve(packageRoot, uniqueIdKeys),
    issuer: readIssuer(env, production),
    logKeyFile,
    logHeadsFile,
    webhookKey: readOne(env, readers.webhookKey) ?? (production ? null : developmentWebhookKey),
    logLevel: readOne<LogLevel>(env, readers.logLevel),
    limits: bounds,
  };
}
