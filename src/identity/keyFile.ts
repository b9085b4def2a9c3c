import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StartError } from '../errors.js';

/** The stored key's text; the first process to come writes it. @param what whose key it is, for whoever must mend it */
export async function keyFile(file: string, what: string, fresh: () => Promise<string>): Promise<string> {
  try {
    const present = await readFile(file, 'utf8').catch(unlessAbsent);
    if (present !== undefined) return present;
    await mkdir(dirname(file), { recursive: true });
    await writeOnce(file, await fresh());
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!code) throw error;
    throw new StartError(
      `${what} ${file} cannot be read or written (${code}): let the user who starts Hamkke own it and its directory.`,
    );
  }
}

function unlessAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

/** Writes the file whole or not at all; where another process was first, its file stays. */
async function writeOnce(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    // Unlike a rename, a link never replaces a key that another process already read.
    await link(draft, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
}
