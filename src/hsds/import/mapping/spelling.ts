import type { PgTable } from 'drizzle-orm/pg-core';

/** A reference on its way, as it is found where an id differs from it in spelling alone. */
export interface Spelling {
  table: PgTable;
  id: string;
  spelling: string;
}

/** An id in small letters, and without the “.0” that a data frame writes behind whole numbers. */
export const spellingOf = (id: string): string => id.toLowerCase().replace(/^(\d+)\.0+$/, '$1');

/** The same of an id that the database has. */
export const spellingSql = (id: string): string => `lower(regexp_replace(${id}, '^(\\d+)\\.0+$', '\\1'))`;

/** Whether an id could have been written in another way. */
export const hasSpellings = (id: string): boolean => /[a-z]|^\d+\.0+$/i.test(id);
