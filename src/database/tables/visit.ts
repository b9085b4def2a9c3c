import { sql } from 'drizzle-orm';
import {
  check,
  date,
  index,
  integer,
  pgTable,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { organizations } from './catalogue.js';
import {
  contactPlace,
  dataClass,
  healthConcern,
  partnerKind,
  referralProposalState,
  riskLevel,
  screeningForm,
  universalVisitKind,
  universalVisitState,
  visitTier,
} from './enums.js';
import { households, members } from './household.js';
import { districtPrimaryKey, ofHousehold, recordedAt, within } from './keys.js';
import { referrals } from './referral.js';
import { posts } from './staff.js';

/** Who wrote a row down, and where they worked then. */
const writtenBy = () => ({
  postId: uuid()
    .notNull()
    .references(() => posts.id),
  organizationId: uuid()
    .notNull()
    .references(() => organizations.id),
  recordedAt: recordedAt(),
});

/** A row of a member that says itself of which class it is: HEALTH or MENTAL_HEALTH. */
const ofMemberAndClass = () => ({
  ...ofHousehold(),
  memberId: uuid().notNull(),
  dataClass: dataClass().notNull(),
  subjectIds: uuid().array().notNull(),
});

/**
 * That a visit was offered to somebody because they turn sixty-five or were born (보편방문). It tells how old they are and
 * nothing of their health: it is IDENTITY.
 */
export const universalVisits = pgTable(
  'universal_visits',
  {
    ...ofHousehold(),
    memberId: uuid().notNull(),
    kind: universalVisitKind().notNull(),
    state: universalVisitState().notNull().default('OFFERED'),
    offeredOn: date().notNull(),
    agreedFor: date(),
    /** How often nobody was reached. */
    tries: smallint().notNull().default(0),
    doneOn: date(),
    ...writtenBy(),
    version: integer().notNull().default(1),
  },
  (t) => [
    districtPrimaryKey(t),
    within(t, t.householdId, households),
    within(t, t.memberId, members),
    index('universal_visits_household').on(t.districtId, t.householdId),
    index('universal_visits_member').on(t.districtId, t.memberId, t.offeredOn, t.id),
    uniqueIndex('universal_visits_once').on(t.districtId, t.memberId, t.kind),
  ],
);

/** That somebody was with a member to see to their health (건강 방문). */
export const healthVisits = pgTable(
  'health_visits',
  {
    ...ofHousehold(),
    memberId: uuid().notNull(),
    visitedOn: date().notNull(),
    place: contactPlace().notNull(),
    findings: text(),
    /** What was offered, by whether they took it. */
    accepted: text().array().notNull().default([]),
    declined: text().array().notNull().default([]),
    ...writtenBy(),
  },
  (t) => [
    districtPrimaryKey(t),
    within(t, t.householdId, households),
    within(t, t.memberId, members),
    index('health_visits_household').on(t.districtId, t.householdId),
    index('health_visits_member').on(t.districtId, t.memberId, t.visitedOn, t.id),
  ],
);

/** What a member answered to a screening form, or what was measured, and what follows from it (검사 결과). */
export const formResults = pgTable(
  'form_results',
  {
    ...ofMemberAndClass(),
    form: screeningForm().notNull(),
    formVersion: smallint().notNull(),
    /** By the order of the form's items. */
    answers: smallint().array().notNull(),
    /** None where each item is judged by itself. */
    score: smallint(),
    risk: riskLevel().notNull(),
    takenOn: date().notNull(),
    visitId: uuid(),
    ...writtenBy(),
  },
  (t) => [
    districtPrimaryKey(t),
    within(t, t.householdId, households),
    within(t, t.memberId, members),
    within(t, t.visitId, healthVisits),
    check('form_results_subjects', sql`cardinality(${t.subjectIds}) > 0`),
    index('form_results_household').on(t.districtId, t.householdId),
    index('form_results_member').on(t.districtId, t.memberId, t.takenOn, t.id),
  ],
);

/** That somebody decided how often a member is visited, and why (방문 주기 군 결정). */
export const tierDecisions = pgTable(
  'tier_decisions',
  {
    ...ofMemberAndClass(),
    tier: visitTier().notNull(),
    reason: text().notNull(),
    ...writtenBy(),
  },
  (t) => [
    districtPrimaryKey(t),
    within(t, t.householdId, households),
    within(t, t.memberId, members),
    check('tier_decisions_subjects', sql`cardinality(${t.subjectIds}) > 0`),
    index('tier_decisions_household').on(t.districtId, t.householdId),
    index('tier_decisions_member').on(t.districtId, t.memberId, t.recordedAt, t.id),
  ],
);

/** That a result suggests a referral (의뢰 제안). Nothing is sent by itself: somebody confirms it or decides against it. */
export const referralProposals = pgTable(
  'referral_proposals',
  {
    ...ofMemberAndClass(),
    concern: healthConcern().notNull(),
    /** To what kinds of organization, any of which will do. */
    partnerKinds: partnerKind().array().notNull(),
    resultId: uuid().notNull(),
    state: referralProposalState().notNull().default('PROPOSED'),
    reason: text(),
    decidedAt: timestamp({ withTimezone: true }),
    decidedById: uuid().references(() => posts.id),
    referralId: uuid(),
    recordedAt: recordedAt(),
    version: integer().notNull().default(1),
  },
  (t) => [
    districtPrimaryKey(t),
    within(t, t.householdId, households),
    within(t, t.memberId, members),
    within(t, t.resultId, formResults),
    within(t, t.referralId, referrals),
    check('referral_proposals_subjects', sql`cardinality(${t.subjectIds}) > 0`),
    index('referral_proposals_household').on(t.districtId, t.householdId),
    index('referral_proposals_member').on(t.districtId, t.memberId, t.recordedAt, t.id),
    uniqueIndex('referral_proposals_open')
      .on(t.districtId, t.memberId, t.concern)
      .where(sql`${t.state} = 'PROPOSED'`),
  ],
);
