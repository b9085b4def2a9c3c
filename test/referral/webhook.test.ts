import { createServer } from 'node:http';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { faultOf, isPublic } from '../../src/change/addresses.js';
import { send } from '../../src/change/send.js';
import { staffId } from '../../src/demo/known.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import { Receiver } from './receiver.js';
import { steps, withWords } from './referrals.js';

let database: TestDatabase;
let app: App;
let by: ReturnType<typeof steps>;
let receiver: Receiver;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database, paceMs: 50 });
  by = steps(app);
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});
beforeEach(async () => {
  receiver = await new Receiver().listen();
});
afterEach(async () => {
  await asKeeper(database.owner, (sql) => sql`update webhooks set removed_at = now()`);
  await receiver.close();
});

interface Delivery {
  id: string;
  state: string;
  attempts: number;
  lastStatus: number | null;
  nextAt: string | null;
}
const change = (persona: string, name: string, type: string, input: object, fields: string) =>
  app.ask<Record<string, Record<string, string> | null>>(
    persona,
    `mutation ($input: ${type}!) { ${name}(input: $input) { ${fields} } }`,
    { input },
  );
async function registered(persona = 'welfare-centre', url = receiver.url) {
  const { data, errors } = await change(
    persona,
    'registerWebhook',
    'RegisterWebhookInput',
    { url },
    'webhookId secret',
  );
  expect(errors).toBeUndefined();
  return data!.registerWebhook as { webhookId: string; secret: string };
}
async function deliveries(persona = 'welfare-centre'): Promise<Delivery[]> {
  const { data, errors } = await app.ask<{ webhookDeliveries: { deliveries: Delivery[] } }>(
    persona,
    '{ webhookDeliveries { deliveries { id webhookId state attempts lastStatus createdAt nextAt settledAt } endCursor hasMore } }',
  );
  expect(errors).toBeUndefined();
  return data!.webhookDeliveries.deliveries;
}
/** The newest delivery, once it is as it should be; a test that waits in vain runs out of time. */
async function newest(as: Partial<Delivery>): Promise<Delivery> {
  for (;;) {
    const [latest] = await deliveries();
    if (latest && Object.entries(as).every(([key, value]) => latest[key as keyof Delivery] === value))
      return latest;
    // The server sends them beside, and has the same two cores.
    await pause(20);
  }
}
const sql = (text: string) => asKeeper(database.owner, (keeper) => keeper.unsafe(text));

describe('a webhook', () => {
  test('is told of a change by id and kind, signed so that a receiver of any make can check it', async () => {
    const { webhookId, secret } = await registered();
    const sent = await by.requested(withWords('밖에 나가면 안 되는 말'));
    const [first] = await receiver.count(1);
    const told = new Webhook(secret).verify(first!.body, first!.headers);
    expect(told).toEqual({
      type: 'referral.requested',
      timestamp: expect.any(String),
      data: { id: sent.id, gone: false },
    });
    expect(() =>
      new Webhook(secret).verify(first!.body.replace('requested', 'accepted'), first!.headers),
    ).toThrow();
    const done = await newest({ state: 'DELIVERED', attempts: 1, lastStatus: 204 });
    expect(first!.headers['webhook-id']).toBe(done.id.split(':')[1]);
    await by.taken('welfare-centre', 'acceptReferral', by.at(sent));
    expect(JSON.parse((await receiver.count(2))[1]!.body)).toMatchObject({ type: 'referral.accepted' });
    const kept = await asKeeper(database.owner, (keeper) => keeper`select w::text as row from webhooks w`);
    expect(kept.some(({ row }) => String(row).includes(secret.slice(6)))).toBe(false);
    expect(kept.some(({ row }) => String(row).includes(webhookId.split(':')[1]!))).toBe(true);
  });

  test('that fails is tried again after a while that grows, is given up in sight, and can be sent again', async () => {
    await registered();
    receiver.status = 500;
    await by.requested();
    const failed = await newest({ state: 'PENDING', attempts: 1, lastStatus: 500 });
    expect(Date.parse(failed.nextAt!)).toBeGreaterThan(Date.now());
    const id = failed.id.split(':')[1]!;
    receiver.status = 503;
    await sql(`update webhook_deliveries set next_at = now() where id = '${id}'`);
    const later = await newest({ state: 'PENDING', attempts: 2, lastStatus: 503 });
    expect(Date.parse(later.nextAt!) - Date.now()).toBeGreaterThan(250_000);
    const early = await change(
      'welfare-centre',
      'resendDelivery',
      'ResendDeliveryInput',
      { deliveryId: failed.id },
      'id',
    );
    expect(early.errors).toMatchObject([{ extensions: { code: 'CONFLICT' } }]);
    await sql(`update webhook_deliveries set next_at = now(), attempts = 8 where id = '${id}'`);
    await newest({ state: 'GIVEN_UP', attempts: 9, nextAt: null });
    receiver.status = 200;
    const again = await change(
      'welfare-centre',
      'resendDelivery',
      'ResendDeliveryInput',
      { deliveryId: failed.id },
      'id',
    );
    expect(again.errors).toBeUndefined();
    await newest({ state: 'DELIVERED', attempts: 1, lastStatus: 200 });
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(ids).toEqual(Array(4).fill(id));
  });

  test('is not led anywhere else by a receiver that redirects', async () => {
    const elsewhere = await new Receiver().listen();
    try {
      await registered();
      receiver.status = 302;
      receiver.location = elsewhere.url;
      await by.requested();
      await newest({ state: 'PENDING', lastStatus: 302 });
      expect(elsewhere.received).toEqual([]);
    } finally {
      await elsewhere.close();
    }
  });

  test('is not waited for by others where its receiver switches protocols', async () => {
    const switching = createSocketServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () =>
        socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'),
      );
    });
    await new Promise<void>((done) => switching.listen(0, '127.0.0.1', done));
    const { port } = switching.address() as AddressInfo;
    try {
      await registered('welfare-centre', `http://127.0.0.1:${port}/`);
      await registered();
      await by.requested();
      await receiver.count(1);
      await by.requested();
      await receiver.count(2);
    } finally {
      await new Promise((done) => switching.close(done));
    }
  });

  test('has the rights of the post that registered it, as they are at each message', async () => {
    await registered();
    const other = await new Receiver().listen();
    try {
      await registered('clinic', other.url);
      await sql(`update staff set active = false where id = '${staffId('welfare-centre')}'`);
      await by.requested();
      await by.requested();
      expect(receiver.received).toEqual([]);
      // What happened since is told once the person is back: it was not told to nobody meanwhile.
      await sql(`update staff set active = true where id = '${staffId('welfare-centre')}'`);
      await receiver.count(2);
      expect(other.received).toEqual([]);
    } finally {
      await other.close();
    }
  });

  test('gives up what may not be told any more', async () => {
    await registered();
    receiver.status = 500;
    const sent = await by.requested();
    const failed = await newest({ state: 'PENDING', attempts: 1 });
    await sql(`update referrals set recipient_id = sender_id where id = '${sent.id.split(':')[2]}'`);
    await sql(`update webhook_deliveries set next_at = now() where id = '${failed.id.split(':')[1]}'`);
    await newest({ id: failed.id, state: 'GIVEN_UP' });
    expect(receiver.received).toHaveLength(1);
  });

  test('of an organization that two servers serve is told everything once', async () => {
    await registered();
    const second = await startApp({ database, paceMs: 50 });
    try {
      for (let nth = 0; nth < 8; nth++) await by.requested();
      await receiver.count(8);
      const states = async () => (await deliveries()).slice(0, 8).map(({ state }) => state);
      while ((await states()).some((each) => each !== 'DELIVERED')) await pause(20);
      const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
      expect(ids).toHaveLength(8);
      expect(new Set(ids).size).toBe(8);
    } finally {
      await second.stop();
    }
  });

  test('ends when it is removed, and is unknown to every other organization', async () => {
    const { webhookId } = await registered();
    const list = (persona: string) =>
      app.ask<{ webhooks: object[] | null }>(persona, '{ webhooks { id url createdAt own } }');
    expect((await list('welfare-centre')).data!.webhooks).toMatchObject([
      { id: webhookId, url: receiver.url, own: true },
    ]);
    expect((await list('clinic')).data).toEqual({ webhooks: [] });
    for (const persona of ['case-manager', 'statistics', 'sponsor'])
      expect((await list(persona)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    const remove = (persona: string, id: string) =>
      change(persona, 'removeWebhook', 'RemoveWebhookInput', { webhookId: id }, 'id');
    const [hidden, unknown] = await Promise.all([
      remove('clinic', webhookId),
      remove('clinic', 'Webhook:00000000-0000-4000-8000-000000000000'),
    ]);
    expect(hidden.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    expect(hidden.body).toBe(unknown.body);
    expect((await remove('welfare-centre', webhookId)).errors).toBeUndefined();
    const other = await new Receiver().listen();
    try {
      await registered('welfare-centre', other.url);
      await by.requested();
      await other.count(1);
      expect(receiver.received).toEqual([]);
    } finally {
      await other.close();
    }
  });

  test('is one of ten at most', async () => {
    for (let nth = 0; nth < 10; nth++) await registered();
    const more = await change(
      'welfare-centre',
      'registerWebhook',
      'RegisterWebhookInput',
      { url: receiver.url },
      'webhookId',
    );
    expect(more.errors).toMatchObject([{ extensions: { code: 'CONFLICT' } }]);
  });
});

describe('in production, an address', () => {
  test.each([
    'http://example.com/',
    'https://user:pass@example.com/',
    'https://example.com/#part',
    'ftp://example.com/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://10.1.2.3/',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[fd00::1]/',
    'https://[64:ff9b::7f00:1]/',
    'nonsense',
  ])('%s is refused', (url) => {
    expect(faultOf(url, true)).toMatchObject({ code: 'BAD_INPUT', reason: expect.stringMatching(/ADDRESS/) });
  });

  test('is public or is not called, whatever its name says', async () => {
    for (const each of ['8.8.8.8', '1.1.1.1', '2606:4700:4700::1111']) expect(isPublic(each)).toBe(true);
    for (const each of [
      '192.168.0.1',
      '172.31.0.1',
      '100.64.0.1',
      '224.0.0.1',
      'fe80::1',
      '2002:7f00:1::',
      '::',
      'x',
    ])
      expect(isPublic(each)).toBe(false);
    let called = 0;
    const server = createServer(() => {}).on('connection', (socket) => {
      called += 1;
      socket.destroy();
    });
    await new Promise<void>((done) => server.listen(0, 'localhost', done));
    const { port } = server.address() as AddressInfo;
    const stop = new AbortController().signal;
    for (const host of ['localhost', '127.0.0.1'])
      expect(await send(`https://${host}:${port}/`, '{}', {}, { strict: true, stop })).toBeNull();
    expect(called).toBe(0);
    // The very same call is made where it may be: what held it back above was the address alone.
    expect(await send(`https://localhost:${port}/`, '{}', {}, { strict: false, stop })).toBeNull();
    expect(called).toBe(1);
    await new Promise((done) => server.close(done));
  });
});
