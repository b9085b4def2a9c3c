import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { PackageError } from './packed.js';

/** One row of a CSV file, with the line that it starts on as an editor shows it. */
export interface CsvRow {
  line: number;
  cells: string[];
}

/** More than any honest row, and far less than memory: a quote that is never closed ends here. */
const longestRow = 4 * 1024 * 1024;

/** The rows of a CSV file as they come, the header first; a file that is not UTF-8 or not CSV is refused in words. */
export async function* csvRows(file: string, stream: Readable, delimiter = ','): AsyncGenerator<CsvRow> {
  const parser = parse({
    bom: true,
    delimiter,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: longestRow,
  });
  // Its failure reaches us through the parser that it destroys.
  pipeline(stream, utf8Only(file), parser).catch(() => {});
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
    error.code === 'CSV_MAX_RECORD_SIZE' || error.code === 'CSV_QUOTE_NOT_CLOSED'
      ? 'a quotation mark is opened and never closed'
      : 'a quotation mark stands where CSV allows none';
  return new PackageError(`${file}${line}: ${why}, so that what follows cannot be read as rows.`);
}

function utf8Only(file: string): Transform {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let at = 0;
  const refuse = (bytes: Uint8Array) =>
    new PackageError(
      `${file} is not UTF-8 (near byte ${at})${looksKorean(bytes) ? '; it looks like CP949 (EUC-KR)' : ''}: save it as UTF-8 and import it again.`,
    );
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        decoder.decode(chunk, { stream: true });
      } catch {
        done(refuse(chunk));
        return;
      }
      at += chunk.length;
      done(null, chunk);
    },
    flush(done) {
      try {
        decoder.decode();
        done();
      } catch {
        done(refuse(Buffer.alloc(0)));
      }
    },
  });
}

/** What Korean Windows saves by default; most bytes of its text are pairs in the Hangul area. */
function looksKorean(bytes: Uint8Array): boolean {
  try {
    return /[가-힣]/.test(new TextDecoder('euc-kr', { fatal: true }).decode(bytes, { stream: true }));
  } catch {
    return false;
  }
}
