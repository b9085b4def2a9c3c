import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { cases, linkages } from './case.js';
import { organizations, services } from './catalogue.js';
import {
  dataClass,
  declineReason,
  needDomain,
  purpose,
  referralState,
  referralStep,
  serviceUnit,
} from './enums.js';
import { households } from './household.js';
import { districtPrimaryKey, ofHousehold, recordedAt, within } from './keys.js';
import { posts } from './staff.js';

/** Whose request it is and which class it is of: on the referral and, as they do not change, on its history. */
const between = () => ({
  ...ofHousehold(),
  senderId: uuid()
    .notNull()
    .references(() => organizations.id),
  recipientId: uuid()
    .notNull()
    .references(() => organizations.id),
  /** Of the need's domain; SAFE_LOCATION where the recipient is confidential. What the sender's side must have. */
  dataClass: dataClass().notNull(),
  subjectIds: uuid().array().notNull(),
  /** Whether the recipient was asked by then: before, they know nothing of it. */
  sent: boolean().notNull().default(false),
});

/** A request to another organization to take on a need of a household (의뢰). */
export const referrals = pgTable(
  'referrals',
  {
    ...between(),
    caseId: uuid(),
    serviceId: uuid().references(() => services.id),
    /** Who wrote it, and so hears of everything that becomes of it. */
    postId: uuid()
      .notNull()
      .references(() => posts.id),
    domain: needDomain().notNull(),
    purpose: purpose().notNull(),
    /** The classes that it carries, never more than its consents open at the moment of a read. */
    classes: dataClass().array().notNull(),
    /** The members of whom it carries them; nobody where it carries rows of the household as a whole alone. */
    memberIds: uuid().array().notNull(),
    /** The consents that it rests on, once it is requested; none where it carries nothing. */
    consentIds: uuid().array().notNull().default([]),
    state: referralState().notNull(),
    declineReason: declineReason(),
    waitlistPosition: integer(),
    waitlistUntil: date(),
    createdAt: recordedAt(),
    requestedAt: timestamp({ withTimezone: true }),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
    /** The linkage that came of it, once it is completed or somebody said so before. */
    linkageId: uuid(),
    version: integer().notNull().default(1),
  },
  (t) => [
    districtPrimaryKey(t),
    within(t, t.householdId, households),
    within(t, t.caseId, cases),
    within(t, t.linkageId, linkages),
    check('referrals_subjects', sql`cardinality(${t.subjectIds}) > 0`),
    index('referrals_recipient').on(t.recipientId, t.districtId, t.householdId),
    index('referrals_sender').on(t.senderId, t.districtId, t.createdAt, t.id),
    index('referrals_received').on(t.recipientId, t.districtId, t.requestedAt, t.id),
    index('referrals_household').on(t.districtId, t.householdId),
    index('referrals_case').on(t.districtId, t.caseId),
    // One linkage comes of one referral.
    unique('referrals_linkage').on(t.districtId, t.linkageId),
    index('referrals_expiring').on(t.expiresAt).where(sql`${t.state} = 'REQUESTED'`),
  ],
);

/** What was done with a referral, by whom and when (이력). Never edited. */
export const referralEvents = pgTable(
  'referral_events',
  {
    ...between(),
    referralId: uuid().notNull(),
    /** The version that the referral had after it. */
    version: integer().notNull(),
    step: referralStep().notNull(),
    fromState: referralState(),
    toState: referralState().notNull(),
    declineReason: declineReason(),
    at: recordedAt(),
    /** Nobody's where it answered through a link, or happened by itself. */
    postId: uuid().references(() => posts.id),
    organizationId: uuid().references(() => organizations.id),
  },
  (t) => [
    districtPrimaryKey(t),
    within(t, t.referralId, referrals),
    unique('referral_events_version').on(t.districtId, t.referralId, t.version),
  ],
);

/** What one side wrote to the other: of the referral's class, so that words carry no more than it does. */
export const referralMessages = pgTable(
  'referral_messages',
  {
    ...ofHousehold(),
    referralId: uuid().notNull(),
    version: integer().notNull(),
    dataClass: dataClass().notNull(),
    subjectIds: uuid().array().notNull(),
    organizationId: uuid().references(() => organizations.id),
    /** The organization that was asked, where its side wrote it, also through a link: it reads its own answers always. */
    answeredById: uuid().references(() => organizations.id),
    body: text().notNull(),
    writtenAt: recordedAt(),
  },
  (t) => [
    districtPrimaryKey(t),
    within(t, t.referralId, referrals),
    check('referral_messages_subjects', sql`cardinality(${t.subjectIds}) > 0`),
    unique('referral_messages_version').on(t.districtId, t.referralId, t.version),
  ],
);

/** Who wrote something down for the organization that was asked, and when. */
const byRecipient = () => ({
  recordedAt: recordedAt(),
  postId: uuid()
    .notNull()
    .references(() => posts.id),
  organizationId: uuid()
    .notNull()
    .references(() => organizations.id),
});

/** What was given for a referral, day by day (제공 기록), as the organization that was asked wrote it down. */
export const serviceRecords = pgTable(
  'service_records',
  {
    ...between(),
    referralId: uuid().notNull(),
    providedOn: date().notNull(),
    amount: bigint({ mode: 'number' }).notNull(),
    unit: serviceUnit().notNull(),
    words: text(),
    ...byRecipient(),
    version: integer().notNull().default(1),
  },
  (t) => [
    districtPrimaryKey(t),
    within(t, t.referralId, referrals),
    check('service_records_subjects', sql`cardinality(${t.subjectIds}) > 0`),
    check('service_records_amount', sql`${t.amount} > 0`),
    index('service_records_referral').on(t.districtId, t.referralId, t.providedOn, t.id),
    index('service_records_household').on(t.districtId, t.householdId),
  ],
);

/** What a service record said before a correction, and since (정정 이력). Never edited. */
export const serviceRecordChanges = pgTable(
  'service_record_changes',
  {
    ...between(),
    recordId: uuid().notNull(),
    /** The version that the record had after it. */
    version: integer().notNull(),
    ...byRecipient(),
    /** [{field, before, after}], each value as text. */
    changes: jsonb().notNull(),
  },
  (t) => [
    districtPrimaryKey(t),
    within(t, t.recordId, serviceRecords),
    check('service_record_changes_subjects', sql`cardinality(${t.subjectIds}) > 0`),
    unique('service_record_changes_version').on(t.districtId, t.recordId, t.version),
    index('service_record_changes_household').on(t.districtId, t.householdId),
  ],
);

/** A link by which a partner without an account answers once. The token itself is nowhere but in the link. */
export const referralLinks = pgTable(
  'referral_links',
  {
    /** SHA-256 of the token. */
    tokenHash: text().primaryKey(),
    districtId: text().notNull(),
    referralId: uuid().notNull(),
    createdAt: recordedAt(),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
    answeredAt: timestamp({ withTimezone: true }),
  },
  (t) => [
    within(t, t.referralId, referrals),
    index('referral_links_referral').on(t.districtId, t.referralId),
  ],
);
