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
import { known } from '../../src/demo/known.js';
import { schema } from '../../src/schema.js';
import { everythingOf, print } from './everything.js';
import { objectType } from './prepared.js';

/** What an id in an input is an id of, by the field's name. */
const idsOf: readonly [RegExp, type: string][] = [
  [/^caseId$/, 'Case'],
  [/^(household|householdId)$/, 'Household'],
  [/([mM]emberIds?|givenById|guardianId|askedById)$/, 'Member'],
  [/^(center|sender|provider|organization|homeOrganization|workOrganization)Id$/, 'Organization'],
  [/^serviceId$/, 'Service'],
  [/^staffId$/, 'StaffMember'],
  [/^postId$/, 'Post'],
  [/^consentId$/, 'Consent'],
  [/^agreementId$/, 'Agreement'],
  [/^guardianshipId$/, 'Guardianship'],
  [/^assignmentId$/, 'Assignment'],
  [/^emergencyId$/, 'Emergency'],
  [/^notificationId$/, 'Notification'],
  [/^reviewTaskId$/, 'ReviewTask'],
];
/** Types of which the prepared households have no row: whose they are is tested where they are made. */
const madeElsewhere = [
  ...['Emergency', 'Notification', 'ReviewTask', 'Consent', 'Agreement', 'Guardianship', 'Assignment'],
  ...['StaffMember', 'Post'],
];
/** Types whose ids name no district. */
const undistricted = ['Organization', 'Service', 'StaffMember', 'Post'];
const shared: Readonly<Record<string, string>> = {
  Organization: known.organizations.shelter,
  Service: known.services.shelterStay,
};

/** Ids that an input is filled with: by type, of a household that nobody of the viewers may know of, or of none. */
export type Ids = (type: string) => string;

const fields = schema.getMutationType()?.getFields() ?? {};
export const mutations = Object.values(fields);

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

const objectOf = (type: GraphQLInputObjectType, ids: Ids): Record<string, unknown> =>
  Object.fromEntries(
    Object.values(type.getFields()).map(({ name, type: of }) => [name, filled(type, name, of, ids)]),
  );

function filled(parent: GraphQLInputObjectType, name: string, type: GraphQLInputType, ids: Ids): unknown {
  if (isNonNullType(type)) return filled(parent, name, type.ofType, ids);
  if (isListType(type)) return [filled(parent, name, type.ofType, ids)];
  if (isInputObjectType(type)) return objectOf(type, ids);
  if (isEnumType(type)) return type.getValues()[0]!.name;
  if (name === 'idempotencyKey') return randomUUID();
  switch (type.name) {
    case 'ID': {
      const found = idsOf.find(([pattern]) => pattern.test(name));
      if (!found)
        throw new Error(`${parent.name}.${name} is an id of what? Say it in test/access/mutations.ts`);
      return ids(found[1]);
    }
    case 'Int':
    case 'Krw':
      return 1;
    case 'Float':
      return 1;
    case 'Boolean':
      return false;
    case 'Date':
      return '2026-01-02';
    case 'DateTime':
      return '2026-01-02T09:00:00+09:00';
    default:
      return name.toLowerCase().includes('dong') ? '4111310100' : '글';
  }
}

/** Ids of a household that is there, and of nothing at all: in the same district, of the same form. */
export const unknownIds =
  (district: string): Ids =>
  (type) =>
    undistricted.includes(type) ? `${type}:${randomUUID()}` : `${type}:${district}:${randomUUID()}`;
export const idsAt =
  (district: string, rows: Readonly<Record<string, string>>): Ids =>
  (type) => {
    if (shared[type]) return `${type}:${shared[type]}`;
    if (madeElsewhere.includes(type)) return unknownIds(district)(type);
    if (!rows[type])
      throw new Error(`Which ${type} does nobody know of? Say it in test/access/mutations.test.ts`);
    return `${type}:${district}:${rows[type]}`;
  };

/** The coordinates that belong to mutations alone: themselves, their inputs and their payloads. */
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
  for (const { name, args, type } of mutations) {
    found.add(`Mutation.${name}`);
    for (const each of args) input(each.type);
    const payload = getNamedType(type);
    if (isObjectType(payload) && payload.name.endsWith('Payload'))
      for (const each of Object.keys(payload.getFields())) found.add(`${payload.name}.${each}`);
  }
  return found;
}
