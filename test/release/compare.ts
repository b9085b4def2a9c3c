import type { ReleaseCell, ReleaseMonth } from '../../src/release/protect.js';
import { cellAt, groupsOf, type MonthFacts, type TableShape, totalOf } from '../../src/release/tables.js';
import { shapes } from './district.js';

/** One published number beside its truth, which only a test has side by side. */
export interface Pair {
  month: string;
  /** Table and value, or TOTAL. */
  name: string;
  cell: ReleaseCell;
  truth: number;
}

/** Every number of the months of a release with its truth. */
export function pairsOf(
  months: readonly ReleaseMonth[],
  facts: readonly MonthFacts[],
  tables: readonly TableShape[] = shapes,
): Pair[] {
  return months.flatMap(({ month, total, tables: published }) => {
    const { cells } = facts.find((each) => each.month === month)!;
    return [
      { month, name: 'TOTAL', cell: total, truth: totalOf(cells, tables).value },
      ...tables.flatMap(({ name, values }) =>
        values.map((value) => ({
          month,
          name: `${name} ${value}`,
          cell: published[name]![value]!,
          truth: cellAt(cells, name, value).value,
        })),
      ),
    ];
  });
}

/** The number of a cell that has one. */
export const numberOf = ({ value }: ReleaseCell): number => {
  if (value === null) throw new Error('This cell has no number.');
  return value;
};

/** Nodes whose children do not add up to them. */
export function wrongSums({ total, tables }: ReleaseMonth, of: readonly TableShape[] = shapes): string[] {
  return groupsOf(of).flatMap(({ table, parent, values }) => {
    const node = parent ? tables[parent.table]![parent.value]! : total;
    const children = values.map((value) => tables[table]![value]!);
    if (children.some(({ status }) => status === 'SUPPRESSED')) return [];
    const sum = children.reduce((all, { value }) => all + (value ?? 0), 0);
    return sum === (node.value ?? 0) ? [] : [`${table} ${parent?.value ?? ''}: ${sum}, not ${node.value}`];
  });
}

/** Mean, deviation and how many standard errors the mean is from zero. */
export function momentsOf(values: readonly number[]): { mean: number; rms: number; errors: number } {
  const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
  const square = values.reduce((sum, each) => sum + each * each, 0) / values.length;
  const deviation = Math.sqrt(Math.max(0, square - mean * mean) / values.length);
  return {
    mean,
    rms: Math.sqrt(square),
    errors: deviation === 0 ? (mean === 0 ? 0 : Infinity) : mean / deviation,
  };
}
