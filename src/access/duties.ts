import * as enums from '../database/tables/enums.js';
import { but, type DataClass, mostGuarded, noteClasses } from './classes.js';

export const duties = enums.duty.enumValues;
export type Duty = (typeof duties)[number];

/** Which households a duty reaches as the district's own staff. Each has its condition in scope.ts. */
export type Reach = 'CENTER' | 'ASSIGNED' | 'VISITED' | 'ZONE' | 'DISTRICT' | 'SENT_HERE' | 'SENT' | 'NONE';

interface DutyRule {
  /** Households that the duty reaches without anybody's consent, because the district serves them. */
  reach: Reach;
  classes: readonly DataClass[];
  /**
   * Of these classes, those that the duty also records: the second wall around every change. SAFE_LOCATION is written by
   * those who bring somebody to safety, and they do not read it back without consent.
   */
  records: readonly DataClass[];
  /** Whether a person with this duty works with families at all, and so may use consents and referrals. */
  works: boolean;
  /** Whether the duty keeps the household's consents, and so sees to whom they were given. */
  keepsConsents?: true;
  /**
   * Whether the duty may declare an emergency. Those who go to families for the district; not the police, with whom the
   * district shares only what a household consented to, and not partners, whose basis is consent or referral.
   */
  declares?: true;
  /** Whether the duty also writes notes of the classes that it has by a consent, of the households that it reaches. */
  notesByConsent?: true;
}

const none = { reach: 'NONE', classes: [], records: [] } as const;
const centre = {
  reach: 'CENTER',
  classes: but(...mostGuarded),
  records: but(...mostGuarded),
  works: true,
  declares: true,
} as const;
const assigned = {
  reach: 'ASSIGNED',
  classes: but('UNIQUE_ID', ...mostGuarded),
  records: but('UNIQUE_ID', ...mostGuarded),
  works: true,
  declares: true,
} as const;
const zone = {
  reach: 'ZONE',
  classes: ['SUMMARY', 'IDENTITY', 'CONTACT'],
  records: [],
  works: true,
  declares: true,
} as const;

/** What each duty may see of households that its district serves (docs/domain.md, section 4). */
export const dutyRules: Record<Duty, DutyRule> = {
  CENTER_HEAD: { ...centre, keepsConsents: true },
  CASE_MANAGER: { ...centre, records: but('INVESTIGATION'), keepsConsents: true },
  COUNSELLOR: { ...assigned, records: but('UNIQUE_ID', 'INVESTIGATION'), keepsConsents: true },
  CONSULTATION_SPECIALIST: { ...assigned, keepsConsents: true },
  VISITING_NURSE: {
    reach: 'VISITED',
    classes: ['SUMMARY', 'IDENTITY', 'CONTACT', 'HEALTH', 'MENTAL_HEALTH'],
    records: ['HEALTH', 'MENTAL_HEALTH'],
    works: true,
    declares: true,
  },
  NEIGHBOURHOOD_OFFICER: zone,
  WELFARE_PLANNER: zone,
  PORTAL_ADMINISTRATOR: {
    reach: 'DISTRICT',
    classes: ['SUMMARY'],
    records: [],
    works: true,
    keepsConsents: true,
  },
  DISPATCHED_POLICE: {
    reach: 'SENT_HERE',
    classes: ['SUMMARY'],
    records: [],
    works: true,
    notesByConsent: true,
  },
  POLICE_OFFICER: {
    reach: 'SENT',
    classes: ['SUMMARY', 'INVESTIGATION'],
    records: ['INVESTIGATION'],
    works: true,
  },
  PARTNER_WORKER: { ...none, works: true },
  PRIVACY_OFFICER: { ...none, works: false },
  STATISTICS: { ...none, works: false },
  CATALOGUE_EDITOR: { ...none, works: false },
  SPONSOR: { ...none, works: false },
  COMMITTEE_EXPERT: { ...none, works: false },
  REPORTER: { ...none, works: false },
  DEVELOPER: { ...none, works: false },
  DISCOVERY_REPORTER: { ...none, works: false },
};

/** Who reads the schema and what exactly is wrong with a document where not everybody does: in production. */
export const schemaReaders: readonly Duty[] = ['DEVELOPER'];

/** The duties that have a class of the households that they reach, without anybody's consent. */
export const dutiesWith = (dataClass: DataClass): readonly Duty[] =>
  duties.filter((duty) => dutyRules[duty].classes.includes(dataClass));

/** Of these, the duties that also write it down. */
export const dutiesRecording = (dataClass: DataClass): readonly Duty[] =>
  duties.filter((duty) => dutyRules[duty].records.includes(dataClass));

/** The duties that write notes of the classes that somebody consented to. */
export const consentedNoters: readonly Duty[] = duties.filter((duty) => dutyRules[duty].notesByConsent);
/** Who writes notes, each of the classes that they may. */
export const noteWriters: readonly Duty[] = duties.filter(
  (duty) =>
    consentedNoters.includes(duty) || noteClasses.some((each) => dutyRules[duty].records.includes(each)),
);

/** The duties that keep households' consents: they see to whom somebody was opened, and why or why not. */
export const consentKeepers: readonly Duty[] = duties.filter((duty) => dutyRules[duty].keepsConsents);
/** Of these, the duties that also write consents down: they record what is known of the household itself. */
export const consentRecorders: readonly Duty[] = consentKeepers.filter((duty) =>
  dutyRules[duty].records.includes('SUMMARY'),
);
/** Who sees a consent because it was given to their organization. */
export const consentReceivers: readonly Duty[] = ['PARTNER_WORKER'];
/** Who writes down that a consent was taken back: also whoever it was given to, and loses by it. */
export const consentTakers: readonly Duty[] = [...consentRecorders, ...consentReceivers];

/** The duties whose people work with families. */
export const caseWork: readonly Duty[] = duties.filter((duty) => dutyRules[duty].works);

/** Who looks after an organization's webhooks: partners have no administrators of their own here yet. */
export const webhookDuties: readonly Duty[] = ['CENTER_HEAD', 'PARTNER_WORKER'];

/**
 * The duties of the police, whom a report that they sent lets see that report. The police's own people have these and no
 * other, and nobody else has them: the two never mix.
 */
export const policeDuties: readonly Duty[] = ['DISPATCHED_POLICE', 'POLICE_OFFICER'];

/** Who decides about a report on a household that no centre serves: they know of every household, and gain nothing. */
export const unservedDeciders: readonly Duty[] = ['PORTAL_ADMINISTRATOR'];
/**
 * Who keeps the words and people of a report that they received themselves until somebody looks into it; those who triage
 * keep what their centre received.
 */
export const receivers: readonly Duty[] = ['VISITING_NURSE', 'PORTAL_ADMINISTRATOR'];
/** Who looks up a person at the counter: those who have no more than SUMMARY, of every household of the district. */
export const counterDuties: readonly Duty[] = duties.filter((duty) => dutyRules[duty].reach === 'DISTRICT');
/** Who offers the visits that everybody is offered: whoever of the district knows how old they are. */
export const visitOfferers: readonly Duty[] = dutiesWith('IDENTITY');
/** Whose households are those of a zone: of them every post names its zones. */
export const zonedDuties: readonly Duty[] = duties.filter((duty) => dutyRules[duty].reach === 'ZONE');
/** Who decides the policies of a district. */
export const policySetters: readonly Duty[] = ['PORTAL_ADMINISTRATOR'];
/** Who watches the access log of a district. */
export const logWatchers: readonly Duty[] = ['PRIVACY_OFFICER'];
/** Who has exact figures of a district. */
export const statisticians: readonly Duty[] = ['STATISTICS'];

/** The duties that may declare an emergency, and what it opens: where somebody hides is theirs alone to tell. */
export const declarers: readonly Duty[] = duties.filter((duty) => dutyRules[duty].declares);
export const emergencyClasses = but(...mostGuarded);
/**
 * Who is notified of an emergency and reviews it: the heads of the responsible centre; where it has none but the one who
 * declared, the heads of the district's other centres, then those who watch the log, then the portal.
 */
export const reviewers: readonly Duty[] = ['CENTER_HEAD', 'PRIVACY_OFFICER', 'PORTAL_ADMINISTRATOR'];
