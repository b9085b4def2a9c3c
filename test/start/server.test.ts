import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { fileOfRun } from '../support/runLog.js';
import { run, stopAll } from './process.js';
import { until } from './program.js';

// The server as a user starts it: a process, its output, its exit. `npm test` has built dist/ before.

let folder: string;
/** An empty package stands for "no directory": the real one is loaded elsewhere. */
const settings = (more: Record<string, string> = {}) => ({
  HAMKKE_DATA_DIRECTORY: join(folder, '자료 폴더'),
  HAMKKE_PORT: '0',
  HAMKKE_DIRECTORY_FILE: 'none',
  ...more,
});
const ask = async (url: string, query: string) => {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return response.json();
};
/** A process that has ended and waits to be reaped is not alive, though a signal still finds it. */
const alive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return !existsSync('/proc/self') || !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};
const postmaster = () =>
  Number(
    readFileSync(join(settings().HAMKKE_DATA_DIRECTORY, 'database', 'postmaster.pid'), 'utf8').split('\n')[0],
  );

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hamkke-server-'));
});
afterAll(() => {
  copyFileSync(join(settings().HAMKKE_DATA_DIRECTORY, 'postgres.log'), fileOfRun('log'));
  rmSync(folder, { recursive: true, force: true });
});

describe('the server as it is started', () => {
  // A test that fails must not leave its server to the next one.
  afterEach(stopAll);

  test('comes up with its own database, names the personas, survives kill -9 and stops cleanly', async () => {
    const first = run(settings());
    const url = await first.ready();
    expect(first.printed()).toMatch(/npm run --silent token[^\n]*\n[^:]*\bwelfare-centre-none\b/);
    expect(await ask(url, '{ services(first: 1) { totalCount } }')).toMatchObject({ data: { services: {} } });
    const database = postmaster();
    first.process.kill('SIGKILL');
    await first.ended();

    const second = run(settings());
    const again = await second.ready();
    expect(alive(database)).toBe(false);
    expect(await ask(again, '{ services(first: 1) { totalCount } }')).toMatchObject({
      data: { services: {} },
    });
    const own = postmaster();
    second.process.kill('SIGTERM');
    expect(await second.ended()).toBe(0);
    expect(alive(own)).toBe(false);
  });

  test('says in one sentence that its port is in use, and leaves no database behind', async () => {
    const taken = createServer();
    await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done));
    const { port } = taken.address() as { port: number };
    const refused = run(settings({ HAMKKE_PORT: String(port) }));
    expect(await refused.ended()).toBe(1);
    expect(refused.printed()).toMatch(new RegExp(`Port ${port} is in use: .+ HAMKKE_PORT`));
    expect(refused.printed()).not.toMatch(/\n\s+at /);
    taken.close();
  });

  test('says in one sentence that the identity provider calls itself otherwise than the setting', async () => {
    const provider = createHttpServer((_, response) => {
      response.end(
        JSON.stringify({ issuer: 'https://elsewhere.example', jwks_uri: 'https://elsewhere.example/keys' }),
      );
    });
    await new Promise<void>((done) => provider.listen(0, '127.0.0.1', done));
    const issuer = `http://127.0.0.1:${(provider.address() as { port: number }).port}`;
    const refused = run(settings({ HAMKKE_OIDC_ISSUER: issuer, HAMKKE_OIDC_AUDIENCE: 'hamkke' }));
    expect(await refused.ended()).toBe(1);
    expect(refused.printed().trim()).toBe(
      `HAMKKE_OIDC_ISSUER is ${issuer}, but the provider there says that its tokens come from https://elsewhere.example.`,
    );
    provider.closeAllConnections();
    provider.close();
  });
});

// A server asks its provider again after five seconds: those that never come as far as a database are started meanwhile.
describe.concurrent('the server as it is started, beside others', () => {
  afterAll(stopAll);

  test('starts while the identity provider is away, says so, and is not ready until it can check tokens', async () => {
    let away = true;
    const provider = createHttpServer((request, response) => {
      if (away) return void request.socket.destroy();
      const keys = {
        keys: [{ kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }],
      };
      response.end(JSON.stringify(request.url === '/keys' ? keys : { issuer, jwks_uri: `${issuer}/keys` }));
    });
    await new Promise<void>((done) => provider.listen(0, '127.0.0.1', done));
    const issuer = `http://127.0.0.1:${(provider.address() as { port: number }).port}`;
    const server = run(settings({ HAMKKE_OIDC_ISSUER: issuer, HAMKKE_OIDC_AUDIENCE: 'hamkke' }));
    const url = await server.ready();
    expect(server.printed()).toContain('cannot be reached');
    const readiness = async () =>
      (await fetch(`${url}/readyz`, { headers: { 'accept-language': 'en' } })).text();
    expect(await readiness()).toBe(
      '{"status":"not ready","failing":[{"name":"identity provider","message":"The identity provider is not reachable, so the token could not be checked: try again shortly."}]}',
    );
    for (const language of ['ko', 'en']) {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'accept-language': language,
          authorization: `Bearer ${'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJhIn0.AAAA'}`,
        },
        body: JSON.stringify({ query: '{ viewer { id } }' }),
      });
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
      expect(await response.json()).toMatchObject({
        errors: [
          {
            message: expect.stringMatching(
              language === 'ko' ? /^로그인 서버/ : /^The identity provider is not/,
            ),
            extensions: { code: 'UNAVAILABLE', reason: 'IDENTITY_PROVIDER_UNREACHABLE' },
          },
        ],
      });
    }
    away = false;
    await until('the server is ready', async () => (await readiness()) === '{"status":"ready"}');
    // However often it was asked meanwhile, each change is told once.
    const told = (words: string) => server.printed().split(words).length - 1;
    await until('the log says so', () => told('Ready again: identity provider') > 0);
    for (const words of ['cannot be reached', 'can be reached again', 'Not ready: ', 'Ready again: '])
      expect([words, told(words)]).toEqual([words, 1]);
    provider.closeAllConnections();
    provider.close();
  });

  test('says at once whatever is wrong with what the settings name, and changes nothing', async () => {
    const nowhere = join(folder, 'nowhere', 'file');
    const refused = run({
      NODE_ENV: 'production',
      DATABASE_URL: 'postgres://owner:hunter2@127.0.0.1:1/x',
      HAMKKE_API_DATABASE_URL: 'postgres://api:hunter2@127.0.0.1:1/x',
      HAMKKE_OIDC_ISSUER: 'http://127.0.0.1:1',
      HAMKKE_OIDC_AUDIENCE: 'hamkke',
      HAMKKE_LOG_KEY_FILE: nowhere,
      HAMKKE_LOG_HEADS_FILE: nowhere,
      HAMKKE_UNIQUE_ID_KEYS: 'package.json',
      HAMKKE_LOG_LEVEL: 'fatal',
    });
    expect(await refused.ended()).toBe(1);
    const sentences = refused.printed().trim().split('\n');
    const settings = ['DATABASE_URL', 'API_DATABASE_URL', 'LOG_KEY_FILE', 'LOG_HEADS_FILE', 'UNIQUE_ID_KEYS'];
    expect(
      sentences.map((each) => settings.find((name) => new RegExp(`\\b(HAMKKE_)?${name}\\b`).test(each))),
    ).toEqual(settings);
    expect(refused.printed()).not.toContain('hunter2');
  });

  test.each([
    ['a setting that is no number', { HAMKKE_PORT: 'many' }, /HAMKKE_PORT/],
    ['a setting that is misspelt', { HAMKKE_PROT: '4000' }, /HAMKKE_PORT/],
  ])('says in one sentence what is wrong with %s', async (_, wrong, what) => {
    const refused = run(settings(wrong as Record<string, string>));
    expect(await refused.ended()).toBe(1);
    const [sentence, ...more] = refused.printed().trim().split('\n');
    expect(sentence).toMatch(what);
    expect(more).toEqual([]);
  });
});
