import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.js';
import { StartError } from '../errors.js';
import { keyFile } from '../identity/keyFile.js';

/** What registration numbers are sealed with, newest first, and what they are looked up by. Key objects never print. */
export interface UniqueIdKeys {
  encryption: readonly { id: string; key: KeyObject }[];
  index: KeyObject;
}

const keyBytes = 32;
const file = 'unique-id-keys.json';
const setting = 'HAMKKE_UNIQUE_ID_KEYS';

/**
 * Reads the keys of registration numbers: from the configured file, or outside production from one of our own in the
 * data directory, which is made when it is not there. Null in production without a file.
 */
export async function uniqueIdKeys(
  config: Pick<Config, 'mode' | 'dataDirectory' | 'uniqueIdKeys'>,
): Promise<UniqueIdKeys | null> {
  const { uniqueIdKeys: path } = config;
  if (path !== null) return parseKeys(await given(path), `${path} (${setting})`);
  if (config.mode === 'production') return null;
  const own = join(config.dataDirectory, file);
  return parseKeys(await keyFile(own, 'The key file of registration numbers', freshKeys), own);
}

/** The text of a key file with new keys, as development and tests have them. */
export const freshKeys = async () =>
  // An id of its own: a file that was lost is another file, and not the same with wrong keys.
  `${JSON.stringify({ encryption: [{ id: `made-${randomBytes(4).toString('hex')}`, key: newKey() }], index: newKey() }, null, 2)}\n`;

const newKey = () => randomBytes(keyBytes).toString('base64');

async function given(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StartError(
      `The file ${path} that ${setting} names cannot be read (${code}): see that it is there and that the user who starts Hamkke may read it.`,
    );
  }
}

/** The keys in the text of a key file; throws a StartError that names the first fault, and no key. */
export function parseKeys(text: string, path: string): UniqueIdKeys {
  const fault = (what: string): never => {
    throw new StartError(`The keys of registration numbers in ${path} cannot be used: ${what}.`);
  };
  const { encryption, index } = object(text) ?? fault('the file is no JSON object');
  if (!Array.isArray(encryption) || encryption.length === 0)
    fault('"encryption" must be a list of keys, the newest first');
  const keys = (encryption as unknown[]).map((each, place) => {
    const { id, key } = (each ?? {}) as Record<string, unknown>;
    if (typeof id !== 'string' || !/^[A-Za-z0-9._-]{1,40}$/.test(id))
      return fault(
        `the id of encryption key ${place + 1} must be 1 to 40 letters, digits, dots, hyphens or underscores`,
      );
    return { id, bytes: bytesOf(key) ?? fault(`the encryption key "${id}" must be 32 bytes in base64`) };
  });
  const indexBytes = bytesOf(index) ?? fault('the key "index" must be 32 bytes in base64');
  keys.forEach(({ id, bytes }, place) => {
    const earlier = keys.slice(0, place);
    if (earlier.some((each) => each.id === id)) fault(`the key id "${id}" is there twice`);
    const same = earlier.find((each) => each.bytes.equals(bytes));
    if (same) fault(`the encryption keys "${same.id}" and "${id}" are the same key`);
    if (indexBytes.equals(bytes)) fault(`the key "index" must not be the encryption key "${id}"`);
  });
  return {
    encryption: keys.map(({ id, bytes }) => ({ id, key: createSecretKey(bytes) })),
    index: createSecretKey(indexBytes),
  };
}

function object(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** Node reads whatever it can of bad base64: what was read must be what was written. */
function bytesOf(text: unknown): Buffer | null {
  if (typeof text !== 'string') return null;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === keyBytes && bytes.toString('base64') === text ? bytes : null;
}
