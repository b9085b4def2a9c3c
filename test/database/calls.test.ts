import { afterAll, beforeAll, expect, test } from 'vitest';
import { known, postId, subjectOf } from '../../src/demo/known.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

// What is asked of each row of a list is told from what was opened once, or written into its statement: a function that
// computes a scope, or that PostgreSQL has to call, costs as much for a row as the row itself.

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(async () => {
  await database?.drop();
});

test('the scope is computed once for a page, however many of its cases say what can be done next', async () => {
  await database.owner.begin(async (sql) => {
    await sql`set local search_path = public`;
    await sql`set local track_functions = 'all'`;
    const [viewer] = await sql`
      select post_id, stamp from hamkke.viewer_of(${subjectOf('head')}) where post_id = ${postId('head')}`;
    const [page] = await sql`
      select district_id as district, array_agg(household_id) as homes from (
        select district_id, household_id from cases where center_id = ${known.organizations.centre}
        order by 2 limit 12) page group by 1`;
    const homes = page!.homes as string[];
    await sql`select hamkke.open_scope(${viewer!.post_id}, ${viewer!.stamp}, 'CASE_MANAGEMENT', 'Household',
      ${page!.district}, ${homes}::uuid[])`;
    const told = await sql`
      select hamkke.viewer_can(household_id, center_id, stage, track, emergency) as steps from cases
      where household_id = any(${homes}::uuid[])`;
    expect(told.length).toBeGreaterThan(10);
    expect(told.some(({ steps }) => (steps as string[]).length > 0)).toBe(true);
    const calls = await sql`
      select funcname, calls::int as calls from pg_stat_xact_user_functions where funcname like 'scope\\_%'`;
    expect(calls).toEqual([{ funcname: 'scope_of', calls: 1 }]);
  });
});

test('a list opens the households that it chooses from, and no members beside those that its rows are of', async () => {
  await database.owner.begin(async (sql) => {
    await sql`set local search_path = public`;
    const [viewer] = await sql`
      select post_id, stamp from hamkke.viewer_of(${subjectOf('head')}) where post_id = ${postId('head')}`;
    const { post_id: post, stamp } = viewer!;
    const opened = async () => {
      const [row] = await sql`
        select array(select jsonb_object_keys(current_setting('hamkke.scope')::jsonb))::uuid[] as ids`;
      return new Set(row!.ids as string[]);
    };
    const district = known.districts.yongsan;
    await sql`select hamkke.find_cases(${post}, ${stamp}, 'CASE_MANAGEMENT', ${district}, 'TEAM')`;
    const [open] = await sql`
      select array_agg(distinct household_id) as homes from cases
      where center_id = ${known.organizations.centre} and stage not in ('CLOSED', 'FOLLOW_UP')`;
    expect(await opened()).toEqual(new Set(open!.homes as string[]));

    await sql`select hamkke.find_clocks(${post}, ${stamp}, 'CASE_MANAGEMENT', ${district}, '{"whose": "TEAM"}')`;
    const [due] = await sql`
      select array_agg(distinct household_id) || coalesce(array_agg(distinct member_id)
        filter (where member_id is not null), '{}') as subjects from clocks
      where center_id = ${known.organizations.centre} and met_on is null and stopped_on is null`;
    expect(await opened()).toEqual(new Set(due!.subjects as string[]));
  });
});

test('how a clock stands is written into the statement that asks for it, and called for no row', async () => {
  const plan = await database.owner.unsafe(
    'explain (verbose, costs off) select hamkke.clock_state(c) from clocks c',
  );
  expect(JSON.stringify(plan)).toContain('met_on');
  expect(JSON.stringify(plan)).not.toContain('clock_state(');
});
