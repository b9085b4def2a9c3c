import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installedBinaries, usableBinaries } from '../../src/database/embedded/binaries.js';
import { chooseRunner } from '../../src/database/embedded/runner.js';
import { startEmbedded } from '../../src/database/embedded.js';
import {
  copyProgram,
  isRoot,
  isRunning,
  makeWorkshop,
  postmasterOf,
  query,
  root,
  run,
  until,
  urlOf,
} from './program.js';

const { folder, children, remove } = makeWorkshop();
let program: string;

const start = (dataDirectory: string) => startEmbedded({ dataDirectory, port: 0, log: () => {} });

beforeAll(() => {
  program = copyProgram(folder);
});
afterAll(remove);

describe('the binaries', () => {
  const works = (native: string) =>
    execFileSync(join(native, 'bin/postgres'), ['--version'], { encoding: 'utf8' }).includes('18.');

  /** As npm ci --ignore-scripts leaves it. */
  function unlinked(parent: string): string {
    const native = join(parent, 'package/native');
    mkdirSync(parent, { mode: 0o700 });
    cpSync(join(installedBinaries(), '..'), join(parent, 'package'), {
      recursive: true,
      verbatimSymlinks: true,
    });
    for (const name of readdirSync(join(native, 'lib')))
      if (/^lib(icu|pq)\S*\.so(\.\d+)?$/.test(name)) rmSync(join(native, 'lib', name));
    return native;
  }

  it('get their missing library links at start', () => {
    const native = unlinked(join(folder, 'unlinked'));
    chmodSync(join(folder, 'unlinked'), 0o755);
    expect(() => execFileSync(join(native, 'bin/postgres'), ['--version'], { stdio: 'ignore' })).toThrow();
    expect(usableBinaries({ name: 'you', ids: {} }, () => {}, native)).toBe(native);
    expect(works(native)).toBe(true);
  });

  (isRoot ? it : it.skip)('are copied for a user who cannot reach them (needs root)', () => {
    const native = unlinked(join(folder, 'unreachable'));
    const runner = chooseRunner(join(folder, 'nowhere', 'database'));
    const squatted = join(folder, 'squatted');
    mkdirSync(squatted);
    chownSync(squatted, 65534, 65534);
    const caches = [squatted, join(folder, 'cache')];
    const copy = usableBinaries(runner, () => {}, native, caches);
    expect(copy.startsWith(join(folder, 'cache'))).toBe(true);
    expect(readdirSync(squatted)).toEqual([]);
    // What a cleaner of temporary folders took away comes back.
    rmSync(join(copy, 'share/postgresql/extension'), { recursive: true });
    expect(usableBinaries(runner, () => {}, native, caches)).toBe(copy);
    expect(existsSync(join(copy, 'share/postgresql/extension/pg_trgm.control'))).toBe(true);
    expect(works(copy)).toBe(true);
  });
});

describe('users', () => {
  (isRoot ? it.skip : it)(
    'a folder that cannot be written to: one sentence (needs a normal user)',
    async () => {
      const path = join(folder, 'read-only');
      mkdirSync(path, { mode: 0o500 });
      await expect(start(path)).rejects.toThrow(/permission denied.*HAMKKE_DATA_DIRECTORY/);
    },
  );

  (isRoot ? it : it.skip)('root can start in a folder that others cannot enter (needs root)', async () => {
    const closed = join(folder, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    const path = join(closed, 'data');
    const first = await start(path);
    await query(first.url, 'create extension btree_gist');
    await query(first.url, 'create table large as select generate_series(1, 200000) as n');
    await first.stop();
    const served = run(children, program, path);
    expect(await query(await urlOf(served), 'select count(*)::int as n from large')).toEqual([
      { n: 200_000 },
    ]);
    const pid = postmasterOf(path);
    served.child.kill('SIGKILL');
    await until('the database ends', () => !isRunning(pid));
  });

  const nobody = { uid: 65534, gid: 65534 };
  const reachable = () => {
    try {
      execFileSync(
        '/bin/sh',
        [
          '-c',
          '"$0" -e 0 && test -r "$1"',
          process.execPath,
          join(root, 'node_modules/postgres/package.json'),
        ],
        {
          ...nobody,
          cwd: '/',
        },
      );
      return true;
    } catch {
      return false;
    }
  };
  (isRoot && reachable() ? it : it.skip)(
    'a normal user can start, and is told when the data is somebody else’s (needs root and a checkout that all can read)',
    async () => {
      const path = join(folder, 'normal');
      mkdirSync(path);
      chownSync(path, nobody.uid, nobody.gid);
      const served = run(children, program, path, nobody);
      expect(await query(await urlOf(served), 'select 1 as one')).toEqual([{ one: 1 }]);
      served.child.stdin!.write('stop');
      expect(await served.ended).toBe(0);
      // Root goes on as the owner of what is there.
      const { stop } = await start(path);
      await stop();
      expect(statSync(join(path, 'database/PG_VERSION')).uid).toBe(nobody.uid);

      const foreign = join(folder, 'foreign');
      const owner = chooseRunner(join(foreign, 'database'));
      if (owner.ids.uid === nobody.uid) return;
      await start(foreign).then((embedded) => embedded.stop());
      const refused = await run(children, program, foreign, nobody).started;
      expect(refused).toEqual({ code: 1, stderr: expect.stringMatching(/belongs to another user/) });
    },
  );
});
