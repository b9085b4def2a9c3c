import { createHash, verify } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { parquetReadObjects } from 'hyparquet';
import JSONstat from 'jsonstat-toolkit';
import readExcelFile from 'read-excel-file/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Dimension, Measure } from '../../src/fact/measures.js';
import { measureWords } from '../../src/fact/words.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import {
  differences,
  district,
  type Figure,
  figuresOf,
  publicKeyOfReleases,
  publishYear,
} from './expected.js';

// The files of a release, each read by a library that is not ours, beside what GraphQL answers of the same release.

let database: TestDatabase;
let app: App;
let expected: Map<string, Figure>;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
  await publishYear(database);
  expected = await figuresOf(app, 1);
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

const get = (path: string, init: RequestInit = {}) =>
  fetch(`${app.url}/statistics${path}`, { redirect: 'manual', ...init });
const bytesOf = async (path: string) => Buffer.from(await (await get(path)).arrayBuffer());
const json = async <T>(path: string) => JSON.parse((await bytesOf(path)).toString()) as T;
const names = ['csv', 'csv-metadata.json', 'json', 'xlsx', 'parquet'];

interface Line {
  [column: string]: string;
}
const csvLines = async (path = `/${district}/1.csv`) =>
  parse<Line>(await bytesOf(path), { bom: true, columns: true });
const asFigure = (each: Record<string, unknown>): Figure => ({
  measure: each.measure as Measure,
  dimension: (each.dimension || '') as Dimension | '',
  value: (each.value || '') as string,
  month: each.month as string,
  state: each.state as string,
  figure: each.figure === '' || each.figure === null ? null : Number(each.figure),
});

test('the release that is compared has all that files can get wrong', () => {
  const figures = [...expected.values()];
  for (const state of ['KNOWN', 'SUPPRESSED', 'IMPOSSIBLE'])
    expect([state, figures.filter((each) => each.state === state).length > 10]).toEqual([state, true]);
  expect(figures.filter(({ figure }) => figure).length).toBeGreaterThan(200);
});

test('CSV has the figures of GraphQL, as csv-parse reads it', async () => {
  const bytes = await bytesOf(`/${district}/1.csv`);
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const lines = await csvLines();
  expect(Object.keys(lines[0]!)).toEqual(
    'district measure measureName dimension value valueName month state figure'.split(' '),
  );
  expect(differences(lines.map(asFigure), expected)).toEqual([]);
  expect(new Set(lines.map((each) => each.district))).toEqual(new Set([district]));
  expect(lines.find(({ value }) => value === 'SCHOOL')).toMatchObject({ valueName: '학교' });
  const one = await csvLines(`/${district}/1.csv?measure=LINKAGES`);
  expect(one).toEqual(lines.filter(({ measure }) => measure === 'LINKAGES'));
});

test('JSON-stat has the figures of GraphQL, as its own toolkit reads it', async () => {
  const collection = JSONstat(await json(`/${district}/1.json`));
  expect(collection.class).toBe('collection');
  const figures: Figure[] = [];
  for (let nth = 0; nth < collection.length; nth++) {
    const dataset = collection.Dataset(nth);
    expect(dataset.class).toBe('dataset');
    const [dimension] = dataset.id.filter((each) => /^[A-Z]/.test(each));
    expect(dataset.role.time).toEqual(['month']);
    expect(dataset.role.geo).toContain('district');
    expect(dataset.role.metric).toEqual(['measure']);
    for (const row of dataset.toTable({ type: 'arrobj', content: 'id', status: true }))
      figures.push(
        asFigure({
          measure: row.measure,
          dimension,
          value: dimension ? row[dimension] : '',
          month: row.month,
          state: row.status ?? 'KNOWN',
          figure: row.value,
        }),
      );
  }
  expect(differences(figures, expected)).toEqual([]);
  const label = async (lang: string) => {
    const response = await get(`/${district}/1.json?measure=REPORTS&lang=${lang}`);
    const found = JSONstat(JSON.parse(await response.text()));
    const source = found.Dataset(2).Dimension('INTAKE_SOURCE');
    return [response.headers.get('content-language'), source.label, source.Category('SCHOOL').label];
  };
  expect(await label('ko')).toEqual(['ko', '접수 경로', '학교']);
  expect(await label('en')).toEqual(['en', 'Intake source', 'School']);
});

test('Parquet has the figures of GraphQL, as hyparquet reads it', async () => {
  const bytes = await bytesOf(`/${district}/1.parquet`);
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  const rows = await parquetReadObjects({ file });
  expect(differences(rows.map(asFigure), expected)).toEqual([]);
});

test('XLSX has the figures of GraphQL, as read-excel-file reads it, and no formula', async () => {
  const sheets = await readExcelFile(await bytesOf(`/${district}/1.xlsx`));
  const measureOf = new Map(
    (Object.keys(measureWords) as Measure[]).map((each) => [measureWords[each].name[0], each]),
  );
  const dimensions = new Map((await csvLines()).map((each) => [`${each.measure} ${each.value}`, each]));
  expect(sheets[0]!.sheet).toBe('표지');
  const cover = sheets[0]!.data.map(([name, text]) => `${name} ${text}`).join('\n');
  expect(cover).toMatch(/보호 방법 건수는 5의 배수로/);
  expect(cover).toMatch(/통상 오차 건수는 한 달에 2건/);
  const states: Record<string, string> = { 비공개: 'SUPPRESSED', '해당 없음': 'IMPOSSIBLE' };
  const figures: Figure[] = sheets.slice(1).flatMap(({ sheet, data: [head, ...lines] }) => {
    const measure = measureOf.get(sheet)!;
    const months = head!.slice(3).map((each) => {
      const [, year, month] = /^(\d{4})년 (\d+)월$/.exec(String(each))!;
      return `${year}-${month!.padStart(2, '0')}`;
    });
    return lines.flatMap(([dimension, , value, ...cells]) =>
      months.map((month, at) => {
        const cell = cells[at] as string | number;
        return asFigure({
          measure,
          // Two dimensions of a measure may have a value of one code, such as UNKNOWN, so the name tells them apart.
          dimension: nameToCode.get(String(dimension)) ?? '',
          value,
          month,
          state: typeof cell === 'number' ? 'KNOWN' : states[cell]!,
          figure: typeof cell === 'number' ? cell : null,
        });
      }),
    );
  });
  expect(dimensions.size).toBeGreaterThan(100);
  expect(differences(figures, expected)).toEqual([]);
});
const nameToCode = new Map<string, Dimension>();
beforeAll(async () => {
  const { dimensions } = await json<{ dimensions: { dimension: Dimension; name: { ko: string } }[] }>(
    '/dictionary.json',
  );
  for (const { dimension, name } of dimensions) nameToCode.set(name.ko, dimension);
});

test('files are the same bytes each time, from another server too, and the manifest knows them', async () => {
  const other = await startApp({ database });
  try {
    const manifest = await json<{
      hash: string;
      signature: string;
      signed: string;
      files: { address: string; bytes: number; sha256: string }[];
    }>(`/${district}/1/manifest.json`);
    expect(manifest.files).toHaveLength(names.length);
    for (const { address, bytes, sha256 } of manifest.files) {
      const from = async (url: string) => Buffer.from(await (await fetch(`${url}${address}`)).arrayBuffer());
      const [first, again, elsewhere] = [await from(app.url), await from(app.url), await from(other.url)];
      expect([first.length, createHash('sha256').update(first).digest('hex')]).toEqual([bytes, sha256]);
      expect(first.equals(again) && first.equals(elsewhere)).toBe(true);
    }
    const [{ hash }] =
      (await database.owner`select hash from releases where district_id = ${district}`) as never as [
        { hash: string },
      ];
    expect(manifest.hash).toBe(hash);
    const signature = Buffer.from(manifest.signature, 'base64');
    expect(verify(null, Buffer.from(manifest.signed), publicKeyOfReleases, signature)).toBe(true);
  } finally {
    await other.stop();
  }
});

test('a file says what it is: tag, date, name in Korean, language, for how long it holds, and that all may read it', async () => {
  const tags = new Set<string>();
  for (const name of names) {
    const path = `/${district}/1.${name}`;
    const first = await get(path);
    const tag = first.headers.get('etag')!;
    tags.add(tag);
    expect(first.status).toBe(200);
    expect(tag).toMatch(/^"[\w-]{27}"$/);
    expect(first.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(first.headers.get('access-control-allow-origin')).toBe('*');
    expect(first.headers.get('content-language')).toMatch(/^ko/);
    const disposition = first.headers.get('content-disposition')!;
    expect(disposition).toContain(`filename="hamkke-statistics-${district}-1.${name}"`);
    const [, korean] = /filename\*=UTF-8''(\S+)$/.exec(disposition)!;
    expect(decodeURIComponent(korean!)).toMatch(/의정부시.* 복지통계 1차/);
    const modified = first.headers.get('last-modified')!;
    const known = async (headers: Record<string, string>) => (await get(path, { headers })).status;
    expect(await known({ 'if-none-match': tag })).toBe(304);
    expect(await known({ 'if-none-match': `"other", W/${tag}` })).toBe(304);
    expect(await known({ 'if-none-match': '"other"', 'if-modified-since': modified })).toBe(200);
    expect(await known({ 'if-modified-since': modified })).toBe(304);
    expect(await known({ 'if-modified-since': 'Thu, 01 Jan 2015 00:00:00 GMT' })).toBe(200);
    expect(await known({ accept: 'image/png' })).toBe(406);
    const head = await get(path, { method: 'HEAD' });
    expect([head.status, head.headers.get('etag'), await head.text()]).toEqual([200, tag, '']);
    expect(head.headers.get('content-length')).toBe(String((await bytesOf(path)).length));
  }
  expect(tags.size).toBe(names.length);
  const { headers } = await get(`/${district}/1.csv?measure=REPORTS`);
  expect(headers.get('link')).toBe(
    '<1.csv-metadata.json?measure=REPORTS>; rel="describedby"; type="application/csvm+json"',
  );
  expect(tags).not.toContain(headers.get('etag'));
});

test('CSVW describes the CSV: its header, every cell by its datatype, and a key that no two lines share', async () => {
  for (const search of ['', '?measure=LINKAGE_VALUE']) {
    const metadata = await json<{
      url: string;
      tableSchema: {
        primaryKey: string[];
        columns: {
          name: string;
          titles: { en: string[]; ko: string };
          datatype: string | { base: string; format: string };
          required: boolean;
          null: string;
        }[];
      };
    }>(`/${district}/1.csv-metadata.json${search}`);
    expect(metadata.url).toBe(`1.csv${search}`);
    const { columns, primaryKey } = metadata.tableSchema;
    const lines = await csvLines(`/${district}/${metadata.url}`);
    expect(Object.keys(lines[0]!).map((each, at) => columns[at]!.titles.en.includes(each))).toEqual(
      columns.map(() => true),
    );
    const forms: Record<string, RegExp> = {
      nonNegativeInteger: /^\d+$/,
      string: /./,
      gYearMonth: /^\d{4}-\d\d$/,
    };
    for (const { name, datatype, required } of columns) {
      const { base, format } = typeof datatype === 'string' ? { base: datatype, format: '' } : datatype;
      const form = base === 'string' && format ? new RegExp(`^(?:${format})$`) : forms[base]!;
      const wrong = lines.filter((each) => (each[name] === '' ? required : !form.test(each[name]!)));
      expect([name, wrong.length]).toEqual([name, 0]);
    }
    const keys = lines.map((each) => primaryKey.map((name) => each[name]).join(' '));
    expect(new Set(keys).size).toBe(lines.length);
  }
});

test('the lists have every release, and the last one has an address that leads to its number', async () => {
  const lists = await json<{
    releases: { number: number; files: Record<string, string>; manifest: string }[];
  }>('/releases.json');
  expect(lists.releases).toMatchObject([
    {
      district,
      number: 1,
      firstMonth: '2019-01',
      lastMonth: '2019-11',
      hash: expect.stringMatching(/^\w{64}$/),
    },
  ]);
  for (const address of [...Object.values(lists.releases[0]!.files), lists.releases[0]!.manifest])
    expect((await fetch(app.url + address)).status).toBe(200);
  const own = await json<{ releases: object[] }>(`/${district}/releases.json`);
  expect(own.releases).toMatchObject([{ number: 1, firstMonth: '2019-01', corrections: [] }]);
  const latest = await get(`/${district}/latest.csv?measure=REPORTS`);
  expect([latest.status, latest.headers.get('location'), latest.headers.get('cache-control')]).toEqual([
    302,
    `/statistics/${district}/1.csv?measure=REPORTS`,
    'public, max-age=60',
  ]);
  const manifest = await get(`/${district}/latest/manifest.json`);
  expect(manifest.headers.get('location')).toBe(`/statistics/${district}/1/manifest.json`);
});

test('an unknown district and one that published nothing are answered alike, and what is no parameter is refused', async () => {
  const fault = async (path: string, language = 'en') => {
    const response = await get(path, { headers: { 'accept-language': language } });
    const { errors } = JSON.parse(await response.text()) as {
      errors: { message: string; extensions: { reason: string; field?: string } }[];
    };
    return [response.status, errors[0]!.extensions.reason, errors[0]!.message];
  };
  // Yongsan works and published nothing; 99999 is nobody.
  for (const name of [
    ...names.map((each) => `1.${each}`),
    'latest.csv',
    '1/manifest.json',
    'releases.json',
  ]) {
    const [nothing, nobody] = [await fault(`/11170/${name}`), await fault(`/99999/${name}`)];
    expect(nothing).toEqual([404, 'NOTHING_PUBLISHED', expect.stringMatching(/^Nothing is published/)]);
    expect(nobody).toEqual(nothing);
  }
  expect(await fault(`/${district}/2.csv`)).toEqual(await fault('/11170/1.csv'));
  for (const name of ['0.csv', '-1.csv', '1e0.csv', '01.csv', '1.doc', '1', 'latest.exe', '9999999.csv'])
    expect((await fault(`/${district}/${name}`))[0]).toBe(404);
  expect(await fault(`/${district}/1.csv?measure=EVERYTHING`, 'ko')).toEqual([
    400,
    'PARAMETER_NOT_AMONG',
    expect.stringMatching(/가운데 하나입니다/),
  ]);
  // What is counted and never published has no file either.
  expect((await fault(`/${district}/1.csv?measure=HOUSEHOLDS_SERVED`))[1]).toBe('PARAMETER_NOT_AMONG');
  expect((await fault(`/${district}/1.csv?measure=REPORTS&measure=SCREENED`))[1]).toBe(
    'PARAMETER_GIVEN_TWICE',
  );
  expect((await fault(`/${district}/1.csv?month=2019-01`))[1]).toBe('PARAMETER_UNKNOWN');
  expect((await fault(`/${district}/1.csv?lang=en`))[1]).toBe('PARAMETER_UNKNOWN');
  expect((await fault(`/${district}/1.json?lang=fr`))[1]).toBe('PARAMETER_NOT_AMONG');
});

test('a token changes nothing: the district itself, a researcher and nobody get the same bytes', async () => {
  const plain = await bytesOf(`/${district}/1.csv`);
  for (const persona of ['songsan-statistics', 'reporter']) {
    const headers = { authorization: `Bearer ${await app.tokenOf(persona)}` };
    const own = Buffer.from(await (await get(`/${district}/1.csv`, { headers })).arrayBuffer());
    expect(own.equals(plain)).toBe(true);
  }
});

test('a name that a spreadsheet would take for a formula is a text in every file', async () => {
  const planted = await freshDatabase();
  const evil = '=HYPERLINK("https://example.org","동")';
  try {
    await asKeeper(planted.owner, (sql) => sql`select 1`);
    const [{ code }] = (await planted.owner`
      update dong_codes set name = ${evil} where code = (select min(code) from dong_codes
        where district_id = ${district}) returning code`) as never as [{ code: string }];
    await publishYear(planted);
    const own = await startApp({ database: planted });
    try {
      const file = async (name: string) =>
        Buffer.from(await (await fetch(`${own.url}/statistics/${district}/1.${name}`)).arrayBuffer());
      const csv = parse<Line>(await file('csv'), { bom: true, columns: true });
      const found = csv.filter(({ value }) => value === code);
      expect(found.length).toBeGreaterThan(10);
      expect(new Set(found.map(({ valueName }) => valueName))).toEqual(new Set([`'${evil}`]));
      const { unzipSync, strFromU8 } = await import('fflate');
      const parts = Object.entries(unzipSync(await file('xlsx')));
      expect(parts.filter(([, part]) => /<f[ >]/.test(strFromU8(part))).map(([path]) => path)).toEqual([]);
      const text = parts.map(([, part]) => strFromU8(part)).join('');
      expect(text).toContain('=HYPERLINK(');
    } finally {
      await own.stop();
    }
  } finally {
    await planted.drop();
  }
});
