import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { organizations } from './catalogue.js';
import { duty, staffChangeKind } from './enums.js';
import { recordedAt } from './keys.js';

/** A basic local government (시·군·구), a unit of one, or the province or city above. */
export const districts = pgTable('districts', {
  id: text().primaryKey(),
  name: text().notNull(),
  parentId: text(),
});

/** A person who works with Hamkke. What they may do is in their posts. */
export const staff = pgTable('staff', {
  id: uuid().primaryKey(),
  subject: text().notNull().unique(),
  name: text().notNull(),
  homeOrganizationId: uuid()
    .notNull()
    .references(() => organizations.id),
  active: boolean().notNull().default(true),
  version: integer().notNull().default(1),
  createdAt: recordedAt(),
});

/** One place of work of a person: the organization, the duties and, where the duty has them, the zones (dong codes). */
export const posts = pgTable(
  'posts',
  {
    id: uuid().primaryKey(),
    staffId: uuid()
      .notNull()
      .references(() => staff.id),
    organizationId: uuid()
      .notNull()
      .references(() => organizations.id),
    districtId: text()
      .notNull()
      .references(() => districts.id),
    primary: boolean().notNull().default(true),
    duties: duty().array().notNull(),
    zones: text().array().notNull().default([]),
    title: text().notNull(),
    active: boolean().notNull().default(true),
    version: integer().notNull().default(1),
  },
  (t) => [
    index('posts_staff').on(t.staffId),
    index('posts_organization').on(t.organizationId),
    uniqueIndex('posts_one_primary').on(t.staffId).where(sql`${t.primary} and ${t.active}`),
  ],
);

/** Who changed what of whose record, and when (인사 이력). Never edited. */
export const staffChanges = pgTable(
  'staff_changes',
  {
    id: uuid().primaryKey(),
    staffId: uuid()
      .notNull()
      .references(() => staff.id),
    /** The post that it was about; none where it was about the person. */
    postId: uuid().references(() => posts.id),
    /** Where: whoever administers this organization's people may know of it. */
    organizationId: uuid()
      .notNull()
      .references(() => organizations.id),
    kind: staffChangeKind().notNull(),
    before: jsonb().notNull(),
    after: jsonb().notNull(),
    changedAt: recordedAt(),
    byStaffId: uuid()
      .notNull()
      .references(() => staff.id),
    byPostId: uuid()
      .notNull()
      .references(() => posts.id),
  },
  (t) => [index('staff_changes_staff').on(t.staffId, t.changedAt)],
);
