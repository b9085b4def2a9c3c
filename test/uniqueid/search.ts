import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sql } from 'postgres';
import { asKeeper } from '../support/database.js';

// Where a registration number could have been left: every byte that the server and the database wrote.

/** Finds known numbers in text, with or without a hyphen, and inside longer runs of digits. */
export class NumberSearch {
  readonly found = new Set<string>();

  constructor(private readonly numbers: ReadonlySet<string>) {}

  in(text: string) {
    for (const [run] of text.matchAll(/[\d-]{13,}/g)) {
      const digits = run.replaceAll('-', '');
      for (let at = 0; at + 13 <= digits.length; at += 1) {
        const number = digits.slice(at, at + 13);
        if (this.numbers.has(number)) this.found.add(number);
      }
    }
  }
}

/** Every table, type and function of a database as text, as pg_dump would write them. */
export async function dump(owner: Sql, each: (text: string) => void): Promise<number> {
  const tables = await owner<{ name: string }[]>`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'm') and n.nspname not in ('pg_toast', 'information_schema') and not c.relispartition`;
  let rows = 0;
  for (const { name } of tables) {
    const read = (sql: Sql) => sql.unsafe(`select t::text as line from ${name} t`);
    const lines = name.startsWith('public.')
      ? await asKeeper(owner, (sql) => read(sql as unknown as Sql))
      : await read(owner);
    for (const { line } of lines) each(line as string);
    rows += lines.length;
  }
  return rows;
}

/** The bytes of a database's own files, of the write-ahead log and of the server's log, as they lie on the disk. */
export async function files(owner: Sql, each: (text: string) => void): Promise<number> {
  await owner`checkpoint`;
  const [where] = await owner<[{ data: string; oid: number }]>`
    select current_setting('data_directory') as data, oid::int from pg_database where datname = current_database()`;
  const folders = [
    join(where.data, 'base', String(where.oid)),
    join(where.data, 'pg_wal'),
    join(where.data, 'global'),
  ];
  const paths = [join(where.data, '..', 'postgres.log')];
  for (const folder of folders)
    for (const entry of await readdir(folder, { withFileTypes: true }))
      if (entry.isFile()) paths.push(join(folder, entry.name));
  let bytes = 0;
  for (const path of paths) bytes += await read(path, each);
  return bytes;
}

const piece = 8 * 1024 * 1024;
/** More than a number is long, so that one that lies across two pieces is seen. */
const overlap = 32;
const buffer = Buffer.alloc(piece + overlap);

async function read(path: string, each: (text: string) => void): Promise<number> {
  // Other tests' segments of the log come and go.
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return null;
  });
  if (!file) return 0;
  try {
    // What an earlier file left at the beginning is no part of this one.
    buffer.fill(0, 0, overlap);
    let total = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, overlap, piece, total);
      if (bytesRead === 0) return total;
      each(buffer.toString('latin1', 0, overlap + bytesRead));
      buffer.copy(buffer, 0, bytesRead, bytesRead + overlap);
      total += bytesRead;
    }
  } finally {
    await file.close();
  }
}
