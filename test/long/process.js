import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmbedded } from '../../dist/database/embedded.js';
import { run as personaToken } from '../../dist/identity/personaToken.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A PostgreSQL of this run's own, which may be stopped, frozen and ended. */
export async function openDatabase() {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'hamkke-long-'));
  chmodSync(folder, 0o755);
  const start = () => startEmbedded({ dataDirectory: folder, port: 0, log: () => {} });
  const embedded = await start();
  const postmaster = () =>
    Number(readFileSync(join(folder, 'database', 'postmaster.pid'), 'utf8').split('\n')[0]);
  /** The postmaster and everything that it has started. */
  const processes = () => {
    const top = postmaster();
    const below = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .filter((name) => {
        try {
          const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
          return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === top;
        } catch {
          return false;
        }
      });
    return [top, ...below.map(Number)];
  };
  const signal = (name) => {
    for (const pid of processes())
      try {
        process.kill(pid, name);
      } catch {
        // It has ended meanwhile.
      }
  };
  return {
    url: embedded.url,
    folder,
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    async stop() {
      signal('SIGCONT');
      await embedded.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

/** The server in a process of its own, with the demo data; ready when this resolves. */
export async function openServer(folder, settings, command = [process.execPath, 'dist/main.js']) {
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(HAMKKE_|DATABASE_URL|NODE_)/.test(name)),
  );
  const child = spawn(command[0], command.slice(1), {
    cwd: root,
    env: {
      ...environment,
      HAMKKE_DATA_DIRECTORY: folder,
      HAMKKE_PORT: '0',
      HAMKKE_DIRECTORY_FILE: 'none',
      HAMKKE_DEMO: 'true',
      HAMKKE_LOG_LEVEL: 'fatal',
      // All of it comes from one address without a token, whose share is measured by load.js.
      HAMKKE_LIMIT_ADDRESS_RATE: '1000000',
      HAMKKE_LIMIT_OPEN_IN_FLIGHT: '1000',
      ...settings,
    },
  });
  let out = '';
  const ended = new Promise((done) => child.once('exit', (code, signal) => done(code ?? signal)));
  const url = await new Promise((done, failed) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        out += chunk;
        const [, address] = /is ready at (http:\S+)\/graphql\s/.exec(out) ?? [];
        if (address) done(address);
      });
    void ended.then((code) => failed(new Error(`The server ended with ${code}: ${out}`)));
  });
  const tokens = new Map();
  const tokenOf = async (persona) => {
    if (!tokens.has(persona))
      tokens.set(persona, await personaToken([persona], { mode: 'test', dataDirectory: folder }));
    return tokens.get(persona);
  };
  return {
    child,
    url,
    ended,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    printed: () => out,
    /** One question, and how it ended: a status, or what the connection failed with. */
    ask: async (query, persona, { path = '/graphql', variables = {}, accept } = {}) =>
      sent(`${url}${path}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(accept ? { accept } : {}),
          ...(persona ? { authorization: `Bearer ${await tokenOf(persona)}` } : {}),
        },
        body: JSON.stringify({ query, variables }),
      }),
    get: (path) => sent(url + path, {}),
    post: (path, form) => sent(url + path, { method: 'POST', body: new URLSearchParams(form) }),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await ended;
    },
  };
}

async function sent(address, init) {
  const began = performance.now();
  const took = () => Math.round(performance.now() - began);
  try {
    const response = await fetch(address, { ...init, signal: AbortSignal.timeout(60_000) });
    const streams = response.headers.get('content-type')?.startsWith('text/event-stream');
    const body = streams ? '' : await response.text();
    if (streams) await response.body.cancel();
    const { status, headers } = response;
    return { status, retryAfter: headers.get('retry-after'), body, ms: took() };
  } catch (error) {
    return { status: 0, failure: error.cause?.code ?? error.name, body: '', ms: took() };
  }
}

/** Asks without a pause until `over()`; calls `each` with every answer. */
export const clients = (count, over, ask, each) =>
  Promise.all(
    Array.from({ length: count }, async (_, nth) => {
      while (!over()) each(await ask(nth));
    }),
  );

/** Prints a figure with its bound, and remembers where it is missed. */
export function figure(name, value, isWithin, bound) {
  console.log(`${isWithin ? 'ok  ' : 'MISS'} ${name}: ${value} (${bound})`);
  if (!isWithin) process.exitCode = 1;
}
