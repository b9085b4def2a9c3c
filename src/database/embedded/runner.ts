import { spawnSync } from 'node:child_process';
import { closeSync, constants, openSync, readFileSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StartError } from '../../errors.js';

/** Who runs the database: `ids` is empty for the user who runs the server. */
export interface Runner {
  name: string;
  ids: { uid: number; gid: number } | Record<string, never>;
}

/** PG* and LD_* variables of the caller would steer the server: it gets none of them. */
export const environment = { PATH: process.env.PATH ?? '/usr/bin:/bin', TZ: 'UTC' };

interface Account {
  name: string;
  uid: number;
  gid: number;
}

function accounts(): Account[] {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  return lines
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 4)
    .map(([name, , uid, gid]) => ({ name: name!, uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }));
}

function nearest(path: string): Stats {
  const found = statSync(path, { throwIfNoEntry: false });
  return found ?? nearest(dirname(path));
}

/**
 * PostgreSQL refuses to run as root. Root therefore starts it as whoever owns the data already, else as the
 * owner of the folder that it goes into (files that this person can remove), else as `postgres` or `nobody`.
 */
export function chooseRunner(cluster: string): Runner {
  if (process.getuid?.() !== 0) return { name: 'you', ids: {} };
  const owned = statSync(cluster, { throwIfNoEntry: false });
  const known = accounts();
  if (owned && owned.uid !== 0) {
    const name = known.find(({ uid }) => uid === owned.uid)?.name ?? `user ${owned.uid}`;
    return { name, ids: { uid: owned.uid, gid: owned.gid } };
  }
  const near = nearest(dirname(cluster)).uid;
  const account =
    (near !== 0 && known.find(({ uid }) => uid === near)) ||
    known.find(({ name }) => name === 'postgres') ||
    known.find(({ name }) => name === 'nobody');
  if (!account || account.uid === 0)
    throw new StartError(
      'PostgreSQL does not run as root, and there is no user "postgres" or "nobody" to run it as: start as a normal user or set DATABASE_URL.',
    );
  const runner = { name: account.name, ids: { uid: account.uid, gid: account.gid } };
  // The root of a sandbox or of a rootless container may be the only user there is.
  const { error } = spawnSync('/bin/sh', ['-c', ':'], { ...runner.ids, cwd: '/', env: environment });
  if (error)
    throw new StartError(
      `PostgreSQL does not run as root, and this root may not become ${account.name} (${error.message}): start as a normal user or set DATABASE_URL.`,
    );
  return runner;
}

/**
 * A folder as the runner can name it, through file descriptor 3 of its process.
 * Root may open what the runner cannot reach (a checkout under a folder of mode 700): on Linux a
 * descriptor's entry under /proc leads there without passing through the folders above.
 */
export function reach(runner: Runner, folder: string): { name: string; fd: number; close(): void } {
  const fd = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  const close = () => closeSync(fd);
  if (runner.ids.uid === undefined) return { name: folder, fd, close };
  const { status } = spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], {
    ...runner.ids,
    cwd: '/',
    env: environment,
  });
  if (status === 0) return { name: folder, fd, close };
  if (process.platform === 'linux') return { name: '/proc/self/fd/3', fd, close };
  close();
  throw new StartError(
    `PostgreSQL does not run as root, and ${runner.name}, who would run it, may not enter ${folder}: start as a normal user or set HAMKKE_DATA_DIRECTORY to a folder that everybody may enter.`,
  );
}
