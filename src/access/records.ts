import { getTableColumns, getTableName, type Table } from 'drizzle-orm';
import * as tables from '../database/tables/index.js';
import type { DataClass } from './classes.js';
import type { Protection } from './protections.js';

/**
 * What happens to the rows of a household when its case is transferred to another district's centre:
 *
 * - `copied`: those whose class may go are copied (see `hamkke.transferred`), under the new ids of their subjects
 * - `made`: the other centre gets rows of its own, which `hamkke.transfer_case` makes
 * - `stays`: nothing of them leaves the district
 */
export type Transfer = 'copied' | 'made' | 'stays';

/** What commands may write as the API's own role, where the viewer records the row's class (see duties.ts). */
export interface Write {
  insert: boolean;
  /** Columns that may change; by their property. */
  update: readonly string[];
}

/** All that is to be known of the rows of one table. Columns are named by their property. */
export interface RecordRules {
  table: Table;
  protection: Protection;
  /** The GraphQL type whose id leads to a row; none where rows are reached through others alone. */
  node?: string;
  /** Said of every table whose rows belong to a household. */
  transfer?: Transfer;
  /** Without it, rows are read only for the API, or made by a function of the database that looks for itself. */
  write?: Write;
  /** Columns that the API may not select, whatever rows it may have: functions and commands of the owner alone do. */
  sealed?: readonly string[];
}

const insert = (...update: string[]): Write => ({ insert: true, update });
/** A facet: all that it says may change, but for its key and what was true once. */
const facet = (table: Table, ...fixed: string[]): Write =>
  insert(
    ...Object.keys(getTableColumns(table)).filter(
      (each) => !['districtId', 'householdId', 'memberId', ...fixed].includes(each),
    ),
  );
const update = (...columns: string[]): Write => ({ insert: false, update: columns });

const ofMember = (dataClass: DataClass): Protection => ({ kind: 'class', dataClass, subject: 'memberId' });
const ofHousehold = (dataClass: DataClass): Protection => ({
  kind: 'class',
  dataClass,
  subject: 'householdId',
});
const ofSubjects = { kind: 'rowClass', dataClass: 'dataClass', subjects: 'subjectIds' } as const;
const betweenOrganizations: Protection = {
  kind: 'referral',
  recipient: 'recipientId',
  sent: 'sent',
  sender: 'senderId',
  subject: 'householdId',
  dataClass: 'dataClass',
  subjects: 'subjectIds',
};
const ofAgreement: Protection = {
  kind: 'agreement',
  organization: 'organizationId',
  district: 'districtId',
  sheltered: 'sheltered',
};

const ofHouseholds: readonly (RecordRules & { transfer: Transfer })[] = [
  {
    table: tables.households,
    node: 'Household',
    protection: { kind: 'known', subjects: ['id'] },
    transfer: 'made',
    // Told by a function, to whoever may know that both are one.
    sealed: ['mergedIntoId'],
  },
  {
    table: tables.members,
    node: 'Member',
    protection: { kind: 'known', subjects: ['id'] },
    transfer: 'made',
  },
  {
    table: tables.householdSummaries,
    protection: ofHousehold('SUMMARY'),
    transfer: 'made',
    write: facet(tables.householdSummaries, 'registeredOn'),
  },
  {
    table: tables.householdHousings,
    protection: ofHousehold('HOUSING'),
    transfer: 'copied',
    write: facet(tables.householdHousings),
  },
  {
    table: tables.householdFinances,
    protection: ofHousehold('FINANCE'),
    transfer: 'copied',
    write: facet(tables.householdFinances),
  },
  {
    table: tables.householdFamilies,
    protection: ofHousehold('FAMILY'),
    transfer: 'copied',
    write: facet(tables.householdFamilies),
  },
  {
    table: tables.memberIdentities,
    protection: ofMember('IDENTITY'),
    transfer: 'copied',
    write: facet(tables.memberIdentities),
  },
  {
    table: tables.memberContacts,
    protection: ofMember('CONTACT'),
    transfer: 'copied',
    write: facet(tables.memberContacts),
  },
  {
    table: tables.memberUniqueIds,
    protection: ofMember('UNIQUE_ID'),
    transfer: 'stays',
    write: insert(
      'maskedRegistrationNumber',
      'registrationNumberCiphertext',
      'registrationNumberKeyId',
      'registrationNumberIndex',
      'recordedAt',
      'version',
    ),
    sealed: ['registrationNumberCiphertext', 'registrationNumberKeyId', 'registrationNumberIndex'],
  },
  {
    table: tables.memberHealths,
    protection: ofMember('HEALTH'),
    transfer: 'copied',
    write: facet(tables.memberHealths),
  },
  {
    table: tables.memberMentalHealths,
    protection: ofMember('MENTAL_HEALTH'),
    transfer: 'copied',
    write: facet(tables.memberMentalHealths),
  },
  {
    table: tables.memberEmployments,
    protection: ofMember('EMPLOYMENT'),
    transfer: 'copied',
    write: facet(tables.memberEmployments),
  },
  {
    table: tables.memberEducations,
    protection: ofMember('EDUCATION'),
    transfer: 'copied',
    write: facet(tables.memberEducations),
  },
  {
    table: tables.memberLegals,
    protection: ofMember('LEGAL'),
    transfer: 'copied',
    write: facet(tables.memberLegals),
  },
  {
    table: tables.memberSafeties,
    protection: ofMember('SAFETY'),
    transfer: 'copied',
    write: facet(tables.memberSafeties),
  },
  { table: tables.memberSafeLocations, protection: ofMember('SAFE_LOCATION'), transfer: 'stays' },
  {
    table: tables.facetChanges,
    node: 'FacetChange',
    protection: ofSubjects,
    transfer: 'stays',
    write: insert(),
  },
  {
    table: tables.departures,
    node: 'Departure',
    protection: ofSubjects,
    transfer: 'stays',
    // Where somebody is now is told by a function, to whoever may know both households.
    sealed: ['toMemberId'],
  },
  // Which list a household stood on says what it is short of.
  {
    table: tables.screenings,
    node: 'Screening',
    protection: ofHousehold('FINANCE'),
    transfer: 'stays',
  },
  {
    table: tables.cases,
    node: 'Case',
    protection: ofHousehold('SUMMARY'),
    transfer: 'made',
    write: update('stage', 'track', 'level', 'emergency', 'openedOn', 'closedOn', 'closureReason', 'version'),
  },
  {
    table: tables.caseSteps,
    node: 'CaseStepTaken',
    protection: { kind: 'class', dataClass: 'SUMMARY', subject: 'householdId', report: 'reportId' },
    transfer: 'made',
    write: insert(),
  },
  {
    table: tables.caseTransfers,
    protection: ofHousehold('SUMMARY'),
    transfer: 'stays',
    // Which classes went tells that there was something of them: a function answers with those that the viewer has.
    // Where it went is told by a function too, to whoever may know where its people are.
    sealed: ['classes', 'toDistrictId', 'toCenterId', 'toCaseId'],
  },
  {
    table: tables.clocks,
    node: 'Clock',
    protection: { ...ofSubjects, report: 'reportId' },
    transfer: 'stays',
  },
  {
    table: tables.emergencyApplications,
    node: 'EmergencyApplication',
    // It tells how a report came in, and that one did.
    protection: { kind: 'report', dataClass: 'SUMMARY', subject: 'householdId', report: 'reportId' },
    transfer: 'stays',
  },
  // Of whom they are tells how old somebody is.
  {
    table: tables.universalVisits,
    node: 'UniversalVisit',
    protection: ofMember('IDENTITY'),
    transfer: 'stays',
  },
  {
    table: tables.healthVisits,
    node: 'HealthVisit',
    protection: ofMember('HEALTH'),
    transfer: 'stays',
    write: insert(),
  },
  {
    table: tables.formResults,
    node: 'FormResult',
    protection: ofSubjects,
    transfer: 'stays',
    write: insert(),
  },
  {
    table: tables.tierDecisions,
    node: 'TierDecision',
    protection: ofSubjects,
    transfer: 'stays',
    write: insert(),
  },
  {
    table: tables.referralProposals,
    node: 'ReferralProposal',
    protection: ofSubjects,
    transfer: 'stays',
    write: insert('state', 'reason', 'decidedAt', 'decidedById', 'referralId', 'version'),
  },
  // That an organization is asked is no other organization's to know, whatever a family opened to it.
  {
    table: tables.consultations,
    node: 'Consultation',
    protection: { kind: 'class', dataClass: 'SUMMARY', subject: 'householdId', keepers: true },
    transfer: 'stays',
  },
  {
    table: tables.consultationQuestions,
    node: 'ConsultationQuestion',
    protection: { ...ofSubjects, keepers: true },
    transfer: 'stays',
  },
  { table: tables.assignments, node: 'Assignment', protection: ofHousehold('SUMMARY'), transfer: 'stays' },
  {
    table: tables.intakeReports,
    node: 'IntakeReport',
    protection: { kind: 'report', dataClass: 'SUMMARY', subject: 'householdId', report: 'id' },
    transfer: 'made',
  },
  // That the police were called is SAFETY, and every report has an origin.
  { table: tables.reportOrigins, protection: { ...ofSubjects, always: 'SAFETY' }, transfer: 'made' },
  { table: tables.reportSafeties, protection: ofSubjects, transfer: 'stays' },
  {
    table: tables.reportInvestigations,
    protection: { kind: 'writer', organization: 'policeOrganizationId', subject: 'householdId' },
    transfer: 'stays',
  },
  {
    table: tables.needs,
    node: 'Need',
    protection: ofSubjects,
    transfer: 'copied',
    write: insert('severity', 'description', 'endedOn'),
  },
  {
    table: tables.goals,
    node: 'Goal',
    protection: ofSubjects,
    transfer: 'copied',
    write: insert('description', 'dueOn', 'achievedOn', 'givenUpOn', 'givenUpBecause'),
  },
  // They are counted once, where they were made.
  { table: tables.linkages, node: 'Linkage', protection: ofSubjects, transfer: 'stays', write: insert() },
  { table: tables.allocations, node: 'Allocation', protection: ofSubjects, transfer: 'stays' },
  {
    table: tables.caseNotes,
    node: 'CaseNote',
    protection: ofSubjects,
    transfer: 'copied',
    write: insert('body', 'version'),
  },
  { table: tables.noteParticipants, protection: ofSubjects, transfer: 'stays' },
  {
    table: tables.consents,
    node: 'Consent',
    protection: {
      kind: 'consent',
      organization: 'organizationId',
      subject: 'householdId',
      sheltered: 'sheltered',
      member: 'memberId',
      giver: 'givenById',
    },
    transfer: 'stays',
    // That somebody but the head opened the household says who is accused: a recipient is told what it has by a consent.
    sealed: ['classes', 'householdWide'],
  },
  {
    table: tables.consentSteps,
    protection: { kind: 'kept', subject: 'householdId', sheltered: 'sheltered' },
    transfer: 'stays',
  },
  { table: tables.guardianships, node: 'Guardianship', protection: ofSubjects, transfer: 'stays' },
  { table: tables.referrals, node: 'Referral', protection: betweenOrganizations, transfer: 'stays' },
  { table: tables.referralEvents, protection: betweenOrganizations, transfer: 'stays' },
  {
    table: tables.serviceRecords,
    node: 'ServiceRecord',
    protection: betweenOrganizations,
    transfer: 'stays',
  },
  {
    table: tables.serviceRecordChanges,
    node: 'ServiceRecordChange',
    protection: betweenOrganizations,
    transfer: 'stays',
  },
  {
    table: tables.referralMessages,
    protection: { ...ofSubjects, answeredBy: 'answeredById' },
    transfer: 'stays',
  },
];

const ofAgreements: readonly RecordRules[] = [
  { table: tables.agreements, node: 'Agreement', protection: ofAgreement },
  { table: tables.agreementSteps, protection: ofAgreement },
];

const ofCampaigns: readonly RecordRules[] = [
  {
    table: tables.campaigns,
    node: 'Campaign',
    protection: { kind: 'team', organization: 'organizationId', survey: { campaign: 'id' } },
  },
  {
    table: tables.campaignLines,
    node: 'CampaignLine',
    protection: {
      kind: 'team',
      organization: 'organizationId',
      survey: { campaign: 'campaignId', open: 'open' },
      holds: { of: 'id', classes: ['IDENTITY', 'CONTACT'] },
    },
    // Which report was made of it leads to somebody's case; the hash leads to who is on a list.
    sealed: ['reportId', 'personHash'],
  },
  {
    table: tables.campaignLineIdentities,
    protection: {
      kind: 'team',
      organization: 'organizationId',
      holds: { of: 'lineId', classes: ['IDENTITY'] },
    },
    sealed: [
      'maskedRegistrationNumber',
      'registrationNumberCiphertext',
      'registrationNumberKeyId',
      'registrationNumberIndex',
    ],
  },
  {
    table: tables.promotions,
    node: 'Promotion',
    protection: { kind: 'team', organization: 'organizationId' },
  },
];

const ofZones: readonly RecordRules[] = [
  { table: tables.rounds, node: 'Round', protection: { kind: 'team', organization: 'organizationId' } },
  { table: tables.petitions, node: 'Petition', protection: { kind: 'team', organization: 'organizationId' } },
];

const catalogue: Protection = { kind: 'catalogue', confidential: 'confidential' };
const ofCatalogue: readonly RecordRules[] = [
  { table: tables.organizations, node: 'Organization', protection: catalogue },
  { table: tables.services, node: 'Service', protection: catalogue },
  { table: tables.programs, node: 'Program', protection: catalogue },
  { table: tables.locations, node: 'Location', protection: catalogue },
  { table: tables.servicesAtLocation, node: 'ServiceAtLocation', protection: catalogue },
  { table: tables.taxonomies, node: 'Taxonomy', protection: catalogue },
  { table: tables.taxonomyTerms, node: 'TaxonomyTerm', protection: catalogue },
  { table: tables.sponsors, node: 'Sponsor', protection: catalogue },
  ...[
    tables.contacts,
    tables.phones,
    tables.addresses,
    tables.schedules,
    tables.languages,
    tables.accessibilities,
    tables.costOptions,
    tables.units,
    tables.serviceCapacities,
    tables.attributes,
    tables.serviceAreas,
    tables.funding,
    tables.requiredDocuments,
    tables.urls,
    tables.organizationIdentifiers,
    tables.metadata,
    tables.metaTableDescriptions,
    tables.verifications,
    tables.sponsorships,
  ].map((table) => ({ table, protection: catalogue })),
];

const ofRegions: readonly RecordRules[] = [tables.districtCodes, tables.dongCodes].map((table) => ({
  table,
  protection: { kind: 'shared' },
}));

/** Every table of which the API reads rows by who asks, once: nothing else says whose a row is or what becomes of it. */
export const records: readonly RecordRules[] = [
  ...ofHouseholds,
  ...ofAgreements,
  ...ofCampaigns,
  ...ofZones,
  ...ofCatalogue,
  ...ofRegions,
];

/**
 * Tables of nothing but what everybody may know, which the API reads without a policy: that no other row gets in, the
 * database sees to by constraints.
 */
export const publicTables: readonly Table[] = [tables.serviceSearches];

const byTable = new Map(records.map((each) => [each.table, each]));

/** The rules of a table; one without any cannot be read by the API. */
export function rulesOf(table: Table): RecordRules {
  const rules = byTable.get(table);
  if (!rules) throw new Error(`Table ${getTableName(table)} has no rules: add it to src/access/records.ts`);
  return rules;
}

/** Whose the rows of a table are. */
export const protectionOf = (table: Table): Protection => rulesOf(table).protection;

/** Whether a district owns the rows: their ids name it, and they are opened by who asks. */
export const isDistrictOwned = (table: Table): boolean => protectionOf(table).kind !== 'catalogue';

/** The column that says of which household a row is; none where it is of no household. */
export function householdColumn(table: Table): string | null {
  if (table === tables.households) return 'id';
  return 'householdId' in getTableColumns(table) ? 'householdId' : null;
}

/** The record that a global id of this type leads to; undefined where there is none. */
export const recordOfNode = (type: string): RecordRules | undefined =>
  records.find(({ node }) => node === type);

/** What is missing in the rules, in words; a table of a household whose transfer nobody thought of is one. */
export function recordFaults(nodeTypes: readonly string[]): string[] {
  const nodes = records.flatMap(({ node }) => node ?? []);
  return [
    ...records
      .filter(({ table, transfer }) => (householdColumn(table) !== null) !== (transfer !== undefined))
      .map(({ table }) => `${getTableName(table)} does not say what a transfer does with it`),
    ...nodeTypes
      .filter((type) => !nodes.includes(type))
      .map((type) => `${type} has an id, but is no record of src/access/records.ts`),
    ...nodes
      .filter((node, at) => !nodeTypes.includes(node) || nodes.indexOf(node) !== at)
      .map((node) => `${node} is no type with an id, or is there twice`),
  ];
}
