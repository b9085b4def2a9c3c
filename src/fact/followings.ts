import type { FactSource } from './sources.js';

/** What a change of rows of a table does: which of its columns matter, and of which source which keys are counted anew. */
export interface Following {
  /** The column that `$ids` holds. */
  id: string;
  /** The column that `$households` holds; none where rows are of no household. */
  household?: string;
  /** The column that `$members` holds, where figures of a member's other rows follow from these. */
  member?: string;
  /** Which rows matter at all, as a condition on the one of that name; all, where nothing is said. */
  only?: (row: string) => string;
  /** Whether rows that are new matter; they do, where nothing is said. */
  inserts?: false;
  /** Columns without whose change an update changes nothing that is counted. */
  columns: readonly string[];
  /**
   * Keys of each source, as a query over `$district`, `$ids`, `$households` and `$members`. It is asked when the change is
   * counted: what refers to these rows then. What referred to them before has changed itself since.
   */
  keys: Partial<Record<FactSource, string>>;
}

/** The rows that changed themselves. */
export const own = 'select unnest($ids)';
const ofHousehold = 'select unnest($households)';
const inHousehold = (table: string) =>
  `select t.id from ${table} t where t.district_id = $district and t.household_id = any($households)`;
/** Households that count for something once a year. */
const countedHouseholds = `select f.key from facts f where f.district_id = $district
  and f.key = any($households) and f.source = 'HOUSEHOLD'`;
/** Everything that is counted of a household: where it lives or what it is was written down anew. */
const allOfHousehold: Following['keys'] = {
  REPORT: inHousehold('intake_reports'),
  // What it counts for by itself does not begin or end by that.
  HOUSEHOLD: countedHouseholds,
  CASE: inHousehold('cases'),
  LINKAGE: inHousehold('linkages'),
  APPLICATION: inHousehold('emergency_applications'),
  CLOCK: inHousehold('clocks'),
  HEALTH_VISIT: inHousehold('health_visits'),
  UNIVERSAL_VISIT: inHousehold('universal_visits'),
  REFERRAL: inHousehold('referrals'),
  CONSULTATION: inHousehold('consultation_questions'),
};
const linkagesOfCases = `select t.id from linkages t where t.district_id = $district
  and t.household_id = any($households) and t.case_id = any($ids)`;

const casesOfReports = `select r.case_id from intake_reports r
  where r.district_id = $district and r.id = any($ids)`;

const ofLines = `${own} union select r.household_id from intake_reports r
  where r.district_id = $district and r.id = any($households)`;

/** Every table whose rows facts follow from. */
export const followings: Readonly<Record<string, Following>> = {
  intake_reports: {
    id: 'id',
    household: 'household_id',
    columns: ['case_id', 'received_at', 'household_id'],
    keys: {
      REPORT: own,
      CASE: inHousehold('cases'),
      LINKAGE: inHousehold('linkages'),
      // Lines of a list that it was made of count for the household.
      HOUSEHOLD: ofHousehold,
    },
    // Where it came from is not known yet.
    inserts: false,
  },
  report_origins: {
    id: 'report_id',
    household: 'household_id',
    columns: ['source', 'sender_id', 'household_id'],
    keys: {
      REPORT: own,
      CASE: casesOfReports,
      LINKAGE: `select l.id from linkages l where l.district_id = $district
        and l.household_id = any($households) and l.case_id in (${casesOfReports})`,
    },
  },
  screenings: {
    id: 'id',
    household: 'household_id',
    columns: ['screened_on', 'household_id'],
    keys: { HOUSEHOLD: ofHousehold },
  },
  // Somebody of a list counts by themselves until a report is made of them, and then as the household of the report.
  campaign_lines: {
    id: 'id',
    household: 'report_id',
    columns: ['outcome', 'outcome_on', 'surveyed', 'dong'],
    // A list of thousands is loaded before anybody goes to them.
    only: (row) => `${row}.outcome_on is not null`,
    keys: { HOUSEHOLD: ofLines },
  },
  cases: {
    id: 'id',
    household: 'household_id',
    columns: ['track', 'level', 'opened_on', 'household_id'],
    keys: {
      CASE: own,
      // Screened before it was opened, which is counted already; or served by a consultation of it.
      HOUSEHOLD: `${countedHouseholds} union all select c.household_id from cases c
        join case_steps t on t.district_id = c.district_id and t.case_id = c.id and t.step = 'CONSULT'
        where c.district_id = $district and c.id = any($ids)`,
      LINKAGE: linkagesOfCases,
      APPLICATION: `select t.id from emergency_applications t where t.district_id = $district
        and t.case_id = any($ids)`,
    },
  },
  case_steps: {
    id: 'case_id',
    household: 'household_id',
    columns: [
      ...['case_id', 'step', 'from_stage', 'to_stage', 'track', 'taken_at', 'closure_reason', 'report_id'],
    ],
    // Other steps are not counted, and say of none that is on which day it was.
    only: (row) =>
      `(${row}.step in ('CONSULT', 'REOPEN') or ${row}.to_stage = 'CLOSED' or ${row}.track = 'CASE_MANAGED')`,
    keys: { CASE: own, HOUSEHOLD: ofHousehold },
  },
  linkages: {
    id: 'id',
    household: 'household_id',
    columns: ['domain', 'provider_id', 'sector', 'value_krw', 'linked_on', 'case_id', 'household_id'],
    keys: { LINKAGE: own, HOUSEHOLD: ofHousehold },
  },
  emergency_applications: {
    id: 'id',
    household: 'household_id',
    columns: ['received_on', 'case_id', 'household_id'],
    keys: { APPLICATION: own },
  },
  clocks: {
    id: 'id',
    household: 'household_id',
    member: 'member_id',
    columns: ['kind', 'tier', 'due_on', 'met_on', 'stopped_on', 'member_id', 'household_id'],
    keys: {
      CLOCK: own,
      HEALTH_VISIT: `select v.id from health_visits v where v.district_id = $district
        and v.member_id = any($members)`,
    },
  },
  health_visits: {
    id: 'id',
    household: 'household_id',
    columns: ['visited_on', 'member_id', 'household_id'],
    keys: { HEALTH_VISIT: own, HOUSEHOLD: ofHousehold },
  },
  universal_visits: {
    id: 'id',
    household: 'household_id',
    columns: ['kind', 'state', 'offered_on', 'done_on', 'household_id'],
    keys: { UNIVERSAL_VISIT: own },
  },
  promotions: { id: 'id', columns: ['kind', 'took_place_on', 'activities'], keys: { PROMOTION: own } },
  referrals: {
    id: 'id',
    household: 'household_id',
    columns: ['state', 'domain', 'recipient_id', 'requested_at', 'household_id'],
    keys: { REFERRAL: own },
  },
  consultations: {
    id: 'id',
    household: 'household_id',
    columns: ['held_on'],
    keys: {
      CONSULTATION: `select t.id from consultation_questions t where t.district_id = $district
        and t.consultation_id = any($ids)`,
    },
  },
  consultation_questions: {
    id: 'id',
    household: 'household_id',
    columns: ['domain', 'consultation_id', 'household_id'],
    keys: { CONSULTATION: own },
  },
  agreements: {
    id: 'id',
    columns: ['valid_from', 'last_day', 'sheltered', 'organization_id'],
    keys: { AGREEMENT: own },
  },
  // What was known before says where a household lived and what it was on the days before.
  facet_changes: {
    id: 'id',
    household: 'household_id',
    columns: ['recorded_at', 'changes', 'data_class'],
    only: (row) => `${row}.changes @? '$[*] ? (@.field == "responsibleDong" || @.field == "householdType")'`,
    keys: allOfHousehold,
  },
  household_summaries: {
    id: 'household_id',
    household: 'household_id',
    columns: ['responsible_dong'],
    keys: allOfHousehold,
  },
  household_families: {
    id: 'household_id',
    household: 'household_id',
    columns: ['household_type'],
    keys: allOfHousehold,
  },
};

/** Where rows say something by what an organization is: of each source the table, its key and the column that names it. */
export const ofOrganization: Partial<
  Record<FactSource, readonly [table: string, key: string, column: string]>
> = {
  REPORT: ['report_origins', 'report_id', 'sender_id'],
  LINKAGE: ['linkages', 'id', 'provider_id'],
  REFERRAL: ['referrals', 'id', 'recipient_id'],
  AGREEMENT: ['agreements', 'id', 'organization_id'],
};
