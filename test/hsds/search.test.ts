import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { found, type Made, make } from '../catalogue/finding.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';

// HSDS's API finds the services that GraphQL finds: the same words, by the same conditions.

const term = randomUUID();
const place = [{ dong: '후암동' }];
const services: Made[] = [
  { name: '주거 상담', agency: '한빛복지관', places: [...place, ...place] },
  { name: '주거 상담 교실', agency: '한빛복지관', term },
  { name: '찾아가는 주거 상담', agency: '솔내복지관', term, places: place },
  { name: '영구주거상담소', agency: '솔내복지관' },
  { name: '이사 돕기', agency: '주거 상담 센터', places: place },
  { name: '도배와 장판', agency: '새터복지관', description: '주거 환경을 상담하고 고쳐 드립니다.' },
  { name: '청소년 쉼터', english: 'Youth shelter', agency: '나루센터', places: place },
  { name: '밥 차', agency: '와우나눔' },
  { name: '쉼토 나들이', agency: '와우나눔' },
  { name: '100% 환급', agency: '노을센터' },
  { name: '다른 상담', agency: '노을센터' },
  { name: '가까운 상담', agency: '노을센터' },
  {
    name: '달무리 긴급피난처 상담',
    english: 'Moonhalo refuge',
    agency: '달무리 여성쉼터',
    description: '숨은 곳',
    places: place,
    term,
    confidential: true,
  },
];

let database: TestDatabase;
let app: App;
let ids: string[];
beforeAll(async () => {
  database = await freshDatabase('empty');
  app = await startApp({ database });
  await asKeeper(database.owner, async (sql) => {
    const taxonomy = { id: randomUUID(), name: '대상', description: '대상', confidential: false };
    await sql`insert into taxonomies ${sql(taxonomy)}`;
    const row = { id: term, taxonomy_id: taxonomy.id, code: 'A', name: '갑', description: '갑' };
    await sql`insert into taxonomy_terms ${sql({ ...row, confidential: false })}`;
  });
  ids = await make(database, services);
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

interface Page {
  total_items: number;
  total_pages: number;
  contents: { id: string; name: string; service: { name: string } }[];
}
type Asked = Record<string, string | number>;

const read = async (list: string, asked: Asked) => {
  const query = Object.entries(asked).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return app.request(null, `/hsds/${list}?${query.join('&')}`);
};
const page = async (list: string, asked: Asked) =>
  JSON.parse((await read(list, { per_page: 100, ...asked })).body) as Page;
const byRest = async (asked: Asked) => (await page('services', asked)).contents.map(({ name }) => name);
const byGraphql = async (filter: Record<string, unknown>) =>
  (await found(app, { filter })).edges.map(({ node }) => node.name);
const placesOf = async (asked: Asked) =>
  (await page('service_at_locations', asked)).contents.map(({ service }) => service.name).sort();
const agencyOf = async (service: string) => {
  const [row] = await database.owner<{ id: string }[]>`
    select organization_id as id from services where name = ${service}`;
  return row!.id;
};

describe('the same words find the same services', () => {
  test.each([
    ['two words', '주거 상담', 6],
    ['a word that many have', '상담', 8],
    ['a word of two syllables', '쉼터', 1],
    ['one syllable', '밥', 1],
    ['part of a word', '소년', 1],
    ['still being typed', '주ㄱ', 6],
    ['without its space', '주거상담', 6],
    ['initial consonants', 'ㅊㅅㄴ', 1],
    ['initial consonants of two words', 'ㅈㄱ ㅅㄷ', 5],
    ["the agency's name", '솔내복지관', 2],
    ['words of the description', '환경 고쳐', 1],
    ['a typo', '청쇼년', 1],
    ['a typo beside a sound word', '샹담 교실', 1],
    ['English', 'YOUTH', 1],
    ['English with a typo', 'yuoth', 1],
    ["signs that are LIKE's", '100%', 1],
    ['nothing', '우주왕복선', 0],
  ])('%s, in the same order: %s', async (_, search, count) => {
    const theirs = (await found(app, { filter: { search } })).edges.map(({ node }) => node.id);
    expect(theirs).toHaveLength(count);
    // By GraphQL's own functions, and where a condition is HSDS's own.
    for (const asked of [{ search }, { search, modified_after: '1970-01-01' }] as Asked[]) {
      const ours = await page('services', asked);
      expect(ours.contents.map(({ id }) => `Service:${id}`)).toEqual(theirs);
      expect(ours.total_items).toBe(count);
    }
    const lines = (await read('services', { search, format: 'ndjson' })).body.split('\n').slice(0, -1);
    expect(lines.map((line) => `Service:${JSON.parse(line).id}`)).toEqual(theirs.toSorted());
  });

  test('and the places where these are given, each place once', async () => {
    expect(await placesOf({ search: '주거 상담' })).toEqual([
      '이사 돕기',
      '주거 상담',
      '주거 상담',
      '찾아가는 주거 상담',
    ]);
    expect(await placesOf({ search: 'ㅊㅅㄴ' })).toEqual(['청소년 쉼터']);
    expect(await placesOf({ search: '청쇼년' })).toEqual(['청소년 쉼터']);
    expect(await placesOf({ search: '환경' })).toEqual([]);
  });
});

test('the best matches come first', async () => {
  const ranked = [
    '주거 상담',
    '주거 상담 교실',
    '찾아가는 주거 상담',
    '영구주거상담소',
    '이사 돕기',
    '도배와 장판',
  ];
  expect(await byRest({ search: '주거 상담' })).toEqual(ranked);
  expect(
    (await page('service_at_locations', { search: '주거 상담' })).contents.map(({ service }) => service.name),
  ).toEqual(['주거 상담', '주거 상담', '찾아가는 주거 상담', '이사 돕기']);
});

test('pages add up to all that is found, and so do lines', async () => {
  const all = await page('services', { search: '상담' });
  expect(all.total_items).toBe(8);
  const parts = await Promise.all(
    [1, 2, 3].map((at) => page('services', { search: '상담', per_page: 3, page: at })),
  );
  expect(parts.flatMap(({ contents }) => contents)).toEqual(all.contents);
  for (const part of parts) expect(part).toMatchObject({ total_items: 8, total_pages: 3 });
  const small = await startApp({ database, limits: { hsdsFullPage: 3 } });
  try {
    for (const search of ['상담', '청쇼년']) {
      const lines = await small.request(
        null,
        `/hsds/services?format=ndjson&full=true&search=${encodeURIComponent(search)}`,
      );
      expect(
        lines.body
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line).id),
      ).toEqual((await page('services', { search })).contents.map(({ id }) => id).sort());
    }
  } finally {
    await small.stop();
  }
});

test('lines of too much are refused before the first, and pages of it are not', async () => {
  const small = await startApp({ database, limits: { hsdsSought: 7 } });
  try {
    const ask = (more: string) =>
      small.request(null, `/hsds/services?search=${encodeURIComponent('상담')}${more}`);
    const refused = await ask('&format=ndjson');
    expect(refused.status).toBe(400);
    expect(refused.body).toMatch(/TOO_MANY_LINES/);
    expect((await ask('')).status).toBe(200);
    expect((await ask('&format=ndjson&organization_id=00000000-0000-0000-0000-000000000000')).status).toBe(
      200,
    );
  } finally {
    await small.stop();
  }
});

describe('what is sought may be narrowed', () => {
  test('by organization, as in GraphQL, and a typo is forgiven where that organization has nothing as typed', async () => {
    const [ours, theirs] = [await agencyOf('찾아가는 주거 상담'), await agencyOf('청소년 쉼터')];
    for (const [organization_id, search, count] of [
      [ours, '상담', 1],
      [ours, '교실', 0],
      [theirs, '쉼토', 1],
      [theirs, '상담', 0],
    ] as const) {
      const names = await byRest({ search, organization_id });
      expect(names).toHaveLength(count);
      expect(names.toSorted()).toEqual(
        (await byGraphql({ search, organization: `Organization:${organization_id}` })).sort(),
      );
    }
    expect(await byRest({ search: '쉼토' })).toEqual(['쉼토 나들이']);
    expect(await placesOf({ search: '상담', organization_id: ours })).toEqual(['찾아가는 주거 상담']);
  });

  test('by term and by when it changed', async () => {
    const narrowed = await byRest({ search: '상담', taxonomy_term_id: term });
    expect(narrowed.toSorted()).toEqual(['주거 상담 교실', '찾아가는 주거 상담']);
    expect(await byGraphql({ search: '상담', taxonomyTerm: `TaxonomyTerm:${term}` })).toEqual(narrowed);
    expect(await byRest({ search: '쉼터', taxonomy_term_id: term })).toEqual([]);
    await database.owner`update services set last_modified = '2040-01-01T00:00:00Z' where id in (${ids[1]!}, ${ids[7]!})`;
    const since = { search: '상담', modified_after: '2039-12-31' };
    expect(await byRest(since)).toEqual(['주거 상담 교실']);
    expect((await page('services', { ...since, taxonomy_term_id: term })).total_items).toBe(1);
    // What was typed is there, though not so late: the same as if it were not.
    expect(await byRest({ ...since, search: '주걱 상담' })).toEqual(['주거 상담 교실']);
  });
});

test('nothing confidential is found, by no word of it', async () => {
  for (const search of [
    '달무리',
    '긴급피난처',
    'ㄷㅁㄹ',
    'Moonhalo',
    '숨은',
    '여성쉼터',
    '달무라',
    'moonhslo',
  ])
    for (const list of ['services', 'service_at_locations']) {
      expect((await page(list, { search })).total_items).toBe(0);
      expect((await read(list, { search, format: 'ndjson' })).body).toBe('');
    }
});

test.each(['services', 'service_at_locations'])('%s refuses more words than anybody types', async (list) => {
  const search = Array.from({ length: 13 }, (_, n) => `낱말${n}`).join(' ');
  for (const more of [{}, { format: 'ndjson' }] as Asked[]) {
    const { status, body } = await read(list, { search, ...more });
    expect([status, body]).toEqual([400, expect.stringMatching(/BAD_INPUT/)]);
    expect(body).toMatch(/TOO_MANY_WORDS/);
  }
});
