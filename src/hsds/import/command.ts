import { parseArgs } from 'node:util';
import type { Sql } from 'postgres';
import { readConfig } from '../../config.js';
import { withDatabase } from '../../database/command.js';
import { StartError } from '../../errors.js';
import { listTo, progressTo, runImport } from './console.js';
import { importHsds } from './load.js';
import { entityNamed } from './mapping/objectNames.js';
import { spool } from './reading/spool.js';
import { formatReport } from './report.js';

const usage = `Imports a directory of human services into the catalogue: HSDS 3.x as JSON (an object, an array, pages, ndjson) or
as tables (CSV), HSDS 2.0 as tables; one file, a folder, a zip file, or - for standard input.

  npm run import:hsds -- <file> [options]

  --source <name>    whose ids these are (default: the file's name); keep it the same for the same source
  --object <name>    what the objects are where neither they nor the file's name tell (organization, service …)
  --dry-run          do and report everything, and keep nothing
  --remove-missing   remove what this source named once and does not name any more, a tenth of it at most
  --force            remove more than that
  --report json      the report as JSON (--json is the same)
  --report <path>    also write every finding, one JSON object a line
  --database <url>   the database, as its owner (default: DATABASE_URL, or the server's own)

All of it goes in or nothing. An import that was killed is continued by running it again.
`;

async function run(args: string[]): Promise<void> {
  const { values, positionals } = parse(args);
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const [file] = positionals;
  if (!file || positionals.length > 1) throw new StartError(`Name one file or folder to import.\n\n${usage}`);
  const object = values.object === undefined ? undefined : entityNamed(values.object);
  if (object === null) throw new StartError(`HSDS has no object “${values.object}”.`);
  if (file === '-' && !values.source)
    throw new StartError('Say with --source whose directory comes on standard input.');
  const config = readConfig(process.env);
  const progress = progressTo(process.stderr);
  const json = values.json || values.report?.includes('json');
  const path = values.report?.find((each) => each !== 'json');
  const list = path === undefined ? undefined : await listTo(path);
  const spooled = file === '-' ? await spool(process.stdin) : undefined;
  const databaseUrl = values.database ?? config.databaseUrl;
  const dryRun = values['dry-run'] ?? false;
  const work = (sql: Sql) =>
    importHsds(sql, spooled?.path ?? file, {
      name: file === '-' ? 'standard input' : file,
      object,
      source: values.source,
      removeMissing: values['remove-missing'] ?? false,
      force: values.force ?? false,
      dryRun,
      progress: progress.tell,
      eachFinding: list?.write,
      allTold: list?.end,
    });
  try {
    const report = await withDatabase({ ...config, databaseUrl }, progress.say, work, {
      only: dryRun ? 'try' : undefined,
    });
    progress.end();
    process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : formatReport(report));
  } finally {
    progress.end();
    await spooled?.remove();
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        source: { type: 'string' },
        database: { type: 'string' },
        object: { type: 'string' },
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
