import type { Readable } from 'node:stream';
import { StartError } from '../../../errors.js';

/** Why a package cannot be read at all, in one sentence for the person who gave it. */
export class PackageError extends StartError {
  override name = 'PackageError';
}

/** What an honest package never comes near; a zip of zeros reaches a ratio of a thousand. */
export const limits = {
  /** A directory of a hundred thousand services in pages of ten. */
  entries: 20_000,
  fileBytes: 1024 ** 3,
  totalBytes: 4 * 1024 ** 3,
  ratio: 200,
  /** Small files may compress as well as they like. */
  ratioFrom: 10 * 1024 ** 2,
  /** One value: a book has less. */
  valueBytes: 1024 ** 2,
  /** One object with everything in it: the largest organization of a country with all its services has less. */
  objectBytes: 32 * 1024 ** 2,
};

/** One file of a package; it is opened only when its turn comes, and never written to disk. */
export interface PackedFile {
  path: string;
  open(): Promise<Readable>;
}

/** Stands at the end of a value of which the rest was not read; no text has this noncharacter. */
export const cutMark = '\uFDD0cut\uFDD0';

/** Whether a value was longer than anybody may give, and is not there as a whole. */
export const isCut = (value: string) => value.endsWith(cutMark);

export const cutReason = `A value of more than ${limits.valueBytes / 1024 ** 2} MB was left out`;
