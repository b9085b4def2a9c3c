import { execFileSync, spawn } from 'node:child_process';
import {
  chownSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbedded } from '../../src/database/embedded.js';
import { StartError } from '../../src/errors.js';
import { copyProgram, isRunning, makeWorkshop, postmasterOf, query, run, until, urlOf } from './program.js';

const { folder, children, remove } = makeWorkshop();
const pristine = join(folder, 'pristine');
let program: string;

const start = (dataDirectory: string, port = 0) => startEmbedded({ dataDirectory, port, log: () => {} });

/** One initdb serves all tests: each gets a copy of what it made. */
function data(name: string): string {
  const path = join(folder, name);
  execFileSync('cp', ['-a', pristine, path]);
  return path;
}

async function refusal(dataDirectory: string, port = 0): Promise<string> {
  const outcome = await start(dataDirectory, port).catch((error) => error);
  if (!(outcome instanceof StartError)) {
    await outcome.stop?.();
    throw new Error(`It was not refused: ${outcome.stack ?? 'it started'}`);
  }
  expect(outcome.message).not.toMatch(/\n/);
  return outcome.message;
}

beforeAll(async () => {
  program = copyProgram(folder);
  const embedded = await start(pristine);
  await query(embedded.url, 'create table kept (value text)');
  await query(embedded.url, "insert into kept values ('여전히')");
  await embedded.stop();
});
afterAll(remove);

describe('a start', () => {
  it('keeps its data, listens on this machine alone and leaves no process', async () => {
    const path = data('again');
    const { url, stop } = await start(path);
    const pid = postmasterOf(path);
    expect(await query(url, 'select value from kept')).toEqual([{ value: '여전히' }]);
    const [settings] = await query(
      url,
      `select current_setting('listen_addresses') as listen, current_setting('jit') as jit,
         current_setting('server_encoding') as encoding, current_setting('timezone') as zone,
         (select datlocale || ' ' || datctype from pg_database where datname = current_database()) as locale,
         (select count(*)::int from pg_hba_file_rules where auth_method <> 'scram-sha-256') as open`,
    );
    expect(settings).toMatchObject({
      listen: '127.0.0.1',
      jit: 'off',
      encoding: 'UTF8',
      zone: 'UTC',
      open: 0,
    });
    expect(settings!.locale).toMatch(/^C\.UTF-8 .+\.UTF-8$/);
    expect(statSync(join(path, 'database/hamkke.password')).mode & 0o777).toBe(0o600);
    await stop();
    expect(isRunning(pid)).toBe(false);
  });

  it('knows Hangul as letters, which trigram search needs', async () => {
    const { url, stop } = await start(data('hangul-letters'));
    await query(url, 'create extension pg_trgm');
    const [row] = await query(url, "select cardinality(show_trgm('복지관')) as trigrams");
    expect(row).toEqual({ trigrams: 4 });
    await stop();
  });

  it('works in a folder with spaces and Hangul in its name', async () => {
    const path = join(folder, "새 폴더 it's", '데이터');
    const { url, stop } = await start(path);
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await stop();
    const second = await start(path);
    await second.stop();
  });

  it('refuses a port that is in use', async () => {
    const other = createServer();
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    const { port } = other.address() as { port: number };
    expect(await refusal(data('port'), port)).toContain(`port ${port}`);
    other.close();
  });
});

describe('two servers on one data directory', () => {
  it('lets the first one work and tells the second, however the path is written', async () => {
    const path = data('two');
    symlinkSync(path, `${path}-link`);
    const first = await start(path);
    expect(await refusal(`${path}-link`)).toMatch(new RegExp(`process ${process.pid}.*${path}-link`));
    expect(await query(first.url, 'select value from kept')).toHaveLength(1);
    await first.stop();
    const again = await start(path);
    await again.stop();
  });

  it('lets exactly one of several that start at once have it, from the first initdb on', async () => {
    const path = join(folder, 'race');
    const runs = [1, 2, 3].map(() => run(children, program, path));
    const results = await Promise.all(runs.map(({ started }) => started));
    const [winner, ...others] = results.flatMap((result) => ('url' in result ? [result.url] : []));
    expect(others).toEqual([]);
    for (const result of results)
      if ('code' in result)
        expect(result).toEqual({ code: 1, stderr: expect.stringMatching(/^Another Hamkke server.*\n$/) });
    expect(await query(winner!, 'select 1 as one')).toEqual([{ one: 1 }]);
    for (const { child } of runs) child.kill('SIGKILL');
    await until('the database ends', () => !existsSync(join(path, 'database/postmaster.pid')));
  });
});

describe('after kill -9 of the server', () => {
  it('the database ends by itself, and the next start has its data', async () => {
    const path = data('killed');
    const first = run(children, program, path);
    await query(await urlOf(first), "insert into kept values ('second')");
    const pid = postmasterOf(path);
    first.child.kill('SIGKILL');
    await until('the database ends', () => !isRunning(pid));
    const { url, stop } = await start(path);
    expect(await query(url, 'select value from kept')).toHaveLength(2);
    await stop();
  });

  it('a start at once afterwards takes over, and leaves no process either', async () => {
    const path = data('killed-twice');
    const first = run(children, program, path);
    await urlOf(first);
    const orphan = postmasterOf(path);
    // A stopped watchdog cannot help: the next start has to.
    if (process.platform === 'linux')
      for (const child of readFileSync(`/proc/${first.child.pid}/task/${first.child.pid}/children`, 'utf8')
        .trim()
        .split(' ')
        .map(Number))
        if (child !== orphan) process.kill(child, 'SIGKILL');
    first.child.kill('SIGKILL');
    await first.ended;
    const { url, stop } = await start(path);
    expect(isRunning(orphan)).toBe(false);
    expect(await query(url, 'select value from kept')).toHaveLength(1);
    await stop();
  });

  it('a killed first start leaves nothing that looks like a database', async () => {
    const path = join(folder, 'half-done');
    const first = run(children, program, path);
    await until('initdb writes', () =>
      existsSync(path)
        ? readdirSync(path).some((name) => existsSync(join(path, name, 'database/PG_VERSION')))
        : false,
    );
    first.child.kill('SIGKILL');
    await first.ended;
    expect(existsSync(join(path, 'database'))).toBe(false);
    const { url, stop } = await start(path);
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await stop();
  });

  it('a process number that now belongs to a stranger neither stops the start nor the stranger', async () => {
    const path = data('stranger');
    const stranger = spawn('/bin/sh', ['-c', 'read -r _'], { stdio: ['pipe', 'ignore', 'ignore'] });
    children.push(stranger);
    const file = join(path, 'database/postmaster.pid');
    writeFileSync(
      file,
      `${stranger.pid}\n${path}/database\n1700000000\n5432\n\n127.0.0.1\n   1234567     99999\n`,
    );
    const { uid, gid } = statSync(join(path, 'database'));
    chownSync(file, uid, gid);
    const { stop } = await start(path);
    expect(isRunning(stranger.pid!)).toBe(true);
    await stop();
    stranger.stdin.end();
  });
});

describe('a damaged data directory', () => {
  const files = (path: string) =>
    readdirSync(path, { recursive: true, encoding: 'utf8' })
      .filter((name) => !/postmaster|postgres\.log|pg_stat|pg_logical|pg_wal|pg_internal/.test(name))
      .sort();
  const drop = (name: string) => (path: string) => rmSync(join(path, name), { recursive: true });

  it.each<[string, (path: string) => void, RegExp]>([
    ['no PG_VERSION', drop('PG_VERSION'), /PG_VERSION/],
    ['an empty PG_VERSION', (path) => truncateSync(join(path, 'PG_VERSION'), 0), /PG_VERSION/],
    ['a cut pg_control', (path) => truncateSync(join(path, 'global/pg_control'), 100), /pg_control/],
    [
      'an overwritten pg_control',
      (path) => writeFileSync(join(path, 'global/pg_control'), Buffer.alloc(8192, 7)),
      /PostgreSQL says/,
    ],
    ['no password', drop('hamkke.password'), /hamkke\.password/],
    ['another password', (path) => writeFileSync(join(path, 'hamkke.password'), 'x'), /hamkke\.password/],
    ['no settings', drop('postgresql.conf'), /postgresql\.conf/],
    ['no access rules', drop('pg_hba.conf'), /pg_hba\.conf/],
    ['no write-ahead log', drop('pg_wal'), /pg_wal/],
    ['no transaction states', drop('pg_xact'), /transaction/],
    ['an empty folder gone', drop('pg_notify'), /pg_notify/],
    ['no shared tables', drop('global/1262'), /1262/],
    ['no tables', drop('base'), /PostgreSQL says/],
    [
      'another version',
      (path) => writeFileSync(join(path, 'PG_VERSION'), '17\n'),
      /PostgreSQL 17.*PostgreSQL 18/,
    ],
  ])('%s: one sentence, nothing deleted', async (name, harm, says) => {
    const path = data(`damaged ${name}`);
    const cluster = join(path, 'database');
    harm(cluster);
    const before = files(path);
    const message = await refusal(path);
    expect(message).toMatch(says);
    expect(message).toContain(cluster);
    expect(files(path)).toEqual(before);
    expect(existsSync(join(cluster, 'postmaster.pid'))).toBe(false);
  });

  it('a data directory that cannot be made: one sentence', async () => {
    const file = join(folder, 'a file');
    writeFileSync(file, '');
    expect(await refusal(join(file, 'data'))).toContain('HAMKKE_DATA_DIRECTORY');
  });
});
