import { sql } from 'drizzle-orm';
import { check, date, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { cases } from './case.js';
import { organizations } from './catalogue.js';
import { dataClass, needDomain } from './enums.js';
import { households } from './household.js';
import { districtPrimaryKey, ofHousehold, recordedAt, within } from './keys.js';
import { referrals } from './referral.js';
import { posts } from './staff.js';

const writtenBy = () => ({
  postId: uuid()
    .notNull()
    .references(() => posts.id),
  recordedAt: recordedAt(),
  version: integer().notNull().default(1),
});

/** That a family was consulted about everything at one place (원스톱 상담): it holds its questions together, and no words. */
export const consultations = pgTable(
  'consultations',
  {
    ...ofHousehold(),
    caseId: uuid(),
    /** The centre whose consultation it is. */
    organizationId: uuid()
      .notNull()
      .references(() => organizations.id),
    heldOn: date().notNull(),
    place: text(),
    closedOn: date(),
    ...writtenBy(),
  },
  (t) => [
    districtPrimaryKey(t),
    within(t, t.householdId, households),
    within(t, t.caseId, cases),
    index('consultations_household').on(t.districtId, t.householdId, t.heldOn, t.id),
    index('consultations_open').on(t.organizationId).where(sql`${t.closedOn} is null`),
  ],
);

/**
 * One question that a family brought (상담 질문). Where another organization is asked, it is of the class and people of its
 * referral, so that whoever has the one has the other; how far it is follows from the referral and is kept nowhere else.
 */
export const consultationQuestions = pgTable(
  'consultation_questions',
  {
    ...ofHousehold(),
    consultationId: uuid().notNull(),
    domain: needDomain().notNull(),
    dataClass: dataClass().notNull(),
    subjectIds: uuid().array().notNull(),
    /** The members whom it is about; nobody where it is about the household as a whole. */
    memberIds: uuid().array().notNull(),
    words: text().notNull(),
    referralId: uuid(),
    /** What came of it, as the specialist wrote it, and who gave the answer at the table. */
    answer: text(),
    answeredById: uuid().references(() => organizations.id),
    answeredOn: date(),
    ...writtenBy(),
  },
  (t) => [
    districtPrimaryKey(t),
    within(t, t.householdId, households),
    within(t, t.consultationId, consultations),
    within(t, t.referralId, referrals),
    check('consultation_questions_subjects', sql`cardinality(${t.subjectIds}) > 0`),
    index('consultation_questions_consultation').on(t.districtId, t.consultationId, t.recordedAt, t.id),
    index('consultation_questions_household').on(t.districtId, t.householdId),
    index('consultation_questions_referral').on(t.districtId, t.referralId),
  ],
);
