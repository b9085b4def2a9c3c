import { limits } from './limits.js';
import { choice, file, networks, number, origins, type Reader, type Setting, text, url } from './reader.js';

export type Mode = 'development' | 'production' | 'test';
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/** The directory of a real city that a developer has beside the project. */
export const directoryPackage = '../shared/data/open211-miami-hsds-2.zip';

const postgres = ['postgres:', 'postgresql:'];
const web = ['https:', 'http:'];
/** Each setting but the limits: its name, what it is by default and how it is read. */
export const readers = {
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

/** These and the limits, in the order of docs/settings.md. */
export const all: readonly Reader<unknown>[] = [...Object.values(readers), ...Object.values(limits)];

/** Every setting, in the order of docs/settings.md. */
export const settings: readonly Setting[] = all.map(({ name, default: value, description }) => ({
  name,
  default: value,
  description,
}));
