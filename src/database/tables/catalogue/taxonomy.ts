import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { record } from './record.js';

export const taxonomies = pgTable('taxonomies', {
  ...record(),
  name: text().notNull(),
  description: text().notNull(),
  uri: text(),
  version: text(),
});

export const taxonomyTerms = pgTable(
  'taxonomy_terms',
  {
    ...record(),
    taxonomyId: uuid().references(() => taxonomies.id),
    parentId: uuid(),
    code: text(),
    name: text().notNull(),
    description: text(),
    taxonomy: text(),
    language: text(),
    termUri: text(),
  },
  (t) => [
    index('taxonomy_terms_taxonomy').on(t.taxonomyId, t.name, t.id),
    index('taxonomy_terms_parent').on(t.parentId),
    index('taxonomy_terms_code').on(t.code),
  ],
);

/** HSDS attribute: a term of a taxonomy, or a value, that describes any record of the catalogue, known by its id alone. */
export const attributes = pgTable(
  'attributes',
  {
    ...record(),
    linkId: uuid().notNull(),
    linkEntity: text(),
    linkType: text(),
    taxonomyTermId: uuid().references(() => taxonomyTerms.id),
    value: text(),
    label: text(),
  },
  (t) => [index('attributes_link').on(t.linkId), index('attributes_term').on(t.taxonomyTermId, t.linkId)],
);
