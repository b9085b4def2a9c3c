import { randomUUID } from 'node:crypto';
import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { dayInSeoul } from '../../src/day.js';
import { known } from '../../src/demo/known.js';
import { schema } from '../../src/schema.js';
import { everythingOf, print } from './everything.js';
import { objectType } from './prepared.js';

/** What an id in an input is an id of, by the field's name. */
const idsOf: readonly [RegExp, type: string][] = [
  [/^caseId$/, 'Case'],
  [/^household$|[hH]ouseholdId$/, 'Household'],
  [/^member$/, 'Member'],
  [/^(organization|center)$/, 'Organization'],
  [/^staff$/, 'StaffMember'],
  [/^id$/, 'StaffMember'],
  [/([mM]emberIds?|givenById|guardianId|askedById|[hH]eadId)$/, 'Member'],
  [
    /^((center|sender|recipient|provider|organization|homeOrganization|workOrganization)Id|organizationIds)$/,
    'Organization',
  ],
  [/^serviceId$/, 'Service'],
  [/^taxonomyTerm$/, 'TaxonomyTerm'],
  [/^referralId$/, 'Referral'],
  [/^sameAsId$/, 'Member'],
  [/^needId$/, 'Need'],
  [/^universalVisitId$/, 'UniversalVisit'],
  [/^visitId$/, 'HealthVisit'],
  [/^(referralProposalId|proposal)$/, 'ReferralProposal'],
  [/^consultationId$/, 'Consultation'],
  [/^questionId$/, 'ConsultationQuestion'],
  [/^answererId$/, 'Organization'],
  [/^noteId$/, 'CaseNote'],
  [/^reportId$/, 'IntakeReport'],
  [/^serviceRecordId$/, 'ServiceRecord'],
  [/^proposalId$/, 'ConsentProposal'],
  [/^goalId$/, 'Goal'],
  [/^webhookId$/, 'Webhook'],
  [/^deliveryId$/, 'Delivery'],
  [/^staffId$/, 'StaffMember'],
  [/^((post|fromPost|toPost)Id|postIds|visitorPostIds)$/, 'Post'],
  [/^applicationId$/, 'EmergencyApplication'],
  [/^teamId$/, 'VisitTeam'],
  [/^substituteId$/, 'Post'],
  [/^substitutionId$/, 'ZoneSubstitution'],
  [/^petitionId$/, 'Petition'],
  [/^consentId$/, 'Consent'],
  [/^agreementId$/, 'Agreement'],
  [/^guardianshipId$/, 'Guardianship'],
  [/^assignmentId$/, 'Assignment'],
  [/^emergencyId$/, 'Emergency'],
  [/^notificationId$/, 'Notification'],
  [/^reviewTaskId$/, 'ReviewTask'],
  [/^sponsorId$/, 'Sponsor'],
  [/^(account|pledgeId)$/, 'Pledge'],
  [/^budgetLineId$/, 'BudgetLine'],
  [/^linkageId$/, 'Linkage'],
  [/^allocationId$/, 'Allocation'],
  [/^capacityId$/, 'ServiceCapacity'],
  [/^unitId$/, 'Unit'],
  [/^(recordIds?|removeIds)$/, 'Service'],
  [/^parentOrganizationId$/, 'Organization'],
  [/^locationId$/, 'Location'],
  [/^programId$/, 'Program'],
  [/^(removeTaxonomyTermIds|taxonomyTermIds)$/, 'TaxonomyTerm'],
  [/^keepId$/, 'Organization'],
  [/^mergeId$/, 'AnotherOrganization'],
  [/^changeRequestId$/, 'ChangeRequest'],
  [/^incomingReportId$/, 'IncomingReport'],
  [/^ids$/, 'Household'],
  [/^(campaign|campaignId)$/, 'Campaign'],
  [/^lineId$/, 'CampaignLine'],
];
/** Types of which the prepared households have no row: whose they are is tested where they are made. */
const madeElsewhere = [
  ...['Emergency', 'Notification', 'ReviewTask', 'Consent', 'Agreement', 'Guardianship', 'Assignment'],
  ...['StaffMember', 'Post', 'Referral', 'ServiceRecord', 'ConsentProposal', 'Webhook', 'Delivery'],
  ...['Sponsor', 'Pledge', 'BudgetLine', 'Allocation'],
  ...['ServiceCapacity', 'Unit', 'ChangeRequest', 'AnotherOrganization', 'IncomingReport'],
  ...['Location', 'Program', 'TaxonomyTerm', 'EmergencyApplication', 'VisitTeam', 'Campaign', 'CampaignLine'],
  ...['ZoneSubstitution', 'Petition'],
];
/** Types whose ids name no district. */
const undistricted = [
  ...['Organization', 'Service', 'StaffMember', 'Post', 'Sponsor'],
  ...['ServiceCapacity', 'Unit', 'ChangeRequest', 'TaxonomyTerm', 'Location', 'Program'],
];
const shared: Readonly<Record<string, string>> = {
  Organization: known.organizations.shelter,
  Service: known.services.shelterStay,
};

/** Ids that an input is filled with: by type, of a household that nobody of the viewers may know of, or of none. */
export type Ids = (type: string) => string;

const fields = schema.getMutationType()?.getFields() ?? {};
export const mutations = Object.values(fields);

/** What the matrix asks about by name; every other root field is asked about by what its arguments and answers are. */
const byName = [
  ...[
    'household',
    'households',
    'case',
    'node',
    'nodes',
    'viewer',
    'caseFunnel',
    'memberByRegistrationNumber',
  ],
  ...['services', 'service', 'organizations', 'organization', 'sponsors', 'sponsor', 'units', 'taxonomies'],
  ...['taxonomyTerms', 'serviceFacets', 'catalogueChanges', 'districts', 'dongs'],
];
const queries = schema.getQueryType()!.getFields();
export const rootsApart = Object.keys(queries).filter((name) => !byName.includes(name));

/** A document that sends a mutation and asks for all that its payload has. */
export function documentOf(name: string): string {
  const field = fields[name]!;
  const input = field.args.find((each) => each.name === 'input')!;
  const payload = everythingOf(objectType(getNamedType(field.type).name), { depth: 1 });
  return `mutation ($input: ${input.type}) { ${name}(input: $input) { ${print(payload)} } }`;
}

/** An input with every field filled in, so that each of them is asked for. */
export function inputOf(name: string, ids: Ids): Record<string, unknown> {
  const { type } = fields[name]!.args.find((each) => each.name === 'input')!;
  return objectOf(getNamedType(type) as GraphQLInputObjectType, ids);
}

/** What a report on a known household, an agreement with a known organization or a known record takes no part of. */
const ofNewOnes = [
  ...['members', 'responsibleDong', 'responsibleTong', 'responsibleBan'].map(
    (each) => `ReceiveReportInput.${each}`,
  ),
  // A person is looked up by one of them beside the name: here by the registration number.
  ...['PersonAtCounterInput.birthDate', 'PersonAtCounterInput.phone'],
  ...[
    'ConcludeAgreementInput.newOrganization',
    'ProposeRecordInput.organization',
    'ProposeRecordInput.location',
  ],
  ...['Organization', 'Service', 'Location'].map((each) => `Save${each}Input.confidentialBecause`),
];
/** Rows of the catalogue that belong to a record: they are new, as none is known of one that is hidden. */
const isPart = (name: string) =>
  /^(Phone|Contact|Schedule|Language|Program|Funding|Url|Address|Accessibility|CostOption|RequiredDocument|ServiceArea|OrganizationIdentifier|ServiceAtLocation|ServiceCapacity|Sponsorship)Input$/.test(
    name,
  );
/** Texts that have a form of their own. */
const forms: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['url', 'website', 'logo', 'uri', 'scheduleLink'].map((each) => [each, 'https://example.or.kr']),
  ),
  ...{ email: 'a@example.or.kr', byday: 'MO', wkst: 'MO', freq: 'WEEKLY', amount: '1000' },
  ...{ byweekno: '1', bymonthday: '1', byyearday: '1', opensAt: '09:00', closesAt: '18:00' },
};

const objectOf = (type: GraphQLInputObjectType, ids: Ids): Record<string, unknown> =>
  Object.fromEntries(
    Object.values(type.getFields())
      .filter(
        ({ name }) => !ofNewOnes.includes(`${type.name}.${name}`) && !(name === 'id' && isPart(type.name)),
      )
      .map(({ name, type: of }) => [name, filled(type, name, of, ids)]),
  );

function filled(parent: GraphQLInputObjectType, name: string, type: GraphQLInputType, ids: Ids): unknown {
  if (isNonNullType(type)) return filled(parent, name, type.ofType, ids);
  // As many answers as the first form has items.
  if (name === 'answers') return [120, 80];
  if (isListType(type)) return [filled(parent, name, type.ofType, ids)];
  if (isInputObjectType(type)) return objectOf(type, ids);
  if (isEnumType(type)) return type.getValues()[0]!.name;
  if (name === 'idempotencyKey') return randomUUID();
  switch (type.name) {
    case 'ID': {
      // Arguments of queries name the type itself: household, member, organization.
      const found = idsOf.find(([pattern]) => pattern.test(name));
      if (!found)
        throw new Error(`${parent.name}.${name} is an id of what? Say it in test/access/mutations.ts`);
      return ids(found[1]);
    }
    case 'Int':
    case 'Krw':
    case 'Amount':
      return 1;
    case 'Float':
      return 1;
    case 'Boolean':
      return false;
    // Today is a day that every date of an input may be.
    case 'Date':
      return dayInSeoul();
    case 'DateTime':
      if (name === 'tookPlaceAt') return new Date().toISOString();
      return new Date(Date.now() + 3_600_000).toISOString();
    default:
      if (isPart(parent.name) && name === 'number') return '02-1234-5678';
      if (/^(Save|Proposed)/.test(parent.name) || isPart(parent.name)) return forms[name] ?? '글';
      // A number that nobody has, so that a mutation gets as far as whose it is to be.
      if (name === 'number') return '991331-4999999';
      if (name === 'month') return '2026-01';
      if (name === 'district') return '41113';
      return /Dong|zone/.test(name) ? '4111310100' : '글';
  }
}

/** What is asked of a root field that has a test of its own: all of its arguments, and all that it answers. */
export function questionOf(name: string, ids: Ids) {
  const field = queries[name]!;
  const given = field.args.filter((each) => !['first', 'after'].includes(each.name));
  const named = getNamedType(field.type);
  const parent = { name: 'Query' } as GraphQLInputObjectType;
  const declared = given.map((each) => `$${each.name}: ${each.type}`).join(', ');
  const passed = given.map((each) => `${each.name}: $${each.name}`).join(', ');
  return {
    document: `query ${declared && `(${declared})`} { ${name}${passed && `(${passed})`} ${
      isObjectType(named) ? `{ ${print(everythingOf(named, { depth: 2 }))} }` : ''
    } }`,
    variables: Object.fromEntries(
      given.map((each) => [each.name, filled(parent, each.name, each.type, ids)]),
    ),
  };
}

/** Ids of a household that is there, and of nothing at all: in the same district, of the same form. */
export const unknownIds =
  (district: string): Ids =>
  (type) => {
    if (type === 'AnotherOrganization') return `Organization:${randomUUID()}`;
    return undistricted.includes(type) ? `${type}:${randomUUID()}` : `${type}:${district}:${randomUUID()}`;
  };
export const idsAt =
  (district: string, rows: Readonly<Record<string, string>>): Ids =>
  (type) => {
    if (rows[type] && !shared[type])
      return undistricted.includes(type) ? `${type}:${rows[type]}` : `${type}:${district}:${rows[type]}`;
    if (shared[type]) return `${type}:${shared[type]}`;
    if (madeElsewhere.includes(type)) return unknownIds(district)(type);
    throw new Error(`Which ${type} does nobody know of? Say it in test/access/mutations.test.ts`);
  };

/** The coordinates that belong to mutations alone: themselves, their inputs and their payloads; and inputs of queries. */
export function mutationCoordinates(): Set<string> {
  const found = new Set<string>();
  const input = (type: unknown) => {
    const named = getNamedType(type as GraphQLInputType);
    if (!isInputObjectType(named)) return;
    for (const { name, type: of } of Object.values(named.getFields())) {
      found.add(`${named.name}.${name}`);
      if (getNamedType(of) !== named) input(of);
    }
  };
  for (const name of rootsApart) for (const each of queries[name]!.args) input(each.type);
  for (const { name, args, type } of mutations) {
    found.add(`Mutation.${name}`);
    for (const each of args) input(each.type);
    const payload = getNamedType(type);
    if (isObjectType(payload))
      for (const each of Object.keys(payload.getFields())) found.add(`${payload.name}.${each}`);
  }
  return found;
}
