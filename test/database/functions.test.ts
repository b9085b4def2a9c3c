import { afterAll, expect, test } from 'vitest';
import { freshDatabase } from '../support/database.js';

// PostgreSQL looks up what a function of plain SQL says when it is made. Of PL/pgSQL it reads the grammar, and looks for
// tables, columns and functions when a line of it is reached: a checker does so of every line.

const database = await freshDatabase('empty');
const { owner } = database;
const [checker] = await owner`select from pg_available_extensions where name = 'plpgsql_check'`;
afterAll(() => database.drop());

const inPlpgsql = () => owner<{ id: number; name: string; made: string; table: number }[]>`
  select p.oid::int as id, p.oid::regprocedure::text as name, pg_get_functiondef(p.oid) as made,
    coalesce((select min(t.tgrelid::int) from pg_trigger t where t.tgfoid = p.oid), 0) as table
  from pg_proc p join pg_language l on l.oid = p.prolang and l.lanname = 'plpgsql'
  where p.pronamespace = 'hamkke'::regnamespace order by 2`;

test('every function is made with the warnings of PL/pgSQL as errors: none hides a variable behind another', async () => {
  const faults: string[] = [];
  const functions = await inPlpgsql();
  expect(functions.length).toBeGreaterThan(0);
  await owner.begin(async (sql) => {
    await sql`set local plpgsql.extra_errors = 'all'`;
    for (const { name, made } of functions)
      await sql
        .savepoint((inner) => inner.unsafe(made))
        .catch((error) => faults.push(`${name}: ${error.message}`));
  });
  expect(faults).toEqual([]);
});

/** Casts of what a request says, as all that it says is JSON. */
const casts = '42804';

(checker ? test : test.skip)(
  'plpgsql_check finds no fault in any function (needs that extension)',
  async () => {
    await owner`create extension plpgsql_check`;
    const faults: string[] = [];
    for (const { id, name, table } of await inPlpgsql()) {
      // A trigger is checked with its table, and with the rows that changed under the names that it has for them.
      const rows = table ? owner`, oldtable => 'gone', newtable => 'fresh'` : owner``;
      const found = await owner<{ line: number; message: string }[]>`
      select lineno as line, message from plpgsql_check_function_tb(${id}::oid, ${table}::regclass,
        anyelememttype => 'json', extra_warnings => false, performance_warnings => false${rows})
      where sqlstate <> ${casts}`;
      faults.push(...found.map(({ line, message }) => `${name}, line ${line}: ${message}`));
    }
    expect(faults).toEqual([]);
  },
);
