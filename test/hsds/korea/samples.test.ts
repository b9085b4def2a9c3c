import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { getTableName } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ImportReport } from '../../../src/hsds/import/report.js';
import { order } from '../../../src/hsds/import/staging/tables.js';
import { resources } from '../../../src/hsds/resources.js';
import { folderOf, removePackages } from '../../catalogue/packages.js';
import { startApp } from '../../support/app.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { isLong } from '../../support/long.js';
import { official, validators } from '../official.js';
import { exported, objectOf } from '../package.js';
import { files } from './answers.js';
import { expectValidDocuments } from './documents.js';

// The command of an operator, on small directories that are invented; with HAMKKE_TEST_LONG on the samples of Korea's directories,
// where this checkout has them beside it.

const samples = join(process.cwd(), '../shared/data/korea');
const haveSamples = isLong && existsSync(samples);
if (isLong && !haveSamples)
  console.warn(`Korea's directories are not tested on samples: ${samples} is not there.`);

let database: TestDatabase;
let folder: string;
let first: ImportReport[];
beforeAll(async () => {
  database = await freshDatabase('empty');
  folder = haveSamples ? samples : await folderOf(files());
});
afterAll(async () => {
  await database?.drop();
  await removePackages();
});

const command = () =>
  spawn(process.execPath, ['dist/hsds/korea/command.js', folder, '--json', '--database', database.ownerUrl], {
    env: { PATH: process.env.PATH },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

const imported = async (): Promise<ImportReport[]> => {
  const run = command();
  const [out, wrong, [code]] = await Promise.all([text(run.stdout), text(run.stderr), once(run, 'close')]);
  expect([code, wrong]).toEqual([0, expect.any(String)]);
  return JSON.parse(out);
};

/** Every row of the catalogue with the time of its last change, and how many there are. */
async function catalogue() {
  const [found] = await database.owner.unsafe(
    `select count(*)::int as rows, md5(string_agg(line, e'\\n' order by line)) as digest
     from (${order.map((table) => `select t::text as line from ${getTableName(table)} t`).join(' union all ')}) each`,
  );
  return found as unknown as { rows: number; digest: string };
}

const waiting = async () => {
  const [found] = await database.owner`
    select count(*)::int as count from pg_locks l where not granted and relation = 'attributes'::regclass`;
  return found!.count as number;
};

test('an import that is killed leaves nothing half done, goes on when it is run again, and changes nothing later', async () => {
  const holder = await database.owner.reserve();
  await holder`begin`;
  // Its last large table: all others of the first directory are written then, and none of them is kept.
  await holder`lock table attributes in share mode`;
  const killed = command();
  const gone = once(killed, 'exit');
  await expect.poll(waiting, { timeout: 60_000 }).toBe(1);
  killed.kill('SIGKILL');
  expect(await gone).toEqual([null, 'SIGKILL']);
  await holder`rollback`;
  holder.release();
  first = await imported();
  expect(first[0]!.resumed).toBeGreaterThan(0);
  for (const { files, totals } of first) {
    expect(totals.updated).toBe(0);
    for (const each of [...files, totals])
      expect(each.read).toBe(each.inserted + each.unchanged + each.merged + each.refused);
  }
  const inserted = first.reduce((sum, { totals }) => sum + totals.inserted, 0);
  const before = await catalogue();
  expect(before.rows).toBe(inserted);
  for (const { source, totals } of await imported())
    expect([source, totals.inserted, totals.updated]).toEqual([source, 0, 0]);
  expect(await catalogue()).toEqual(before);
});

test.runIf(haveSamples)('the samples go in whole, and what their source masks stays hidden', async () => {
  const read = (entity: string) =>
    first.map(({ files }) =>
      files.filter((each) => each.entity === entity).reduce((sum, each) => sum + each.read, 0),
    );
  expect(read('services')).toEqual([472, 454, 263, 0]);
  const [found] = await database.owner`
    select count(*) filter (where confidential)::int as hidden, count(*) filter (where name like '%*%' and not confidential)::int as shown
    from organizations`;
  expect(found).toEqual({ hidden: 26, shown: 0 });
});

test.runIf(official)('what leaves again is valid HSDS 3.1, in documents and in a data package', async () => {
  const faultsOf = validators();
  const app = await startApp({ database });
  try {
    await expectValidDocuments(app, faultsOf);
  } finally {
    await app.stop();
  }
  const rows = await exported(database.owner);
  for (const it of resources.values())
    for (const row of rows[it.name]!) {
      const object = objectOf(it, row);
      expect([it.name, object, ...faultsOf[it.name]!(object)]).toEqual([it.name, object]);
    }
});
