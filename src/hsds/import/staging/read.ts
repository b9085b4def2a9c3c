import type { PgTable } from 'drizzle-orm/pg-core';
import type { ObjectName } from '../../objects.js';
import { resource } from '../../resources.js';
import { eligibility, fileRules, placeless } from '../mapping/files.js';
import { Mapper } from '../mapping/map.js';
import { known } from '../mapping/objectNames.js';
import { ObjectMapper } from '../mapping/objects.js';
import { objectOfFile, type Standard } from '../mapping/standard.js';
import { type CsvRow, csvRows } from '../reading/csv.js';
import { Header } from '../reading/header.js';
import { jsonItems } from '../reading/json.js';
import { PackageError } from '../reading/packed.js';
import type { Source } from '../reading/sources.js';
import type { LeftOut, Progress } from '../report.js';
import type { Converted } from './converted.js';
import {
  DocumentReader,
  EligibilityReader,
  FlatReader,
  PlacelessReader,
  type Reader,
  RowReader,
} from './readers.js';
import type { FileTally, Stager } from './stager.js';
import { order, tableOf } from './tables.js';

/** What was read, before the database judged it. */
export interface Tally {
  read: { file: string; entity: string; rows: number }[];
  /** Columns that the package says something about, by table. */
  says: Map<PgTable, Set<string>>;
  leftOut: LeftOut[];
  /** Files of which an earlier run had read some or all. */
  resumed: number;
}

export interface Reading {
  /** Whose ids these are. */
  source: string;
  standard: Standard;
  /** What a document is where it does not tell. */
  object: ObjectName | null;
  progress?: (progress: Progress) => void;
}

/** A file of a package, or records that are turned into what HSDS has. */
export type Input = Source | Converted;

const progressRows = 1000;

/** Reads every file of a package into the staging tables, as streams, but for what an earlier run has read already. */
export async function readPackage(stager: Stager, sources: readonly Input[], how: Reading): Promise<Tally> {
  const tally: Tally = { read: [], says: new Map(), leftOut: [], resumed: 0 };
  const earlier = await stager.known();
  for (const path of earlier.keys())
    if (!sources.some((each) => each.path === path)) await stager.forget(path, order);
  let understood = 0;
  for (const file of sources) {
    const start = startOf(file, stager, how);
    if (!start) {
      tally.leftOut.push({ file: file.path, column: null, values: 0 });
      continue;
    }
    understood++;
    let state = earlier.get(file.path);
    if (state && state.hash !== file.hash) {
      await stager.forget(file.path, order);
      state = undefined;
    }
    if (state) tally.resumed++;
    else if (file.form !== 'records') await noteForm(stager, file);
    const done = state?.done ? state.state : await readFile(file, start, stager, how, state);
    if (state?.done) how.progress?.({ file: file.path, rows: state.items, total: state.items });
    add(tally, file.path, done);
  }
  if (understood === 0) throw new PackageError(nothingKnown(sources));
  await stager.keep();
  return tally;
}

function add(tally: Tally, file: string, { read, says, leftOut }: FileTally) {
  for (const [entity, rows] of read) tally.read.push({ file, entity, rows });
  for (const [entity, properties] of says) {
    const table = tableOf(entity)!;
    tally.says.set(table, new Set([...(tally.says.get(table) ?? []), ...properties]));
  }
  for (const [column, values] of leftOut) tally.leftOut.push({ file, column, values });
}

type Start = (header: readonly string[]) => Reader<never>;

async function readFile(
  file: Input,
  start: Start,
  stager: Stager,
  { progress }: Reading,
  state?: { items: number; state: FileTally },
): Promise<FileTally> {
  let reader: Reader<unknown> | undefined;
  let items = 0;
  let header: Header | undefined;
  const begin = (names: readonly string[]) => {
    reader = start(names) as Reader<unknown>;
    if (state) reader.resume(state.state);
  };
  if (file.form !== 'table') begin([]);
  for await (const item of itemsOf(file)) {
    if (!reader) {
      header = new Header((item as CsvRow).cells);
      begin(header.names);
      continue;
    }
    items++;
    if (items > (state?.items ?? 0)) await reader.take(header ? header.row(item as CsvRow) : item);
    if (items % progressRows === 0) {
      progress?.({ file: file.path, rows: items });
      if (items > (state?.items ?? 0))
        await stager.reached(file.path, { hash: file.hash, items, done: false, state: reader.tally() });
    }
  }
  const tally = reader?.tally() ?? {
    read: [],
    says: [],
    leftOut: [[null, 0]],
    memory: { row: 0, known: [] },
  };
  await stager.reached(file.path, { hash: file.hash, items, done: true, state: tally });
  progress?.({ file: file.path, rows: items, total: items });
  return tally as FileTally;
}

async function* itemsOf(file: Input): AsyncGenerator<unknown> {
  if (file.form === 'records') return yield* file.items();
  const bytes = await file.open();
  if (file.form === 'table') yield* csvRows(file.path, bytes, file.delimiter);
  else yield* jsonItems(file.path, bytes, file.form === 'lines');
}

function startOf(file: Input, stager: Stager, { source, standard, object }: Reading): Start | undefined {
  if (file.form === 'records') return () => file.reader(stager);
  const cp949 = file.encoding === 'euc-kr';
  if (file.form !== 'table')
    return isVersion(file) || isDescription(file)
      ? undefined
      : () => new DocumentReader(file.path, stager, new ObjectMapper(source, cp949), object);
  // The description may give any name; the file's own name is the second guess.
  const own = file.path
    .replace(/^.*\//, '')
    .replace(/\.csv$/i, '')
    .toLowerCase();
  const find = <T>(look: (name: string) => T | null | undefined) =>
    [file.name, own].map(look).find((each) => each !== undefined && each !== null);
  if (standard === '3') {
    const name = find(objectOfFile) ?? (file.path === own ? object : null);
    if (!name) return undefined;
    return (header) => {
      if (!header.some((each) => known(resource(name)).has(each)))
        throw new PackageError(
          `${file.path}: its first line names none of the columns that HSDS 3 gives it (${namesOf(header)}).`,
        );
      return new FlatReader(file.path, stager, new ObjectMapper(source, cp949), name, header);
    };
  }
  const rule = find((name) =>
    fileRules.find((each) => each.names.includes(name) || each.alsoNames?.includes(name)),
  );
  if (rule)
    return (header) => {
      const mapper = new Mapper(rule, header, source, cp949);
      if (!mapper.understood)
        throw new PackageError(
          `${file.path}: its first line names none of the columns that HSDS 2.0 gives it (${namesOf(header)}).`,
        );
      return new RowReader(file.path, stager, rule.table, mapper);
    };
  if (find((name) => eligibility.names.includes(name) || undefined))
    return (header) => new EligibilityReader(file.path, stager, header, source, cp949);
  const reason = find((name) => placeless[name]);
  if (reason) return () => new PlacelessReader(file.path, stager, file.name, reason);
  return undefined;
}

/** The first names of a first line, for whoever looks what went wrong there. */
const namesOf = (header: readonly string[]) =>
  `${header.slice(0, 5).join(', ').slice(0, 200)}${header.length > 5 ? ' …' : ''}`;

/** Why a package without any file that HSDS knows is none, and what would be one. */
function nothingKnown(sources: readonly Input[]): string {
  const [first] = sources;
  if (first && first.form !== 'records' && isDescription(first))
    return `${first.path} describes the files of a data package and holds no records: import the folder that it lies in, or the zip file.`;
  const names = sources
    .slice(0, 5)
    .map(({ path }) => path)
    .join(', ');
  return `The package has no file that HSDS knows: ${names}${sources.length > 5 ? ' …' : ''} should be called after its tables (organizations.csv, services.csv, locations.csv …) and have their columns, or be JSON of HSDS 3.`;
}

/** The answer at the root of an HSDS API, which the official examples hold as well. */
const isVersion = ({ header }: Source) =>
  /^\s*\{\s*"version"\s*:/.test(header) && header.includes('"openapi_url"') && !header.includes('"contents"');

/** A datapackage.json under another name: what it describes is not in it. */
const isDescription = ({ form, header }: Source) =>
  form === 'document' &&
  /"resources"\s*:\s*\[\s*\{/.test(header) &&
  !/"(id|contents?)"\s*:/.test(header.split('"resources"')[0]!);

const encodings: Record<Source['encoding'], string> = {
  'euc-kr': 'CP949 (EUC-KR)',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16',
  'utf-8': 'UTF-8',
  'windows-1252': 'Windows-1252',
};

const delimiters: Record<string, string> = { ';': 'semicolons', '\t': 'tabs', '|': 'bars' };

/** Tells how a file was read that is not UTF-8 with commas. */
async function noteForm(stager: Stager, { path, encoding, broken, delimiter, delimiterGuessed }: Source) {
  const note = (line: number, reason: string, value: string | null = null) =>
    stager.finding(path, { row: 0, line, entity: '', id: '', kind: 'noted', reason, column: null, value });
  if (encoding !== 'utf-8') await note(1, `The file is not UTF-8: it was read as ${encodings[encoding]}`);
  if (delimiterGuessed)
    await note(
      1,
      `The columns are not parted by commas: they were read as parted by ${delimiters[delimiter]}`,
    );
  if (broken)
    await note(
      broken.line,
      `The file has bytes that are no character of ${encodings[encoding]}: they were read as �`,
      `byte ${broken.byte} of the file, 0x${broken.value}`,
    );
}
