import { sql } from 'drizzle-orm';
import { bigint, index, integer, pgTable, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { organizations } from './catalogue.js';
import { changeKind, deliveryState, purpose } from './enums.js';
import { recordedAt } from './keys.js';
import { posts } from './staff.js';

/**
 * How many changes an organization was told of. Whoever tells it one more locks this row until they commit, so that
 * changes take their places in the order in which they become visible and no reader passes one by.
 */
export const feedHeads = pgTable('feed_heads', {
  organizationId: uuid().primaryKey(),
  position: bigint({ mode: 'number' }).notNull().default(0),
});

/** What an organization is told: written in the transaction of the change. Ids, kinds and times, never a value. */
export const changes = pgTable(
  'changes',
  {
    /** Random: it is the cursor, and must not tell how many others there are. */
    id: uuid().primaryKey(),
    organizationId: uuid()
      .notNull()
      .references(() => organizations.id),
    position: bigint({ mode: 'number' }).notNull(),
    at: recordedAt(),
    kind: changeKind().notNull(),
    districtId: text().notNull(),
    /** The referral that changed. */
    objectId: uuid().notNull(),
  },
  (t) => [
    unique('changes_position').on(t.organizationId, t.position),
    index('changes_object').on(t.districtId, t.objectId),
    index('changes_at').on(t.at),
  ],
);

/** Where an organization's own program wants to be told of changes, with the rights of the post that registered it. */
export const webhooks = pgTable(
  'webhooks',
  {
    id: uuid().primaryKey(),
    organizationId: uuid()
      .notNull()
      .references(() => organizations.id),
    postId: uuid()
      .notNull()
      .references(() => posts.id),
    /** For which the post asks what it is told of. */
    purpose: purpose().notNull(),
    url: text().notNull(),
    /** How far the feed was put into deliveries. */
    position: bigint({ mode: 'number' }).notNull(),
    createdAt: recordedAt(),
    removedAt: timestamp({ withTimezone: true }),
  },
  (t) => [index('webhooks_organization').on(t.organizationId).where(sql`${t.removedAt} is null`)],
);

/** One change on its way to one webhook. */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    id: uuid().primaryKey(),
    webhookId: uuid()
      .notNull()
      .references(() => webhooks.id),
    changeId: uuid()
      .notNull()
      .references(() => changes.id),
    state: deliveryState().notNull().default('PENDING'),
    attempts: integer().notNull().default(0),
    nextAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    /** What the receiver answered last; null where it could not be reached. */
    lastStatus: integer(),
    createdAt: recordedAt(),
    settledAt: timestamp({ withTimezone: true }),
  },
  (t) => [
    unique('webhook_deliveries_change').on(t.webhookId, t.changeId),
    // What is pruned is looked for by its change and by when it was taken.
    index('webhook_deliveries_of').on(t.changeId),
    index('webhook_deliveries_settled').on(t.settledAt),
    index('webhook_deliveries_due').on(t.nextAt).where(sql`${t.state} = 'PENDING'`),
  ],
);
