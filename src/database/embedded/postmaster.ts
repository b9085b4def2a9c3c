import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { damaged } from './cluster.js';
import { environment, type Runner, reach } from './runner.js';

/** A database that accepts connections. */
export interface Server {
  stop(): Promise<void>;
}

export interface Launch {
  cluster: string;
  native: string;
  runner: Runner;
  port: number;
  buffersMb: number | undefined;
  logFile: string;
  log: (line: string) => void;
}

/** Given at every start, so that an older data directory runs with them too. */
const parameters = {
  listen_addresses: '127.0.0.1',
  // A socket's path holds 107 bytes at most, and a checkout's path can be longer.
  unix_socket_directories: '',
  max_connections: '50',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  password_encryption: 'scram-sha-256',
  logging_collector: 'off',
  log_destination: 'stderr',
  // The words below are looked for in what it says.
  lc_messages: 'C',
};

/**
 * Ends the postmaster when its input closes without a second line, which is what kill -9 of the server
 * does to it. It signals only the process that this folder's postmaster.pid names, or that has not come
 * so far as to write it. Whether the process is still there does not tell whether it has ended: in a container
 * nobody may ask after it.
 */
const watchdog = `
  read -r server || exit 0
  read -r ended && exit 0
  tries=0 seen=
  while kill -0 "$server" 2>/dev/null && [ $tries -lt 600 ]; do
    first=; [ -f postmaster.pid ] && read -r first <postmaster.pid
    if [ "$first" = "$server" ]; then
      seen=1
      [ $tries -lt 200 ] && kill -INT "$server" || kill -QUIT "$server"
    elif [ "$seen" ]; then exit 0
    fi
    tries=$((tries + 1))
    sleep 0.1
  done`;

const logLimit = 5_000_000;

/** Appends to the file, of which one older part is kept. */
function openLog(file: string) {
  let fd = openSync(file, 'a', 0o600);
  let size = fstatSync(fd).size;
  return {
    write(chunk: Buffer) {
      try {
        if (size > logLimit) {
          closeSync(fd);
          renameSync(file, `${file}.1`);
          fd = openSync(file, 'a', 0o600);
          size = 0;
        }
        size += writeSync(fd, chunk);
      } catch {
        // A full disk must not end the server: the database says so by itself.
      }
    },
    close: () => closeSync(fd),
  };
}

const ended = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

/** Resolves when the postmaster accepts connections, or to the reason why trying again may help. */
export async function launch(options: Launch): Promise<Server | 'port in use' | 'memory in use'> {
  const { cluster, native, runner, port, log } = options;
  const folder = reach(runner, cluster);
  const detached = { ...runner.ids, env: environment, detached: true };
  // Detached: Ctrl-C in a terminal must reach the server alone, which then ends the database in order.
  const guard = spawn('/bin/sh', ['-c', watchdog], {
    ...detached,
    cwd: cluster,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const guardInput = guard.stdin as Writable & { unref(): void };
  guardInput.on('error', () => {});
  guard.on('error', (error) => log(`The database runs without a watchdog: ${error.message}`));

  const buffers = options.buffersMb ? { shared_buffers: `${options.buffersMb}MB` } : {};
  const own = { ...parameters, ...buffers };
  const settings = Object.entries(own).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(join(native, 'bin', 'postgres'), ['-D', folder.name, '-p', String(port), ...settings], {
    ...detached,
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe', folder.fd],
  });
  guardInput.write(`${child.pid ?? 0}\n`);
  folder.close();

  const file = openLog(options.logFile);
  const output = child.stderr as Readable & { unref(): void };
  const gone = new Promise<void>((done) => {
    child.on('error', () => done());
    child.on('close', () => done());
  }).then(() => {
    guardInput.end('ended\n');
    file.close();
  });

  let said = '';
  const ready = await new Promise<boolean>((done) => {
    child.on('error', (error) => {
      said += `FATAL:  ${error.message}\n`;
    });
    output.on('data', (chunk: Buffer) => {
      file.write(chunk);
      if (said.length < 100_000) said += chunk;
      if (said.includes('database system is ready to accept connections')) done(true);
    });
    gone.then(() => done(false));
  });
  if (!ready) {
    if (/could not bind|could not create any TCP/.test(said)) return 'port in use';
    if (said.includes('pre-existing shared memory block')) return 'memory in use';
    const reason =
      said.match(/(?:FATAL|PANIC): +(.*)/)?.[1] ?? (said.trim().split('\n').at(-1) || 'no reason');
    throw damaged(cluster, `PostgreSQL says: ${reason}`);
  }

  let stopping = false;
  gone.then(() => {
    if (!stopping) log(`The embedded database has ended unexpectedly: see ${options.logFile}`);
  });
  // None of these keeps a server alive that has nothing else to do: its end closes the watchdog's input.
  for (const handle of [child, guard, output, guardInput]) handle.unref();

  return {
    async stop() {
      stopping = true;
      for (const handle of [child, output as unknown as { ref(): void }]) handle.ref();
      for (const [signal, patience] of [
        ['SIGINT', 20_000],
        ['SIGQUIT', 10_000],
        ['SIGKILL', 5_000],
      ] as const) {
        if (ended(child)) break;
        child.kill(signal);
        const { promise, cancel } = after(patience);
        await Promise.race([gone, promise]);
        cancel();
      }
      await gone;
    },
  };
}

function after(ms: number) {
  let cancel = () => {};
  const promise = new Promise<void>((done) => {
    const timer = setTimeout(done, ms);
    cancel = () => {
      clearTimeout(timer);
      done();
    };
  });
  return { promise, cancel };
}
