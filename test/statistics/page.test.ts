import { afterAll, beforeAll, expect, test } from 'vitest';
import { enumDescriptions } from '../../src/database/tables/enumDescriptions.js';
import { type Measure, measureRules, measures } from '../../src/fact/measures.js';
import { measureWords } from '../../src/fact/words.js';
import { publishedBy } from '../../src/release/plan.js';
import { dayText, monthText, spanText, won } from '../../src/statistics/page/numbers.js';
import { type App, startApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { numberIn, tablesIn, textIn } from './pageText.js';
import { mapo, publishOf, songsan } from './published.js';

// What the pages say is what was published: their tables are read as a reader has them, beside the cells in the database.

let database: TestDatabase;
let app: App;
let before: Record<'list' | 'unpublished' | 'unknown', { status: number; body: string }>;
const get = (path: string, headers: Record<string, string> = {}) => fetch(app.url + path, { headers });
const pageAt = async (path: string) => {
  const response = await get(path);
  return { status: response.status, body: await response.text() };
};
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
  before = {
    list: await pageAt('/statistics?lang=ko'),
    unpublished: await pageAt(`/statistics/${songsan}?lang=ko`),
    unknown: await pageAt('/statistics/99999?lang=ko'),
  };
  expect(await publishOf(database, songsan, '2019-11')).toMatchObject({ number: 1, firstMonth: '2019-01' });
  expect(await publishOf(database, mapo, '2011-12')).toMatchObject({ number: 1 });
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

const monthsOf = (year: number, many: number) =>
  Array.from({ length: many }, (_, nth) => `${year}-${String(nth + 1).padStart(2, '0')}`);
const months = monthsOf(2019, 11);
/** What is published of a measure by a value, month by month: null where it is kept back. */
async function cellsOf(measure: Measure, dimension: string, district = songsan, of = months) {
  const rows = await database.owner<
    { value: string; month: string; state: string; figure: string | null }[]
  >`select value, to_char(month, 'YYYY-MM') as month, state, figure from release_cells
    where district_id = ${district} and number = 1 and measure = ${measure} and dimension = ${dimension}`;
  const found = new Map(rows.map((each) => [`${each.value} ${each.month}`, each]));
  return (value: string) =>
    of.map((month) => {
      const cell = found.get(`${value} ${month}`);
      return cell?.state === 'SUPPRESSED' ? null : Number(cell?.figure ?? 0);
    });
}
const sumOf = (figures: readonly (number | null)[]) =>
  figures.some((each) => each === null) ? null : figures.reduce<number>((sum, each) => sum + each!, 0);
const words = {
  ko: { kept: '비공개', never: '있을 수 없음', waiting: '아직 발표되지 않음' },
  en: { kept: 'Kept back', never: 'Cannot be', waiting: 'Not published yet' },
};
const tableWith = (tables: Map<string, string[][]>, caption: string) =>
  [...tables].find(([each]) => each.startsWith(caption))![1];

test.each(['ko', 'en'] as const)('every figure of the tables is the published one (%s)', async (language) => {
  const { status, body } = await pageAt(`/statistics/${songsan}?lang=${language}`);
  expect(status).toBe(200);
  const tables = tablesIn(body);
  const { kept, waiting } = words[language];
  const at = language === 'ko' ? 0 : 1;
  const all = tableWith(tables, ['모든 지표', 'All measures'][at]!);
  let numbers = 0;
  const shown = measures.filter((each) => publishedBy(each));
  expect(all).toHaveLength(shown.length + 1);
  for (const measure of shown) {
    const name = measureWords[measure].name[at];
    const [, total, ...cells] = all.find(([each]) => each === name || each!.startsWith(`${name} (`))!;
    const figures = (await cellsOf(measure, ''))('');
    expect([measure, ...cells.map(numberIn)]).toEqual([
      measure,
      ...figures.map((each) => each ?? kept),
      waiting,
    ]);
    const sum = measureRules[measure].kind === 'STOCK' ? figures.at(-1)! : sumOf(figures);
    expect([measure, numberIn(total!)]).toEqual([measure, sum ?? kept]);
    numbers += figures.filter(Boolean).length;
  }
  expect(numbers).toBeGreaterThan(60);
});

test.each([
  ['행정동별 서비스연계', 'LINKAGES', 'DONG', mapo],
  ['욕구 영역별 서비스연계', 'LINKAGES', 'NEED_DOMAIN', mapo],
  ['공공·민간별 서비스연계', 'LINKAGES', 'SECTOR', songsan],
  ['접수 경로별 접수', 'REPORTS', 'INTAKE_SOURCE', songsan],
] as const)(
  'the plot and the table of %s say the published sums',
  async (caption, measure, dimension, district) => {
    const year = district === mapo ? 2010 : 2019;
    const { body } = await pageAt(`/statistics/${district}?lang=ko&year=${year}`);
    const [, ...rows] = tableWith(tablesIn(body), caption);
    const of = await cellsOf(measure, dimension, district, monthsOf(year, district === mapo ? 12 : 11));
    const names: readonly { value: string; name: string }[] =
      dimension === 'DONG'
        ? await database.owner<{ value: string; name: string }[]>`select code as value, name from dong_codes
          where district_id = ${district} and valid_until is null`
        : Object.entries(enumDescriptions.get(dimension.toLowerCase())!.values).map(([value, each]) => ({
            value,
            name: each.split('.')[0]!,
          }));
    expect(names.length).toBeGreaterThan(1);
    const sums = names.map(({ value, name }) => [name, sumOf(of(value))] as const);
    const known = new Map(rows.map(([name, figure]) => [name, numberIn(figure!)]));
    expect(sums.some(([, sum]) => sum)).toBe(true);
    for (const [name, sum] of sums) expect([name, known.get(name)]).toEqual([name, sum ?? '비공개']);
    const figure = new RegExp(
      `<svg[^>]*aria-labelledby="${`${measure}-${dimension}`.toLowerCase()}-title[\\s\\S]*?</svg>`,
    );
    const drawn = figure.exec(body)![0];
    for (const [name, sum] of sums.filter(([, sum]) => sum))
      expect(textIn(drawn)).toContain(`${name}${sum!.toLocaleString('ko')}건`);
    // The longest bar has the whole width, and others are as long as their share of it.
    const most = Math.max(...sums.map(([, sum]) => sum ?? 0));
    const widths = [...drawn.matchAll(/class="bar"[^>]*width="([\d.]+)"/g)].map(([, width]) => Number(width));
    const expected = sums.flatMap(([, sum]) => (sum ? [(358 * sum) / most] : [])).sort((a, b) => b - a);
    expect(widths).toHaveLength(expected.length);
    for (const [nth, width] of widths.entries()) expect(width).toBeCloseTo(expected[nth]!, 0);
  },
);

test('shares are told from published figures alone, and what cannot be is told apart', async () => {
  const { body } = await pageAt(`/statistics/${songsan}?lang=ko`);
  const tables = tablesIn(body);
  const clocks = tableWith(tables, '기한 유형별 기한 준수율');
  expect(clocks.find(([name]) => name === '건강 방문')).toEqual([
    '건강 방문',
    '있을 수 없음',
    '있을 수 없음',
    '있을 수 없음',
  ]);
  const share = (met: number, due: number) => (due ? `${((100 * met) / due).toFixed(1)}%` : '셈할 수 없음');
  let told = 0;
  for (const table of [clocks, tableWith(tables, '방문 주기 군별 방문 준수율')])
    for (const [, due, met, said] of table.slice(1)) {
      if (said === '있을 수 없음') continue;
      expect(said).toBe(share(numberIn(met!) as number, numberIn(due!) as number));
      told += said!.endsWith('%') ? 1 : 0;
    }
  expect(told).toBeGreaterThan(1);
  const funnel = tableWith(tables, '발굴, 선정, 연계').at(-1)!;
  const [screened, selected] = await Promise.all(
    (['SCREENED', 'SCREENED_SELECTED'] as const).map(async (each) => sumOf((await cellsOf(each, ''))(''))!),
  );
  expect(funnel[1]).toBe(`${screened!.toLocaleString('ko')}가구`);
  expect(funnel[4]).toBe(share(selected!, screened!));
});

test('a page says how figures are protected, how far they are from the truth, and which release it is', async () => {
  const [release] = await database.owner`select hash, signature from releases where district_id = ${songsan}`;
  for (const [language, sentences] of [
    [
      'ko',
      ['5의 배수로 치우침 없이', '한 달의 건수는 실제와 대개 2쯤', '항목 하나의 기간 합계는 6.6쯤', '제1호'],
    ],
    ['en', ['multiples of 5 at random', 'about 2 away from the truth', 'of one value about 6.6', 'No. 1']],
  ] as const) {
    const { body } = await pageAt(`/statistics/${songsan}?lang=${language}`);
    const text = textIn(body);
    for (const each of [...sentences, release!.hash, release!.signature]) expect(text).toContain(each);
    // A signature may hold any letters.
    expect(textIn(body.replace(/<code>.*?<\/code>/g, ''))).not.toMatch(/NaN|undefined|null|\[object/);
    for (const each of Object.values(words[language])) expect(text).toContain(each);
    for (const form of ['csv', 'json', 'xlsx'])
      expect(body).toContain(`href="/statistics/${songsan}/1.${form}"`);
  }
});

test('an empty state, and one page for whatever is not there', async () => {
  expect(before.list.status).toBe(200);
  expect(textIn(before.list.body)).toContain('아직 공표한 시·군·구가 없습니다');
  expect(before.unpublished.status).toBe(404);
  expect(before.unpublished).toEqual(before.unknown);
  const asked = [
    '/statistics/99999',
    '/statistics/11170',
    `/statistics/${songsan}?release=2`,
    `/statistics/${songsan}?release=1&release=1`,
    `/statistics/${songsan}?release=0`,
    `/statistics/${songsan}?release=99999999999`,
    `/statistics/${songsan}?year=2018`,
    `/statistics/${songsan}?year=x`,
    `/statistics/${encodeURIComponent("41150' or true --")}`,
    '/statistics/%00',
  ];
  for (const path of asked) {
    const page = await pageAt(`${path}${path.includes('?') ? '&' : '?'}lang=ko`);
    expect([path, page]).toEqual([path, before.unknown]);
  }
  const list = await pageAt('/statistics?lang=en');
  expect(tablesIn(list.body).get('Districts that published')!.slice(1)).toHaveLength(2);
  expect(list.body).toContain(`href="/statistics/${songsan}?lang=en"`);
});

test('the language is the one of the address, or what the browser asks for', async () => {
  const language = async (path: string, accepted: string) => {
    const response = await get(path, { 'accept-language': accepted });
    expect(response.headers.get('vary')).toContain('accept-language');
    const inPage = /<html lang="(\w+)">/.exec(await response.text())![1];
    expect(response.headers.get('content-language')).toBe(inPage);
    return inPage;
  };
  expect(await language('/statistics', 'en-GB')).toBe('en');
  expect(await language('/statistics', 'fr')).toBe('ko');
  expect(await language(`/statistics/${songsan}?lang=en`, 'ko')).toBe('en');
  expect(await language('/statistics/99999?lang=en', 'ko')).toBe('en');
});

test('a browser runs nothing, keeps a numbered release, and is told when a page is the same', async () => {
  const last = await get(`/statistics/${songsan}?lang=ko`);
  const policy = last.headers.get('content-security-policy')!;
  expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[^']+';/);
  expect(policy).not.toContain('script-src');
  const body = await last.text();
  expect(body).not.toMatch(/<script|\son\w+=|\sstyle=|javascript:/i);
  expect(last.headers.get('cache-control')).toBe('no-cache');
  const path = `/statistics/${songsan}?lang=ko&release=1`;
  const numbered = await get(path);
  expect(numbered.headers.get('cache-control')).toBe('public, max-age=86400');
  const tag = numbered.headers.get('etag')!;
  await numbered.text();
  const again = await get(path, { 'if-none-match': `"other", W/${tag}` });
  expect([again.status, await again.text()]).toEqual([304, '']);
  const other = await get(path.replace('ko', 'en'), { 'if-none-match': tag });
  expect(other.status).toBe(200);
  await other.text();
});

test('what districts and dong are called is text, whatever it is', async () => {
  const { owner } = database;
  const [kept] = await owner`select name from districts where id = ${songsan}`;
  const [dong] =
    await owner`select code, name from dong_codes where district_id = ${songsan} order by code limit 1`;
  const name = `<img src=x onerror=alert(1)>"'&`;
  await owner`update districts set name = ${name} where id = ${songsan}`;
  await owner`update dong_codes set name = ${name} where code = ${dong!.code}`;
  for (const path of ['/statistics', `/statistics/${songsan}`]) {
    const { body } = await pageAt(path);
    expect(body).not.toContain('<img');
    expect(textIn(body)).toContain(name);
  }
  await owner`update districts set name = ${kept!.name} where id = ${songsan}`;
  await owner`update dong_codes set name = ${dong!.name} where code = ${dong!.code}`;
});

test('whoever comes too fast is told so in a page', async () => {
  const slow = await startApp({ database, limits: { addressRate: 1 } });
  const statuses: number[] = [];
  let refused = '';
  for (let nth = 0; nth < 15; nth++) {
    const response = await fetch(`${slow.url}/statistics?lang=en`);
    const text = await response.text();
    statuses.push(response.status);
    if (response.status !== 429) continue;
    refused = text;
    expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
    break;
  }
  await slow.stop();
  expect(statuses.at(-1)).toBe(429);
  expect(refused).toContain('Too many requests from you');
});

test('won are written as offices write them', () => {
  expect([0, 72_500_000, 123_400_000, 100_000_000, 12_345].map((each) => won('ko', each))).toEqual([
    '0원',
    '7,250만 원',
    '1억 2,340만 원',
    '1억 원',
    '1만 2,345원',
  ]);
  expect(won('en', 72_500_000)).toBe('72,500,000 won');
});

test('days and months are written as people write them, by the clock of Seoul', () => {
  expect(dayText('ko', '2019-12-02T15:30:00Z')).toBe('2019년 12월 3일');
  expect(dayText('en', '2019-12-02T15:30:00Z')).toBe('3 December 2019');
  expect([monthText('ko', '2019-03'), monthText('en', '2019-03')]).toEqual(['2019년 3월', 'March 2019']);
  expect(spanText('ko', '2018-11', '2019-02')).toBe('2018년 11월부터 2019년 2월까지');
  expect(spanText('en', '2018-11', '2019-02')).toBe('November 2018 to February 2019');
  expect(spanText('en', '2019-01', '2019-02')).toBe('January to February 2019');
  expect(spanText('ko', '2019-01', '2019-01')).toBe('2019년 1월');
});

test('an older release stays as it was once there is a newer one', async () => {
  const path = `/statistics/${songsan}?lang=ko&release=1`;
  const first = await pageAt(path);
  expect(await publishOf(database, songsan, '2019-12')).toMatchObject({ number: 2 });
  expect(await pageAt(path)).toEqual(first);
  const last = await pageAt(`/statistics/${songsan}?lang=ko`);
  expect(textIn(last.body)).toContain(
    '제2호 · 2019년 1월부터 2019년 12월까지'.replace('2019년 12월', '12월'),
  );
  expect(last.body).toContain(`href="/statistics/${songsan}?release=1&#38;lang=ko"`);
  const all = tableWith(tablesIn(last.body), '모든 지표');
  expect(all.flat()).not.toContain('아직 발표되지 않음');
});
