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

/**
 * Figures as they are found, of one period and measure: the values of both dimensions and the figure, each at the same place.
 * What several of them have of one place adds up.
 */
export type Found = readonly [
  period: number,
  measure: Measure,
  firsts: readonly string[],
  seconds: readonly string[],
  figures: readonly number[],
];

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

/** The values of one dimension, in the order in which figures stand. */
export interface Axis {
  dimension: Dimension;
  values: readonly FigureValue[];
}

interface FigureValue {
  dimension: Dimension;
  value: string;
  name: string;
}

/**
 * A table of figures: by period, then measure, then the values of the first dimension and of the second; nobody's dong comes
 * last. A figure has the same place in `states` and `values`.
 */
export interface Table {
  periods: readonly Span[];
  measures: readonly Measure[];
  axes: readonly Axis[];
  /** How many figures each period and measure has, one after the other. */
  places: number;
  states: readonly FigureState[];
  /** Null unless its state is KNOWN. */
  values: readonly (number | null)[];
}

/** One figure of a table. */
export interface TableRow extends Span {
  measure: Measure;
  by: readonly FigureValue[];
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

/** The values of each dimension, in their order. */
const axesOf = (by: readonly Dimension[], { found, dongs }: Figures) =>
  by.map((dimension, place): Axis => {
    const known = dimension === 'DONG' ? Object.keys(dongs).sort() : dimensionValues[dimension];
    const isKnown = new Set<string>(known);
    const others = new Set(
      found.flatMap((each) => (each[2 + place] as readonly string[]).filter((value) => !isKnown.has(value))),
    );
    const values = [...known, ...[...others].sort()].map((value) => ({
      dimension,
      value,
      name: nameOfValue(dimension, value, dongs),
    }));
    return { dimension, values };
  });

/** Where a figure of two values stands among those of one period and measure. */
function placesIn(axes: readonly Axis[]) {
  const [firsts, seconds] = axes.map(({ values }) => new Map(values.map(({ value }, nth) => [value, nth])));
  return (first: string, second: string) =>
    (firsts?.get(first) ?? 0) * (seconds?.size ?? 1) + (seconds?.get(second) ?? 0);
}

/** The values that each place stands for. */
const valuesOf = (axes: readonly Axis[]) =>
  axes.reduce<TableRow['by'][]>(
    (before, { values }) => before.flatMap((some) => values.map((each) => [...some, each])),
    [[]],
  );

/** Whether there can be something in each of so many places. */
function possibleIn(axes: readonly Axis[], measure: Measure, places: number): boolean[] {
  const possible = axes.map(({ dimension, values }) =>
    values.map(({ value }) => isPossible(measure, dimension, value)),
  );
  // Of most measures everything is, and of thousands of places each would be looked at.
  if (possible.flat().every(Boolean)) return Array(places).fill(true);
  return possible.reduce((before, each) => before.flatMap((some) => each.map((one) => some && one)), [true]);
}

/** The whole table: also where nothing was found, so that a chart has no holes. */
export function tableOf({ measures, by, periods }: Question, figures: Figures): Table {
  const most = metricsLimits.mostFigures;
  const axes = axesOf(by, figures);
  const places = axes.reduce((count, { values }) => count * values.length, 1);
  const count = periods.length * measures.length * places;
  if (count > most) throw errorOf(metricsFaults.TOO_MANY_FIGURES, { figures: count, most });
  const values: (number | null)[] = Array(count).fill(0);
  const placeOf = placesIn(axes);
  for (const [nth, measure, firsts, seconds, found] of figures.found) {
    const start = ((nth - 1) * measures.length + measures.indexOf(measure)) * places;
    for (const [at, figure] of found.entries()) values[start + placeOf(firsts[at]!, seconds[at]!)]! += figure;
  }
  const states: FigureState[] = [];
  const possible = measures.map((measure) => possibleIn(axes, measure, places));
  // Only what is by one dimension is kept back by a value of it.
  const firstValues = axes[0]?.values ?? [];
  const keptBack = new Set(figures.kept.map((each) => each.join(' ')));
  for (const nth of periods.keys()) {
    const unknown = figures.unknown.includes(nth + 1);
    for (const [at, measure] of measures.entries()) {
      const key = `${nth + 1} ${measure}`;
      // A dimension may be kept back as a whole.
      const allKeptBack = keptBack.has(`${key} `);
      const isKeptBack = (place: number) =>
        allKeptBack || (keptBack.size > 0 && keptBack.has(`${key} ${firstValues[place]?.value ?? ''}`));
      for (const [place, isPossibleHere] of possible[at]!.entries()) {
        let state: FigureState = 'KNOWN';
        if (!isPossibleHere) state = 'IMPOSSIBLE';
        else if (unknown) state = 'UNKNOWN';
        else if (isKeptBack(place)) state = 'SUPPRESSED';
        if (state !== 'KNOWN') values[states.length] = null;
        states.push(state);
      }
    }
  }
  return { periods, measures, axes, places, states, values };
}

/** The figures of a table, each with what it is of. */
export function rowsOf({ periods, measures, axes, states, values }: Table): TableRow[] {
  const ofPlaces = valuesOf(axes);
  const rows: TableRow[] = [];
  for (const { from, until } of periods)
    for (const measure of measures)
      for (const by of ofPlaces)
        rows.push({ from, until, measure, by, state: states[rows.length]!, value: values[rows.length]! });
  return rows;
}
