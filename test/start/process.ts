import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run as personaToken } from '../../src/identity/personaToken.js';
import { keepOutput } from '../support/runLog.js';

export interface Run {
  process: ChildProcess;
  /** Everything it has printed. */
  printed(): string;
  /** The token of a persona, as `npm run token` makes it from the server's data directory. */
  tokenOf(persona: string): Promise<string>;
  /** Resolves with its address, or fails with what it printed when it ends first. */
  ready(): Promise<string>;
  ended(): Promise<number | null>;
}

/** The settings of a server with the demo data on a database that has them already; what it keeps goes to a folder. */
export function settingsOf(databaseUrl: string, folder: string): Record<string, string> {
  const keys = join(folder, 'keys.json');
  writeFileSync(keys, process.env.HAMKKE_TEST_UNIQUE_ID_KEYS!);
  chmodSync(keys, 0o600);
  return {
    DATABASE_URL: databaseUrl,
    HAMKKE_DATA_DIRECTORY: folder,
    HAMKKE_PORT: '0',
    HAMKKE_DIRECTORY_FILE: 'none',
    HAMKKE_DEMO: 'true',
    HAMKKE_UNIQUE_ID_KEYS: keys,
  };
}

const started = new Set<ChildProcess>();

/** Ends every server that was started, also those of a test that failed. */
export async function stopAll() {
  for (const child of started)
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await new Promise((done) => child.once('exit', done));
    }
  started.clear();
}

/** The server as a user starts it, by node or by another command: with these settings and no others. */
export function run(
  settings: Record<string, string>,
  [command, ...args]: readonly [string, ...string[]] = [process.execPath, 'dist/main.js'],
  cwd = process.cwd(),
): Run {
  const { NODE_OPTIONS: _, NODE_ENV: __, ...environment } = process.env;
  for (const name of Object.keys(environment))
    if (name.startsWith('HAMKKE_') || name === 'DATABASE_URL') delete environment[name];
  const child = spawn(command, args, {
    cwd,
    env: { ...environment, HAMKKE_LOG_LEVEL: 'trace', ...settings },
  });
  started.add(child);
  keepOutput(child);
  let out = '';
  const tokens = new Map<string, Promise<string>>();
  const exit = new Promise<number | null>((done) => child.once('exit', done));
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      out += chunk;
      for (const each of listeners) each();
    });
  return {
    process: child,
    printed: () => out,
    tokenOf(persona) {
      const config = { mode: 'test', dataDirectory: settings.HAMKKE_DATA_DIRECTORY! };
      const token = tokens.get(persona) ?? personaToken([persona], config);
      tokens.set(persona, token);
      return token;
    },
    ended: () => exit,
    ready: () =>
      new Promise((done, fail) => {
        const look = () => {
          const [, url] = /is ready at (http:\S+)\/graphql/.exec(out) ?? [];
          if (url) done(url);
        };
        listeners.add(look);
        look();
        void exit.then((code) => fail(new Error(`ended with ${code}: ${out}`)));
      }),
  };
}
