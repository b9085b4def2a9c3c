import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { record } from './record.js';

/** HSDS metadata: what became of one field of any record of the catalogue, as its source or an editor says. */
export const metadata = pgTable(
  'metadata',
  {
    ...record(),
    resourceId: uuid().notNull(),
    resourceType: text(),
    /** A day or an instant, as the source wrote it. */
    lastActionDate: text().notNull(),
    lastActionType: text().notNull(),
    fieldName: text().notNull(),
    previousValue: text().notNull(),
    replacementValue: text().notNull(),
    updatedBy: text().notNull(),
  },
  (t) => [index('metadata_resource').on(t.resourceId, t.lastActionDate, t.id)],
);

/** HSDS meta_table_description: in which language and characters a table of a source was written. */
export const metaTableDescriptions = pgTable('meta_table_descriptions', {
  ...record(),
  name: text(),
  language: text(),
  characterSet: text(),
});
