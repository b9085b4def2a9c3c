import { date, index, integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { policyKey } from './enums.js';
import { districts, posts } from './staff.js';

/**
 * What a district decided for itself from a day on (정책 기준). Never edited: a row is written before its first day, and of
 * two with the same first day the later one counts. So what held on a day that has begun does not change any more.
 */
export const districtPolicies = pgTable(
  'district_policies',
  {
    districtId: text()
      .notNull()
      .references(() => districts.id),
    key: policyKey().notNull(),
    validFrom: date().notNull(),
    value: integer().notNull(),
    /** The time of the statement: one transaction may decide twice. */
    decidedAt: timestamp({ withTimezone: true }).notNull(),
    postId: uuid()
      .notNull()
      .references(() => posts.id),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.key, t.validFrom, t.decidedAt] }),
    index('district_policies_post').on(t.postId),
  ],
);
