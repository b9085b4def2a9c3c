import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { proxyTo } from '../support/proxy.js';
import { type Run, run, settingsOf, stopAll } from './process.js';

// Connections that end at the wrong moment, to the database and from clients, around a server in a process of its own.

let folder: string;
let database: TestDatabase;
let wire: Awaited<ReturnType<typeof proxyTo>>;
let server: Run;
let url: string;
/** Clients that send a part of a request and then nothing: how each of them ended. */
let slow: Promise<string>[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hamkke-connections-'));
  database = await freshDatabase();
  wire = await proxyTo(database.ownerUrl);
  // All of it comes from one address, whose rate is another question.
  server = run({ ...settingsOf(wire.url, folder), HAMKKE_LIMIT_ADDRESS_RATE: '1000000' });
  url = await server.ready();
  const { hostname, port } = new URL(url);
  slow = ['', 'POST /graphql HTTP/1.1\r\nhost: x\r\n', `${post}content-length: 100\r\n\r\n{`].flatMap(
    (part) =>
      Array.from(
        { length: 5 },
        () =>
          new Promise<string>((done) => {
            let heard = '';
            const socket = connect({ host: hostname, port: Number(port) }, () => socket.write(part));
            socket.on('data', (chunk) => {
              heard += chunk;
            });
            socket.on('error', () => {}).on('close', () => done(heard));
          }),
      ),
  );
});
const post = 'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n';

afterAll(async () => {
  await stopAll();
  await wire?.stop();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

const ask = async (query: string, persona?: string) => {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(persona ? { authorization: `Bearer ${await server.tokenOf(persona)}` } : {}),
    },
    body: JSON.stringify({ query }),
  });
  return { status: response.status, body: await response.text() };
};

/** Asks as long as `work` takes, as people and as nobody; answers how often it was answered, and with which status. */
async function underLoad(work: () => Promise<void>) {
  let over = false;
  const counts: Record<number, number> = {};
  const clients = Array.from({ length: 6 }, async (_, each) => {
    while (!over) {
      const { status } = await (each % 2
        ? ask('{ households(first: 1) { nodes { id } } }', 'case-manager')
        : ask('{ services(first: 1) { totalCount } }'));
      counts[status] = (counts[status] ?? 0) + 1;
    }
  });
  await work();
  over = true;
  await Promise.all(clients);
  return counts;
}

const back = async () => {
  for (;;) {
    const { status } = await fetch(`${url}/readyz`);
    if (status === 200) return;
  }
};

test('backends that are killed at any moment end no server, and nothing but a failed request', async () => {
  const counts = await underLoad(async () => {
    for (let round = 0; round < 30; round += 1)
      await database.owner`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() order by random() limit 3`;
  });
  await back();
  expect(server.process.exitCode).toBeNull();
  // Nobody is told of an error of ours: it failed, and may be asked again.
  expect(Object.keys(counts).filter((status) => !['200', '503'].includes(status))).toEqual([]);
  expect((await ask('{ households(first: 1) { nodes { id } } }', 'case-manager')).status).toBe(200);
});

test('new connections that are reset while the driver fetches its types end no server', async () => {
  wire.become('resetsTypes');
  const before = wire.resets();
  const counts = await underLoad(async () => {
    wire.cut();
    while (wire.resets() < before + 20 && server.process.exitCode === null)
      await ask('{ services(first: 1) { totalCount } }');
    wire.become('whole');
  });
  expect(server.process.exitCode).toBeNull();
  expect(wire.resets()).toBeGreaterThanOrEqual(before + 20);
  await back();
  expect(Object.keys(counts).filter((status) => !['200', '503'].includes(status))).toEqual([]);
});

// Meanwhile the slow clients below wait for their end.
test('npm start passes the signal on, so that nothing stays and holds the port', async () => {
  const started = run({ ...settingsOf(database.ownerUrl, folder), npm_config_update_notifier: 'false' }, [
    'npm',
    'start',
  ]);
  const { port } = new URL(await started.ready());
  started.process.kill('SIGTERM');
  await started.ended();
  const free = createServer();
  await new Promise<void>((done, fail) => free.on('error', fail).listen(Number(port), '127.0.0.1', done));
  free.close();
});

test('clients that send no header, half of one, or half of a body do not hold a connection for long', async () => {
  for (const ended of await Promise.all(slow)) expect(ended).toMatch(/^HTTP\/1.1 408 |^$/);
});

test('what is in work when the server is told to stop is answered, and readiness is off first', async () => {
  const statuses: number[] = [];
  const failures: string[] = [];
  let ready = true;
  // As a load balancer does it: nobody new is sent where readiness is off.
  const clients = Array.from({ length: 20 }, async (_, each) => {
    while (ready)
      await ask(`{ services(first: 1, filter: { search: "${each}" }) { totalCount } }`).then(
        ({ status }) => statuses.push(status),
        (error) => failures.push(String(error.cause ?? error)),
      );
  });
  while (statuses.length < 40) await ask('{ services { totalCount } }');
  server.process.kill('SIGTERM');
  for (;;) {
    const { status } = await fetch(`${url}/readyz`);
    if (status === 503) break;
  }
  ready = false;
  await Promise.all(clients);
  expect(failures).toEqual([]);
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect(await server.ended()).toBe(0);
});
