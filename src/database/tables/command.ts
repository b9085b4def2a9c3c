import { index, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/** What a command with an idempotency key answered, so that the second click is not a second change. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    postId: uuid().notNull(),
    key: text().notNull(),
    operation: text().notNull(),
    /** SHA-256 of the input: nothing that somebody wrote is kept here. */
    inputHash: text().notNull(),
    /** Which rows it made or changed, by their keys. */
    result: jsonb(),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.postId, t.key] }), index('idempotency_keys_at').on(t.at)],
);
