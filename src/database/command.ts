import { constants } from 'node:os';
import postgres, { type Sql } from 'postgres';
import type { Config } from '../config.js';
import { StartError } from '../errors.js';
import { checkServer } from './connect.js';
import { runningEmbedded, startEmbedded } from './embedded.js';
import { migrate, refuseOtherVersion } from './migrate.js';

const signals = ['SIGINT', 'SIGTERM'] as const;

/**
 * Gives a command the database as its owner: the configured one, our own that is running beside the command, or our own
 * started for as long as the command takes.
 */
export async function withDatabase<T>(
  config: Pick<Config, 'databaseUrl' | 'dataDirectory' | 'databasePort' | 'databaseBuffers'>,
  say: (line: string) => void,
  work: (owner: Sql) => Promise<T>,
  /**
   * What only reads brings nothing to this version, and may be asked of a login that owns nothing; what migrates does
   * that itself; what is only tried needs a database of this version.
   */
  { only }: { only?: 'read' | 'migrate' | 'try' | undefined } = {},
): Promise<T> {
  const { databaseUrl, dataDirectory, databasePort: port, databaseBuffers: buffersMb } = config;
  const running = databaseUrl ?? (await answers(runningEmbedded(dataDirectory)));
  const own = running ? null : await startEmbedded({ dataDirectory, port, buffersMb, log: say });
  const url = running ?? own!.url;
  // What a transaction had not kept is not kept; a database of our own must not stay behind.
  const stopped = (signal: NodeJS.Signals) => {
    const end = () => process.exit(128 + constants.signals[signal]);
    void Promise.resolve(own?.stop()).then(end, end);
  };
  for (const signal of signals) process.once(signal, stopped);
  try {
    if (databaseUrl) await checkServer(databaseUrl, 5, only === 'read' ? 'api' : 'owner');
    const owner = postgres(url, { max: 1, onnotice: () => {} });
    try {
      if (only === 'try') await refuseOtherVersion(owner, ' before a dry run, which changes nothing');
      if (!only) await migrate(owner);
      return await work(owner);
    } finally {
      await owner.end({ timeout: 5 });
    }
  } finally {
    for (const signal of signals) process.off(signal, stopped);
    await own?.stop();
  }
}

/** The address if somebody answers there: after a kill the file that names it stays behind. */
async function answers(url: string | null): Promise<string | null> {
  if (!url) return null;
  return checkServer(url, 2).then(
    () => url,
    () => null,
  );
}

/** Runs a program: one sentence a person can act on where it fails, and its stack where nobody foresaw that. */
export function runCommand(run: (args: string[]) => Promise<void>): void {
  const fail = (error: unknown): never => {
    const said = error instanceof StartError ? error.message : error instanceof Error ? error.stack : error;
    process.stderr.write(`${said}\n`);
    process.exit(1);
  };
  // postgres.js throws past every handler when the server ends a connection in the middle of a transaction.
  process.on('uncaughtException', fail);
  run(process.argv.slice(2)).catch(fail);
}
