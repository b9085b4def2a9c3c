import { enumDescriptions } from '../../database/tables/enumDescriptions.js';
import type { Language } from '../../errors.js';
import { type Dimension, type Measure, measureRules, unknownValue } from '../../fact/measures.js';
import { nameOfValue } from '../../metrics/table.js';
import { monthsBetween } from '../../release/months.js';
import { figuresIn, type ReleaseFigure, type ReleaseTable } from '../../release/table.js';

/** What stands at one place of a page. Not yet known is a month that the release does not have. */
export interface Figure {
  state: ReleaseFigure['state'] | 'UNKNOWN';
  value: number | null;
}

/** The years that a release has months of. */
export const yearsOf = ({ firstMonth, lastMonth }: Pick<ReleaseTable, 'firstMonth' | 'lastMonth'>) =>
  [...new Set(monthsBetween(firstMonth, lastMonth).map((month) => Number(month.slice(0, 4))))].sort();

/** One year of a release: its figures month by month, and the sums of the months that are published. */
export class YearFigures {
  /** All months of the year, but those before the district began. */
  readonly months: readonly string[];
  readonly published: readonly string[];
  private readonly ofYear: ReleaseTable;
  private readonly read = new Map<Measure, Map<string, ReleaseFigure>>();

  constructor(
    readonly table: ReleaseTable,
    readonly year: number,
  ) {
    const all = monthsBetween(`${year}-01`, `${year}-12`);
    this.months = all.filter((month) => month >= table.firstMonth);
    this.published = this.months.filter((month) => month <= table.lastMonth);
    const [firstMonth, lastMonth] = [this.published[0]!, this.published.at(-1)!];
    // Of a long release only the year is looked at.
    const cells = table.cells.filter(([, , , month]) => month >= firstMonth && month <= lastMonth);
    this.ofYear = { ...table, firstMonth, lastMonth, cells };
  }

  /** The figure of one month, of the whole measure or of one value. */
  of(measure: Measure, month: string, dimension: Dimension | '' = '', value = ''): Figure {
    const found = this.figures(measure).get([dimension, value, month].join(' '));
    return found ? { state: found.state, value: found.figure } : { state: 'UNKNOWN', value: null };
  }

  /**
   * The sum of the published months; of what is there on a last day, the last one. What has no number in one month has
   * none in a sum, or the sum would be of something else than it says.
   */
  sum(measure: Measure, dimension: Dimension | '' = '', value = ''): Figure {
    const months = measureRules[measure].kind === 'STOCK' ? this.published.slice(-1) : this.published;
    const figures = months.map((month) => this.of(measure, month, dimension, value));
    const without = (['IMPOSSIBLE', 'UNKNOWN', 'SUPPRESSED'] as const).find((state) =>
      figures.some((each) => each.state === state),
    );
    if (without) return { state: without, value: null };
    return { state: 'KNOWN', value: figures.reduce((total, each) => total + (each.value ?? 0), 0) };
  }

  /** The values of a dimension in the order of their list, with what nobody knows where there is some. */
  values(measure: Measure, dimension: Dimension): string[] {
    const found = [...this.figures(measure).values()].filter((each) => each.dimension === dimension);
    return [...new Set(found.map(({ value }) => value))].filter(
      (value) => value !== unknownValue || this.sum(measure, dimension, value).value !== 0,
    );
  }

  private figures(measure: Measure): Map<string, ReleaseFigure> {
    const known = this.read.get(measure);
    if (known) return known;
    const made = new Map(
      figuresIn(this.ofYear, measure).map((each) => [
        [each.dimension, each.value, each.month].join(' '),
        each,
      ]),
    );
    this.read.set(measure, made);
    return made;
  }
}

/** What a value is called; a dong by its Korean name in both languages. */
export function valueName(
  language: Language,
  dimension: Dimension,
  value: string,
  dongs: ReleaseTable['dongs'],
): string {
  const korean = nameOfValue(dimension, value, dongs);
  if (language === 'ko') return korean;
  if (value === unknownValue) return 'Not known';
  // A description is the Korean name, and after it what it is in English.
  const words = enumDescriptions.get(dimension.toLowerCase())?.values[value];
  return words?.slice(words.indexOf('.') + 2).replace(/\.$/, '') ?? korean;
}
