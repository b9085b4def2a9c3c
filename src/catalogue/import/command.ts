import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { readConfig } from '../../config.js';
import { withDatabase } from '../../database/command.js';
import { StartError } from '../../errors.js';
import { importHsds } from './load.js';
import { formatReport, type Progress } from './report.js';

const usage = `Imports an HSDS 2.0 data package (a zip file or a folder) into the catalogue.

  npm run import:hsds -- <file> [options]

  --source <name>    whose ids these are (default: the file's name); keep it the same for the same source
  --dry-run          do and report everything, and keep nothing
  --json             the report as JSON
  --report <path>    also write every finding, one JSON object a line
  --database <url>   the database, as its owner (default: DATABASE_URL, or the server's own)
`;

/** One line that keeps changing on a terminal, one line a file elsewhere. */
function progressTo(out: NodeJS.WriteStream) {
  let open = false;
  const count = ({ file, rows }: Progress) => `${file}: ${rows.toLocaleString('en')} rows`;
  return {
    say: (line: string) => void out.write(`${line}\n`),
    tell(progress: Progress) {
      if (out.isTTY) {
        out.write(`\r\u001b[2KReading ${count(progress)}`);
        open = true;
      } else if (progress.total !== undefined) out.write(`Read ${count(progress)}\n`);
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
  const config = readConfig(process.env);
  const progress = progressTo(process.stderr);
  const list = values.report === undefined ? undefined : await listTo(values.report);
  const databaseUrl = values.database ?? config.databaseUrl;
  try {
    const report = await withDatabase({ ...config, databaseUrl }, progress.say, (sql) =>
      importHsds(sql, file, {
        source: values.source,
        dryRun: values['dry-run'] ?? false,
        progress: progress.tell,
        eachFinding: list?.write,
      }),
    );
    await list?.end();
    progress.end();
    process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : formatReport(report));
  } finally {
    progress.end();
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
        report: { type: 'string' },
        json: { type: 'boolean' },
        'dry-run': { type: 'boolean' },
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
