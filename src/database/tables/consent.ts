import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  date,
  index,
  integer,
  pgTable,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { agreements } from './agreement.js';
import { organizations } from './catalogue.js';
import {
  consentDismissal,
  consentMethod,
  consentNotice,
  consentProposalState,
  consentStep,
  dataClass,
  guardianshipKind,
  purpose,
} from './enums.js';
import { households, members } from './household.js';
import { districtKey, districtPrimaryKey, ofHousehold, recordedAt, within } from './keys.js';
import { districts, posts } from './staff.js';

/** A member's agreement that one named organization may see some classes, for a purpose and a time (동의). */
export const consents = pgTable(
  'consents',
  {
    ...ofHousehold(),
    memberId: uuid().notNull(),
    /** NULL where the district's legal basis stands in for a guardian (see guardianships). */
    givenById: uuid(),
    organizationId: uuid()
      .notNull()
      .references(() => organizations.id),
    agreementId: uuid().notNull(),
    /** To a confidential organization: that it was given tells where somebody is protected. */
    sheltered: boolean().notNull().default(false),
    purpose: purpose().notNull(),
    classes: dataClass().array().notNull(),
    householdWide: boolean().notNull().default(false),
    validFrom: date().notNull(),
    validUntil: date().notNull(),
    method: consentMethod().notNull(),
    givenAt: timestamp({ withTimezone: true }).notNull(),
    withdrawnAt: timestamp({ withTimezone: true }),
    version: integer().notNull().default(1),
  },
  (t) => [
    districtPrimaryKey(t),
    within(t, t.householdId, households),
    within(t, t.memberId, members),
    within(t, t.givenById, members),
    within(t, t.agreementId, agreements),
    index('consents_agreement').on(t.districtId, t.agreementId),
    index('consents_recipient').on(t.organizationId, t.districtId, t.householdId),
    index('consents_household').on(t.districtId, t.householdId, t.givenAt, t.id),
  ],
);

/**
 * What became of a consent (동의 이력): how it was given and changed, by whom, after which notices, and who wrote it down.
 * For those who keep the household's consents alone: a recipient learns from it neither what it had nor what it lost.
 */
export const consentSteps = pgTable(
  'consent_steps',
  {
    ...ofHousehold(),
    consentId: uuid().notNull(),
    version: integer().notNull(),
    /** As the consent's: the history of one with a shelter is as telling. */
    sheltered: boolean().notNull().default(false),
    step: consentStep().notNull(),
    at: recordedAt(),
    /** Who asked for it; NULL where the district's legal basis stood in. */
    askedById: uuid(),
    method: consentMethod().notNull(),
    notices: consentNotice().array().notNull(),
    classesBefore: dataClass().array(),
    classes: dataClass().array().notNull(),
    householdWide: boolean().notNull(),
    validUntilBefore: date(),
    validUntil: date().notNull(),
    postId: uuid(),
    organizationId: uuid().references(() => organizations.id),
  },
  (t) => [
    districtPrimaryKey(t),
    unique('consent_steps_version').on(t.districtId, t.consentId, t.version),
    within(t, t.consentId, consents),
    within(t, t.askedById, members),
    index('consent_steps_household').on(t.districtId, t.householdId),
  ],
);

/**
 * Who speaks for a child (후견): where any is recorded of a child, nobody else does. The row carries its class: that the
 * district stands in says that the only adult is said to have done harm.
 */
export const guardianships = pgTable(
  'guardianships',
  {
    ...ofHousehold(),
    dataClass: dataClass().notNull(),
    subjectIds: uuid().array().notNull(),
    memberId: uuid().notNull(),
    /** NULL where the district's legal basis stands in. */
    guardianId: uuid(),
    kind: guardianshipKind().notNull(),
    legalBasis: text(),
    from: date().notNull(),
    until: date(),
    version: integer().notNull().default(1),
    recordedAt: recordedAt(),
    postId: uuid(),
    organizationId: uuid().references(() => organizations.id),
  },
  (t) => [
    districtPrimaryKey(t),
    within(t, t.householdId, households),
    within(t, t.memberId, members),
    within(t, t.guardianId, members),
    index('guardianships_member').on(t.districtId, t.memberId, t.from, t.id),
    index('guardianships_household').on(t.districtId, t.householdId),
  ],
);

/**
 * A consent that somebody signed at a partner's desk (동의 제안), by the name and birth date that they gave. It names no
 * household and no member, so that it is the same whether or not anybody is known, and no scope rests on it.
 */
export const consentProposals = pgTable(
  'consent_proposals',
  {
    ...districtKey(),
    /** At whose desk it was signed, and to whom it is given. */
    organizationId: uuid()
      .notNull()
      .references(() => organizations.id),
    postId: uuid()
      .notNull()
      .references(() => posts.id),
    agreementId: uuid().notNull(),
    purpose: purpose().notNull(),
    classes: dataClass().array().notNull(),
    validFrom: date().notNull(),
    validUntil: date().notNull(),
    method: consentMethod().notNull(),
    notices: consentNotice().array().notNull(),
    /** Whose it is, as they said; taken away once it is decided. */
    name: text(),
    birthDate: date(),
    proposedAt: recordedAt(),
    /** The last day on which it can be confirmed. */
    lapsesOn: date().notNull(),
    state: consentProposalState().notNull().default('PROPOSED'),
    dismissal: consentDismissal(),
    consentId: uuid(),
    decidedAt: timestamp({ withTimezone: true }),
    decidedById: uuid().references(() => posts.id),
    /** Kept beside the decision: one that was dismissed may be taken back, too, since its partner is not told. */
    withdrawnAt: timestamp({ withTimezone: true }),
    withdrawnById: uuid().references(() => posts.id),
    version: integer().notNull().default(1),
  },
  (t) => [
    districtPrimaryKey(t),
    within(t, t.agreementId, agreements),
    within(t, t.consentId, consents),
    check('consent_proposals_person', sql`num_nonnulls(${t.name}, ${t.birthDate}) in (0, 2)`),
    check('consent_proposals_state', sql`${t.state} <> 'LAPSED'`),
    index('consent_proposals_organization').on(t.organizationId, t.proposedAt, t.id),
    index('consent_proposals_waiting').on(t.districtId, t.lapsesOn, t.id).where(sql`${t.state} = 'PROPOSED'`),
  ],
);

/** How long a consent may be given for in a district, where that is not the usual time, and how long a proposal waits. */
export const consentPolicies = pgTable('consent_policies', {
  districtId: text()
    .primaryKey()
    .references(() => districts.id),
  longestDays: integer().notNull(),
  /** In working days. */
  proposalDays: integer(),
});
