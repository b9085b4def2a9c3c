import { parseArgs } from 'node:util';
import { readConfig } from '../../config.js';
import { runCommand, withDatabase } from '../../database/command.js';
import { StartError } from '../../errors.js';
import { type Column, columnNames, readPeople } from './file.js';
import { type Loaded, loadPeople } from './load.js';

const usage = `Adds people and their posts from a table: CSV (UTF-8 or CP949) or XLSX, a row for each post.

  npm run import:staff -- <file> --as <subject> [options]

  --as <subject>           the administrator in whose name it is done: what the identity provider calls them
  --column <is>=<header>   which header of the file is a column of ours, where it has another name; once for each
  --dry-run                do and report everything, and keep nothing
  --database <url>         the database, as its owner (default: DATABASE_URL, or the server's own)

Columns, by any of these headers:
${Object.entries(columnNames)
  .map(([column, names]) => `  ${column.padEnd(14)} ${names.join(', ')}`)
  .join('\n')}
An organization is named by its whole name or its id; duties by their codes, with a space between them; zones by ten digits. Who
works where they are at home needs no column for it; others are dispatched.

Where a row is wrong nothing is kept, and each wrong row is told. What is there already stays as it is.
`;

async function run(args: string[]): Promise<void> {
  const { values, positionals } = parsed(args);
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const [file] = positionals;
  if (!file || positionals.length > 1 || !values.as)
    throw new StartError(`Name one file, and by --as the administrator.\n\n${usage}`);
  const rows = await readPeople(file, columnsOf(values.column ?? []));
  const config = readConfig(process.env);
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const dryRun = values['dry-run'] ?? false;
  const loaded = await withDatabase(
    { ...config, databaseUrl: values.database ?? config.databaseUrl },
    say,
    (owner) => loadPeople(owner, rows, values.as!, dryRun),
  );
  process.stdout.write(`${report(loaded, dryRun)}\n`);
  if (loaded.wrong.length > 0) process.exitCode = 1;
}

function parsed(args: string[]) {
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

function columnsOf(given: readonly string[]): Partial<Record<Column, string>> {
  return Object.fromEntries(
    given.map((each) => {
      const [, column, header] = /^(\w+)=(.+)$/.exec(each) ?? [];
      if (!column || !(column in columnNames))
        throw new StartError(
          `--column ${each} is none: write one of ${Object.keys(columnNames).join(', ')}, =, and a header.`,
        );
      return [column, header!.trim()];
    }),
  );
}

const mostLines = 50;
function report({ people, posts, unchanged, wrong }: Loaded, dryRun: boolean): string {
  const kept =
    wrong.length > 0
      ? 'Nothing was kept, since rows are wrong.'
      : dryRun
        ? 'Nothing was kept: this was a dry run.'
        : '';
  return [
    ...wrong.slice(0, mostLines).map(({ row, sentence }) => `Row ${row}: ${sentence}`),
    ...(wrong.length > mostLines ? [`${wrong.length - mostLines} more rows are wrong.`] : []),
    `${people} people and ${posts} posts added; ${unchanged} rows were there already.`,
    ...(kept ? [kept] : []),
  ].join('\n');
}

runCommand(run);
