import { index, pgTable, timestamp, uuid } from 'drizzle-orm/pg-core';
import { organizations } from './catalogue.js';
import { dataClass, departureReason } from './enums.js';
import { households, members } from './household.js';
import { districtPrimaryKey, ofHousehold, recordedAt, within } from './keys.js';
import { posts } from './staff.js';

/**
 * Why a member left a household (전출), and where they are a member under a new id since, where they are one in the
 * district. The day stands with who they are (member_identities); the reason is FAMILY.
 */
export const departures = pgTable(
  'departures',
  {
    ...ofHousehold(),
    memberId: uuid().notNull(),
    dataClass: dataClass().notNull(),
    subjectIds: uuid().array().notNull(),
    reason: departureReason().notNull(),
    toMemberId: uuid(),
    recordedAt: recordedAt(),
    /** When somebody said that it was a mistake. */
    takenBackAt: timestamp({ withTimezone: true }),
    postId: uuid()
      .notNull()
      .references(() => posts.id),
    organizationId: uuid()
      .notNull()
      .references(() => organizations.id),
  },
  (t) => [
    districtPrimaryKey(t),
    within(t, t.householdId, households),
    within(t, t.memberId, members),
    within(t, t.toMemberId, members),
    index('departures_household').on(t.districtId, t.householdId),
    index('departures_member').on(t.districtId, t.memberId, t.recordedAt, t.id),
    index('departures_to').on(t.districtId, t.toMemberId),
  ],
);
