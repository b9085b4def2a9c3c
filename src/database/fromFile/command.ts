import { parseArgs } from 'node:util';
import type { Sql } from 'postgres';
import { readConfig } from '../../config.js';
import { StartError } from '../../errors.js';
import { runCommand, withDatabase } from '../command.js';
import type { Loaded } from './load.js';
import { type Columns, type Row, readTable } from './table.js';

/** A command that writes the rows of a table. */
export interface TableCommand<Name extends string, Counted extends string> {
  /** The script of package.json. */
  script: string;
  what: string;
  /** What whoever writes the table must know of its columns. */
  notes: string;
  columns: Columns<Name>;
  load(
    owner: Sql,
    rows: readonly Row<Name>[],
    subject: string,
    options: { dryRun: boolean },
  ): Promise<Loaded<Counted>>;
}

/** Runs the command over the file that the command line names, and tells every wrong row. */
export const runTableCommand = <Name extends string, Counted extends string>(
  command: TableCommand<Name, Counted>,
): void => runCommand((args) => run(args, command));

async function run<Name extends string, Counted extends string>(
  args: string[],
  command: TableCommand<Name, Counted>,
): Promise<void> {
  const usage = usageOf(command);
  const { values, positionals } = parsed(args, usage);
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const [file] = positionals;
  if (!file || positionals.length > 1 || !values.as)
    throw new StartError(`Name one file, and by --as the administrator.\n\n${usage}`);
  const rows = await readTable(file, command.columns, headersOf(values.column ?? [], command.columns));
  const config = readConfig(process.env);
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const dryRun = values['dry-run'] ?? false;
  const loaded = await withDatabase(
    { ...config, databaseUrl: values.database ?? config.databaseUrl },
    say,
    (owner) => command.load(owner, rows, values.as!, { dryRun }),
    { only: dryRun ? 'try' : undefined },
  );
  process.stdout.write(`${report(loaded, dryRun)}\n`);
  if (loaded.wrong.length > 0) process.exitCode = 1;
}

const usageOf = ({ script, what, notes, columns: { names } }: TableCommand<string, string>) => `${what}

  npm run ${script} -- <file> --as <subject> [options]

  --as <subject>           the administrator in whose name it is done: what the identity provider calls them
  --column <is>=<header>   which header of the file is a column of ours, where it has another name; once for each
  --dry-run                do and report everything, and keep nothing
  --database <url>         the database, as its owner (default: DATABASE_URL, or the server's own)

Columns, by any of these headers:
${Object.entries(names)
  .map(([column, headers]) => `  ${column.padEnd(14)} ${headers.join(', ')}`)
  .join('\n')}
${notes}

Where a row is wrong nothing is kept, and each wrong row is told. What is there already stays as it is.
`;

function parsed(args: string[], usage: string) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        as: { type: 'string' },
        column: { type: 'string', multiple: true },
        'dry-run': { type: 'boolean' },
        database: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new StartError(`${(error as Error).message}\n\n${usage}`);
  }
}

function headersOf<Name extends string>(given: readonly string[], { names }: Columns<Name>) {
  return Object.fromEntries(
    given.map((each) => {
      const [, column, header] = /^(\w+)=(.+)$/.exec(each) ?? [];
      if (!column || !(column in names))
        throw new StartError(
          `--column ${each} is none: write one of ${Object.keys(names).join(', ')}, =, and a header.`,
        );
      return [column, header!.trim()];
    }),
  ) as Partial<Record<Name, string>>;
}

const mostLines = 50;
function report({ added, unchanged, wrong }: Loaded<string>, dryRun: boolean): string {
  const kept =
    wrong.length > 0
      ? 'Nothing was kept, since rows are wrong.'
      : dryRun
        ? 'Nothing was kept: this was a dry run.'
        : '';
  const counts = Object.entries(added).map(([what, count]) => `${count} ${what}`);
  return [
    ...wrong.slice(0, mostLines).map(({ row, sentence }) => `Row ${row}: ${sentence}`),
    ...(wrong.length > mostLines ? [`${wrong.length - mostLines} more rows are wrong.`] : []),
    `${counts.join(' and ')} ${kept ? 'would be added' : 'added'}; ${unchanged} rows were there already.`,
    ...(kept ? [kept] : []),
  ].join('\n');
}
