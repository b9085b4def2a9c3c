import {
  bigint,
  date,
  index,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import {
  clockKind,
  closureReason,
  factSource,
  householdType,
  intakeSource,
  level,
  measure,
  needDomain,
  partnerKind,
  promotionKind,
  referralState,
  sector,
  track,
  visitTier,
} from './enums.js';

/**
 * What is known of a fact beside its day, by which it can be asked for: each column has the name of its dimension. NULL is
 * not known, or nothing that this measure has (src/fact/measures.ts says which has what).
 */
export const factDimensions = () => ({
  dong: text(),
  intakeSource: intakeSource(),
  track: track(),
  level: level(),
  needDomain: needDomain(),
  householdType: householdType(),
  sector: sector(),
  agencyKind: partnerKind(),
  visitTier: visitTier(),
  clockKind: clockKind(),
  closureReason: closureReason(),
  promotionKind: promotionKind(),
  referralState: referralState(),
});

/**
 * That something happened which is counted (통계 사실). Rows are only added: where the work's own rows change, a counter-fact
 * takes back what was counted, and another counts it anew.
 */
export const facts = pgTable(
  'facts',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    districtId: text().notNull(),
    source: factSource().notNull(),
    /** The row of the work that it follows from. */
    key: uuid().notNull(),
    /** Whose it is, for protection: the household; somebody of a list, or an organization, where there is none. */
    contributor: uuid().notNull(),
    measure: measure().notNull(),
    day: date().notNull(),
    ...factDimensions(),
    value: bigint({ mode: 'number' }).notNull(),
    recordedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (t) => {
    const dimensions = Object.keys(factDimensions()) as (keyof ReturnType<typeof factDimensions>)[];
    return [
      index('facts_key').on(t.districtId, t.key),
      // Days of a month that is not whole are counted from this index alone: facts of a district lie far apart in the table.
      index('facts_day').on(t.districtId, t.measure, t.day, ...dimensions.map((each) => t[each]), t.value),
    ];
  },
);

/**
 * Which rows of the work changed, where nobody has counted anew yet what is counted by them. Written in the
 * transaction of the work, taken away with the change of facts and cells.
 */
export const uncountedChanges = pgTable(
  'uncounted_changes',
  {
    id: bigint({ mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    districtId: text().notNull(),
    /** The table that the rows are of. */
    tableName: text().notNull(),
    ids: uuid().array().notNull(),
    /** Of which households and members they were before or are now; NULL where rows of the table are of none. */
    households: uuid().array(),
    members: uuid().array(),
  },
  (t) => [primaryKey({ name: 'uncounted_changes_key', columns: [t.districtId, t.id] })],
);

/**
 * Sums of facts by month, quarter and year, for each measure by nothing, by each of its dimensions and by each pair of them;
 * the first dimension is the one that comes first in the list. What is not by a dimension has an empty text there. A row
 * holds all sums of its months, none of them zero, in the order of their values.
 */
export const factCells = pgTable(
  'fact_cells',
  {
    districtId: text().notNull(),
    measure: measure().notNull(),
    firstDimension: text().notNull(),
    secondDimension: text().notNull(),
    /** How many months the sums are of: 1, the 3 of a quarter, or the 12 of a year. */
    months: smallint().notNull().default(1),
    /** The first day of the first one. */
    month: date().notNull(),
    /** What each sum is of; as many as there are sums. */
    firstValues: text().array().notNull(),
    secondValues: text().array().notNull(),
    sums: bigint({ mode: 'number' }).array().notNull(),
  },
  (t) => [
    primaryKey({
      name: 'fact_cells_key',
      columns: [t.districtId, t.measure, t.firstDimension, t.secondDimension, t.months, t.month],
    }),
  ],
);
