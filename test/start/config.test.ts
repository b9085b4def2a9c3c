import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { settings } from '../../src/config/settings.js';
import { packageRoot, readConfig } from '../../src/config.js';
import { StartError } from '../../src/errors.js';

type Env = Record<string, string>;

const production = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://owner:secret@db.example/hamkke',
  HAMKKE_OIDC_ISSUER: 'https://id.example',
  HAMKKE_OIDC_AUDIENCE: 'hamkke',
  HAMKKE_LOG_KEY_FILE: '/keys/log.pem',
};

function refusal(env: Env): string {
  try {
    readConfig(env);
  } catch (error) {
    expect(error).toBeInstanceOf(StartError);
    return (error as StartError).message;
  }
  throw new Error('It was not refused');
}

describe('settings', () => {
  it('need not be given', () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      mode: 'development',
      host: '127.0.0.1',
      port: 4000,
      databaseUrl: null,
      apiDatabaseUrl: null,
      dataDirectory: join(packageRoot, '.data'),
      databasePort: 0,
      databaseBuffers: 128,
      demo: true,
      issuer: { kind: 'development' },
      logKeyFile: null,
      logHeadsFile: null,
      logLevel: 'info',
    });
    expect(config.limits).toMatchObject({ maxDepth: 12, defaultPageSize: 20, requestDeadlineMs: 4_000 });
    expect(config.directoryFile === null || existsSync(config.directoryFile)).toBe(true);
  });

  it.each<[Env, object]>([
    [{ HAMKKE_PORT: '0' }, { port: 0 }],
    [{ HAMKKE_PORT: '' }, { port: 4000 }],
    [{ HAMKKE_DEMO: 'false' }, { demo: false }],
    [{ DATABASE_URL: 'postgres://a@b/c' }, { demo: false }],
    [{ DATABASE_URL: 'postgres://a@b/c', HAMKKE_DEMO: 'true' }, { demo: true }],
    [{ NODE_ENV: 'test' }, { mode: 'test', demo: true }],
    [{ HAMKKE_DATA_DIRECTORY: '자료/one two' }, { dataDirectory: join(packageRoot, '자료/one two') }],
    [{ HAMKKE_DATA_DIRECTORY: '/var/data' }, { dataDirectory: '/var/data' }],
    [{ HAMKKE_DIRECTORY_FILE: 'package.json' }, { directoryFile: resolve(packageRoot, 'package.json') }],
    [{ HAMKKE_LIMIT_POOL_SIZE: '3' }, { limits: expect.objectContaining({ poolSize: 3, maxDepth: 12 }) }],
    [
      {
        HAMKKE_OIDC_ISSUER: 'http://127.0.0.1:9000',
        HAMKKE_OIDC_AUDIENCE: 'a',
        HAMKKE_OIDC_JWKS_URI: 'http://localhost:1/k',
      },
      {
        issuer: {
          kind: 'oidc',
          issuer: 'http://127.0.0.1:9000',
          audience: 'a',
          jwksUri: 'http://localhost:1/k',
        },
      },
    ],
    [
      production,
      {
        mode: 'production',
        directoryFile: null,
        demo: false,
        issuer: { kind: 'oidc', issuer: 'https://id.example', audience: 'hamkke', jwksUri: null },
        logKeyFile: '/keys/log.pem',
      },
    ],
    [
      { UNRELATED: 'x', PATH: '/bin' },
      { port: 4000, trustedProxies: [], allowedOrigins: [] },
    ],
    [
      { HAMKKE_TRUSTED_PROXIES: '10.0.0.7, 10.0.1.0/24,fd00::/8' },
      { trustedProxies: ['10.0.0.7', '10.0.1.0/24', 'fd00::/8'] },
    ],
    [
      { HAMKKE_ALLOWED_ORIGINS: 'https://app.example, http://localhost:5173' },
      { allowedOrigins: ['https://app.example', 'http://localhost:5173'] },
    ],
  ])('%j is read', (env, expected) => {
    expect(readConfig(env)).toMatchObject(expected);
  });

  it.each<[Env, string[]]>([
    [{ NODE_ENV: 'prod' }, ['NODE_ENV', '"prod"', 'development, production, test']],
    [{ HAMKKE_PORT: '65536' }, ['HAMKKE_PORT', '"65536"', '0 to 65535']],
    [{ HAMKKE_PORT: '80.5' }, ['HAMKKE_PORT', '"80.5"', 'whole number']],
    [{ HAMKKE_PORT: '-1' }, ['HAMKKE_PORT', '"-1"']],
    ...['proxy.example', '10.0.0.0/33', '10.0.0.7,', '10.0.0.0/8/8', '*'].map((value): [Env, string[]] => [
      { HAMKKE_TRUSTED_PROXIES: value },
      ['HAMKKE_TRUSTED_PROXIES', value],
    ]),
    ...[
      '*',
      'app.example',
      'https://app.example/',
      'https://app.example/path',
      'file:///x',
      'https://a.example,',
    ].map((value): [Env, string[]] => [{ HAMKKE_ALLOWED_ORIGINS: value }, ['HAMKKE_ALLOWED_ORIGINS', value]]),
    [{ HAMKKE_DATABASE_BUFFERS_MB: '8' }, ['HAMKKE_DATABASE_BUFFERS_MB', '"8"', '16 to 65536']],
    [{ HAMKKE_DATABASE_PORT: 'x' }, ['HAMKKE_DATABASE_PORT', '"x"']],
    [{ HAMKKE_DEMO: 'yes' }, ['HAMKKE_DEMO', '"yes"', 'true or false']],
    [{ HAMKKE_LOG_LEVEL: 'loud' }, ['HAMKKE_LOG_LEVEL', '"loud"', 'debug']],
    [{ HAMKKE_LIMIT_MAX_DEPTH: '0' }, ['HAMKKE_LIMIT_MAX_DEPTH', '"0"', '1 to 100']],
    [{ HAMKKE_LIMIT_MAX_PAGE_SIZE: '10' }, ['HAMKKE_LIMIT_DEFAULT_PAGE_SIZE', 'HAMKKE_LIMIT_MAX_PAGE_SIZE']],
    [{ HAMKKE_DIRECTORY_FILE: 'no/such.zip' }, ['HAMKKE_DIRECTORY_FILE', 'no/such.zip', 'exists']],
    [{ HAMKKE_PROT: '1' }, ['HAMKKE_PROT', 'did you mean HAMKKE_PORT']],
    [{ HAMKKE_LIMIT_DEPTH: '1' }, ['did you mean HAMKKE_LIMIT_MAX_DEPTH']],
    [{ HAMKKE_API_DATABASE_URL: 'postgres://a@b/c' }, ['DATABASE_URL', 'HAMKKE_API_DATABASE_URL']],
    [{ HAMKKE_OIDC_ISSUER: 'https://id.example' }, ['HAMKKE_OIDC_AUDIENCE']],
    [{ HAMKKE_OIDC_AUDIENCE: 'a' }, ['HAMKKE_OIDC_ISSUER']],
    [
      { HAMKKE_OIDC_ISSUER: 'http://id.example', HAMKKE_OIDC_AUDIENCE: 'a' },
      ['HAMKKE_OIDC_ISSUER', '"http://id.example"', 'https://'],
    ],
    [{ ...production, HAMKKE_OIDC_ISSUER: 'http://127.0.0.1.example' }, ['HAMKKE_OIDC_ISSUER', 'https://']],
    [{ ...production, HAMKKE_OIDC_JWKS_URI: 'http://id.example/keys' }, ['HAMKKE_OIDC_JWKS_URI', 'https://']],
    [{ ...production, HAMKKE_DEMO: 'true' }, ['HAMKKE_DEMO', 'false in production']],
    [{ ...production, DATABASE_URL: '' }, ['DATABASE_URL', 'in production']],
    [{ ...production, HAMKKE_LOG_KEY_FILE: '' }, ['HAMKKE_LOG_KEY_FILE', 'in production']],
    [{ ...production, HAMKKE_OIDC_ISSUER: '' }, ['HAMKKE_OIDC_ISSUER', 'in production']],
  ])('%j is refused in one sentence', (env, words) => {
    const message = refusal(env);
    for (const word of words) expect(message).toContain(word);
    expect(message).not.toContain('\n');
  });

  it('are told at once where several are wrong, each by its own name, and nothing that only follows', () => {
    const message = refusal({
      NODE_ENV: 'production',
      DATABASE_URL: 'mysql://owner:hunter2@db/x',
      HAMKKE_DATABASE_URL: 'postgres://owner:hunter2@db/x',
      HAMKKE_API_DATABASE_URL: 'postgres://api:hunter2@db/x',
      HAMKKE_LOG_KEY_FILE: '-----BEGIN PRIVATE KEY-----\nhunter2',
      HAMKKE_UNIQUE_ID_KEYS: '{ "index": "hunter2" }',
      HAMKKE_PORT: 'x',
      HAMKKE_DEMO: 'true',
      HAMKKE_LIMIT_MAX_PAGE_SIZE: '0',
      HAMKKE_LIMIT_DEFAULT_PAGE_SIZE: '200',
    });
    const names = message.split('\n').map((line) => /(?:The|no) setting (\w+)/.exec(line)?.[1]);
    expect(names.toSorted()).toEqual([
      'DATABASE_URL',
      'HAMKKE_DATABASE_URL',
      'HAMKKE_DEMO',
      'HAMKKE_LIMIT_MAX_PAGE_SIZE',
      'HAMKKE_LOG_KEY_FILE',
      'HAMKKE_OIDC_AUDIENCE',
      'HAMKKE_OIDC_ISSUER',
      'HAMKKE_PORT',
      'HAMKKE_UNIQUE_ID_KEYS',
    ]);
    expect(message).toContain('no setting HAMKKE_DATABASE_URL: did you mean DATABASE_URL?');
    expect(message).not.toContain('hunter2');
  });

  it.each(['mysql://owner:hunter2@db/x', 'postgres://owner:hunter2@db:port/x', 'owner:hunter2@db'])(
    'a bad address of a database is refused without its password: %s',
    (DATABASE_URL) => {
      expect(refusal({ DATABASE_URL })).toMatch(/DATABASE_URL .*postgres:\/\//);
      expect(refusal({ DATABASE_URL })).not.toContain('hunter2');
    },
  );

  it('are listed once each, with a description', () => {
    const names = settings.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(settings.filter(({ description }) => !description.endsWith('.'))).toEqual([]);
  });
});
