import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { agreements } from './agreement.js';
import { organizations } from './catalogue.js';
import { campaignLineOutcome, promotionKind, reportMatchDismissal, screeningList } from './enums.js';
import { households } from './household.js';
import { districtKey, districtPrimaryKey, recordedAt, within } from './keys.js';
import { posts } from './staff.js';

/** That a list of people is gone through to find those in need (발굴조사): why, by whom and until when. */
export const campaigns = pgTable(
  'campaigns',
  {
    ...districtKey(),
    /** The centre or office whose people go there. */
    organizationId: uuid()
      .notNull()
      .references(() => organizations.id),
    name: text().notNull(),
    list: screeningList().notNull(),
    reason: text().notNull(),
    startsOn: date().notNull(),
    endsOn: date().notNull(),
    /** The partner that surveys the people of the list, and the agreement under which it does. */
    partnerId: uuid().references(() => organizations.id),
    agreementId: uuid(),
    version: integer().notNull().default(1),
    recordedAt: recordedAt(),
  },
  (t) => [
    districtPrimaryKey(t),
    within(t, t.agreementId, agreements),
    check('campaigns_period', sql`${t.endsOn} >= ${t.startsOn}`),
    check('campaigns_partner', sql`(${t.partnerId} is null) = (${t.agreementId} is null)`),
    index('campaigns_organization').on(t.organizationId, t.startsOn, t.id),
    index('campaigns_partner_organization').on(t.partnerId).where(sql`partner_id is not null`),
    index('campaigns_end').on(t.endsOn),
  ],
);

/**
 * Somebody of the list of a campaign, of no household until a report is made of them. What may be known of them leaves the
 * row when it is taken up or erased, and what became of it stays, so that it is counted.
 */
export const campaignLines = pgTable(
  'campaign_lines',
  {
    ...districtKey(),
    campaignId: uuid().notNull(),
    /** As the campaign's, so that a policy looks at this row alone. */
    organizationId: uuid()
      .notNull()
      .references(() => organizations.id),
    position: integer().notNull(),
    dong: text().notNull(),
    /** Their tong and ban, where the list says it: these leave with the address. */
    tong: smallint(),
    ban: smallint(),
    name: text(),
    phone: text(),
    address: text(),
    outcome: campaignLineOutcome(),
    outcomeOn: date(),
    surveyed: boolean().notNull().default(false),
    tries: integer().notNull().default(0),
    remark: text(),
    postId: uuid().references(() => posts.id),
    /** When a report was made of it, and which: the household and the case follow from that. */
    takenUpOn: date(),
    reportId: uuid(),
    /** What tells two lines of one campaign to be of the same person: a hash, by which a file may come twice. */
    personHash: text(),
    erasedAt: timestamp({ withTimezone: true }),
    version: integer().notNull().default(1),
    /** Whether somebody still has to go there. */
    open: boolean()
      .notNull()
      .generatedAlwaysAs(
        sql`taken_up_on is null and erased_at is null and (outcome is null or outcome = 'ABSENT')`,
      ),
  },
  (t) => [
    districtPrimaryKey(t),
    within(t, t.campaignId, campaigns),
    unique('campaign_lines_position').on(t.districtId, t.campaignId, t.position),
    unique('campaign_lines_person').on(t.districtId, t.campaignId, t.personHash),
    index('campaign_lines_report').on(t.districtId, t.reportId).where(sql`report_id is not null`),
    index('campaign_lines_organization').on(t.organizationId),
    check(
      'campaign_lines_place',
      sql`coalesce(${t.tong} between 1 and 999, true)
        and (${t.ban} is null or ${t.tong} is not null and ${t.ban} between 1 and 99)`,
    ),
    check('campaign_lines_outcome', sql`(${t.outcome} is null) = (${t.outcomeOn} is null)`),
  ],
);

/** What identifies somebody of a list beside their name; it goes when the line is taken up or erased. */
export const campaignLineIdentities = pgTable(
  'campaign_line_identities',
  {
    districtId: text().notNull(),
    lineId: uuid().notNull(),
    organizationId: uuid()
      .notNull()
      .references(() => organizations.id),
    birthDate: date(),
    maskedRegistrationNumber: text(),
    registrationNumberCiphertext: text(),
    registrationNumberKeyId: text(),
    registrationNumberIndex: text(),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.lineId] }),
    foreignKey({
      columns: [t.districtId, t.lineId],
      foreignColumns: [campaignLines.districtId, campaignLines.id],
    }),
    check(
      'campaign_line_identities_sealed',
      sql`num_nonnulls(${t.registrationNumberCiphertext}, ${t.registrationNumberKeyId}, ${t.registrationNumberIndex}) in (0, 3)`,
    ),
    check('campaign_line_identities_masked', sql`${t.maskedRegistrationNumber} !~ '[0-9]{6}-?[0-9]{2}'`),
    index('campaign_line_identities_number').on(t.registrationNumberIndex),
  ],
);

/** That a line is of somebody who was known, or is not: what somebody decided who may see both. */
export const campaignLineMatches = pgTable(
  'campaign_line_matches',
  {
    districtId: text().notNull(),
    lineId: uuid().notNull(),
    householdId: uuid().notNull(),
    confirmed: boolean().notNull(),
    dismissal: reportMatchDismissal(),
    postId: uuid()
      .notNull()
      .references(() => posts.id),
    decidedAt: recordedAt(),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.lineId, t.householdId] }),
    foreignKey({
      columns: [t.districtId, t.lineId],
      foreignColumns: [campaignLines.districtId, campaignLines.id],
    }),
    within(t, t.householdId, households),
    index('campaign_line_matches_household').on(t.districtId, t.householdId),
  ],
);

/** What was done so that people know where to turn to (홍보 활동). */
export const promotions = pgTable(
  'promotions',
  {
    ...districtKey(),
    organizationId: uuid()
      .notNull()
      .references(() => organizations.id),
    campaignId: uuid(),
    kind: promotionKind().notNull(),
    tookPlaceOn: date().notNull(),
    /** How many activities of this kind there were on the day. */
    activities: integer().notNull(),
    description: text(),
    postId: uuid()
      .notNull()
      .references(() => posts.id),
    recordedAt: recordedAt(),
  },
  (t) => [
    districtPrimaryKey(t),
    within(t, t.campaignId, campaigns),
    check('promotions_activities', sql`${t.activities} > 0`),
    index('promotions_organization').on(t.organizationId, t.tookPlaceOn, t.id),
  ],
);
