import type { Draft } from './draft.js';
import type { Arguments } from './sql.js';

/** The place of a list in a request that is being planned. */
export interface RowRequest {
  draft: Draft;
  /** Where in the request's arguments the list's own stand. */
  at: number;
  /** How many rows its page has. */
  size: (given: Arguments) => number;
  /** Whether the request goes on from a cursor. */
  continued: boolean;
  /** What the page's rows will be called. */
  alias: string;
}

/** Rows of a list that are found by more than conditions on their own table, and in an order that is theirs alone. */
export interface FoundRows {
  /** A selection of the ids of one page and one row more, with what their order sorts by. */
  page: string;
  /** What the order sorts by, which is what its cursors hold. */
  sort: readonly string[];
  /** How many rows there are on all pages. */
  count: string;
  /** How far a row is from where the request asks, in metres. */
  distance(alias: string): string | null;
  /** What stands around the answer: parts that page and count both look at, and whether there is an answer at all. */
  around?(answer: string): string;
}

export type RowSource = (asked: RowRequest) => FoundRows;
