import { errorOf } from '../faults.js';
import { metricsFaults } from './faults.js';
import { metricsLimits } from './limits.js';
import { type Comparison } from './periods.js';
import { ratioOf } from './ratios.js';
import { rowsOf, type Table, type TableRow } from './table.js';

// What `metrics` answers of a table: figure by figure, or as it stands. The periods that are asked for come first, then as many
// for each comparison.

/** Refuses so many figures that each by itself would keep everybody waiting. */
export function checkOneByOne({ values }: Table) {
  const most = metricsLimits.mostOneByOne;
  if (values.length > most)
    throw errorOf(metricsFaults.TOO_MANY_FIGURES_ONE_BY_ONE, { figures: values.length, most });
}

/** Each figure by itself, with its share and what it is compared with. */
export function figuresIn(table: Table, comparisons: readonly Comparison[]) {
  const rows = rowsOf(table);
  const own = rows.length / (1 + comparisons.length);
  const { places, axes } = table;
  const sums: number[] = [];
  for (let place = 0; place < own; place += places)
    sums.push(rows.slice(place, place + places).reduce((sum, { value }) => sum + (value ?? 0), 0));
  const comparedWith = (row: TableRow, place: number) =>
    comparisons.map((how, nth) => {
      const other = rows[own * (nth + 1) + place]!;
      const change = row.value === null || other.value === null ? null : row.value - other.value;
      return {
        with: how,
        from: other.from,
        until: other.until,
        value: other.value,
        change,
        rate: ratioOf(change, other.value),
      };
    });
  return rows.slice(0, own).map((row, place) => ({
    measure: row.measure,
    from: row.from,
    until: row.until,
    by: row.by,
    state: row.state,
    value: row.value,
    share: axes.length === 0 ? null : ratioOf(row.value, sums[Math.floor(place / places)]!),
    compared: comparedWith(row, place),
  }));
}

/** The table as it stands: values without what each is of, which follows from their places. */
export function tableIn(table: Table, comparisons: readonly Comparison[]) {
  const { periods, measures, axes, states, values } = table;
  const count = periods.length / (1 + comparisons.length);
  const own = values.length / (1 + comparisons.length);
  const part = (nth: number) => ({
    periods: periods.slice(nth * count, (nth + 1) * count),
    values: values.slice(nth * own, (nth + 1) * own),
    missing: states
      .slice(nth * own, (nth + 1) * own)
      .flatMap((state, place) => (state === 'KNOWN' ? [] : [{ place, state }])),
  });
  return {
    ...part(0),
    measures,
    dimensions: axes,
    compared: comparisons.map((how, nth) => ({ with: how, ...part(nth + 1) })),
  };
}
