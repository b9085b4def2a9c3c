import { sql } from 'drizzle-orm';
import {
  check,
  date,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  time,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import { emergencyReason, notificationKind, reviewOutcome } from './enums.js';
import { incomingReports } from './incoming.js';
import { districtKey, districtPrimaryKey, recordedAt, within } from './keys.js';
import { districts, posts } from './staff.js';

/**
 * A declared emergency (긴급열람): opens one household for one post until it ends. The household is no reference: whether
 * there is one with this id is not looked at before the emergency is logged and told, so that declaring tells nothing.
 */
export const emergencies = pgTable(
  'emergencies',
  {
    ...districtKey(),
    householdId: uuid().notNull(),
    postId: uuid()
      .notNull()
      .references(() => posts.id),
    reason: emergencyReason().notNull(),
    words: text().notNull(),
    minutes: integer().notNull(),
    declaredAt: recordedAt(),
    /** Earlier than declared where it was ended. */
    endsAt: timestamp({ withTimezone: true }).notNull(),
  },
  (t) => [
    districtPrimaryKey(t),
    check('emergencies_minutes', sql`${t.minutes} between 1 and 60`),
    check('emergencies_end', sql`${t.endsAt} <= ${t.declaredAt} + interval '60 minutes'`),
    // What every read of those who may declare looks up.
    index('emergencies_post').on(t.postId, t.endsAt),
    index('emergencies_declared').on(t.districtId, t.declaredAt),
  ],
);

/** Something that a post must know of at once (알림). */
export const notifications = pgTable(
  'notifications',
  {
    ...districtKey(),
    postId: uuid()
      .notNull()
      .references(() => posts.id),
    kind: notificationKind().notNull(),
    /** What it tells of: one of the two. */
    emergencyId: uuid(),
    incomingReportId: uuid(),
    at: recordedAt(),
    readAt: timestamp({ withTimezone: true }),
  },
  (t) => [
    districtPrimaryKey(t),
    within(t, t.emergencyId, emergencies),
    within(t, t.incomingReportId, incomingReports),
    check('notifications_subject', sql`num_nonnulls(${t.emergencyId}, ${t.incomingReportId}) = 1`),
    index('notifications_post').on(t.postId, t.at, t.id),
    index('notifications_emergency').on(t.districtId, t.emergencyId),
  ],
);

/** That somebody must look at an emergency afterwards (사후 점검), whoever was notified of it. */
export const reviewTasks = pgTable(
  'review_tasks',
  {
    ...districtKey(),
    emergencyId: uuid().notNull(),
    dueOn: date().notNull(),
    completedAt: timestamp({ withTimezone: true }),
    completedById: uuid().references(() => posts.id),
    outcome: reviewOutcome(),
    words: text(),
  },
  (t) => [
    districtPrimaryKey(t),
    within(t, t.emergencyId, emergencies),
    index('review_tasks_emergency').on(t.districtId, t.emergencyId),
  ],
);

/** Days besides Saturdays and Sundays on which offices are closed (공휴일·대체공휴일): policy data, added to as they are proclaimed. */
export const publicHolidays = pgTable('public_holidays', {
  day: date().primaryKey(),
  name: text().notNull(),
});

/** From where on the monthly review of the access log calls something an outlier; a district without a row has the defaults. */
export const reviewPolicies = pgTable(
  'review_policies',
  {
    districtId: text()
      .notNull()
      .references(() => districts.id),
    nightFrom: time().notNull().default('22:00'),
    nightUntil: time().notNull().default('06:00'),
    /** Reads at night that one post may have in a month. */
    nightReads: integer().notNull().default(10),
    /** Households that one post may see in a day. */
    householdsADay: integer().notNull().default(50),
  },
  (t) => [primaryKey({ columns: [t.districtId] })],
);
