import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from '../errors.js';

/**
 * A secret that the server makes by itself, outside production, and keeps in its data directory: the first process to
 * come writes it, all others read that one.
 *
 * @param what how a sentence about it begins, such as "The development issuer's key"
 */
export async function storedSecret(
  directory: string,
  name: string,
  what: string,
  fresh: () => Promise<string>,
): Promise<{ path: string; text: string }> {
  const path = join(directory, name);
  try {
    const present = await readFile(path, 'utf8').catch(unlessAbsent);
    if (present !== undefined) return { path, text: present };
    await mkdir(directory, { recursive: true });
    await writeOnce(path, await fresh());
    return { path, text: await readFile(path, 'utf8') };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!code) throw error;
    throw new StartError(
      `${what} ${path} cannot be read or written (${code}): let the user who starts Hamkke own it and its directory.`,
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
