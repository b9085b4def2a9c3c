import { errorOf } from '../faults.js';
import { metricsFaults } from './faults.js';

/** From the first day of a month to a day, both included. */
export interface Span {
  from: string;
  until: string;
}

/** How long the parts of a period are, in months. */
export const lengths = { MONTH: 1, QUARTER: 3, HALF_YEAR: 6, YEAR: 12 } as const;
export type PeriodLength = keyof typeof lengths;

/** With what a period is compared: the one just before it, or the same one of the year before. */
export const comparisons = ['PERIOD_BEFORE', 'YEAR_BEFORE'] as const;
export type Comparison = (typeof comparisons)[number];

/** Months are counted from January of the year 0. */
const monthOf = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
const two = (number: number) => String(number).padStart(2, '0');
const firstDay = (month: number) =>
  `${String(Math.floor(month / 12)).padStart(4, '0')}-${two((month % 12) + 1)}-01`;
const lastDay = (month: number) =>
  new Date(Date.parse(`${firstDay(month + 1)}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
const isLast = (day: string) => day === lastDay(monthOf(day));

/** Refuses a period that is none, or whose first day is not that of a month. */
export function checkPeriod({ from, until }: Span): void {
  if (from > until) throw errorOf(metricsFaults.PERIOD_ENDS_BEFORE_IT_BEGINS);
  if (!from.endsWith('-01')) throw errorOf(metricsFaults.PERIOD_BEGINS_WITHIN_A_MONTH);
}

/** Refuses what is shorter than a month, or cuts one. */
export function checkWholeMonths(period: Span): void {
  if (period.from > period.until) throw errorOf(metricsFaults.PERIOD_ENDS_BEFORE_IT_BEGINS);
  if (!period.from.endsWith('-01')) throw errorOf(metricsFaults.PERIOD_CUTS_A_MONTH, {}, 'period.from');
  if (!isLast(period.until)) throw errorOf(metricsFaults.PERIOD_CUTS_A_MONTH, {}, 'period.until');
}

/** The parts of a period, each as long as a calendar has them; the first and the last end with the period. */
export function partsOf({ from, until }: Span, every: PeriodLength | null): Span[] {
  if (every === null) return [{ from, until }];
  const length = lengths[every];
  const last = monthOf(until);
  const parts: Span[] = [];
  for (let month = monthOf(from); month <= last; month = (Math.floor(month / length) + 1) * length) {
    const end = lastDay((Math.floor(month / length) + 1) * length - 1);
    parts.push({ from: firstDay(month), until: end < until ? end : until });
  }
  return parts;
}

/** The period that one is compared with. One that ends within a month ends on the same day of the other month. */
export function compared({ from, until }: Span, how: Comparison): Span {
  const months = how === 'YEAR_BEFORE' ? 12 : monthOf(until) - monthOf(from) + 1;
  const end = monthOf(until) - months;
  const day = `${firstDay(end).slice(0, 8)}${until.slice(8)}`;
  return {
    from: firstDay(monthOf(from) - months),
    until: isLast(until) || day > lastDay(end) ? lastDay(end) : day,
  };
}
