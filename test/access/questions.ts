import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLObjectType,
  type GraphQLOutputType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isObjectType,
  isRequiredInputField,
  parse,
  validate,
} from 'graphql';
import { policyOf } from '../../src/access/policy.js';
import { schema } from '../../src/schema.js';
import type { Attack } from './attacks.js';
import { everythingOf, print } from './everything.js';

// Every operation there is, made by walking the schema: what is new in it is asked by itself, or is named as not asked.

/** Values for arguments that no type gives: by `Type.field.argument`, `Input.field`, or the bare name for all of that name. */
export type Values = Readonly<Record<string, readonly unknown[]>>;

/** What could not be asked, since nobody says with which values. */
export class Uncovered extends Set<string> {}

const objectIn = (type: GraphQLOutputType) => getNamedType(type) as GraphQLObjectType;

/**
 * Operations for all root fields, each argument and each field of a filter with each of its values.
 *
 * @param together how many questions may be in one document: their lines in the log come in any order
 */
export function questionsOf(
  values: Values,
  uncovered: Uncovered,
  catalogue: boolean,
  together = 8,
): Attack[] {
  // Changes are compared by themselves, hidden with unknown, in mutations.test.ts: here they would part the two worlds.
  const roots = [schema.getQueryType()!];
  // What is sent by itself cannot be asked for: whoever adds it says here how it is compared.
  for (const name of Object.keys(schema.getSubscriptionType()?.getFields() ?? {}))
    if (!streamed.includes(name)) uncovered.add(`Subscription.${name}`);
  return roots.flatMap((root) =>
    Object.values(root.getFields())
      .filter((field) => catalogue || !isPublic(root, field))
      .flatMap((field) => rootQuestions(root, field, values, uncovered, together)),
  );
}

/** Subscriptions that tell what a query tells, by the same function (`hamkke.feed_of`), in the order of its cursors. */
const streamed = ['changes'];

/** Lists and rows of the catalogue, which are the same for everybody. */
const isPublic = (root: GraphQLObjectType, { name }: GraphQLField<unknown, unknown>) =>
  !['node', 'nodes'].includes(name) && policy.get(`${root.name}.${name}`)?.kind === 'open';
const policy = policyOf(schema);

function rootQuestions(
  root: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  values: Values,
  uncovered: Uncovered,
  together: number,
): Attack[] {
  const at = `${root.name}.${field.name}`;
  const given = new Map(
    field.args.map((argument) => [argument.name, argumentValues(at, argument, values, uncovered)]),
  );
  const required = field.args.filter((each) => each.type !== getNullableType(each.type));
  const bases = combined(required.map(({ name }) => [name, given.get(name)!]));
  const optional = field.args.filter((each) => !required.includes(each));
  const asked: Asked[] = [];
  const ask = (variables: Record<string, unknown>, much: 'whole' | 'few') => {
    for (const selection of selections(field.type, much, variables)) asked.push({ variables, selection });
  };
  // Of a list, a page so wide that every household which is known is in it.
  const wide = optional.some(({ name }) => name === 'first') ? { first: 1000 } : {};
  for (const base of bases) ask({ ...base, ...wide }, 'whole');
  for (const { name } of optional)
    for (const [at, value] of given.get(name)!.entries())
      for (const context of contexts(optional, name, values, isList(value) ? at : null))
        for (const base of bases.slice(0, 3)) ask({ ...base, ...context, [name]: value }, 'few');
  return batched(root, field, asked, together);
}

interface Asked {
  variables: Record<string, unknown>;
  selection: string;
}

/** Questions that are alike in one document, under aliases; those that may fail alone, as an error can take the others along. */
function batched(
  root: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  asked: readonly Asked[],
  together: number,
): Attack[] {
  const alike = new Map<string, Asked[]>();
  for (const [at, each] of asked.entries()) {
    const names = Object.keys(each.variables);
    const alone =
      names.includes('after') ||
      names.includes('before') ||
      root === schema.getMutationType() ||
      logFields.includes(field.name)
        ? ` ${at}`
        : '';
    const key = `${names} ${each.selection}${alone}`;
    alike.set(key, [...(alike.get(key) ?? []), each]);
  }
  return [...alike.values()].flatMap((list) =>
    Array.from({ length: Math.ceil(list.length / together) }, (_, at) =>
      documentOf(root, field, list.slice(at * together, at * together + together)),
    ),
  );
}

/** Fields that tell of reads, of this very request too: what they are asked beside would be in their answer or not. */
export const logFields = ['accessLog', 'accessReview', 'provisions', 'whoSaw', 'reviewTasks'];

/** What an optional argument is asked together with: the districts that a list may be asked of, or one of them in turn. */
function contexts(optional: readonly GraphQLArgument[], name: string, values: Values, nth: number | null) {
  if (name === 'district' || !optional.some((each) => each.name === 'district')) return [{}];
  const districts = values.district ?? [];
  const some = nth === null ? districts : districts.slice(nth % districts.length).slice(0, 1);
  return some.map((district) => ({ district }));
}
/** A condition by values of an enum, which names nobody. */
const isList = (value: unknown) => Object.values(value ?? {}).some(Array.isArray);

function documentOf(
  root: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  list: readonly Asked[],
): Attack {
  const declared: string[] = [];
  const variables: Record<string, unknown> = {};
  const fields = list.map((asked, at) => {
    const passed = field.args
      .filter(({ name }) => name in asked.variables)
      .map(({ name, type }) => {
        declared.push(`$${name}${at}: ${type}`);
        variables[`${name}${at}`] = asked.variables[name];
        return `${name}: $${name}${at}`;
      });
    const spread = isLeafType(getNamedType(field.type)) ? '' : ' { ...Asked }';
    return `a${at}: ${field.name}${passed.length ? `(${passed.join(', ')})` : ''}${spread}`;
  });
  const kind = root === schema.getMutationType() ? 'mutation' : 'query';
  const head = declared.length ? `(${declared.join(', ')})` : '';
  // Said once: the server remembers no document that is very long.
  const { selection } = list[0]!;
  const fragment = selection && ` fragment Asked on ${getNamedType(field.type).name} ${selection}`;
  const document = `${kind} ${field.name}Differs${head} { ${fields.join(' ')} }${fragment}`;
  mustBeValid(document);
  return { document, variables };
}

/** Whoever compares two refusals of an operation that does not fit the schema has compared nothing. */
function mustBeValid(document: string) {
  if (valid.has(document)) return;
  const [wrong] = validate(schema, parse(document));
  if (wrong) throw new Error(`${wrong.message}: ${document.slice(0, 200)}`);
  valid.add(document);
}
const valid = new Set<string>();

/** What is selected of an answer: all of it, or only what tells which rows and how many there are. */
function selections(type: GraphQLOutputType, much: 'whole' | 'few', variables: object): string[] {
  const named = getNamedType(type);
  if (isLeafType(named)) return [''];
  if (isInterfaceType(named)) {
    // An id says which type it is of; fields of several would be in each other's way.
    const asked = Object.values(variables).map((each) => String(each).split(':')[0]);
    const types = schema.getPossibleTypes(named).filter(({ name }) => asked.includes(name));
    return types.map(
      (each) => `{ __typename id ... on ${each.name} { ${print(everythingOf(each, { depth: 0 }))} } }`,
    );
  }
  if (!isObjectType(named))
    return named
      .getTypes()
      .map((each) => `{ ... on ${each.name} { ${print(everythingOf(each, { depth: 1 }))} } }`);
  const fields = named.getFields();
  if (!fields.pageInfo) return [`{ ${print(everythingOf(named, { depth: 2 }))} }`];
  const page = `pageInfo { ${print(everythingOf(objectIn(fields.pageInfo.type)))} } totalCount`;
  const row = objectIn(fields.nodes!.type);
  // Not every row has an id: of one without, what it says of itself tells which one it is.
  const short = row.getFields().id ? 'id' : print(everythingOf(row, { depth: 0 }));
  const rows = much === 'whole' ? print(everythingOf(row, { depth: 1 })) : short;
  return [`{ nodes { ${rows} } edges { cursor node { ${short} } } ${page} }`];
}

/** The values of an argument, or of a field of an input: those that are said, or all that its type has. */
function argumentValues(
  at: string,
  { name, type }: Pick<GraphQLArgument | GraphQLInputField, 'name' | 'type'>,
  values: Values,
  uncovered: Uncovered,
): readonly unknown[] {
  const said = values[`${at}.${name}`] ?? values[name];
  if (said) return said;
  const made = typeValues(type, values, uncovered);
  if (made.length === 0) uncovered.add(`${at}.${name}`);
  return made;
}

function typeValues(type: GraphQLInputType, values: Values, uncovered: Uncovered): readonly unknown[] {
  const bare = getNullableType(type);
  if (isListType(bare)) return typeValues(bare.ofType, values, uncovered).map((each) => [each]);
  if (isEnumType(bare)) return some(bare.getValues().map(({ name }) => name));
  if (isInputObjectType(bare)) return inputValues(bare, values, uncovered);
  return bare.name === 'Boolean' ? [true, false] : (values[`:${bare.name}`] ?? []);
}

/** Of many values of an enum some, from everywhere in it: they all take the same way. */
const some = (names: string[]) => names.filter((_, at) => at % Math.ceil(names.length / 3) === 0);

/** Objects of an input: what it requires, with each value of each field by itself. */
function inputValues(type: GraphQLInputObjectType, values: Values, uncovered: Uncovered): unknown[] {
  const fields = Object.values(type.getFields());
  const given = new Map(
    fields.map((each) => [each.name, argumentValues(type.name, each, values, uncovered)]),
  );
  const required = fields.filter(isRequiredInputField);
  const [base = {}] = combined(required.map(({ name }) => [name, given.get(name)!.slice(0, 1)]));
  const made = fields.flatMap(({ name }) => given.get(name)!.map((value) => ({ ...base, [name]: value })));
  return made.length ? made : [base];
}

/** Every combination of the values of some names. */
function combined(lists: [name: string, values: readonly unknown[]][]): Record<string, unknown>[] {
  return lists.reduce<Record<string, unknown>[]>(
    (made, [name, values]) => made.flatMap((each) => values.map((value) => ({ ...each, [name]: value }))),
    [{}],
  );
}
