import { foreignKey, integer, type PgColumn, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

type Owned = { districtId: PgColumn; id: PgColumn };

/** The key of a district-owned row begins with the district, so that no reference can cross districts. */
export const districtKey = () => ({ districtId: text().notNull(), id: uuid().notNull() });

/** The household is repeated on everything below it, so that no read needs a join to find it. */
export const ofHousehold = () => ({ ...districtKey(), householdId: uuid().notNull() });

/** A facet: the one row that holds what one data class says of one member. */
export const ofMember = () => ({
  districtId: text().notNull(),
  memberId: uuid().notNull(),
  householdId: uuid().notNull(),
  ...asRecorded(),
});

/** When what a facet says was written down, and how often it was. */
export const asRecorded = () => ({ recordedAt: recordedAt(), version: integer().notNull().default(1) });

/** When a row was written, by the database’s clock. */
export const recordedAt = () => timestamp({ withTimezone: true }).notNull().defaultNow();

/** The key of what a district owns: the district first, so that rows can be kept apart by it. */
export const districtPrimaryKey = (t: Owned) => primaryKey({ columns: [t.districtId, t.id] });

/** A reference that stays inside the district. */
export const within = (child: { districtId: PgColumn }, reference: PgColumn, parent: Owned) =>
  foreignKey({ columns: [child.districtId, reference], foreignColumns: [parent.districtId, parent.id] });
