import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { StartError } from '../../errors.js';
import { textOfFile } from '../../text/decode.js';

// A table as an office has it: CSV in UTF-8 or CP949, or a sheet of XLSX, whose first row names the columns.

/** What a table holds: each column with the names that it may have in the first row. */
export interface Columns<Name extends string> {
  names: Readonly<Record<Name, readonly string[]>>;
  /** Those without which nothing can be read. */
  needed: readonly NoInfer<Name>[];
}

/** A row of a table, as texts, with its place for whoever must mend it. */
export type Row<Name extends string> = Record<Name, string> & { row: number };

/** More than a district has of anything that comes by a table. */
const mostRows = 20_000;

/**
 * The rows of a file.
 *
 * @param given which header of the file is which column, where it has another name
 * @throws StartError where the file cannot be read or lacks a column
 */
export async function readTable<Name extends string>(
  path: string,
  { names, needed }: Columns<Name>,
  given: Partial<Record<Name, string>> = {},
): Promise<Row<Name>[]> {
  const bytes = await readFile(path).catch((error: Error) => {
    throw new StartError(`${path} cannot be read: ${error.message}`);
  });
  const [header = [], ...rows] = await cellsOf(path, bytes);
  if (rows.length > mostRows) throw new StartError(`${path} has more than ${mostRows} rows.`);
  const columns = Object.keys(names) as Name[];
  const headers = header.map((each) => each.trim());
  const placeOf = (column: Name) =>
    given[column] === undefined
      ? headers.findIndex((each) => names[column].includes(each.toLowerCase()))
      : headers.indexOf(given[column]);
  const places = new Map(columns.map((column) => [column, placeOf(column)]));
  const missing = columns.filter(
    (column) => places.get(column) === -1 && (needed.includes(column) || given[column] !== undefined),
  );
  if (missing.length > 0)
    throw new StartError(
      `${path} has no column for ${missing.join(', ')}: its first row says ${headers.join(', ') || 'nothing'}. Name one by --column, such as --column ${missing[0]}=담당자.`,
    );
  return rows
    .map((cells, index) => {
      const texts = columns.map((column) => [column, (cells[places.get(column)!] ?? '').trim()] as const);
      return { ...(Object.fromEntries(texts) as Record<Name, string>), row: index + 2 };
    })
    .filter((each) => columns.some((column) => each[column] !== ''));
}

/** The words of a cell that holds several. */
export const wordsOf = (cell: string) => cell.split(/[\s,;|·]+/).filter(Boolean);

async function cellsOf(path: string, bytes: Buffer): Promise<string[][]> {
  // A zip file begins so, and XLSX is one.
  if (bytes.subarray(0, 2).toString('latin1') === 'PK') {
    const { readSheet } = await import('read-excel-file/node');
    const cells = await readSheet(bytes).catch((error: Error) => {
      throw new StartError(`${path} is no sheet of XLSX: ${error.message}`);
    });
    return cells.map((row) => row.map(textOfCell));
  }
  try {
    return parse(textOfFile(bytes), { bom: true, relax_column_count: true, skip_empty_lines: false });
  } catch (error) {
    throw new StartError(`${path} is no CSV: ${(error as Error).message}`);
  }
}

/** A day in a sheet is a date at midnight in UTC. */
function textOfCell(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  return cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell);
}
