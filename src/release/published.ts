import type { Dimension, Measure } from '../fact/measures.js';
import { partOf } from './contributions.js';
import type { Publication } from './plan.js';
import type { Release, ReleaseCell, ReleaseMonth } from './protect.js';

/** A published figure: of a month, by one value of one dimension, or as a whole. */
export interface PublishedCell {
  measure: Measure;
  /** Empty where it is of the whole measure. */
  dimension: string;
  /** Empty where it is of the whole measure, or where a dimension is kept back as a whole. */
  value: string;
  month: string;
  state: 'KNOWN' | 'SUPPRESSED';
  figure: number | null;
}

const isKept = ({ status }: ReleaseCell) => status === 'SUPPRESSED';
const sum = (cells: readonly ReleaseCell[]) => cells.reduce((all, { value }) => all + (value ?? 0), 0);

/** The figures of a measure that are not 0, and what of it is kept back. */
export function cellsOf(
  publication: Publication,
  { months }: Release,
  publishedTotal: (measure: Measure, month: string) => number,
): PublishedCell[] {
  const { measure, part, where } = publication;
  return months.flatMap((each): PublishedCell[] => {
    const { month, total } = each;
    const tooSmall = where && publishedTotal(where.measure, month) < where.atLeast;
    const cell = (of: Measure, dimension: string, value: string, figure: number) => ({
      measure: of,
      dimension,
      value,
      month,
      state: 'KNOWN' as const,
      figure,
    });
    const kept = (of: Measure, dimension: string) => ({
      ...cell(of, dimension, '', 0),
      state: 'SUPPRESSED' as const,
      figure: null,
    });
    if (tooSmall || isKept(total)) return [kept(measure, '')];
    // What a month was not released by stays out of it.
    const own = publication.dimensions.flatMap((dimension): PublishedCell[] =>
      each.tables[dimension]
        ? valuesOf(publication, dimension, each).map(([value, figure]) =>
            cell(measure, dimension, value, figure),
          )
        : [kept(measure, dimension)],
    );
    if (part && !each.tables.PART)
      own.push(kept(part.measure, ''), ...(part.by ? [kept(part.measure, part.by)] : []));
    return [
      cell(measure, '', '', total.value ?? 0),
      ...own,
      ...(part && each.tables.PART
        ? partCells(part, each).map(([dimension, value, figure]) =>
            cell(part.measure, dimension, value, figure),
          )
        : []),
    ].filter(({ figure }) => figure !== 0);
  });
}

/** The figures by a dimension; of one that is rounded within another one, sums over the values of that one. */
function valuesOf(
  { within = {} }: Publication,
  dimension: Dimension,
  { tables }: ReleaseMonth,
): [value: string, figure: number][] {
  const cells = Object.entries(tables[dimension] ?? {});
  if (!within[dimension]) return cells.map(([name, { value }]) => [name, value ?? 0]);
  const sums = new Map<string, number>();
  for (const [name, { value }] of cells) {
    const own = name.slice(name.indexOf('/') + 1);
    sums.set(own, (sums.get(own) ?? 0) + (value ?? 0));
  }
  return [...sums];
}

/** The figures of a part: by its dimension, and all of them together. */
function partCells(
  { by }: NonNullable<Publication['part']>,
  { tables }: ReleaseMonth,
): [string, string, number][] {
  const cells = tables.PART ?? {};
  if (!by) return [['', '', cells[partOf('')]?.value ?? 0]];
  const values = Object.keys(tables[by] ?? {});
  const each = values.map((value): [string, string, number] => [by, value, cells[partOf(value)]?.value ?? 0]);
  return [['', '', sum(values.map((value) => cells[partOf(value)]!))], ...each];
}
