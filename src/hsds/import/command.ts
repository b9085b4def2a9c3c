import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { readConfig } from '../../config.js';
import { withDatabase } from '../../database/command.js';
import { StartError } from '../../errors.js';
import { importHsds } from './load.js';
import { entityNamed } from './mapping/objectNames.js';
import { spool } from './reading/spool.js';
import { formatReport, type Progress } from './report.js';

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

/** One line that keeps changing on a terminal, one line a file elsewhere. */
function progressTo(out: NodeJS.WriteStream) {
  let open = false;
  const count = ({ file, rows, loading }: Progress) =>
    loading ? `Filling ${file}` : `${file}: ${rows.toLocaleString('en')} rows`;
  return {
    say: (line: string) => void out.write(`${line}\n`),
    tell(progress: Progress) {
      if (out.isTTY) {
        out.write(`\r\u001b[2K${progress.loading ? '' : 'Reading '}${count(progress)}`);
        open = true;
      } else if (progress.loading) out.write(`${count(progress)}\n`);
      else if (progress.total !== undefined) out.write(`Read ${count(progress)}\n`);
    },
    end() {
      if (open) out.write('\r\u001b[2K');
      open = false;
    },
  };
}

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
  try {
    const report = await withDatabase({ ...config, databaseUrl }, progress.say, (sql) =>
      importHsds(sql, spooled?.path ?? file, {
        name: file === '-' ? 'standard input' : file,
        object,
        source: values.source,
        removeMissing: values['remove-missing'] ?? false,
        force: values.force ?? false,
        dryRun: values['dry-run'] ?? false,
        progress: progress.tell,
        eachFinding: list?.write,
        allTold: list?.end,
      }),
    );
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

async function listTo(path: string) {
  const out = createWriteStream(path);
  await new Promise<void>((resolve, reject) => {
    out.once('open', () => resolve());
    out.once('error', (error) => reject(new StartError(`${path} cannot be written: ${error.message}`)));
  });
  return {
    async write(finding: unknown) {
      if (!out.write(`${JSON.stringify(finding)}\n`))
        await new Promise<void>((resolve, reject) => out.once('drain', resolve).once('error', reject));
    },
    async end() {
      out.end();
      await finished(out);
    },
  };
}

/** One sentence a person can act on; what nobody foresaw keeps its stack. */
function inWords(error: unknown): string {
  if (error instanceof StartError) return error.message;
  const code = (error as { code?: string }).code ?? '';
  const said = error instanceof Error ? error.message : String(error);
  if (/^(ECONN|ENOTFOUND|EAI_AGAIN|CONNECT|CONNECTION_|57P0)/.test(code) || /reading 'write'/.test(said))
    return `The database cannot be reached or went away (${code || 'connection lost'}): nothing was imported.`;
  if (code === 'ENOSPC' || code === '53100') return `The disk is full (${said}): nothing was imported.`;
  if (/^(28|3D)/.test(code)) return `The database refuses the connection: ${said}.`;
  return `Nothing was imported: ${error instanceof Error ? (error.stack ?? said) : said}`;
}

function fail(error: unknown): never {
  process.stderr.write(`${inWords(error)}\n`);
  process.exit(1);
}

// postgres.js throws past every handler when the server ends a connection in the middle of a transaction.
process.on('uncaughtException', fail);
run(process.argv.slice(2)).catch(fail);
