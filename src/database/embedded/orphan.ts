import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { StartError } from '../../errors.js';

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether this process is a PostgreSQL that runs on this very folder: a number in a file proves nothing. */
function serves(pid: number, cluster: string): boolean {
  try {
    if (process.platform !== 'linux') {
      const command = execFileSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' });
      return basename(command.trim()).startsWith('postgres');
    }
    const [ours, theirs] = [statSync(cluster), statSync(`/proc/${pid}/cwd`)];
    return (
      basename(readlinkSync(`/proc/${pid}/exe`)).startsWith('postgres') &&
      ours.dev === theirs.dev &&
      ours.ino === theirs.ino
    );
  } catch {
    return false;
  }
}

/**
 * Stops the PostgreSQL that a killed server left on this folder. Only for the holder of the folder's lock:
 * whoever serves it then has no server any more.
 */
export async function stopOrphan(cluster: string, log: (line: string) => void): Promise<void> {
  const file = join(cluster, 'postmaster.pid');
  let lines: string[];
  try {
    lines = readFileSync(file, 'utf8').split('\n');
  } catch {
    return;
  }
  const pid = Number(lines[0]);
  if (!Number.isSafeInteger(pid) || pid <= 1) return;

  if (serves(pid, cluster)) {
    log(`Stopping the database that an earlier server left behind (process ${pid})`);
    for (const [signal, patience] of [
      ['SIGINT', 20_000],
      ['SIGQUIT', 10_000],
    ] as const) {
      try {
        process.kill(pid, signal);
      } catch {
        // It has just ended by itself.
      }
      const deadline = Date.now() + patience;
      while (serves(pid, cluster) && Date.now() < deadline) await pause(10);
      if (!serves(pid, cluster)) return;
    }
    throw new StartError(
      `A PostgreSQL that an earlier server left behind (process ${pid}) still uses ${cluster} and does not stop: end it and start again.`,
    );
  }

  // The number belongs to a stranger now (usual in containers), which PostgreSQL takes for a running server.
  // It passes over its parent's number and then still looks for the old server's shared memory.
  if (isAlive(pid)) writeFileSync(file, [process.pid, ...lines.slice(1)].join('\n'));
}
