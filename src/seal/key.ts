import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.js';
import { StartError } from '../errors.js';
import { keyFile } from '../identity/keyFile.js';

/** What signs the heads of the access log. */
export interface LogKey {
  id: string;
  privateKey: KeyObject;
}

/** A key's name in the heads that it signed: the beginning of the hash of its public half. */
export const keyIdOf = (key: KeyObject) =>
  createHash('sha256')
    .update(publicOf(key).export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16);

const publicOf = (key: KeyObject) => (key.type === 'private' ? createPublicKey(key) : key);

type Place = Pick<Config, 'logKeyFile' | 'dataDirectory'>;
const fileOf = ({ logKeyFile, dataDirectory }: Place) =>
  logKeyFile ?? join(dataDirectory, 'development-log-key.pem');

/** The configured key; outside production, without one, a key that stays in the data directory. */
export async function logKey(config: Place): Promise<LogKey> {
  const file = fileOf(config);
  // Whoever gave the setting knows the file by it.
  const name = config.logKeyFile ? `${file} (HAMKKE_LOG_KEY_FILE)` : file;
  const pem = config.logKeyFile
    ? await readPem(file, name)
    : await keyFile(file, 'The key of the access log', async () => freshKey());
  const privateKey = parse(pem, name, createPrivateKey);
  return { id: keyIdOf(privateKey), privateKey };
}

const block = /-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g;

/** The public keys of PEM files by their id: a file may hold several, as there are after a key was replaced. */
export async function publicKeys(files: readonly string[]): Promise<Map<string, KeyObject>> {
  const keys = new Map<string, KeyObject>();
  for (const file of files) {
    const found = (await readPem(file)).match(block) ?? [];
    if (found.length === 0) throw notEd25519(file, 'public');
    for (const pem of found) {
      const key = parse(pem, file, createPublicKey);
      keys.set(keyIdOf(key), key);
    }
  }
  return keys;
}

/** The public half of the key that this configuration signs with; whoever only checks makes none. */
export async function ownPublicKey(config: Place): Promise<Map<string, KeyObject>> {
  const file = fileOf(config);
  const key = createPublicKey(parse(await readPem(file), file, createPrivateKey));
  return new Map([[keyIdOf(key), key]]);
}

const freshKey = () =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

async function readPem(file: string, name = file): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StartError(`The key of the access log ${name} cannot be read (${code}).`);
  }
}

function parse(pem: string, file: string, read: (pem: string) => KeyObject): KeyObject {
  const kind = read === createPublicKey ? 'public' : 'private';
  try {
    const key = read(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {}
  throw notEd25519(file, kind);
}

const notEd25519 = (file: string, kind: string) =>
  new StartError(`The key of the access log ${file} is no Ed25519 ${kind} key in PEM.`);
