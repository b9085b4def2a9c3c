import { afterAll, beforeAll, expect, test } from 'vitest';
import { postId, staffId } from '../../src/demo/known.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import { type Event, eventsOf, listenTo, subscription } from './listener.js';
import { steps } from './referrals.js';

let database: TestDatabase;
let app: App;
let by: ReturnType<typeof steps>;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database, paceMs: 50 });
  by = steps(app);
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

const listen = (persona: string | null, query?: string, variables?: object) =>
  listenTo(app, persona, { query, variables });
const kind = (event: Event | null) => event?.data?.changes?.kind;
const sql = (text: string) => asKeeper(database.owner, (keeper) => keeper.unsafe(text));

test('tells both sides of changes as they happen, and from a cursor what was missed', async () => {
  const [sender, recipient] = await Promise.all([listen('case-manager'), listen('welfare-centre')]);
  const sent = await by.requested();
  expect([kind(await sender.next()), kind(await sender.next())]).toEqual([
    'REFERRAL_DRAFTED',
    'REFERRAL_REQUESTED',
  ]);
  const first = await recipient.next();
  expect(first).toEqual({
    data: {
      changes: { kind: 'REFERRAL_REQUESTED', objectId: sent.id, cursor: expect.any(String), gone: false },
    },
  });
  recipient.close();
  const accepted = await by.taken('welfare-centre', 'acceptReferral', by.at(sent));
  await by.taken('welfare-centre', 'startReferral', by.at(accepted));
  expect([kind(await sender.next()), kind(await sender.next())]).toEqual([
    'REFERRAL_ACCEPTED',
    'REFERRAL_STARTED',
  ]);
  sender.close();
  const back = await listen('welfare-centre', subscription, { after: first!.data!.changes!.cursor });
  expect([kind(await back.next()), kind(await back.next())]).toEqual([
    'REFERRAL_ACCEPTED',
    'REFERRAL_STARTED',
  ]);
  back.close();
});

test('tells nobody of what they may not read', async () => {
  const other = await listen('clinic');
  await by.requested();
  const own = await by.requested({ recipientId: `Organization:${await clinicId()}`, classes: [] });
  expect((await other.next())!.data!.changes!.objectId).toBe(own.id);
  other.close();
});
const clinicId = async () =>
  String(
    (await database.owner`select organization_id as id from posts where id = ${postId('clinic')}`)[0]!.id,
  );

test('asks by itself who may listen: not the duties without families, not nobody, not with a cursor of others', async () => {
  for (const persona of ['statistics', 'sponsor', 'privacy-officer', 'portal']) {
    const stream = await listen(persona);
    expect(await stream.next()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    expect(await stream.next()).toBeNull();
  }
  expect((await listen(null)).status).toBe(401);
  const sent = await by.requested();
  const { data } = await app.ask<{ changes: { changes: { cursor: string }[] } }>(
    'welfare-centre',
    '{ changes(first: 1) { changes { cursor } } }',
  );
  const foreign = await listen('clinic', subscription, { after: data!.changes.changes[0]!.cursor });
  expect(await foreign.next()).toMatchObject({ errors: [{ extensions: { code: 'CONFLICT' } }] });
  expect(sent.state).toBe('REQUESTED');
});

test('ends when the person becomes inactive, and tells them nothing of what happens then', async () => {
  const stream = await listen('welfare-centre');
  await sql(`update staff set active = false where id = '${staffId('welfare-centre')}'`);
  try {
    await by.requested();
    expect(await stream.next()).toBeNull();
  } finally {
    await sql(`update staff set active = true where id = '${staffId('welfare-centre')}'`);
  }
});

test('goes on with the rights of now when the record of the person changed, and ends when these are not enough', async () => {
  const stream = await listen('welfare-centre');
  const post = postId('welfare-centre');
  await sql(`update posts set title = '다른 직함' where id = '${post}'`);
  const sent = await by.requested();
  expect((await stream.next())!.data!.changes!.objectId).toBe(sent.id);
  await sql(`update posts set duties = '{SPONSOR}' where id = '${post}'`);
  try {
    expect(await stream.next()).toBeNull();
  } finally {
    await sql(`update posts set duties = '{PARTNER_WORKER}' where id = '${post}'`);
  }
});

test('takes subscriptions alone, within the limits of every document, and in one connection each', async () => {
  for (const [query, code] of [
    ['{ changes { endCursor } }', 'BAD_INPUT'],
    ['mutation { removeWebhook(input: { webhookId: "x" }) { id } }', 'BAD_INPUT'],
    ['subscription {', 'BAD_INPUT'],
    ['subscription { nonsense }', 'BAD_INPUT'],
    // What a document is called stands in the access log.
    ['subscription N9913011234567 { changes { kind } }', 'BAD_INPUT'],
    [
      `subscription { changes { ${Array.from({ length: 90 }, (_, nth) => `a${nth}: kind`).join(' ')} } }`,
      'BAD_INPUT',
    ],
  ]) {
    const stream = await listen('welfare-centre', query);
    expect(await stream.next()).toMatchObject({ errors: [{ extensions: { code } }] });
    expect(await stream.next()).toBeNull();
  }
  for (const method of ['PUT', 'DELETE', 'GET']) {
    const response = await fetch(`${app.url}/graphql/stream?token=mine`, {
      method,
      headers: {
        authorization: `Bearer ${await app.tokenOf('welfare-centre')}`,
        accept: 'text/event-stream',
      },
    });
    expect(response.status).toBe(404);
  }
  const plain = await app.ask('welfare-centre', 'subscription { changes { kind } }');
  expect(plain.data?.changes ?? null).toBeNull();
  expect(plain.errors).toHaveLength(1);
});

test('is open ten times for one person at most, and a stream that is left makes room', async () => {
  const open = await Promise.all(Array.from({ length: 10 }, () => listen('clinic')));
  const more = await listen('clinic');
  expect(await more.next()).toMatchObject({ errors: [{ extensions: { code: 'OVERLOADED' } }] });
  for (const each of open) each.close();
  for (;;) {
    const again = await listen('clinic', subscription);
    const own = await by.requested({ recipientId: `Organization:${await clinicId()}`, classes: [] });
    const event = await again.next();
    again.close();
    if (event?.errors) continue;
    expect(event!.data!.changes!.objectId).toBe(own.id);
    break;
  }
});

test('ends with the server, which waits for nobody', async () => {
  const second = await startApp({ database });
  const stream = await fetch(`${second.url}/graphql/stream`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      authorization: `Bearer ${await second.tokenOf('clinic')}`,
    },
    body: JSON.stringify({ query: subscription }),
  });
  const over = eventsOf(stream.body!.getReader())
    .next()
    .catch(() => ({ value: null }));
  await second.stop();
  expect((await over).value).toBeNull();
});
