import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import { intakeReports } from './case.js';
import { organizations } from './catalogue.js';
import { incomingReportState, reportDeclineReason, reportMatchDismissal } from './enums.js';
import { households } from './household.js';
import { districtPrimaryKey, ofHousehold, recordedAt, within } from './keys.js';
import { districts, posts } from './staff.js';

/**
 * A report on a household that is known already, which waits for somebody of the centre that serves it (접수 대기). No
 * scope rests on a row of this table: only when it is accepted do the report and its case come into being.
 */
export const incomingReports = pgTable(
  'incoming_reports',
  {
    ...ofHousehold(),
    /** Who received it, and would get the household when it is accepted. */
    centerId: uuid()
      .notNull()
      .references(() => organizations.id),
    /** Who wrote it, and where they work. */
    postId: uuid()
      .notNull()
      .references(() => posts.id),
    organizationId: uuid()
      .notNull()
      .references(() => organizations.id),
    receivedAt: recordedAt(),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
    state: incomingReportState().notNull().default('PENDING'),
    declineReason: reportDeclineReason(),
    decidedAt: timestamp({ withTimezone: true }),
    decidedById: uuid().references(() => posts.id),
    /** The report as it was written, as `hamkke.write_report` takes it. */
    report: jsonb().notNull(),
    /** The people whom it concerns, by the names that its writer could read. */
    people: jsonb().notNull(),
    version: integer().notNull().default(1),
  },
  (t) => [
    districtPrimaryKey(t),
    within(t, t.householdId, households),
    index('incoming_reports_center').on(t.centerId, t.receivedAt, t.id),
    index('incoming_reports_post').on(t.postId, t.receivedAt, t.id),
    index('incoming_reports_household').on(t.districtId, t.householdId),
  ],
);

/**
 * The receipt of a report (접수증) for whoever sent it, and what was done with that report alone. It names no household, so
 * that a report on somebody known and one on somebody new have the same.
 */
export const reportReceipts = pgTable(
  'report_receipts',
  {
    districtId: text()
      .notNull()
      .references(() => districts.id),
    /** The report's own id, here and among those that wait. */
    reportId: uuid().notNull(),
    postId: uuid()
      .notNull()
      .references(() => posts.id),
    organizationId: uuid()
      .notNull()
      .references(() => organizations.id),
    receivedAt: recordedAt(),
    /** Its people as they were told, for those who received it until somebody looks into it; then they go. */
    kept: jsonb(),
    /** When somebody of the centre began to look into it, and when they were done. */
    takenUpAt: timestamp({ withTimezone: true }),
    closedAt: timestamp({ withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.reportId] }),
    index('report_receipts_organization').on(t.organizationId, t.districtId, t.receivedAt, t.reportId),
  ],
);

/**
 * That a report is about a household that was there, or is not (동일 가구 확인): what somebody decided who may see both. Of
 * one that is, the record keeps who was taken for whom and what the report said of them.
 */
export const reportMatches = pgTable(
  'report_matches',
  {
    districtId: text().notNull(),
    reportId: uuid().notNull(),
    householdId: uuid().notNull(),
    confirmed: boolean().notNull(),
    dismissal: reportMatchDismissal(),
    people: jsonb(),
    postId: uuid()
      .notNull()
      .references(() => posts.id),
    decidedAt: recordedAt(),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.reportId, t.householdId] }),
    within(t, t.reportId, intakeReports),
    within(t, t.householdId, households),
    index('report_matches_household').on(t.districtId, t.householdId),
  ],
);
