import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importHsds } from '../../src/hsds/import/load.js';
import type { Finding, ImportReport } from '../../src/hsds/import/report.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { folderOf, removePackages, small, zipOf } from './packages.js';

afterAll(removePackages);

let database: TestDatabase;
let sql: Sql;

/** Every test imports under a source of its own, so that none sees another's rows. */
let at = 0;
const nextSource = () => `source-${at++}`;

const fileOfReport = (report: ImportReport, file: string, entity?: string) =>
  report.files.find((each) => each.file.endsWith(file) && (!entity || each.entity === entity))!;
const reasons = (report: ImportReport, kind: Finding['kind'], file = '') =>
  report.findings.filter((each) => each.kind === kind && each.file.includes(file)).map((each) => each.reason);

function expectSums(report: ImportReport) {
  for (const each of [...report.files, report.totals])
    expect(each.read).toBe(each.inserted + each.updated + each.unchanged + each.merged + each.refused);
}

async function run(files: Record<string, string>, source = nextSource()) {
  const report = await importHsds(sql, await folderOf(small(files)), { source });
  expectSums(report);
  return report;
}

const everything = () => sql`
  select 'organizations' as t, id, last_modified, row_to_json(o)::text as row from organizations o
  union all select 'services', id, last_modified, row_to_json(o)::text from services o
  union all select 'schedules', id, last_modified, row_to_json(o)::text from schedules o
  union all select 'locations', id, last_modified, row_to_json(o)::text from locations o order by 1, 2`;

beforeAll(async () => {
  database = await freshDatabase('empty');
  sql = database.owner;
});
afterAll(() => database.drop());

describe('an import', () => {
  test('takes a package in, and taking it again changes nothing', async () => {
    const source = nextSource();
    const zip = await zipOf(small());
    const first = await importHsds(sql, zip, { source });
    expectSums(first);
    expect(first.totals).toMatchObject({ read: 6, inserted: 6, refused: 0 });
    const before = await everything();
    const second = await importHsds(sql, zip, { source });
    expectSums(second);
    expect(second.totals).toMatchObject({ read: 6, unchanged: 6, inserted: 0, updated: 0 });
    expect(await everything()).toEqual(before);
    const [service] = await sql`
      select s.description, o.website, o.search_text as theirs, s.search_text as ours
      from services s join organizations o on o.id = s.organization_id where s.name = '주거 상담'`;
    expect(service).toMatchObject({ description: 'Help with rent', website: 'http://www.example.org' });
    expect(service!.ours).toContain(service!.theirs);
    const [schedule] = await sql`select * from schedules`;
    expect(schedule).toMatchObject({
      freq: 'WEEKLY',
      byday: 'MO',
      opens_at: '09:00:00',
      closes_at: '17:30:00',
    });
  });

  test('updates the row that changed and no other', async () => {
    const source = nextSource();
    await run({}, source);
    const changed = small()['data/services.csv']!.toString().replace('Food', 'Food bank');
    const report = await run({ 'data/services.csv': changed }, source);
    expect(report.totals).toMatchObject({ updated: 1, unchanged: 5, inserted: 0 });
  });

  test('leaves what the package says nothing of, and what an editor knows better', async () => {
    const source = nextSource();
    const services = 'id,name,status\ns9,Editor’s service,\n';
    const first = await run({ 'data/services.csv': services }, source);
    expect(reasons(first, 'repaired', 'services.csv')).toEqual([expect.stringMatching(/blank status/)]);
    const edited = sql`update services set status = 'INACTIVE', wait_time = 'a week', need_domain = 'HOUSING'
      where name like 'Editor%' returning id`;
    expect(await edited).toHaveLength(1);
    await run({ 'data/services.csv': services }, source);
    expect(await sql`select status, wait_time, need_domain from services where name like 'Editor%'`).toEqual([
      { status: 'INACTIVE', wait_time: 'a week', need_domain: 'HOUSING' },
    ]);
  });

  test('keeps nothing when it fails in the middle, or is only a trial', async () => {
    const before = await everything();
    const broken = small({ 'data/taxonomy.csv': 'id,name\n1,"never closed\n' });
    await expect(importHsds(sql, await folderOf(broken), { source: nextSource() })).rejects.toThrow(
      /taxonomy/,
    );
    const failing = {
      source: nextSource(),
      eachFinding: () => Promise.reject(new Error('The disk is full')),
    };
    await expect(importHsds(sql, await folderOf(small()), failing)).rejects.toThrow('The disk is full');
    const tried = await importHsds(sql, await folderOf(small()), { source: nextSource(), dryRun: true });
    expect(tried).toMatchObject({ dryRun: true, totals: { inserted: 6 } });
    expect(await everything()).toEqual(before);
  });

  test('recovers a location’s organization through its service, and keeps the rest without', async () => {
    const report = await run({
      'data/services.csv': 'id,organization_id,name\ns1,o1,A\ns2,gone,B\n',
      'data/locations.csv': 'id,organization_id,name\nl1,gone,Recovered\nl2,gone,Kept\n',
      'data/services_at_location.csv': 'id,service_id,location_id\n1,s1,l1\n2,s2,l2\n3,s1,nowhere\n',
    });
    expect(reasons(report, 'repaired', 'locations.csv')).toEqual([
      'A location of an organization that is not there got the organization of the service at it',
      'A location of an organization that is not there was kept without one',
    ]);
    expect(reasons(report, 'repaired', 'services.csv')).toContain(
      'A service of an organization that is not there was kept without one',
    );
    expect(reasons(report, 'refused')).toEqual(['A service at a location whose location is not there']);
    const found = await sql`
      select l.name, o.name as organization from locations l left join organizations o on o.id = organization_id
      where l.name in ('Recovered', 'Kept') order by 1`;
    expect(found).toMatchObject([{ organization: null }, { organization: '용산종합사회복지관' }]);
  });

  test('completes a contact’s half number from its service’s phone, or refuses it', async () => {
    const report = await run({
      'data/contacts.csv':
        'id,service_id,name,phone_number,phone_areacode,phone_extension\n1,s1,Ann,4841,305,9\n2,s1,Ben,1111,305,\n3,s1,Cho,2534841,305,\n4,s1,,,,\n5,gone,Eve,,,\n',
      'data/phones.csv': 'id,service_id,number\n1,s1,305-253-4841 x12\n2,s1,\n3,,02-120\n',
    });
    expect(fileOfReport(report, 'contacts.csv', 'contacts')).toMatchObject({
      read: 5,
      inserted: 3,
      refused: 2,
    });
    expect(fileOfReport(report, 'contacts.csv', 'phones')).toMatchObject({
      read: 3,
      inserted: 2,
      refused: 1,
    });
    expect(fileOfReport(report, 'phones.csv')).toMatchObject({ read: 3, inserted: 1, refused: 2 });
    expect(
      await sql`select number, extension, c.name from phones p left join contacts c on c.id = contact_id order by 3`,
    ).toEqual([
      { number: '305-253-4841', extension: '9', name: 'Ann' },
      { number: '305-253-4841', extension: null, name: 'Cho' },
      { number: '305-253-4841', extension: '12', name: null },
    ]);
  });

  test('joins eligibility to its service and refuses what names none', async () => {
    const report = await run({
      'data/eligibility.csv':
        'id,service_id,eligibility\n,s1,Over 65\n,s1,Living alone\n,,Nobody’s\n,gone,Gone\n,s2,\n',
    });
    expect(fileOfReport(report, 'eligibility.csv')).toMatchObject({ read: 5, merged: 2, refused: 3 });
    expect(
      await sql`select from services where eligibility_description = e'Over 65\nLiving alone'`,
    ).toHaveLength(1);
  });

  test('takes a term once for a service, a vocabulary once, and breaks circles', async () => {
    const source = nextSource();
    const files = {
      'data/taxonomy.csv':
        'id,name,parent_id,vocabulary,taxonomy_facet\nA,Top,,AIRS,x\nB,Below,A,AIRS,\nC,Lost,Z,AIRS,\nD,Round,E,AIRS,\nE,Round,D,AIRS,\nB,Below,A,,\nA,Other,,AIRS,\n',
      'data/services_taxonomy.csv': 'id,service_id,taxonomy_id\n1,s1,B\n1-2,s1,B\n2,s1,Z\n3,gone,B\n',
    };
    const report = await run(files, source);
    expect(fileOfReport(report, 'taxonomy.csv', 'taxonomies')).toMatchObject({ read: 1, inserted: 1 });
    expect(fileOfReport(report, 'taxonomy.csv', 'taxonomy_terms')).toMatchObject({
      read: 7,
      inserted: 5,
      merged: 1,
      refused: 1,
      repaired: 3,
    });
    expect(fileOfReport(report, 'services_taxonomy.csv')).toMatchObject({
      inserted: 1,
      merged: 1,
      refused: 2,
    });
    expect(report.leftOut).toEqual([{ file: 'data/taxonomy.csv', column: 'taxonomy_facet', values: 1 }]);
    expect((await run(files, source)).totals).toMatchObject({ inserted: 0, updated: 0 });
  });

  test('tells rows with one id apart, drops empty ones, and says what uneven ones are', async () => {
    const report = await run({
      'data/languages.csv': 'id,service_id,language\n7,s1,Korean\n7,s1,English\n7,s1,English\n8,s1,\n9,s1\n',
      'data/accessibility_for_disabilities.csv':
        'id,location_id,accessibility\n7,l1,Ramp\n7,l1,Lift\n8,l1,\n9,gone,Ramp\n',
    });
    expect(fileOfReport(report, 'languages.csv')).toMatchObject({ inserted: 2, merged: 1, refused: 2 });
    expect(fileOfReport(report, 'accessibility_for_disabilities.csv')).toMatchObject({
      inserted: 2,
      refused: 2,
      repaired: 2,
    });
    expect(reasons(report, 'refused', 'languages')).toContain(
      'A row with more or fewer values than the first line has columns',
    );
  });

  test('mends addresses, coordinates and times, and names files that have no place', async () => {
    const report = await run({
      'data/physical_addresses.csv':
        'id,location_id,address_1,city,state_province,postal_code,country,address_2\n1,l1,1 Main St,Miami,FL ,33157,   ,\n2,l1,,Miami,FL,33157,US,PO Box 1\n3,l1,,Seoul,,,KR,\n4,l1,,,,,,\n5,gone,1 A St,B,FL,33157,US,\n',
      'data/locations.csv': 'id,name,latitude,longitude\nl1,Nowhere,0,0\nl2,Beyond,91,12\nl3,,,\n',
      'data/regular_schedules.csv':
        'service_id,weekday,opens_at,closes_at\ns1,Monday,24 hours,\ns1,Tuesday,4:00pm,12:00am\ns1,Friday,8:00,5pm\n',
      'data/programs.csv': 'id,name\n1,A\n2,B\n',
      'data/funding.csv': 'id,organization_id,source\n1,o1,City\n2,,Nobody\n',
      'data/service_areas.csv': 'id,service_id,service_area\n1,s1,Yongsan\n2,gone,Mapo\n',
      'data/required_documents.csv': 'id,service_id,document\n1,s1,Identity card\n2,s1,\n',
      'data/holiday_schedules.csv': 'id,service_id,closed\n1,s1,true\n',
      'data/notes.csv': 'x\n1\n',
    });
    expect(fileOfReport(report, 'physical_addresses.csv')).toMatchObject({
      inserted: 3,
      refused: 2,
      repaired: 2,
    });
    expect(reasons(report, 'noted', 'addresses')).toHaveLength(1);
    expect(
      await sql`select from locations where name in ('Nowhere', 'Beyond') and latitude is null`,
    ).toHaveLength(2);
    expect(fileOfReport(report, 'programs.csv')).toMatchObject({ inserted: 2, refused: 0 });
    for (const file of ['funding.csv', 'service_areas.csv', 'required_documents.csv'])
      expect(fileOfReport(report, file)).toMatchObject({ inserted: 1, refused: 1 });
    expect(fileOfReport(report, 'holiday_schedules.csv')).toMatchObject({ read: 1, refused: 1 });
    expect(report.leftOut).toContainEqual({ file: 'data/notes.csv', column: null, values: 0 });
    const times = await sql`select byday, opens_at, closes_at, description from schedules
      where description is null or description = 'Friday, 8:00 – 5pm' order by day_order`;
    expect([...times]).toEqual([
      { byday: 'MO', opens_at: '00:00:00', closes_at: '24:00:00', description: null },
      { byday: 'TU', opens_at: '16:00:00', closes_at: '24:00:00', description: null },
      { byday: null, opens_at: null, closes_at: null, description: 'Friday, 8:00 – 5pm' },
    ]);
  });
});

describe('a confidential place', () => {
  const phone = { 'data/phones.csv': 'id,location_id,number\n1,l1,02-555-0001\n' };

  test('stays confidential, and so is whatever a later import adds to it', async () => {
    const source = nextSource();
    await run({}, source);
    const [location] = await sql`update locations set confidential = true
      where id = (select location_id from services_at_location order by last_modified desc limit 1) returning id`;
    await run({ ...phone, 'data/locations.csv': 'id,organization_id,name\nl1,o1,Renamed office\n' }, source);
    expect(await sql`select confidential, name from locations where id = ${location!.id}`).toEqual([
      { confidential: true, name: 'Renamed office' },
    ]);
    expect(await sql`select confidential from phones where location_id = ${location!.id}`).toEqual([
      { confidential: true },
    ]);
  });

  test('is told by an address that says so', async () => {
    const source = nextSource();
    const files = {
      ...phone,
      'data/physical_addresses.csv': 'id,location_id,address_1,city\n1,l1,Confidential,Seoul\n',
      'data/locations.csv': 'id,name\nl1,Hidden house\nl2,Open house\n',
    };
    const report = await run(files, source);
    expect(reasons(report, 'repaired', 'addresses')).toEqual([expect.stringMatching(/confidential/)]);
    expect(
      await sql`select l.name, l.confidential, p.confidential as phone, a.confidential as address from locations l
        left join phones p on p.location_id = l.id left join addresses a on a.location_id = l.id
        where l.name like '% house' order by 1`,
    ).toEqual([
      { name: 'Hidden house', confidential: true, phone: true, address: true },
      { name: 'Open house', confidential: false, phone: null, address: null },
    ]);
    expect((await run(files, source)).totals).toMatchObject({ inserted: 0, updated: 0 });
  });
});
