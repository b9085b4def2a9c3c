import { createHash } from 'node:crypto';
import { rmSync, statSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartError } from '../../errors.js';

/**
 * A socket name that stands for this folder, however its path is written. Linux keeps names that begin
 * with NUL in the kernel: they end with their process, so that no lock is ever stale, even after kill -9.
 */
function socketFor(folder: string): string {
  const { dev, ino } = statSync(folder);
  const key = createHash('sha256').update(`${dev}:${ino}`).digest('hex').slice(0, 24);
  return process.platform === 'linux' ? `\0hamkke-${key}` : join(tmpdir(), `hamkke-${key}.sock`);
}

/** The process id of the server that holds the lock; '' when it holds it but does not say, null when none does. */
function askHolder(path: string): Promise<string | null> {
  return new Promise((done) => {
    let answer = '';
    const socket = connect({ path });
    socket.setTimeout(500, () => socket.destroy());
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('error', () => done(null));
    socket.on('close', () => done(/^\d{1,10}$/.test(answer) ? answer : ''));
  });
}

/** Makes this process the only server of the folder until `release`, or until it ends in any way. */
export async function lockFolder(folder: string): Promise<{ release(): Promise<void> }> {
  const path = socketFor(folder);
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.end(String(process.pid));
  });
  const listen = () =>
    new Promise<boolean>((done, fail) => {
      server.once('error', (error: NodeJS.ErrnoException) =>
        error.code === 'EADDRINUSE' ? done(false) : fail(error),
      );
      server.listen({ path, exclusive: true }, () => done(true));
    });

  if (!(await listen())) {
    const holder = await askHolder(path);
    // Elsewhere than on Linux a socket file outlives its process.
    if (holder === null && process.platform !== 'linux') rmSync(path, { force: true });
    if (holder !== null || !(await listen())) {
      const who = holder ? `Another Hamkke server (process ${holder})` : 'Another Hamkke server';
      throw new StartError(
        `${who} is using the data directory ${folder}: stop it, or set HAMKKE_DATA_DIRECTORY to another folder.`,
      );
    }
  }
  server.unref();
  return {
    release: () =>
      new Promise((done) => {
        server.close(() => done());
      }),
  };
}
