import { sql } from 'drizzle-orm';
import {
  bigint,
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
  uuid,
} from 'drizzle-orm/pg-core';
import { householdType, riskLevel, screeningList, sex, tenure, visitTier } from './enums.js';
import { asRecorded, districtKey, districtPrimaryKey, ofHousehold, ofMember, within } from './keys.js';

/**
 * The people whom one district serves as one unit (가구). The row holds nothing but its key: whoever has any basis for
 * any of its people gets it, so whatever else is known of a household belongs to a data class of its own.
 */
export const households = pgTable(
  'households',
  {
    ...districtKey(),
    version: integer().notNull().default(1),
    /** The household that it became part of (가구 통합): what is there of it is history, and takes no new rows. */
    mergedIntoId: uuid(),
  },
  (t) => [
    districtPrimaryKey(t),
    foreignKey({ columns: [t.districtId, t.mergedIntoId], foreignColumns: [t.districtId, t.id] }),
    index('households_merged').on(t.districtId, t.id).where(sql`${t.mergedIntoId} is not null`),
  ],
);

export const members = pgTable(
  'members',
  { ...ofHousehold(), ordinal: smallint().notNull().default(1) },
  (t) => [
    districtPrimaryKey(t),
    within(t, t.householdId, households),
    index('members_household').on(t.districtId, t.householdId, t.ordinal, t.id),
  ],
);

/** The last part of every facet table of a member: its key and where it belongs. */
const facetOfMember =
  (name: string) => (t: Parameters<typeof within>[0] & { memberId: Column; householdId: Column }) => [
    primaryKey({ columns: [t.districtId, t.memberId] }),
    within(t, t.memberId, members),
    index(`${name}_household`).on(t.districtId, t.householdId),
  ];
type Column = Parameters<typeof within>[1];

export const memberIdentities = pgTable(
  'member_identities',
  {
    ...ofMember(),
    name: text().notNull(),
    birthDate: date(),
    sex: sex(),
    relation: text(),
    diedOn: date(),
    /** The last day in the household: from then on nothing new is written down of them there. */
    leftOn: date(),
  },
  (t) => [
    ...facetOfMember('member_identities')(t),
    index('member_identities_name').on(t.districtId, t.name),
    index('member_identities_birth').on(t.districtId, t.birthDate),
    index('member_identities_left').on(t.districtId, t.householdId).where(sql`${t.leftOn} is not null`),
  ],
);
export const memberContacts = pgTable(
  'member_contacts',
  { ...ofMember(), phone: text(), email: text(), homeAddress: text() },
  (t) => [
    ...facetOfMember('member_contacts')(t),
    // By its digits alone: what else people write down with a number is looked at afterwards.
    index('member_contacts_phone').on(t.districtId, sql`regexp_replace(${t.phone}, '[^0-9]', '', 'g')`),
  ],
);
/**
 * A registration number (주민등록번호): sealed, with the id of the key that it was sealed with, and what it is found by.
 * Nothing but the masked number may be read by the API; see `sealed` in access/records.ts.
 */
export const memberUniqueIds = pgTable(
  'member_unique_ids',
  {
    ...ofMember(),
    maskedRegistrationNumber: text(),
    registrationNumberCiphertext: text(),
    registrationNumberKeyId: text(),
    registrationNumberIndex: text(),
  },
  (t) => [
    ...facetOfMember('member_unique_ids')(t),
    // Not unique: a number that is refused because somebody else has it would tell that they are known here.
    index('member_unique_ids_number').on(t.registrationNumberIndex, t.districtId),
    check(
      'member_unique_ids_sealed',
      sql`num_nonnulls(${t.registrationNumberCiphertext}, ${t.registrationNumberKeyId}, ${t.registrationNumberIndex}) in (0, 3)`,
    ),
    check('member_unique_ids_masked', sql`${t.maskedRegistrationNumber} !~ '[0-9]{6}-?[0-9]{2}'`),
  ],
);
export const memberHealths = pgTable(
  'member_healths',
  {
    ...ofMember(),
    conditions: text(),
    disability: text(),
    longTermCareGrade: smallint(),
    visitTier: visitTier(),
  },
  facetOfMember('member_healths'),
);
export const memberMentalHealths = pgTable(
  'member_mental_healths',
  {
    ...ofMember(),
    findings: text(),
    depressionRisk: riskLevel(),
    dementiaRisk: riskLevel(),
    /** How often a nurse visits because of it: apart from what their health asks for, which others may read. */
    visitTier: visitTier(),
  },
  facetOfMember('member_mental_healths'),
);
export const memberEmployments = pgTable(
  'member_employments',
  { ...ofMember(), status: text(), workplace: text(), seeking: text() },
  facetOfMember('member_employments'),
);
export const memberEducations = pgTable(
  'member_educations',
  { ...ofMember(), school: text(), grade: text(), concern: text() },
  facetOfMember('member_educations'),
);
export const memberLegals = pgTable(
  'member_legals',
  { ...ofMember(), matters: text(), counsel: text() },
  facetOfMember('member_legals'),
);
export const memberSafeties = pgTable(
  'member_safeties',
  {
    ...ofMember(),
    allegedPerpetrator: boolean().notNull().default(false),
    risk: riskLevel(),
    findings: text(),
    protectiveMeasures: text(),
  },
  facetOfMember('member_safeties'),
);
export const memberSafeLocations = pgTable(
  'member_safe_locations',
  { ...ofMember(), place: text().notNull(), address: text(), phone: text(), until: date() },
  facetOfMember('member_safe_locations'),
);

/** A facet of the household as a whole: only SUMMARY, HOUSING, FINANCE and FAMILY have one. */
const ofHouseholdFacet = () => ({
  districtId: text().notNull(),
  householdId: uuid().notNull(),
  ...asRecorded(),
});
const facetOfHousehold = (t: Parameters<typeof within>[0] & { householdId: Column }) => [
  primaryKey({ columns: [t.districtId, t.householdId] }),
  within(t, t.householdId, households),
];

export const householdSummaries = pgTable(
  'household_summaries',
  {
    ...ofHouseholdFacet(),
    responsibleDong: text().notNull(),
    /** Where in the dong they live; none where nobody knows. */
    responsibleTong: smallint(),
    responsibleBan: smallint(),
    registeredOn: date().notNull(),
    headId: uuid(),
  },
  (t) => [
    ...facetOfHousehold(t),
    within(t, t.headId, members),
    index('household_summaries_dong').on(t.districtId, t.responsibleDong, t.householdId),
    check(
      'household_summaries_place',
      sql`coalesce(${t.responsibleTong} between 1 and 999, true)
        and (${t.responsibleBan} is null or ${t.responsibleTong} is not null and ${t.responsibleBan} between 1 and 99)`,
    ),
  ],
);
export const householdHousings = pgTable(
  'household_housings',
  {
    ...ofHouseholdFacet(),
    tenure: tenure(),
    depositKrw: bigint({ mode: 'number' }),
    monthlyRentKrw: bigint({ mode: 'number' }),
    monthsInArrears: smallint(),
    condition: text(),
  },
  facetOfHousehold,
);
export const householdFinances = pgTable(
  'household_finances',
  {
    ...ofHouseholdFacet(),
    monthlyIncomeKrw: bigint({ mode: 'number' }),
    debtKrw: bigint({ mode: 'number' }),
    benefits: text().array(),
  },
  facetOfHousehold,
);
export const householdFamilies = pgTable(
  'household_families',
  { ...ofHouseholdFacet(), householdType: householdType(), careSituation: text() },
  facetOfHousehold,
);

/** That a household stood on a list which was gone through to find those in need (대상자 발굴·선별). */
export const screenings = pgTable(
  'screenings',
  {
    ...ofHousehold(),
    list: screeningList().notNull(),
    screenedOn: date().notNull(),
    recordedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    districtPrimaryKey(t),
    within(t, t.householdId, households),
    index('screenings_household').on(t.districtId, t.householdId, t.screenedOn, t.id),
    index('screenings_day').on(t.districtId, t.screenedOn),
  ],
);
