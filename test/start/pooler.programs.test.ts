import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkServer } from '../../src/database/connect.js';
import { onlyRow } from '../../src/database/run.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import { publishedQueries } from '../support/published.js';

// PgBouncer in transaction mode between the API and its database, the real one where it is installed.

const isHere = spawnSync('pgbouncer', ['--version']).status === 0;
if (!isHere) console.warn('Left out: pgbouncer is not installed on this machine.');

const folder = mkdtempSync(join(realpathSync(tmpdir()), 'hamkke-pooler-'));
chmodSync(folder, 0o755);
const children: ChildProcess[] = [];
let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** A pooler with two connections for everybody; the API's address through it. */
async function pooler(ignored: string): Promise<string> {
  const to = new URL(database.apiUrl ?? database.ownerUrl);
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address() as { port: number };
  await new Promise((done) => probe.close(done));
  const file = join(folder, `${port}.ini`);
  const login = `user=${decodeURIComponent(to.username)} password=${decodeURIComponent(to.password)}`;
  writeFileSync(
    file,
    `[databases]\n* = host=${to.hostname} port=${to.port} ${login}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = ${port}\nunix_socket_dir =\nauth_type = any\npool_mode = transaction\ndefault_pool_size = 2\nignore_startup_parameters = ${ignored}\n`,
  );
  // It does not run as root.
  const ids = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  children.push(spawn('pgbouncer', [file], { ...ids, cwd: folder, stdio: 'ignore' }));
  const url = `postgres://anybody@127.0.0.1:${port}${to.pathname}`;
  for (;;) {
    const sql = postgres(url, { max: 1, prepare: false, fetch_types: false, connect_timeout: 2 });
    try {
      await sql`select 1`;
      return url;
    } catch {
      await pause(50);
    } finally {
      await sql.end({ timeout: 1 });
    }
  }
}
const everySetting = 'jit,plan_cache_mode,statement_timeout,idle_in_transaction_session_timeout';

(isHere ? describe : describe.skip)('behind PgBouncer in transaction mode', () => {
  test.each([
    ['refuses the settings of a connection', 'extra_float_digits'],
    ['drops them without a word', everySetting],
  ])(
    'a pooler that %s is refused at start in one sentence, as the API’s and as the owner’s',
    async (_, ignored) => {
      const url = await pooler(ignored);
      await expect(checkServer(url, 5, 'api')).rejects.toThrow(
        /^HAMKKE_API_DATABASE_URL leads to .* through a pooler, .*: set HAMKKE_API_POOLER to true, or [^\n]*$/,
      );
      await expect(checkServer(url, 5, 'owner')).rejects.toThrow(
        /^DATABASE_URL leads to .* through a pooler, [^\n]*$/,
      );
      await checkServer(url, 5, 'pooled api');
    },
  );

  test('with its setting every published operation answers as without it, many at once', async () => {
    const api = database.apiUrl ? 'apiUrl' : 'ownerUrl';
    const through = { ...database, [api]: await pooler(everySetting) };
    const [direct, pooled] = await Promise.all([
      startApp({ database }),
      startApp({ database: through, pooled: true }),
    ]);
    try {
      // What tells of reads is another with every read.
      const still = publishedQueries().filter(
        ({ text }) => !/accessLog|accessReview|whoSaw|provisions|reviewTasks/.test(text),
      );
      const asks = still.flatMap(({ text, variables }) =>
        ['head', 'welfare-centre', null].map((persona) => ({ persona, text, variables })),
      );
      const answers = (app: App) =>
        Promise.all(asks.map(({ persona, text, variables }) => app.ask(persona, text, variables)));
      const [those, these] = [await answers(direct), await answers(pooled)];
      // Twice, as the second time the server knows the documents.
      const again = await answers(pooled);
      const said = ({ status, data, errors }: (typeof these)[number]) => ({ status, data, errors });
      for (const [at, { text, persona }] of asks.entries())
        for (const got of [these[at]!, again[at]!])
          expect([text, persona, said(got)]).toEqual([text, persona, said(those[at]!)]);
      const { data, errors } = await pooled.ask(
        'case-manager',
        'mutation ($input: ReceiveReportInput!) { receiveReport(input: $input) { case { id } } }',
        {
          input: {
            source: 'HOTLINE_129',
            emergency: false,
            responsibleDong: '1117090100',
            members: [{ name: '풀러를지난이' }],
          },
        },
      );
      expect([errors, data?.receiveReport]).toEqual([undefined, { case: { id: expect.any(String) } }]);
      const made = await asKeeper(
        database.owner,
        (sql) => sql`select from member_identities where name = '풀러를지난이'`,
      );
      expect(made.length).toBe(1);
      expect((await pooled.request(null, '/readyz')).status).toBe(200);
    } finally {
      await Promise.all([direct.stop(), pooled.stop()]);
    }
  });
});

test('a row that did not arrive is an error, and never taken for nothing being there', () => {
  expect(onlyRow([{ answer: null }])).toEqual({ answer: null });
  for (const rows of [[], [{}, {}]]) expect(() => onlyRow(rows)).toThrow(/always one/);
});
