import { enumDescriptions } from '../database/tables/enumDescriptions.js';
import type { figureState } from '../database/tables/enums.js';
import {
  type Dimension,
  dimensions,
  dimensionValues,
  isPossible,
  type Measure,
  measureRules,
  unknownValue,
} from '../fact/measures.js';
import { errorOf } from '../faults.js';
import { metricsFaults } from './faults.js';
import { metricsLimits } from './limits.js';
import type { Span } from './periods.js';

export type FigureState = (typeof figureState.enumValues)[number];

/** Figures as they are found: `[period, measure, value of the first dimension, of the second, figure]`. */
export type Found = readonly [period: number, measure: Measure, first: string, second: string, value: number];

/** What the database found. */
export interface Figures {
  exact: boolean;
  found: readonly Found[];
  /** Which are kept back, and in which periods nothing is known yet. */
  kept: readonly (readonly [period: number, measure: Measure, value: string])[];
  unknown: readonly number[];
  /** What dong are called, where figures are by dong. */
  dongs: Readonly<Record<string, string>>;
}

/** What is asked for: at most two dimensions, in the order of their list. */
export interface Question {
  measures: readonly Measure[];
  by: readonly Dimension[];
  periods: readonly Span[];
}

/** One figure of a table. */
export interface TableRow extends Span {
  measure: Measure;
  by: readonly { dimension: Dimension; value: string; name: string }[];
  state: FigureState;
  value: number | null;
}

/** Refuses what no table can be of, and puts dimensions into their order. */
export function checked(measures: readonly Measure[], by: readonly Dimension[]): Dimension[] {
  if (measures.length === 0) throw errorOf(metricsFaults.NO_MEASURE);
  const order = dimensions.filter((each) => by.includes(each));
  if (order.length !== by.length || order.length > 2) throw errorOf(metricsFaults.TOO_MANY_DIMENSIONS);
  for (const measure of measures) {
    const missing = order.find((each) => !measureRules[measure].dimensions.includes(each));
    if (missing)
      throw errorOf(metricsFaults.DIMENSION_NOT_OF_MEASURE, {
        measure,
        dimension: missing,
        possible: measureRules[measure].dimensions,
      });
  }
  return order;
}

/** The enum whose values a dimension has. */
const enumOf: Partial<Record<Dimension, string>> = { AGENCY_KIND: 'partner_kind' };

/** What a value is called in Korean: the first words of its description. */
export function nameOfValue(
  dimension: Dimension,
  value: string,
  dongs: Readonly<Record<string, string>>,
): string {
  if (value === unknownValue) return '알 수 없음';
  if (dimension === 'DONG') return dongs[value] ?? value;
  const words = enumDescriptions.get(enumOf[dimension] ?? dimension.toLowerCase())?.values[value];
  return words?.slice(0, words.indexOf('.')) ?? value;
}

/** The places of each period and measure, in their order, and where figures of two values stand among them. */
function placesOf(by: readonly Dimension[], { found, dongs }: Figures) {
  const lists = by.map((dimension, place) => {
    const seen = new Set(found.map((each) => each[2 + place] as string));
    const known = dimension === 'DONG' ? Object.keys(dongs).sort() : dimensionValues[dimension];
    const others = [...seen].filter((each) => !known.includes(each)).sort();
    return [...known, ...others].map((value) => ({
      dimension,
      value,
      name: nameOfValue(dimension, value, dongs),
    }));
  });
  const places = lists.reduce<TableRow['by'][]>(
    (before, values) => before.flatMap((some) => values.map((each) => [...some, each])),
    [[]],
  );
  const [firsts, seconds] = lists.map((values) => new Map(values.map(({ value }, nth) => [value, nth])));
  const placeOf = (first: string, second: string) =>
    (firsts?.get(first) ?? 0) * (seconds?.size ?? 1) + (seconds?.get(second) ?? 0);
  return { places, placeOf };
}

/**
 * The whole table: also where nothing was found, so that a chart has no holes. Rows are by period, then measure, then the
 * values of the dimensions in the order of their lists; nobody's dong comes last.
 */
export function tableOf({ measures, by, periods }: Question, figures: Figures): TableRow[] {
  const { places, placeOf } = placesOf(by, figures);
  const count = periods.length * measures.length * places.length;
  if (count > metricsLimits.mostFigures)
    throw errorOf(metricsFaults.TOO_MANY_FIGURES, { figures: count, most: metricsLimits.mostFigures });
  // Of thousands of figures each look-up by a text of its own would be seen.
  const values = new Float64Array(count);
  for (const [nth, measure, first, second, value] of figures.found)
    values[
      ((nth - 1) * measures.length + measures.indexOf(measure)) * places.length + placeOf(first, second)
    ] = value;
  const keptBack = new Set(figures.kept.map((each) => each.join(' ')));
  const ofMeasures = measures.map((measure) => ({
    measure,
    possible: places.map((place) =>
      place.every(({ dimension, value }) => isPossible(measure, dimension, value)),
    ),
  }));
  const rows: TableRow[] = [];
  for (const [nth, { from, until }] of periods.entries()) {
    const unknown = figures.unknown.includes(nth + 1);
    for (const { measure, possible } of ofMeasures) {
      const key = `${nth + 1} ${measure}`;
      // A dimension may be kept back as a whole.
      const allKeptBack = keptBack.has(`${key} `);
      const isKeptBack = (first = '') =>
        allKeptBack || (keptBack.size > 0 && keptBack.has(`${key} ${first}`));
      for (const [place, each] of places.entries()) {
        let state: FigureState = 'KNOWN';
        if (!possible[place]) state = 'IMPOSSIBLE';
        else if (unknown) state = 'UNKNOWN';
        else if (isKeptBack(each[0]?.value)) state = 'SUPPRESSED';
        const value = state === 'KNOWN' ? values[rows.length]! : null;
        rows.push({ from, until, measure, by: each, state, value });
      }
    }
  }
  return rows;
}
