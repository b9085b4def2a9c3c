import { changeOf, mustWait, roundChange } from './correction.js';
import { isPublished, suppressionOf } from './dominance.js';
import { Draws } from './draws.js';
import { emptyLedger, type Ledger, type LedgerMonth } from './ledger.js';
import { numbersUnder, plus } from './numbers.js';
import { nextOfYear } from './rounding.js';
import { checkMonth, groupsOf, type MonthFacts, type TableShape, totalOf } from './tables.js';

/** How numbers of a measure are protected: what they are rounded to, and for won the percentage of dominance. */
export interface Protection {
  base: number;
  dominancePercent?: number;
}

export const protectionOfCounts: Protection = { base: 5 };
export const protectionOfWon: Protection = { base: 100_000, dominancePercent: 10 };

/**
 * A number that is published, or why there is none. A true zero and a rounded one are both RELEASED 0; impossible is
 * what definitions alone rule out; unknown is what no release has yet, such as a month that is not closed.
 */
export type ReleaseCell =
  | { status: 'RELEASED'; value: number }
  | { status: 'SUPPRESSED' | 'IMPOSSIBLE' | 'UNKNOWN'; value: null };

/** One month as it is published. */
export interface ReleaseMonth {
  month: string;
  total: ReleaseCell;
  tables: Record<string, Record<string, ReleaseCell>>;
}

/** A published number that is another one than in the release before; without a table it is the month's own. */
export interface Correction {
  month: string;
  table: string | null;
  value: string | null;
  was: number;
  now: number;
}

/** What is published of one measure of one district. It holds no true number. */
export interface Release {
  district: string;
  measure: string;
  number: number;
  base: number;
  months: ReleaseMonth[];
  /**
   * Only what moved by its published numbers: that a record of a dong came late would say that there is somebody,
   * where the numbers themselves do not.
   */
  corrections: Correction[];
}

export interface ProtectInput {
  secret: string | Uint8Array;
  district: string;
  measure: string;
  protection: Protection;
  tables: readonly TableShape[];
  /** Every closed month so far in its order, as the facts say at the cut-off. */
  months: readonly MonthFacts[];
  before?: Ledger;
}

/**
 * Makes the next release of a measure of a district: months that are new are protected, those of earlier releases
 * stand and are corrected where their facts changed. The same input gives the same bytes.
 *
 * What anybody can conclude from all numbers of all tables: let R be a published count and c its cell. The truth may
 * be R + 4 in c and in one cell of each other table of that month, with all other cells as published: then the month
 * and the sum of the year are 4 above theirs, too, which they may be. In the same way it may be R - 4, or 0 where R
 * is 0. So no question, sum, difference or linear programme has less than [max(0, R - 4), R + 4].
 */
export function protect(input: ProtectInput): { release: Release; ledger: Ledger } {
  const { district, measure, protection, tables: shapes, months: facts } = input;
  const { base, dominancePercent } = protection;
  const before = input.before ?? emptyLedger;
  for (const month of facts) checkMonth(month, shapes, 0);
  checkOrder(facts, before);
  const draws = new Draws(input.secret, ['hamkke release 1', district, measure]);
  const years: Record<string, Ledger['years'][string]> = { ...before.years };
  const yearOf = (month: string) => years[month.slice(0, 4)] ?? { truth: 0, released: 0, parts: 0 };
  const book = (month: string, truth: number, released: number) => {
    const year = yearOf(month);
    years[month.slice(0, 4)] = {
      truth: year.truth + truth,
      released: year.released + released,
      parts: year.parts + 1,
    };
  };

  const corrected = before.months.map((stands, at): LedgerMonth => {
    const { month, cells, numbers, suppression } = stands;
    const after = facts[at]!.cells;
    const own = tablesOf(stands, shapes);
    // Of what it was released by nothing is published any more: what stands can be told by nothing else.
    if (own.length === 0) return stands;
    const change = changeOf(cells, after, own);
    if (Object.values(change).every((values) => Object.keys(values).length === 0)) return stands;
    if (dominancePercent !== undefined && mustWait(change, after, suppression, own, dominancePercent))
      return stands;
    const rounded = roundChange(change, numbers, yearOf(month), { month, shapes: own, base, draws });
    if (!rounded) return stands;
    book(month, totalOf(change, own).value, rounded.total);
    return { ...stands, cells: after, numbers: plus(numbers, rounded) };
  });

  const added = facts.slice(before.months.length).map(({ month, cells }): LedgerMonth => {
    const path = draws.of('month', month);
    const total = { name: month, ...totalOf(cells, shapes) };
    const released = nextOfYear(yearOf(month), total, base, path);
    book(month, total.value, released);
    return {
      month,
      cells,
      numbers: numbersUnder({ ...total, released }, cells, shapes, base, path),
      suppression:
        dominancePercent === undefined
          ? { month: false, groups: [] }
          : suppressionOf(cells, shapes, dominancePercent),
    };
  });

  const ledger: Ledger = { releases: before.releases + 1, months: [...corrected, ...added], years };
  const months = ledger.months.map((month) => publish(month, shapes));
  const corrections = before.months.flatMap((was, at) => moved(publish(was, shapes), months[at]!));
  return {
    release: { district, measure, number: ledger.releases, base, months, corrections },
    ledger,
  };
}

/** Months come in their order and do not go away: otherwise the sum of the year would stand for something else. */
function checkOrder(facts: readonly MonthFacts[], before: Ledger): void {
  for (const [at, { month }] of facts.entries())
    if (at > 0 && month <= facts[at - 1]!.month) throw new Error(`The month ${month} is out of its order.`);
  for (const [at, { month }] of before.months.entries())
    if (facts[at]?.month !== month) throw new Error(`The month ${month} was released and is missing now.`);
}

/** The tables that a month was released with, of those that there are now. */
const tablesOf = ({ numbers }: LedgerMonth, shapes: readonly TableShape[]): TableShape[] =>
  shapes.filter(({ name }) => numbers.tables[name] !== undefined);

function publish(released: LedgerMonth, all: readonly TableShape[]): ReleaseMonth {
  const { month, numbers, suppression } = released;
  const shapes = tablesOf(released, all);
  const cell = (value: number, published: boolean): ReleaseCell =>
    published ? { status: 'RELEASED', value } : { status: 'SUPPRESSED', value: null };
  const tables: ReleaseMonth['tables'] = Object.fromEntries(shapes.map(({ name }) => [name, {}]));
  for (const group of groupsOf(shapes)) {
    const impossible = shapes.find(({ name }) => name === group.table)!.impossible ?? [];
    for (const value of group.values)
      tables[group.table]![value] = impossible.includes(value)
        ? { status: 'IMPOSSIBLE', value: null }
        : cell(numbers.tables[group.table]?.[value] ?? 0, isPublished(suppression, group));
  }
  return { month, total: cell(numbers.total, !suppression.month), tables };
}

function moved(was: ReleaseMonth, now: ReleaseMonth): Correction[] {
  const cellsOf = ({ total, tables }: ReleaseMonth) => [
    { table: null, value: null, cell: total },
    ...Object.entries(tables).flatMap(([table, values]) =>
      Object.entries(values).map(([value, cell]) => ({ table, value, cell })),
    ),
  ];
  const earlier = cellsOf(was);
  return cellsOf(now).flatMap(({ table, value, cell }, at) => {
    const before = earlier[at]!.cell;
    if (cell.status !== 'RELEASED' || before.status !== 'RELEASED' || cell.value === before.value) return [];
    return [{ month: now.month, table, value, was: before.value, now: cell.value }];
  });
}
