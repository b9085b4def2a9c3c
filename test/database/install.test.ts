import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installation } from '../../src/database/functions.js';
import { dropGone, install } from '../../src/database/install.js';
import { migrate } from '../../src/database/migrate.js';
import { families } from '../../src/demo/known.js';
import { type App, startApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

// A new version comes while servers of an older one run on: what they read is there at every moment.

const text = installation();
let database: TestDatabase;
let app: App;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

const household = `Household:${families.a.districtId}:${families.a.id}`;
const reads: readonly (readonly [string | null, string])[] = [
  ['case-manager', `{ household(id: "${household}") { members { identity { name } safety { risk } } } }`],
  ['welfare-centre', `{ household(id: "${household}") { housing { monthsInArrears } cases { stage } } }`],
  ['head', '{ households(first: 5) { totalCount nodes { id members { identity { name } } } } }'],
  ['portal', '{ agreements { totalCount nodes { id title } } }'],
  [null, '{ services(filter: { search: "ㅈㄱ", roomAvailable: true }, first: 3) { nodes { name } } }'],
];
const read = async ([persona, operation]: (typeof reads)[number]) => (await app.ask(persona, operation)).body;

/** The text of another version: all that can be is other than before, and says the same. */
const another = (version: number) => ({
  ...text,
  functions: text.functions.replaceAll(/^begin$/gm, `begin\n  -- version ${version}`),
  policies: text.policies.replaceAll('keeper using (true)', `keeper using (${version} = ${version})`),
});
/** The text without a function that servers of before call, which this one calls by another name. */
const renamed = {
  ...text,
  functions: text.functions.replaceAll('hamkke.find_households(', 'hamkke.look_for_households('),
};
const withFunctions = (definitions: string) => ({
  ...text,
  functions: `${text.functions}\nset local role hamkke_keeper;\n${definitions}\nreset role;\n`,
});
const make = (signature: string, result: string, body: string) =>
  `create or replace function hamkke.${signature} returns ${result} language sql as $$ select ${body} $$;`;

/** What of a name is there, and whether the API may call it. */
const there = async (name: string) => {
  const rows = await database.owner<{ signature: string; may: boolean }[]>`
    select oid::regprocedure::text as signature, has_function_privilege('hamkke_api', oid, 'execute') as may
    from pg_proc where pronamespace = 'hamkke'::regnamespace and proname = ${name} order by 1`;
  return Object.fromEntries(rows.map(({ signature, may }) => [signature.replace('hamkke.', ''), may]));
};
const policies = () => database.owner<{ oid: number; tab: string; name: string; condition: string }[]>`
  select oid::int, polrelid::regclass::text as tab, polname as name, pg_get_expr(polqual, polrelid) as condition
  from pg_policy order by 2, 3`;

describe('while servers of an older version run', () => {
  test('no read fails or answers anything else, whatever the new text replaces', async () => {
    const expected = await Promise.all(reads.map(read));
    for (const body of expected) expect(body).not.toContain('"errors"');
    let installing = true;
    let answered = 0;
    const readOn = async (each: (typeof reads)[number], at: number) => {
      while (installing) {
        expect(await read(each)).toBe(expected[at]);
        answered++;
      }
    };
    const installed = async () => {
      for (const next of [another(1), renamed, text]) await install(database.owner, next);
    };
    await Promise.all([
      installed().finally(() => {
        installing = false;
      }),
      ...reads.map(readOn),
    ]);
    expect(answered).toBeGreaterThan(reads.length);
  });

  test('what a text has no more stays for a day, and goes then', async () => {
    await install(database.owner, renamed);
    const gone = Object.keys(await there('find_households'));
    expect(gone).toHaveLength(1);
    await dropGone(database.owner);
    expect(Object.keys(await there('find_households'))).toEqual(gone);
    await database.owner`update hamkke_installed set at = at - interval '25 hours' where starts_with(name, 'gone ')`;
    await dropGone(database.owner);
    expect(await there('find_households')).toEqual({});
    await install(database.owner, text);
    expect(await there('look_for_households')).not.toEqual({});
    expect(await there('find_households')).toEqual({ [gone[0]!]: true });
  });

  test('what is written again before its day is over stays for good', async () => {
    await install(database.owner, withFunctions(make('passing(int)', 'int', '$1')));
    await install(database.owner, text);
    await install(database.owner, withFunctions(make('passing(int)', 'int', '$1')));
    await database.owner`update hamkke_installed set at = at - interval '25 hours' where starts_with(name, 'gone ')`;
    await dropGone(database.owner);
    expect(await there('passing')).toEqual({ 'passing(integer)': true });
  });
});

describe('a new text', () => {
  test('has the only function of a name, so that no call finds the one of before in its place', async () => {
    await install(database.owner, withFunctions(make('overloaded(text)', 'text', `'before'`)));
    await install(database.owner, withFunctions(make('overloaded(text, int default 0)', 'text', `'now'`)));
    expect(await there('overloaded')).toEqual({ 'overloaded(text,integer)': true });
    expect([...(await database.owner`select hamkke.overloaded('x') as said`)]).toEqual([{ said: 'now' }]);
  });

  test('changes what cannot be replaced in its place: an answer, the name of an argument, a type', async () => {
    const both = (type: string, argument: string, answer: string) =>
      withFunctions(`do $do$ begin create type hamkke.pair as (${type}); exception when duplicate_object then null; end $do$;
        ${make(`answers(${argument} int)`, answer, argument)}
        ${make('of_pair(hamkke.pair)', 'int', '($1).one')}`);
    await install(database.owner, both('one int', 'p_one', 'int'));
    await install(database.owner, both('one int, two int', 'p_other', 'bigint'));
    expect([
      ...(await database.owner`select pg_typeof(hamkke.answers(p_other => 1))::text as answers,
        hamkke.of_pair(row(1, 2)::hamkke.pair) as one`),
    ]).toEqual([{ answers: 'bigint', one: 1 }]);
  });

  test('leaves policies that say what they should, and makes those anew that somebody changed by hand', async () => {
    await install(database.owner, text);
    const before = await policies();
    await database.owner`alter policy api_reads on members using (true)`;
    await database.owner`drop policy api_reads on cases`;
    await database.owner`alter table screenings no force row level security`;
    await install(database.owner, another(4));
    await install(database.owner, text);
    const after = await policies();
    expect(after.map(({ tab, name, condition }) => [tab, name, condition])).toEqual(
      before.map(({ tab, name, condition }) => [tab, name, condition]),
    );
    const anew = after.filter(
      ({ oid, name }) => name !== 'keeper' && !before.some((each) => each.oid === oid),
    );
    expect(anew.map(({ tab, name }) => `${tab} ${name}`)).toEqual(['cases api_reads', 'members api_reads']);
    const [forced] = await database.owner`
      select relforcerowsecurity as forced from pg_class where oid = 'screenings'::regclass`;
    expect(forced).toEqual({ forced: true });
  });

  test('takes back a policy that it does not write', async () => {
    const own =
      "select hamkke.keep_policy('districts', 'api_inserts', 'for insert to hamkke_api with check (true)');";
    await install(database.owner, {
      ...text,
      policies: text.policies.replace('select hamkke.drop_other', `${own}\n$&`),
    });
    expect((await policies()).filter(({ tab }) => tab === 'districts')).toEqual([]);
  });

  test('lets the API call nothing that it might not before', async () => {
    await install(database.owner, {
      ...withFunctions(make('owners_own()', 'int', '1')),
      policies: `${text.policies}\nrevoke execute on function hamkke.owners_own from public, hamkke_api;`,
    });
    expect(await there('owners_own')).toEqual({ 'owners_own()': false });
    await install(database.owner, text);
    expect(await there('owners_own')).toEqual({ 'owners_own()': false });
    for (const name of [
      'append_seals',
      'settle_marks',
      'keep_policy',
      'drop_other_policies',
      'force_policies',
      'add_to_cells',
      'rebuild_cells',
      'cell_differences',
    ])
      expect([name, ...Object.values(await there(name))]).toEqual([name, false]);
  });
});

test('what a later version brings stands with the rest, though the login is called as the schema of the functions', async () => {
  const blank = `${database.name}_upgraded`;
  await database.owner.unsafe(`create database ${blank}`);
  const url = new URL(database.ownerUrl);
  url.pathname = `/${blank}`;
  // As "$user" says it to such a login, once an earlier version has made the schema.
  const owner = postgres(url.href, {
    max: 1,
    onnotice: () => {},
    connection: { search_path: 'hamkke, public' },
  });
  try {
    await owner`create schema hamkke`;
    await migrate(owner);
    const [found] = await owner`select to_regclass('public.facts') is not null as here,
      (select count(*)::int from pg_class where relnamespace = 'hamkke'::regnamespace and relkind = 'r') as astray`;
    expect(found).toEqual({ here: true, astray: 0 });
  } finally {
    await owner.end({ timeout: 5 });
    await database.owner.unsafe(`drop database ${blank} with (force)`);
  }
});
