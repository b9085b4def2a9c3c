import { getTableColumns } from 'drizzle-orm';
import { type ClassType, Extensions, Field } from 'type-graphql';
import { limits } from '../config/limits.js';
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

interface ListRelation {
  type: () => PlannedClass;
  on: On;
  order: readonly string[];
  /** Whether its order is by what nobody may read: its cursors are ids, and the rows say themselves where they stand. */
  hiddenOrder?: true;
}

interface PagedRelation extends ListRelation {
  /** The plain list of the same rows, where there is one. */
  beside?: string;
}

export type Relation =
  | { kind: 'facet'; type: () => PlannedClass; on: On }
  | { kind: 'one'; type: () => PlannedClass; on: On }
  | ({ kind: 'many'; bounded?: string } & ListRelation)
  | ({ kind: 'connection' } & PagedRelation)
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

interface ListWords extends Words {
  /** Why there are never many rows, so that a plain list holds them all. */
  bounded?: string;
  hiddenOrder?: true;
}

/** The type of a page of each type's rows; `completeConnections` makes those that nobody declared. */
export const connectionTypes = new Map<unknown, ClassType>();
/** The types of all lists that have pages. */
export const pagedTypes: (() => ClassType<object>)[] = [];

/** Whether a list is in the order of time, so that one may ask for the newest or the oldest first. */
export function isByTime({ type, order: [first] }: ListRelation): boolean {
  const column = getTableColumns(type().table)[first!];
  return first === 'version' || ['PgTimestamp', 'PgDateString'].includes(column?.columnType ?? '');
}

const relation = (
  made: Relation,
  graphqlType: () => unknown,
  { grant, description }: Words,
  nullable: boolean,
  deprecationReason?: string,
) =>
  ((target: object, key: string) => {
    Field(graphqlType as never, {
      nullable: nullable || refusable(grant),
      description,
      ...(deprecationReason ? { deprecationReason } : {}),
    })(target, key);
    Extensions({ grant, relation: made } satisfies RelationExtension)(target, key);
  }) as PropertyDecorator;

/** The object that holds one data class of this row: there whenever the class is granted, `null` when it is withheld. */
export const Facet = (type: () => PlannedClass, on: On, words: Words) =>
  relation({ kind: 'facet', type, on }, type, words, true);

/** The one row that this row points to; `null` where there is none or it is not for the viewer. */
export const One = (type: () => PlannedClass, on: On, words: Words) =>
  relation({ kind: 'one', type, on }, type, words, true);

/**
 * The rows that belong to this row, those the viewer may have, in a given order, as a plain list. Where there may be many it
 * ends somewhere and is deprecated: such lists are older than their pages, by the field `…Connection`. New ones are `Pages`.
 */
export const Many = (type: () => PlannedClass, on: On, order: readonly string[], words: ListWords) =>
  ((target: object, key: string) => {
    const { bounded, hiddenOrder, ...more } = words;
    const list = { type, on, order };
    if (bounded) {
      relation({ kind: 'many', ...list, bounded }, () => [type()], more, false)(target, key);
      return;
    }
    const pages = `${key}Connection`;
    const { fallback, name } = limits.maxListSize;
    const reason = `${pages}을 쓰십시오. Use ${pages}: this list ends after ${fallback} rows, unless ${name} says otherwise.`;
    relation({ kind: 'many', ...list }, () => [type()], more, false, reason)(target, key);
    const inPages = { ...more, description: `${more.description} In pages, to the end.` };
    pagesOf({ ...list, beside: key, ...(hiddenOrder ? { hiddenOrder } : {}) }, inPages)(target, pages);
  }) as PropertyDecorator;

/** The rows that belong to this row, those the viewer may have, in a given order and in pages to their end. */
export const Pages = (type: () => PlannedClass, on: On, order: readonly string[], words: Words) =>
  pagesOf({ type, on, order }, words);

function pagesOf(list: PagedRelation, words: Words): PropertyDecorator {
  pagedTypes.push(list.type);
  return relation({ kind: 'connection', ...list }, () => connectionTypes.get(list.type()), words, false);
}

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
