import type { Readable } from 'node:stream';
import { StartError } from '../../errors.js';

/** Why a package cannot be read at all, in one sentence for the person who gave it. */
export class PackageError extends StartError {
  override name = 'PackageError';
}

/** What an honest package never comes near; a zip of zeros reaches a ratio of a thousand. */
export const limits = {
  entries: 500,
  fileBytes: 1024 ** 3,
  totalBytes: 4 * 1024 ** 3,
  ratio: 200,
  /** Small files may compress as well as they like. */
  ratioFrom: 10 * 1024 ** 2,
};

/** One file of a package; it is opened only when its turn comes, and never written to disk. */
export interface PackedFile {
  path: string;
  open(): Promise<Readable>;
}
