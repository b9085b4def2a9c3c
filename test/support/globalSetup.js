import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, realpathSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freshKeys } from '../../dist/uniqueid/keys.js';
import { folderInMemory } from './memory.js';
import { testServer } from './server.js';

// Plain JavaScript over dist/, which `npm test` builds first: Vitest runs this file before it transforms any.

/** One database server a run, started when the first test asks for a database: many files never do. */
export { default as teardown } from './globalTeardown.js';

export async function setup() {
  const prefix = `hamkke_test_${randomBytes(4).toString('hex')}`;
  const keys = await freshKeys();
  // What servers log and what tests write into databases that are gone by then: the end of the run looks through it.
  const left = mkdtempSync(join(realpathSync(tmpdir()), 'hamkke-test-left-'));
  // Where databases and tests write; what is read at the end stays on the disk, since all that a run wrote is in it.
  const memory = folderInMemory();
  if (memory) process.env.TMPDIR = memory;
  const server = testServer({ prefix, keys });
  const path = join(left, 'door');
  const door = await open(path, server);
  globalThis.hamkkeTestRun = { prefix, keys, left, memory, door, made: server.made };
  // Workers inherit the environment of this process.
  process.env.HAMKKE_TEST_DOOR = path;
  process.env.HAMKKE_TEST_PREFIX = prefix;
  process.env.HAMKKE_TEST_UNIQUE_ID_KEYS = keys;
  process.env.HAMKKE_TEST_LEFT = left;
}

/** Where workers ask for a database to clone: a socket in a folder that only this user can enter. */
async function open(path, server) {
  const door = createServer(async ({ url }, response) => {
    try {
      response.end(JSON.stringify(await (url === '/demo' ? server.demo() : server.empty())));
    } catch (error) {
      response.writeHead(500).end(String(error.stack ?? error));
    }
  });
  door.listen(path);
  await once(door, 'listening');
  door.unref();
  return door;
}
