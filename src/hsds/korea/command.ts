import { mkdir, readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Sql } from 'postgres';
import { readConfig } from '../../config.js';
import { withDatabase } from '../../database/command.js';
import { StartError } from '../../errors.js';
import { listTo, progressTo, runImport } from '../import/console.js';
import { formatReport } from '../import/report.js';
import { fetchSource } from './fetching/fetch.js';
import { addresses } from './fetching/sources.js';
import { importKorea } from './load.js';

const names = addresses.map(({ dataset }) => dataset.source);

const usage = `Imports Korea's own directories into the catalogue: services of 보조금24 (JSON), services of 복지로 of ministries and of local
governments (XML), and welfare facilities (XML), as data.go.kr answers.

  npm run import:korea -- <file, folder or zip file> [options]
  npm run import:korea -- <folder> --fetch <source>,<source> --key-file <file> [options]

  --fetch <sources>  fetch these into the folder first: ${names.join(', ')}, or all
  --key-file <file>  the file that holds your own key of data.go.kr; it is never written anywhere
  --dry-run          do and report everything, and keep nothing
  --remove-missing   remove what a source named once and does not name any more, a tenth of it at most
  --force            remove more than that
  --report json      the reports as JSON (--json is the same)
  --report <path>    also write every finding, one JSON object a line
  --database <url>   the database, as its owner (default: DATABASE_URL, or the server's own)

Where a quota ends the fetching, nothing is imported: the same command goes on another day. Each source goes in whole or not
at all. An import that was killed is continued by running it again.
`;

async function run(args: string[]): Promise<void> {
  const { values, positionals } = parse(args);
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const [path] = positionals;
  if (!path || positionals.length > 1) throw new StartError(`Name one file or folder to import.\n\n${usage}`);
  if ((values.fetch === undefined) !== (values['key-file'] === undefined))
    throw new StartError(`--fetch and --key-file belong together.\n\n${usage}`);
  const config = readConfig(process.env);
  const progress = progressTo(process.stderr);
  if (values.fetch !== undefined) await fetchInto(path, values.fetch, values['key-file']!, progress.say);
  const json = values.json || values.report?.includes('json');
  const list = await listOf(values.report?.find((each) => each !== 'json'));
  const databaseUrl = values.database ?? config.databaseUrl;
  const dryRun = values['dry-run'] ?? false;
  const work = (sql: Sql) =>
    importKorea(sql, path, {
      removeMissing: values['remove-missing'] ?? false,
      force: values.force ?? false,
      dryRun,
      progress: progress.tell,
      eachFinding: list?.write,
      // Each when it is in: should a later one fail, it is known what was kept.
      imported: (report) => {
        progress.end();
        if (!json) process.stdout.write(`${formatReport(report)}\n`);
      },
    });
  try {
    const reports = await withDatabase({ ...config, databaseUrl }, progress.say, work, {
      only: dryRun ? 'try' : undefined,
    });
    await list?.end();
    if (json) process.stdout.write(`${JSON.stringify(reports, null, 2)}\n`);
  } finally {
    progress.end();
  }
}

const listOf = async (path: string | undefined) => (path === undefined ? undefined : listTo(path));

async function fetchInto(folder: string, wanted: string, keyFile: string, say: (line: string) => void) {
  const chosen = wanted === 'all' ? names : wanted.split(',');
  const unknown = chosen.find((each) => !names.includes(each));
  if (unknown !== undefined)
    throw new StartError(`There is no source “${unknown}”: write ${names.join(', ')}, or all.`);
  const key = await readFile(keyFile, 'utf8').catch((error: Error) => {
    throw new StartError(`The file of the key cannot be read: ${error.message}`);
  });
  if (!/^[\w%+/=-]{20,200}$/.test(key.trim()))
    throw new StartError('The file of the key holds something else than one key of data.go.kr.');
  await mkdir(folder, { recursive: true });
  const left: string[] = [];
  for (const address of addresses.filter(({ dataset }) => chosen.includes(dataset.source))) {
    const fetched = await fetchSource(address, { key: key.trim(), folder, say });
    say(`${fetched.source}: ${fetched.answers} answers fetched.`);
    if (fetched.left) left.push(fetched.left);
  }
  if (left.length > 0)
    throw new StartError(
      `${left.join('\n')}\nNothing was imported. What was fetched is in ${folder}: the same command goes on from there.`,
    );
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        fetch: { type: 'string' },
        'key-file': { type: 'string' },
        database: { type: 'string' },
        report: { type: 'string', multiple: true },
        json: { type: 'boolean' },
        'dry-run': { type: 'boolean' },
        'remove-missing': { type: 'boolean' },
        force: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new StartError(`${(error as Error).message}\n\n${usage}`);
  }
}

runImport(run);
