import { hash } from 'node:crypto';
import { type Survey, survey, utf8Of } from '../../import/reading/encoding.js';
import { jsonItems } from '../../import/reading/json.js';
import { PackageError, type PackedFile } from '../../import/reading/packed.js';
import { isRecord, type Read } from '../record.js';
import { refusalIn } from './refusal.js';
import { type Envelope, xmlRecords } from './xml.js';

/** A file of records, looked through once. */
export interface RecordFile {
  path: string;
  hash: string;
  records(): AsyncGenerator<Read>;
}

/** The files of a folder, a zip file or a single one that may hold records; others are none of ours. */
export async function recordFiles(files: readonly PackedFile[]): Promise<RecordFile[]> {
  const found: RecordFile[] = [];
  for (const file of files) {
    const form = /\.(json|xml)$/i.exec(file.path)?.[1]?.toLowerCase();
    if (!form) continue;
    const surveyed = await survey(file);
    const read = form === 'json' ? fromJson : fromXml;
    found.push({ path: file.path, hash: surveyed.hash, records: () => read(file, surveyed) });
  }
  return found;
}

/** One text that is different when any of several files is. */
export const hashOf = (files: readonly RecordFile[]) =>
  hash('sha256', JSON.stringify(files.map((each) => [each.path, each.hash])));

async function* fromJson(file: PackedFile, found: Survey): AsyncGenerator<Read> {
  const items = jsonItems(file.path, await utf8Of(file, found), false, (key) => key === 'data');
  for await (const { line, list, value, problem } of items) {
    if (problem) throw new PackageError(`${file.path}, line ${line}: ${problem}.`);
    if (!isRecord(value)) continue;
    // Without its list of records, an answer is a refusal.
    const refusal = list === null ? refusalIn(new Map(Object.entries(value).map(pair))) : null;
    if (refusal) throw new PackageError(`${file.path} holds no records: ${refusal.sentence.slice(0, 300)}`);
    yield { line, record: value };
  }
}

const pair = ([name, value]: [string, unknown]) => [name, String(value)] as const;

async function* fromXml(file: PackedFile, found: Survey): AsyncGenerator<Read> {
  const envelope: Envelope = new Map();
  yield* xmlRecords(file.path, await utf8Of(file, found), envelope);
  const refusal = refusalIn(envelope);
  if (refusal) throw new PackageError(`${file.path} holds no records: ${refusal.sentence.slice(0, 300)}`);
}
