import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importHsds } from '../../src/hsds/import/load.js';
import type { Finding } from '../../src/hsds/import/report.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

/*
 * Directories of other publishers, which are theirs and not in this repository: the output for ILAO of
 * openreferral/hsds-transformer, the sample of codeforamerica/ohana-api, and JSON of sfbrigade, each in a folder of
 * the one that HAMKKE_TEST_DIRECTORIES names.
 */
const root = process.env.HAMKKE_TEST_DIRECTORIES;
if (!root)
  console.warn('Directories of other publishers are not tested: HAMKKE_TEST_DIRECTORIES names none.');

const tables = ['ilao/spec/fixtures/custom/ilao/output', 'ohana/data/sample-csv'];
const documents = [
  'sf/211/sample.json',
  'sf/211/subset.json',
  'sf/apd/open_ref.json',
  'sf/linksf/linksf.json',
];

(root ? describe : describe.skip)('a directory of another publisher', () => {
  let database: TestDatabase;
  let sql: Sql;
  beforeAll(async () => {
    database = await freshDatabase('empty');
    sql = database.owner;
  });
  afterAll(() => database.drop());

  async function run(path: string) {
    const findings: Finding[] = [];
    const report = await importHsds(sql, path, {
      source: path,
      eachFinding: (finding) => void findings.push(finding),
    });
    for (const each of report.files)
      expect(each.read).toBe(each.inserted + each.updated + each.unchanged + each.merged + each.refused);
    expect(findings.filter(({ file, line, reason }) => !file || !(line > 0) || !reason)).toEqual([]);
    const again = await importHsds(sql, path, { source: path });
    expect(again.totals).toMatchObject({ inserted: 0, updated: 0 });
    return { report, findings };
  }

  test.each(tables)('%s goes in, each row of it or the reason', async (folder) => {
    const path = join(root!, folder);
    if (!existsSync(path)) return console.warn(`${path} is not there.`);
    const { report, findings } = await run(path);
    for (const file of readdirSync(path).filter((each) => each.endsWith('.csv'))) {
      // Counted by another reading of the file.
      const rows = parse(readFileSync(join(path, file)), {
        relax_column_count: true,
        skip_empty_lines: true,
      });
      const own = report.files.filter((each) => each.file === file);
      expect([file, Math.max(...own.map(({ read }) => read))]).toEqual([file, expect.any(Number)]);
      expect(Math.max(...own.map(({ read }) => read))).toBeGreaterThanOrEqual(rows.length - 1);
      const kept = own.reduce((sum, each) => sum + each.inserted + each.merged, 0);
      const refused = findings.filter((each) => each.file === file && each.kind === 'refused').length;
      expect(kept + refused).toBeGreaterThanOrEqual(rows.length - 1);
    }
  });

  test.each(documents)('%s goes in, and what it says otherwise than HSDS is told', async (file) => {
    const path = join(root!, file);
    if (!existsSync(path)) return console.warn(`${path} is not there.`);
    const { report } = await run(path);
    expect(report.totals.inserted).toBeGreaterThan(0);
    expect(report.leftOut.length).toBeGreaterThan(0);
  });
});
