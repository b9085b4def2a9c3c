import { expect, test } from 'vitest';
import { isLong } from '../support/long.js';
import { momentsOf, numberOf } from './compare.js';
import { roundWithMargins } from './cycles.js';
import { drawRecords, factsOf, monthsOfYear, releaseOf, seeded, shapes } from './district.js';

const months = monthsOfYear();
const sum = (values: readonly number[]) => values.reduce((all, each) => all + each, 0);
const columnsOf = (table: readonly (readonly number[])[]) =>
  table[0]!.map((_, column) => table.map((row) => row[column]!));

/** Errors of a rounded table of months by values: of a cell, a month, a value's year and the year. */
function errorsOf(truth: number[][], rounded: number[][]) {
  const error = rounded.map((row, at) => row.map((value, column) => value - truth[at]![column]!));
  return {
    cell: error.flat(),
    month: error.map(sum),
    yearOfValue: columnsOf(error).map(sum),
    year: [sum(error.flat())],
  };
}

/** Each value by its own year to date, as months are by the district's: nothing ties a month together. */
function eachByItsYear(truth: number[][], random: () => number): number[][] {
  return columnsOf(
    columnsOf(truth).map((values) => {
      let [before, up] = [0, false];
      return values.map((value) => {
        const [f, h] = [before % 5, value % 5];
        const chance = f + h < 5 ? (up ? 0 : h / (5 - f)) : up ? (f + h - 5) / f : 1;
        const goesUp = h > 0 && random() < chance;
        const error: number = (up ? 5 - f : -f) + (goesUp ? 5 - h : -h);
        before += value;
        up = error > 0;
        return value - h + (goesUp ? 5 : 0);
      });
    }),
  );
}

test('what a second tree would give: the year of one value within a step, for months that wait for its end', () => {
  const trials = isLong ? 2_000 : 150;
  for (const table of ['DONG', 'SECTOR']) {
    const errors: Record<string, ReturnType<typeof errorsOf>[]> = { ours: [], both: [], each: [] };
    const facts = factsOf(drawRecords(71, months, 40), months);
    const { values } = shapes.find(({ name }) => name === table)!;
    const truth = facts.map(({ cells }) => values.map((value) => cells[table]![value]!.value));
    for (let trial = 0; trial < trials; trial++) {
      const random = seeded(trial);
      const ours = releaseOf(facts, `secret ${trial}`).release.months.map(({ tables }) =>
        values.map((value) => numberOf(tables[table]![value]!)),
      );
      errors.ours!.push(errorsOf(truth, ours));
      errors.both!.push(errorsOf(truth, roundWithMargins(truth, random)));
      errors.each!.push(errorsOf(truth, eachByItsYear(truth, random)));
    }
    const typical = (way: string, of: 'cell' | 'month' | 'yearOfValue' | 'year') => {
      const all = errors[way]!.flatMap((each) => each[of]);
      return {
        rms: momentsOf(all).rms,
        most: all.reduce((most, error) => Math.max(most, Math.abs(error)), 0),
      };
    };
    for (const way of ['ours', 'both', 'each'])
      console.info(
        `${table}, ${way}: ${(['cell', 'month', 'yearOfValue', 'year'] as const)
          .map((of) => `${of} ${typical(way, of).rms.toFixed(2)} (at most ${typical(way, of).most})`)
          .join(', ')}`,
      );
    for (const of of ['cell', 'month', 'yearOfValue', 'year'] as const)
      expect(typical('both', of).most).toBeLessThan(5);
    for (const of of ['cell', 'month', 'year'] as const) expect(typical('ours', of).most).toBeLessThan(5);
    expect(typical('ours', 'yearOfValue').rms).toBeGreaterThan(5);
    expect(typical('each', 'yearOfValue').most).toBeLessThan(5);
    expect(typical('each', 'month').most).toBeGreaterThanOrEqual(5);
    // Without bias: each cell of the table with both margins, over the trials.
    const cells = columnsOf(errors.both!.map(({ cell }) => cell));
    expect(cells.filter((of) => Math.abs(momentsOf(of).errors) > 4.5)).toEqual([]);
  }
});
