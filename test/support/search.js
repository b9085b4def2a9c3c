import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

// Where a registration number could have been left: every byte that servers and databases wrote. Plain JavaScript, since
// the end of the run needs it too; its types are beside it.

const length = 13;
/** Which bytes a number may consist of: digits and the hyphen. */
const part = new Uint8Array(256);
for (const each of '0123456789-') part[each.charCodeAt(0)] = 1;

/** Finds known numbers, with or without a hyphen, and inside longer runs of digits. */
export class NumberSearch {
  found = new Set();
  /** What each place holds of them: only how many, since what is reported is read by anybody. */
  places = new Map();
  bytes = 0;

  constructor(numbers) {
    this.numbers = numbers;
  }

  in(text, place = '') {
    const bytes = typeof text === 'string' ? Buffer.from(text) : text;
    this.bytes += bytes.length;
    // A run that is long enough for a number lies across one of every thirteen bytes.
    for (let at = length - 1; at < bytes.length; at += length) {
      if (!part[bytes[at]]) continue;
      let from = at;
      while (from > 0 && part[bytes[from - 1]]) from -= 1;
      while (at + 1 < bytes.length && part[bytes[at + 1]]) at += 1;
      if (at - from + 1 >= length) this.inRun(bytes.latin1Slice(from, at + 1).replaceAll('-', ''), place);
    }
  }

  inRun(digits, place) {
    for (let at = 0; at + length <= digits.length; at += 1) {
      const number = digits.slice(at, at + length);
      if (!this.numbers.has(number)) continue;
      this.found.add(number);
      this.places.set(place, (this.places.get(place) ?? new Set()).add(number));
    }
  }
}

/** Every table, type and function of a database as text, as pg_dump would write them; answers how many rows. */
export async function dump(owner, each) {
  const tables = await owner`
    select format('%I.%I', n.nspname, c.relname) as name, n.nspname = 'public' as ours
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'm') and n.nspname not in ('pg_toast', 'information_schema')
      and (n.nspname = 'public' or has_table_privilege(c.oid, 'select'))`;
  let rows = 0;
  for (const ours of [true, false]) {
    const selects = tables
      .filter((table) => table.ours === ours)
      .map(({ name }) => `select '${name}' as place, t::text as line from ${name} t`);
    // Not COPY: postgres.js leaves its socket paused when the last rows come together with the end.
    const lines = await owner.begin(async (sql) => {
      if (ours) await sql`set local role hamkke_keeper`;
      return sql.unsafe(selects.join(' union all '));
    });
    for (const { place, line } of lines) each(line, place);
    rows += lines.length;
  }
  return rows;
}

const piece = 8 * 1024 * 1024;
/** More than a number is long, so that one that lies across two pieces is seen. */
const overlap = 32;
const buffer = Buffer.alloc(piece + overlap);

/** The bytes of these files, and of every file in these folders, as they lie on the disk. */
export async function files(places, each) {
  const read = { files: 0, bytes: 0, logLines: 0 };
  for (const place of places)
    for (const path of await filesIn(place)) {
      read.bytes += await pieces(path, (text, fresh) => {
        each(text, path);
        if (path.endsWith('.log')) for (const byte of fresh) if (byte === 10) read.logLines += 1;
      });
      read.files += 1;
    }
  return read;
}

async function filesIn(place) {
  if ((await stat(place)).isFile()) return [place];
  const entries = await readdir(place, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

async function pieces(path, each) {
  // Other tests' files come and go.
  const file = await open(path).catch((error) => {
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
      each(buffer.subarray(0, overlap + bytesRead), buffer.subarray(overlap, overlap + bytesRead));
      buffer.copy(buffer, 0, bytesRead, bytesRead + overlap);
      total += bytesRead;
    }
  } finally {
    await file.close();
  }
}
