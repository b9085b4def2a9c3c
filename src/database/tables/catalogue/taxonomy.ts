import { index, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { record } from './record.js';
import { services } from './services.js';

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
    termUri: text(),
  },
  (t) => [
    index('taxonomy_terms_taxonomy').on(t.taxonomyId, t.name, t.id),
    index('taxonomy_terms_parent').on(t.parentId),
    index('taxonomy_terms_code').on(t.code),
  ],
);

/** HSDS attribute: a term of a taxonomy that describes a record. Only services carry terms so far. */
export const serviceAttributes = pgTable(
  'service_attributes',
  {
    ...record(),
    serviceId: uuid()
      .notNull()
      .references(() => services.id),
    taxonomyTermId: uuid()
      .notNull()
      .references(() => taxonomyTerms.id),
    value: text(),
    label: text(),
  },
  (t) => [
    unique('service_attributes_once').on(t.serviceId, t.taxonomyTermId),
    index('service_attributes_term').on(t.taxonomyTermId),
  ],
);
