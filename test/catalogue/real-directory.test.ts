import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importHsds, loadDirectory } from '../../src/hsds/import/load.js';
import type { Finding, ImportReport } from '../../src/hsds/import/report.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { isLong } from '../support/long.js';
import { removePackages } from './packages.js';
import { isThere, realDirectory } from './realDirectory.js';

/** How many lines of it there are, and what is said of how many: of all of it, and of the sample. */
const whole = {
  inserted: {
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
  },
  withoutOrganization: 447,
  gotOrganization: 2568,
  keptWithout: 447,
  eligibilities: 2244,
};
const sample: typeof whole = {
  inserted: {
    'organizations.csv organizations': 192,
    'services.csv services': 256,
    'locations.csv locations': 256,
    'services_at_location.csv services_at_location': 256,
    'contacts.csv contacts': 253,
    'contacts.csv phones': 154,
    'phones.csv phones': 256,
    'physical_addresses.csv addresses': 255,
    'regular_schedules.csv schedules': 683,
    'languages.csv languages': 580,
    'accessibility_for_disabilities.csv accessibilities': 100,
    'taxonomy.csv taxonomies': 1,
    'taxonomy.csv taxonomy_terms': 1991,
    'services_taxonomy.csv attributes': 1141,
    'eligibility.csv services': 0,
  },
  withoutOrganization: 21,
  gotOrganization: 161,
  keptWithout: 21,
  eligibilities: 141,
};
const counts = isLong ? whole : sample;

(isThere ? describe : describe.skip)('the real directory', () => {
  let file: string;
  let sql: Sql;
  let database: TestDatabase;
  let report: ImportReport;
  beforeAll(async () => {
    file = await realDirectory();
    database = await freshDatabase('empty');
    sql = database.owner;
  });
  afterAll(async () => {
    await database?.drop();
    await removePackages();
  });

  test('goes in whole', async () => {
    const listed: Record<Finding['kind'], number> = { refused: 0, merged: 0, repaired: 0, noted: 0 };
    const eachFinding = ({ kind }: Finding) => {
      listed[kind]++;
    };
    report = await importHsds(sql, file, { eachFinding });
    const inserted = Object.fromEntries(
      report.files.map((each) => [`${each.file.replace('data/', '')} ${each.entity}`, each.inserted]),
    );
    expect(inserted).toEqual(counts.inserted);
    for (const each of [...report.files, report.totals])
      expect(each.read).toBe(each.inserted + each.updated + each.unchanged + each.merged + each.refused);
    const counted = (reason: RegExp) => report.findings.find((each) => reason.test(each.reason))?.count;
    expect(counted(/^A service of an organization that is not there/)).toBe(counts.withoutOrganization);
    expect(counted(/^A location .* got the organization of the service/)).toBe(counts.gotOrganization);
    expect(counted(/^A location .* kept without/)).toBe(counts.keptWithout);
    expect(counted(/^An eligibility that names no service/)).toBe(counts.eligibilities);
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
