import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documents, packageFiles, withSnapshot, writeZip } from '../../src/hsds/export/export.js';
import { importHsds } from '../../src/hsds/import/load.js';
import { resources } from '../../src/hsds/resources.js';
import { removePackages } from '../catalogue/packages.js';
import { isThere, realDirectory } from '../catalogue/realDirectory.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { drawn } from '../support/drawn.js';
import { isLong } from '../support/long.js';
import { type Faults, official, officialFolder, validators } from './official.js';
import { exported, objectOf, type Row } from './package.js';
import { plant } from './planted.js';

let folder: string;
let faultsOf: Record<string, Faults>;
const made: TestDatabase[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hamkke-round-'));
  if (official) faultsOf = validators();
});
afterAll(async () => {
  for (const each of made) await each.drop();
  await rm(folder, { recursive: true, force: true });
  await removePackages();
});

async function database(data: 'demo' | 'empty'): Promise<Sql> {
  const one = await freshDatabase(data);
  made.push(one);
  return one.owner;
}

/** When a record changed is when it changed in its own store: that alone is another in the other one. */
const withoutTime = (row: Row | undefined) => ({ ...row, last_modified: null });

/** Exports one store and imports it into an empty one; both say the same, and nothing is refused or repaired. */
async function comesBack(sql: Sql, name: string, again = true): Promise<Record<string, Row[]>> {
  const file = join(folder, `${name}.zip`);
  await withSnapshot(sql, (at) => writeZip(packageFiles(at), createWriteStream(file)));
  const other = await database('empty');
  const report = await importHsds(other, file);
  const out = await exported(sql);
  // What is the profile's becomes columns again; nothing else is changed, and nothing is left behind.
  const changed = report.findings.filter(
    ({ kind, reason }) => kind !== 'noted' && !/Korean profile/.test(reason),
  );
  expect(changed).toEqual([]);
  const back = await exported(other);
  for (const [object, rows] of Object.entries(out)) {
    const came = back[object]!.map((row) => JSON.stringify(withoutTime(row)));
    const went = rows.map((row) => JSON.stringify(withoutTime(row)));
    const at = went.findIndex((each, place) => each !== came[place]);
    expect([object, at, went[at], came.length]).toEqual([object, -1, came[at], went.length]);
  }
  if (again)
    expect((await importHsds(other, file)).totals).toMatchObject({ inserted: 0, updated: 0, refused: 0 });
  return out;
}

/** Every row is one that the official schemas allow. */
function valid(rows: Record<string, Row[]>) {
  const faults = [...resources.values()].flatMap((it) =>
    rows[it.name]!.flatMap((row) => {
      const object: Record<string, unknown> = objectOf(it, row);
      // In a table a capacity names its unit, which in a document stands inside of it.
      if (it.name === 'service_capacity') object.unit = { id: object.unit_id, name: '' };
      return faultsOf[it.name]!(object).map((fault) => [it.name, row.id, fault]);
    }),
  );
  expect(faults).toEqual([]);
}

const examples = [
  'service_full.json',
  'organization_full.json',
  'service_at_location_full.json',
  'service_list.json',
  'organization_list.json',
  'service_at_location_list.json',
  'taxonomy_list.json',
  'taxonomy_term_list.json',
  'csv',
].map((name) => ({ name }));

describe('what goes out comes in again unchanged', () => {
  test('of the demo, with every text that HSDS has no place for', async () => {
    const sql = await database('demo');
    await plant(sql, { word: 'not so, "it" is', confidential: false, owners: {} });
    await comesBack(sql, 'demo');
  });

  test.skipIf(!official).each(drawn(examples, ['organization_full.json', 'csv'], 1))(
    'of the official example $name, and it is valid',
    async ({ name: example }) => {
      const sql = await database('empty');
      await importHsds(sql, join(officialFolder, 'examples', example));
      valid(await comesBack(sql, example));
    },
  );

  test.skipIf(!isThere)(
    'of a real city’s directory',
    async () => {
      const sql = await database('empty');
      await importHsds(sql, await realDirectory());
      // Of the whole a third time takes long, and is the same as for the others.
      const rows = await comesBack(sql, 'miami', !isLong);
      if (!official) return;
      valid(rows);
      await withSnapshot(sql, async (at) => {
        for (const list of ['service', 'organization', 'service_at_location'] as const) {
          let left = 100;
          for await (const line of documents(at, list)) {
            const document = JSON.parse(line);
            expect([document, ...faultsOf[list]!(document)]).toEqual([document]);
            if (--left === 0) break;
          }
        }
      });
    },
    600_000,
  );
});
