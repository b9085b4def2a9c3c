import { bigint, date, integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import { figureState, measure } from './enums.js';
import { recordedAt } from './keys.js';
import { districts } from './staff.js';

const ofDistrict = () => ({
  districtId: text()
    .notNull()
    .references(() => districts.id),
});

/**
 * Figures of a district as they were published (공표): protected, numbered, and never changed. What is in a release are the
 * cells of it and of the ones before it.
 */
export const releases = pgTable(
  'releases',
  {
    ...ofDistrict(),
    number: integer().notNull(),
    /** The first days of the first and of the last month. */
    firstMonth: date().notNull(),
    lastMonth: date().notNull(),
    madeAt: timestamp({ withTimezone: true }).notNull(),
    /** The last fact that was counted: the same facts make the same release again. */
    lastFactId: bigint({ mode: 'number' }).notNull(),
    /** How figures were protected, for whoever reads them. */
    protection: jsonb().notNull(),
    /** By what it was made: measures, dimensions, values, method. Null of releases that were made before they said it. */
    plan: jsonb(),
    /** SHA-256 of all cells of the release and of its plan, and its signature by the key of the access log; hexadecimal and base64. */
    hash: text().notNull(),
    signature: text().notNull(),
    keyId: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.districtId, t.number] })],
);

/**
 * A published figure since a release, of a month: of the whole measure, or by one value of one dimension. What is not here
 * is a 0. A dimension with an empty value is kept back as a whole.
 */
export const releaseCells = pgTable(
  'release_cells',
  {
    ...ofDistrict(),
    measure: measure().notNull(),
    dimension: text().notNull(),
    value: text().notNull(),
    /** The first day of the month. */
    month: date().notNull(),
    /** Since which release it is so. */
    number: integer().notNull(),
    state: figureState().notNull(),
    figure: bigint({ mode: 'number' }),
  },
  (t) => [
    primaryKey({
      name: 'release_cells_key',
      columns: [t.districtId, t.measure, t.dimension, t.month, t.value, t.number],
    }),
  ],
);

/**
 * What one release hands to the next, and what figures are rounded by: as secret as the facts that they are made of, and
 * never read by the API. Who may read this may read those.
 */
export const releaseLedgers = pgTable(
  'release_ledgers',
  { ...ofDistrict(), measure: measure().notNull(), ledger: jsonb().notNull() },
  (t) => [primaryKey({ columns: [t.districtId, t.measure] })],
);
export const releaseSecrets = pgTable('release_secrets', {
  districtId: text()
    .primaryKey()
    .references(() => districts.id),
  secret: text().notNull(),
  madeAt: recordedAt(),
});
