import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { removeFolder } from './folders.js';

// The database server of a run. Plain JavaScript over dist/, which `npm test` builds first.

/**
 * The server and the databases that tests clone, each made when a test first asks for it: `empty` is migrated, `demo` has
 * the demo data as well.
 */
export function testServer({ prefix, keys }) {
  const made = new Map();
  const once = (name, make) => {
    if (!made.has(name)) made.set(name, make());
    return made.get(name);
  };
  const server = () => once('server', start);
  const empty = () =>
    once('empty', async () => {
      const { url, own } = await server();
      await template(url, `${prefix}_empty`, null, migrated);
      // On another server the owner becomes hamkke_api instead.
      return { url, apiPassword: own ? await loginAsApi(url) : null };
    });
  const demo = () =>
    once('demo', async () => {
      const prepared = await empty();
      await template(prepared.url, `${prefix}_demo`, `${prefix}_empty`, (owner) => demoLoaded(owner, keys));
      return prepared;
    });
  return { empty, demo, made };
}

async function start() {
  const given = process.env.HAMKKE_TEST_DATABASE_URL;
  if (given) return { own: false, url: given, stop: async () => {} };
  const { startEmbedded } = await import('../../dist/database/embedded.js');
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'hamkke-test-'));
  // The database may run as another user, who has to pass through here.
  chmodSync(folder, 0o755);
  try {
    const { url, stop } = await startEmbedded({ dataDirectory: folder, port: 0, log: () => {} });
    await within(url, hurry);
    return { own: true, url, folder, stop };
  } catch (error) {
    removeFolder(folder);
    throw error;
  }
}

/** What is thrown away after the run need not survive a power cut. */
async function hurry(admin) {
  for (const [name, value] of [
    ['fsync', 'off'],
    ['synchronous_commit', 'off'],
    ['full_page_writes', 'off'],
    ['autovacuum', 'off'],
    // It lies in memory, where there is enough.
    ['max_wal_size', '256MB'],
  ])
    await admin.unsafe(`alter system set ${name} = '${value}'`);
  await admin`select pg_reload_conf()`;
}

async function template(url, name, source, fill) {
  const from = source ? ` template ${source}` : '';
  await within(url, (admin) => admin.unsafe(`create database ${name}${from}`));
  const inside = new URL(url);
  inside.pathname = `/${name}`;
  await within(inside.href, async (owner) => {
    await fill(owner);
    await owner.unsafe('vacuum analyze');
  });
}

async function migrated(owner) {
  const { migrate } = await import('../../dist/database/migrate.js');
  await migrate(owner);
}

async function demoLoaded(owner, keys) {
  const { loadDemo } = await import('../../dist/demo/load.js');
  const { parseKeys } = await import('../../dist/uniqueid/keys.js');
  const { UniqueIds } = await import('../../dist/uniqueid/uniqueIds.js');
  await loadDemo(owner, new UniqueIds(parseKeys(keys, 'the keys of this run'), true));
  // Every server of a clone would count the same changes beside what its test asks.
  const { countAll } = await import('../../dist/fact/rebuild.js');
  await countAll(owner);
}

/** The login that a server of ours gives to the API. */
async function loginAsApi(url) {
  const password = randomBytes(16).toString('hex');
  await within(url, (admin) => admin.unsafe(`alter role hamkke_api login password '${password}'`));
  return password;
}

/** Runs some work as the owner of a database. */
export async function within(url, work) {
  const owner = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await work(owner);
  } finally {
    await owner.end({ timeout: 5 });
  }
}
