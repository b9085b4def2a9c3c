import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  customType,
  foreignKey,
  index,
  integer,
  pgTable,
  smallint,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import { needDomain, serviceStatus } from '../enums.js';
import { organizations, services } from './services.js';

const decimal = customType<{ data: string }>({ dataType: () => 'numeric' });
const lexemes = customType<{ data: string }>({ dataType: () => 'tsvector' });
const minutes = customType<{ data: string }>({ dataType: () => 'int4multirange' });

/**
 * What a service is found by, a row a service that is no secret: written by `hamkke.keep_search` alone, from the service
 * and what belongs to it. It has no policy, as under one no index of LIKE or of arrays is used; so that none is missed, the
 * database takes no row of a confidential service or with the name of a confidential agency, and lets neither become
 * confidential while there is one (see src/catalogue/search/search.sql).
 */
export const serviceSearches = pgTable(
  'service_searches',
  {
    id: uuid().primaryKey(),
    confidential: boolean().notNull().default(false),
    organizationId: uuid(),
    organizationConfidential: boolean().notNull().default(false),
    /** How its texts were made: another version makes them anew. */
    version: smallint().notNull(),
    name: text().notNull(),
    /** Where it stands among what matches alike: a number that goes along with nothing. */
    hashOrder: integer().notNull(),
    /** Its names, a line each between spaces, as jamo and as initial consonants. */
    names: text().notNull(),
    /** The names of who gives it, in the same way. */
    agency: text().notNull().default(''),
    /** Words of both and of all that is said of it, as jamo, which are found by their beginnings. */
    said: lexemes().notNull(),
    /** All that an index finds it by: parts of names, words, and what a filter asks; see `hamkke.keep_search`. */
    tokens: lexemes().notNull().default(sql`''`),
    status: serviceStatus().notNull(),
    needDomain: needDomain(),
    minimumAge: smallint(),
    maximumAge: smallint(),
    /** Codes of the districts that it is given in or for. */
    districts: text().array().notNull(),
    /** Names of the dong that it is given in or for. */
    dongs: text().array().notNull(),
    /** Codes of its languages and, marked as such, their names; names alone where there is no code; in lower case. */
    languages: text().array().notNull(),
    /** Its taxonomy terms and all broader ones. */
    terms: uuid().array().notNull(),
    /** The least that it can be had for, in won. */
    cost: decimal(),
    /** Whether some of its prices hold for a time only, so that each day asks anew. */
    costVaries: boolean().notNull(),
    /** When room in it was last confirmed; null where none was. */
    roomAt: timestamp({ withTimezone: true }),
    /** Minutes of the week in Korea, from Monday, in which it is given. */
    hours: minutes().notNull(),
    /** Whether its hours are more than a week that recurs, so that each instant asks anew. */
    hoursVary: boolean().notNull(),
  },
  (t) => [
    foreignKey({
      name: 'service_searches_service',
      columns: [t.id, t.confidential],
      foreignColumns: [services.id, services.confidential],
    }).onDelete('cascade'),
    foreignKey({
      name: 'service_searches_organization',
      columns: [t.organizationId, t.organizationConfidential],
      foreignColumns: [organizations.id, organizations.confidential],
    }),
    check('service_searches_public', sql`not ${t.confidential} and not ${t.organizationConfidential}`),
    index('service_searches_hash_order').on(t.hashOrder, t.id),
    // In the order of the alphabet, whatever the locale of the database: ㄱ to ㅎ.
    index('service_searches_name').on(sql`${t.name} collate "C"`, t.id),
    index('service_searches_of_organization').on(t.organizationId),
    index('service_searches_tokens').using('gin', t.tokens),
  ],
);

/** Every word of the titles of services that are no secret: what a typo may have been meant to be. */
export const searchWords = pgTable(
  'search_words',
  {
    word: text().primaryKey(),
    /** Parts of it, as those of names are. */
    tokens: lexemes().notNull().default(sql`''`),
  },
  (t) => [
    index('search_words_parts').using('gin', t.word.op('gin_trgm_ops')),
    index('search_words_tokens').using('gin', t.tokens),
  ],
);
