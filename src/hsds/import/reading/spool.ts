import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { limits, PackageError } from './packed.js';

/**
 * Writes what comes on standard input into a file of its own: the list of a zip file's entries stands at its end, and
 * an import that was killed must know whether the same comes again.
 */
export async function spool(
  input: Readable,
  most = limits.fileBytes,
): Promise<{ path: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'hamkke-import-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  const path = join(folder, 'input');
  try {
    await pipeline(input, bounded(most), createWriteStream(path, { mode: 0o600 }));
  } catch (error) {
    await remove();
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC')
      throw new PackageError(`The disk is full: what comes on standard input is kept under ${tmpdir()}.`);
    throw error;
  }
  return { path, remove };
}

const bounded = (most: number) =>
  async function* (chunks: AsyncIterable<Buffer>) {
    let bytes = 0;
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > most)
        throw new PackageError(`Standard input is larger than ${most} bytes: too large for a directory.`);
      yield chunk;
    }
  };
