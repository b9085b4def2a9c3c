import { boolean, date, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { cases, intakeReports } from './case.js';
import { organizations } from './catalogue.js';
import { households } from './household.js';
import { districtPrimaryKey, ofHousehold, within } from './keys.js';
import { districts, posts } from './staff.js';

/** A team of an office whose people go to families together (방문팀). */
export const visitTeams = pgTable(
  'visit_teams',
  {
    districtId: text()
      .notNull()
      .references(() => districts.id),
    id: uuid().notNull(),
    organizationId: uuid()
      .notNull()
      .references(() => organizations.id),
    name: text().notNull(),
    postIds: uuid().array().notNull(),
    active: boolean().notNull().default(true),
    version: integer().notNull().default(1),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.id] }),
    index('visit_teams_organization').on(t.organizationId, t.name, t.id),
  ],
);

/**
 * That a household applied for emergency support (긴급지원 신청): made with every report that came in so. What became of it is
 * the track of its case, and by when what was to be done stands in its clocks.
 */
export const emergencyApplications = pgTable(
  'emergency_applications',
  {
    ...ofHousehold(),
    reportId: uuid().notNull(),
    caseId: uuid().notNull(),
    receivedOn: date().notNull(),
    /** The day on which the visit was agreed with the household, and the day that was agreed. */
    agreedOn: date(),
    visitOn: date(),
    /** Who goes: two people of one team. */
    teamId: uuid(),
    visitorIds: uuid().array().notNull().default([]),
    visitedOn: date(),
    agreedById: uuid().references(() => posts.id),
    version: integer().notNull().default(1),
  },
  (t) => [
    districtPrimaryKey(t),
    within(t, t.householdId, households),
    within(t, t.reportId, intakeReports),
    within(t, t.caseId, cases),
    within(t, t.teamId, visitTeams),
    index('emergency_applications_household').on(t.districtId, t.householdId, t.receivedOn, t.id),
    index('emergency_applications_case').on(t.districtId, t.caseId, t.receivedOn, t.id),
  ],
);
