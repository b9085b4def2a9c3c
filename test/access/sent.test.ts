import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changeKind } from '../../src/database/tables/enums.js';
import { schema } from '../../src/schema.js';
import { listenTo } from '../referral/listener.js';
import { Receiver } from '../referral/receiver.js';
import type { App } from '../support/app.js';
import { asKeeper } from '../support/database.js';
import { Canaries } from './canaries.js';
import { isOpen, listedOf, recipientOf } from './domain.js';
import { everythingOf, globalId, print } from './everything.js';
import { deskFor, type Viewer, viewers } from './households.js';
import { objectType, type Prepared, prepare, startWide, viewOf } from './prepared.js';
import { answers } from './process.js';
import { View } from './rows.js';
import type { Row } from './world.js';

// What leaves by itself: the feed and its subscription, webhooks, and the page behind a link.

const kinds = changeKind.enumValues;
const change = print(everythingOf(objectType('Change')));

let prepared: Prepared;
let app: App;
let canaries: Canaries;
/** Referrals in every state of every household, and after them one to each organization: whoever reads a feed is told of it. */
let told: { row: Row; kind: string }[];
beforeAll(async () => {
  prepared = await prepare();
  app = await startWide({ database: prepared.database });
  canaries = new Canaries(prepared.world);
  const { world, homes } = prepared;
  const all = world.all('referrals');
  const ofAll = all.map((row, nth) => ({ row, kind: kinds[nth % kinds.length]! }));
  const sent = all.filter(({ household_id }) => household_id === homes.get('sent to the centre')!.id);
  const everyKind = sent.flatMap((row) => kinds.map((kind) => ({ row, kind })));
  const last = all.filter(({ household_id }) => household_id === homes.get('by referral')!.id);
  told = [...ofAll, ...everyKind, ...last.map((row) => ({ row, kind: 'REFERRAL_STARTED' }))];
});
afterAll(async () => {
  await app?.stop();
  await prepared?.database.drop();
});

/** Both sides are told of everything, as commands do. */
const tell = () =>
  asKeeper(prepared.database.owner, async (sql) => {
    for (const { row, kind } of told)
      await sql`select hamkke.publish_event(array[${row.sender_id as string}, ${row.recipient_id as string}]::uuid[],
        ${kind}::change_kind, ${row.district_id as string}, ${row.id as string}::uuid)`;
  });

/** What somebody must be told: of what they were asked; of what their place asks, if they may read it or wrote it. */
function expected(viewer: Viewer): { kind: string; objectId: string; gone: boolean }[] {
  const { world } = prepared;
  const desk = deskFor(world, viewer)!;
  return told.flatMap(({ row, kind }) => {
    const feed = recipientOf(desk);
    if (feed !== row.sender_id && feed !== row.recipient_id) return [];
    // A feed goes on for good: like a list, it knows of no emergency.
    const view = new View(desk, listedOf(world, desk, 'CASE_MANAGEMENT', String(row.household_id)));
    const asked = row.recipient_id === feed && row.sent === true;
    const asks = row.sender_id === desk.organization;
    const read = asked || (asks && view.mayHave('referrals', row));
    if (!read && !(asks && row.post_id === desk.post)) return [];
    return [{ kind, objectId: globalId('Referral', row), gone: !read }];
  });
}
const may = (viewer: Viewer) =>
  deskFor(prepared.world, viewer)?.duties.some((duty) => answers.includes(duty)) ?? false;

/** What of a text tells somebody of a row that they may not have; the ids of what they are told of are theirs. */
const leaks = (text: string, theirs: readonly string[]) =>
  canaries
    .in(text)
    .filter(
      ({ table, column, row }) =>
        column !== 'id' || !theirs.includes(globalId('Referral', row)) || table !== 'referrals',
    )
    .map(({ table, column }) => `${table}.${column}`);

const fields = (event: object) => {
  const { kind, objectId, gone } = event as { kind: string; objectId: string; gone: boolean };
  return { kind, objectId, gone };
};

describe('the feed', () => {
  const heard = new Map<string, unknown[]>();
  const begun = new Map<string, string | null>();
  const asked = (viewer: Viewer, after: string | null) =>
    app.ask<{ changes: { changes: object[]; endCursor: string | null } | null }>(
      viewer.persona,
      `query ($after: String) { changes(first: 1000, after: $after) { changes { ${change} } endCursor hasMore } }`,
      { after },
      { post: viewer.post },
    );
  const feed = async (viewer: Viewer, after: string | null) => (await asked(viewer, after)).data!.changes!;

  test('is told as it goes on to whoever may listen, with the rights of the query', async () => {
    const query = `subscription ($after: String) { changes(after: $after) { ${change} } }`;
    // Told once before, so that everybody has a place in their feed to go on from.
    await tell();
    const streams = [];
    for (const viewer of viewers) {
      const after = may(viewer) ? (await feed(viewer, null)).endCursor : null;
      if (may(viewer)) expect(after).not.toBeNull();
      begun.set(viewer.name, after);
      const variables = { after };
      const stream = await listenTo(app, viewer.persona, { query, variables, post: viewer.post });
      streams.push({ viewer, stream });
    }
    await tell();
    for (const { viewer, stream } of streams) {
      if (!deskFor(prepared.world, viewer)) expect(stream.status).toBe(401);
      else if (!may(viewer)) {
        expect(await stream.next()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
        expect(await stream.next()).toBeNull();
      } else {
        const those = expected(viewer);
        // Known by query first, so that nothing is waited for that does not come.
        const { changes } = await feed(viewer, begun.get(viewer.name) ?? null);
        expect(changes.map(fields)).toEqual(those);
        const events: unknown[] = [];
        // The last of them is told to everybody, so that whatever should not have come has come before it.
        while (events.length < those.length) {
          const event = await stream.next();
          expect(event?.errors).toBeUndefined();
          events.push(event!.data!.changes);
        }
        expect(events.map((each) => fields(each as object))).toEqual(those);
        heard.set(viewer.name, events);
      }
      stream.close();
    }
    const kindsTold = new Set([...heard.values()].flat().map((each) => fields(each as object).kind));
    expect([...kindsTold].sort()).toEqual([...kinds].sort());
  });

  test.each(viewers.map((viewer) => [viewer.name, viewer] as const))(
    'says to %s by query what the subscription said, of referrals that they may read or did, and nothing else',
    async (_, viewer) => {
      const { body, data, errors } = await asked(viewer, begun.get(viewer.name) ?? null);
      if (!may(viewer)) {
        expect(data?.changes ?? null).toBeNull();
        expect(errors).toHaveLength(1);
        expect(canaries.in(body)).toEqual([]);
        return;
      }
      const those = expected(viewer);
      expect(data!.changes!.changes).toEqual(heard.get(viewer.name));
      expect(
        leaks(
          body,
          those.map(({ objectId }) => objectId),
        ),
      ).toEqual([]);
      for (const id of new Set(those.map(({ objectId }) => objectId))) {
        const { row } = told.find((each) => globalId('Referral', each.row) === id)!;
        const view = viewOf(prepared.world, viewer, String(row.household_id))!;
        const read = await app.ask<{ referral: object | null }>(
          viewer.persona,
          'query ($id: ID!) { referral(id: $id) { id } }',
          { id },
          { post: viewer.post },
        );
        expect(read.data?.referral ?? null).toEqual(view.mayHave('referrals', row) ? { id } : null);
      }
    },
  );
});

describe('a webhook', () => {
  test('is told what the feed tells its post, by kind and id, and nothing of what it is about', async () => {
    const owners = viewers.filter(({ name }) =>
      ['head', 'welfare-centre', 'welfare-centre-none', 'clinic'].includes(name),
    );
    const receivers = await Promise.all(owners.map(() => new Receiver().listen()));
    try {
      for (const [nth, viewer] of owners.entries()) {
        const { errors } = await app.ask(
          viewer.persona,
          'mutation ($url: String!) { registerWebhook(input: { url: $url }) { webhookId } }',
          { url: receivers[nth]!.url },
        );
        expect(errors).toBeUndefined();
      }
      await tell();
      for (const [nth, viewer] of owners.entries()) {
        const those = expected(viewer);
        const received = await receivers[nth]!.count(those.length);
        const said = received.map(({ body }) => JSON.parse(body) as { type: string; data: object });
        expect(said).toEqual(
          said.map(() => ({
            type: expect.stringMatching(/^referral\.[a-z]+$/),
            timestamp: expect.any(String),
            data: { id: expect.any(String), gone: expect.any(Boolean) },
          })),
        );
        const plain = ({ objectId, kind, gone }: ReturnType<typeof fields>) =>
          `${kind.toLowerCase().replace('_', '.')} ${objectId} ${gone}`;
        expect(said.map(({ type, data }) => `${type} ${Object.values(data).join(' ')}`).sort()).toEqual(
          those.map(plain).sort(),
        );
        const ids = those.map(({ objectId }) => objectId);
        for (const { body, headers, path } of received)
          expect(leaks(`${body} ${JSON.stringify(headers)} ${path}`, ids)).toEqual([]);
      }
    } finally {
      await asKeeper(prepared.database.owner, (sql) => sql`update webhooks set removed_at = now()`);
      await Promise.all(receivers.map((each) => each.close()));
    }
  });
});

test('the page behind a link tells nothing of anybody, whatever the referral is and whoever asks', async () => {
  const { world, database } = prepared;
  const links = world.all('referrals').map((row) => ({ row, token: randomBytes(32).toString('base64url') }));
  await asKeeper(database.owner, async (sql) => {
    for (const { row, token } of links)
      await sql`insert into referral_links (token_hash, district_id, referral_id, created_at, expires_at)
        values (${createHash('sha256').update(token).digest('hex')}, ${row.district_id as string},
          ${row.id as string}, now(), now() + interval '1 day')`;
  });
  const page = async (path: string, form?: Record<string, string>) => {
    const response = await fetch(
      `${app.url}${path}`,
      form ? { method: 'POST', body: new URLSearchParams(form) } : {},
    );
    return {
      status: response.status,
      said: `${JSON.stringify([...response.headers])} ${await response.text()}`,
    };
  };
  let opened = 0;
  for (const { row, token } of links) {
    const awaited = ['REQUESTED', 'WAITLISTED'].includes(String(row.state)) && isOpen(world, row);
    const { status, said } = await page(`/r/${token}`);
    expect({ state: row.state, status }).toEqual({ state: row.state, status: awaited ? 200 : 404 });
    expect(canaries.in(said)).toEqual([]);
    if (awaited) opened += 1;
    const answered = await page(`/r/${token}`, { answer: 'REJECT', reason: 'NO_CAPACITY' });
    expect(answered.status).toBe(awaited ? 200 : 404);
    expect(canaries.in(answered.said)).toEqual([]);
  }
  expect(opened).toBeGreaterThan(2);
});

test('nothing else is sent: a new subscription, kind of change or way out of the server belongs into this file', () => {
  expect(Object.keys(schema.getSubscriptionType()!.getFields())).toEqual(['changes']);
  expect(kinds.filter((kind) => !kind.startsWith('REFERRAL_'))).toEqual([]);
});
