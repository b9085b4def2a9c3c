import { boolean, date, index, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { organizations } from './catalogue.js';
import { consentMethod, dataClass, purpose } from './enums.js';
import { households, members } from './household.js';
import { districtKey, districtPrimaryKey, ofHousehold, within } from './keys.js';

/** What a district and an organization agreed on (협약): when it ends, access that rests on it ends. */
export const agreements = pgTable(
  'agreements',
  {
    ...districtKey(),
    organizationId: uuid()
      .notNull()
      .references(() => organizations.id),
    title: text().notNull(),
    /** With a confidential organization: nobody but itself may know, since the title and the consents give it away. */
    sheltered: boolean().notNull().default(false),
    validFrom: date().notNull(),
    validUntil: date().notNull(),
    endedOn: date(),
    autoRenews: boolean().notNull().default(false),
    noticeDays: integer().notNull().default(30),
    purposes: purpose().array().notNull(),
    classes: dataClass().array().notNull(),
  },
  (t) => [districtPrimaryKey(t), index('agreements_organization').on(t.organizationId, t.districtId)],
);

/** A member's agreement that one named organization may see some classes, for a purpose and a time (동의). */
export const consents = pgTable(
  'consents',
  {
    ...ofHousehold(),
    memberId: uuid().notNull(),
    givenById: uuid().notNull(),
    organizationId: uuid()
      .notNull()
      .references(() => organizations.id),
    agreementId: uuid().notNull(),
    /** To a confidential organization: that it was given tells where somebody is protected. */
    sheltered: boolean().notNull().default(false),
    purpose: purpose().notNull(),
    classes: dataClass().array().notNull(),
    householdWide: boolean().notNull().default(false),
    validFrom: date().notNull(),
    validUntil: date().notNull(),
    method: consentMethod().notNull(),
    givenAt: timestamp({ withTimezone: true }).notNull(),
    withdrawnAt: timestamp({ withTimezone: true }),
  },
  (t) => [
    districtPrimaryKey(t),
    within(t, t.householdId, households),
    within(t, t.memberId, members),
    within(t, t.givenById, members),
    within(t, t.agreementId, agreements),
    index('consents_recipient').on(t.organizationId, t.districtId, t.householdId),
    index('consents_household').on(t.districtId, t.householdId, t.givenAt, t.id),
  ],
);
