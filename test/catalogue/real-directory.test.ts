import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importHsds, loadDirectory } from '../../src/hsds/import/load.js';
import type { Finding, ImportReport } from '../../src/hsds/import/report.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

const usual = new URL('../../../shared/data/open211-miami-hsds-2.zip', import.meta.url);
const file = process.env.HAMKKE_DIRECTORY_FILE ?? fileURLToPath(usual);
const missing = !existsSync(file);
if (missing) console.warn(`The real directory is not tested: ${file} is not there.`);

(missing ? describe.skip : describe)('the real directory', () => {
  let sql: Sql;
  let database: TestDatabase;
  let report: ImportReport;
  beforeAll(async () => {
    database = await freshDatabase('empty');
    sql = database.owner;
  });
  afterAll(() => database.drop());

  test('goes in whole', async () => {
    const listed: Record<Finding['kind'], number> = { refused: 0, merged: 0, repaired: 0, noted: 0 };
    const eachFinding = ({ kind }: Finding) => {
      listed[kind]++;
    };
    report = await importHsds(sql, file, { eachFinding });
    const inserted = Object.fromEntries(
      report.files.map((each) => [`${each.file.replace('data/', '')} ${each.entity}`, each.inserted]),
    );
    expect(inserted).toEqual({
      'organizations.csv organizations': 1074,
      'services.csv services': 4089,
      'locations.csv locations': 4089,
      'services_at_location.csv services_at_location': 4089,
      'contacts.csv contacts': 4057,
      'contacts.csv phones': 2550,
      'phones.csv phones': 4067,
      'physical_addresses.csv addresses': 4059,
      'regular_schedules.csv schedules': 11350,
      'languages.csv languages': 9357,
      'accessibility_for_disabilities.csv accessibilities': 1620,
      'taxonomy.csv taxonomies': 1,
      'taxonomy.csv taxonomy_terms': 1991,
      'services_taxonomy.csv attributes': 17104,
      'eligibility.csv services': 0,
    });
    for (const each of [...report.files, report.totals])
      expect(each.read).toBe(each.inserted + each.updated + each.unchanged + each.merged + each.refused);
    const counted = (reason: RegExp) => report.findings.find((each) => reason.test(each.reason))?.count;
    expect(counted(/^A service of an organization that is not there/)).toBe(447);
    expect(counted(/^A location .* got the organization of the service/)).toBe(2568);
    expect(counted(/^A location .* kept without/)).toBe(447);
    expect(counted(/^An eligibility that names no service/)).toBe(2244);
    for (const kind of ['refused', 'merged', 'repaired', 'noted'] as const)
      expect(
        report.findings.filter((each) => each.kind === kind).reduce((sum, each) => sum + each.count, 0),
      ).toBe(listed[kind]);
  });

  test('goes in again without a change', async () => {
    const lines: string[] = [];
    const again = await loadDirectory(sql, file, (line) => lines.push(line));
    expect(again.totals).toMatchObject({ inserted: 0, updated: 0, unchanged: report.totals.inserted });
    expect(lines).toHaveLength(2);
  });
});
