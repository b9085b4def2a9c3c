import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkServer, judge } from '../../src/database/connect.js';
import { type Embedded, startEmbedded } from '../../src/database/embedded.js';
import { StartError } from '../../src/errors.js';
import { makeWorkshop, query } from './program.js';

const { folder, remove } = makeWorkshop();
let embedded: Embedded;
let url: URL;

const changed = (change: (url: URL) => void) => {
  const copy = new URL(url);
  change(copy);
  return copy.href;
};

async function refusal(address: string, seconds?: number): Promise<string> {
  const error = await checkServer(address, seconds).then(
    () => new Error('It was not refused'),
    (cause) => cause,
  );
  if (!(error instanceof StartError)) throw error;
  expect(error.message).not.toContain('\n');
  expect(error.message).not.toContain(new URL(address).password || url.password);
  return error.message;
}

beforeAll(async () => {
  embedded = await startEmbedded({ dataDirectory: join(folder, 'data'), port: 0, log: () => {} });
  url = new URL(embedded.url);
});
afterAll(async () => {
  await embedded.stop();
  await remove();
});

describe('a database server', () => {
  it('is taken when its owner can create in it', async () => {
    await checkServer(url.href);
  });

  it('with a wrong password', async () => {
    expect(
      await refusal(
        changed((to) => {
          to.password = 'hunter2';
        }),
      ),
    ).toMatch(/refused the user or password/);
  });

  it('without the database', async () => {
    expect(
      await refusal(
        changed((to) => {
          to.pathname = '/없음';
        }),
      ),
    ).toMatch(/no such database at .*없음/);
  });

  it('that is not there', async () => {
    const free = createServer();
    await new Promise<void>((done) => free.listen(0, '127.0.0.1', done));
    const { port } = free.address() as { port: number };
    await new Promise((done) => free.close(done));
    for (const host of ['127.0.0.1', 'localhost'])
      expect(await refusal(`postgres://me:hunter2@${host}:${port}/x`)).toMatch(/connection refused/);
  });

  it('whose host is unknown', async () => {
    expect(await refusal('postgres://me:hunter2@no-such-host.invalid/x')).toMatch(/cannot be found/);
  });

  it('that accepts and says nothing, and one that speaks something else', async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => {
      sockets.push(socket);
    });
    await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
    const { port } = silent.address() as { port: number };
    expect(await refusal(`postgres://me:hunter2@127.0.0.1:${port}/x`, 1)).toMatch(
      /did not answer within 1 s/,
    );
    silent.on('connection', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect(await refusal(`postgres://me:hunter2@127.0.0.1:${port}/x`, 1)).toContain(`127.0.0.1:${port}`);
    for (const socket of sockets) socket.destroy();
    silent.close();
  });

  it('where the user may create nothing', async () => {
    await query(url.href, "create role guest login password 'hunter2'");
    const guest = changed((to) => {
      to.username = 'guest';
      to.password = 'hunter2';
    });
    expect(await refusal(guest)).toMatch(/user "guest" may not create/);
  });

  it('that is too old, or a replica', () => {
    const good = { version: 150_000, user: 'owner', mayCreate: true, readOnly: false };
    judge('db', good);
    expect(() => judge('db', { ...good, version: 140_012 })).toThrow(/PostgreSQL 14, .* 15 or newer/);
    expect(() => judge('db', { ...good, readOnly: true })).toThrow(/read-only, as a replica is/);
  });
});
