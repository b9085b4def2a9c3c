import { basename } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type Survey, survey, utf8Of } from './encoding.js';
import type { Package } from './package.js';
import { PackageError, type PackedFile } from './packed.js';

/** What a file is: rows under a header, one document, or a document a line. */
export type Form = 'table' | 'document' | 'lines';

/** A file that may hold records, looked through once. */
export interface Source extends Omit<Survey, 'head'> {
  path: string;
  /** Its first line, or the beginning of it. */
  header: string;
  form: Form;
  /** What HSDS calls its contents (without .csv), whatever the package named the file. */
  name: string;
  delimiter: string;
  /** Whether nobody said so, and the first line told it. */
  delimiterGuessed: boolean;
  /** Its bytes as UTF-8. */
  open: () => ReturnType<typeof utf8Of>;
}

interface Resource {
  name?: unknown;
  path?: unknown;
  encoding?: unknown;
  dialect?: { delimiter?: unknown };
}

/** The files of a package that may hold records, each with what it is. */
export async function sourcesOf({ name, files }: Package, object?: string): Promise<Source[]> {
  const description = files.find((file) => basename(file.path).toLowerCase() === 'datapackage.json');
  const resources = description ? await resourcesOf(description) : [];
  const sources: Source[] = [];
  for (const file of files) {
    if (file === description) continue;
    if (!/\.(csv|json|ndjson|jsonl)$/i.test(file.path) && files.length > 1) continue;
    const found = await survey(file);
    const form = formOf(file.path, found.head) ?? (object ? 'table' : undefined);
    if (form) sources.push(sourceOf(file, form, found, resources));
  }
  if (sources.length > 0) return sources;
  throw new PackageError(
    description
      ? `${name} has a datapackage.json and none of the CSV files that it describes.`
      : files.length === 1 && files[0]!.path === basename(name)
        ? `${name} is neither a zip file nor a folder, nor HSDS as JSON or CSV.`
        : `${name} is no HSDS data package: it has neither a datapackage.json nor a CSV or JSON file.`,
  );
}

function formOf(path: string, head: string): Form | undefined {
  if (/\.csv$/i.test(path)) return 'table';
  if (/\.(ndjson|jsonl)$/i.test(path)) return 'lines';
  if (!/^\s*[[{]/.test(head)) return /\.json$/i.test(path) ? 'document' : undefined;
  const end = head.indexOf('\n');
  return end > 0 && head.slice(end).trim() && isJson(head.slice(0, end)) ? 'lines' : 'document';
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Packages name their files with and without the folder: the last part of the path decides. */
function sourceOf(file: PackedFile, form: Form, { head, ...found }: Survey, resources: Resource[]): Source {
  const own = basename(file.path).toLowerCase();
  const resource = resources.find(
    (each) => typeof each.path === 'string' && basename(each.path).toLowerCase() === own,
  );
  const said = typeof resource?.encoding === 'string' ? resource.encoding : 'utf-8';
  if (!/^(utf-?(8|16(le|be)?)|us-ascii|cp949|ms949|windows-949|uhc|euc-?kr|ks_c_5601-1987)$/i.test(said))
    throw new PackageError(
      `${file.path} is said to be ${said} by datapackage.json: save it as UTF-8 and import it again.`,
    );
  const dialect = resource?.dialect?.delimiter;
  const delimiter = typeof dialect === 'string' && dialect !== '' ? dialect : undefined;
  return {
    ...found,
    path: file.path,
    // A copy: a part of a text holds on to the whole.
    header: Buffer.from(head.slice(0, 2000)).toString(),
    form,
    name:
      typeof resource?.name === 'string'
        ? resource.name.toLowerCase()
        : own.replace(/\.(csv|json|ndjson|jsonl)$/, ''),
    delimiter: delimiter ?? delimiterOf(head),
    delimiterGuessed: delimiter === undefined && form === 'table' && delimiterOf(head) !== ',',
    open: () => utf8Of(file, found),
  };
}

/** What parts the names of the first line, where nobody says it: what stands there most often, outside of quotation marks. */
function delimiterOf(head: string): string {
  const [first = ''] = head.split(/[\r\n]/, 1);
  const bare = first.replace(/"[^"]*"/g, '');
  const times = (each: string) => bare.split(each).length;
  return [',', ';', '\t', '|'].reduce((best, each) => (times(each) > times(best) ? each : best));
}

async function resourcesOf(file: PackedFile): Promise<Resource[]> {
  const found = await survey(file);
  if (found.bytes > 4 * 1024 ** 2) throw new PackageError(`${file.path} is too large to be a description.`);
  const text = (await buffer(await utf8Of(file, found))).toString('utf8');
  // A link to a description elsewhere, as a system without links writes it down.
  if (/^\.{1,2}\/\S+$/.test(text.trim())) return [];
  try {
    const { resources } = JSON.parse(text) as { resources?: unknown };
    return Array.isArray(resources) ? resources.filter((each) => typeof each === 'object' && each) : [];
  } catch {
    throw new PackageError(`${file.path} is not JSON: the package is damaged.`);
  }
}
