import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
/** The flags that the start script gives to Node: memory is bounded by those. */
const flags = scripts.start.match(/--max-[\w-]+=\d+/g);

/** A server of its own with the demo data, in a folder that goes with it, listening on this machine alone. */
export async function openServer(settings = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'hamkke-long-'));
  const child = spawn(process.execPath, [...flags, 'dist/main.js'], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      HAMKKE_HOST: '127.0.0.1',
      HAMKKE_PORT: '0',
      HAMKKE_DATA_DIRECTORY: folder,
      HAMKKE_DIRECTORY_FILE: 'none',
      HAMKKE_LOG_LEVEL: 'error',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((done) => child.once('exit', done));
  let said = '';
  const url = await new Promise((done, failed) => {
    child.once('exit', (code) => failed(new Error(`The server ended with ${code}: ${said}`)));
    child.stdout.on('data', (part) => {
      said += part;
      const found = /(http:\/\/127\.0\.0\.1:\d+)\/graphql/.exec(said);
      if (found) done(found[1]);
    });
  });
  return {
    url,
    folder,
    /** A token of a persona of the demo data. */
    async token(persona) {
      const personas = await (await fetch(`${url}/explorer/personas`)).json();
      return personas.find(({ key }) => key === persona).token;
    },
    /** Milliseconds of processors that the server has spent. */
    spent() {
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8')
        .replace(/^.*\) /, '')
        .split(' ');
      return (+fields[11] + +fields[12]) * 10;
    },
    /** Megabytes of memory that the process holds; not a number where it has ended. */
    resident() {
      try {
        return +/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1] / 1024;
      } catch {
        return Number.NaN;
      }
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Asks over connections that are kept: the status, the bytes of the answer and the milliseconds until its last one. */
export function client(url, connections) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const ask = (body, headers = {}) =>
    new Promise((done, failed) => {
      const began = performance.now();
      const text = JSON.stringify(body);
      const sent = request(`${url}/graphql`, {
        agent,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
          ...headers,
        },
      });
      sent.once('error', failed);
      sent.once('response', (response) => {
        const parts = [];
        response.on('data', (part) => parts.push(part));
        response.once('error', failed);
        response.once('end', () => {
          const answer = Buffer.concat(parts);
          done({
            status: response.statusCode,
            bytes: answer.length,
            milliseconds: performance.now() - began,
            text: () => answer.toString(),
          });
        });
      });
      sent.end(text);
    });
  return { ask, stop: () => agent.destroy() };
}

/** Calls `work` with 0, 1, 2, … up to `count`, so many at once. */
export async function times(count, atOnce, work) {
  let next = 0;
  const one = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, one));
}

export const percentile = (numbers, share) =>
  numbers.toSorted((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))];
