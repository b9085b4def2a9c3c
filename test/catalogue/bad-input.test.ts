import { spawn } from 'node:child_process';
import { chmod, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { deflateRawSync } from 'node:zlib';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importHsds } from '../../src/hsds/import/load.js';
import { shortFields } from '../../src/hsds/import/reading/fields.js';
import { jsonItems } from '../../src/hsds/import/reading/json.js';
import { spool } from '../../src/hsds/import/reading/spool.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { keepOutput } from '../support/runLog.js';
import { idOf, service } from './documents.js';
import { fileOf, folderOf, removePackages, small, zipBytes, zipOf } from './packages.js';

afterAll(removePackages);

let database: TestDatabase;
let sql: Sql;
beforeAll(async () => {
  database = await freshDatabase('empty');
  sql = database.owner;
});
afterAll(() => database.drop());

/** How much of everything an import fills is there. */
const filled = async () =>
  await sql`select (select count(*) from organizations) + (select count(*) from services)
    + (select count(*) from locations) + (select count(*) from phones) + (select count(*) from attributes) as n`;

const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const wide = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le');
const huge = 'x'.repeat(10 * 1024 ** 2);
/** 주거 in the code page of Korean Windows. */
const cp949 = Buffer.from([0xc1, 0xd6, 0xb0, 0xc5]);
const columns = 'id,name,status,minimum_age\n';
const row = (name: string, more = '') => `${idOf(name)},${name},active,${more}\n`;
const plain = (of: string, more = {}) => ({
  id: idOf(of),
  name: of,
  status: 'active',
  minimum_age: 1,
  ...more,
});

/** Korean names enough, of which one has a mark that `slip` turns into a byte that UTF-8 does not have. */
const many = columns + Array.from({ length: 402 }, (_, at) => row(`주거 상담 x${at}x`)).join('');
const slip = (bytes: Buffer) => {
  const at = bytes.indexOf('\xff', 'utf8');
  return Buffer.concat([bytes.subarray(0, at), Buffer.of(0xff), bytes.subarray(at + 2)]);
};

/** Each is refused as a whole: what is given, what is said of it. */
const refused: [proves: string, given: () => Promise<string>, said: RegExp][] = [
  ['nothing there', async () => '/nowhere/at-all.zip', /does not exist/],
  ['a file of nothing', () => fileOf('a.json', Buffer.alloc(0)), /a\.json is empty/],
  ['a folder without anything known', () => folderOf({ 'readme.txt': '안녕' }), /no HSDS data package/],
  [
    'a folder of files that HSDS does not name',
    () => folderOf({ 'x.csv': 'a,b\n1,2\n' }),
    /no file that HSDS knows: x\.csv should be called/,
  ],
  [
    'a description of a package without the package',
    () =>
      fileOf(
        'classic.json',
        json({ name: 'x', title: 'y', resources: [{ name: 'organization', path: 'organizations.csv' }] }),
      ),
    /classic\.json describes the files of a data package and holds no records/,
  ],
  ['what is neither', () => fileOf('a.bin', Buffer.from('hello')), /neither a zip file nor a folder/],
  ['a zip file that is cut off', async () => fileOf('a.zip', zipBytes(small()).subarray(0, 300)), /cut off/],
  ['a zip file of which a byte changed', () => zipOf(small(), { damaged: true }), /damaged/],
  ['a path that leaves the package', () => zipOf({ '../../x.csv': 'id,name\n' }), /leaves the package/],
  [
    'a zip file that would fill the disk by what it says',
    () => zipOf({ 'services.csv': 'x' }, { size: 50 * 1024 ** 2 }),
    /zip bomb/,
  ],
  [
    'a zip file that unpacks to more than it says',
    async () =>
      fileOf(
        'a.zip',
        zipBytes({ 'services.csv': deflateRawSync(Buffer.alloc(30 * 1024 ** 2)) }, { size: 100 }),
      ),
    /is damaged: a file in it is not as long as it says/,
  ],
  [
    'characters of neither code page',
    // Japanese, in Shift-JIS.
    () => folderOf({ 'services.csv': Buffer.from('id,name\n1,\x93\xfa\x96\x7b\x8c\xea\n', 'latin1') }),
    /services\.csv is not UTF-8 \(line 2, byte 11 of the file, 0x93\), nor CP949/,
  ],
  [
    'UTF-16 that is cut off',
    () => fileOf('a.json', wide(JSON.stringify(plain('u'))).subarray(0, -3)),
    /middle of a character/,
  ],
  [
    'a first line without a column of HSDS',
    () => folderOf({ 'services.csv': 'a,b\n1,2\n', 'urls.csv': columns }),
    /names none of the columns/,
  ],
  [
    'a quotation mark that is never closed',
    () => folderOf({ 'services.csv': `${columns}1,"open\n2,b\n` }),
    /services\.csv, line \d+: a quotation mark/,
  ],
  [
    'a quotation mark that is never closed in a long file',
    () => folderOf({ 'services.csv': `${columns}1,"${huge}` }),
    /services\.csv, line \d+: a quotation mark/,
  ],
  [
    'JSON that is broken in the middle',
    () =>
      fileOf(
        'services.json',
        Buffer.from(
          `[${JSON.stringify(plain('j1'))},\n{"id": "${idOf('j2')}", "name" "x"},\n${JSON.stringify(plain('j3'))}]`,
        ),
      ),
    /services\.json, line 2: the object that begins here is not JSON/,
  ],
  [
    'JSON that is cut off',
    () => fileOf('services.json', json([plain('c1'), plain('c2')]).subarray(0, -20)),
    /cut off: it ends on line 1/,
  ],
  [
    'values that are no objects',
    () => fileOf('services.json', Buffer.from('[1, 2]')),
    /line 1: “1” stands where an object/,
  ],
  [
    'a broken page among whole ones',
    () =>
      folderOf({
        'services-1.json': json({ contents: [plain('p1')] }),
        'services-2.json': '{"contents": [{"id": 1',
      }),
    /services-2\.json is cut off/,
  ],
  [
    'HSDS 2.0 and 3 in one package',
    () => folderOf({ ...small(), 'services.json': json(plain('m')) }),
    /one after the other/,
  ],
  [
    'a description that is broken',
    () => folderOf({ 'datapackage.json': '{', 'services.csv': columns }),
    /not JSON/,
  ],
  [
    'a link that leads out of the folder',
    async () => {
      const folder = await folderOf({ 'readme.txt': '' });
      await symlink('/etc/hostname', join(folder, 'services.csv'));
      return folder;
    },
    /no HSDS data package/,
  ],
  ['a file that the system does not give', async () => '/proc/self/mem', /cannot be read \(EIO\)/],
];

describe('an input that is refused as a whole, and leaves nothing behind', () => {
  test.each(refused)('%s', async (_, given, said) => {
    const before = await filled();
    await expect(importHsds(sql, await given(), { source: 'bad' })).rejects.toThrow(said);
    expect(await filled()).toEqual(before);
  });

  (process.getuid?.() === 0 ? test.skip : test)('a file without permission', async () => {
    const path = await fileOf('a.json', json(plain('n')));
    await chmod(path, 0);
    await expect(importHsds(sql, path, { source: 'bad' })).rejects.toThrow(/cannot be read \(EACCES\)/);
  });
});

/** Each goes in but for a row or a value: what is given, how many go in, what is said of the rest. */
const partly: [proves: string, given: () => Promise<string>, inserted: number, said: RegExp][] = [
  [
    'CSV of Korean Windows',
    () =>
      folderOf({
        'services.csv': Buffer.concat([
          Buffer.from(`${columns}${idOf('k')},`),
          cp949,
          Buffer.from(',active,3\n'),
        ]),
      }),
    1,
    /read as CP949/,
  ],
  [
    'JSON of Korean Windows',
    () =>
      fileOf(
        'services.json',
        Buffer.concat([
          Buffer.from(`{"id":"${idOf('k2')}","name":"`),
          cp949,
          Buffer.from('","status":"active"}'),
        ]),
      ),
    1,
    /read as CP949/,
  ],
  [
    'a won sign of Korean Windows',
    () =>
      folderOf({
        'services.csv': Buffer.concat([
          Buffer.from(`id,name,status,fees_description\n${idOf('k3')},`),
          cp949,
          Buffer.from(',active,"\\30,000"\n'),
        ]),
        'urls.csv': 'id,url\n',
      }),
    1,
    /won sign in CP949, became ₩/,
  ],
  [
    'one byte that is no character among many that are',
    () => folderOf({ 'services.csv': slip(Buffer.from(many.replace('x399x', 'x\xffx'), 'utf8')) }),
    402,
    /services\.csv 401 null: The file has bytes that are no character of UTF-8/,
  ],
  [
    'letters of western Windows',
    () => folderOf({ 'services.csv': Buffer.from(`${columns}${row('Café é')}`, 'latin1') }),
    1,
    /read as Windows-1252/,
  ],
  [
    'semicolons',
    () => folderOf({ 'services.csv': (columns + row('semi')).replaceAll(',', ';') }),
    1,
    /parted by semicolons/,
  ],
  [
    'tabs',
    () => folderOf({ 'services.csv': (columns + row('tabs')).replaceAll(',', '\t') }),
    1,
    /parted by tabs/,
  ],
  [
    'pages of Open Referral UK',
    () => fileOf('page.json', json({ totalElements: 2, content: [plain('uk1'), plain('uk2')] })),
    2,
    /^$/,
  ],
  [
    'a record that has a list of that name itself',
    () => fileOf('services.json', json(plain('uk3', { content: [{ x: 1 }] }))),
    1,
    /service\.content/,
  ],
  [
    'coordinates of micro-degrees',
    () =>
      fileOf(
        'locations.json',
        json({ id: idOf('m1'), location_type: 'physical', latitude: 37566500, longitude: 127 }),
      ),
    1,
    /locations\.json 1 latitude: Coordinates that cannot be a place/,
  ],
  [
    'a day of the year 0',
    () => fileOf('services.json', json(plain('m2', { assured_date: '0000-11-05' }))),
    1,
    /services\.json 1 assured_date: A value that its column cannot hold/,
  ],
  ['a status in Korean', () => fileOf('services.json', json(plain('m3', { status: '운영중' }))), 1, /^$/],
  [
    'a capacity that is confirmed in years to come',
    () =>
      fileOf(
        'services.json',
        json(
          plain('m4', {
            capacities: [
              { id: idOf('m5'), available: 1, updated: '2999-01-01', unit: { id: idOf('m6'), name: '자리' } },
            ],
          }),
        ),
      ),
    2,
    /services\.json 1 capacities\[0\]\.updated: A service capacity without updated/,
  ],
  [
    'languages as texts',
    () => fileOf('services.json', json(plain('m7', { languages: ['한국어', ''] }))),
    2,
    /services\.json 1 languages\[0\]: A text where an object should stand became the name/,
  ],
  [
    'UTF-16 with a mark',
    () => fileOf('services.json', wide(JSON.stringify(plain('w1')))),
    1,
    /read as UTF-16/,
  ],
  [
    'UTF-16 without one',
    () => folderOf({ 'services.csv': Buffer.from(`${columns}${row('w2')}`, 'utf16le') }),
    1,
    /read as UTF-16/,
  ],
  [
    'a value of 10 MB in JSON',
    () => fileOf('services.json', json([plain('h1', { description: huge }), plain('h2')])),
    2,
    /more than 1 MB was left out/,
  ],
  [
    'a value of 10 MB in CSV',
    () =>
      folderOf({
        'services.csv': `${columns.replace('minimum_age', 'minimum_age,description')}${idOf('h3')},h3,active,1,"${huge.replaceAll('xxxx', 'x""x,\n')}"\n${row('h4').replace('\n', ',\n')}`,
      }),
    2,
    /more than 1 MB was left out/,
  ],
  [
    'a name of 10 MB',
    () => fileOf('services.json', json([plain('h5', { name: huge }), plain('h6')])),
    1,
    /A service without name/,
  ],
  [
    'a line of ndjson that is broken',
    () =>
      fileOf(
        'services.ndjson',
        Buffer.from(
          `${JSON.stringify(plain('l1'))}\n{"id": \n\n${JSON.stringify(plain('l2'))}\nnonsense\n${JSON.stringify(plain('l3'))}`,
        ),
      ),
    3,
    /A line that is not JSON/,
  ],
  [
    'a service of an organization that is not there',
    () => fileOf('services.json', json(plain('d1', { organization_id: idOf('gone') }))),
    1,
    /A service whose organization is not there was kept without it/,
  ],
  [
    'a place of a service that is not there',
    () =>
      folderOf({
        'services.csv': `${columns}${row('d2')}`,
        'service_at_location.csv': `id,service_id,location_id\n${idOf('d3')},${idOf('gone')},${idOf('gone')}\n`,
      }),
    1,
    /A service at location whose service is not there/,
  ],
  [
    'a phone of nobody',
    () =>
      folderOf({ 'services.csv': `${columns}${row('d4')}`, 'phones.csv': `id,number\n${idOf('d5')},1\n` }),
    1,
    /A phone that belongs to nothing that is there/,
  ],
  [
    'an attribute of nothing',
    () =>
      folderOf({
        'services.csv': `${columns}${row('d6')}`,
        'attributes.csv': `id,link_id,value\n${idOf('d7')},${idOf('gone')},1\n`,
      }),
    1,
    /It is of a record that is not there/,
  ],
  [
    'one id twice, saying the same',
    () => folderOf({ 'services.csv': `${columns}${row('t1')}${row('t1')}` }),
    1,
    /nothing that another row does not say/,
  ],
  [
    'one id twice, saying otherwise',
    () => folderOf({ 'services.csv': `${columns}${row('t2', '1')}${row('t2', '2')}` }),
    1,
    /same id and says otherwise/,
  ],
  ['an id that is no UUID', () => fileOf('services.json', json(plain('o1', { id: 'A-17' }))), 1, /^$/],
  ['a blank id', () => fileOf('services.json', json(plain('o2', { id: null }))), 1, /A blank id became one/],
  [
    'a property that HSDS does not know',
    () => fileOf('services.json', json(plain('x1', { x_note: 'lost?' }))),
    1,
    /service\.x_note/,
  ],
  [
    'an object of nobody knows what',
    () => fileOf('a.json', json([plain('x2'), { id: idOf('x3'), name: 'what?', description: '' }])),
    2,
    /^$/,
  ],
  [
    'an object that could be anything',
    () => fileOf('a.json', json([{ id: idOf('x4'), name: '?', description: '?' }, plain('x5')])),
    1,
    /nobody can tell what it is/,
  ],
  [
    'a text where a number belongs',
    () => fileOf('services.json', json(plain('y1', { minimum_age: 'old' }))),
    1,
    /cannot be a number was left out of minimum_age/,
  ],
  [
    'a number that is too large for what it counts',
    () => fileOf('services.json', json(plain('y2', { minimum_age: 1e9 }))),
    1,
    /cannot be a number was left out/,
  ],
  [
    'a list where a text belongs',
    () => fileOf('services.json', json(plain('y3', { alert: ['a'] }))),
    1,
    /cannot be a text was left out of alert/,
  ],
  [
    'a text where a list belongs',
    () => fileOf('services.json', json(plain('y4', { phones: '02-120' }))),
    1,
    /What is no list was left out of phones/,
  ],
  [
    'a text where an object belongs',
    () => fileOf('services.json', json(plain('y5', { phones: ['02-120'] }))),
    1,
    /What is no object stands where phone should/,
  ],
  [
    'a day that no calendar has',
    () => fileOf('services.json', json(plain('y6', { assured_date: '2026-02-30' }))),
    1,
    /cannot be a date was left out of assured_date/,
  ],
  [
    'a status that HSDS does not know',
    () => fileOf('services.json', json(plain('y7', { status: 'maybe' }))),
    1,
    /does not know became INACTIVE/,
  ],
  [
    'an address that would run when clicked',
    () => fileOf('services.json', json(plain('y8', { url: 'javascript:alert(1)' }))),
    1,
    /cannot be a uri was left out of url/,
  ],
  [
    'characters that no text can hold',
    () =>
      fileOf(
        'services.json',
        Buffer.from(JSON.stringify(plain('y9', { alert: 'a' })).replace('"a"', '"a\\u0000\\ud800"')),
      ),
    1,
    /no text can hold/,
  ],
  [
    'a row with too few values',
    () => folderOf({ 'services.csv': `${columns}${row('z1')}${idOf('z2')},z2\n` }),
    1,
    /more or fewer values/,
  ],
  [
    'its own parent',
    () =>
      fileOf(
        'organizations.json',
        json({
          id: idOf('z3'),
          name: 'z3',
          description: '',
          website: null,
          parent_organization_id: idOf('z3'),
        }),
      ),
    1,
    /above itself/,
  ],
];

describe('an input of which something is refused or changed, and said', () => {
  test.each(partly)('%s', async (_, given, inserted, said) => {
    const report = await importHsds(sql, await given(), { source: 'partly' });
    expect(report.totals.inserted).toBe(inserted);
    const told = [
      ...report.findings.flatMap(({ file, reason, examples }) =>
        examples.map(({ line, column }) => `${file} ${line} ${column}: ${reason}`),
      ),
      ...report.leftOut.map(({ column }) => column),
    ];
    expect(told.some((each) => said.test(each ?? '')) || (said.source === '^$' && told.length === 0)).toBe(
      true,
    );
  });

  test('deeper than any directory goes', async () => {
    let deep: object = { id: idOf('deep'), name: 'x' };
    for (let at = 0; at < 200; at++)
      deep = {
        ...plain(`deep ${at}`),
        organization: { id: idOf(`o ${at}`), name: 'o', description: 'o', services: [deep] },
      };
    const report = await importHsds(sql, await fileOf('services.json', json(deep)), { source: 'deep' });
    expect(report.findings.map(({ reason }) => reason)).toContain(
      'An object deeper within others than any directory goes',
    );
  });
});

test('a byte that is no character is told at its line, and the row with it at its column', async () => {
  const path = await folderOf({ 'services.csv': slip(Buffer.from(many.replace('x399x', 'x\xffx'))) });
  const { findings } = await importHsds(sql, path, { source: 'slip' });
  const places = findings.map(({ kind, reason, examples }) => [kind, reason.slice(0, 9), examples[0]]);
  expect(places).toEqual([
    ['noted', 'The file ', { line: 401, id: '', column: null }],
    ['noted', 'A byte th', { line: 401, id: expect.any(String), column: 'name' }],
  ]);
});

test('a time without a zone is Korea’s', async () => {
  const capacity = (of: string, updated: string) => ({
    id: idOf(of),
    available: 1,
    updated,
    unit: { id: idOf('seat'), name: '자리' },
  });
  const capacities = [
    capacity('naive', '2026-01-02 09:30'),
    capacity('day', '2026-01-02'),
    capacity('zone', '2026-01-02T09:30:00Z'),
    capacity('far', '2026-01-02T00:00:00+23:59'),
  ];
  const report = await importHsds(sql, await fileOf('services.json', json(plain('times', { capacities }))), {
    source: 'times',
  });
  const found = await sql<{ updated: Date }[]>`
    select updated from service_capacities where service_id = ${idOf('times')} order by 1`;
  expect(found.map(({ updated }) => updated.toISOString())).toEqual([
    '2026-01-01T00:01:00.000Z',
    '2026-01-01T15:00:00.000Z',
    '2026-01-02T00:30:00.000Z',
    '2026-01-02T09:30:00.000Z',
  ]);
  const told = report.findings.find(({ reason }) => /read as Korea’s/.test(reason));
  expect(told).toMatchObject({ kind: 'noted', count: 2 });
  expect(told!.examples[0]).toMatchObject({ line: 1, column: 'capacities[0].updated' });
});

describe('what is long is not held in memory', () => {
  test('of a value in CSV no more comes through than a megabyte', async () => {
    const through = await buffer(
      Readable.from([
        Buffer.from('id,"'),
        ...Array.from({ length: 160 }, () => Buffer.alloc(64 * 1024, 'ab""')),
        Buffer.from('",x\n1,2,3\n'),
      ]).pipe(shortFields(',')),
    );
    expect(through.length).toBeLessThan(1.1 * 1024 ** 2);
    expect(through.toString().endsWith('",x\n1,2,3\n')).toBe(true);
  });

  test('of an object of 40 MB only that it was there', async () => {
    const chunk = Buffer.from(`"${'x'.repeat(1000)}",`.repeat(64));
    const chunks = [
      Buffer.from('[{"a":['),
      ...Array.from({ length: 640 }, () => chunk),
      Buffer.from('1]},\n{"b":1}]'),
    ];
    const items = [];
    for await (const { line, value, problem } of jsonItems('a', Readable.from(chunks), false))
      items.push([line, value, problem]);
    expect(items).toEqual([
      [1, undefined, 'An object of more than 32 MB'],
      [2, { b: 1 }, undefined],
    ]);
  });

  test('of standard input no more is kept than a limit', async () => {
    await expect(spool(Readable.from([Buffer.alloc(600), Buffer.alloc(600)]), 1000)).rejects.toThrow(
      /larger than 1000 bytes/,
    );
  });
});

describe('the command', () => {
  function run(args: string[], input?: Buffer) {
    const child = spawn(process.execPath, ['dist/hsds/import/command.js', ...args], {
      env: { PATH: process.env.PATH, DATABASE_URL: database.ownerUrl },
    });
    keepOutput(child);
    let out = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        out += chunk;
      });
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    return new Promise<{ code: number | null; out: string }>((done) =>
      child.once('close', (code) => done({ code, out })),
    );
  }

  test('ends with 1 and one sentence when it refuses', async () => {
    const { code, out } = await run([await fileOf('a.zip', zipBytes(small()).subarray(0, 300))]);
    expect({ code, out: out.trim() }).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^\S+a\.zip is cut off: [^\n]+$/),
    });
  });

  test('takes JSON and a zip file from standard input, and reports as JSON', async () => {
    const args = ['-', '--source', 'pipe', '--report', 'json'];
    const first = await run(args, json(service('stdin')));
    expect(first).toMatchObject({ code: 0 });
    expect(JSON.parse(first.out.slice(first.out.indexOf('{')))).toMatchObject({
      file: 'standard input',
      totals: { inserted: 15 },
    });
    const second = await run([...args, '--dry-run'], zipBytes({ 'services.json': json(service('stdin')) }));
    expect(JSON.parse(second.out.slice(second.out.indexOf('{')))).toMatchObject({
      dryRun: true,
      totals: { unchanged: 15 },
    });
  });

  test('imports nothing when the disk is full', async () => {
    const before = await filled();
    const { code, out } = await run([
      await fileOf('services.json', json(service('full', { x: 1 }))),
      '--report',
      '/dev/full',
    ]);
    expect({ code, out }).toMatchObject({ code: 1, out: expect.stringMatching(/disk is full/) });
    expect(await filled()).toEqual(before);
  });
});
