import type { Release, ReleaseCell } from './protect.js';

/** Which numbers a question adds up: of the whole month, or of one value of one table. */
export interface Question {
  /** A month (2026-03), quarter (2026-Q1), half-year (2026-H1) or year (2026): nothing else can be asked. */
  period: string;
  table?: string;
  value?: string;
}

/** The months of a period. */
export function monthsOf(period: string): string[] {
  const [, year, month, quarter, half] =
    /^(\d{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])|H([12])))?$/.exec(period) ?? [];
  if (!year) throw new Error(`${period} is no month, quarter, half-year or year.`);
  const from = month ? Number(month) : quarter ? Number(quarter) * 3 - 2 : half ? Number(half) * 6 - 5 : 1;
  const count = month ? 1 : quarter ? 3 : half ? 6 : 12;
  return Array.from({ length: count }, (_, at) => `${year}-${String(from + at).padStart(2, '0')}`);
}

/** The answer to a question: a published number, or the sum of those of its months. */
export function answer(release: Release, { period, table, value }: Question): ReleaseCell {
  const cells = monthsOf(period).map((month): ReleaseCell => {
    const found = release.months.find((each) => each.month === month);
    if (!found) return { status: 'UNKNOWN', value: null };
    if (table === undefined) return found.total;
    const cell = found.tables[table]?.[value ?? ''];
    if (!cell) throw new Error(`There is no ${table} ${value}.`);
    return cell;
  });
  // What has no number in one month has none in a sum, or the sum would be of something else than it says.
  const without = (['IMPOSSIBLE', 'UNKNOWN', 'SUPPRESSED'] as const).find((status) =>
    cells.some((cell) => cell.status === status),
  );
  if (without) return { status: without, value: null };
  return { status: 'RELEASED', value: cells.reduce((sum, cell) => sum + (cell.value ?? 0), 0) };
}

/** A share, rate or mean, from published numbers alone: null where there is none or the denominator is 0. */
export const ratioOf = (numerator: ReleaseCell, denominator: ReleaseCell): number | null =>
  numerator.value === null || !denominator.value ? null : numerator.value / denominator.value;

/** By how much a number may be beside the truth, as it was first released. */
export interface Precision {
  /** The most that it can be. */
  atMost: number;
  /** What it is typically: the root of the mean square. */
  typical: number;
}

/**
 * How exact an answer is. Everything of one month, and a year to date, is rounded once. A period within a year is a
 * difference of two years to date. Months of one value are rounded each for itself, so a sum of them is as far from
 * the truth as so many independent errors. A correction may bring each number of its month one more step away.
 */
export function precisionOf({ base }: Pick<Release, 'base'>, { period, table }: Question): Precision {
  return precisionOfMonths(base, monthsOf(period), table !== undefined);
}

/** The same of any months that follow each other: what lies in several years is rounded in each of them. */
export function precisionOfMonths(base: number, months: readonly string[], ofOneValue: boolean): Precision {
  const years = new Map<string, string[]>();
  for (const month of months) {
    const year = month.slice(0, 4);
    years.set(year, [...(years.get(year) ?? []), month]);
  }
  const roundingsOf = (some: readonly string[]) =>
    ofOneValue ? some.length : some.length === 1 || some[0]!.endsWith('-01') ? 1 : 2;
  const roundings = [...years.values()].reduce((sum, some) => sum + roundingsOf(some), 0);
  return {
    atMost: roundings * (base - 1),
    // Remainders are spread evenly: their variance is (base² - 1) / 6 for whole numbers.
    typical: Math.sqrt((roundings * (base * base - 1)) / 6),
  };
}
