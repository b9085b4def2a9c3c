import type { CsvRow } from './csv.js';

/** A row of a table whose columns have a name each. */
export interface TableRow extends CsvRow {
  /** Whether it has more or fewer values than there are columns. */
  uneven: boolean;
  /** What a second column of the same name said, where the first says something else. */
  lost: { column: string; value: string }[];
}

/** The first line of a table: every name once, however often the file writes it. */
export class Header {
  readonly names: readonly string[];
  private readonly width: number;
  /** Where the second and later columns of a name stand, and where the first one does among `names`. */
  private readonly again: [at: number, first: number][] = [];

  constructor(cells: readonly string[]) {
    const names: string[] = [];
    cells.forEach((cell, at) => {
      const name = cell.trim().toLowerCase();
      const first = name === '' ? -1 : names.indexOf(name);
      if (first < 0) names.push(name);
      else this.again.push([at, first]);
    });
    this.names = names;
    this.width = cells.length;
  }

  /** A row by these columns. */
  row({ line, cells }: CsvRow): TableRow {
    const uneven = cells.length < this.width || cells.slice(this.width).some((each) => each.trim() !== '');
    if (this.again.length === 0 || uneven) return { line, cells, uneven, lost: [] };
    const repeated = new Set(this.again.map(([at]) => at));
    const kept = cells.filter((_, at) => !repeated.has(at));
    const lost: TableRow['lost'] = [];
    for (const [at, first] of this.again) {
      const value = cells[at]!.trim();
      if (kept[first]!.trim() === '') kept[first] = cells[at]!;
      else if (value !== '' && value !== kept[first]!.trim())
        lost.push({ column: this.names[first]!, value });
    }
    return { line, cells: kept, uneven, lost };
  }
}
