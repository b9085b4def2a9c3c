import type { Table } from 'drizzle-orm';
import { type GraphQLField, type GraphQLSchema, getNamedType, isInputObjectType } from 'graphql';
import { Extensions } from 'type-graphql';
import { from, nameOf } from '../database/planner/sql.js';
import type { Bounded } from './bounds.js';
import { inputField } from './decorators.js';
import type { Grant } from './grants.js';
import { isPublic } from './protections.js';
import { protectionOf } from './records.js';

/** Rows of another table that a filter or an order looks at: their properties by those of the row in the list. */
export interface OtherRows {
  table: Table;
  on: Readonly<Record<string, string>>;
}

/**
 * How a field of a filter narrows its list. Stated once, beside the field and its grant: the planner makes the condition of it,
 * and a function of the database is given the value under the field's name.
 */
export interface FilterField {
  /** The SQL type that a condition reads the value as. */
  type?: string;
  /** The value as the database takes it; as it was given unless said otherwise. */
  as?: (value: never) => unknown;
  /**
   * The condition on a row of the list, or on one of the other rows, where the field says which. Other rows without a
   * condition: whether there is one must be as the value says. With neither, a function alone knows the field.
   */
  where?: (alias: string, value: string) => string;
  /** Rows of another table that it looks at. Those that the viewer may not have are not there. */
  of?: OtherRows;
  /** Which of the other rows count, where it asks whether there is one. */
  whose?: (alias: string) => string;
  /** Rows of a third table that one of the other rows must not have: they are tied to it, and not to the row of the list. */
  lacks?: { of: OtherRows; where: (alias: string, value: string) => string };
  /** Given to the function by itself, and not among the filter's values. */
  apart?: true;
}

interface Extended {
  grant?: Grant;
  filter?: FilterField;
}

/** A field of a filter, which whoever has the grant may give; see `filterFaults` for what enforces it. */
export const filterField =
  (grant: Grant) =>
  (type: (() => unknown) | Bounded, description: string, filter: FilterField = {}) =>
    ((target: object, key: string) => {
      inputField(grant)(type, description, { optional: true })(target, key);
      Extensions({ filter })(target, key);
    }) as PropertyDecorator;

/** A column that is compared with the value, of a row of the list or of one of the other rows. */
export const compares = (column: string, by: string, type: string, of?: OtherRows): FilterField => ({
  type,
  where: (alias, value) => `${alias}.${column} ${by} ${value}`,
  ...(of ? { of } : {}),
});

/** A column that is any of the values. */
export const isAnyOf = (column: string, type: string, of?: OtherRows): FilterField => ({
  type: `${type}[]`,
  where: (alias, value) => `${alias}.${column} = any(${value})`,
  ...(of ? { of } : {}),
});

/** The fields of a root field's filter, by name; none where it has no filter. */
export function filterOf(field: GraphQLField<unknown, unknown>): ReadonlyMap<string, FilterField> {
  const argument = field.args.find(({ name }) => name === 'filter');
  const type = argument && getNamedType(argument.type);
  if (!isInputObjectType(type)) return new Map();
  return new Map(
    Object.values(type.getFields()).map(({ name, extensions }) => [
      name,
      (extensions as Extended).filter ?? {},
    ]),
  );
}

const isGiven = (value: unknown) => value !== null && value !== undefined;

/** Which fields of a filter are given; one that is absent or null narrows nothing. */
export const givenIn = (fields: ReadonlyMap<string, FilterField>, filter: object | null | undefined) =>
  [...fields].filter(([name]) => isGiven((filter as Record<string, unknown> | null | undefined)?.[name]));

/** A filter as a function of the database takes it. */
export const filterJson = (
  fields: ReadonlyMap<string, FilterField>,
  filter: object | null | undefined,
): Record<string, unknown> =>
  Object.fromEntries(
    givenIn(fields, filter)
      .filter(([, { apart }]) => !apart)
      .map(([name, field]) => [name, databaseValue(field, (filter as Record<string, unknown>)[name])]),
  );

/** The value of a field as the database takes it. */
export const databaseValue = ({ as }: FilterField, value: unknown) => (as ? as(value as never) : value);

/** The part of a condition that looks at other rows: those that belong to a row of the list, and that the viewer may have. */
export function otherRows(
  { table, on }: OtherRows,
  alias: string,
  own: { table: Table; alias: string },
  wall: (table: Table, alias: string) => string,
): string {
  const tied = Object.entries(on).map(
    ([theirs, its]) => `${nameOf(table, theirs, alias)} = ${nameOf(own.table, its, own.alias)}`,
  );
  return `${from(table, alias)} where ${['true', ...tied].join(' and ')}${wall(table, alias)}`;
}

/**
 * Whose filter fields are not safe to serve: one whose grant nothing enforces, one that looks at rows which it does not
 * declare, and one that narrows nothing. The wall is put around all rows that are declared, so what is left to see to is
 * that a grant is one that the wall, or the root field's own grant, holds.
 */
export function filterFaults(schema: GraphQLSchema): string[] {
  const roots = [schema.getQueryType(), schema.getSubscriptionType()];
  return roots
    .flatMap((root) => Object.values(root?.getFields() ?? {}))
    .flatMap((root) =>
      root.args.flatMap(({ name, type }) => {
        const input = getNamedType(type);
        if (!isInputObjectType(input)) return [];
        if (name !== 'filter')
          return input.name.endsWith('Filter') ? [`${root.name}.${name} is a filter of another name`] : [];
        return Object.values(input.getFields()).flatMap((each) => {
          const fault = faultOf(each.extensions as Extended, (root.extensions as Extended).grant);
          return fault ? [`${input.name}.${each.name} of ${root.name} ${fault}`] : [];
        });
      }),
    );
}

function faultOf({ grant, filter }: Extended, root: Grant | undefined): string | null {
  if (!filter) return 'narrows nothing';
  const { of, where, whose, lacks } = filter;
  const texts = [where?.('t', 'v'), whose?.('t'), lacks?.where('t', 'v')].map((each) => each ?? '');
  // A column may be named so, in quotes.
  if (texts.some((each) => /(?<!")\b(from|join)\b/i.test(each)))
    return 'looks at rows that it does not declare';
  if (lacks && !(of && where)) return 'asks what no other row lacks';
  if (of && !where && filter.type !== 'boolean') return 'asks whether there are rows by what is no boolean';
  return isEnforced(grant, filter, root) ? null : 'has a grant that nothing enforces';
}

function isEnforced(
  grant: Grant | undefined,
  { of, where, whose, lacks }: FilterField,
  root: Grant | undefined,
): boolean {
  switch (grant?.kind) {
    case 'open':
      // The public catalogue, whose wall looks at nobody.
      return of ? isPublic(protectionOf(of.table)) : root?.kind === 'open';
    case 'inherited':
      // What it looks at is of the row itself, which whoever meets it was given.
      return Boolean(where) && !of;
    case 'signedIn':
      return root?.kind === 'signedIn' || root?.kind === 'duty';
    case 'duty':
      return root?.kind === 'duty' && root.duties.every((each) => grant.duties.includes(each));
    case 'scope': {
      const isOfClass = ({ table }: OtherRows) => {
        const protection = protectionOf(table);
        return protection.kind === 'class' && protection.dataClass === grant.dataClass;
      };
      const looked = [of, lacks?.of].filter((each) => each !== undefined);
      return Boolean(where ?? whose) && looked.length > 0 && looked.every(isOfClass);
    }
    default:
      return false;
  }
}
