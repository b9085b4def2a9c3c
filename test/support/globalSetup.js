import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { migrate } from '../../dist/database/migrate.js';
import { loadDemo } from '../../dist/demo/load.js';
import { freshKeys, parseKeys } from '../../dist/uniqueid/keys.js';
import { UniqueIds } from '../../dist/uniqueid/uniqueIds.js';

// Plain JavaScript over dist/, which `npm test` builds first: Jest loads this file before any transform of its own.

/** One server a run, with two databases that tests clone: one migrated and empty, one with the demo data in it. */
export default async function setUp() {
  const given = process.env.HAMKKE_TEST_DATABASE_URL;
  const server = given ? { own: false, url: given, stop: async () => {} } : await startServer();
  const prefix = `hamkke_test_${randomBytes(4).toString('hex')}`;
  const keys = await freshKeys();
  // What servers log and what tests write into databases that are gone by then: the end of the run looks through it.
  const left = mkdtempSync(join(realpathSync(tmpdir()), 'hamkke-test-left-'));
  const run = { ...server, prefix, keys, left };
  const uniqueIds = new UniqueIds(parseKeys(keys, 'the keys of this run'), true);
  globalThis.hamkkeTestRun = run;
  try {
    const admin = postgres(run.url, { max: 1, onnotice: () => {} });
    try {
      if (!given) await hurry(admin);
      await template(admin, run.url, `${prefix}_empty`, null, () => {});
      await template(admin, run.url, `${prefix}_demo`, `${prefix}_empty`, (owner) =>
        loadDemo(owner, uniqueIds),
      );
      if (!given) process.env.HAMKKE_TEST_API_PASSWORD = await loginAsApi(admin);
    } finally {
      await admin.end({ timeout: 5 });
    }
  } catch (error) {
    await server.stop();
    for (const folder of [left, server.folder]) if (folder) removeFolder(folder);
    throw error;
  }
  // Workers inherit the environment of this process.
  process.env.HAMKKE_TEST_SERVER = run.url;
  process.env.HAMKKE_TEST_PREFIX = prefix;
  process.env.HAMKKE_TEST_UNIQUE_ID_KEYS = keys;
  process.env.HAMKKE_TEST_LEFT = left;
}

async function startServer() {
  const { startEmbedded } = await import('../../dist/database/embedded.js');
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'hamkke-test-'));
  // The database may run as another user, who has to pass through here.
  chmodSync(folder, 0o755);
  try {
    const embedded = await startEmbedded({ dataDirectory: folder, port: 0, log: () => {} });
    return { own: true, url: embedded.url, folder, stop: () => embedded.stop() };
  } catch (error) {
    removeFolder(folder);
    throw error;
  }
}

export const removeFolder = (folder) =>
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });

/** What is thrown away after the run need not survive a power cut. */
async function hurry(admin) {
  for (const [name, value] of [
    ['fsync', 'off'],
    ['synchronous_commit', 'off'],
    ['full_page_writes', 'off'],
    ['autovacuum', 'off'],
  ])
    await admin.unsafe(`alter system set ${name} = '${value}'`);
  await admin`select pg_reload_conf()`;
}

async function template(admin, url, name, source, fill) {
  await admin.unsafe(`create database ${name}${source ? ` template ${source}` : ''}`);
  const inside = new URL(url);
  inside.pathname = `/${name}`;
  const owner = postgres(inside.href, { max: 1, onnotice: () => {} });
  try {
    await migrate(owner);
    await fill(owner);
    await owner.unsafe('vacuum analyze');
  } finally {
    await owner.end({ timeout: 5 });
  }
}

/** The login that a server of ours gives to the API; on another server the owner becomes hamkke_api instead. */
async function loginAsApi(admin) {
  const password = randomBytes(16).toString('hex');
  await admin.unsafe(`alter role hamkke_api login password '${password}'`);
  return password;
}
