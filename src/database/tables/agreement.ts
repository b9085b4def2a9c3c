import { sql } from 'drizzle-orm';
import { boolean, date, index, integer, pgTable, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { organizations } from './catalogue.js';
import { agreementStep, dataClass, purpose } from './enums.js';
import { districtKey, districtPrimaryKey, recordedAt, within } from './keys.js';

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
    /** Ended early: the first day without it. */
    endedOn: date(),
    /** Last day of the term that somebody said it will not renew after. */
    endsOn: date(),
    /** The last day on which it gives access; NULL while it renews. The one truth of how long it lasts. */
    lastDay: date().generatedAlwaysAs(
      sql`least(ended_on - 1, ends_on, case when not auto_renews then valid_until end)`,
    ),
    /** When what rested on it was closed, after its last day. */
    closedAt: timestamp({ withTimezone: true }),
    version: integer().notNull().default(1),
    autoRenews: boolean().notNull().default(false),
    noticeDays: integer().notNull().default(30),
    purposes: purpose().array().notNull(),
    classes: dataClass().array().notNull(),
  },
  (t) => [
    districtPrimaryKey(t),
    index('agreements_organization').on(t.organizationId, t.districtId),
    index('agreements_to_close').on(t.lastDay).where(sql`closed_at is null`),
  ],
);

/** What became of an agreement (협약 이력), with what it said afterwards. Both sides read it. */
export const agreementSteps = pgTable(
  'agreement_steps',
  {
    ...districtKey(),
    agreementId: uuid().notNull(),
    /** As the agreement's, so that a policy looks at this row alone. */
    organizationId: uuid()
      .notNull()
      .references(() => organizations.id),
    sheltered: boolean().notNull().default(false),
    version: integer().notNull(),
    step: agreementStep().notNull(),
    at: recordedAt(),
    /** Whose staff took it; NULL for one that was taken over from before. */
    takenById: uuid().references(() => organizations.id),
    postId: uuid(),
    reason: text(),
    title: text().notNull(),
    validUntil: date().notNull(),
    lastDay: date(),
    autoRenews: boolean().notNull(),
    noticeDays: integer().notNull(),
    purposes: purpose().array().notNull(),
    classes: dataClass().array().notNull(),
  },
  (t) => [
    districtPrimaryKey(t),
    unique('agreement_steps_version').on(t.districtId, t.agreementId, t.version),
    within(t, t.agreementId, agreements),
  ],
);
