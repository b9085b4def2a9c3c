import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { families, subjectOf } from '../../src/demo/known.js';
import { developmentIssuer } from '../../src/identity/developmentIssuer.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { keepOutput } from '../support/runLog.js';

// Servers and the command as they are started: processes over dist/, which `npm test` has built before.

let database: TestDatabase;
let folder: string;
let heads: string;
const started: ChildProcess[] = [];
beforeAll(async () => {
  database = await freshDatabase();
  folder = await mkdtemp(join(tmpdir(), 'hamkke-seal-'));
  heads = join(folder, 'heads.jsonl');
});
afterAll(async () => {
  for (const child of started) if (child.exitCode === null) child.kill('SIGKILL');
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

function run(program: string, args: string[] = [], more: Record<string, string> = {}) {
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(HAMKKE_|NODE_OPTIONS$|NODE_ENV$)/.test(name)),
  );
  const child = spawn(process.execPath, [program, ...args], {
    env: {
      ...environment,
      DATABASE_URL: database.ownerUrl,
      HAMKKE_DATA_DIRECTORY: folder,
      HAMKKE_PORT: '0',
      HAMKKE_DIRECTORY_FILE: 'none',
      HAMKKE_LOG_LEVEL: 'trace',
      ...more,
    },
  });
  started.push(child);
  keepOutput(child);
  let out = '';
  const heard = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      out += chunk;
      for (const each of heard) each();
    });
  const ended = new Promise<number | null>((done) => child.once('close', done));
  return {
    child,
    ended: async () => ({ code: await ended, out }),
    ready: () =>
      new Promise<string>((done, fail) => {
        const look = () => {
          const [, url] = /is ready at (http:\S+\/graphql)/.exec(out) ?? [];
          if (url) done(url);
        };
        heard.add(look);
        look();
        void ended.then((code) => fail(new Error(`ended with ${code}: ${out}`)));
      }),
  };
}
async function sealed() {
  for (;;) {
    const [found] = await database.owner`select exists (select from access_log_heads) as any`;
    if (found!.any) return;
    await pause(50);
  }
}
const verify = (args: string[] = [], more: Record<string, string> = {}) =>
  run('dist/seal/command.js', args, more).ended();

describe('two servers and npm run verify:log', () => {
  test('what was read is sealed when they have stopped, and the heads are elsewhere', async () => {
    const settings = { HAMKKE_DEMO: 'true' };
    const servers = [
      run('dist/main.js', [], { ...settings, HAMKKE_LOG_HEADS_FILE: heads }),
      run('dist/main.js', [], settings),
    ];
    const urls = await Promise.all(servers.map(({ ready }) => ready()));
    const token = await (await developmentIssuer(folder)).token(subjectOf('head'));
    const { districtId, id } = families.a;
    const query = `{ household(id: "Household:${districtId}:${id}") { summary { responsibleDong } } }`;
    for (let turn = 0; turn < 20; turn++) {
      const response = await fetch(urls[turn % 2]!, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query }),
      });
      expect(await response.json()).toMatchObject({ data: { household: { summary: {} } } });
      // The rest has heads of its own, so that cutting off the last leaves something.
      if (turn === 9) await sealed();
    }
    for (const { child } of servers) child.kill('SIGTERM');
    for (const { ended } of servers) expect(await ended()).toMatchObject({ code: 0 });

    const { code, out } = await verify(['--grace', '0']);
    expect(out).toContain('접속기록이 온전합니다(20건');
    expect(out).toContain('an end that was cut off everywhere would not show');
    expect(code).toBe(0);
  });

  test('exits with 1 and names the entry that was changed', async () => {
    const [entry] = await database.owner`
      update access_log set allowed = not allowed where id = (select min(id) + 7 from access_log) returning id`;
    const { code, out } = await verify();
    expect(out).toMatch(new RegExp(`접속기록 ${entry!.id} .+ Entry ${entry!.id} .+ was changed or moved`));
    expect(out.match(/was changed/g)).toHaveLength(1);
    expect(code).toBe(1);
    await database.owner`update access_log set allowed = not allowed where id = ${entry!.id}`;
    expect(await verify()).toMatchObject({ code: 0 });
  });

  test('exits with 1 when all ends alike, but not as the heads do that were stored elsewhere', async () => {
    const text = await readFile(heads, 'utf8').catch(() => '');
    const [last] =
      await database.owner`select json_build_object('number', number::text, 'position', position::text,
      'hash', encode(hash, 'hex'), 'lastEntryId', last_entry_id::text, 'settledId', settled_id::text,
      'horizon', horizon::text, 'at', to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
      'keyId', key_id, 'signature', encode(signature, 'hex')) as head
      from access_log_heads order by number desc limit 1`;
    const kept = join(folder, 'kept.jsonl');
    await writeFile(kept, `${text}${JSON.stringify(last!.head)}\n`);
    expect(await verify(['--heads', kept])).toMatchObject({ code: 0, out: expect.stringContaining('agree') });
    const entry = last!.head.lastEntryId;
    await database.owner`delete from access_log_heads where number = ${last!.head.number}`;
    const [end] = await database.owner`select coalesce(max(position), 0) as position from access_log_heads`;
    await database.owner`delete from access_log where id in
      (select entry_id from access_log_seals where position > ${end!.position})`;
    await database.owner`delete from access_log_seals where position > ${end!.position}`;
    expect(await verify()).toMatchObject({ code: 0 });
    const { code, out } = await verify(['--heads', kept]);
    expect(out).toContain(`(entry ${entry}), which is not there`);
    expect(code).toBe(1);
  });

  test('exits with 1 when the file of heads is empty, or is something else', async () => {
    await writeFile(join(folder, 'empty.jsonl'), '');
    for (const file of [join(folder, 'empty.jsonl'), 'vitest.config.js'])
      expect(await verify(['--heads', file])).toMatchObject({
        code: 1,
        out: expect.stringContaining('not one head that agrees'),
      });
  });

  test('exits with 1 when another key signed', async () => {
    const file = join(folder, 'other.pem');
    const { publicKey } = generateKeyPairSync('ed25519');
    await writeFile(file, publicKey.export({ type: 'spki', format: 'pem' }));
    const { code, out } = await verify(['--public-key', file]);
    expect(out).toContain('which was not given');
    expect(code).toBe(1);
  });

  test.each<[string, string[], Record<string, string>, RegExp]>([
    ['an option that there is not', ['--hades', 'x'], {}, /--hades/],
    [
      'a file of heads that is not there',
      ['--heads', 'nowhere.jsonl'],
      {},
      /nowhere\.jsonl cannot be read \(ENOENT\)/,
    ],
    ['a key that is none', ['--public-key', 'package.json'], {}, /package\.json is no Ed25519 public key/],
    ['no database', ['--database', 'postgres://nobody@127.0.0.1:1/x'], {}, /No database answers/],
    [
      'a key file that is not there',
      [],
      { HAMKKE_LOG_KEY_FILE: 'nowhere.pem' },
      /nowhere\.pem cannot be read/,
    ],
  ])('exits with 2 and says what it could not do with %s', async (_, args, more, words) => {
    const { code, out } = await verify(args, more);
    expect(out).toMatch(words);
    expect(out).not.toMatch(/\n\s+at /);
    expect(code).toBe(2);
  });

  test('a server with a key that it cannot read does not start, and says so in one sentence', async () => {
    const { code, out } = await run('dist/main.js', [], { HAMKKE_LOG_KEY_FILE: 'package.json' }).ended();
    expect(out.trim()).toMatch(
      /^The key of the access log .*package\.json \(HAMKKE_LOG_KEY_FILE\) is no Ed25519 private key in PEM\.$/,
    );
    expect(code).toBe(1);
  });
});
