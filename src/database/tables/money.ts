import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  date,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { linkages } from './case.js';
import { services, sponsors } from './catalogue.js';
import {
  dataClass,
  fundedBy,
  householdType,
  ledgerEntryKind,
  needDomain,
  pledgeKind,
  releaseReason,
} from './enums.js';
import { households } from './household.js';
import { districtKey, districtPrimaryKey, ofHousehold, recordedAt, within } from './keys.js';
import { posts } from './staff.js';

/** Whole won, or whole units of something given in kind: never a fraction, never a float. */
const amount = () => bigint({ mode: 'number' }).notNull();
const sum = () => amount().default(0);

/**
 * What there is to give from: a pledge, or a line of the district's budget, under whose id it is. Its sums are kept by
 * the one function that writes entries, in the same statement and under the lock of this row.
 */
export const ledgerAccounts = pgTable(
  'ledger_accounts',
  {
    ...districtKey(),
    source: fundedBy().notNull(),
    /** KRW, or what a pledge in kind is counted in. */
    unit: text().notNull(),
    /** The number of its newest entry. */
    entries: integer().notNull().default(0),
    committed: sum(),
    cancelled: sum(),
    received: sum(),
    refunded: sum(),
    /** What was allocated and not given back. */
    allocated: sum(),
  },
  (t) => [
    districtPrimaryKey(t),
    check('ledger_accounts_source', sql`${t.source} <> 'PROVIDER'`),
    check('ledger_accounts_within', sql`${t.cancelled} + ${t.refunded} + ${t.allocated} <= ${t.committed}`),
    check(
      'ledger_accounts_received',
      sql`${t.received} + ${t.cancelled} <= ${t.committed} and ${t.refunded} <= ${t.received}`,
    ),
    check(
      'ledger_accounts_none_below',
      sql`least(${t.committed}, ${t.cancelled}, ${t.received}, ${t.refunded}, ${t.allocated}) >= 0`,
    ),
    // The most that JSON carries without losing a won.
    check('ledger_accounts_exact', sql`${t.committed} < 9007199254740992`),
  ],
);

/**
 * What happened with the money, in order and without gaps: only ever added to. An entry of an allocation names nobody:
 * whose it is stands in `allocations`, which may be erased with the household while the ledger stays.
 */
export const ledgerEntries = pgTable(
  'ledger_entries',
  {
    districtId: text().notNull(),
    accountId: uuid().notNull(),
    number: integer().notNull(),
    kind: ledgerEntryKind().notNull(),
    amount: amount(),
    enteredOn: date().notNull(),
    enteredAt: recordedAt(),
    /** Null where the history came from another system. */
    postId: uuid().references(() => posts.id),
    allocationId: uuid(),
    domain: needDomain(),
    reason: releaseReason(),
    words: text(),
    idempotencyKey: text(),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.accountId, t.number] }),
    within(t, t.accountId, ledgerAccounts),
    // Kept for good, unlike the keys of other commands: nothing is paid twice, however late it is sent again.
    unique('ledger_entries_key').on(t.postId, t.idempotencyKey),
    check('ledger_entries_amount', sql`${t.amount} > 0`),
    check(
      'ledger_entries_allocation',
      sql`(${t.kind} in ('ALLOCATED', 'RELEASED')) = (${t.allocationId} is not null)`,
    ),
    index('ledger_entries_allocation').on(t.districtId, t.allocationId),
  ],
);

/** What a sponsor promised to a district (후원약정), for what and from when to when. */
export const pledges = pgTable(
  'pledges',
  {
    ...districtKey(),
    sponsorId: uuid()
      .notNull()
      .references(() => sponsors.id),
    title: text().notNull(),
    kind: pledgeKind().notNull(),
    /** For which needs and households it may be used: any, where none is named. */
    domains: needDomain().array().notNull().default([]),
    serviceId: uuid().references(() => services.id),
    householdTypes: householdType().array().notNull().default([]),
    validFrom: date().notNull(),
    validUntil: date(),
    recordedAt: recordedAt(),
  },
  (t) => [
    districtPrimaryKey(t),
    within(t, t.id, ledgerAccounts),
    index('pledges_sponsor').on(t.sponsorId),
    index('pledges_district').on(t.districtId, t.validFrom, t.id),
  ],
);

/** A line of a district's budget for a year (예산 과목): the fiscal year is the calendar's. */
export const budgetLines = pgTable(
  'budget_lines',
  {
    ...districtKey(),
    year: integer().notNull(),
    title: text().notNull(),
    domains: needDomain().array().notNull().default([]),
    recordedAt: recordedAt(),
  },
  (t) => [
    districtPrimaryKey(t),
    within(t, t.id, ledgerAccounts),
    unique('budget_lines_title').on(t.districtId, t.year, t.title),
  ],
);

/** What a linkage was given of a pledge or a budget line (배분): of the linkage's own class, and of whom it concerns. */
export const allocations = pgTable(
  'allocations',
  {
    ...ofHousehold(),
    linkageId: uuid().notNull(),
    dataClass: dataClass().notNull(),
    subjectIds: uuid().array().notNull(),
    accountId: uuid().notNull(),
    source: fundedBy().notNull(),
    unit: text().notNull(),
    amount: amount(),
    /** What of it was given back; kept with the entry that says so. */
    released: sum(),
    allocatedOn: date().notNull(),
  },
  (t) => [
    districtPrimaryKey(t),
    within(t, t.householdId, households),
    within(t, t.linkageId, linkages),
    within(t, t.accountId, ledgerAccounts),
    check('allocations_subjects', sql`cardinality(${t.subjectIds}) > 0`),
    index('allocations_linkage').on(t.districtId, t.linkageId, t.allocatedOn, t.id),
    index('allocations_account').on(t.districtId, t.accountId),
    index('allocations_household').on(t.districtId, t.householdId),
  ],
);
