import type { Desk, Publication, Refused, Told } from '../meaning/desk.js';
import type { RawRecord } from '../record.js';

/** What a record of a directory is: one of its list, or more of one that the list names. */
export type Role = 'list' | 'more' | 'conditions';

/** What other files say of a record of the list. */
export interface Beside {
  more?: RawRecord;
  conditions?: RawRecord;
}

/** One of Korea's directories: how its records are told, and what they become. */
export interface Dataset {
  /** Whose ids they are, as imports call it. */
  source: string;
  publication: Publication;
  /** What a record is; null where it is of another directory. */
  roleOf(record: RawRecord): Role | null;
  /** What it is known by in its directory; '' where it says nothing. */
  idOf(record: RawRecord): string;
  /** Fields that are read, or left aside on purpose; all others are told as left out. */
  fields: ReadonlySet<string>;
  convert(record: RawRecord, beside: Beside, desk: Desk): Told | Refused;
}

/** Counts of views and the envelope’s own fields say nothing of a service. */
export const fieldsOf = (...lists: string[]): ReadonlySet<string> =>
  new Set(lists.flatMap((each) => each.split(' ')));
