import { pgEnum } from 'drizzle-orm/pg-core';

/** What a person can agree to share, and what a partner can be shown (docs/domain.md, section 3). */
export const dataClass = pgEnum('data_class', [
  'SUMMARY',
  'IDENTITY',
  'CONTACT',
  'UNIQUE_ID',
  'HEALTH',
  'MENTAL_HEALTH',
  'FINANCE',
  'HOUSING',
  'EMPLOYMENT',
  'EDUCATION',
  'FAMILY',
  'LEGAL',
  'SAFETY',
  'CASE_NOTE',
  'SAFE_LOCATION',
  'INVESTIGATION',
]);
export const basis = pgEnum('basis', ['CONTROLLER', 'CONSENT', 'REFERRAL', 'BREAK_GLASS']);
export const purpose = pgEnum('purpose', ['CASE_MANAGEMENT', 'SERVICE_PROVISION', 'CRISIS_INTERVENTION']);

export const duty = pgEnum('duty', [
  'CENTER_HEAD',
  'CASE_MANAGER',
  'COUNSELLOR',
  'CONSULTATION_SPECIALIST',
  'VISITING_NURSE',
  'NEIGHBOURHOOD_OFFICER',
  'WELFARE_PLANNER',
  'PORTAL_ADMINISTRATOR',
  'DISPATCHED_POLICE',
  'POLICE_OFFICER',
  'PARTNER_WORKER',
  'PRIVACY_OFFICER',
  'STATISTICS',
  'CATALOGUE_EDITOR',
  'SPONSOR',
  'COMMITTEE_EXPERT',
  'REPORTER',
  'DEVELOPER',
  'DISCOVERY_REPORTER',
]);
export const assignmentKind = pgEnum('assignment_kind', ['CASE', 'VISIT']);

/** What was done to somebody's record among the staff. */
export const staffChangeKind = pgEnum('staff_change_kind', [
  'STAFF_ADDED',
  'POST_ADDED',
  'DISPATCHED',
  'POST_CHANGED',
  'ACTIVE_CHANGED',
  'SUBSTITUTE_NAMED',
  'SUBSTITUTE_ENDED',
]);

export const partnerKind = pgEnum('partner_kind', [
  'DISTRICT_OFFICE',
  'DONG_OFFICE',
  'CRISIS_CENTER',
  'POLICE',
  'WELFARE_CENTER',
  'COUNSELLING_CENTER',
  'CLINIC',
  'MENTAL_HEALTH_CENTER',
  'DEMENTIA_CENTER',
  'SCHOOL',
  'CHILD_CARE',
  'HOUSING_OFFICE',
  'LEGAL_AID',
  'TAX_ADVISER',
  'SHELTER',
  'FOUNDATION',
  'COMPANY',
  'RESEARCH',
  'OTHER',
]);
export const sponsorKind = pgEnum('sponsor_kind', ['COMPANY', 'FOUNDATION', 'GROUP', 'ACADEMY', 'CITIZEN']);
export const serviceStatus = pgEnum('service_status', [
  'ACTIVE',
  'INACTIVE',
  'DEFUNCT',
  'TEMPORARILY_CLOSED',
]);
export const locationType = pgEnum('location_type', ['PHYSICAL', 'POSTAL', 'VIRTUAL']);
export const addressType = pgEnum('address_type', ['PHYSICAL', 'POSTAL', 'VIRTUAL']);

export const needDomain = pgEnum('need_domain', [
  'SAFETY',
  'HEALTH',
  'MENTAL_HEALTH',
  'DAILY_LIVING',
  'FAMILY',
  'EDUCATION',
  'EMPLOYMENT',
  'HOUSING',
  'FINANCE',
  'LEGAL',
  'SOCIAL',
]);
export const stage = pgEnum('stage', [
  'RECEIVED',
  'TRIAGED',
  'INITIAL_CONSULTATION',
  'ASSESSMENT',
  'CONFERENCE',
  'PLANNED',
  'LINKING',
  'MONITORING',
  'CLOSED',
  'FOLLOW_UP',
]);
/** A step of the process, as the people who take it say it (docs/domain.md, section 2). */
export const caseStep = pgEnum('case_step', [
  'RECEIVE',
  'TRIAGE',
  'CONSULT',
  'VISIT',
  'ASSESS',
  'CONFER',
  'PLAN',
  'LINK',
  'MONITOR',
  'CLOSE',
  'FOLLOW_UP',
  'REOPEN',
  'TRANSFER',
  'MANAGE',
  'HAND_OVER',
]);
export const closureReason = pgEnum('closure_reason', [
  'GOALS_REACHED',
  'NOT_SELECTED',
  'DECLINED',
  'MOVED',
  'LOST_CONTACT',
  'DIED',
  'TRANSFERRED',
  'MERGED',
  'OTHER',
]);
/** Why a case goes to another district; words belong into its note, which has a class of its own. */
export const transferReason = pgEnum('transfer_reason', ['HOUSEHOLD_MOVED', 'JURISDICTION', 'OTHER']);
export const track = pgEnum('track', ['CASE_MANAGED', 'SERVICE_LINKED', 'NOT_SELECTED']);
export const level = pgEnum('level', ['GENERAL', 'INTENSIVE', 'COMPLEX']);
export const sector = pgEnum('sector', ['PUBLIC', 'PRIVATE']);
export const fundedBy = pgEnum('funded_by', ['BUDGET_LINE', 'PLEDGE', 'PROVIDER']);
export const intakeSource = pgEnum('intake_source', [
  'POLICE_112',
  'HOTLINE_129',
  'DONG_CENTER',
  'NEIGHBOUR',
  'PARTNER',
  'SCHOOL',
  'HOUSING',
  'SELF',
  'SURVEY',
  'EMERGENCY_APPLICATION',
  'UNIVERSAL_65',
  'UNIVERSAL_BIRTH',
]);
export const incidentKind = pgEnum('incident_kind', [
  'DOMESTIC_VIOLENCE',
  'ELDER_ABUSE',
  'CHILD_ABUSE',
  'NEGLECT',
  'OTHER',
]);
export const riskLevel = pgEnum('risk_level', ['LOW', 'MODERATE', 'HIGH']);
export const visitTier = pgEnum('visit_tier', ['HEALTHY', 'MODERATE', 'HIGH']);
export const sex = pgEnum('sex', ['FEMALE', 'MALE', 'UNKNOWN']);
export const consentMethod = pgEnum('consent_method', ['PAPER', 'PHONE', 'WEB', 'EMAIL', 'IN_PERSON']);
/** What somebody must be told before they consent. */
export const consentNotice = pgEnum('consent_notice', [
  'RECIPIENT',
  'PURPOSE',
  'ITEMS',
  'RETENTION',
  'RIGHT_TO_REFUSE',
]);
/** How an agreement stands today; told by a function, kept in no column. */
export const agreementState = pgEnum('agreement_state', ['PLANNED', 'IN_FORCE', 'ENDING', 'ENDED']);
export const agreementStep = pgEnum('agreement_step', [
  'CONCLUDED',
  'AMENDED',
  'NOTICE_GIVEN',
  'NOTICE_WITHDRAWN',
  'ENDED',
]);
export const consentStep = pgEnum('consent_step', [
  'GIVEN',
  'NARROWED',
  'EXTENDED',
  'WITHDRAWN',
  'PERSON_DIED',
  'PERSON_LEFT',
]);
/** Why somebody belongs to a household no more; words belong into a note, which has a class of its own. */
export const departureReason = pgEnum('departure_reason', [
  'MOVED_OUT',
  'SEPARATED',
  'MARRIED',
  'PLACED_IN_CARE',
  'IMPRISONED',
  'MILITARY_SERVICE',
  'MISSING',
  'HOUSEHOLD_SPLIT',
  'HOUSEHOLDS_MERGED',
  'RECORDED_TWICE',
  'OTHER',
  'UNKNOWN',
]);
export const guardianshipKind = pgEnum('guardianship_kind', ['LEGAL', 'APPOINTED', 'DISTRICT_LEGAL_BASIS']);
export const householdType = pgEnum('household_type', [
  'SINGLE',
  'COUPLE',
  'TWO_PARENT',
  'SINGLE_PARENT',
  'GRANDPARENT',
  'EXTENDED',
  'MULTICULTURAL',
  'OTHER',
]);
export const tenure = pgEnum('tenure', [
  'OWNED',
  'JEONSE',
  'MONTHLY_RENT',
  'PUBLIC_RENTAL',
  'TEMPORARY',
  'NONE',
]);
export const noteKind = pgEnum('note_kind', [
  'CONSULTATION',
  'VISIT',
  'CONFERENCE',
  'MONITORING',
  'FOLLOW_UP',
  'OTHER',
]);
export const regionKind = pgEnum('region_kind', ['PROVINCE', 'DISTRICT', 'UNIT', 'OFFICE']);

export const participantKind = pgEnum('participant_kind', ['STAFF', 'ORGANIZATION', 'MEMBER']);

export const contactPlace = pgEnum('contact_place', ['HOME', 'OFFICE', 'TELEPHONE', 'ELSEWHERE']);
export const screeningList = pgEnum('screening_list', [
  'LIVELIHOOD_REFUSED',
  'BLIND_SPOT',
  'EMERGENCY_APPLICATION',
  'UNIVERSAL_VISIT',
  'GROUP_SURVEY',
]);
/** What somebody is who reports whom they worry about, without working with families. */
export const discoveryReporterKind = pgEnum('discovery_reporter_kind', [
  'SCHOOL',
  'NURSERY',
  'HOUSING_OFFICE',
  'REALTOR',
  'TONG_HEAD',
  'HAPPY_MANAGER',
  'METER_READER',
  'NEIGHBOUR',
]);
/** What became of going to somebody of a list. */
export const campaignLineOutcome = pgEnum('campaign_line_outcome', [
  'ABSENT',
  'REFUSED',
  'MOVED',
  'CONSULTED',
]);
export const promotionKind = pgEnum('promotion_kind', [
  'LEAFLET',
  'CAMPAIGN_BOOTH',
  'BRIEFING',
  'HOME_VISIT',
  'BANNER',
  'MEDIA',
  'OTHER',
]);

/** What somebody asks of an office for their neighbourhood (민원), and what became of it. */
export const petitionKind = pgEnum('petition_kind', [
  'ROADS_AND_FACILITIES',
  'CLEANING',
  'SAFETY',
  'NOISE',
  'WELFARE',
  'OTHER',
]);
export const petitionOutcome = pgEnum('petition_outcome', ['RESOLVED', 'PASSED_ON']);

/** How far a request to another organization is (docs/domain.md, section 2). */
export const referralState = pgEnum('referral_state', [
  'DRAFT',
  'REQUESTED',
  'ACCEPTED',
  'REJECTED',
  'WAITLISTED',
  'IN_PROGRESS',
  'COMPLETED',
  'CANCELLED',
  'REVOKED',
  'EXPIRED',
]);
export const referralStep = pgEnum('referral_step', [
  'DRAFT',
  'REQUEST',
  'ACCEPT',
  'REJECT',
  'WAITLIST',
  'START',
  'COMPLETE',
  'CANCEL',
  'REVOKE',
  'EXPIRE',
]);
export const declineReason = pgEnum('decline_reason', [
  'NO_CAPACITY',
  'NOT_ELIGIBLE',
  'OUT_OF_AREA',
  'SERVICE_ENDED',
  'ALREADY_SERVED',
  'CANNOT_REACH',
  'OTHER',
]);
/** In what is counted what was given for a referral; ABSENCE is what was not, because nobody came. */
export const serviceUnit = pgEnum('service_unit', [
  'MEAL',
  'HOUR',
  'MINUTE',
  'DAY',
  'VISIT',
  'SESSION',
  'ITEM',
  'KRW',
  'ABSENCE',
]);
export const changeKind = pgEnum('change_kind', [
  'REFERRAL_DRAFTED',
  'REFERRAL_REQUESTED',
  'REFERRAL_ACCEPTED',
  'REFERRAL_REJECTED',
  'REFERRAL_WAITLISTED',
  'REFERRAL_STARTED',
  'REFERRAL_COMPLETED',
  'REFERRAL_CANCELLED',
  'REFERRAL_REVOKED',
  'REFERRAL_EXPIRED',
]);
export const deliveryState = pgEnum('delivery_state', ['PENDING', 'DELIVERED', 'GIVEN_UP']);

/** What became of a report, as whoever sent it is told: of the report alone, never of a case. */
export const reportStatus = pgEnum('report_status', ['RECEIVED', 'BEING_WORKED_ON', 'CLOSED']);

/** How a consent stands that was signed at a partner's desk: nobody writes LAPSED, it follows from the day. */
export const consentProposalState = pgEnum('consent_proposal_state', [
  'PROPOSED',
  'CONFIRMED',
  'DISMISSED',
  'WITHDRAWN',
  'LAPSED',
]);
/** Why such a consent becomes none. */
export const consentDismissal = pgEnum('consent_dismissal', [
  'SOMEBODY_ELSE',
  'NOT_GIVEN',
  'INCOMPLETE',
  'ALREADY_RECORDED',
]);

/** Why a household was opened without any other basis (긴급열람 사유). */
export const emergencyReason = pgEnum('emergency_reason', [
  'VIOLENCE',
  'LIFE_AT_RISK',
  'SUICIDE_RISK',
  'CHILD_AT_RISK',
  'MISSING_PERSON',
]);
export const notificationKind = pgEnum('notification_kind', ['EMERGENCY_DECLARED', 'REPORT_WAITS']);
/** What the review of an emergency found. */
export const reviewOutcome = pgEnum('review_outcome', ['JUSTIFIED', 'NOT_JUSTIFIED']);

/** How a report on a known household stands: nobody writes EXPIRED, it follows from the time. */
export const incomingReportState = pgEnum('incoming_report_state', [
  'PENDING',
  'ACCEPTED',
  'DECLINED',
  'EXPIRED',
]);
/** Whose reports somebody asks for. */
export const incomingReportSide = pgEnum('incoming_report_side', ['SENT', 'RECEIVED', 'TO_DECIDE']);
/** Why a report does not open the household to the centre that received it. */
export const reportDeclineReason = pgEnum('report_decline_reason', [
  'ALREADY_SERVED',
  'NOT_NEEDED',
  'OTHER_CENTER',
  'MISTAKE',
]);
/** Why a household may be the one that a report is about. */
export const reportMatchReason = pgEnum('report_match_reason', [
  'NUMBER',
  'NAME_AND_BIRTH',
  'NAME_AND_PHONE',
]);
/** Why it is not. */
export const reportMatchDismissal = pgEnum('report_match_dismissal', [
  'ANOTHER_PERSON',
  'CANNOT_TELL',
  'MISTAKE',
]);
/** What may be decided about it. */
export const reportDecision = pgEnum('report_decision', ['ACCEPT', 'DECLINE']);

/** What a sponsor promises (후원약정). */
export const pledgeKind = pgEnum('pledge_kind', ['MONEY', 'IN_KIND']);
/** How a pledge stands: told from its term and its entries, never written. */
export const pledgeState = pgEnum('pledge_state', ['PLANNED', 'OPEN', 'USED_UP', 'ENDED', 'CANCELLED']);
/** What an entry of a ledger says; nothing is ever taken back but by another entry. */
export const ledgerEntryKind = pgEnum('ledger_entry_kind', [
  'PLEDGED',
  'CANCELLED',
  'RECEIVED',
  'REFUNDED',
  'BUDGETED',
  'BUDGET_CUT',
  'ALLOCATED',
  'RELEASED',
]);
/** Why an allocation was given back: coded, because words would say something of a family to whoever reads a ledger. */
export const releaseReason = pgEnum('release_reason', [
  'NOT_USED',
  'SERVICE_ENDED',
  'DECLINED',
  'REDUCED',
  'MISTAKE',
]);

/** Kinds of the catalogue's records that are kept true by themselves; all else is told of with one of them. */
export const catalogueRecord = pgEnum('catalogue_record', ['ORGANIZATION', 'SERVICE', 'LOCATION']);
/** Whether there is room: told from what was confirmed last and when, never written. */
export const capacityState = pgEnum('capacity_state', ['AVAILABLE', 'FULL', 'UNKNOWN']);
/** How the verification of a record stands: told from its last day. */
export const verificationState = pgEnum('verification_state', ['OVERDUE', 'DUE', 'NEVER']);
export const changeRequestState = pgEnum('change_request_state', [
  'PENDING',
  'ACCEPTED',
  'DECLINED',
  'WITHDRAWN',
]);
/** Whose requests somebody asks for. */
export const changeRequestSide = pgEnum('change_request_side', ['PROPOSED', 'TO_DECIDE']);
/** Why two records may be one. */
export const likeness = pgEnum('likeness', [
  'SAME_NAME',
  'SIMILAR_NAME',
  'SAME_PHONE',
  'SAME_ADDRESS',
  'SAME_ORGANIZATION',
]);
export const catalogueChangeKind = pgEnum('catalogue_change_kind', ['CHANGED', 'REMOVED', 'MERGED']);

/** What a district may decide for itself: src/policy/limits.ts says what is usual. */
export const policyKey = pgEnum('policy_key', [
  'EMERGENCY_VISIT_AGREED',
  'EMERGENCY_SURVEY',
  'SURVEY',
  'CONFERENCE',
  'PLAN',
  'VISIT_HIGH',
  'VISIT_MODERATE',
  'VISIT_HEALTHY',
  'BIRTH_VISIT',
  'UNREACHED_TRIES',
  'LIST_ERASURE',
  'PHQ9_MODERATE',
  'PHQ9_HIGH',
  'GDS_SF_MODERATE',
  'GDS_SF_HIGH',
  'EPDS_MODERATE',
  'EPDS_HIGH',
  'K_FRAIL_MODERATE',
  'K_FRAIL_HIGH',
  'SYSTOLIC_MODERATE',
  'SYSTOLIC_HIGH',
  'DIASTOLIC_MODERATE',
  'DIASTOLIC_HIGH',
  'GLUCOSE_FASTING_MODERATE',
  'GLUCOSE_FASTING_HIGH',
  'GLUCOSE_RANDOM_MODERATE',
  'GLUCOSE_RANDOM_HIGH',
]);
export const policyUnit = pgEnum('policy_unit', [
  'DAYS',
  'WORKING_DAYS',
  'WEEKS',
  'MONTHS',
  'TIMES',
  'POINTS',
  'MMHG',
  'MG_PER_DL',
]);

/** What is waited for, by a day that policy sets (docs/domain.md, section 2). */
export const clockKind = pgEnum('clock_kind', [
  'EMERGENCY_VISIT_AGREED',
  'EMERGENCY_VISIT',
  'EMERGENCY_SURVEY',
  'SURVEY',
  'CONFERENCE',
  'PLAN',
  'UNIVERSAL_VISIT',
  'VISIT',
]);
/** Whose work somebody asks for. */
export const workSide = pgEnum('work_side', ['MINE', 'ZONE', 'TEAM']);
/** What kinds of things wait for somebody. */
export const inboxKind = pgEnum('inbox_kind', [
  'CLOCK',
  'REFERRAL',
  'RECEIVED_REPORT',
  'INCOMING_REPORT',
  'CONSENT_PROPOSAL',
  'CONSULTATION_QUESTION',
  'REVIEW',
  'NOTIFICATION',
  'CHANGE_REQUEST',
  'PETITION',
]);
/** How a clock stands: told from its days, never written. */
export const clockState = pgEnum('clock_state', ['RUNNING', 'MET', 'MISSED', 'STOPPED']);

/** To whom a district offers a visit, rich or poor (docs/domain.md, section 9). */
export const universalVisitKind = pgEnum('universal_visit_kind', ['UNIVERSAL_65', 'UNIVERSAL_BIRTH']);
export const universalVisitState = pgEnum('universal_visit_state', [
  'OFFERED',
  'AGREED',
  'DECLINED',
  'UNREACHED',
  'DONE',
]);
/** What came of an offer, or of a try to make the visit. */
export const visitAnswer = pgEnum('visit_answer', ['AGREED', 'DECLINED', 'NOT_REACHED', 'VISITED']);
/** What somebody is screened by: src/visit/forms/definitions.ts has the versions of each. */
export const screeningForm = pgEnum('screening_form', [
  'BLOOD_PRESSURE',
  'GLUCOSE_FASTING',
  'GLUCOSE_RANDOM',
  'PHQ9',
  'GDS_SF',
  'CIST',
  'K_FRAIL',
  'EPDS',
]);
export const formScoring = pgEnum('form_scoring', ['SUM', 'EACH']);
/** What a screening may point to that another organization looks into. */
export const healthConcern = pgEnum('health_concern', ['DEPRESSION', 'POSTPARTUM_DEPRESSION', 'DEMENTIA']);
export const referralProposalState = pgEnum('referral_proposal_state', [
  'PROPOSED',
  'CONFIRMED',
  'DISMISSED',
]);

/** How far a question of a consultation is: told from its referral and its answer, never written. */
export const consultationQuestionState = pgEnum('consultation_question_state', [
  'OPEN',
  'WAITING_FOR_CONSENT',
  'DRAFTED',
  'ASKED',
  'ANSWERED',
  'DECLINED',
  'ENDED',
  'DONE',
]);

/** What is counted, or added up: src/fact/measures.ts has what each means and by what it can be asked for. */
export const measure = pgEnum('measure', [
  'REPORTS',
  'SCREENED',
  'SCREENED_SELECTED',
  'SCREENED_LINKAGES',
  'CASES_OPENED',
  'CASES_SELECTED',
  'INITIAL_CONSULTATIONS',
  'CASES_CLOSED',
  'CASES_REOPENED',
  'HOUSEHOLDS_SERVED',
  'LINKAGES',
  'LINKAGE_VALUE',
  'EMERGENCY_APPLICATIONS',
  'CLOCKS_DUE',
  'CLOCKS_MET',
  'VISITS_DUE',
  'VISITS_MET',
  'VISITS_MADE',
  'UNIVERSAL_VISITS_OFFERED',
  'UNIVERSAL_VISITS_DONE',
  'UNIVERSAL_VISITS_DECLINED',
  'PROMOTIONS',
  'REFERRALS',
  'CONSULTATION_QUESTIONS',
  'AGREEMENTS',
]);
/** By what figures can be asked for; each is a column of `facts` of the same name. */
export const dimension = pgEnum('dimension', [
  'DONG',
  'INTAKE_SOURCE',
  'TRACK',
  'LEVEL',
  'NEED_DOMAIN',
  'HOUSEHOLD_TYPE',
  'SECTOR',
  'AGENCY_KIND',
  'VISIT_TIER',
  'CLOCK_KIND',
  'CLOSURE_REASON',
  'PROMOTION_KIND',
  'REFERRAL_STATE',
]);
/** The rows of the work that facts follow from: src/fact/sources.ts says how. */
export const factSource = pgEnum('fact_source', [
  'REPORT',
  'HOUSEHOLD',
  'CASE',
  'LINKAGE',
  'APPLICATION',
  'CLOCK',
  'HEALTH_VISIT',
  'UNIVERSAL_VISIT',
  'PROMOTION',
  'REFERRAL',
  'CONSULTATION',
  'AGREEMENT',
]);

/** How a figure stands: there is one, there cannot be one, it is kept back, or nobody knows it yet. */
export const figureState = pgEnum('figure_state', ['KNOWN', 'IMPOSSIBLE', 'SUPPRESSED', 'UNKNOWN']);
