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

/** What stands beside a row's figure: the values that it is of, said once for all rows that are of them. */
interface Place {
  by: TableRow['by'];
  first: string;
  /** As figures are looked up by. */
  key: string;
}

/** The places of each period and measure, in their order. */
function placesOf(by: readonly Dimension[], { found, dongs }: Figures): Place[] {
  const [firsts = [], seconds] = by.map((dimension, place) => {
    const seen = new Set(found.map((each) => each[2 + place] as string));
    const known = dimension === 'DONG' ? Object.keys(dongs).sort() : dimensionValues[dimension];
    const others = [...seen].filter((each) => !known.includes(each)).sort();
    return [...known, ...others].map((value) => ({
      dimension,
      value,
      name: nameOfValue(dimension, value, dongs),
    }));
  });
  if (by.length === 0) return [{ by: [], first: '', key: ' ' }];
  return firsts.flatMap((first): Place[] =>
    seconds
      ? seconds.map((second) => ({
          by: [first, second],
          first: first.value,
          key: `${first.value} ${second.value}`,
        }))
      : [{ by: [first], first: first.value, key: `${first.value} ` }],
  );
}

/**
 * The whole table: also where nothing was found, so that a chart has no holes. Rows are by period, then measure, then the
 * values of the dimensions in the order of their lists; nobody's dong comes last.
 */
export function tableOf({ measures, by, periods }: Question, figures: Figures): TableRow[] {
  const places = placesOf(by, figures);
  const count = periods.length * measures.length * places.length;
  if (count > metricsLimits.mostFigures)
    throw errorOf(metricsFaults.TOO_MANY_FIGURES, { figures: count, most: metricsLimits.mostFigures });
  const found = new Map(
    figures.found.map(([nth, measure, first, second, value]) => [
      `${nth} ${measure} ${first} ${second}`,
      value,
    ]),
  );
  const keptBack = new Set(figures.kept.map((each) => each.join(' ')));
  const ofMeasures = measures.map((measure) => ({
    measure,
    possible: places.map((place) =>
      place.by.every(({ dimension, value }) => isPossible(measure, dimension, value)),
    ),
  }));
  return periods.flatMap((period, nth) => {
    const unknown = figures.unknown.includes(nth + 1);
    return ofMeasures.flatMap(({ measure, possible }) => {
      const key = `${nth + 1} ${measure}`;
      // A dimension may be kept back as a whole.
      const allKeptBack = keptBack.has(`${key} `);
      const stateOf = ({ first }: Place, place: number): FigureState => {
        if (!possible[place]) return 'IMPOSSIBLE';
        if (unknown) return 'UNKNOWN';
        return allKeptBack || keptBack.has(`${key} ${first}`) ? 'SUPPRESSED' : 'KNOWN';
      };
      return places.map((place, nthPlace): TableRow => {
        const state = stateOf(place, nthPlace);
        return {
          from: period.from,
          until: period.until,
          measure,
          by: place.by,
          state,
          value: state === 'KNOWN' ? (found.get(`${key} ${place.key}`) ?? 0) : null,
        };
      });
    });
  });
}
