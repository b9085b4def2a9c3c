import { basename } from 'node:path';
import { getTableName } from 'drizzle-orm';
import type { ReservedSql, Sql } from 'postgres';
import { locks } from '../../database/locks.js';
import * as tables from '../../database/tables/catalogue.js';
import { StartError } from '../../errors.js';
import type { ObjectName } from '../objects.js';
import { resources } from '../resources.js';
import { findChangedServices, renewSearchTexts } from './loading/changed.js';
import { keepFindable } from './loading/findable.js';
import { hideAgain } from './loading/hidden.js';
import { merge } from './loading/merge.js';
import { rememberSources, settleMissing } from './loading/missing.js';
import { tellFeed } from './loading/publicFeed.js';
import { leadOn } from './loading/redirected.js';
import { resolve } from './loading/resolve.js';
import { resolve3 } from './loading/resolve3.js';
import { keepEdits, leaveRemoved } from './loading/written.js';
import { eligibility, fileRules } from './mapping/files.js';
import { type Standard, standardOf } from './mapping/standard.js';
import { openPackage, sourceFromName } from './reading/package.js';
import { sourcesOf } from './reading/sources.js';
import { type Finding, type ImportReport, type Progress, totalsOf } from './report.js';
import { fileReports, groupsOf, tellEach } from './reporting.js';
import { type Input, readPackage, type Tally } from './staging/read.js';
import { Stager } from './staging/stager.js';
import { dropStaging, indexStaging, inTransaction, openStaging, order, tableOf } from './staging/tables.js';

export interface ImportOptions {
  /** Whose ids these are: the same source must be imported under the same name. Default: the file's name. */
  source?: string;
  /** What a person calls the file. */
  name?: string;
  progress?: (progress: Progress) => void;
  /** Everything is done and reported, and nothing kept. */
  dryRun?: boolean;
  /** Removes what the source named once and does not name any more; no more than a tenth unless `force` is said. */
  removeMissing?: boolean;
  force?: boolean;
  /** Which object of HSDS a document is, where it does not tell. */
  object?: ObjectName;
  /** Called with every finding, in the order of files and lines, before anything is kept. */
  eachFinding?: (finding: Finding) => void | Promise<void>;
  /** Called when all findings are told, before anything is kept: what fails here undoes the import. */
  allTold?: () => Promise<void>;
}

interface Loading extends ImportOptions {
  source: string;
  standard: Standard;
}

/** Thrown to undo a transaction whose report is all that was wanted. */
class DryRun extends Error {}

/**
 * Imports a directory of HSDS 3.x (JSON or tables) or 2.0 (tables), all of it or nothing, and says what became of every
 * row. Importing the same again changes nothing; one that was killed goes on where its reading was.
 */
export async function importHsds(sql: Sql, file: string, options: ImportOptions = {}): Promise<ImportReport> {
  const name = options.name ?? file;
  const opened = await openPackage(file, name);
  try {
    const find = async () => {
      const sources = await sourcesOf(opened, options.object);
      return { sources, standard: standardOf(sources) };
    };
    return await importInputs(sql, find, {
      ...options,
      name,
      source: options.source ?? sourceFromName(name),
    });
  } finally {
    opened.close();
  }
}

/** The same of what `find` answers, which is asked when no other import is running. */
export async function importInputs(
  sql: Sql,
  find: () => Promise<{ sources: readonly Input[]; standard: Standard }>,
  options: ImportOptions & { source: string; name: string },
): Promise<ImportReport> {
  const began = performance.now();
  const { name, source } = options;
  const connection = await sql.reserve();
  try {
    await refuseForeignDatabase(connection);
    // Two imports at once would each take the other's new rows for absent ones.
    await connection`select pg_advisory_lock(${locks.import})`;
    const { sources, standard } = await find();
    await openStaging(connection, JSON.stringify([source, standard, options.object ?? null]));
    const tally = await stage(connection, sources, {
      ...options,
      standard,
      object: options.object ?? null,
    });
    const dryRun = options.dryRun ?? false;
    const found = await load(connection, tally, { ...options, standard });
    const seconds = (performance.now() - began) / 1000;
    return {
      file: basename(name),
      source,
      standard,
      dryRun,
      seconds,
      totals: totalsOf(found.files),
      ...found,
    };
  } finally {
    await leave(connection);
  }
}

async function leave(connection: ReservedSql) {
  try {
    await connection.unsafe('reset search_path');
    await connection`select pg_advisory_unlock(${locks.import})`;
  } catch {
    // The connection is gone, and the lock with it.
  }
  connection.release();
}

async function stage(
  connection: ReservedSql,
  sources: Parameters<typeof readPackage>[1],
  how: Parameters<typeof readPackage>[2],
): Promise<Tally> {
  const stager = new Stager(connection);
  try {
    return await readPackage(stager, sources, how);
  } catch (error) {
    await stager.abandon();
    throw error;
  }
}

async function load(connection: ReservedSql, tally: Tally, options: Loading) {
  let found: Awaited<ReturnType<typeof loadInto>> | undefined;
  try {
    await inTransaction(connection, async () => {
      found = await loadInto(connection, tally, options);
      if (options.dryRun) throw new DryRun();
      await connection.unsafe('set local role none');
      await dropStaging(connection);
    });
    await inTransaction(connection, async () => {
      await connection.unsafe('set local role hamkke_keeper');
      await connection`select hamkke.conceal_again()`;
    });
  } catch (error) {
    if (!(error instanceof DryRun)) throw error;
    await dropStaging(connection);
  }
  return found!;
}

async function loadInto(sql: ReservedSql, tally: Tally, options: Loading) {
  const { source, standard } = options;
  const filled = new Set(tally.read.flatMap(({ entity, rows }) => (rows > 0 ? (tableOf(entity) ?? []) : [])));
  await indexStaging(
    sql,
    order.filter((table) => filled.has(table)),
  );
  // Only this role may write under row-level security.
  await sql.unsafe('set local role hamkke_keeper');
  await leadOn(sql, [...filled]);
  await leaveRemoved(sql, [...filled]);
  await hideAgain(sql, [...filled]);
  const objects = new Map([...resources.values()].map((each) => [each.table, each]));
  let owners: string[] = [];
  for (const table of order) {
    if (!filled.has(table)) continue;
    options.progress?.({ file: getTableName(table), rows: 0, loading: true });
    const said = new Set(tally.says.get(table));
    if (standard === '3') await resolve3(sql, objects.get(table)!, said);
    else {
      await resolve(
        sql,
        table,
        fileRules.filter((rule) => rule.table === table),
      );
      if (table === tables.services && (await anyEligibility(sql))) said.add('eligibilityDescription');
    }
    await keepEdits(sql, table);
    owners = owners.concat(await merge(sql, table, said, standard));
  }
  await rememberSources(sql, source, [...filled]);
  const missing = await settleMissing(sql, source, [...filled], {
    remove: options.removeMissing ?? false,
    force: options.force ?? false,
  });
  await sql`select hamkke.conceal_again()`;
  await findChangedServices(sql);
  if (standard === '3') await renewSearchTexts(sql);
  await keepFindable(sql, [...filled], missing, owners);
  await sql`
    delete from stage_findings f using stage_findings gone
    where gone.kind in ('refused', 'merged') and gone.reason <> ${eligibility.merged}
      and f.kind in ('repaired', 'noted')
      and (f.file, f.row, f.entity) = (gone.file, gone.row, gone.entity)`;
  if (options.eachFinding) await tellEach(sql, options.eachFinding);
  await tellFeed(sql);
  await options.allTold?.();
  return {
    files: await fileReports(sql, tally),
    findings: await groupsOf(sql),
    leftOut: tally.leftOut,
    resumed: tally.resumed,
    missing,
  };
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

async function refuseForeignDatabase(sql: ReservedSql) {
  const [found] = await sql`
    select to_regclass('public.attributes') is not null
      and exists (select from pg_roles where rolname = 'hamkke_keeper') as ready`;
  if (!found?.ready)
    throw new StartError('The database has no catalogue yet: start the server once, it makes the tables.');
}

async function anyEligibility(sql: ReservedSql): Promise<boolean> {
  const [found] = await sql`select exists (select from stage_eligibility) as any`;
  return found?.any === true;
}
