import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Logger, pino } from 'pino';
import { expect } from 'vitest';
import type { LogLevel } from '../../src/config.js';
import { serverLog } from '../../src/http/serverLog.js';

// What the servers of a run log stays until the run ends, which looks through it for registration numbers.

/** A file of this run's own, named by the test that it comes from. */
export function fileOfRun(ending: string): string {
  const folder = process.env.HAMKKE_TEST_LEFT;
  if (!folder) throw new Error('HAMKKE_TEST_LEFT is missing: run the tests through Vitest.');
  const test = basename(expect.getState().testPath ?? 'nowhere', '.test.ts');
  return join(folder, `${test}-${randomBytes(4).toString('hex')}.${ending}`);
}

/** A server's log at its most talkative; with HAMKKE_LOG_LEVEL set, from that level on and on the terminal too. */
export function runLog(): { log: Logger; close(): void } {
  const file = pino.destination({ dest: fileOfRun('log'), sync: true, minLength: 4096 });
  const shown = process.env.HAMKKE_LOG_LEVEL as LogLevel | undefined;
  const write = (line: string) => {
    file.write(line);
    if (shown) process.stdout.write(line);
  };
  return {
    log: serverLog(shown ?? 'trace', { write }),
    close() {
      file.flushSync();
      file.end();
    },
  };
}

/** Keeps whatever a program prints. */
export function keepOutput(child: ChildProcess) {
  const file = fileOfRun('log');
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => appendFileSync(file, chunk));
}
