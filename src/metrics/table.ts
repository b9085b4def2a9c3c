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

/**
 * The whole table: also where nothing was found, so that a chart has no holes. Rows are by period, then measure, then the
 * values of the dimensions in the order of their lists; nobody's dong comes last.
 */
export function tableOf(
  { measures, by, periods }: Question,
  { found, kept, unknown, dongs }: Figures,
): TableRow[] {
  const keptBack = new Set(kept.map((each) => each.join(' ')));
  const stateOf = (nth: number, measure: Measure, value: string, possible: boolean): FigureState => {
    if (!possible) return 'IMPOSSIBLE';
    if (unknown.includes(nth)) return 'UNKNOWN';
    // A dimension may be kept back as a whole.
    return ['', value].some((each) => keptBack.has(`${nth} ${measure} ${each}`)) ? 'SUPPRESSED' : 'KNOWN';
  };
  const figures = new Map(
    found.map(([nth, measure, ...rest]) => [`${nth} ${measure} ${rest[0]} ${rest[1]}`, rest[2]]),
  );
  const values = by.map((dimension, place) => {
    const seen = new Set(found.map((each) => each[2 + place] as string));
    const known = dimension === 'DONG' ? Object.keys(dongs).sort() : dimensionValues[dimension];
    const others = [...seen].filter((each) => !known.includes(each)).sort();
    return [...known, ...others];
  });
  const [firsts = [''], seconds = ['']] = values;
  const rows = periods.length * measures.length * firsts.length * seconds.length;
  if (rows > metricsLimits.mostFigures)
    throw errorOf(metricsFaults.TOO_MANY_FIGURES, { figures: rows, most: metricsLimits.mostFigures });
  return periods.flatMap((period, nth) =>
    measures.flatMap((measure) =>
      firsts.flatMap((first) =>
        seconds.map((second): TableRow => {
          const said = [first, second].slice(0, by.length);
          const possible = by.every((dimension, place) => isPossible(measure, dimension, said[place]!));
          const state = stateOf(nth + 1, measure, first, possible);
          const figure = figures.get(`${nth + 1} ${measure} ${first} ${second}`) ?? 0;
          return {
            ...period,
            measure,
            by: by.map((dimension, place) => ({
              dimension,
              value: said[place]!,
              name: nameOfValue(dimension, said[place]!, dongs),
            })),
            state,
            value: state === 'KNOWN' ? figure : null,
          };
        }),
      ),
    ),
  );
}
