import { getTableName } from 'drizzle-orm';
import type { ReservedSql } from 'postgres';
import { outcomes } from './loading/merge.js';
import type { FileReport, Finding, FindingGroup } from './report.js';
import type { Tally } from './staging/read.js';
import { order } from './staging/tables.js';

/** Tells every finding, in the order of files and lines. */
export async function tellEach(sql: ReservedSql, tell: (finding: Finding) => void | Promise<void>) {
  // Not cursor(n, callback): postgres.js drops what the callback throws at the last batch, and the import would go on.
  const batches = sql<Finding[]>`
    select file, line, entity, id, kind, reason, field as column, value from stage_findings
    order by file, line, entity, reason, field`.cursor(1000);
  for await (const rows of batches) for (const row of rows) await tell({ ...row });
}

/** All findings, by file and reason. */
export async function groupsOf(sql: ReservedSql): Promise<FindingGroup[]> {
  const rows = await sql<
    (Omit<FindingGroup, 'examples'> & { lines: number[]; ids: string[]; fields: string[] })[]
  >`
    select file, entity, kind, reason, count(*)::int as count,
      (array_agg(line order by line, field))[1:5] as lines, (array_agg(id order by line, field))[1:5] as ids,
      (array_agg(coalesce(field, '') order by line, field))[1:5] as fields
    from stage_findings group by 1, 2, 3, 4 order by file, entity, kind, count(*) desc, reason`;
  return rows.map(({ lines, ids, fields, ...group }) => ({
    ...group,
    examples: lines.map((line, at) => ({ line, id: ids[at]!, column: fields[at]! || null })),
  }));
}

/** What became of the rows of each file, by table. */
export async function fileReports(sql: ReservedSql, tally: Tally): Promise<FileReport[]> {
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
    for (const { file, state, count } of await outcomes(sql, table))
      reportOf(file, getTableName(table))[state] = count;
  const found = await sql<{ file: string; entity: string; kind: Finding['kind']; rows: number }[]>`
    select file, entity, kind, count(distinct row)::int as rows from stage_findings group by 1, 2, 3`;
  for (const { file, entity, kind, rows } of found) if (kind !== 'noted') reportOf(file, entity)[kind] = rows;
  return [...reports.values()];
}
