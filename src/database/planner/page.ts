import { cursorOf, notOfThisList } from './cursor.js';

type Row = Record<string, unknown>;

/** A page of a list: what the planner answers for a connection, and what functions of the database do. */
export interface Page {
  /** One row more than the page has, where there are more; none where only their number was asked for. */
  rows?: Row[];
  /** How many rows the page has. */
  first: number;
  total?: number;
  after?: string | null;
  /** Whether it was read from its end: the rows come the other way round. */
  backward?: boolean;
  /** Whether there are rows before the place that the page begins behind, and after the one that it ends before. */
  previous?: boolean;
  next?: boolean;
  /** The argument whose cursor is of no row that the viewer may have. */
  lost?: string | null;
}

/** Whether a value in a planned row is a page: no name in a response begins so. */
export const isPage = (value: unknown): value is Page =>
  typeof value === 'object' && value !== null && '$page' in value;

/** The rows of a page, in the order of the list. */
export function shownRows(page: Page | null | undefined): Row[] {
  const { rows = [], first = 0, backward } = page ?? {};
  const shown = rows.length > first ? rows.slice(0, first) : rows;
  return backward ? [...shown].reverse() : shown;
}

/** The same, refused where the page begins at a cursor that leads nowhere. */
export function rowsOf(page: Page): Row[] {
  if (page.lost) throw notOfThisList(page.lost);
  return shownRows(page);
}

/** Where a page ends, and whether more follows on either side. */
export function pageInfoOf(page: Page) {
  const rows = rowsOf(page);
  const cursor = (row: Row | undefined) => (row ? cursorOf(row.$c as unknown[]) : null);
  const { backward = false, next = false, previous = Boolean(page.after) } = page;
  const more = (page.rows?.length ?? 0) > page.first;
  return {
    hasNextPage: next || (!backward && more),
    hasPreviousPage: previous || (backward && more),
    startCursor: cursor(rows[0]),
    endCursor: cursor(rows.at(-1)),
  };
}
