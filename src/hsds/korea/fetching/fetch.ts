import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ask, FetchError } from './ask.js';
import type { Address, Operation } from './sources.js';

export interface Fetching {
  /** The operator's own key of data.go.kr, as the portal shows it, encoded or not. */
  key: string;
  /** Where the answers are kept, a folder for each source. */
  folder: string;
  say(line: string): void;
  /** Milliseconds between two calls; the sources allow thirty a second. */
  between?: number;
  /** Milliseconds before a call that failed is made again. */
  waits?: number;
}

/** What was fetched of a source; `left` tells why not all of it. */
export interface Fetched {
  source: string;
  answers: number;
  left: string | null;
}

/** Stands beside the answers when all are there: the next time begins anew. */
const whole = '.whole';

/**
 * Fetches a source into its folder, an answer a file, as far as its quota lets: what is there is not asked again, so that
 * another day goes on where this one stopped.
 */
export async function fetchSource(address: Address, how: Fetching): Promise<Fetched> {
  const { source } = address.dataset;
  const folder = join(how.folder, source);
  await mkdir(folder, { recursive: true });
  const there = await readdir(folder);
  if (there.includes(whole)) await rm(folder, { recursive: true });
  await mkdir(join(folder, 'details'), { recursive: true });
  const visit = new Visit(address, folder, how);
  try {
    for (const operation of address.operations)
      if (operation.rows !== undefined) await visit.pages(operation, operation.rows);
      else await visit.each(operation);
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    return { source, answers: visit.answers, left: error.message };
  }
  if (visit.failed) return { source, answers: visit.answers, left: visit.failed };
  await writeFile(join(folder, whole), '');
  return { source, answers: visit.answers, left: null };
}

class Visit {
  answers = 0;
  /** The last record that could not be fetched, of those that others are fetched beside. */
  failed: string | null = null;
  private readonly ids = new Set<string>();

  constructor(
    private readonly address: Address,
    private readonly folder: string,
    private readonly how: Fetching,
  ) {}

  async pages({ path, parameters }: Operation, rows: number): Promise<void> {
    const { form, page, size } = this.address;
    for (let number = 1, last = 1; number <= last; number++) {
      const file = `${path}-${String(number).padStart(4, '0')}`;
      const asked = { ...parameters, [page]: String(number), [size]: String(rows) };
      const kept = await this.kept(`${file}.json-kept`);
      const found = kept ?? (await this.fetched(`${file}.${form}`, path, asked));
      if (!kept) await this.write(`${file}.json-kept`, Buffer.from(JSON.stringify(found)));
      last = Math.ceil(found.total / rows);
      for (const id of found.ids) this.ids.add(id);
      this.how.say(`${this.address.dataset.source}: ${path}, page ${number} of ${last}`);
    }
  }

  /** One answer for each record of the list; one that the source has not is no reason to leave out the others. */
  async each({ path, parameters, by = '' }: Operation): Promise<void> {
    const there = new Set(await readdir(join(this.folder, 'details')));
    let refused = 0;
    for (const id of this.ids) {
      // An id is a part of a file's name: what is none is never asked.
      if (!/^[\w-]{1,40}$/.test(id) || there.has(`${id}.xml`)) continue;
      try {
        await this.fetched(`details/${id}.${this.address.form}`, path, { ...parameters, [by]: id });
        refused = 0;
      } catch (error) {
        if (!(error instanceof FetchError) || error.kind !== 'other' || ++refused > 5) throw error;
        this.failed = error.message;
      }
    }
  }

  private async fetched(file: string, path: string, parameters: Record<string, string>) {
    const { base, keyIn, form, dataset } = this.address;
    // Whoever copied the encoded key would have it encoded twice.
    const key = /%[\dA-F]{2}/i.test(this.how.key) ? decodeURIComponent(this.how.key) : this.how.key;
    const query = new URLSearchParams({ ...parameters, ...(keyIn === 'query' ? { serviceKey: key } : {}) });
    const headers: Record<string, string> = keyIn === 'header' ? { authorization: `Infuser ${key}` } : {};
    const what = `${dataset.source}, ${path}`;
    const url = new URL(`${base}/${path}?${query}`);
    const { bytes, records, total } = await ask(url, headers, form, {
      what,
      key,
      waits: this.how.waits ?? 1000,
    });
    this.answers++;
    await this.write(file, bytes);
    await pause(this.how.between ?? 40);
    return { total, ids: records.map((each) => dataset.idOf(each)).filter(Boolean) };
  }

  /** A file is there whole or not at all, whenever this ends. */
  private async write(file: string, bytes: Buffer) {
    const path = join(this.folder, file);
    await writeFile(`${path}.part`, bytes);
    await rename(`${path}.part`, path);
  }

  private async kept(file: string): Promise<{ total: number; ids: string[] } | null> {
    const text = await readFile(join(this.folder, file), 'utf8').catch(() => null);
    return text === null ? null : JSON.parse(text);
  }
}
