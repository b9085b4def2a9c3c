import type { Standard } from './mapping/standard.js';

/** How far an import is; `total` is known when a file is through. */
export interface Progress {
  /** A file that is read, or a table that is filled (`loading`). */
  file: string;
  rows: number;
  total?: number;
  loading?: boolean;
}

/** Something that a row met on its way in; a row refused or merged has no other finding. */
export interface Finding {
  file: string;
  line: number;
  /** The table that the row was for. */
  entity: string;
  /** The row's id in its source, '' when it has none. */
  id: string;
  /**
   * `refused` did not go in; `merged` is said by another row; `repaired` went in changed; `noted` went in as it came
   * and should be looked at.
   */
  kind: 'refused' | 'merged' | 'repaired' | 'noted';
  reason: string;
  /** The column of the file, or the way to the property within the object that begins on the line; null: the whole row. */
  column: string | null;
  /** What the source said, where the catalogue does not. */
  value: string | null;
}

/** What became of the rows of one file for one table: read = inserted + updated + unchanged + merged + refused. */
export interface FileReport {
  file: string;
  entity: string;
  read: number;
  inserted: number;
  updated: number;
  unchanged: number;
  merged: number;
  refused: number;
  /** Rows that went in changed; one row may have several reasons. */
  repaired: number;
}

/** All findings of one reason in one file. */
export interface FindingGroup {
  file: string;
  entity: string;
  kind: Finding['kind'];
  reason: string;
  count: number;
  /** Up to five of them. */
  examples: { line: number; id: string; column: string | null }[];
}

/** What the catalogue has no place for. */
export interface LeftOut {
  file: string;
  /** null: the whole file. */
  column: string | null;
  /** Values that are not blank. */
  values: number;
}

/** Records that the source named once and this package does not, in a table that it says anything of. */
export interface MissingReport {
  entity: string;
  missing: number;
  /** Of them, and of what belonged to them; 0 unless it was asked for. */
  removed: number;
}

/** What an import did. */
export interface ImportReport {
  file: string;
  source: string;
  /** Which HSDS the package was taken for. */
  standard: Standard;
  /** Files that an earlier run, which was killed, had read whole or in part. */
  resumed: number;
  dryRun: boolean;
  seconds: number;
  files: FileReport[];
  totals: Omit<FileReport, 'file' | 'entity'>;
  findings: FindingGroup[];
  leftOut: LeftOut[];
  missing: MissingReport[];
}

const counted = ['read', 'inserted', 'updated', 'unchanged', 'merged', 'refused', 'repaired'] as const;

/** The sums over all files. */
export function totalsOf(files: readonly FileReport[]): ImportReport['totals'] {
  const sum = (key: (typeof counted)[number]) => files.reduce((total, each) => total + each[key], 0);
  return Object.fromEntries(counted.map((key) => [key, sum(key)])) as unknown as ImportReport['totals'];
}

const headings: Record<Finding['kind'], string> = {
  refused: 'Refused: these rows did not go in',
  merged: 'Merged: said by another row too',
  repaired: 'Repaired: these rows went in changed',
  noted: 'To be looked at: these rows went in as they came',
};

/** The report as a person reads it. */
export function formatReport(report: ImportReport): string {
  const title = `${report.dryRun ? 'Tried, and nothing was kept' : 'Imported'}: ${report.file} as “${report.source}” in ${report.seconds.toFixed(1)} s${report.resumed ? `, going on where an earlier run was (${report.resumed} files)` : ''}`;
  return [title, '', table(report), ...groups(report), ...missing(report), ...leftOut(report), ''].join('\n');
}

/** Beyond this, files are pages of one directory, and told by table. */
const mostFiles = 40;

/** The files of a report as a person wants them: pages of one directory together. */
function joined(files: readonly FileReport[]): readonly FileReport[] {
  const paths = new Set(files.map(({ file }) => file));
  if (paths.size <= mostFiles) return files;
  const byEntity = new Map<string, FileReport>();
  for (const each of files) {
    const sum = byEntity.get(each.entity);
    if (!sum) byEntity.set(each.entity, { ...each, file: `${paths.size.toLocaleString('en')} files` });
    else for (const key of counted) sum[key] += each[key];
  }
  return [...byEntity.values()];
}

function table({ files: all, totals }: ImportReport): string {
  const files = joined(all);
  const rows = [
    ['file', 'table', ...counted],
    ...files.map((each) => [each.file, each.entity, ...counted.map((key) => each[key].toLocaleString('en'))]),
    ['total', '', ...counted.map((key) => totals[key].toLocaleString('en'))],
  ];
  const widths = rows[0]!.map((_, at) => Math.max(...rows.map((row) => row[at]!.length)));
  return rows
    .map((row) =>
      row.map((cell, at) => (at < 2 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join('  '),
    )
    .join('\n');
}

function groups({ findings: all, files }: ImportReport): string[] {
  const paths = new Set(files.map(({ file }) => file));
  const several = new Set(all.map(({ entity }) => entity)).size > 1 && files.length > paths.size;
  const where = ({ file, entity }: FindingGroup) => (several && entity ? `${file}, ${entity}` : file);
  const findings = paths.size > mostFiles ? joinedGroups(all) : all;
  return (Object.keys(headings) as Finding['kind'][]).flatMap((kind) => {
    const ofKind = findings.filter((each) => each.kind === kind);
    // An object stands wherever it belongs in a document: that it is said again is nothing to look at one by one.
    const lines = (several && kind === 'merged' ? joinedGroups(ofKind, () => '') : ofKind).map(
      ({ count, reason, examples, ...group }) =>
        `  ${count.toLocaleString('en').padStart(7)}  ${where(group as FindingGroup)}: ${reason} (${places(examples)}${count > examples.length ? ' …' : ''})`,
    );
    return lines.length > 0 ? ['', headings[kind], ...lines] : [];
  });
}

/** “name, line 2, 3”, or “line 2 name, 3 url” where the columns differ. */
function places(examples: FindingGroup['examples']): string {
  const columns = new Set(examples.map(({ column }) => column));
  const [only] = columns;
  if (columns.size > 1)
    return `line ${examples.map(({ line, column }) => [line, column].filter(Boolean).join(' ')).join(', ')}`;
  return `${only ? `${only}, ` : ''}line ${examples.map(({ line }) => line).join(', ')}`;
}

/** One line a reason, with examples of the first file that has it. */
function joinedGroups(
  groups: readonly FindingGroup[],
  apart: (group: FindingGroup) => string = ({ entity }) => entity,
): FindingGroup[] {
  const found = new Map<string, FindingGroup>();
  for (const each of groups) {
    const key = JSON.stringify([apart(each), each.kind, each.reason]);
    const first = found.get(key);
    if (!first) found.set(key, { ...each, entity: apart(each) });
    else {
      first.count += each.count;
      if (first.file !== each.file) first.file = 'several files';
    }
  }
  return [...found.values()];
}

function missing({ missing }: ImportReport): string[] {
  if (missing.length === 0) return [];
  const count = (value: number) => value.toLocaleString('en');
  return [
    '',
    'No longer named by the source: kept, unless --remove-missing removes them',
    ...missing.map(
      (each) =>
        `  ${count(each.missing).padStart(7)}  ${each.entity}${each.removed ? `, ${count(each.removed)} removed` : ''}`,
    ),
  ];
}

function leftOut({ leftOut }: ImportReport): string[] {
  if (leftOut.length === 0) return [];
  return [
    '',
    'Left out: the catalogue has no place for it',
    ...leftOut.map(({ file, column, values }) =>
      column === null
        ? `           ${file}: nothing that HSDS knows`
        : `  ${values.toLocaleString('en').padStart(7)}  ${file}: values of ${column}`,
    ),
  ];
}
