import { createWriteStream } from 'node:fs';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import type { TransactionSql } from 'postgres';
import { readConfig } from '../../config.js';
import { withDatabase } from '../../database/command.js';
import { StartError } from '../../errors.js';
import type { Listed } from '../pages.js';
import { documents, packageFiles, withSnapshot, writeZip, written } from './export.js';

const usage = `Writes the public catalogue as HSDS 3.1: what everybody may know of it, at one instant.

  npm run export:hsds -- <file.zip | folder | -> [options]

  --format <format>  package (default): a tabular data package, zipped unless a folder is named;
                     json or ndjson: whole documents
  --of <list>        of json and ndjson: services (default), organizations, service_at_locations,
                     taxonomies or taxonomy_terms
  --database <url>   the database (default: DATABASE_URL, or the server's own)

- is standard output. What is there already under the name of a file is replaced, and only by a whole one.
`;

const lists: Readonly<Record<string, Listed>> = {
  services: 'service',
  organizations: 'organization',
  service_at_locations: 'service_at_location',
  taxonomies: 'taxonomy',
  taxonomy_terms: 'taxonomy_term',
};

type Format = 'package' | 'json' | 'ndjson';

async function run(args: string[]): Promise<void> {
  const { values, positionals } = parse(args);
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const [target] = positionals;
  if (!target || positionals.length > 1)
    throw new StartError(`Name one file or folder to write.\n\n${usage}`);
  const format = oneOf('--format', values.format ?? 'package', ['package', 'json', 'ndjson']) as Format;
  const of = lists[oneOf('--of', values.of ?? 'services', Object.keys(lists))]!;
  const config = readConfig(process.env);
  const database = { ...config, databaseUrl: values.database ?? config.databaseUrl };
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  await withDatabase(database, say, (sql) => withSnapshot(sql, (at) => exportTo(at, target, format, of)), {
    only: 'read',
  });
}

/** Writes the export to where it shall be. */
async function exportTo(at: TransactionSql, target: string, format: Format, of: Listed) {
  if (format !== 'package') {
    const stream = Readable.from(written(documents(at, of), format), { objectMode: false });
    return toFile(target, (out) => pipeline(stream, out, { end: out !== process.stdout }));
  }
  const files = packageFiles(at);
  if (target === '-' || /\.zip$/i.test(target)) return toFile(target, (out) => writeZip(files, out));
  return toFolder(target, async (folder) => {
    for (const { path, open } of files) await pipeline(await open(), createWriteStream(join(folder, path)));
  });
}

/** A file is there whole or not at all. */
async function toFile(target: string, write: (out: Writable) => Promise<void>) {
  if (target === '-') return write(process.stdout);
  const path = resolve(target);
  const part = `${path}.part`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await write(createWriteStream(part));
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw inFiles(error);
  }
}

async function toFolder(target: string, write: (folder: string) => Promise<void>) {
  const path = resolve(target);
  const part = `${path}.part`;
  if (
    await access(path).then(
      () => true,
      () => false,
    )
  )
    throw new StartError(`${path} is there already: name a folder that is not.`);
  try {
    await mkdir(part, { recursive: true });
    await write(part);
    await rename(part, path);
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw inFiles(error);
  }
}

const inFiles = (error: unknown) => {
  const { code, path, message } = error as NodeJS.ErrnoException;
  return path && code ? new StartError(`${path} cannot be written: ${message}`) : error;
};

function oneOf(name: string, given: string, allowed: readonly string[]): string {
  if (!allowed.includes(given)) throw new StartError(`${name} is one of ${allowed.join(', ')}.`);
  return given;
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        format: { type: 'string' },
        of: { type: 'string' },
        database: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new StartError(`${(error as Error).message}\n\n${usage}`);
  }
}

/** One sentence a person can act on; what nobody foresaw keeps its stack. */
function inWords(error: unknown): string {
  if (error instanceof StartError) return error.message;
  const code = (error as { code?: string }).code ?? '';
  const said = error instanceof Error ? error.message : String(error);
  if (/^(ECONN|ENOTFOUND|EAI_AGAIN|CONNECT|CONNECTION_|57P0)/.test(code) || /reading 'write'/.test(said))
    return `The database cannot be reached or went away (${code || 'connection lost'}): nothing was exported.`;
  if (/^(28|3D)/.test(code)) return `The database refuses the connection: ${said}.`;
  return `Nothing was exported: ${error instanceof Error ? (error.stack ?? said) : said}`;
}

function fail(error: unknown): never {
  // Whoever reads standard output may stop reading.
  if ((error as { code?: string }).code !== 'EPIPE') process.stderr.write(`${inWords(error)}\n`);
  process.exit(1);
}

// postgres.js throws past every handler when the server ends a connection in the middle of a transaction.
process.on('uncaughtException', fail);
run(process.argv.slice(2)).catch(fail);
