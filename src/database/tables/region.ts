import { sql } from 'drizzle-orm';
import { check, date, index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { regionKind } from './enums.js';

/**
 * Provinces, districts (시·군·구) and what stands between, as the official list of codes has them: also those that are no
 * more, since records of then name them. A code may be given again, so its first day is part of the key.
 */
export const districtCodes = pgTable(
  'district_codes',
  {
    /** Ten digits. */
    code: text().notNull(),
    /** The first five of them, which the whole API calls a district by. */
    districtId: text().notNull(),
    kind: regionKind().notNull(),
    name: text().notNull(),
    provinceName: text().notNull(),
    /** Five digits: the province of a district, the city of a unit; none of a province. */
    parentId: text(),
    validFrom: date().notNull(),
    /** The first day on which it is valid no more; none while it is. */
    validUntil: date(),
    /** Five digits each: what it became, where that is known. */
    successors: text().array().notNull().default([]),
  },
  (t) => [
    primaryKey({ columns: [t.code, t.validFrom] }),
    index('district_codes_name').on(t.name, t.code, t.validFrom),
    check('district_codes_code', sql`${t.code} ~ '^[0-9]{10}$' and ${t.districtId} = left(${t.code}, 5)`),
  ],
);

/** Administrative dong (행정동), as an operator loaded them from the official list. */
export const dongCodes = pgTable(
  'dong_codes',
  {
    code: text().notNull(),
    districtId: text().notNull(),
    name: text().notNull(),
    districtName: text().notNull(),
    validFrom: date().notNull(),
    validUntil: date(),
  },
  (t) => [
    primaryKey({ columns: [t.code, t.validFrom] }),
    index('dong_codes_district').on(t.districtId, t.name, t.code, t.validFrom),
    check('dong_codes_code', sql`${t.code} ~ '^[0-9]{10}$' and ${t.districtId} = left(${t.code}, 5)`),
  ],
);
