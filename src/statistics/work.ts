import { LRUCache } from 'lru-cache';
import type { ReleaseTable } from '../release/table.js';
import { type Choice, type FormatName, formats } from './files.js';
import { type Entry, figureEntries } from './odata/model.js';
import { chosen, foundBy, type Query } from './odata/query.js';

// What is made of a release beside the server's own thread: a file of a large one takes half a second, in which nobody
// else would be answered.

/** What can be made. `text` is the release as the database gave it, and `id` what it is known by. */
export type Work =
  | { kind: 'file'; text: string; name: FormatName; choice: Choice }
  | { kind: 'page'; id: string; text: string; query: Query; from: number; size: number }
  | { kind: 'entry'; id: string; text: string; query: Query; key: string };

/** What each kind of work gives. Entries come as JSON, since an object for each would be made twice. */
export interface Made {
  file: Uint8Array;
  page: { texts: string; length: number; count: number };
  entry: string | null;
}

/** Releases whose entries are remembered, for whoever reads page after page. */
const remembered = new LRUCache<string, readonly Entry[]>({ max: 3 });

function entriesOf(id: string, text: string): readonly Entry[] {
  const known = remembered.get(id);
  if (known) return known;
  const entries = figureEntries(JSON.parse(text) as ReleaseTable);
  remembered.set(id, entries);
  return entries;
}

/** Entries as the inside of a JSON list, with the columns that were chosen. */
export const textsOf = (query: Query, entries: readonly Entry[]) =>
  entries.map((each) => JSON.stringify(chosen(query, each))).join(',');

/** Does a piece of work. */
export async function done(work: Work): Promise<Made[Work['kind']]> {
  if (work.kind === 'file')
    return formats[work.name].make(JSON.parse(work.text) as ReleaseTable, work.choice);
  const entries = entriesOf(work.id, work.text);
  if (work.kind === 'entry') {
    const entry = entries.find(({ Id }) => Id === work.key);
    return entry ? JSON.stringify(chosen(work.query, entry)) : null;
  }
  const found = foundBy(work.query, entries);
  const part = found.slice(work.from, work.from + work.size);
  return { texts: textsOf(work.query, part), length: part.length, count: found.length };
}
