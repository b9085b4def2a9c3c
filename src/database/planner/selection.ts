import { type GraphQLObjectType, type GraphQLResolveInfo, getNamedType, Kind, type TypeNode } from 'graphql';
import { collectSubfields } from 'graphql/execution/collectFields.js';
import { listOrderName } from './pageArguments.js';

/** The type of the objects that a field answers, in whatever lists they are. */
export const typeOf = (info: GraphQLResolveInfo) => getNamedType(info.returnType) as GraphQLObjectType;

/**
 * Where in its operation a field stands: its whole path, as two payloads may name a field alike, with the types on it,
 * as fragments on two types may, but without places in lists, whose rows are read alike.
 */
export const placeOf = ({ prev, key, typename }: GraphQLResolveInfo['path']): string =>
  typeof key === 'number' ? placeOf(prev!) : `${prev ? placeOf(prev) : ''}/${typename}.${key}`;

/** Which variables are given: what is skipped, filtered or paged depends on it, and on nothing else of their values. */
export function shapeOf(value: unknown): string {
  if (value === null || value === undefined) return '-';
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'object' || Array.isArray(value)) return '+';
  return `{${Object.entries(value)
    .map(([key, each]) => `${key}:${shapeOf(each)}`)
    .join()}}`;
}

const nameOf = (type: TypeNode): string =>
  type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);

/**
 * The same of the variables of an operation; of those that say in which order a list is, their values too, as a statement is
 * in one order.
 */
export function variablesShape({
  operation,
  variableValues,
}: Pick<GraphQLResolveInfo, 'operation' | 'variableValues'>): string {
  const orders = (operation.variableDefinitions ?? [])
    .filter(({ type }) => nameOf(type) === listOrderName)
    .map(({ variable }) => String(variableValues[variable.name.value]));
  return `${shapeOf(variableValues)}${orders.length ? ` ${orders.join()}` : ''}`;
}

/** The names of the fields that an operation asks of what a field answers. */
export function fieldsAsked(info: GraphQLResolveInfo): string[] {
  const { schema, fragments, variableValues, fieldNodes } = info;
  const fields = collectSubfields(schema, fragments, variableValues, typeOf(info), [...fieldNodes]);
  return [...fields.values()].map((group) => group[0]!.name.value);
}

/** The fields of a connection by which its rows, or their places, are told. */
const rowFields = ['nodes', 'edges', 'pageInfo'];

/** Whether the operation asks for the rows of a list, and not only how many there are. */
export const rowsAsked = (info: GraphQLResolveInfo) =>
  fieldsAsked(info).some((name) => rowFields.includes(name));

/** Whether the operation asks for `totalCount`: counting is work that nobody should pay for unasked. */
export const totalAsked = (info: GraphQLResolveInfo) => fieldsAsked(info).includes('totalCount');
