import type { DataClass } from '../../src/access/classes.js';
import { type Desk, recipientOf, type Standing } from './domain.js';
import { mayHaveOfTeam } from './teams.js';
import type { Row } from './world.js';

// Which class each table of consent-scoped rows holds, said once more beside src/access/records.ts.

/** The class of a facet and the column that names whose it is. */
const facets: Readonly<Record<string, readonly [DataClass, 'household_id' | 'member_id']>> = {
  household_summaries: ['SUMMARY', 'household_id'],
  household_housings: ['HOUSING', 'household_id'],
  household_finances: ['FINANCE', 'household_id'],
  household_families: ['FAMILY', 'household_id'],
  member_identities: ['IDENTITY', 'member_id'],
  member_contacts: ['CONTACT', 'member_id'],
  member_unique_ids: ['UNIQUE_ID', 'member_id'],
  member_healths: ['HEALTH', 'member_id'],
  member_mental_healths: ['MENTAL_HEALTH', 'member_id'],
  member_employments: ['EMPLOYMENT', 'member_id'],
  member_educations: ['EDUCATION', 'member_id'],
  member_legals: ['LEGAL', 'member_id'],
  member_safeties: ['SAFETY', 'member_id'],
  member_safe_locations: ['SAFE_LOCATION', 'member_id'],
  // To whom it is offered tells how old they are.
  universal_visits: ['IDENTITY', 'member_id'],
  health_visits: ['HEALTH', 'member_id'],
};
/** Rows of the household as a whole that are no facets. */
const ofHousehold: Readonly<Record<string, DataClass>> = {
  cases: 'SUMMARY',
  case_steps: 'SUMMARY',
  case_transfers: 'SUMMARY',
  assignments: 'SUMMARY',
  emergency_applications: 'SUMMARY',
  consultations: 'SUMMARY',
  // Of those, the ones that concern the viewer: see mayHave.
  intake_reports: 'SUMMARY',
  // Which list a household stood on says what it is short of.
  screenings: 'FINANCE',
};
/** Rows that say themselves which class they are, and whose. */
const ofSubjects = [
  'needs',
  'goals',
  'linkages',
  'clocks',
  'form_results',
  'tier_decisions',
  'allocations',
  'case_notes',
  'note_participants',
  'facet_changes',
  'departures',
  'report_origins',
  'report_safeties',
  'guardianships',
  'referral_messages',
  'referral_proposals',
  'consultation_questions',
];
// What hangs on a referral comes after it: rows are copied in this order.
/** What tells that a report came in. */
const ofReports = ['case_steps', 'emergency_applications', 'clocks'];
const keys = ['households', 'members', 'consents', 'consent_steps', 'report_investigations', 'referrals'];
const ofReferral = [
  ...['referral_events', 'referral_messages', 'service_records', 'service_record_changes'],
  ...['referral_proposals', 'consultation_questions'],
];
/** What is for those alone who keep the household's consents: that somebody else is asked is no organization's to know. */
const ofKeepers = ['consultations', 'consultation_questions'];

export const consentScoped: readonly string[] = [
  ...Object.keys(facets),
  ...Object.keys(ofHousehold),
  ...ofSubjects.filter((table) => !ofReferral.includes(table)),
  ...keys,
  ...ofReferral,
];

/** The class that a row asks for: every origin of a report is withheld alike, or one that is missing would tell of a 112 call. */
const classOfRow = (table: string, row: Row) =>
  (table === 'report_origins' ? 'SAFETY' : row.data_class) as DataClass;

export const householdOf = (table: string, row: Row) =>
  String(table === 'households' ? row.id : row.household_id);

/** What a viewer may have of one household, row by row. */
export class View {
  constructor(
    readonly desk: Desk,
    readonly standing: Standing,
  ) {}

  has(subject: unknown, dataClass: DataClass): boolean {
    return this.standing.classes.get(String(subject))?.has(dataClass) ?? false;
  }

  /** Whether consents are told whole: who gave them, and for whom. */
  get keepsWhole(): boolean {
    return this.standing.keepsConsents && this.has(this.standing.household, 'SAFETY');
  }

  get knowsHousehold(): boolean {
    return this.standing.classes.size > 0;
  }

  /** Whoever has a class of a member knows of them; whoever has SUMMARY knows who belongs to the household. */
  knowsMember(member: unknown): boolean {
    return this.standing.classes.has(String(member)) || this.has(this.standing.household, 'SUMMARY');
  }

  /** The class whose absence makes a whole list, or a facet, `null`; undefined where rows differ. */
  classOf(table: string): DataClass | undefined {
    return facets[table]?.[0] ?? ofHousehold[table];
  }

  /** Whether the rows of a table are each of one member. */
  isOfMember(table: string): boolean {
    return facets[table]?.[1] === 'member_id';
  }

  /** Of whom a row says something, and of which class; nobody where it is only a key, a consent or public. */
  classesOf(table: string, row: Row): [subject: string, dataClass: DataClass][] {
    const facet = facets[table];
    if (facet) return [[String(row[facet[1]]), facet[0]]];
    const whole = ofHousehold[table];
    if (whole) return [[String(row.household_id), whole]];
    if (ofSubjects.includes(table))
      return (row.subject_ids as string[]).map((subject) => [subject, classOfRow(table, row)]);
    return [];
  }

  mayHave(table: string, row: Row): boolean {
    if (ofKeepers.includes(table) && !this.standing.keepsConsents) return false;
    const facet = facets[table];
    if (facet) return this.has(row[facet[1]], facet[0]);
    const whole = ofHousehold[table];
    if (whole) {
      // That a report came in while a case was open is for those who may have the report.
      const report = table === 'intake_reports' ? row.id : ofReports.includes(table) ? row.report_id : null;
      return (
        this.has(row.household_id, whole) &&
        (!report || this.standing.serves || this.standing.reports.has(report))
      );
    }
    // Whoever answered reads its own answer, whatever it has by now.
    if (table === 'referral_messages' && row.answered_by_id && row.answered_by_id === recipientOf(this.desk))
      return true;
    if (ofSubjects.includes(table)) {
      const subjects = row.subject_ids as string[];
      const dataClass = classOfRow(table, row);
      return subjects.length > 0 && subjects.every((subject) => this.has(subject, dataClass));
    }
    switch (table) {
      case 'households':
        return this.knowsHousehold;
      case 'members':
        return this.knowsMember(row.id);
      case 'report_investigations':
        return (
          this.has(row.household_id, 'INVESTIGATION') && row.police_organization_id === this.desk.organization
        );
      case 'consents':
        return (
          (this.standing.keepsConsents &&
            (!row.sheltered ||
              [row.member_id, row.given_by_id].some((each) => this.has(each, 'SAFE_LOCATION')))) ||
          (row.organization_id === recipientOf(this.desk) && this.knowsHousehold)
        );
      case 'referrals':
      case 'referral_events':
      case 'service_records':
      case 'service_record_changes': {
        const asked = row.sent && row.recipient_id === recipientOf(this.desk);
        const asks = row.sender_id === this.desk.organization || this.standing.keepsConsents;
        const subjects = row.subject_ids as string[];
        return Boolean(
          asked || (asks && subjects.every((each) => this.has(each, row.data_class as DataClass))),
        );
      }
      case 'consent_steps':
        return this.keepsWhole && !row.sheltered;
      case 'agreements':
      case 'agreement_steps':
        return (
          row.organization_id === recipientOf(this.desk) ||
          (!row.sheltered &&
            row.district_id === this.desk.district &&
            keepers.some((duty) => this.desk.duties.includes(duty)))
        );
      case 'campaigns':
      case 'campaign_lines':
      case 'campaign_line_identities':
      case 'promotions':
      case 'rounds':
      case 'petitions':
        return mayHaveOfTeam(this.desk, this.desk.surveys, table, row);
      default:
        // The catalogue: public, but for shelters.
        if (typeof row.confidential === 'boolean') return !row.confidential;
        throw new Error(`Nobody said whose rows ${table} holds: say it here`);
    }
  }
}

/** Tables of what a district and an organization agreed on: of no household, and yet not for everybody. */
export const betweenOrganizations = ['agreements', 'agreement_steps'];

/** The duties that keep a district's consents and the agreements under them. */
const keepers = [
  'CENTER_HEAD',
  'CASE_MANAGER',
  'COUNSELLOR',
  'CONSULTATION_SPECIALIST',
  'PORTAL_ADMINISTRATOR',
] as const;
