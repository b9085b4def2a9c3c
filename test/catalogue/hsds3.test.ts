import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ImportOptions, importHsds } from '../../src/hsds/import/load.js';
import type { ImportReport } from '../../src/hsds/import/report.js';
import { official, officialFolder } from '../hsds/official.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import { idOf, rowsOfService, service } from './documents.js';
import { fileOf, folderOf, removePackages, zipOf } from './packages.js';

afterAll(removePackages);

let database: TestDatabase;
let sql: Sql;
beforeAll(async () => {
  database = await freshDatabase('empty');
  sql = database.owner;
});
afterAll(() => database.drop());

async function run(path: string, options: ImportOptions = {}) {
  const report = await importHsds(sql, path, { source: 'test', ...options });
  for (const each of [...report.files, report.totals])
    expect(each.read).toBe(each.inserted + each.updated + each.unchanged + each.merged + each.refused);
  return report;
}
const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const runDocument = async (value: unknown, options?: ImportOptions) =>
  run(await fileOf('services.json', json(value)), options);
const reasons = ({ findings }: ImportReport, kind: string) =>
  findings.filter((each) => each.kind === kind).map(({ reason }) => reason);

describe('HSDS 3.1', () => {
  test('goes in with everything that stands in an object, and again without a change', async () => {
    const first = await runDocument(service('a'));
    expect(first).toMatchObject({
      standard: '3',
      totals: { inserted: rowsOfService, merged: 2, refused: 0 },
    });
    const [found] = await sql`
      select s.id, s.status, s.minimum_age, s.need_domain, s.district_id, s.last_modified > now() - interval '1 hour' as now,
        o.id as organization, c.available, u.name as unit, p.extension, l.code, t.code as term, m.updated_by
      from services s join organizations o on o.id = s.organization_id
      join service_capacities c on c.service_id = s.id join units u on u.id = c.unit_id
      join phones p on p.service_id = s.id join languages l on l.phone_id = p.id
      join attributes a on a.link_id = s.id join taxonomy_terms t on t.id = a.taxonomy_term_id
      join metadata m on m.resource_id = s.id`;
    expect(found).toEqual({
      id: idOf('a service'),
      status: 'TEMPORARILY_CLOSED',
      minimum_age: 18,
      need_domain: 'HOUSING',
      district_id: '11170',
      now: true,
      organization: idOf('a organization'),
      available: 3,
      unit: '자리',
      extension: '7',
      code: 'ko',
      term: 'H',
      updated_by: '편집자',
    });
    const again = await runDocument(service('a'), { source: 'whoever' });
    expect(again.totals).toMatchObject({ inserted: 0, updated: 0, unchanged: rowsOfService });
  });

  test('is the same as an array, a page, pages in a folder or a zip file, and lines', async () => {
    const all = ['b1', 'b2', 'b3'].map((of) => service(of));
    const page = (contents: unknown[]) => json({ total_items: 3, empty: false, contents, size: 2 });
    const pages = { 'services-1.json': page(all.slice(0, 2)), 'services-2.json': page(all.slice(2)) };
    const lines = all.map((each) => JSON.stringify(each)).join('\n');
    expect((await runDocument(all)).totals).toMatchObject({ inserted: 3 * rowsOfService });
    const forms = [
      await fileOf('page.json', page(all)),
      await folderOf(pages),
      await zipOf(pages),
      await fileOf('services.ndjson', Buffer.from(lines)),
      await fileOf('no-name-at-all', Buffer.from(`${lines}\n`)),
    ];
    for (const form of forms)
      expect((await run(form)).totals).toMatchObject({
        unchanged: 3 * rowsOfService,
        inserted: 0,
        updated: 0,
      });
  });

  test('keeps UUIDs, and makes ids of a source’s own from the source’s name', async () => {
    const own = { id: 'S-1', name: 'Own id', status: 'active', phones: [{ id: 4, number: '1' }] };
    await runDocument(own, { source: 'one' });
    await runDocument(own, { source: 'two' });
    await runDocument(own, { source: 'two' });
    expect(
      await sql`select p.number from services s join phones p on p.service_id = s.id where s.name = 'Own id'`,
    ).toHaveLength(2);
  });

  test('lets what is cut short within another object take nothing away, and a whole object take back', async () => {
    await runDocument(service('c'));
    const brief = { id: idOf('c organization'), name: 'c 복지관' };
    const kept = await runDocument({ ...service('c'), organization: brief });
    expect(kept.totals).toMatchObject({ updated: 0 });
    await runDocument({ id: idOf('c service'), name: 'c 주거 상담', status: 'active', alternate_name: null });
    const [found] = await sql`
      select s.alternate_name, s.description, s.search_text, o.description as organization
      from services s join organizations o on o.id = s.organization_id where s.id = ${idOf('c service')}`;
    expect(found).toMatchObject({ alternate_name: null, organization: '지역의 복지관' });
    expect(found!.description).toMatch(/월세/);
    // People look for a service by the name of who runs it.
    expect(found!.search_text).toContain('ㅂㅗㄱㅈㅣㄱㅗㅏㄴ');
    expect(found!.search_text).not.toContain('ㄱㅓㄱㅈㅓㅇ');
  });

  test('gives a record that stands in two of a kind to each', async () => {
    const language = { id: idOf('shared language'), name: '수어' };
    const two = ['d1', 'd2'].map((of) => ({ ...service(of), languages: [language] }));
    await runDocument(two);
    const again = await runDocument(two.reverse());
    expect(again.totals).toMatchObject({ inserted: 0, updated: 0 });
    const found = await sql`select service_id from languages where name = '수어' order by 1`;
    expect(found.map(({ service_id }) => service_id)).toEqual(
      [idOf('d1 service'), idOf('d2 service')].sort(),
    );
  });

  test('reads tables, with the profile’s columns from their attributes', async () => {
    const id = idOf('e service');
    const files = {
      'datapackage.json': '../../datapackage.json',
      'services.csv': `id,name,status,minimum_age,url\n${id},표,active,19,\n`,
      'schedules.csv': `id,service_id,freq,byday,opens_at\n${idOf('e hours')},${id},WEEKLY,"MO,TU",09:00\n`,
      'attributes.csv': `id,link_id,link_type,link_entity,value,label\n${idOf('e1')},${id},kr:need_domain,service,HEALTH,\n${idOf('e2')},${id},kr:as_written,service,여기,url\n`,
    };
    const report = await run(await folderOf(files));
    expect(report).toMatchObject({ standard: '3', totals: { inserted: 2, merged: 2 } });
    expect(await sql`select need_domain, minimum_age, url from services where id = ${id}`).toEqual([
      { need_domain: 'HEALTH', minimum_age: 19, url: '여기' },
    ]);
    expect((await run(await folderOf(files))).totals).toMatchObject({ inserted: 0, updated: 0 });
  });

  test('says which services it changed to whoever keeps their search', async () => {
    const report = await runDocument({
      ...service('a'),
      organization: { id: idOf('a organization'), name: '새 이름' },
    });
    expect(report.totals).toMatchObject({ updated: 1 });
    const [found] = await sql`select search_text from services where id = ${idOf('a service')}`;
    expect(found!.search_text).toContain('ㅅㅐ ㅇㅣㄹㅡㅁ');
  });
});

/** Keeps records from the public; what is searched goes in the same transaction, or the database refuses. */
const hide = (tables: readonly string[], ids: readonly string[]) =>
  asKeeper(database.owner, async (tx) => {
    for (const table of tables)
      await tx`update ${tx(table)} set confidential = true where id = any(${ids as string[]}::uuid[])`;
    await tx`select hamkke.keep_search_around(${ids as string[]}::uuid[])`;
  });

describe('a record that is kept from the public', () => {
  test('is neither shown, changed nor added to by a package that names it', async () => {
    await runDocument(service('s'));
    await hide(
      ['organizations', 'services', 'locations', 'services_at_location', 'phones', 'addresses'],
      ['organization', 'service', 'location', 'place', 'phone', 'address'].map((each) => idOf(`s ${each}`)),
    );
    const before = await sql`
      select row_to_json(s)::text as s, row_to_json(o)::text as o from services s join organizations o on o.id = organization_id
      where s.id = ${idOf('s service')}`;
    const report = await runDocument({
      ...service('s', { name: '쉼터' }),
      contacts: [{ id: idOf('s stranger'), name: '낯선 사람' }],
      metadata: [],
    });
    expect(reasons(report, 'refused')).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/kept from the public has this id/),
        expect.stringMatching(/belongs to a record that is kept/),
      ]),
    );
    expect(report.totals).toMatchObject({ inserted: 0, updated: 0 });
    expect(
      await sql`select row_to_json(s)::text as s, row_to_json(o)::text as o from services s
        join organizations o on o.id = organization_id where s.id = ${idOf('s service')}`,
    ).toEqual(before);
    expect(await sql`select from contacts where name = '낯선 사람'`).toHaveLength(0);
  });

  test('hides what a later package hangs on it by its id alone', async () => {
    const files = {
      'services.csv': `id,name,status,minimum_age\n${idOf('t service')},곁,active,\n`,
      'phones.csv': `id,location_id,number\n${idOf('t phone')},${idOf('s location')},1\n`,
      'attributes.csv': `id,link_id,value\n${idOf('t attribute')},${idOf('s service')},1\n`,
      'metadata.csv': `id,resource_id,last_action_date,last_action_type,field_name,previous_value,replacement_value,updated_by\n${idOf('t change')},${idOf('s organization')},2026-01-01,update,name,,쉼터,나\n`,
    };
    const report = await run(await folderOf(files));
    expect(report.totals).toMatchObject({ inserted: 1, refused: 3 });
  });
});

(official ? describe : describe.skip)('the official examples', () => {
  const folder = join(officialFolder, 'examples');
  const names = official ? readdirSync(folder).filter((name) => name !== 'base.json') : [];

  test.each(names)('%s goes in', async (name) => {
    const { totals, leftOut } = await run(join(folder, name));
    expect(totals.inserted + totals.updated + totals.unchanged).toBeGreaterThan(0);
    expect(leftOut).toEqual([]);
  });

  test('fill every table, and again without a change', async () => {
    const { files } = await run(folder);
    const inserted = new Set(
      files.filter((each) => each.inserted + each.updated + each.unchanged > 0).map(({ entity }) => entity),
    );
    expect(inserted.size).toBe(24);
    expect((await run(folder)).totals).toMatchObject({ inserted: 0, updated: 0 });
  });
});

describe('an import that was killed', () => {
  class Killed extends Error {}

  test('goes on where its reading was, and ends as if it had not been', async () => {
    const pages = Object.fromEntries(
      Array.from({ length: 3 }, (_, page) => [
        `services-${page}.json`,
        json({ contents: Array.from({ length: 2 }, (_, at) => service(`k${page}${at}`)) }),
      ]),
    );
    const path = await folderOf(pages);
    const before = await sql`select count(*)::int as n from services`;
    const killing = {
      // Rows are all read, and the first tables filled: nothing of it may stay.
      progress: ({ file, loading }: { file: string; loading?: boolean }) => {
        if (loading && file === 'phones') throw new Killed();
      },
    };
    await expect(run(path, killing)).rejects.toThrow(Killed);
    expect(await sql`select count(*)::int as n from services`).toEqual(before);
    const on = await run(path);
    expect(on).toMatchObject({ resumed: 3, totals: { inserted: 6 * rowsOfService } });
    expect((await run(path)).resumed).toBe(0);
    expect(await sql`select to_regnamespace('hamkke_import') as left`).toEqual([{ left: null }]);
  });

  test('reads a file again that has changed meanwhile, and forgets one that is gone', async () => {
    const files = {
      'services-1.json': json([service('m1')]),
      'services-2.json': json([service('m2')]),
      'services-3.json': json([service('m3')]),
    };
    const root = await folderOf(files);
    const failing = { eachFinding: () => Promise.reject(new Killed()) };
    await expect(run(root, failing)).rejects.toThrow(Killed);
    const changed = await folderOf({
      'services-1.json': files['services-1.json'],
      'services-2.json': json([service('m2', { name: '바뀐 이름' })]),
    });
    expect(await run(changed)).toMatchObject({ resumed: 1, totals: { inserted: 2 * rowsOfService } });
    expect(await sql`select from services where name = '바뀐 이름'`).toHaveLength(1);
    expect(await sql`select from services where id = ${idOf('m3 service')}`).toHaveLength(0);
  });
});

describe('a record that an editor merged into another', () => {
  test('stays merged, and what a package brings for it comes to the other', async () => {
    await runDocument(service('kept'));
    const [old, now] = [idOf('gone service'), idOf('kept service')];
    await asKeeper(
      database.owner,
      (tx) => tx`insert into record_redirects (old_id, new_id, kind, before, post_id)
        values (${old}, ${now}, 'SERVICE', '{}', ${old})`,
    );
    const report = await runDocument(service('gone'));
    expect(reasons(report, 'merged')).toContainEqual(expect.stringContaining('was merged into another one'));
    expect(await sql`select from services where id = ${old}`).toHaveLength(0);
    const [phone] = await sql`select service_id from phones where id = ${idOf('gone phone')}`;
    expect(phone).toEqual({ service_id: now });
    expect((await runDocument(service('gone'))).totals).toMatchObject({ inserted: 0, updated: 0 });
  });
});

describe('what a source stops to name', () => {
  const named = (count: number) => Array.from({ length: count }, (_, at) => service(`r${at}`));
  const there = async (of: string) =>
    (await sql`select from services where id = ${idOf(`${of} service`)}`).length;

  test('stays and is told, and goes with what belongs to it when that is asked for', async () => {
    const source = 'leaving';
    await runDocument(named(12), { source });
    await sql`insert into phones (id, service_id, number) values (${idOf('editor')}, ${idOf('r1 service')}, '119')`;
    const fewer = named(12).slice(2);
    const told = await runDocument(fewer, { source });
    expect(told.missing).toContainEqual({ entity: 'services', missing: 2, removed: 0 });
    expect(await there('r0')).toBe(1);
    await expect(runDocument(fewer, { source, removeMissing: true })).rejects.toThrow(
      /too many to remove at once/,
    );
    expect(await there('r0')).toBe(1);
    const gone = await runDocument(fewer, { source, removeMissing: true, force: true });
    // An editor's phone hangs on the second: it stays, as does what holds it.
    expect(gone.missing).toContainEqual({ entity: 'services', missing: 2, removed: 1 });
    expect([await there('r0'), await there('r1'), await there('r2')]).toEqual([0, 1, 1]);
    expect(await sql`select from attributes where link_id = ${idOf('r0 service')}`).toHaveLength(0);
    expect(await sql`select from phones where id = ${idOf('editor')}`).toHaveLength(1);
  });

  test('stays where another source names it, or it is kept from the public', async () => {
    await runDocument(named(12).slice(2, 4), { source: 'another' });
    await hide(['services'], [idOf('r4 service')]);
    const gone = await runDocument(named(12).slice(5), {
      source: 'leaving',
      removeMissing: true,
      force: true,
    });
    expect(gone.missing.find(({ entity }) => entity === 'services')).toMatchObject({ removed: 0 });
    expect([await there('r2'), await there('r3'), await there('r4')]).toEqual([1, 1, 1]);
  });
});
