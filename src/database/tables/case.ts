import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  date,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { organizations, services } from './catalogue.js';
import {
  assignmentKind,
  caseStep,
  closureReason,
  contactPlace,
  dataClass,
  discoveryReporterKind,
  fundedBy,
  incidentKind,
  intakeSource,
  level,
  needDomain,
  noteKind,
  participantKind,
  riskLevel,
  sector,
  stage,
  track,
  transferReason,
} from './enums.js';
import { households, members } from './household.js';
import { districtPrimaryKey, ofHousehold, recordedAt, within } from './keys.js';
import { districts, posts } from './staff.js';

/** One run of work with one household (사례). */
export const cases = pgTable(
  'cases',
  {
    ...ofHousehold(),
    centerId: uuid()
      .notNull()
      .references(() => organizations.id),
    stage: stage().notNull(),
    track: track(),
    level: level(),
    openedOn: date().notNull(),
    closedOn: date(),
    closureReason: closureReason(),
    /** Support first, survey after: set at triage. */
    emergency: boolean().notNull().default(false),
    version: integer().notNull().default(1),
  },
  (t) => [
    districtPrimaryKey(t),
    within(t, t.householdId, households),
    index('cases_household').on(t.districtId, t.householdId, t.openedOn, t.id),
    index('cases_center').on(t.centerId, t.districtId, t.openedOn, t.id),
    index('cases_open').on(t.centerId, t.districtId).where(sql`${t.stage} not in ('CLOSED', 'FOLLOW_UP')`),
    index('cases_opened').on(t.districtId, t.openedOn, t.id),
  ],
);

/** A step that was taken: what changed, by whom and when (이력). Never edited. */
export const caseSteps = pgTable(
  'case_steps',
  {
    ...ofHousehold(),
    caseId: uuid().notNull(),
    /** The version that the case had after the step. */
    version: integer().notNull(),
    step: caseStep().notNull(),
    fromStage: stage(),
    toStage: stage().notNull(),
    track: track(),
    level: level(),
    closureReason: closureReason(),
    takenAt: recordedAt(),
    /** Null where the history came from another system. */
    postId: uuid().references(() => posts.id),
    organizationId: uuid()
      .notNull()
      .references(() => organizations.id),
    /** Which centre is responsible since, where the step opened the case or handed it over. */
    toCenterId: uuid().references(() => organizations.id),
    /**
     * The report that came in while the case was open. Such a step is for those who may have the report, and changes
     * nothing of the case: it has the version that was there.
     */
    reportId: uuid(),
  },
  (t) => [
    districtPrimaryKey(t),
    within(t, t.caseId, cases),
    within(t, t.householdId, households),
    uniqueIndex('case_steps_version').on(t.districtId, t.caseId, t.version).where(sql`${t.reportId} is null`),
    index('case_steps_case').on(t.districtId, t.caseId, t.version),
  ],
);

/**
 * That a case went to another district (이관): what the old one keeps of it. No reference crosses districts, so the new
 * case is named by its global id.
 */
export const caseTransfers = pgTable(
  'case_transfers',
  {
    ...ofHousehold(),
    caseId: uuid().notNull(),
    toDistrictId: text()
      .notNull()
      .references(() => districts.id),
    toCenterId: uuid()
      .notNull()
      .references(() => organizations.id),
    toCaseId: text().notNull(),
    transferReason: transferReason().notNull(),
    /** What went along: the record of what was provided. */
    classes: dataClass().array().notNull(),
    transferredAt: recordedAt(),
    postId: uuid()
      .notNull()
      .references(() => posts.id),
  },
  (t) => [
    districtPrimaryKey(t),
    within(t, t.caseId, cases),
    within(t, t.householdId, households),
    index('case_transfers_case').on(t.districtId, t.caseId, t.transferredAt),
  ],
);

/** Who works with the household: the counsellor of a case, the nurse who visits. */
export const assignments = pgTable(
  'assignments',
  {
    ...ofHousehold(),
    postId: uuid()
      .notNull()
      .references(() => posts.id),
    kind: assignmentKind().notNull(),
    from: date().notNull(),
    until: date(),
    /** Ended before its last day was over: from then on it reaches nothing. */
    endedAt: timestamp({ withTimezone: true }),
    version: integer().notNull().default(1),
  },
  (t) => [
    districtPrimaryKey(t),
    within(t, t.householdId, households),
    index('assignments_post').on(t.postId, t.districtId, t.householdId),
    index('assignments_household').on(t.districtId, t.householdId),
  ],
);

/** How a household came to be known (접수·발굴). */
export const intakeReports = pgTable(
  'intake_reports',
  {
    ...ofHousehold(),
    caseId: uuid(),
    receivedAt: timestamp({ withTimezone: true }).notNull(),
    centerId: uuid()
      .notNull()
      .references(() => organizations.id),
    version: integer().notNull().default(1),
  },
  (t) => [
    districtPrimaryKey(t),
    within(t, t.householdId, households),
    within(t, t.caseId, cases),
    index('intake_reports_household').on(t.districtId, t.householdId, t.receivedAt, t.id),
    index('intake_reports_center').on(t.centerId, t.districtId, t.householdId),
  ],
);

type Column = Parameters<typeof within>[1];
const facetOfReport = (t: { districtId: Column; reportId: Column }) => [
  primaryKey({ columns: [t.districtId, t.reportId] }),
  within(t, t.reportId, intakeReports),
];

/**
 * Where a report came from. That the police were called says as much as what they found, so a row of its own carries
 * the class: SAFETY of those concerned for POLICE_112, SUMMARY of the household for the others.
 */
export const reportOrigins = pgTable(
  'report_origins',
  {
    districtId: text().notNull(),
    reportId: uuid().notNull(),
    householdId: uuid().notNull(),
    dataClass: dataClass().notNull(),
    subjectIds: uuid().array().notNull(),
    source: intakeSource().notNull(),
    emergency: boolean().notNull().default(false),
    senderId: uuid().references(() => organizations.id),
    /** What whoever sent it is, where they reported by that duty alone. */
    reporterKind: discoveryReporterKind(),
  },
  (t) => [
    ...facetOfReport(t),
    check('report_origins_subjects', sql`cardinality(${t.subjectIds}) > 0`),
    index('report_origins_sender').on(t.senderId, t.districtId, t.householdId),
  ],
);

/** What the report says happened: SAFETY of the members whom it concerns. */
export const reportSafeties = pgTable(
  'report_safeties',
  {
    districtId: text().notNull(),
    reportId: uuid().notNull(),
    householdId: uuid().notNull(),
    dataClass: dataClass().notNull().default('SAFETY'),
    subjectIds: uuid().array().notNull(),
    incidentKind: incidentKind(),
    narrative: text(),
    recordedAt: recordedAt(),
  },
  (t) => [...facetOfReport(t), check('report_safeties_subjects', sql`cardinality(${t.subjectIds}) > 0`)],
);

/** What police recorded for an investigation: theirs alone. */
export const reportInvestigations = pgTable(
  'report_investigations',
  {
    districtId: text().notNull(),
    reportId: uuid().notNull(),
    householdId: uuid().notNull(),
    policeOrganizationId: uuid()
      .notNull()
      .references(() => organizations.id),
    record: text().notNull(),
    recordedAt: recordedAt(),
  },
  facetOfReport,
);

/**
 * Rows that are alike across data classes carry their class, and the subjects whose consent they need: the members
 * whom they concern, or the household itself for the classes that have household-level rows.
 */
const ofCase = () => ({
  ...ofHousehold(),
  caseId: uuid().notNull(),
  dataClass: dataClass().notNull(),
  subjectIds: uuid().array().notNull(),
});
type OfCase = { [K in 'districtId' | 'id' | 'caseId' | 'householdId' | 'subjectIds']: Column };
const rowOfCase = (name: string) => (t: OfCase) => [
  districtPrimaryKey(t),
  within(t, t.caseId, cases),
  within(t, t.householdId, households),
  check(`${name}_subjects`, sql`cardinality(${t.subjectIds}) > 0`),
  index(`${name}_household`).on(t.districtId, t.householdId),
];

export const needs = pgTable(
  'needs',
  {
    ...ofCase(),
    domain: needDomain().notNull(),
    severity: riskLevel(),
    description: text().notNull(),
    endedOn: date(),
  },
  (t) => [...rowOfCase('needs')(t), index('needs_case').on(t.districtId, t.caseId, t.id)],
);

export const goals = pgTable(
  'goals',
  {
    ...ofCase(),
    domain: needDomain().notNull(),
    description: text().notNull(),
    dueOn: date(),
    achievedOn: date(),
    givenUpOn: date(),
    /** Why it was given up, in words. */
    givenUpBecause: text(),
  },
  (t) => [...rowOfCase('goals')(t), index('goals_case').on(t.districtId, t.caseId, t.id)],
);

/** A service that a case was linked to (서비스연계). */
export const linkages = pgTable(
  'linkages',
  {
    ...ofCase(),
    domain: needDomain().notNull(),
    serviceId: uuid().references(() => services.id),
    providerId: uuid().references(() => organizations.id),
    sector: sector().notNull(),
    fundedBy: fundedBy().notNull(),
    valueKrw: bigint({ mode: 'number' }),
    linkedOn: date().notNull(),
  },
  (t) => [...rowOfCase('linkages')(t), index('linkages_case').on(t.districtId, t.caseId, t.linkedOn, t.id)],
);

export const caseNotes = pgTable(
  'case_notes',
  {
    ...ofCase(),
    kind: noteKind().notNull(),
    writtenAt: timestamp({ withTimezone: true }).notNull(),
    body: text().notNull(),
    /** When that took place which it tells of, and where; null where nobody said. */
    tookPlaceAt: timestamp({ withTimezone: true }),
    place: contactPlace(),
    minutes: smallint(),
    /** Who wrote it; null where the history came from another system. */
    postId: uuid().references(() => posts.id),
    organizationId: uuid().references(() => organizations.id),
    version: integer().notNull().default(1),
  },
  (t) => [
    ...rowOfCase('case_notes')(t),
    index('case_notes_case').on(t.districtId, t.caseId, t.writtenAt, t.id),
  ],
);

/** Somebody who took part in what a note tells of (참석자), of the class of the note; a member is of themselves. */
export const noteParticipants = pgTable(
  'note_participants',
  {
    ...ofHousehold(),
    noteId: uuid().notNull(),
    dataClass: dataClass().notNull(),
    subjectIds: uuid().array().notNull(),
    kind: participantKind().notNull(),
    postId: uuid().references(() => posts.id),
    organizationId: uuid().references(() => organizations.id),
    memberId: uuid(),
  },
  (t) => [
    districtPrimaryKey(t),
    within(t, t.householdId, households),
    within(t, t.noteId, caseNotes),
    within(t, t.memberId, members),
    index('note_participants_note').on(t.districtId, t.noteId, t.kind, t.id),
    check(
      'note_participants_kind',
      sql`case ${t.kind} when 'STAFF' then ${t.postId} is not null when 'ORGANIZATION' then ${t.organizationId} is not null
        else ${t.memberId} is not null end`,
    ),
  ],
);
