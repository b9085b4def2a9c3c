import type { Ledger } from '../../src/release/ledger.js';
import { protect, protectionOfCounts } from '../../src/release/protect.js';
import { countCell, type MonthFacts, type TableShape, wonCell } from '../../src/release/tables.js';

/** Random numbers that are the same in each run: figures of these tests do not depend on luck. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Something that is counted: a case that was linked, with what it is worth in won. */
export interface WorkRecord {
  household: string;
  month: string;
  won: number;
  values: Readonly<Record<string, string>>;
}

const dongs = ['HWAGOK1', 'HWAGOK2', 'HWAGOK3', 'DEUNGCHON1', 'DEUNGCHON2', 'YEOMCHANG', 'GAYANG1'];
const levels = ['URGENT', 'INTENSIVE', 'GENERAL'];

/** Tables as a district has them: one divides values of another, one has a value that nothing can have. */
export const shapes: readonly TableShape[] = [
  { name: 'DONG', values: [...dongs, 'UNKNOWN'] },
  { name: 'SOURCE', values: ['CENTER', 'HOTLINE', 'NEIGHBOUR', 'PARTNER', 'UNKNOWN'] },
  { name: 'TRACK', values: ['MANAGED', 'SIMPLE', 'NONE'] },
  {
    name: 'LEVEL',
    values: levels,
    within: { table: 'TRACK', of: Object.fromEntries(levels.map((level) => [level, 'MANAGED'])) },
  },
  {
    name: 'NEED',
    values: ['HEALTH', 'INCOME', 'HOUSING', 'CARE', 'SAFETY', 'EMERGENCY'],
    impossible: ['EMERGENCY'],
  },
  { name: 'SECTOR', values: ['PUBLIC', 'PRIVATE', 'BOTH'] },
];

export const monthsOfYear = (year = 2026) =>
  Array.from({ length: 12 }, (_, at) => `${year}-${String(at + 1).padStart(2, '0')}`);

/** Work of a district, drawn: some dongs have much of it, others a record or none a month. */
export function drawRecords(seed: number, months: readonly string[], perMonth: number): WorkRecord[] {
  const random = seeded(seed);
  const pick = (values: readonly string[], steep: number) =>
    values[Math.min(values.length - 1, Math.floor(values.length * random() ** steep))]!;
  let next = 0;
  return months.flatMap((month) =>
    Array.from({ length: Math.round(perMonth * (0.6 + 0.8 * random())) }, () => {
      const track = pick(['MANAGED', 'SIMPLE', 'NONE'], 1.3);
      return {
        household: `household ${next++}`,
        month,
        won: Math.round(30_000 * Math.exp(3 * random())),
        values: {
          DONG: pick([...dongs, 'UNKNOWN'], 2),
          SOURCE: pick(shapes[1]!.values, 1.5),
          TRACK: track,
          ...(track === 'MANAGED' && { LEVEL: pick(levels, 1) }),
          NEED: pick(shapes[4]!.values.slice(0, 5), 1.4),
          SECTOR: pick(['PUBLIC', 'PRIVATE', 'BOTH'], 1.5),
        },
      };
    }),
  );
}

/** What the records come to: counts, or values in won. */
export function factsOf(
  records: readonly WorkRecord[],
  months: readonly string[],
  unit: 'count' | 'won' = 'count',
  tables: readonly TableShape[] = shapes,
): MonthFacts[] {
  return months.map((month) => {
    const own = records.filter((record) => record.month === month);
    const cell = (of: readonly WorkRecord[]) =>
      unit === 'won'
        ? wonCell(of.map(({ household, won }) => [household, won]))
        : countCell(of.map(({ household }) => [household, 1]));
    const cells = Object.fromEntries(
      tables.map(({ name, values }) => [
        name,
        Object.fromEntries(
          values.map((value) => [value, cell(own.filter((record) => record.values[name] === value))]),
        ),
      ]),
    );
    return { month, cells };
  });
}

/** A release of counts of the district, and what the next one needs. */
export const releaseOf = (
  facts: readonly MonthFacts[],
  secret: string,
  before?: Ledger,
  tables: readonly TableShape[] = shapes,
) =>
  protect({
    secret,
    district: 'KR-11500',
    measure: 'LINKAGES',
    protection: protectionOfCounts,
    tables,
    months: facts,
    before,
  });
