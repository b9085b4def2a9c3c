import { basename } from 'node:path';
import { getTableName } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Sql, TransactionSql } from 'postgres';
import { locks } from '../../database/locks.js';
import * as tables from '../../database/tables/catalogue.js';
import { StartError } from '../../errors.js';
import { eligibility, fileRules } from './files.js';
import { keepFindable } from './findable.js';
import { merge, outcomes } from './merge.js';
import { openPackage, type Package, sourceFromName } from './package.js';
import { readPackage, type Tally } from './read.js';
import { type FileReport, type Finding, type FindingGroup, type ImportReport, totalsOf } from './report.js';
import { resolve } from './resolve.js';
import { createStaging, indexStaging } from './staging.js';

/** How far an import is; `total` is known when a file is through. */
export interface Progress {
  file: string;
  rows: number;
  total?: number;
}

export interface ImportOptions {
  /** Whose ids these are: the same source must be imported under the same name. Default: the file's name. */
  source?: string;
  progress?: (progress: Progress) => void;
  /** Everything is done and reported, and nothing kept. */
  dryRun?: boolean;
  /** Called with every finding, in the order of files and lines, before anything is kept. */
  eachFinding?: (finding: Finding) => void | Promise<void>;
}

/** Parents before children: what a row points at is in when the row comes. */
const order: readonly PgTable[] = [
  tables.organizations,
  tables.services,
  tables.locations,
  tables.servicesAtLocation,
  tables.contacts,
  tables.phones,
  tables.addresses,
  tables.schedules,
  tables.languages,
  tables.accessibilities,
  tables.taxonomies,
  tables.taxonomyTerms,
  tables.attributes,
];

/** Thrown to undo a transaction whose report is all that was wanted. */
class DryRun extends Error {}

/**
 * Imports an HSDS 2.0 data package (a zip file or a folder) into the catalogue, all of it or nothing, and says what
 * became of every row. Importing the same package again changes nothing.
 */
export async function importHsds(sql: Sql, file: string, options: ImportOptions = {}): Promise<ImportReport> {
  const began = performance.now();
  const source = options.source ?? sourceFromName(file);
  const opened = await openPackage(file);
  let report: ImportReport | undefined;
  try {
    await sql.begin(async (tx) => {
      const parts = await importInto(tx, opened, source, options);
      const seconds = (performance.now() - began) / 1000;
      const dryRun = options.dryRun ?? false;
      report = { file: basename(file), source, dryRun, seconds, totals: totalsOf(parts.files), ...parts };
      if (dryRun) throw new DryRun();
    });
  } catch (error) {
    if (!(error instanceof DryRun)) throw error;
  } finally {
    opened.close();
  }
  report!.seconds = (performance.now() - began) / 1000;
  return report!;
}

/** Loads the directory that a server starts with; one line tells how it went. */
export async function loadDirectory(
  sql: Sql,
  file: string,
  log: (line: string) => void,
): Promise<ImportReport> {
  log(`Loading the directory ${basename(file)} …`);
  const report = await importHsds(sql, file);
  const { inserted, updated, unchanged, refused } = report.totals;
  log(
    `Directory loaded in ${report.seconds.toFixed(1)} s: ${inserted} rows new, ${updated} changed, ${unchanged} as they were, ${refused} refused (npm run import:hsds tells why).`,
  );
  return report;
}

async function importInto(tx: TransactionSql, opened: Package, source: string, options: ImportOptions) {
  await refuseForeignDatabase(tx);
  // Two imports at once would each take the other's new rows for absent ones.
  await tx`select pg_advisory_xact_lock(${locks.import})`;
  await createStaging(tx, order);
  const tally = await readPackage(tx, opened, source, options.progress);
  await indexStaging(tx, order);
  // Only this role may write under row-level security; the temporary tables belong to whoever logged in.
  const staged = await tx<{ names: string }[]>`
    select string_agg(format('%I.%I', 'pg_temp', relname), ', ') as names from pg_class
    where relnamespace = pg_my_temp_schema() and relkind = 'r' and relname like 'stage\\_%'`;
  await tx.unsafe(
    `grant select, insert, update, delete on ${staged[0]!.names} to hamkke_keeper; set local role hamkke_keeper`,
  );
  for (const table of order) {
    const rules = fileRules.filter((rule) => rule.table === table);
    await resolve(tx, table, rules);
    const said = new Set(tally.says.get(table));
    if (table === tables.services && (await anyEligibility(tx))) said.add('eligibilityDescription');
    await merge(tx, table, said);
  }
  await keepFindable(tx, order);
  await tx`
    delete from stage_findings f using stage_findings gone
    where gone.kind in ('refused', 'merged') and gone.reason <> ${eligibility.merged}
      and f.kind in ('repaired', 'noted')
      and (f.file, f.line, f.entity) = (gone.file, gone.line, gone.entity)`;
  if (options.eachFinding) await tellEach(tx, options.eachFinding);
  return { files: await fileReports(tx, tally), findings: await groupsOf(tx), leftOut: tally.leftOut };
}

async function refuseForeignDatabase(tx: TransactionSql) {
  const [found] = await tx`
    select to_regclass('public.attributes') is not null
      and exists (select from pg_roles where rolname = 'hamkke_keeper') as ready`;
  if (!found?.ready)
    throw new StartError('The database has no catalogue yet: start the server once, it makes the tables.');
}

async function anyEligibility(tx: TransactionSql): Promise<boolean> {
  const [found] = await tx`select exists (select from stage_eligibility) as any`;
  return found?.any === true;
}

async function tellEach(tx: TransactionSql, tell: (finding: Finding) => void | Promise<void>) {
  // Not cursor(n, callback): postgres.js drops what the callback throws at the last batch, and the import would go on.
  const batches = tx<Finding[]>`
    select file, line, entity, id, kind, reason, value from stage_findings
    order by file, line, entity, reason`.cursor(1000);
  for await (const rows of batches) for (const row of rows) await tell({ ...row });
}

async function groupsOf(tx: TransactionSql): Promise<FindingGroup[]> {
  const rows = await tx<(Omit<FindingGroup, 'examples'> & { lines: number[]; ids: string[] })[]>`
    select file, entity, kind, reason, count(*)::int as count,
      (array_agg(line order by line))[1:5] as lines, (array_agg(id order by line))[1:5] as ids
    from stage_findings group by 1, 2, 3, 4 order by file, entity, kind, count(*) desc, reason`;
  return rows.map(({ lines, ids, ...group }) => ({
    ...group,
    examples: lines.map((line, at) => ({ line, id: ids[at]! })),
  }));
}

async function fileReports(tx: TransactionSql, tally: Tally): Promise<FileReport[]> {
  const reports = new Map<string, FileReport>();
  const reportOf = (file: string, entity: string) => {
    const key = `${file}\n${entity}`;
    const found = reports.get(key);
    if (found) return found;
    const zero = { read: 0, inserted: 0, updated: 0, unchanged: 0, merged: 0, refused: 0, repaired: 0 };
    const report: FileReport = { file, entity, ...zero };
    reports.set(key, report);
    return report;
  };
  for (const { file, entity, rows } of tally.read) reportOf(file, entity).read += rows;
  for (const table of order)
    for (const { file, state, count } of await outcomes(tx, table))
      reportOf(file, getTableName(table))[state] = count;
  const found = await tx<{ file: string; entity: string; kind: Finding['kind']; rows: number }[]>`
    select file, entity, kind, count(distinct line)::int as rows from stage_findings group by 1, 2, 3`;
  for (const { file, entity, kind, rows } of found) if (kind !== 'noted') reportOf(file, entity)[kind] = rows;
  return [...reports.values()];
}
