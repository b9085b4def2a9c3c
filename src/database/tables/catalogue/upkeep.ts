import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { catalogueChangeKind, catalogueRecord, changeRequestState, duty } from '../enums.js';
import { recordedAt } from '../keys.js';
import { record } from './record.js';
import { organizations } from './services.js';

// How the catalogue is kept true: who verified what, who proposes what, what became of duplicates, and what changed.

/** How long something holds before it must be confirmed again, in days: what the server was started with. */
export const upkeepPolicies = pgTable('upkeep_policies', {
  name: text().primaryKey(),
  days: integer().notNull(),
});

/** That somebody looked whether a record is still true (정보 확인), which is not the same as having edited it. One a record. */
export const verifications = pgTable(
  'verifications',
  {
    ...record(),
    kind: catalogueRecord().notNull(),
    recordId: uuid().notNull(),
    verifiedAt: recordedAt(),
    validUntil: date().notNull(),
    /** By which organization and in which duty: the person is for the district's own people. */
    organizationId: uuid()
      .notNull()
      .references(() => organizations.id),
    duty: duty().notNull(),
    postId: uuid(),
  },
  (t) => [
    uniqueIndex('verifications_record').on(t.recordId),
    index('verifications_due').on(t.validUntil, t.recordId),
    index('verifications_organization').on(t.organizationId),
  ],
);

/** What somebody proposes to change of a record (정정 요청), and what an editor said to it. */
export const changeRequests = pgTable(
  'change_requests',
  {
    id: uuid().primaryKey(),
    /** The table of the record, and the type that the API knows it by. */
    tableName: text().notNull(),
    typeName: text().notNull(),
    /** The record; of a new one the id that it will have. */
    recordId: uuid().notNull(),
    /** Where a new record would be made; null for a change of one that is there. */
    districtId: text(),
    /** By column: what it was when it was proposed, and what it is to be. Of a new record all of it, with what belongs to it. */
    seen: jsonb().notNull(),
    proposed: jsonb().notNull(),
    reason: text().notNull(),
    state: changeRequestState().notNull().default('PENDING'),
    organizationId: uuid()
      .notNull()
      .references(() => organizations.id),
    postId: uuid().notNull(),
    proposedAt: recordedAt(),
    decidedAt: timestamp({ withTimezone: true }),
    decidedByPostId: uuid(),
    decidedByOrganizationId: uuid().references(() => organizations.id),
    /** Why it was declined. */
    answer: text(),
    /** When somebody of the proposer's organization took note of the outcome. */
    notedAt: timestamp({ withTimezone: true }),
    version: integer().notNull().default(1),
  },
  (t) => [
    check('change_requests_decided', sql`(${t.state} = 'PENDING') = (${t.decidedAt} is null)`),
    index('change_requests_organization').on(t.organizationId, t.proposedAt),
    index('change_requests_state').on(t.state, t.proposedAt),
    index('change_requests_record').on(t.recordId),
  ],
);

/** Two records that are alike and not the same, as an editor said: they are not proposed again. */
export const duplicateDismissals = pgTable(
  'duplicate_dismissals',
  {
    lowId: uuid().notNull(),
    highId: uuid().notNull(),
    kind: catalogueRecord().notNull(),
    postId: uuid().notNull(),
    dismissedAt: recordedAt(),
  },
  (t) => [
    primaryKey({ columns: [t.lowId, t.highId] }),
    index('duplicate_dismissals_high').on(t.highId),
    check('duplicate_dismissals_order', sql`${t.lowId} < ${t.highId}`),
  ],
);

/** Where a record went that was merged into another: its id leads to the other for good. */
export const recordRedirects = pgTable(
  'record_redirects',
  {
    oldId: uuid().primaryKey(),
    newId: uuid().notNull(),
    kind: catalogueRecord().notNull(),
    /** The row as it was, for whoever must know what was merged. */
    before: jsonb().notNull(),
    postId: uuid().notNull(),
    at: recordedAt(),
  },
  (t) => [index('record_redirects_new').on(t.newId)],
);

/**
 * The newest change of each record of the catalogue, in the order in which changes became visible. A record's older change
 * goes when a newer one comes, so the feed is never longer than the catalogue, and no cursor ever ends.
 */
export const catalogueChanges = pgTable(
  'catalogue_changes',
  {
    recordId: uuid().primaryKey(),
    position: bigint({ mode: 'number' }).notNull(),
    at: recordedAt(),
    kind: catalogueChangeKind().notNull(),
    record: catalogueRecord().notNull(),
    mergedIntoId: uuid(),
  },
  (t) => [uniqueIndex('catalogue_changes_position').on(t.position)],
);

/**
 * What was written here: the fields of a record that an editor changed, by column. An import that says otherwise leaves them
 * as they are. The column `id` stands for the record as such: an editor removed it, and no import brings it back.
 */
export const catalogueEdits = pgTable(
  'catalogue_edits',
  {
    recordId: uuid().notNull(),
    field: text().notNull(),
    /** The record's table. */
    entity: text().notNull(),
    at: recordedAt(),
  },
  (t) => [
    primaryKey({ columns: [t.recordId, t.field] }),
    index('catalogue_edits_entity').on(t.entity, t.recordId),
  ],
);

/** That a record was made confidential with all that belongs to it, as an editor can take back. */
export const concealments = pgTable(
  'concealments',
  {
    id: uuid().primaryKey(),
    kind: catalogueRecord().notNull(),
    recordId: uuid().notNull(),
    districtId: text(),
    reason: text().notNull(),
    /** What was confidential before, and stays so. */
    hiddenBefore: uuid().array().notNull().default([]),
    /** The editor’s; none where a source that knew the record as a public one keeps it from the public now. */
    postId: uuid(),
    at: recordedAt(),
    endedAt: timestamp({ withTimezone: true }),
    endedBecause: text(),
    endedByPostId: uuid(),
  },
  (t) => [
    uniqueIndex('concealments_record').on(t.recordId).where(sql`${t.endedAt} is null`),
    check('concealments_ended', sql`(${t.endedAt} is null) = (${t.endedByPostId} is null)`),
  ],
);
