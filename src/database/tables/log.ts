import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  customType,
  index,
  jsonb,
  pgTable,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import { basis, dataClass, purpose } from './enums.js';

/**
 * Who saw or tried to see whose data (접속기록): one row a household and request, written before the answer leaves. Its
 * seal covers names and values of all columns that are not NULL: a column may be added where it is NULL in older rows,
 * and none may be renamed, retyped or dropped.
 */
export const accessLog = pgTable(
  'access_log',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
    requestId: uuid().notNull(),
    /** Nobody whom we know by name, where a referral is read or answered by its link. */
    staffId: uuid(),
    postId: uuid(),
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
    index('access_log_district').on(t.districtId, t.at, t.id),
    // NULL is no value that an index is ordered behind: lines without a district have an order of their own.
    index('access_log_nowhere').on(t.at, t.id).where(sql`${t.districtId} is null`),
  ],
);

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** The chain over the access log: each entry's place, and a hash of it and of all before it. Only the sealer adds to it. */
export const accessLogSeals = pgTable('access_log_seals', {
  position: bigint({ mode: 'bigint' }).primaryKey(),
  entryId: bigint({ mode: 'bigint' }).notNull().unique('access_log_seals_entry'),
  hash: bytea().notNull(),
});

/** Signed ends of the chain: one each time that the sealer added to it, numbered without gaps. */
export const accessLogHeads = pgTable('access_log_heads', {
  number: bigint({ mode: 'bigint' }).primaryKey(),
  position: bigint({ mode: 'bigint' }).notNull().unique(),
  hash: bytea().notNull(),
  /** The highest id that was ever sealed. */
  lastEntryId: bigint({ mode: 'bigint' }).notNull(),
  /** No entry with this id or a lower one can still turn up: the sealer need not look for any. */
  settledId: bigint({ mode: 'bigint' }).notNull(),
  /** Transactions from this one on began after the head. */
  horizon: bigint({ mode: 'bigint' }).notNull(),
  at: timestamp({ withTimezone: true }).notNull(),
  keyId: text().notNull(),
  signature: bytea().notNull(),
});

/** What the database was last brought to: which functions, policies and data sets, so that a start can skip them. */
export const installed = pgTable('hamkke_installed', {
  name: text().primaryKey(),
  hash: text().notNull(),
  at: timestamp({ withTimezone: true }).notNull().defaultNow(),
});
