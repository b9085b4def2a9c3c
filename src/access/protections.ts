import { getTableName, type Table } from 'drizzle-orm';
import * as tables from '../database/tables/index.js';
import type { DataClass } from './classes.js';

/**
 * Whose row it is: what both walls compare with the scope of the request. Columns are named by their property.
 *
 * - `known`: whoever has any basis for one of the subjects
 * - `class`: whoever has this class for the subject
 * - `rowClass`: whoever has the row's own class for every subject that the row names; with \`always\`, that class whatever the
 *   row is of: where every row has a facet, one that is missing would tell of which class it is
 * - `report`: whoever has SUMMARY of the household and whom the report concerns (see \`hamkke.open_reports\`)
 * - `writer`: the police organization that wrote it, where the viewer reaches the household
 * - `consent`: the recipient, and those who keep the household's consents; of one to a shelter, those of them who were told
 *   where the member hides, or whoever gave it for them
 * - `kept`: those who keep the household's consents and have SAFETY of it, unless it is of one to a shelter
 * - `agreement`: its organization, and those who keep consents in its district unless it is with a shelter
 * - `referral`: the organization that was asked, once it was; of the one that asks, and of those who keep the household's
 *   consents, whoever has the row's class for every subject
 * - `catalogue`: everybody, unless the place is confidential
 */
export type Protection =
  | { kind: 'known'; subjects: readonly string[] }
  | { kind: 'class'; dataClass: DataClass; subject: string }
  | { kind: 'rowClass'; dataClass: string; subjects: string; always?: DataClass }
  | { kind: 'report'; dataClass: DataClass; subject: string; report: string }
  | { kind: 'writer'; organization: string; subject: string }
  | {
      kind: 'consent';
      organization: string;
      subject: string;
      sheltered: string;
      member: string;
      giver: string;
    }
  | { kind: 'kept'; subject: string; sheltered: string }
  | { kind: 'agreement'; organization: string; district: string; sheltered: string }
  | {
      kind: 'referral';
      recipient: string;
      sent: string;
      sender: string;
      subject: string;
      dataClass: string;
      subjects: string;
    }
  | { kind: 'catalogue'; confidential: string };

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
const catalogue: Protection = { kind: 'catalogue', confidential: 'confidential' };

const rows: [Table, Protection][] = [
  [tables.households, { kind: 'known', subjects: ['id'] }],
  [tables.members, { kind: 'known', subjects: ['id'] }],
  [tables.householdSummaries, ofHousehold('SUMMARY')],
  [tables.householdHousings, ofHousehold('HOUSING')],
  [tables.householdFinances, ofHousehold('FINANCE')],
  [tables.householdFamilies, ofHousehold('FAMILY')],
  [tables.memberIdentities, ofMember('IDENTITY')],
  [tables.memberContacts, ofMember('CONTACT')],
  [tables.memberUniqueIds, ofMember('UNIQUE_ID')],
  [tables.memberHealths, ofMember('HEALTH')],
  [tables.memberMentalHealths, ofMember('MENTAL_HEALTH')],
  [tables.memberEmployments, ofMember('EMPLOYMENT')],
  [tables.memberEducations, ofMember('EDUCATION')],
  [tables.memberLegals, ofMember('LEGAL')],
  [tables.memberSafeties, ofMember('SAFETY')],
  [tables.memberSafeLocations, ofMember('SAFE_LOCATION')],
  // Which list a household stood on says what it is short of.
  [tables.screenings, ofHousehold('FINANCE')],
  [tables.cases, ofHousehold('SUMMARY')],
  [tables.caseSteps, ofHousehold('SUMMARY')],
  [tables.caseTransfers, ofHousehold('SUMMARY')],
  [tables.assignments, ofHousehold('SUMMARY')],
  [tables.intakeReports, { kind: 'report', dataClass: 'SUMMARY', subject: 'householdId', report: 'id' }],
  // That the police were called is SAFETY, and every report has an origin.
  [tables.reportOrigins, { ...ofSubjects, always: 'SAFETY' }],
  [tables.reportSafeties, ofSubjects],
  [
    tables.reportInvestigations,
    { kind: 'writer', organization: 'policeOrganizationId', subject: 'householdId' },
  ],
  [tables.needs, ofSubjects],
  [tables.goals, ofSubjects],
  [tables.linkages, ofSubjects],
  [tables.allocations, ofSubjects],
  [tables.caseNotes, ofSubjects],
  [
    tables.consents,
    {
      kind: 'consent',
      organization: 'organizationId',
      subject: 'householdId',
      sheltered: 'sheltered',
      member: 'memberId',
      giver: 'givenById',
    },
  ],
  [tables.consentSteps, { kind: 'kept', subject: 'householdId', sheltered: 'sheltered' }],
  [tables.guardianships, ofSubjects],
  [tables.agreements, ofAgreement],
  [tables.agreementSteps, ofAgreement],
  [tables.referrals, betweenOrganizations],
  [tables.referralEvents, betweenOrganizations],
  [tables.referralMessages, ofSubjects],
  [tables.organizations, catalogue],
  [tables.services, catalogue],
  [tables.locations, catalogue],
  [tables.servicesAtLocation, catalogue],
  [tables.contacts, catalogue],
  [tables.phones, catalogue],
  [tables.addresses, catalogue],
  [tables.schedules, catalogue],
  [tables.languages, catalogue],
  [tables.accessibilities, catalogue],
  [tables.costOptions, catalogue],
  [tables.units, catalogue],
  [tables.serviceCapacities, catalogue],
  [tables.taxonomies, catalogue],
  [tables.taxonomyTerms, catalogue],
  [tables.attributes, catalogue],
  [tables.programs, catalogue],
  [tables.serviceAreas, catalogue],
  [tables.funding, catalogue],
  [tables.requiredDocuments, catalogue],
  [tables.urls, catalogue],
  [tables.organizationIdentifiers, catalogue],
  [tables.metadata, catalogue],
  [tables.metaTableDescriptions, catalogue],
  [tables.verifications, catalogue],
  [tables.sponsors, catalogue],
  [tables.sponsorships, catalogue],
];

export const protections: ReadonlyMap<Table, Protection> = new Map(rows);

/**
 * Tables of nothing but what everybody may know, which the API reads without a policy: that no other row gets in, the
 * database sees to by constraints.
 */
export const publicTables: readonly Table[] = [tables.serviceSearches];

/**
 * Columns that the API may not select, whatever rows it may have, such as a registration number, sealed, and what it is
 * found by. Only functions of the keeper and commands of the owner read them.
 */
export const sealedColumns: ReadonlyMap<Table, readonly string[]> = new Map<Table, readonly string[]>([
  [
    tables.memberUniqueIds,
    ['registrationNumberCiphertext', 'registrationNumberKeyId', 'registrationNumberIndex'],
  ],
  // Which classes went tells that there was something of them: a function answers with those that the viewer has.
  // Where it went is told by a function too, to whoever may know where its people are.
  [tables.caseTransfers, ['classes', 'toDistrictId', 'toCenterId', 'toCaseId']],
  // That somebody but the head opened the household says who is accused: a recipient is told what it has by a consent.
  [tables.consents, ['classes', 'householdWide']],
]);

/** The rule of a table; a table without one cannot be read by the API. */
export function protectionOf(table: Table): Protection {
  const protection = protections.get(table);
  if (!protection) throw new Error(`Table ${getTableName(table)} has no protection`);
  return protection;
}
