import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Sql, TransactionSql } from 'postgres';
import { ZipFile } from 'yazl';
import { onlyRow } from '../../database/run.js';
import { StartError } from '../../errors.js';
import { bound, type Listed, linesStatement } from '../pages.js';
import { resources } from '../resources.js';
import { datapackage } from './datapackage.js';
import { rowsOf } from './rows.js';

/** One file of a package; its text is made while it is read. */
export interface PackageFile {
  path: string;
  open(): Promise<Readable>;
}

/**
 * Works with the catalogue as it was at one instant and as everybody may know it: as hamkke_api with nobody's identity.
 * Whatever the server's settings are, the same rows are written in the same way.
 */
export async function withSnapshot<T>(sql: Sql, work: (at: TransactionSql) => Promise<T>): Promise<T> {
  const found = await sql.begin('isolation level repeatable read read only', async (at) => {
    await at`set local role hamkke_api`;
    await at.unsafe(
      `set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local extra_float_digits = 1; set local jit = off; set local statement_timeout = 0`,
    );
    const [{ there }] = await at<[{ there: boolean }]>`
      select to_regprocedure('hamkke.hsds_profile_terms()') is not null as there`;
    if (!there)
      throw new StartError('The database is of another version of Hamkke: start this version on it once.');
    return work(at);
  });
  return found as T;
}

/** The files of a tabular data package, to be opened one after the other. */
export function packageFiles(at: TransactionSql): PackageFile[] {
  const tables = [...resources.values()].map((it) => ({
    path: it.path,
    open: async () =>
      flowing(await at.unsafe(`copy (${rowsOf(it)}) to stdout (format csv, header)`).readable()),
  }));
  return [
    { path: 'datapackage.json', open: async () => Readable.from([Buffer.from(datapackage())]) },
    ...tables,
  ];
}

/**
 * postgres.js 3.4 pauses its socket while a COPY is read more slowly than it comes, and forgets to go on when that was the
 * last of it: the next statement would wait for ever. What reads a stream lets its socket flow.
 */
function flowing(stream: Readable): Readable {
  return stream.once('end', () => stream._read(0));
}

/** The same bytes for the same rows, whenever and wherever it is written: no file has a time of its own. */
const entry = { mtime: new Date(1980, 0, 1), mode: 0o100644, forceDosTimestamp: true };

/** Writes files as a zip, none of them held whole. */
export async function writeZip(files: readonly PackageFile[], out: Writable): Promise<void> {
  const zip = new ZipFile();
  const failed = new Promise<never>((_, fail) => zip.once('error', fail));
  for (const { path, open } of files)
    zip.addReadStreamLazy(path, entry, (give) => {
      open().then(
        (stream) => {
          // The zip does not look at failures of what it reads.
          stream.once('error', (error) => zip.emit('error', error));
          give(null, stream);
        },
        (error) => give(error, Readable.from([])),
      );
    });
  zip.end();
  await Promise.race([pipeline(zip.outputStream, out), failed]);
}

/** Documents read at a time: few enough that a large organization's are not too much at once. */
const some = 100;

/** Every record of a list as a whole document, in the order of ids. */
export async function* documents(at: TransactionSql, of: Listed): AsyncGenerator<string> {
  let after: string | null = null;
  do {
    const page = { of, detail: 'single' as const, where: [], sought: null, bound: bound() };
    const { text, values } = linesStatement(page, { after, size: some });
    const { opened, answer } = onlyRow(
      await at.unsafe<{ opened: string | null; answer: string | null }[]>(text, values as never[]),
    );
    after = opened;
    if (answer) yield* answer.split('\n');
  } while (after !== null);
}

/** The documents as lines, or as one list. */
export async function* written(lines: AsyncIterable<string>, format: 'json' | 'ndjson') {
  let before = format === 'json' ? '[\n' : '';
  for await (const line of lines) {
    yield `${before}${line}${format === 'json' ? '' : '\n'}`;
    before = format === 'json' ? ',\n' : '';
  }
  if (format === 'json') yield `${before === '[\n' ? '[' : '\n'}]\n`;
}
