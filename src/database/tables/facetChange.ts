import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, pgTable, uuid } from 'drizzle-orm/pg-core';
import { caseNotes } from './case.js';
import { organizations } from './catalogue.js';
import { dataClass } from './enums.js';
import { households, members } from './household.js';
import { districtPrimaryKey, ofHousehold, recordedAt, within } from './keys.js';
import { posts } from './staff.js';

/**
 * What somebody changed of what is known (변경 이력): one row a command, of the class of what it changed. From these and
 * what is known now every earlier state follows.
 */
export const facetChanges = pgTable(
  'facet_changes',
  {
    ...ofHousehold(),
    memberId: uuid(),
    /** The note that was corrected, where it is one. */
    noteId: uuid(),
    dataClass: dataClass().notNull(),
    subjectIds: uuid().array().notNull(),
    /** The version after the change; 1 where it was recorded for the first time. */
    version: integer().notNull(),
    recordedAt: recordedAt(),
    postId: uuid()
      .notNull()
      .references(() => posts.id),
    organizationId: uuid()
      .notNull()
      .references(() => organizations.id),
    /** [{field, before, after}], each value as text; null where nothing was known. */
    changes: jsonb().notNull(),
  },
  (t) => [
    districtPrimaryKey(t),
    within(t, t.householdId, households),
    within(t, t.memberId, members),
    within(t, t.noteId, caseNotes),
    check('facet_changes_subjects', sql`cardinality(${t.subjectIds}) > 0`),
    index('facet_changes_household').on(t.districtId, t.householdId, t.recordedAt, t.id),
    index('facet_changes_note').on(t.districtId, t.noteId, t.recordedAt, t.id),
    index('facet_changes_member').on(t.districtId, t.memberId, t.recordedAt, t.id),
  ],
);
