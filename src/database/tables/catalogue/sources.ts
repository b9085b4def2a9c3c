import { index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';

/** Which imported source names which record of the catalogue, so that it is known what a source stops to name. */
export const recordSources = pgTable(
  'record_sources',
  {
    recordId: uuid().notNull(),
    source: text().notNull(),
    /** The record's table. */
    entity: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.recordId, t.source] }),
    index('record_sources_source').on(t.source, t.entity),
  ],
);
