import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkFacts, compactAll } from '../../src/fact/rebuild.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database?.drop());

test('facts of the demo are what its rows come to', async () => {
  expect(await checkFacts(database.owner)).toEqual([]);
  const [before] =
    await database.owner`select count(*)::int, (select count(*)::int from pending_facts) as pending from facts`;
  console.info(before);
  await compactAll(database.owner);
  expect(await checkFacts(database.owner)).toEqual([]);
  console.info(
    await database.owner`select district_id, measure, sum(value)::int from fact_cells where first_dimension = '' group by 1, 2 order by 1,2`,
  );
});
