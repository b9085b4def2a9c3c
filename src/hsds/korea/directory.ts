import type { Package } from '../import/reading/package.js';
import { PackageError } from '../import/reading/packed.js';
import type { Converted } from '../import/staging/converted.js';
import { Desk } from './meaning/desk.js';
import type { Regions } from './meaning/regions.js';
import { type Joined, RecordReader } from './reader.js';
import { hashOf, type RecordFile, recordFiles } from './reading/files.js';
import type { RawRecord } from './record.js';
import { datasets } from './sources/all.js';
import type { Dataset, Role } from './sources/dataset.js';

/** The files of one of Korea's directories, as an import takes them. */
export interface Directory {
  dataset: Dataset;
  inputs: Converted[];
}

/** Raise it when the same records would become other rows than before. */
const version = 1;

/** What a package holds of Korea's directories; a file tells by its first record of which, and what it says. */
export async function directoriesIn({ name, files }: Package, regions: Regions): Promise<Directory[]> {
  const found = new Map<Dataset, Record<Role, RecordFile[]>>();
  for (const file of await recordFiles(files)) {
    const first = await firstOf(file);
    if (!first) continue;
    const [dataset, role] = first;
    const roles = found.get(dataset) ?? { list: [], more: [], conditions: [] };
    roles[role].push(file);
    found.set(dataset, roles);
  }
  if (found.size === 0)
    throw new PackageError(
      `${name} holds none of Korea's directories: answers of 보조금24 (JSON), 복지로 or 사회복지시설 (XML) as files.`,
    );
  return datasets.flatMap((dataset) => {
    const roles = found.get(dataset);
    return roles ? [{ dataset, inputs: inputsOf(dataset, roles, regions) }] : [];
  });
}

async function firstOf(file: RecordFile): Promise<[Dataset, Role] | null> {
  for await (const { record } of file.records()) {
    for (const dataset of datasets) {
      const role = dataset.roleOf(record);
      if (role) return [dataset, role];
    }
    return null;
  }
  return null;
}

function inputsOf(dataset: Dataset, roles: Record<Role, RecordFile[]>, regions: Regions): Converted[] {
  const { list, more, conditions } = roles;
  const beside = new Beside(dataset, more, conditions);
  // Agencies and terms are told by the first file that names them: one file that changed is all of them anew.
  const hash = `${version} ${hashOf([...list, ...more, ...conditions])}`;
  const known = new Set<string>();
  const input = (path: string, items: () => AsyncIterable<Joined>): Converted => ({
    form: 'records',
    path,
    hash,
    items,
    reader: (stager) => new RecordReader(path, stager, dataset, new Desk(regions, known)),
  });
  const lists = list.map((file) => input(file.path, () => beside.join(file)));
  // What no list names comes last, under the name of the first file that says it.
  const [first] = [...more, ...conditions];
  return first ? [...lists, input(first.path, () => beside.rest(list))] : lists;
}

/** What other files say of the records of a list: small, or kept as bytes outside of the heap. */
class Beside {
  private readonly named = new Set<string>();
  private readonly through = new Set<RecordFile>();
  private kept: { more: Map<string, Kept>; conditions: Map<string, Kept> } | undefined;

  constructor(
    private readonly dataset: Dataset,
    private readonly more: readonly RecordFile[],
    private readonly conditions: readonly RecordFile[],
  ) {}

  async *join(file: RecordFile): AsyncGenerator<Joined> {
    const kept = await this.read();
    for await (const read of file.records()) {
      const id = this.dataset.idOf(read.record);
      this.named.add(id);
      yield {
        ...read,
        beside: { more: recordOf(kept.more.get(id)), conditions: recordOf(kept.conditions.get(id)) },
      };
    }
    this.through.add(file);
  }

  /** Records that no list names. */
  async *rest(lists: readonly RecordFile[]): AsyncGenerator<Joined> {
    const kept = await this.read();
    const { named } = this;
    // An earlier run may have read some of them.
    for (const file of lists)
      if (!this.through.has(file))
        for await (const { record } of file.records()) named.add(this.dataset.idOf(record));
    for (const [id, { line, bytes }] of [...kept.more, ...kept.conditions]) {
      if (named.has(id)) continue;
      named.add(id);
      const record = parsed(bytes);
      yield { line, record, beside: { more: record, conditions: recordOf(kept.conditions.get(id)) } };
    }
    this.kept = undefined;
  }

  private async read() {
    this.kept ??= {
      more: await this.keep(this.more),
      conditions: await this.keep(this.conditions),
    };
    return this.kept;
  }

  private async keep(files: readonly RecordFile[]): Promise<Map<string, Kept>> {
    const kept = new Map<string, Kept>();
    for (const file of files)
      for await (const { line, record } of file.records()) {
        const filled = Object.entries(record).filter(([, value]) => value !== null && value !== '');
        kept.set(this.dataset.idOf(record), {
          line,
          bytes: Buffer.from(JSON.stringify(Object.fromEntries(filled))),
        });
      }
    return kept;
  }
}

interface Kept {
  line: number;
  bytes: Buffer;
}

const parsed = (bytes: Buffer) => JSON.parse(bytes.toString()) as RawRecord;
const recordOf = (kept: Kept | undefined) => (kept ? parsed(kept.bytes) : undefined);
