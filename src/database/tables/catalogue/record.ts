import { boolean, timestamp, uuid } from 'drizzle-orm/pg-core';

/**
 * Every catalogue row says by itself whether it belongs to a confidential place (a shelter): a policy may not look
 * into another table, and a phone number gives a shelter away as surely as its name.
 */
export const record = () => ({
  id: uuid().primaryKey(),
  confidential: boolean().notNull().default(false),
  lastModified: timestamp({ withTimezone: true }).notNull().defaultNow(),
});
