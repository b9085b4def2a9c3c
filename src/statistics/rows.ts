import { type Dimension, type Measure, measureRules, measures } from '../fact/measures.js';
import { precisionOfMonths } from '../release/answers.js';
import { publishedBy } from '../release/plan.js';
import { protectionOfCounts, protectionOfWon } from '../release/protect.js';
import { figuresIn, type ReleaseFigure, type ReleaseTable } from '../release/table.js';
import { labelOfValue, nameOfMeasure } from './labels.js';

// What every file of a release is made of. Nothing here sees anything but the release: a figure that it keeps back is
// null before any format is chosen, so that no format can have more than another one.

/** The measures that releases have, in their order. */
export const publishedMeasures: readonly Measure[] = measures.filter((each) => publishedBy(each) !== null);

/** One line of a file: a figure with what it is called. */
export interface Row {
  district: string;
  measure: Measure;
  measureName: string;
  /** Null where the figure is of the whole measure; so are the value and its name. */
  dimension: Dimension | null;
  value: string | null;
  valueName: string | null;
  /** YYYY-MM */
  month: string;
  state: ReleaseFigure['state'];
  figure: number | null;
}

/** All lines of a release, or those of one measure. */
export function rowsOf(table: ReleaseTable, only: Measure | null = null): Row[] {
  const names = new Map<string, string>();
  const nameOf = (dimension: Dimension, value: string) => {
    const key = `${dimension} ${value}`;
    if (!names.has(key)) names.set(key, labelOfValue(dimension, value, table.dongs, 'ko'));
    return names.get(key)!;
  };
  return publishedMeasures
    .filter((measure) => only === null || measure === only)
    .flatMap((measure) => {
      const measureName = nameOfMeasure(measure, 'ko');
      return figuresIn(table, measure).map(({ dimension, value, month, state, figure }): Row => {
        const said = dimension
          ? { dimension, value, valueName: nameOf(dimension, value) }
          : { dimension: null, value: null, valueName: null };
        return { district: table.district, measure, measureName, ...said, month, state, figure };
      });
    });
}

/** How far a published figure typically is from the truth, for one month and for all months of a year added up. */
export function typicalErrorOf(measure: Measure): { month: number; year: number } {
  const { base } = measureRules[measure].kind === 'WON' ? protectionOfWon : protectionOfCounts;
  const year = Array.from({ length: 12 }, (_, nth) => `2000-${String(nth + 1).padStart(2, '0')}`);
  const rounded = (months: readonly string[]) =>
    Math.round(10 * precisionOfMonths(base, months, true).typical) / 10;
  return { month: rounded(year.slice(0, 1)), year: rounded(year) };
}
