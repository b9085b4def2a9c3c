import { getTableName } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { TransactionSql } from 'postgres';
import * as tables from '../../database/tables/catalogue.js';
import { csvRows } from './csv.js';
import { eligibility, fileRules, placeless } from './files.js';
import type { Progress } from './load.js';
import { foundIn, Mapper, unevenRow } from './map.js';
import type { Package, PackedTable } from './package.js';
import { PackageError } from './packed.js';
import { Notes, text } from './repairs.js';
import type { Finding, LeftOut } from './report.js';
import { Stager } from './staging.js';
import { idFromSource } from './uuid.js';

/** What was read, before the database judged it. */
export interface Tally {
  read: { file: string; entity: string; rows: number }[];
  /** Columns that the package says something about, by table. */
  says: Map<PgTable, Set<string>>;
  leftOut: LeftOut[];
}

/** What the rows of one file are turned into, one after the other. */
interface Reader {
  row(line: number, cells: string[]): Promise<void>;
  done?(): void;
}

const progressRows = 1000;

/** Reads every file of a package into the staging tables, as streams. */
export async function readPackage(
  tx: TransactionSql,
  { tables: files }: Package,
  source: string,
  progress?: (progress: Progress) => void,
): Promise<Tally> {
  const tally: Tally = { read: [], says: new Map(), leftOut: [] };
  const stager = new Stager(tx);
  let known = 0;
  for (const file of files) {
    const start = readerOf(file, source, stager, tally);
    if (!start) {
      tally.leftOut.push({ file: file.path, column: null, values: 0 });
      continue;
    }
    known++;
    await readFile(file, start, progress);
  }
  if (known === 0) throw new PackageError('The package has no file that HSDS 2.0 knows.');
  await stager.flush();
  return tally;
}

async function readFile(
  file: PackedTable,
  start: (header: string[]) => Reader,
  progress?: (p: Progress) => void,
) {
  let reader: Reader | undefined;
  let rows = 0;
  for await (const { line, cells } of csvRows(file.path, await file.open(), file.delimiter)) {
    if (!reader) {
      reader = start(cells.map((name) => name.trim().toLowerCase()));
      continue;
    }
    await reader.row(line, cells);
    rows++;
    if (rows % progressRows === 0) progress?.({ file: file.path, rows });
  }
  reader?.done?.();
  progress?.({ file: file.path, rows, total: rows });
}

function readerOf(file: PackedTable, source: string, stager: Stager, tally: Tally) {
  // The description may give any name; the file's own name is the second guess.
  const names = [
    file.name,
    file.path
      .replace(/^.*\//, '')
      .replace(/\.csv$/i, '')
      .toLowerCase(),
  ];
  const find = <T>(look: (name: string) => T | undefined) =>
    names.map(look).find((each) => each !== undefined);
  const rule = find((name) => fileRules.find((each) => each.names.includes(name)));
  if (rule)
    return (header: string[]) => rowReader(file, new Mapper(rule, header, source), rule.table, stager, tally);
  if (find((name) => eligibility.names.includes(name) || undefined))
    return (header: string[]) => eligibilityReader(file, header, source, stager, tally);
  const reason = find((name) => placeless[name]);
  if (reason) return () => placelessReader(file, reason, stager, tally);
  return undefined;
}

function rowReader(file: PackedTable, mapper: Mapper, table: PgTable, stager: Stager, tally: Tally): Reader {
  if (!mapper.known)
    throw new PackageError(`${file.path}: its first line names none of the columns that HSDS 2.0 gives it.`);
  const read = new Map<PgTable, number>([[table, 0]]);
  const count = (of: PgTable) => read.set(of, (read.get(of) ?? 0) + 1);
  return {
    async row(line, cells) {
      const { rows, findings } = mapper.map({ line, cells });
      // A refused row is read as well, and has no row to be counted by.
      if (rows.length === 0) count(table);
      for (const row of rows) {
        count(row.table);
        await stager.row(file.path, row);
      }
      for (const finding of findings) await stager.finding({ file: file.path, ...finding });
    },
    done() {
      for (const [of, rows] of read) tally.read.push({ file: file.path, entity: getTableName(of), rows });
      for (const [of, said] of mapper.says)
        tally.says.set(of, new Set([...(tally.says.get(of) ?? []), ...said]));
      for (const [column, values] of mapper.leftOut) tally.leftOut.push({ file: file.path, column, values });
    },
  };
}

function eligibilityReader(
  file: PackedTable,
  header: string[],
  source: string,
  stager: Stager,
  tally: Tally,
): Reader {
  const at = (name: string) => header.indexOf(name);
  const entity = getTableName(tables.services);
  const counted = { file: file.path, entity, rows: 0 };
  tally.read.push(counted);
  return {
    async row(line, cells) {
      counted.rows++;
      const about = { file: file.path, line, entity, id: cells[at('id')]?.trim() ?? '' };
      const refused = (reason: string) =>
        stager.finding({ ...about, kind: 'refused', reason, value: null } satisfies Finding);
      if (cells.length !== header.length) return refused(unevenRow);
      const notes = new Notes();
      const said = text(cells[at('eligibility')] ?? '', notes);
      const service = cells[at('service_id')]?.trim();
      if (said === null) return refused(eligibility.blank);
      if (!service) return refused(eligibility.unowned);
      await stager.eligibility(file.path, line, idFromSource(source, entity, service), said);
      for (const finding of foundIn(notes, { line, entity, id: about.id }))
        await stager.finding({ file: file.path, ...finding });
    },
  };
}

function placelessReader(file: PackedTable, reason: string, stager: Stager, tally: Tally): Reader {
  const entity = file.name;
  const counted = { file: file.path, entity, rows: 0 };
  tally.read.push(counted);
  return {
    async row(line) {
      counted.rows++;
      await stager.finding({ file: file.path, line, entity, id: '', kind: 'refused', reason, value: null });
    },
  };
}
