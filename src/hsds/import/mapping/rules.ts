import type { PgTable } from 'drizzle-orm/pg-core';
import * as tables from '../../../database/tables/catalogue.js';
import type { Notes, Reader, Value } from './repairs.js';

/** How one column is made: from the first of these columns that the file has. */
export interface ColumnRule {
  from: readonly string[];
  read: Reader;
}

/** What a column points at, and what becomes of a row that points at nothing. */
export interface ReferenceRule {
  from: string;
  to: PgTable;
  /** `drop` keeps the row without it. A blank reference is refused too where `refuse` stands. */
  missing: 'drop' | 'refuse';
  reason: string;
}

/** One row on its way, as a rule's `finish` may change it. */
export interface Draft {
  values: Record<string, Value>;
  notes: Notes;
  /** A cell as the source wrote it, trimmed; '' when the file has no such column. */
  raw(column: string): string;
  /** Columns that `finish` sets and no rule names. */
  set(column: string, value: Value): void;
  /** Another row that this one also says, known to its source by `id`. */
  derive(row: Derived): void;
  /** What the row tells about the others of its file, judged when all of them are there. */
  evidence: Record<string, Value> | null;
  /** The id of a row of this source. */
  idOf(table: PgTable, sourceId: string): string;
}

/** A row made from a row of another file. */
export interface Derived {
  table: PgTable;
  id: string;
  values: Record<string, Value>;
  notes?: Notes;
  extra?: Record<string, Value>;
}

/** Everything that is particular to one file of a package. */
export interface FileRule {
  /** The file's name in HSDS 2.0, without .csv, and the name of its resource in datapackage.json. */
  names: readonly string[];
  /** Names that a later HSDS gives to the same file: they do not tell which HSDS it is. */
  alsoNames?: readonly string[];
  table: PgTable;
  columns: Record<string, ColumnRule>;
  references?: Record<string, ReferenceRule>;
  /** A row without a value here is refused. */
  required?: { column: string; reason: string };
  /** A row without any of these columns is refused: it says nothing. */
  empty?: { columns: readonly string[]; reason: string };
  /** Rows that must belong to something; the reason for refusing one that does not. */
  unowned?: string;
  /** What tells its rows from those of another file for the same table, which may say the same. */
  apart?: string;
  /** Columns that a row is known by where its source's ids say nothing. */
  knownBy?: readonly string[];
  /** What else than `id` the column of ids is called. */
  idColumns?: readonly string[];
  /** Columns that have a place although no rule reads them one by one. */
  alsoReads?: readonly string[];
  /** The last word; returns the reason for refusing the row, if there is one. */
  finish?: (draft: Draft) => string | undefined;
}

/** A column read by `read` from the first of `from` that the file has. */
export const column = (read: Reader, ...from: string[]): ColumnRule => ({ from, read });

/** Tables that no other file points into: two rows with one id may both stay, under ids of their own. */
export const leaves: ReadonlySet<PgTable> = new Set<PgTable>([
  tables.phones,
  tables.addresses,
  tables.schedules,
  tables.languages,
  tables.accessibilities,
  tables.serviceAreas,
  tables.requiredDocuments,
  tables.funding,
  tables.attributes,
]);
