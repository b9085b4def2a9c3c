import type { Reader } from './readers.js';
import type { Stager } from './stager.js';

/** Records in a form of their own, which become objects of HSDS 3.x as they are read. */
export interface Converted {
  form: 'records';
  /** What reports call it. */
  path: string;
  /** Tells whether it would be read into the same rows as last time. */
  hash: string;
  /** Its records, in the same order each time. */
  items(): AsyncIterable<unknown>;
  reader(stager: Stager): Reader<never>;
}
