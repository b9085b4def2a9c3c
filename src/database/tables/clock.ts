import { sql } from 'drizzle-orm';
import { check, date, index, pgTable, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { cases, intakeReports } from './case.js';
import { organizations } from './catalogue.js';
import { clockKind, dataClass, visitTier } from './enums.js';
import { households, members } from './household.js';
import { districtPrimaryKey, ofHousehold, recordedAt, within } from './keys.js';

/**
 * That something is due by a day (기한). The day is set once, by the policy of the day on which the clock began, so that a
 * policy which is decided later changes nothing of it. How it stands follows from its days (see `hamkke.clock_state`).
 */
export const clocks = pgTable(
  'clocks',
  {
    ...ofHousehold(),
    /** A clock tells what somebody needs: it is of the class of what it waits for. */
    dataClass: dataClass().notNull(),
    subjectIds: uuid().array().notNull(),
    kind: clockKind().notNull(),
    /** What it hangs on: a case, or a member who is to be visited. */
    caseId: uuid(),
    memberId: uuid(),
    /** The report by which it began, of an application: whoever does not hear of the report learns nothing of it. */
    reportId: uuid(),
    /** By which tier the next visit of a nurse is due. */
    tier: visitTier(),
    startedOn: date().notNull(),
    dueOn: date().notNull(),
    metOn: date(),
    stoppedOn: date(),
    /** The team that answers for it. */
    centerId: uuid()
      .notNull()
      .references(() => organizations.id),
    recordedAt: recordedAt(),
  },
  (t) => [
    districtPrimaryKey(t),
    within(t, t.householdId, households),
    within(t, t.caseId, cases),
    within(t, t.reportId, intakeReports),
    within(t, t.memberId, members),
    check('clocks_of_one', sql`num_nonnulls(${t.caseId}, ${t.memberId}) = 1`),
    check('clocks_subjects', sql`cardinality(${t.subjectIds}) > 0`),
    check('clocks_days', sql`${t.dueOn} >= ${t.startedOn} and ${t.metOn} >= ${t.startedOn}`),
    check('clocks_end', sql`num_nonnulls(${t.metOn}, ${t.stoppedOn}) < 2`),
    index('clocks_household').on(t.districtId, t.householdId),
    index('clocks_case').on(t.districtId, t.caseId, t.startedOn, t.id),
    uniqueIndex('clocks_running')
      .on(t.districtId, t.caseId, t.kind)
      .where(sql`${t.metOn} is null and ${t.stoppedOn} is null and ${t.reportId} is null`),
    // A household may apply once more while what it applied for first is waited for still.
    uniqueIndex('clocks_running_of_report')
      .on(t.districtId, t.reportId, t.kind)
      .where(sql`${t.metOn} is null and ${t.stoppedOn} is null`),
    index('clocks_member').on(t.districtId, t.memberId, t.startedOn, t.id),
    // Of a member each class has a clock of its own: one that followed from both would tell each of the other.
    uniqueIndex('clocks_running_of_member')
      .on(t.districtId, t.memberId, t.kind, t.dataClass)
      .where(sql`${t.memberId} is not null and ${t.metOn} is null and ${t.stoppedOn} is null`),
    index('clocks_due')
      .on(t.districtId, t.centerId, t.dueOn, t.id)
      .where(sql`${t.metOn} is null and ${t.stoppedOn} is null`),
  ],
);
