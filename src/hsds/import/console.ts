import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { StartError } from '../../errors.js';
import type { Progress } from './report.js';

// What the programs that import directories have in common.

/** One line that keeps changing on a terminal, one line a file elsewhere. */
export function progressTo(out: NodeJS.WriteStream) {
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

/** Writes findings into a file, one JSON object a line. */
export async function listTo(path: string) {
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

/** Runs a program that imports, and says in words what went wrong. */
export function runImport(run: (args: string[]) => Promise<void>): void {
  // postgres.js throws past every handler when the server ends a connection in the middle of a transaction.
  process.on('uncaughtException', fail);
  run(process.argv.slice(2)).catch(fail);
}
