import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { parse as parseRows } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { isCalendarDay } from '../../day.js';
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
  const { headers, places, missing } = placesIn(header, { names, needed }, given);
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

/** Where each column stands in a table by its first row: -1 where it does not, and which of those it cannot do without. */
export function placesIn<Name extends string>(
  header: readonly string[],
  { names, needed }: Columns<Name>,
  given: Partial<Record<Name, string>>,
) {
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
  return { headers, places, missing };
}

/** The words of a cell that holds several. */
export const wordsOf = (cell: string) => cell.split(/[\s,;|·]+/).filter(Boolean);

/** A day as offices write it: 2027-01-31, 2027.1.31., 2027/01/31 or 20270131; undefined where it is none. */
export function dayOf(text: string): string | undefined {
  const [, year, month, day] =
    /^(\d{4})[-./]\s*(\d{1,2})[-./]\s*(\d{1,2})\.?$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? [];
  if (!year) return undefined;
  const iso = `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`;
  return isCalendarDay(iso) ? iso : undefined;
}

/** A zip file begins so, and XLSX is one. */
export const isSheet = (bytes: Buffer) => bytes.subarray(0, 2).toString('latin1') === 'PK';

/** The rows of the first sheet of XLSX, all at once. */
export async function cellsOfSheet(bytes: Buffer): Promise<string[][]> {
  const { readSheet } = await import('read-excel-file/node');
  return (await readSheet(bytes)).map((row) => row.map(textOfCell));
}

/** How much of a text is handed to its reader at a time, in characters. */
const chunk = 65_536;

/** The rows of CSV one by one, so that of a long file a part is in memory as cells; throws where it is none. */
export function cellsOfCsv(bytes: Buffer): AsyncIterable<string[]> {
  const text = textOfFile(bytes);
  function* chunks() {
    for (let from = 0; from < text.length; from += chunk) yield text.slice(from, from + chunk);
  }
  return Readable.from(chunks()).pipe(
    parseRows({ bom: true, relax_column_count: true, skip_empty_lines: false }),
  );
}

async function cellsOf(path: string, bytes: Buffer): Promise<string[][]> {
  if (isSheet(bytes))
    return cellsOfSheet(bytes).catch((error: Error) => {
      throw new StartError(`${path} is no sheet of XLSX: ${error.message}`);
    });
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
