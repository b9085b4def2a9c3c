import { type ClassType, Extensions, Field } from 'type-graphql';
import type { Planned } from './columns.js';
import { type Grant, refusable } from './grants.js';

type PlannedClass = ClassType<object> & Planned;

/**
 * How the rows of a relation are found from the row that they belong to: their property → the parent's property, or what a
 * function of the database says of the parent, whose row goes by an alias.
 */
export type On = Readonly<Record<string, string | ((alias: string) => string)>>;

export interface RelationExtension {
  grant: Grant;
  relation: Relation;
}

export type Relation =
  | { kind: 'facet'; type: () => PlannedClass; on: On }
  | { kind: 'one'; type: () => PlannedClass; on: On }
  | { kind: 'many'; type: () => PlannedClass; on: On; order: readonly string[] }
  | { kind: 'connection'; type: () => PlannedClass; on: On; order: readonly string[] }
  /** A value that a function in the database answers, in the shape of its type. */
  | {
      kind: 'computed';
      type: () => unknown;
      sql: (alias: string) => string;
      /** A plain value of the row itself, which needs no look at who asks. */
      plain?: true;
    };

interface Words {
  grant: Grant;
  description: string;
}

const relation = (
  made: Relation,
  graphqlType: () => unknown,
  { grant, description }: Words,
  nullable: boolean,
) =>
  ((target: object, key: string) => {
    Field(graphqlType as never, { nullable: nullable || refusable(grant), description })(target, key);
    Extensions({ grant, relation: made } satisfies RelationExtension)(target, key);
  }) as PropertyDecorator;

/** The object that holds one data class of this row: there whenever the class is granted, `null` when it is withheld. */
export const Facet = (type: () => PlannedClass, on: On, words: Words) =>
  relation({ kind: 'facet', type, on }, type, words, true);

/** The one row that this row points to; `null` where there is none or it is not for the viewer. */
export const One = (type: () => PlannedClass, on: On, words: Words) =>
  relation({ kind: 'one', type, on }, type, words, true);

/** The rows that belong to this row, those the viewer may have, in a given order. */
export const Many = (type: () => PlannedClass, on: On, order: readonly string[], words: Words) =>
  relation({ kind: 'many', type, on, order }, () => [type()], words, false);

/** A page of the rows that belong to this row. */
export const Connection = (
  type: () => PlannedClass,
  connection: () => unknown,
  on: On,
  order: readonly string[],
  words: Words,
) => relation({ kind: 'connection', type, on, order }, connection, words, false);

/** What a function in the database says about this row. */
export const Computed = (
  type: () => unknown,
  sql: (alias: string) => string,
  words: Words,
  { optional = false } = {},
) => relation({ kind: 'computed', type, sql }, type, words, optional);

/** A plain value that is worked out from a shared row's columns, such as what holds only for a time. */
export const Derived = (
  type: () => unknown,
  sql: (alias: string) => string,
  words: Words,
  { optional = false } = {},
) => relation({ kind: 'computed', type, sql, plain: true }, type, words, optional);
