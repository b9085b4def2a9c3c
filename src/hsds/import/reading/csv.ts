import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { shortFields } from './fields.js';
import { limits, PackageError } from './packed.js';

/** One row of a CSV file, with the line that it starts on as an editor shows it. */
export interface CsvRow {
  line: number;
  cells: string[];
}

/** The rows of a CSV file in UTF-8 as they come, the header first; a file that is not CSV is refused in words. */
export async function* csvRows(file: string, stream: Readable, delimiter = ','): AsyncGenerator<CsvRow> {
  const parser = parse({
    bom: true,
    delimiter,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: limits.objectBytes,
  });
  // Its failure reaches us through the parser that it destroys.
  pipeline(stream, shortFields(delimiter), parser).catch(() => {});
  let end = 0;
  let blank = 0;
  try {
    for await (const each of parser) {
      const { record, info } = each as { record: string[]; info: { lines: number; empty_lines: number } };
      yield { line: end + 1 + info.empty_lines - blank, cells: record };
      end = info.lines;
      blank = info.empty_lines;
    }
  } catch (error) {
    throw inWords(file, error);
  } finally {
    stream.destroy();
  }
}

function inWords(file: string, error: unknown): unknown {
  if (!(error instanceof CsvError)) return error;
  const line = typeof error.lines === 'number' ? `, line ${error.lines}` : '';
  const why =
    error.code === 'CSV_MAX_RECORD_SIZE'
      ? 'a row is longer than any row of a directory'
      : error.code === 'CSV_QUOTE_NOT_CLOSED'
        ? 'a quotation mark is opened and never closed'
        : 'a quotation mark stands where CSV allows none';
  return new PackageError(`${file}${line}: ${why}, so that what follows cannot be read as rows.`);
}
