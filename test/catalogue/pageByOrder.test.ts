import { afterAll, beforeAll, expect, test } from 'vitest';
import { type App, startApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { found, type Made, make } from './finding.js';

// What is common is read along an order, what is rare is found by an index (src/catalogue/search/page.sql): the pages must be
// the same.

const pick = (list: string, n: number) => list.split(' ')[n % list.split(' ').length]!;
const services: Made[] = Array.from({ length: 96 }, (_, n) => ({
  name: `${pick('희망 무료 찾아가는', n)} ${pick('주거 돌봄 식품 치과', n >> 1)} ${pick('상담 교실 상담소 나눔', n >> 3)}${n % 7 ? '' : ` ${n}호`}`,
  agency: `${pick('한빛 솔내 나루', n >> 2)}${pick('복지관 센터', n)}`,
  // One who knows what tokens a whole name writes it into what is said of them: it makes them no name.
  description:
    n === 30
      ? 'ㆅ주거상담ㆆ 주거와 상담'
      : pick('쌀과 반찬을 드립니다. 교복과 책을 드립니다. 상담도 합니다.', n),
  district: pick('11170 11140', n),
  ages: [null, [18, 64, null][n % 3]!],
  cost: n % 4 ? 0 : 5000,
  confidential: n % 11 === 5,
  places:
    n % 5 === 4
      ? []
      : [
          { latitude: 37.5 + ((n * 37) % 50) / 400, longitude: 127 + ((n * 17) % 40) / 300 },
          ...(n % 6 ? [] : [{ latitude: 35.1 + n / 1000, longitude: 129 }]),
        ],
}));

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

/** Makes the database believe that there is so much that everything that several services have is common. */
const believe = (count: number) =>
  database.owner.begin(async (sql) => {
    await sql`set local role hamkke_keeper`;
    await sql.unsafe(
      `create or replace function hamkke.there() returns float8 language sql stable as 'select ${count}::float8'`,
    );
  });

/** All pages of seven rows each, one after the other. */
async function pages(asked: Record<string, unknown>) {
  const ids: string[] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof found>> = await found(app, { ...asked, first: 7, after });
    ids.push(...page.edges.map(({ node, distanceMetres }) => `${node.name} ${node.id} ${distanceMetres}`));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after);
  return ids;
}

const near = { latitude: 37.55, longitude: 127.05 };
const asked = [
  { filter: { search: '상담' } },
  { filter: { search: '주거 상담' } },
  { filter: { search: '희망 주거' } },
  { filter: { search: '복지관' } },
  { filter: { search: '쌀' } },
  { filter: { search: 'ㅅㄷ' } },
  { filter: { search: '샹담' } },
  { filter: { search: '상담', district: '11170', age: 30 } },
  { filter: { search: '상담', free: true }, orderBy: 'NAME' },
  { filter: { search: '샹담' }, orderBy: 'NAME' },
  { filter: { district: '11140' } },
  { near },
  { near, filter: { search: '돌봄' } },
  { near, filter: { search: '돌붐' } },
  { near, filter: { district: '11140', free: true } },
  { near: { latitude: 35.1, longitude: 129 }, filter: { age: 70 } },
  { near: { latitude: -37.5, longitude: -53 }, filter: { district: '11170' } },
];

test.each(asked)('by order or by index, pages are the same and whole: %j', async (each) => {
  await believe(0);
  const byIndex = await pages(each);
  const { totalCount } = await found(app, { ...each, first: 1 });
  await believe(1_000_000);
  expect(await pages(each)).toEqual(byIndex);
  expect(byIndex).toHaveLength(totalCount);
  expect(totalCount).toBeGreaterThan(7);
});

test('what begins with all words at once is no part of what has them somewhere, where an index finds that', async () => {
  // Nothing else has both words: what ranks behind beginnings is rare, and so found by an index.
  const names = [...Array.from({ length: 9 }, (_, n) => `누리 모꼬지 ${n}호`), '누리모꼬지터'];
  await make(
    database,
    names.map((name) => ({ name })),
  );
  await believe(1_000_000);
  const ids = await pages({ filter: { search: '누리 모꼬지' } });
  expect(ids).toHaveLength(names.length);
  expect(new Set(ids).size).toBe(names.length);
});

test('facets of much are estimates of what there is, and say so', async () => {
  const facets = async (search: string) => {
    const { data } = await app.ask<{ serviceFacets: { approximate: boolean; count: number } }>(
      null,
      'query ($search: String!) { serviceFacets(filter: { search: $search }) { approximate count free districts { district count } } }',
      { search },
    );
    return data!.serviceFacets;
  };
  const all = async () => ({
    상담: await facets('상담'),
    교육: await facets('교육'),
    지원: await facets('지원'),
  });
  await believe(0);
  const exact = await all();
  expect(exact.상담.approximate).toBe(false);
  await believe(20_000);
  const estimated = await all();
  expect(estimated.상담.approximate).toBe(true);
  // A part is counted and stands for all: of one word it has half a dozen services, and may have next to none.
  const sum = (some: typeof exact) => some.상담.count + some.교육.count + some.지원.count;
  expect(sum(estimated)).toBeGreaterThan(sum(exact) / 4);
  expect(sum(estimated)).toBeLessThan(sum(exact) * 4);
});
