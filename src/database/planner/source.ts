import type { Table } from 'drizzle-orm';
import type { Opening } from '../run.js';
import type { PageSource } from './plan.js';
import type { RowSource } from './rowSource.js';

/** Where a root field's rows come from. */
export type Source =
  /** One row by its key, bound from the values that the caller passes. */
  | { kind: 'key'; table: Table; districtOwned: boolean }
  /** Several such rows, each with its `$id`. */
  | { kind: 'keys'; table: Table; districtOwned: boolean }
  /** The rows that `open_scope_by_person` opened, as many as there are at most. */
  | { kind: 'person'; table: Table; most: number }
  | ({ kind: 'page' } & PageSource)
  /** The first row that `open_scope_by_number` opened and whose own row of `by` the viewer may have. */
  | { kind: 'number'; table: Table; by: Table; on: Readonly<Record<string, string>> }
  /** A list with filters and a cursor. */
  | ({ kind: 'list' } & ListSource);

/** A list of a shared table, with filters and a cursor. */
export interface ListSource {
  table: Table;
  order: readonly string[];
  /** How its rows are found, where that is more than a condition. */
  found?: RowSource;
  /** What must be opened first, where its policy looks at who asks, or what finds its rows looks at somebody's. */
  opening?: 'identity' | 'rows';
  /** Which of several finders that is: a statement is composed for each. */
  variant?: string;
}

/** What a statement over this source must open first. */
export const openingOf = (source: Source): Opening => {
  if (source.kind === 'page') return source.opening;
  if (source.kind === 'number' || source.kind === 'person') return source.kind;
  if (source.kind === 'list') return source.opening ?? 'nothing';
  return source.districtOwned ? 'rows' : 'nothing';
};
