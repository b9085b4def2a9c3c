import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';

/** A service that everybody may know, of an organization that nobody may: asked by whose it is, it is nobody's. */
const hidden = { id: randomUUID(), name: '달무리쉼터' };
const absent = { id: randomUUID(), name: '별무리쉼터' };
const known = { id: randomUUID(), name: '누리복지관' };
const [service, ofKnown] = [randomUUID(), randomUUID()];

let database: TestDatabase;
let app: App;
beforeAll(async () => {
  database = await freshDatabase('empty');
  app = await startApp({ database });
  await asKeeper(database.owner, async (sql) => {
    const place = randomUUID();
    await sql`insert into organizations (id, name, confidential) values
      (${hidden.id}, ${hidden.name}, true), (${known.id}, ${known.name}, false)`;
    await sql`insert into services (id, name, organization_id, need_domain) values
      (${service}, '모두의 상담', ${hidden.id}, 'HOUSING'), (${ofKnown}, '누리 상담', ${known.id}, 'HOUSING')`;
    await sql`insert into locations (id, name, latitude, longitude) values (${place}, '곳', 37.5, 127)`;
    await sql`insert into services_at_location (id, service_id, location_id) values
      (${randomUUID()}, ${service}, ${place}), (${randomUUID()}, ${ofKnown}, ${place})`;
    await sql`select hamkke.keep_search(${[service, ofKnown]}::uuid[]), hamkke.keep_names()`;
  });
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

/** Every order, alone and beside each condition that its rows or an index tell. */
const orders = ['RELEVANCE', 'NAME', 'NEAREST'];
const besides = [
  {},
  { needDomains: ['HOUSING'] },
  { statuses: ['ACTIVE'] },
  { sponsored: false },
  { age: 40 },
  { search: '상담' },
  { within: { latitude: 37.5, longitude: 127, metres: 1000 } },
];
const list = `query ($filter: ServiceFilter!, $order: ServiceOrder!, $near: PointInput) {
  services(filter: $filter, orderBy: $order, near: $near) {
    nodes { id } edges { cursor } pageInfo { hasNextPage endCursor } totalCount } }`;
const counted = 'query ($filter: ServiceFilter!) { services(filter: $filter) { totalCount } }';
const facets = `query ($filter: ServiceFilter!) { serviceFacets(filter: $filter) {
  count free roomAvailable needDomains { needDomain count } districts { district count } } }`;

/** By name, without a point, its own rows tell the list; else a function finds it. */
const nearIn = (order: string) => (order === 'NEAREST' ? { near: { latitude: 37.5, longitude: 127 } } : {});

/** All answers of GraphQL to a filter; cursors say whose question they are of, which differs with it. */
async function answers(filter: object) {
  const asked = besides.flatMap((beside) => [
    ...orders.map((order) => [list, { filter: { ...beside, ...filter }, order, ...nearIn(order) }] as const),
    [counted, { filter: { ...beside, ...filter } }] as const,
    [facets, { filter: { ...beside, ...filter } }] as const,
  ]);
  const bodies = [];
  for (const [document, variables] of asked) {
    const { errors, body } = await app.ask(null, document, variables);
    expect(errors).toBeUndefined();
    bodies.push(body);
  }
  return bodies;
}

test('services by the id of a hidden organization are those of one that is not there', async () => {
  expect(await answers({ organization: `Organization:${hidden.id}` })).toEqual(
    await answers({ organization: `Organization:${absent.id}` }),
  );
  for (const body of await answers({ organization: `Organization:${known.id}` }))
    expect(body).toMatch(/: ?1[,}]/);
});

test('services by the name of a hidden organization are those of one that is not there', async () => {
  const sought = async (search: string) => {
    const asked = [
      ...orders.map((order) => [list, { filter: { search }, order, ...nearIn(order) }] as const),
      [facets, { filter: { search } }] as const,
    ];
    const named = `{ organizations(filter: { search: "${search}" }) { nodes { id } totalCount } }`;
    const bodies = [(await app.ask(null, named)).body];
    for (const [document, variables] of asked) bodies.push((await app.ask(null, document, variables)).body);
    return bodies;
  };
  expect(await sought(hidden.name)).toEqual(await sought(absent.name));
  expect(await sought(hidden.name.slice(0, 2))).toEqual(await sought(absent.name.slice(0, 2)));
  expect((await sought(known.name))[1]).toContain(ofKnown);
});

test('by HSDS, in pages, in lines, by words and by whose it is, they are the same', async () => {
  const read = async (path: string) => (await app.request(null, `/hsds/${path}`)).body;
  const paths = (one: { id: string; name: string }) => [
    ...['services', 'service_at_locations'].flatMap((of) =>
      ['', '&format=ndjson', '&search=%EC%83%81%EB%8B%B4', '&modified_after=2020-01-01'].map(
        (more) => `${of}?organization_id=${one.id}${more}`,
      ),
    ),
    ...['services', 'service_at_locations', 'organizations'].map(
      (of) => `${of}?search=${encodeURIComponent(one.name)}`,
    ),
  ];
  const [of, none] = [paths(hidden), paths(absent)];
  for (const [at, path] of of.entries())
    expect([path, await read(path)]).toEqual([path, await read(none[at]!)]);
  for (const path of paths(known)) expect(await read(path)).toContain('누리');
});
