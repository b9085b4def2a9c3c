import { type Dimension, dimensionValues, isPossible, type Measure, unknownValue } from '../fact/measures.js';
import { monthsBetween } from './months.js';
import { publishedBy } from './plan.js';
import { type Plan, publishedIn } from './releasePlan.js';

/** A release as it is read: every figure that is not 0 or is kept back. All else that it has is 0. */
export interface ReleaseTable {
  district: string;
  districtName: string;
  number: number;
  /** YYYY-MM, both included. */
  firstMonth: string;
  lastMonth: string;
  madeAt: string;
  protection: { ko: string; en: string };
  /** By what it was made; null where it says nothing of that. */
  plan: Plan | null;
  hash: string;
  signature: string;
  keyId: string;
  /** The dong of the district by their codes. */
  dongs: Readonly<Record<string, string>>;
  /** An empty dimension is the whole measure; an empty value of a dimension says that all of it is kept back. */
  cells: readonly (readonly [
    measure: Measure,
    dimension: Dimension | '',
    value: string,
    month: string,
    state: 'KNOWN' | 'SUPPRESSED',
    figure: number | null,
  ])[];
}

/** One figure of a release, with zeros and with what there cannot be. */
export interface ReleaseFigure {
  measure: Measure;
  dimension: Dimension | '';
  value: string;
  month: string;
  state: 'KNOWN' | 'SUPPRESSED' | 'IMPOSSIBLE';
  figure: number | null;
}

/**
 * Every figure of a measure in a release, as a whole and by each dimension that it is published by, month by month. What
 * the release was not made with is no figure of it, and no 0 either.
 */
export function figuresIn(table: ReleaseTable, measure: Measure): ReleaseFigure[] {
  const by = table.plan ? publishedIn(table.plan, measure) : publishedBy(measure);
  if (by === null) return [];
  const own = table.cells.filter((cell) => cell[0] === measure);
  const known = new Map(own.map((cell) => [cell.slice(1, 4).join(' '), cell]));
  const dimensions: (Dimension | '')[] = ['', ...by];
  const months = monthsBetween(table.firstMonth, table.lastMonth);
  return dimensions.flatMap((dimension) => {
    const seen = own.filter((cell) => cell[1] === dimension && cell[2] !== '').map((cell) => cell[2]);
    const closed =
      dimension === 'DONG' ? Object.keys(table.dongs).sort() : dimension && dimensionValues[dimension];
    const values = dimension && closed ? [...new Set([...closed, ...seen.sort(), unknownValue])] : [''];
    return months.flatMap((month) =>
      values.map((value): ReleaseFigure => {
        const said = { measure, dimension, value, month };
        if (dimension && !isPossible(measure, dimension, value))
          return { ...said, state: 'IMPOSSIBLE', figure: null };
        const kept = known.get([dimension, '', month].join(' '));
        const cell = known.get([dimension, value, month].join(' '));
        if (kept?.[4] === 'SUPPRESSED' || cell?.[4] === 'SUPPRESSED')
          return { ...said, state: 'SUPPRESSED', figure: null };
        return { ...said, state: 'KNOWN', figure: cell?.[5] ?? 0 };
      }),
    );
  });
}
