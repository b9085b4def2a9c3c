import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Limits, limits } from './config/limits.js';
import { GivenSettings, type Reader } from './config/reader.js';
import { all, directoryPackage, type LogLevel, type Mode, readers } from './config/settings.js';

export type { Limits, LogLevel, Mode };

/** The folder of package.json: src/ and dist/ both lie directly in it. */
export const packageRoot = resolve(dirname(fileURLToPath(import.meta.url)), '..');

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

/** Outside production webhooks work without a setting, and sign nothing that anybody should rely on. */
const developmentWebhookKey = 'of-invented-people-outside-production';

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
