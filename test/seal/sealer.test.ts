import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import postgres, { type Sql } from 'postgres';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { entryText, type Head } from '../../src/seal/chain.js';
import { headLines } from '../../src/seal/heads.js';
import { openSealer, Sealer } from '../../src/seal/sealer.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { isLong } from '../support/long.js';
import { newKey, undone, verified, writeEntries } from './logs.js';

let database: TestDatabase;
let folder: string;
const connections: Sql[] = [];
const children: ChildProcess[] = [];
const connect = () => {
  const sql = postgres(database.ownerUrl, { max: 1, onnotice: () => {} });
  connections.push(sql);
  return sql;
};
beforeEach(async () => {
  database = await freshDatabase('empty');
  folder = await mkdtemp(join(tmpdir(), 'hamkke-heads-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await Promise.all(connections.splice(0).map((sql) => sql.end({ timeout: 1 })));
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

const key = newKey();
const sealerOn = (sql: Sql, headsFile: string | null = null) =>
  new Sealer(() => ({ sql, end: () => sql.end({ timeout: 1 }) }), { key, headsFile, report: () => {} });
const sealAll = async (sealer: Sealer) => {
  while (await sealer.seal());
};
const verdict = (heads?: Head[]) =>
  undone(database.owner, async (sql) => {
    const { findings, result } = await verified(sql, key, heads ? { heads } : {});
    return { words: findings.map(({ words }) => words), entries: Number(result.entries) };
  });
const storedIn = async (file: string) =>
  (await readFile(file, 'utf8'))
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Head);
/** A server's sealer in a process of its own; `npm test` has built dist/ before. */
function spawnSealer(pem: string): ChildProcess {
  const url = new URL(database.ownerUrl);
  url.searchParams.set('application_name', 'sealer under test');
  const program = `
    import { logKey } from './dist/seal/key.js';
    import { openSealer } from './dist/seal/sealer.js';
    const key = await logKey({ logKeyFile: ${JSON.stringify(pem)}, dataDirectory: '' });
    openSealer(${JSON.stringify(url.href)}, { key, headsFile: null, report: () => {}, deadlineMs: 1000 });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'ignore' });
  children.push(child);
  return child;
}
const until = async (what: string, condition: () => Promise<boolean>) => {
  const deadline = Date.now() + 20_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Waited in vain: ${what}`);
    await pause(20);
  }
};
const count = async (table: string) =>
  (await database.owner.unsafe(`select count(*)::int as n from ${table}`))[0]!.n as number;

describe('sealing', () => {
  test('takes of each entry what is not NULL, so that logs which were sealed before still fit', async () => {
    await writeEntries(database.owner, 40);
    // Whoever may define functions defines some that fit better than PostgreSQL's.
    await database.owner.unsafe(`create function public.to_jsonb(access_log) returns jsonb language sql as $$ select '{}'::jsonb $$;
      create function public.jsonb_build_object(text, jsonb) returns jsonb language sql as $$ select '{}'::jsonb $$`);
    const texts = await database.owner.unsafe(
      `select ${entryText} as sealed, (select jsonb_object_agg(key, value)::text from jsonb_each(pg_catalog.to_jsonb(l))
        where value <> 'null') as whole from access_log l`,
    );
    expect(new Set(texts.map(({ whole }) => Object.keys(JSON.parse(whole)).length)).size).toBeGreaterThan(2);
    for (const { sealed, whole } of texts) expect(sealed).toBe(whole);
  });

  test('by two servers, while many write, some roll back and some commit late, leaves a whole log', async () => {
    const faults: unknown[] = [];
    const file = join(folder, 'heads.jsonl');
    const servers = [file, join(folder, 'others.jsonl')].map((headsFile) =>
      openSealer(database.ownerUrl, { key, headsFile, report: (error) => faults.push(error) }),
    );
    const late = connect();
    const writers = Array.from({ length: 4 }, connect).map(async (sql, at) => {
      for (let turn = 0; turn < 40; turn++)
        await sql
          .begin(async (inside) => {
            await writeEntries(inside, 1 + ((at + turn) % 5), at * 1000 + turn * 10);
            if (turn % 9 === 0) throw new Error('rolled back');
            await pause(turn % 7);
          })
          .catch((error) => expect(error.message).toBe('rolled back'));
    });
    // Its ids are lower than those of all who come while it waits, and it commits after they were sealed.
    const slow = late.begin(async (sql) => {
      await writeEntries(sql, 10, 90_000);
      await until('others are sealed', async () => (await count('access_log_seals')) > 100);
    });
    await Promise.all([...writers, slow]);
    for (const server of servers) await server.stop();
    expect(faults).toEqual([]);
    const heads = (
      await Promise.all([file, join(folder, 'others.jsonl')].map((each) => storedIn(each).catch(() => [])))
    ).flat();
    expect(await verdict(heads)).toEqual({ words: [], entries: await count('access_log') });
    expect(heads).toHaveLength(await count('access_log_heads'));
    const [order] = await database.owner`select count(*)::int as n from access_log_seals one
      join access_log_seals two on two.position > one.position and two.entry_id < one.entry_id`;
    expect(order!.n).toBeGreaterThan(0);
  });

  test('finds an entry that commits after any number of others were settled', async () => {
    const sealer = sealerOn(database.owner);
    const late = connect();
    await writeEntries(database.owner, 10);
    await sealAll(sealer);
    let commit = () => {};
    let written = () => {};
    const isWritten = new Promise<void>((done) => {
      written = done;
    });
    const slow = late.begin(async (sql) => {
      await writeEntries(sql, 1, 10);
      written();
      await new Promise<void>((done) => {
        commit = done;
      });
    });
    await isWritten;
    for (let turn = 0; turn < 3; turn++) {
      await writeEntries(database.owner, 5, 100 + turn * 10);
      await sealAll(sealer);
      // As if more than the five seconds had passed that an id may be without a transaction.
      await database.owner`update access_log_heads set at = at - interval '6 seconds'`;
    }
    const settled = async () =>
      (await database.owner`select max(settled_id)::int as id from access_log_heads`)[0]!.id as number;
    expect(await settled()).toBeLessThanOrEqual(10);
    commit();
    await slow;
    await writeEntries(database.owner, 1, 200);
    await sealAll(sealer);
    expect(await count('access_log_seals')).toBe(await count('access_log'));
    // What can no longer turn up is not looked for again: once whatever else writes on this database server is through.
    for (let turn = 0; turn < 300 && (await settled()) <= 20; turn++) {
      await database.owner`update access_log_heads set at = at - interval '6 seconds'`;
      await writeEntries(database.owner, 1, 300 + turn);
      await sealAll(sealer);
      await pause(100);
    }
    expect(await settled()).toBeGreaterThan(20);
  });

  test.each(['its process', 'its connection'])(
    'that is killed with %s at any moment loses nothing',
    async (what) => {
      await writeEntries(database.owner, 4000);
      const pem = join(folder, 'key.pem');
      await writeFile(pem, key.privateKey.export({ type: 'pkcs8', format: 'pem' }));
      let server = spawnSealer(pem);
      const kills = isLong ? 5 : 3;
      for (let turn = 1; turn <= kills; turn++) {
        const sealed = await count('access_log_seals');
        await until('it seals again', async () => (await count('access_log_seals')) > sealed);
        await pause((turn * 7) % 40);
        if (what === 'its process') {
          server.kill('SIGKILL');
          server = spawnSealer(pem);
        } else
          await database.owner`select pg_terminate_backend(pid) from pg_stat_activity
          where application_name = 'sealer under test'`;
        await writeEntries(database.owner, 2500, 4000 + turn * 2500);
      }
      const all = 4000 + kills * 2500;
      await until('all is sealed', async () => (await count('access_log_seals')) === all);
      expect(await verdict()).toEqual({ words: [], entries: all });
      expect([server.exitCode, server.signalCode]).toEqual([null, null]);
    },
  );

  test('stops when heads that it signed or read are gone, and does not seal a changed log as if it were new', async () => {
    const file = join(folder, 'heads.jsonl');
    const [first, keeps] = [sealerOn(database.owner), sealerOn(database.owner, file)];
    await writeEntries(database.owner, 5);
    await sealAll(first);
    await writeEntries(database.owner, 5, 10);
    await sealAll(keeps);
    await sealAll(first);
    await database.owner`delete from access_log_heads where number = 2`;
    await database.owner`delete from access_log_seals where position > 5`;
    await database.owner`update access_log set allowed = true`;
    for (const sealer of [keeps, sealerOn(database.owner, file)])
      await expect(sealer.seal()).rejects.toThrow('is not in the database any more');
    expect(await count('access_log_seals')).toBe(5);
    await database.owner`truncate access_log_heads`;
    await expect(first.seal()).rejects.toThrow('is not in the database any more');
  });

  test('keeps heads in a file whose last line may be cut off, and goes on behind it', async () => {
    const file = join(folder, 'heads.jsonl');
    const sealer = sealerOn(database.owner, file);
    for (let turn = 0; turn < 3; turn++) {
      await writeEntries(database.owner, 2, turn * 10);
      await sealAll(sealer);
    }
    const text = await readFile(file, 'utf8');
    await truncate(file, text.length - 5);
    const numbers = async () => {
      const found: (string | undefined)[] = [];
      for await (const { head } of await headLines(file)) found.push(head?.number);
      return found;
    };
    expect(await numbers()).toEqual(['1', '2']);
    await writeEntries(database.owner, 2, 100);
    await sealAll(sealerOn(database.owner, file));
    expect(await numbers()).toEqual(['1', '2', undefined, '4']);
    await writeFile(join(folder, 'empty'), '');
    for await (const line of await headLines(join(folder, 'empty'))) throw new Error(String(line));
    expect(await verdict()).toEqual({ words: [], entries: 8 });
  });

  test('does not depend on the time zone, and a column that comes later changes nothing', async () => {
    const sql = postgres(database.ownerUrl, { max: 1, connection: { TimeZone: 'Asia/Seoul' } });
    connections.push(sql);
    await writeEntries(database.owner, 5);
    await sealAll(sealerOn(sql));
    await database.owner`alter table access_log add column reason text`;
    expect(await verdict()).toEqual({ words: [], entries: 5 });
    await database.owner`update access_log set reason = '' where id = 3`;
    expect((await verdict()).words).toHaveLength(1);
  });
});
