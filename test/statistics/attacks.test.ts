import { strFromU8, unzipSync } from 'fflate';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Measure, measures } from '../../src/fact/measures.js';
import { publishedBy } from '../../src/release/plan.js';
import type { ReleaseTable } from '../../src/release/table.js';
import { formatNames, formats } from '../../src/statistics/files.js';
import { figureEntries } from '../../src/statistics/odata/model.js';
import { type App, startApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { district, publishYear } from './expected.js';

// Other statistics servers protected one output format and were read by another one. Here each shape is looked through for
// what no shape may have, once as itself and once with a hole that shows that it would have been found.

/** A number that nobody publishes. */
const secret = 987_654_321;

const tableWith = (cells: ReleaseTable['cells']): ReleaseTable => ({
  district,
  districtName: '의정부시',
  number: 1,
  firstMonth: '2019-01',
  lastMonth: '2019-03',
  madeAt: '2026-11-29T00:00:00Z',
  plan: null,
  protection: { ko: '보호합니다.', en: 'Protected.' },
  hash: 'a'.repeat(64),
  signature: 'b',
  keyId: 'c',
  dongs: { '4115051000': '송산3동' },
  cells: [
    ['REPORTS', '', '', '2019-01', 'KNOWN', 15],
    ['REPORTS', 'INTAKE_SOURCE', 'SCHOOL', '2019-01', 'KNOWN', 15],
    ...cells,
  ],
});

/** Everything that somebody can read out of a shape, as text. */
async function textOf(name: string, bytes: Buffer): Promise<string> {
  if (name === 'xlsx')
    return Object.values(unzipSync(bytes))
      .map((part) => strFromU8(part))
      .join('\n');
  if (name !== 'parquet') return bytes.toString();
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  const rows = await parquetReadObjects({ file });
  // Statistics of columns stand beside them, in eight bytes.
  const stored = Buffer.alloc(8);
  stored.writeBigInt64LE(BigInt(secret));
  return `${rows.map((row) => Object.values(row).join(' ')).join('\n')}${bytes.includes(stored) ? secret : ''}`;
}

/** The shapes in which a table's secret number can be found. */
async function shapesWithSecret(table: ReleaseTable): Promise<string[]> {
  const found: string[] = [];
  for (const name of formatNames)
    for (const language of ['ko', 'en'] as const) {
      const bytes = await formats[name].make(table, { measure: null, language });
      if ((await textOf(name, bytes)).includes(String(secret))) found.push(name);
    }
  if (JSON.stringify(figureEntries(table)).includes(String(secret))) found.push('odata');
  return [...new Set(found)];
}

test('a figure that is kept back, impossible or of nothing that is published is in no shape', async () => {
  const hidden: [string, ReleaseTable['cells']][] = [
    ['kept back', [['LINKAGES', '', '', '2019-02', 'SUPPRESSED', secret]]],
    [
      'kept back with its dimension',
      [
        ['LINKAGES', 'SECTOR', '', '2019-02', 'SUPPRESSED', null],
        ['LINKAGES', 'SECTOR', 'PUBLIC', '2019-02', 'KNOWN', secret],
      ],
    ],
    ['impossible', [['CLOCKS_DUE', 'CLOCK_KIND', 'VISIT', '2019-02', 'KNOWN', secret]]],
    ['of a measure that is not published', [['HOUSEHOLDS_SERVED', '', '', '2019-02', 'KNOWN', secret]]],
    [
      'by a dimension that is not published',
      [['CLOCKS_MET', 'DONG', '4115051000', '2019-02', 'KNOWN', secret]],
    ],
    ['of a month that the release does not have', [['LINKAGES', '', '', '2019-04', 'KNOWN', secret]]],
  ];
  for (const [what, cells] of hidden)
    expect([what, await shapesWithSecret(tableWith(cells))]).toEqual([what, []]);
  // The same number where it may be is in every shape that has figures, so it would have been found.
  const open = await shapesWithSecret(tableWith([['LINKAGES', '', '', '2019-02', 'KNOWN', secret]]));
  expect(open.sort()).toEqual(['csv', 'json', 'odata', 'parquet', 'xlsx']);
});

test('two releases that differ in what is hidden alone are the same bytes in every shape', async () => {
  const hidden = (figure: number): ReleaseTable['cells'] => [
    ['LINKAGE_VALUE', '', '', '2019-02', 'SUPPRESSED', figure],
    ['HOUSEHOLDS_SERVED', '', '', '2019-01', 'KNOWN', figure],
  ];
  for (const name of formatNames) {
    const choice = { measure: null, language: 'ko' } as const;
    const [one, other] = [
      await formats[name].make(tableWith(hidden(1)), choice),
      await formats[name].make(tableWith(hidden(4)), choice),
    ];
    expect([name, one.equals(other)]).toEqual([name, true]);
  }
});

let database: TestDatabase;
let app: App;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
  await publishYear(database);
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

const addresses = [
  '/statistics/releases.json',
  '/statistics/dictionary.json',
  `/statistics/${district}/releases.json`,
  `/statistics/${district}/1/manifest.json`,
  ...formatNames.map((name) => `/statistics/${district}/1.${name}`),
  `/statistics/${district}/latest.csv`,
  '/odata/',
  '/odata/$metadata',
  '/odata/Figures',
  `/odata/Figures?$filter=${encodeURIComponent(`District eq '${district}'`)}&$count=true&$orderby=Figure`,
  '/odata/Releases',
  '/odata/Measures',
];

test('nothing is read but releases, and it is the same for the district itself, whose figures are exact', async () => {
  for (const persona of [null, 'songsan-statistics', 'reporter']) {
    const token = persona && (await app.tokenOf(persona));
    const sent = vi.spyOn(app.pool.sql, 'unsafe');
    for (const address of addresses) {
      const plain = await fetch(app.url + address, { redirect: 'manual' });
      const response = await fetch(app.url + address, {
        redirect: 'manual',
        headers: token ? { authorization: `Bearer ${token}` } : {},
      });
      expect([address, response.status < 400]).toEqual([address, true]);
      expect(Buffer.from(await response.arrayBuffer()).equals(Buffer.from(await plain.arrayBuffer()))).toBe(
        true,
      );
    }
    const texts = sent.mock.calls.map(([text]) => text);
    sent.mockRestore();
    const read = new Set(texts.flatMap((text) => text.match(/hamkke\.\w+|\bfrom\s+\w+/g) ?? []));
    expect([...read].sort()).toEqual([
      'hamkke.published_districts',
      'hamkke.published_releases',
      'hamkke.release_list',
      'hamkke.release_table',
    ]);
  }
});

test('exact figures that change leave every published byte as it was', async () => {
  const all = () =>
    Promise.all(
      addresses.map(async (each) =>
        Buffer.from(await (await fetch(app.url + each)).arrayBuffer()).toString('latin1'),
      ),
    );
  const before = await all();
  const { count } = await database.owner`update facts set value = value + 40 where district_id = ${district}`;
  expect(count).toBeGreaterThan(100);
  const after = await all();
  for (const [nth, each] of addresses.entries())
    expect([each, after[nth] === before[nth]]).toEqual([each, true]);
});

test('whoever asks too fast is told to wait, at every address', async () => {
  const slow = await startApp({ database, limits: { addressRate: 1 } });
  try {
    for (const address of ['/statistics/dictionary.json', '/odata/Measures']) {
      let response = await fetch(slow.url + address);
      for (let nth = 0; nth < 30 && response.status !== 429; nth++)
        response = await fetch(slow.url + address);
      expect([response.status, response.headers.get('retry-after')]).toEqual([
        429,
        expect.stringMatching(/^\d+$/),
      ]);
    }
  } finally {
    await slow.stop();
  }
});

test('every measure of every shape is one that is published', async () => {
  const unpublished = measures.filter((each) => publishedBy(each) === null);
  expect(unpublished).toContain('HOUSEHOLDS_SERVED' satisfies Measure);
  for (const address of addresses) {
    const text = await (await fetch(app.url + address)).text();
    expect([address, unpublished.filter((each) => new RegExp(`\\b${each}\\b`).test(text))]).toEqual([
      address,
      [],
    ]);
  }
});
