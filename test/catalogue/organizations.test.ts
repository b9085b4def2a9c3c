import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate } from '../../src/database/migrate.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';

const names = [
  '늘봄종합사회복지관',
  '㈜한빛 돌봄',
  '이동·목욕 나눔회',
  '서울ＹＭＣＡ',
  '장애인(특)이동지원센터',
  '나루센터',
];
const hidden = '달무리여성쉼터';

let database: TestDatabase;
let app: App;
beforeAll(async () => {
  database = await freshDatabase('empty');
  app = await startApp({ database });
  await asKeeper(database.owner, async (sql) => {
    // As an older version wrote them: without what they are found by today.
    for (const name of [...names, hidden])
      await sql`insert into organizations ${sql({ id: randomUUID(), name, confidential: name === hidden, search_text: '옛 글' })}`;
  });
  await database.owner`delete from hamkke_installed where name = 'organization names'`;
  await migrate(database.owner);
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

async function found(search: string): Promise<string[]> {
  const { data } = await app.ask<{ organizations: { totalCount: number; nodes: { name: string }[] } }>(
    null,
    'query ($search: String) { organizations(filter: { search: $search }) { totalCount nodes { name } } }',
    { search },
  );
  const { body } = await app.request(null, `/hsds/organizations?search=${encodeURIComponent(search)}`);
  const listed = (JSON.parse(body).contents as { name: string }[]).map(({ name }) => name);
  const there = data!.organizations.nodes.map(({ name }) => name);
  expect(data!.organizations.totalCount).toBe(there.length);
  expect(listed.sort()).toEqual([...there].sort());
  return there;
}

describe('an organization is found', () => {
  test.each([
    ['part of its name', '사회복지', '늘봄종합사회복지관'],
    ['its initial consonants', 'ㄴㄹㅅㅌ', '나루센터'],
    ['another dot', '이동ㆍ목욕', '이동·목욕 나눔회'],
    ['no dot', '이동목욕', '이동·목욕 나눔회'],
    ['no brackets', '장애인특이동', '장애인(특)이동지원센터'],
    ['letters of plain width', 'ymca', '서울ＹＭＣＡ'],
    ['brackets for a sign', '(주)한빛', '㈜한빛 돌봄'],
    ['decomposed Hangul', '나루'.normalize('NFD'), '나루센터'],
    ['a wrong letter', '늘범종합사회복지관', '늘봄종합사회복지관'],
    ['a letter too few', '늘보종합사회', '늘봄종합사회복지관'],
    ['a letter too many', '장애인특이동지원센텅', '장애인(특)이동지원센터'],
    ['two letters that changed places', 'ㄴㅏㄹㅜㅅㅔㄴㅌㅓ'.replace('ㄹㅜ', 'ㅜㄹ'), '나루센터'],
    ['a mistake in one word of two', '한빛 돌밤', '㈜한빛 돌봄'],
  ])('by %s', async (_, search, name) => expect(await found(search)).toEqual([name]));

  test.each([
    ['a secret one by its name', hidden],
    ['a secret one by a typo', '달무리여성숌터'],
    ['one with two mistakes in a word', '늘밤종합사훼복지관'],
    ['anything by a short word mistyped', '나로'],
  ])('but not %s', async (_, search) => expect(await found(search)).toEqual([]));

  test('and a guess is made only where nothing is as it was typed', async () =>
    expect(await found('이동')).toHaveLength(2));
});

interface Page {
  totalCount: number;
  nodes: { id: string; name: string | null }[];
  edges: { cursor: string }[];
  pageInfo: Record<'hasNextPage' | 'hasPreviousPage', boolean> & Record<'startCursor' | 'endCursor', string>;
}
const page =
  'totalCount nodes { id name } edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';
const idsOf = ({ nodes }: Page) => nodes.map(({ id }) => id);

describe('contacts of an organization', () => {
  const many = 230;
  let id: string;
  beforeAll(async () => {
    await asKeeper(database.owner, async (sql) => {
      const [row] = await sql`select id from organizations where name = ${names[0]!}`;
      id = `Organization:${row!.id}`;
      // Some without a name, which have no place in the order by name but the last.
      await sql`insert into contacts (id, organization_id, name)
        select gen_random_uuid(), ${row!.id}, case when n % 10 > 0 then 'name ' || n % 7 end
        from generate_series(1, ${many}) n`;
    });
  });
  const ask = async (executed: boolean, asked: object) => {
    const { data, errors } = await app.ask<{ organization: { contactsConnection: Page } }>(
      null,
      `query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String) { organization(id: $id) {
        contactsConnection(first: $first, after: $after, last: $last, before: $before) { ${page} } } }`,
      { id, ...asked },
      { executed },
    );
    expect(errors).toBeUndefined();
    return data!.organization.contactsConnection;
  };

  test('are read to their end from either side, by whichever way it is answered', async () => {
    const ways: string[][] = [];
    for (const executed of [true, false])
      for (const backward of [false, true]) {
        const all: string[] = [];
        let page = await ask(executed, backward ? { last: 100 } : { first: 100 });
        for (;;) {
          const { hasNextPage, hasPreviousPage, startCursor, endCursor } = page.pageInfo;
          expect(page.totalCount).toBe(many);
          expect(backward ? hasNextPage : hasPreviousPage).toBe(all.length > 0);
          if (backward) all.unshift(...idsOf(page));
          else all.push(...idsOf(page));
          if (!(backward ? hasPreviousPage : hasNextPage)) break;
          page = await ask(
            executed,
            backward ? { last: 100, before: startCursor } : { first: 100, after: endCursor },
          );
        }
        ways.push(all);
      }
    expect(new Set(ways[0]).size).toBe(many);
    for (const way of ways) expect(way).toEqual(ways[0]);
    const { nodes } = await ask(false, { last: 23 });
    expect(nodes.every(({ name }) => name === null)).toBe(true);
  });
});

test('the list of organizations is read from either end', async () => {
  const ask = async (asked: string) => {
    const { data, errors } = await app.ask<{ organizations: Page }>(
      null,
      `{ organizations(${asked}) { ${page} } }`,
    );
    expect(errors).toBeUndefined();
    return data!.organizations;
  };
  const all = await ask('first: 20');
  expect(all.nodes.length).toBe(names.length);
  const [first, fifth] = [all.edges[0]!.cursor, all.edges[4]!.cursor];
  const between = await ask(`last: 2, after: "${first}", before: "${fifth}"`);
  expect(idsOf(between)).toEqual(idsOf(all).slice(2, 4));
  expect(between.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
  const end = await ask('last: 2');
  expect(end.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  expect(idsOf(end)).toEqual(idsOf(all).slice(-2));
});
