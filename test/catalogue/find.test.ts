import { disassemble, getChoseong } from 'es-hangul';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { soughtBy } from '../../src/catalogue/search/query.js';
import { migrate } from '../../src/database/migrate.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import fc from '../support/property.js';
import { found, type Made, make, names } from './finding.js';

const shelter: Made = {
  name: '달무리 긴급피난처',
  english: 'Moonhalo refuge',
  agency: '달무리 여성쉼터',
  description: '숨은 곳',
  confidential: true,
};
const services: Made[] = [
  { name: '주거 상담', agency: '한빛복지관' },
  { name: '주거 상담 교실', agency: '한빛복지관' },
  { name: '찾아가는 주거 상담', agency: '솔내복지관' },
  { name: '영구주거상담소', agency: '솔내복지관' },
  { name: '이사 돕기', agency: '주거 상담 센터' },
  { name: '도배와 장판', agency: '새터복지관', description: '주거 환경을 상담하고 고쳐 드립니다.' },
  { name: '청소년 쉼터', english: 'Youth shelter', agency: '나루센터' },
  { name: '밥 차', agency: '와우나눔' },
  { name: '맞가람 모임', agency: '노을센터' },
  { name: '100% 환급', agency: '노을센터' },
  { name: 'café 나들이', agency: '노을센터' },
  { name: '이동·목욕 (특)봉사', agency: '늘봄센터' },
  { name: '１２３호 ＹＭＣＡ', agency: '늘봄센터' },
  { name: '㈜늘봄 돌봄', agency: '늘봄센터' },
  { name: '반찬 나눔', agency: '늘봄센터', description: '어르신 댁에 배달합니다.' },
  { name: '세탁 차', agency: '늘봄센터', description: '빨래대행을 하고 가사 도움을 드립니다.' },
  shelter,
];

let database: TestDatabase;
let app: App;
beforeAll(async () => {
  database = await freshDatabase('empty');
  app = await startApp({ database });
  await make(database, services);
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

const search = (query: string) => names(app, { search: query });

describe('what people type', () => {
  test('the name itself comes first, then its beginning, its words, within it, the agency and the description', async () =>
    expect(await search('주거 상담')).toEqual([
      '주거 상담',
      '주거 상담 교실',
      '찾아가는 주거 상담',
      '영구주거상담소',
      '이사 돕기',
      '도배와 장판',
    ]));

  test.each([
    ['part of a word', '소년', '청소년 쉼터'],
    ['two syllables', '쉼터', '청소년 쉼터'],
    ['one syllable', '밥', '밥 차'],
    ['another dot', '이동ㆍ목욕', '이동·목욕 (특)봉사'],
    ['no dot', '이동목욕', '이동·목욕 (특)봉사'],
    ['no brackets', '목욕특봉사', '이동·목욕 (특)봉사'],
    ['the width of digits', '123호', '１２３호 ＹＭＣＡ'],
    ['the width of letters', 'ymca', '１２３호 ＹＭＣＡ'],
    ['a company in brackets', '(주)늘봄', '㈜늘봄 돌봄'],
    ['a company in one sign', '㈜늘봄', '㈜늘봄 돌봄'],
    ['decomposed', '청소년'.normalize('NFD'), '청소년 쉼터'],
    ['what nobody sees', '\ufeff청소년\u200b 쉼터\u00ad', '청소년 쉼터'],
    ['one word for two, in the name and the description', '반찬배달', '반찬 나눔'],
    ['two words for one of the description', '빨래 대행', '세탁 차'],
    ['one word for two of the description', '가사도움', '세탁 차'],
    ['a word within the name and another of the description', '나눔 어르신', '반찬 나눔'],
    ['one syllable without a final consonant', '차', '밥 차'],
    ['initial consonants', 'ㅊㅅㄴㅅㅌ', '청소년 쉼터'],
    ['two initial consonants', 'ㅂㅊ', '밥 차'],
    ['initial consonants and a word', 'ㅊㅅㄴ 쉼터', '청소년 쉼터'],
    ['a syllable that is still being typed', '쉼ㅌ', '청소년 쉼터'],
    ['two words without their space', '청소년쉼터', '청소년 쉼터'],
    ['words in another order', '쉼터 청소년', '청소년 쉼터'],
    ['a word of the name and one of the agency', '도배 새터', '도배와 장판'],
    ['English, in any case', 'yOUTH', '청소년 쉼터'],
    ['a part of an English word', 'helt', '청소년 쉼터'],
    ['signs that LIKE gives a meaning', '100%', '100% 환급'],
    ['an accent', 'Café', 'café 나들이'],
    ['a text that is decomposed', '장판'.normalize('NFD'), '도배와 장판'],
    ['too much room', '  장판   도배 ', '도배와 장판'],
  ])('%s: %s', async (_what, query, name) => expect(await search(query)).toContain(name));

  test.each([
    ['another syllable', '쉼더', '청소년 쉼터'],
    ['a letter too many', '청솔년', '청소년 쉼터'],
    ['a letter too few', '청소여', '청소년 쉼터'],
    ['two letters in the wrong order', '쉼ㅓㅌ', '청소년 쉼터'],
    ['one in each of two words', '쳥소년 쉼더', '청소년 쉼터'],
    ['a typo in English', 'shetler', '청소년 쉼터'],
    ['a typo in the agency’s name', '나루샌터', '청소년 쉼터'],
  ])('one mistake is forgiven, %s: %s', async (_what, query, name) =>
    expect(await search(query)).toContain(name),
  );

  test.each([
    ['a final and an initial consonant are no two initials', 'ㅈㄱ', '맞가람 모임'],
    ['a word that is not there', '주거 우주선', '주거 상담'],
    ['two mistakes in a word', '쉰더', '청소년 쉼터'],
    ['a sign that LIKE gives a meaning', '1_0', '100% 환급'],
  ])('%s: %s does not find %s', async (_what, query, name) =>
    expect(await search(query)).not.toContain(name),
  );

  test('nobody is given a guess where there is what they typed', async () =>
    expect(await search('교실')).toEqual(['주거 상담 교실']));

  test('too many words are refused', async () => {
    await expect(search('가 나 다 라 마 바 사 아 자 차 카 타 파')).rejects.toThrow('BAD_INPUT');
  });

  test('too many languages are refused', async () => {
    const languages = Array.from({ length: 101 }, (_, n) => `q${n}`);
    expect(await names(app, { languages: languages.slice(1) })).toEqual([]);
    await expect(names(app, { languages })).rejects.toThrow('BAD_INPUT');
  });
});

describe('a shelter', () => {
  test.each(['달무리', 'ㄷㅁㄹ', '긴급피난처', '달므리', 'moonhalo', 'moonhlao', '숨은', '달'])(
    'is not found by %s, nor counted',
    async (query) => {
      expect(await found(app, { filter: { search: query } })).toMatchObject({ totalCount: 0, edges: [] });
      const { data } = await app.ask<{ serviceFacets: { count: number } }>(
        null,
        'query ($search: String) { serviceFacets(filter: { search: $search }) { count } }',
        { search: query },
      );
      expect(data?.serviceFacets.count).toBe(0);
    },
  );

  test('does not keep a guess from being made by being there', async () => {
    // As typed only the shelter has it; were it to count as found, no typo would be forgiven.
    await make(database, [{ name: '달무지 모임' }]);
    expect(await search('달무리')).toEqual(['달무지 모임']);
  });

  describe('that a service or its agency becomes', () => {
    const hide = (table: string, id: string, keep: boolean) =>
      asKeeper(database.owner, async (sql) => {
        await sql`update ${sql(table)} set confidential = true where id = ${id}`;
        if (keep) await sql`select hamkke.keep_search_around(array[${id}]::uuid[])`;
      });
    const refused = 'violates foreign key constraint "service_searches_';

    test('is hidden with the change itself, which the database takes in no other way', async () => {
      const [id] = await make(database, [{ name: '별무리 쉼자리', agency: '은하복지관' }]);
      await expect(hide('services', id!, false)).rejects.toThrow(`${refused}service"`);
      expect(await search('별무리')).toEqual(['별무리 쉼자리']);
      await hide('services', id!, true);
      expect(await found(app, { filter: { search: '별무리' } })).toMatchObject({ totalCount: 0, edges: [] });
      // A word that nothing public has any more is nothing that a typo may mean.
      const [left] =
        await database.owner`select count(*)::int as n from search_words where word = ${disassemble('쉼자리')}`;
      expect(left!.n).toBe(0);
    });

    test('takes the name of the agency away from what its services are found by', async () => {
      const [id] = await make(database, [{ name: '햇살 나눔', agency: '미리내 피난처' }]);
      const [{ agency }] = await asKeeper(
        database.owner,
        (sql) => sql<[{ agency: string }]>`select organization_id as agency from services where id = ${id!}`,
      );
      expect(await search('미리내')).toEqual(['햇살 나눔']);
      await expect(hide('organizations', agency, false)).rejects.toThrow(`${refused}organization"`);
      await hide('organizations', agency, true);
      expect(await search('미리내')).toEqual([]);
      expect(await search('햇살 나눔')).toEqual(['햇살 나눔']);
      const [left] =
        await database.owner`select count(*)::int as n from search_words where word in (${disassemble('미리내')}, ${disassemble('피난처')})`;
      expect(left!.n).toBe(0);
    });

    test('has no row that it could be found by, whoever writes one', async () => {
      const [id] = await make(database, [{ ...shelter, name: '달무리 둘째' }]);
      for (const confidential of [true, false])
        await expect(
          asKeeper(database.owner, async (sql) => {
            const [row] = await sql`select * from service_searches limit 1`;
            await sql`insert into service_searches ${sql({ ...row!, id: id!, confidential })}`;
          }),
        ).rejects.toThrow(/service_searches_(public|service)"/);
    });
  });
});

test('a server that starts makes findable what nothing has made so, and what an older one made', async () => {
  const [id, other] = await make(database, [{ name: '느티나무 모임' }, { name: '은행나무 모임' }]);
  await asKeeper(database.owner, async (sql) => {
    await sql`delete from service_searches where id = ${id!}`;
    await sql`update service_searches set version = 0, names = '', agency = '', said = '', tokens = '' where id = ${other!}`;
  });
  expect(await search('나무 모임')).toEqual([]);
  await migrate(database.owner);
  expect((await search('나무 모임')).sort()).toEqual(['느티나무 모임', '은행나무 모임']);
});

test('what is longer than a mark may be is found all the same, and breaks nothing', async () => {
  const long = '가'.repeat(1500);
  await make(database, [
    {
      name: '긴 것',
      areas: [{ name: `${long}동` }, { name: '후암동' }],
      languages: [
        [null, long],
        ['zz', '즈'],
      ],
    },
    ...['하나', '둘', '셋'].map((each) => ({ name: `${'뷁'.repeat(250)} ${each}` })),
  ]);
  for (const filter of [{ dong: '후암동' }, { languages: ['zz'] }])
    expect(await names(app, filter)).toEqual(['긴 것']);
  // What somebody asks for is no longer than a name is.
  for (const filter of [{ dong: `${long}동` }, { languages: [long] }])
    await expect(names(app, filter)).rejects.toThrow(/BAD_INPUT: .*at most/);
  expect(await search('뷁'.repeat(200))).toHaveLength(3);
  // A tsvector that PostgreSQL cannot read again is one that no backup restores.
  const [broken] = await asKeeper(
    database.owner,
    (sql) =>
      sql<
        [{ n: number }]
      >`select count(*)::int as n from service_searches where tokens::text::tsvector <> tokens`,
  );
  expect(broken.n).toBe(0);
});

test('what an older server seeks, which knows no tokens, is looked for in the rows and not found everywhere', async () => {
  const { words, starts, beginning, exact, mistyped } = soughtBy('주거');
  const count = async (sought: object) =>
    (
      await database.owner`select hamkke.count_services(${JSON.stringify(sought)}::text::jsonb, '{}') as n`
    )[0]!.n;
  const older = await count({ words, starts, beginning, exact, said: "'ㅈㅜㄱㅓ':*", mistyped });
  expect(older).toBe(await count(soughtBy('주거')));
  expect(Number(older)).toBeGreaterThan(0);
});

describe('laws', () => {
  const syllable = fc.integer({ min: 0xac00, max: 0xd7a3 }).map((code) => String.fromCharCode(code));
  const word = fc.array(syllable, { minLength: 1, maxLength: 5 }).map((each) => each.join(''));
  const name = fc.array(word, { minLength: 1, maxLength: 3 }).map((each) => each.join(' '));

  test('a name is found by every part of it, by its initials, and first by itself', async () => {
    const some = fc.sample(name, 12);
    await make(
      database,
      some.map((each) => ({ name: each })),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...some), fc.nat(), fc.nat(), async (each, from, length) => {
        const letters = [...each];
        const start = from % letters.length;
        const part = letters.slice(start, start + 1 + (length % (letters.length - start))).join('');
        if (part.trim()) expect(await search(part)).toContain(each);
        expect(await search(getChoseong(each))).toContain(each);
        expect((await search(each))[0]!.replaceAll(' ', '')).toBe(each.replaceAll(' ', ''));
      }),
      { numRuns: 25 },
    );
  });

  test('the database takes every syllable apart as queries are', async () => {
    const [row] = await database.owner<{ wrong: number }[]>`
      select count(*)::int as wrong from unnest(${everySyllable}::text[], ${everySyllable.map(disassemble)}::text[]) s (whole, apart)
      where hamkke.jamo(whole) <> apart`;
    expect(row!.wrong).toBe(0);
  });

  test.each([
    { filter: { search: '쪽' } },
    { orderBy: 'NAME' },
    { near: { latitude: 37.5, longitude: 127 } },
    { filter: { search: '쫙' } },
  ])('pages are the whole list without repeats while services come in: %j', async (asked) => {
    const there = Array.from({ length: 9 }, (_, n) => ({
      name: `쪽${'가나다라마바사아자'[n]} 모임`,
      places: n % 3 ? [{ latitude: 37.5 + n / 1000, longitude: 127 }] : [],
    }));
    await make(database, there);
    const before = (await found(app, asked)).edges.map(({ node }) => node.id);
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof found>> = await found(app, { ...asked, first: 4, after });
      seen.push(...page.edges.map(({ node }) => node.id));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
      await make(database, [
        { name: `쪽${fc.sample(syllable, 1)[0]}`, places: [{ latitude: 37.5, longitude: 127.001 }] },
      ]);
    } while (after);
    expect(new Set(seen).size).toBe(seen.length);
    const old = new Set(before);
    expect(seen.filter((each) => old.has(each))).toEqual(before);
  });

  test('a cursor of another order or another question is refused', async () => {
    const { pageInfo } = await found(app, { filter: { search: '주거' }, first: 1 });
    const after = pageInfo.endCursor;
    await expect(found(app, { filter: { search: '상담' }, after })).rejects.toThrow('BAD_INPUT');
    await expect(found(app, { filter: { search: '주거' }, orderBy: 'NAME', after })).rejects.toThrow(
      'BAD_INPUT',
    );
    await expect(found(app, { after: 'bm90aGluZw' })).rejects.toThrow('BAD_INPUT');
  });
});

const everySyllable = Array.from({ length: 11_172 }, (_, n) => String.fromCharCode(0xac00 + n));
