import { bigint, boolean, index, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { basis, dataClass, purpose } from './enums.js';

/** Who saw or tried to see whose data (접속기록): one row a household and request, written before the answer leaves. */
export const accessLog = pgTable(
  'access_log',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
    requestId: uuid().notNull(),
    staffId: uuid().notNull(),
    postId: uuid().notNull(),
    organizationId: uuid().notNull(),
    address: text(),
    operation: text().notNull(),
    action: text().notNull(),
    purpose: purpose().notNull(),
    districtId: text(),
    householdId: uuid(),
    shown: jsonb().$type<Record<string, string[]>>().notNull(),
    bases: basis().array().notNull(),
    classes: dataClass().array().notNull(),
    allowed: boolean().notNull(),
  },
  (t) => [
    index('access_log_household').on(t.districtId, t.householdId, t.at),
    index('access_log_staff').on(t.staffId, t.at),
  ],
);

/** What the database was last brought to: which functions, policies and data sets, so that a start can skip them. */
export const installed = pgTable('hamkke_installed', {
  name: text().primaryKey(),
  hash: text().notNull(),
  at: timestamp({ withTimezone: true }).notNull().defaultNow(),
});
