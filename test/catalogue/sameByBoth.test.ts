import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { filterOf } from '../../src/access/filters.js';
import { needDomain, serviceStatus } from '../../src/database/tables/enums.js';
import { known } from '../../src/demo/known.js';
import { schema } from '../../src/schema.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';

/** Some conditions are known to the planner and to a function of the database: a list by either must be the same. */
let database: TestDatabase;
let app: App;
const values: Record<string, unknown[]> = {
  needDomains: [...needDomain.enumValues.map((each) => [each]), needDomain.enumValues.slice(0, 3)],
  statuses: serviceStatus.enumValues.map((each) => [each]),
  sponsored: [true, false],
};
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
  // A service that everybody may know, of an organization that nobody may.
  await asKeeper(database.owner, async (sql) => {
    const id = randomUUID();
    await sql`insert into services (id, name, organization_id) values (${id}, '모두의 상담', ${known.organizations.shelter})`;
    await sql`select hamkke.keep_search(${[id]}::uuid[])`;
  });
  const organizations = await database.owner`select id from organizations order by id`;
  values.organization = organizations.map(({ id }) => `Organization:${id}`);
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

const both = filterOf(schema.getQueryType()!.getFields().services!);
const fields = [...both].filter(([, { where, of }]) => where || of).map(([name]) => name);

test.each(fields)('services by %s are the same by their rows and by what they are found by', async (name) => {
  const list = (order: string, more = '') =>
    `query ($filter: ServiceFilter!) { services(filter: $filter, first: 100, orderBy: ${order}${more}) { nodes { id } totalCount } }`;
  // A point makes a function find them, in the same order.
  const found = list('NAME', ', near: { latitude: 37.5, longitude: 127 }');
  expect(values[name]?.length).toBeGreaterThan(0);
  let some = 0;
  for (const value of values[name]!) {
    const filter = { filter: { [name]: value } };
    const [rows, function_] = await Promise.all(
      [list('NAME'), found].map(async (document) => (await app.ask(null, document, filter)).data),
    );
    expect([value, function_]).toEqual([value, rows]);
    some += (rows as { services: { totalCount: number } }).services.totalCount;
  }
  expect(some).toBeGreaterThan(0);
});

test('the fields that both know are those of a service’s own rows', () => {
  expect(fields).toEqual(['needDomains', 'statuses', 'organization', 'sponsored']);
});
