import type { Table } from 'drizzle-orm';
import type { FieldNode, GraphQLObjectType } from 'graphql';
import type { OtherRows } from '../../access/filters.js';
import type { Grant } from '../../access/grants.js';
import type { Relation } from '../../access/relations.js';
import type { Limits } from '../../config.js';
import type { Opening } from '../run.js';
import type { Arguments } from './sql.js';

/** What the log and the gates need to know of the rows at one place of an answer. */
export interface Shape {
  table: Table;
  children: { key: string; grant: Grant; kind: Relation['kind']; shape: Shape | null }[];
}

export interface Plan {
  text: string;
  /** What chooses the page of rows that a function found, before it is opened and read. */
  listed?: string;
  /** What must be opened before it reads. */
  opening: Opening;
  /** How many values the text binds. */
  bound: number;
  values(given: Arguments): unknown[];
  /** The arguments that this request gives to the fields of the plan. */
  given(variables: Record<string, unknown>): Arguments;
  /** The most rows that the answer can have, as its page sizes multiply. */
  rows: Rows;
  shape: Shape;
}

export type Rows = (given: Arguments) => number;

export interface PlanOptions {
  /** The application's wall: conditions on every level. Off only in tests of the other wall. */
  wall: boolean;
  limits: Limits;
}

/**
 * A page of consent-scoped rows that a function of the database finds. What it found is narrowed, sorted and counted by what the
 * viewer may have, as every other row is: the function decides alone about nothing.
 */
export interface PageSource {
  table: Table;
  opening: 'page' | 'referrals' | 'clocks' | 'cases';
  sortedBy: PageOrder;
}

/** The order of a page that a function finds. Rows whose column is withheld come last, whichever way it goes. */
export interface PageOrder {
  /** Which of the orders of its list it is; none for the usual one, whose cursors bear no name. */
  name?: string;
  /** The column in time, of the row itself or of other rows of which it has one at most. */
  column: string;
  of?: OtherRows;
  /** Of several other rows the latest counts, and only those that belong to such a row of a third table. */
  latestOf?: { of: OtherRows; where: (alias: string) => string };
  /** Whether the oldest stand first; else the newest do. */
  oldestFirst?: true;
}

/** One place of a selection: the type that is asked for there, by which fields, and the rows that it is made of. */
export interface Place {
  type: GraphQLObjectType;
  table: Table;
  alias: string;
  nodes: readonly FieldNode[];
}

/** What a place adds to its statement: the columns of one row, and what is known of the rows. */
export interface Level {
  columns: string[];
  shape: Shape;
  rows: Rows;
}

/** A part of a statement with what is known of its rows. */
export interface Part {
  sql: string;
  /** Of a page: what chooses it. */
  listed?: string;
  shape: Shape;
  rows: Rows;
}
