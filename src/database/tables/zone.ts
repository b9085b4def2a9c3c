import { sql } from 'drizzle-orm';
import { check, date, index, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { organizations } from './catalogue.js';
import { petitionKind, petitionOutcome } from './enums.js';
import { districtKey, districtPrimaryKey, recordedAt } from './keys.js';
import { posts } from './staff.js';

const ofOrganization = () => ({
  ...districtKey(),
  organizationId: uuid()
    .notNull()
    .references(() => organizations.id),
});
const post = () =>
  uuid()
    .notNull()
    .references(() => posts.id);

/** That somebody answers for the zones of a colleague who is away (대직). Who named them is in the history of the staff. */
export const zoneSubstitutions = pgTable(
  'zone_substitutions',
  {
    ...ofOrganization(),
    /** The post of whoever is away. */
    postId: post(),
    substituteId: post(),
    from: date().notNull(),
    until: date().notNull(),
    /** When it was ended before its last day. */
    endedAt: timestamp({ withTimezone: true }),
    version: integer().notNull().default(1),
  },
  (t) => [
    districtPrimaryKey(t),
    check('zone_substitutions_period', sql`${t.until} >= ${t.from}`),
    index('zone_substitutions_substitute').on(t.substituteId, t.until),
    index('zone_substitutions_organization').on(t.organizationId, t.until),
  ],
);

/** That an officer went round a zone (순찰). It is of nobody: whom they met is counted. */
export const rounds = pgTable(
  'rounds',
  {
    ...ofOrganization(),
    postId: post(),
    zone: text().notNull(),
    walkedOn: date().notNull(),
    doors: integer().notNull(),
    people: integer().notNull(),
    seen: text(),
    recordedAt: recordedAt(),
  },
  (t) => [
    districtPrimaryKey(t),
    index('rounds_organization').on(t.organizationId, t.walkedOn, t.id),
    check('rounds_counts', sql`${t.doors} >= 0 and ${t.people} >= 0`),
  ],
);

/** What somebody asks of the office for their neighbourhood (민원): whose wish it was stays outside. */
export const petitions = pgTable(
  'petitions',
  {
    ...ofOrganization(),
    /** The post that took it. */
    postId: post(),
    zone: text().notNull(),
    kind: petitionKind().notNull(),
    takenOn: date().notNull(),
    words: text().notNull(),
    /** Its number in the office's system of civil petitions, by which whoever asked is found there. */
    reference: text(),
    /** What became of it; none while it waits. */
    outcome: petitionOutcome(),
    settledOn: date(),
    settlement: text(),
    settledById: uuid().references(() => posts.id),
    recordedAt: recordedAt(),
    version: integer().notNull().default(1),
  },
  (t) => [
    districtPrimaryKey(t),
    index('petitions_organization').on(t.organizationId, t.takenOn, t.id),
    index('petitions_open').on(t.organizationId).where(sql`outcome is null`),
    check(
      'petitions_settled',
      sql`num_nonnulls(${t.outcome}, ${t.settledOn}, ${t.settlement}, ${t.settledById}) in (0, 4)`,
    ),
  ],
);
