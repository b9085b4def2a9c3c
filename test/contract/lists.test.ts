import {
  GraphQLList,
  type GraphQLNamedType,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
  getNamedType,
  NoDeprecatedCustomRule,
  parse,
  validate,
} from 'graphql';
import { expect, test } from 'vitest';
import type { ColumnExtension } from '../../src/access/columns.js';
import { refusable } from '../../src/access/grants.js';
import { isPublic } from '../../src/access/protections.js';
import { protectionOf } from '../../src/access/records.js';
import type { RelationExtension } from '../../src/access/relations.js';
import { preparedOperations } from '../../src/http/operations.js';
import { schema } from '../../src/schema.js';

const fields = Object.values(schema.getTypeMap()).flatMap((type) =>
  type instanceof GraphQLObjectType && !type.name.startsWith('__')
    ? Object.values(type.getFields()).map((field) => ({ type, field, at: `${type.name}.${field.name}` }))
    : [],
);
const isList = (type: GraphQLOutputType): boolean =>
  type instanceof GraphQLNonNull ? isList(type.ofType) : type instanceof GraphQLList;
/** Whether rows of a table are made of the type, of which there may always be more. */
const isRow = (type: GraphQLNamedType) =>
  type instanceof GraphQLObjectType &&
  Object.values(type.getFields()).some(({ extensions }) => 'column' in extensions);
const relationOf = (field: { extensions: unknown }) =>
  (field.extensions as Partial<RelationExtension>).relation;

test('every list of rows inside a row can be read to its end, or it is said why it is never long', () => {
  const cut = fields.filter(({ type, field }) => {
    if (/(Connection|Edge)$/.test(type.name) || !isList(field.type) || !isRow(getNamedType(field.type)))
      return false;
    const relation = relationOf(field);
    const pages = type.getFields()[`${field.name}Connection`];
    if (relation?.kind === 'many' && relation.bounded) return pages !== undefined;
    return !(pages && field.deprecationReason?.includes(pages.name));
  });
  expect(cut.map(({ at }) => at)).toEqual([]);
  const paged = fields.filter(({ field }) => relationOf(field)?.kind === 'connection');
  expect(paged.length).toBeGreaterThan(20);
});

test('a page is withheld as the plain list beside it', () => {
  const beside = fields.flatMap(({ type, field, at }) => {
    const relation = relationOf(field);
    if (relation?.kind !== 'connection' || relation.beside === undefined) return [];
    const plain = type.getFields()[relation.beside]!;
    const grant = (of: typeof field) => (of.extensions as Partial<RelationExtension>).grant!;
    return [{ at, grants: [grant(plain), grant(field)], nullable: !String(field.type).endsWith('!') }];
  });
  expect(beside.length).toBeGreaterThan(20);
  for (const { at, grants, nullable } of beside) {
    expect({ at, grant: grants[1] }).toEqual({ at, grant: grants[0] });
    expect({ at, nullable }).toEqual({ at, nullable: refusable(grants[0]!) });
  }
});

test('a cursor holds nothing but what whoever has the row can read in it, and ids', () => {
  const telling = fields.flatMap(({ field, at }) => {
    const relation = relationOf(field);
    if (relation?.kind !== 'connection' || relation.hiddenOrder) return [];
    const { table } = relation.type();
    // What everybody may know is no secret in a cursor either.
    if (isPublic(protectionOf(table))) return [];
    const { nodes } = (getNamedType(field.type) as GraphQLObjectType).getFields();
    const shown = Object.values((getNamedType(nodes!.type) as GraphQLObjectType).getFields()).flatMap(
      ({ extensions }) => {
        const { column, grant } = extensions as Partial<ColumnExtension>;
        return column && grant && !refusable(grant) ? [column] : [];
      },
    );
    return relation.order
      .filter((each) => each !== 'id' && !shown.includes(each))
      .map((each) => `${at} by ${each}`);
  });
  // Its number is that of the referral's step with which it was written, in the history beside it.
  expect(telling).toEqual(['Referral.messagesConnection by version']);
});

test('no published operation asks for what is deprecated', () => {
  const old = preparedOperations().flatMap(({ name, text }) =>
    validate(schema, parse(text), [NoDeprecatedCustomRule]).map(({ message }) => `${name}: ${message}`),
  );
  expect(old).toEqual([]);
});
