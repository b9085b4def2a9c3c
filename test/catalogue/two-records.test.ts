import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importHsds } from '../../src/hsds/import/load.js';
import { content, idText } from '../../src/hsds/import/mapping/ids.js';
import { Header } from '../../src/hsds/import/reading/header.js';
import { withoutRounding } from '../../src/hsds/import/reading/numbers.js';
import type { ImportReport } from '../../src/hsds/import/report.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import fc from '../support/property.js';
import { fileOf, folderOf, removePackages, small } from './packages.js';

afterAll(removePackages);

let database: TestDatabase;
let sql: Sql;
let at = 0;
beforeAll(async () => {
  database = await freshDatabase('empty');
  sql = database.owner;
});
afterAll(() => database.drop());

const run = async (files: Record<string, string>, source = `two-${at++}`) =>
  importHsds(sql, await folderOf(files), { source });
const runText = async (text: string) =>
  importHsds(sql, await fileOf('services.json', Buffer.from(text)), { source: `two-${at++}` });
const toldOf = ({ findings }: ImportReport) =>
  findings.flatMap(({ file, kind, reason, examples }) =>
    examples.map(({ line, column }) => `${kind} ${file} ${line} ${column}: ${reason}`),
  );

describe('two records stay two', () => {
  test('whose ids are numbers that JavaScript would round to one', async () => {
    const service = (id: string, phone: string) =>
      `{"id": ${id}, "name": "큰 번호 ${id}", "status": "active", "phones": [{"id": ${phone}, "number": "1"}]}`;
    const report = await runText(
      `[${service('72057594037927937', '9007199254740993')}, ${service('72057594037927938', '9007199254740992')}]`,
    );
    expect(report.totals).toMatchObject({ read: 4, inserted: 4 });
    expect(await sql`select from services where name like '큰 번호 7205759403792793_'`).toHaveLength(2);
  });

  test('any whole number comes through as its own text, and nothing else of a document changes', () => {
    const number = fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n });
    fc.assert(
      fc.property(number, fc.jsonValue(), fc.string(), (id, value, text) => {
        const json = `{"id": ${id}, ${JSON.stringify(text)}: ${JSON.stringify(value)}, "t": ${JSON.stringify(`${id} \\ " ${text}`)}}`;
        const read = JSON.parse(withoutRounding(json)) as Record<string, unknown>;
        const wanted = { ...(JSON.parse(json) as object), id: read.id };
        expect(read).toEqual(text === 'id' ? JSON.parse(json) : wanted);
        if (text !== 'id') expect(idText(read.id)).toBe(String(id));
      }),
      { numRuns: 300 },
    );
  });

  test('whose ids are objects, and what refers to one finds it', async () => {
    const report = await runText(
      JSON.stringify([
        {
          id: { $oid: '507f1f77bcf86cd799439011' },
          name: '객체 하나',
          status: 'active',
          organization: { id: { system: 'a', code: [1, 2] }, name: '객체 기관', description: '.' },
        },
        {
          id: { $oid: '507f1f77bcf86cd799439012' },
          name: '객체 둘',
          status: 'active',
          organization_id: { code: [2, 1], system: 'a' },
        },
      ]),
    );
    expect(report.totals).toMatchObject({ read: 3, inserted: 3 });
    expect(
      await sql`select s.name from services s join organizations o on o.id = s.organization_id
        where o.name = '객체 기관' order by 1`,
    ).toEqual([{ name: '객체 둘' }, { name: '객체 하나' }]);
    expect(toldOf(report)).toContain(
      'repaired services.json 1 organization_id: An id that is no text became one',
    );
  });

  test('which have no ids and one name, but something else in them', async () => {
    const place = (street: string) => ({
      location_type: 'physical',
      name: '쉼터 본관',
      addresses: [
        {
          address_1: street,
          city: '용산구',
          state_province: '서울',
          postal_code: '04300',
          country: 'KR',
          address_type: 'physical',
        },
      ],
    });
    const organization = (...streets: string[]) => ({
      name: '이름만 같은 기관',
      description: '.',
      locations: streets.map(place),
    });
    const documents = [
      organization('한강대로 1'),
      organization('한강대로 2', '한강대로 3'),
      organization('한강대로 2', '한강대로 3'),
    ];
    const path = await fileOf('organizations.json', Buffer.from(JSON.stringify(documents)));
    const first = await importHsds(sql, path, { source: 'same-name' });
    expect(first.totals).toMatchObject({ inserted: 8 });
    expect(await sql`select from organizations where name = '이름만 같은 기관'`).toHaveLength(2);
    expect(await sql`select from locations where name = '쉼터 본관'`).toHaveLength(3);
    // Keys in another order are the same record.
    const turned = documents.map((each) => Object.fromEntries(Object.entries(each).reverse()));
    const again = await importHsds(
      sql,
      await fileOf('organizations.json', Buffer.from(JSON.stringify(turned))),
      {
        source: 'same-name',
      },
    );
    expect(again.totals).toMatchObject({ inserted: 0, updated: 0 });
  });

  test('the content that stands for an id is the same in any order, and another where anything is', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.dictionary(fc.string(), fc.string({ minLength: 1 })),
        (a, b) => {
          expect(content(Object.fromEntries(Object.entries(a).reverse()))).toBe(content(a));
          const changed = Object.entries(b).map(([key, value]) => ({ ...b, [key]: `${value}.` }));
          for (const each of changed) if (!('last_modified' in b)) expect(content(each)).not.toBe(content(b));
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('no link is lost', () => {
  test('to an id that is written otherwise, where one record alone can be meant', async () => {
    const report = await run({
      'regular_schedules.csv': 'id,service_id,weekday,opens_at,closes_at\n1,svc-1,Monday,9:00am,5:00pm\n',
      'organizations.csv': 'id,name\nORG-A,대문자 기관\nORG-B,둘\norg-b,또 둘\n7,번호 기관\n',
      'services.csv':
        'id,organization_id,name,status\nSVC-1,org-a,소문자 참조,active\nS2,Org-B,어느 쪽,active\nS3,7.0,소수점,active\n',
      'eligibility.csv': 'id,service_id,eligibility\n1,svc-1,누구나\n',
      'taxonomy.csv': 'id,name,parent_id\nBD,위,\nBD-1,아래,bd\n',
      'services_taxonomy.csv': 'id,service_id,taxonomy_id\n1,svc-1,bd-1\n',
    });
    const found = await sql`
      select s.name, o.name as organization, s.eligibility_description as eligibility,
        (select count(*)::int from schedules h where h.service_id = s.id) as hours,
        (select t.name from attributes a join taxonomy_terms t on t.id = a.taxonomy_term_id where a.link_id = s.id) as term
      from services s left join organizations o on o.id = s.organization_id
      where s.name in ('소문자 참조', '어느 쪽', '소수점') order by 1`;
    expect([...found]).toEqual([
      { name: '소문자 참조', organization: '대문자 기관', eligibility: '누구나', hours: 1, term: '아래' },
      { name: '소수점', organization: '번호 기관', eligibility: null, hours: 0, term: null },
      { name: '어느 쪽', organization: null, eligibility: null, hours: 0, term: null },
    ]);
    const told = toldOf(report).filter((each) => /written otherwise/.test(each));
    expect(told.map((each) => each.split(':')[0])).toEqual(
      expect.arrayContaining([
        'repaired services.csv 2 organization_id',
        'repaired services.csv 4 organization_id',
        'repaired eligibility.csv 2 service_id',
        'repaired taxonomy.csv 3 parent_id',
        'repaired services_taxonomy.csv 2 taxonomy_id',
      ]),
    );
    expect(toldOf(report)).toContain(
      'repaired services.csv 3 organization_id: A service of an organization that is not there was kept without one',
    );
  });

  test('of HSDS 3 either', async () => {
    await runText(
      JSON.stringify([
        { id: 'A', name: '3판 참조', status: 'active', organization_id: 'org-x' },
        {
          id: 'B',
          name: '3판 참조',
          status: 'active',
          organization: { id: 'ORG-X', name: '3판 기관', description: '.' },
        },
      ]),
    );
    expect(
      await sql`select from services s join organizations o on o.id = s.organization_id where o.name = '3판 기관'`,
    ).toHaveLength(2);
  });

  test('nor a text of a column that the first line names twice', async () => {
    const header = 'id,name,description,Description ,status\n';
    const rows = 'd1,이중 하나,앞,뒤,active\nd2,이중 둘,,뒤,active\nd3,이중 셋,같음,같음,active\n';
    for (const more of [{}, { 'urls.csv': 'id,url\n' }] as Record<string, string>[]) {
      const report = await run({ 'services.csv': header + rows, ...more });
      expect(toldOf(report).filter((each) => /names twice/.test(each))).toEqual([
        'repaired services.csv 2 description: A column that the first line names twice says two things: the first was taken',
      ]);
    }
    expect(
      await sql`select distinct name, description from services where name like '이중 %' order by 1`,
    ).toEqual([
      { name: '이중 둘', description: '뒤' },
      { name: '이중 셋', description: '같음' },
      { name: '이중 하나', description: '앞' },
    ]);
  });

  test('of a table whose names come once, a row stays as it is, and whatever comes twice is kept or told', () => {
    const name = fc.constantFrom('a', 'A ', 'b', 'c', '');
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.string()), { minLength: 1, maxLength: 8 }), (columns) => {
        const header = new Header(columns.map(([each]) => each));
        const row = header.row({ line: 2, cells: columns.map(([, cell]) => cell) });
        expect(row.cells).toHaveLength(header.names.length);
        const there = new Set(
          [...row.cells, ...row.lost.map(({ value }) => value)].map((each) => each.trim()),
        );
        for (const [, cell] of columns) expect(there.has(cell.trim()) || cell.trim() === '').toBe(true);
      }),
    );
  });

  test('that older files write into the row of a service, or under other names', async () => {
    const report = await run({
      'organizations.csv':
        'id,name,date_incorporated,funding_sources\n1,옛 기관,"January 01, 1970","시, 구"\n',
      'locations.csv':
        'id,organization_id,name,languages,accessibility,virtual\n1,1,옛 장소,"한국어, 수어","경사로",false\n',
      'services.csv':
        'id,location_id,name,status,taxonomy_ids,languages,service_areas,required_documents,eligibility\n1,1,옛 서비스,active,"101, 101-01",한국어,"용산구, 마포구","신분증, 그리고 등본",누구나\n2,9,없는 장소,active,,,,,\n',
      'addresses.csv': 'id,location_id,address_1,city\n1,1,한강대로 1,용산구\n',
      'mail_addresses.csv': 'id,location_id,address_1,city\n1,1,사서함 1,용산구\n',
      'postal_addresses.csv':
        'id,location_id,organization_id,address_1,city\n9,,1,기관 사서함,용산구\n10,,,누구의,\n',
      'taxonomy.csv': 'taxonomy_id,name,parent_id,parent_name\n101,긴급,,\n101-01,재난,101,긴급\n',
    });
    const [found] = await sql`
      select s.eligibility_description as eligibility, o.name as organization, o.year_incorporated as year, l.name as location,
        (select array_agg(a.address_1 order by a.address_1 collate "C") from addresses a where a.location_id = l.id) as addresses,
        (select array_agg(t.code order by t.code collate "C") from attributes x join taxonomy_terms t on t.id = x.taxonomy_term_id where x.link_id = s.id) as terms,
        (select array_agg(a.name order by a.name collate "C") from service_areas a where a.service_id = s.id) as areas,
        (select array_agg(g.name order by g.name collate "C") from languages g where g.location_id = l.id) as languages,
        (select count(*)::int from required_documents d where d.service_id = s.id) as documents,
        (select count(*)::int from funding f where f.organization_id = o.id) as funding
      from services s join organizations o on o.id = s.organization_id
      join services_at_location x on x.service_id = s.id join locations l on l.id = x.location_id where s.name = '옛 서비스'`;
    expect(found).toEqual({
      eligibility: '누구나',
      organization: '옛 기관',
      year: 1970,
      location: '옛 장소',
      addresses: ['사서함 1', '한강대로 1'],
      terms: ['101', '101-01'],
      areas: ['마포구', '용산구'],
      languages: ['수어', '한국어'],
      documents: 1,
      funding: 2,
    });
    expect(
      await sql`select from locations l join addresses a on a.location_id = l.id
      join organizations o on o.id = l.organization_id where a.address_1 = '기관 사서함' and o.name = '옛 기관'`,
    ).toHaveLength(1);
    expect(toldOf(report)).toEqual(
      expect.arrayContaining([
        'repaired services.csv 2 location_id: A service that names a location and no organization got the organization of the location',
        'refused services.csv 3 location_id: A service at a location whose location is not there',
        'refused postal_addresses.csv 3 null: An address that names neither a location nor an organization',
      ]),
    );
    const again = await run({
      ...small(),
      'data/services.csv': 'id,organization_id,location_id,name,status\ns1,o1,l1,한 곳,active\n',
    });
    expect(again.findings.map(({ reason }) => reason)).toContain(
      'The place of a service that another file names as well',
    );
  });
});
