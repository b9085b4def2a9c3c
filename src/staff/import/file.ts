import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { StartError } from '../../errors.js';
import { textOfFile } from '../../text/decode.js';

// People and their posts in a table, as a personnel office has it: CSV in UTF-8 or CP949, or a sheet of XLSX.

/** What a column is, by the names that it may have in the first row. */
export const columnNames = {
  name: ['name', '이름', '성명'],
  subject: ['subject', 'sub', '계정'],
  organization: ['organization', '기관', '근무기관'],
  home: ['home', '소속', '소속기관'],
  duties: ['duties', '직무'],
  title: ['title', '직위', '직책'],
  zones: ['zones', '담당구역'],
} as const;
export type Column = keyof typeof columnNames;
const columns = Object.keys(columnNames) as Column[];
const needed: readonly Column[] = ['name', 'subject', 'organization', 'duties', 'title'];

/** A row of the table, as texts, with its place for whoever must mend it. */
export type Row = Record<Column, string> & { row: number };

/** As many rows as a district has people, many times over. */
const mostRows = 20_000;

/**
 * The rows of a file.
 *
 * @param named which header of the file is which column, where it has another name
 * @throws StartError where the file cannot be read or lacks a column
 */
export async function readPeople(path: string, named: Partial<Record<Column, string>> = {}): Promise<Row[]> {
  const bytes = await readFile(path).catch((error: Error) => {
    throw new StartError(`${path} cannot be read: ${error.message}`);
  });
  const [header = [], ...rows] = await cellsOf(path, bytes);
  if (rows.length > mostRows) throw new StartError(`${path} has more than ${mostRows} rows.`);
  const places = new Map(
    columns.map((column) => {
      const names: readonly string[] = named[column] ? [named[column]] : columnNames[column];
      return [
        column,
        header.findIndex(
          (each) => names.includes(each.trim().toLowerCase()) || each.trim() === named[column],
        ),
      ];
    }),
  );
  const missing = columns.filter(
    (column) => places.get(column) === -1 && (needed.includes(column) || named[column] !== undefined),
  );
  if (missing.length > 0)
    throw new StartError(
      `${path} has no column for ${missing.join(', ')}: its first row says ${header.join(', ') || 'nothing'}. Name one by --column, such as --column name=담당자.`,
    );
  return rows
    .map((cells, index) => {
      const texts = columns.map((column) => [column, (cells[places.get(column)!] ?? '').trim()] as const);
      return { ...(Object.fromEntries(texts) as Record<Column, string>), row: index + 2 };
    })
    .filter((each) => columns.some((column) => each[column] !== ''));
}

async function cellsOf(path: string, bytes: Buffer): Promise<string[][]> {
  // A zip file begins so, and XLSX is one.
  if (bytes.subarray(0, 2).toString('latin1') === 'PK') {
    const { readSheet } = await import('read-excel-file/node');
    const cells = await readSheet(bytes).catch((error: Error) => {
      throw new StartError(`${path} is no sheet of XLSX: ${error.message}`);
    });
    return cells.map((row) => row.map((cell) => (cell === null ? '' : String(cell))));
  }
  try {
    return parse(textOfFile(bytes), { bom: true, relax_column_count: true, skip_empty_lines: false });
  } catch (error) {
    throw new StartError(`${path} is no CSV: ${(error as Error).message}`);
  }
}
