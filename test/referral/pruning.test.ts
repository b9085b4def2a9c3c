import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postId } from '../../src/demo/known.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import { steps } from './referrals.js';

let database: TestDatabase;
let app: App;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

interface Feed {
  changes: { cursor: string; objectId: string }[];
}
const feed = (after: string | null = null) =>
  app.ask<{ changes: Feed | null }>(
    'welfare-centre',
    'query ($after: String) { changes(after: $after) { changes { cursor objectId } } }',
    { after },
  );
const told = async () => (await feed()).data!.changes!.changes;
const count = async (table: string) =>
  asKeeper(database.owner, async (sql) => {
    const [row] = await sql`select count(*)::int as n from ${sql(table)}`;
    return row!.n as number;
  });

/** A server prunes as it starts. */
async function again(gone: () => Promise<boolean>) {
  await app.stop();
  app = await startApp({ database });
  for (let waited = 0; !(await gone()); waited += 50) {
    if (waited > 20_000) throw new Error('Nothing was pruned');
    await pause(50);
  }
}

describe('what was kept long enough', () => {
  test('goes: changes after ninety days, whose cursors then say to start over, and nothing younger', async () => {
    const by = steps(app);
    const [old, young] = [await by.requested(), await by.requested()];
    const cursorOf = async (id: string) => (await told()).find((each) => each.objectId === id)!.cursor;
    const [oldCursor, youngCursor] = [await cursorOf(old.id), await cursorOf(young.id)];
    expect((await feed(oldCursor)).errors).toBeUndefined();
    const age = (id: string, days: number) =>
      asKeeper(
        database.owner,
        (sql) => sql`update changes set at = now() - make_interval(days => ${days}, mins => 1)
          where object_id = ${id.split(':')[2]!}`,
      );
    await age(old.id, 90);
    await age(young.id, 89);
    await again(async () => !(await told()).some((each) => each.objectId === old.id));
    expect((await told()).map((each) => each.objectId)).toContain(young.id);
    expect((await feed(youngCursor)).errors).toBeUndefined();
    const { errors, body } = await feed(oldCursor);
    expect(errors).toMatchObject([{ extensions: { code: 'CONFLICT', startOver: true } }]);
    expect(body).toBe((await feed(randomUUID())).body);
  });

  test('goes: deliveries that were taken thirty days ago, and none that is still to be seen to', async () => {
    for (let nth = 0; nth < 2; nth++) await steps(app).requested();
    const { errors, data } = await app.ask<{ registerWebhook: { webhookId: string } }>(
      'welfare-centre',
      'mutation ($input: RegisterWebhookInput!) { registerWebhook(input: $input) { webhookId } }',
      { input: { url: 'http://127.0.0.1:9/never' } },
    );
    expect(errors).toBeUndefined();
    const webhook = data!.registerWebhook.webhookId.split(':')[1]!;
    const [change, other, third] = await told();
    const ids = [change, other, third].map((each) => each!.cursor);
    const states = [
      ['DELIVERED', 31],
      ['DELIVERED', 29],
      ['GIVEN_UP', 60],
    ] as const;
    await asKeeper(database.owner, async (sql) => {
      for (const [nth, [state, days]] of states.entries())
        await sql`insert into webhook_deliveries (id, webhook_id, change_id, state, settled_at)
          values (gen_random_uuid(), ${webhook}, ${ids[nth]!}, ${state}, now() - make_interval(days => ${days}))`;
    });
    await again(async () => (await count('webhook_deliveries')) < 3);
    const { data: left } = await app.ask<{ webhookDeliveries: { deliveries: { state: string }[] } }>(
      'welfare-centre',
      '{ webhookDeliveries { deliveries { state } } }',
    );
    expect(left!.webhookDeliveries.deliveries.map(({ state }) => state).sort()).toEqual([
      'DELIVERED',
      'GIVEN_UP',
    ]);
  });

  test('goes: idempotency keys after a day, whether or not another key ever comes', async () => {
    const of = (key: string, hours: number) =>
      asKeeper(
        database.owner,
        (sql) => sql`insert into idempotency_keys (post_id, key, operation, input_hash, at)
          values (${postId('head')}, ${key}, 'closeCase', 'x', now() - make_interval(hours => ${hours}))`,
      );
    await of('long gone', 25);
    await of('still there', 23);
    await again(async () => (await count('idempotency_keys')) === 1);
  });
});
