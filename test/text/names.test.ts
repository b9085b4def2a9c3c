import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { make } from '../catalogue/finding.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';

// Whoever looks for somebody or something by a name finds it, however the name was typed here and written there.

let database: TestDatabase;
let app: App;
let staff: string;
let member: string;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
  staff = (await read('portal', '{ staff(first: 1) { nodes { name } } }')).staff.nodes[0]!.name;
  member = (await read('head', '{ households(first: 1) { nodes { members { identity { name } } } } }'))
    .households.nodes[0]!.members[0]!.identity.name;
  await asKeeper(database.owner, async (sql) => {
    const taxonomy = { id: randomUUID(), name: '시험 분류', description: '시험' };
    await sql`insert into taxonomies ${sql(taxonomy)}`;
    for (const name of ['시험（특）이동·목욕', '시험 ＹＭＣＡ'.normalize('NFD')])
      await sql`insert into taxonomy_terms ${sql({ id: randomUUID(), taxonomy_id: taxonomy.id, name, description: '시험', code: `시험-${name.length}` })}`;
  });
  await make(database, [
    {
      name: '베트남어 상담',
      languages: [
        ['vi_VN', '베트남어'],
        [null, 'Chinese (Mandarin)'],
      ],
      places: [{ dong: '시험1·2가동' }],
      areas: [{ name: '서울특별시  용산구'.normalize('NFD') }],
    },
  ]);
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, each looked at where it is asked for.
async function read(persona: string | null, query: string, variables = {}): Promise<any> {
  const { data, errors } = await app.ask<never>(persona, query, variables);
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

/** A name as others type it. */
const typings: [string, (name: string) => string][] = [
  ['decomposed', (name) => name.normalize('NFD')],
  ['with spaces around it', (name) => `  ${name}\u3000\t`],
  ['with a space inside', (name) => `${name[0]} ${name.slice(1)}`],
  ['with what nobody sees in it', (name) => `\ufeff${name[0]}\u200b${name.slice(1)}\u3164`],
  ['with a dot inside', (name) => `${name[0]}ㆍ${name.slice(1)}`],
];

describe.each(typings)('%s', (_, typed) => {
  test('a name finds the staff that it finds as it is', async () => {
    const list = (search: string) =>
      read('portal', 'query ($search: String) { staff(search: $search) { totalCount nodes { id } } }', {
        search,
      });
    const plain = await list(staff);
    expect(plain.staff.totalCount).toBeGreaterThan(0);
    expect(await list(typed(staff))).toEqual(plain);
  });

  test('a name finds the households that it finds as it is', async () => {
    const list = (name: string) =>
      read(
        'head',
        'query ($name: String) { households(filter: { memberName: $name }) { totalCount nodes { id } } }',
        {
          name,
        },
      );
    const plain = await list(member);
    expect(plain.households.totalCount).toBeGreaterThan(0);
    expect(await list(typed(member))).toEqual(plain);
  });
});

test('what was written decomposed, or with two spaces, is found as it is typed', async () => {
  await asKeeper(database.owner, async (sql) => {
    await sql`update staff set name = ${`${staff[0]}  ${staff.slice(1)}`.normalize('NFD')} where name = ${staff}`;
    await sql`update member_identities set name = ${`${member[0]}·${member.slice(1)}`.normalize('NFD')} where name = ${member}`;
  });
  const { staff: found } = await read('portal', 'query ($n: String) { staff(search: $n) { totalCount } }', {
    n: staff,
  });
  expect(found.totalCount).toBeGreaterThan(0);
  const { households } = await read(
    'head',
    'query ($n: String) { households(filter: { memberName: $n }) { totalCount } }',
    { n: member },
  );
  expect(households.totalCount).toBeGreaterThan(0);
});

test.each([
  '특이동',
  '(특)이동',
  '이동목욕',
  '이동ㆍ목욕',
  'ymca',
  '시험ymca',
  ' 시험 YMCA '.normalize('NFD'),
])('terms have %j in their names, in GraphQL and in HSDS', async (search) => {
  const { taxonomyTerms } = await read(
    null,
    'query ($search: String) { taxonomyTerms(filter: { search: $search }) { totalCount } }',
    { search },
  );
  expect(taxonomyTerms.totalCount).toBe(1);
  const { body } = await app.request(null, `/hsds/taxonomy_terms?search=${encodeURIComponent(search)}`);
  expect(JSON.parse(body).total_items).toBe(1);
});

test.each([
  { languages: ['VI-vn '] },
  { languages: ['vi_VN'] },
  { languages: ['베트남어'.normalize('NFD')] },
  { languages: ['chinese mandarin'] },
  { dong: '시험１ㆍ2가동' },
  { dong: ' 시험12가동'.normalize('NFD') },
])('a service is found by %j', async (filter) => {
  const { services } = await read(
    null,
    'query ($filter: ServiceFilter) { services(filter: $filter) { nodes { name } } }',
    { filter },
  );
  expect(services.nodes).toContainEqual({ name: '베트남어 상담' });
});

test('a district is known by its name, however an area writes it', async () => {
  const { services } = await read(
    null,
    '{ services(filter: { district: "11170", search: "베트남어 상담" }) { nodes { name } } }',
  );
  expect(services.nodes).toContainEqual({ name: '베트남어 상담' });
});
