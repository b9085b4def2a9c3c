import { setTimeout as pause } from 'node:timers/promises';
import type { Sql, TransactionSql } from 'postgres';
import { StartError } from '../errors.js';

/** What the schema `hamkke` is made of, in the order in which it is applied. */
export interface Installation {
  roles: string;
  functions: string;
  policies: string;
}

/** A function or a type of the schema, as far as PostgreSQL cannot replace it in its place by another. */
interface Signature {
  kind: 'function' | 'type';
  /** Its name with the types of its arguments, by which it is found. */
  signature: string;
  name: string;
  /** Names and defaults of its arguments, and what it answers; the attributes of a type. */
  shape: string;
}

/**
 * Brings functions and policies to this text while servers of an older one go on answering: what is there is replaced in
 * its place, so that nothing is missing at any moment. What the text has no more stays for them for a day (`dropGone`).
 */
export async function install(owner: Sql, text: Installation): Promise<void> {
  const before = await within(owner, async (sql) => [...(await signaturesIn(sql))]);
  const next = before.length > 0 ? await signaturesOf(owner, text) : [];
  const { changed, gone } = compare(before, next);
  await whenUnlocked(() =>
    within(owner, async (sql) => {
      // Whoever reads waits behind us while we wait, so that we are the ones to give up.
      await sql.unsafe(`set local lock_timeout = '200ms'`);
      await sql.unsafe(text.roles);
      for (const { kind, signature } of changed)
        await sql.unsafe(`drop ${kind} if exists ${signature} cascade`);
      await sql.unsafe(text.functions);
      await rememberGone(sql, gone);
      await sql.unsafe(text.policies);
    }),
  );
}

/**
 * What cannot be replaced in its place, and what is written no more. An overload that is written no more counts as the
 * former: the call of a new server could otherwise find it in the place of the new one.
 */
function compare(before: readonly Signature[], next: readonly Signature[]) {
  const shapes = new Map(next.map(({ signature, shape }) => [signature, shape]));
  const names = new Set(next.map(({ kind, name }) => `${kind} ${name}`));
  const gone = before.filter(({ kind, name }) => next.length > 0 && !names.has(`${kind} ${name}`));
  const changed = before.filter(
    (each) => names.has(`${each.kind} ${each.name}`) && shapes.get(each.signature) !== each.shape,
  );
  return { changed, gone };
}

/** Work in a transaction that calls each thing by one name: an owner called hamkke would leave out the schema's. */
const within = <T>(owner: Sql, work: (sql: TransactionSql) => Promise<T>) =>
  owner.begin(async (sql) => {
    await sql`set local search_path = public`;
    return work(sql);
  }) as Promise<T>;

/** Reads what the schema holds. */
const signaturesIn = (sql: TransactionSql) => sql<Signature[]>`
  select 'function' as kind, p.oid::regprocedure::text as signature, p.proname as name,
    concat(p.prokind, ' ', pg_get_function_arguments(p.oid), ' ', pg_get_function_result(p.oid)) as shape
  from pg_proc p where p.pronamespace = to_regnamespace('hamkke')
  union all
  select 'type', t.oid::regtype::text, t.typname,
    (select string_agg(concat(a.attname, ' ', format_type(a.atttypid, a.atttypmod)), ', ' order by a.attnum)
      from pg_attribute a where a.attrelid = t.typrelid and a.attnum > 0)
  from pg_type t join pg_class c on c.oid = t.typrelid and c.relkind = 'c'
  where t.typnamespace = to_regnamespace('hamkke')`;

/** What the schema will hold, learnt by applying the text beside it and taking all of it back. */
async function signaturesOf(owner: Sql, text: Installation): Promise<Signature[]> {
  const tried = new Error('tried, and taken back');
  let found: Signature[] = [];
  await within(owner, async (sql) => {
    await sql.unsafe('alter schema hamkke rename to hamkke_before');
    await sql.unsafe(text.roles);
    await sql.unsafe(text.functions);
    found = [...(await signaturesIn(sql))];
    throw tried;
  }).catch((error) => {
    if (error !== tried) throw error;
  });
  return found;
}

/** Under which name `hamkke_installed` says since when something is not written any more. */
const goneName = ({ kind, signature }: Pick<Signature, 'kind' | 'signature'>) => `gone ${kind} ${signature}`;

/** Writes down what is gone, and lets the API call what the text has and no more: what is gone may be what it must not. */
async function rememberGone(sql: TransactionSql, gone: readonly Signature[]) {
  const names = gone.map(goneName);
  await sql`delete from hamkke_installed where starts_with(name, 'gone ') and name <> all(${names})`;
  await sql`insert into hamkke_installed (name, hash) select name, '' from unnest(${names}::text[]) name
    on conflict do nothing`;
  const there = gone.map(({ signature }) => signature);
  const [written] = await sql<[{ functions: string }]>`
    select string_agg(p.oid::regprocedure::text, ', ') as functions
    from pg_proc p where p.pronamespace = 'hamkke'::regnamespace and p.oid::regprocedure::text <> all(${there})`;
  await sql.unsafe(`grant execute on function ${written.functions} to hamkke_api`);
}

/** Drops what no text has written for a day: a server that still called it has been replaced by then. */
export async function dropGone(owner: Sql): Promise<void> {
  const gone = await owner<{ name: string }[]>`
    select name from hamkke_installed where starts_with(name, 'gone ') and at < now() - interval '1 day'
    order by name`;
  if (gone.length === 0) return;
  await within(owner, async (sql) => {
    // Functions come before the types that they take, as their names do in the order.
    for (const { name } of gone) {
      const [, kind, signature] = /^gone (function|type) (.+)$/.exec(name)!;
      await sql.unsafe(`drop ${kind} if exists ${signature}`);
    }
    await sql`delete from hamkke_installed where name = any(${gone.map(({ name }) => name)})`;
  });
}

/** Again and again, while a lock is not to be had: others go on in between. */
async function whenUnlocked(work: () => Promise<unknown>): Promise<void> {
  for (let left = 100; ; left--)
    try {
      await work();
      return;
    } catch (error) {
      const { code } = error as { code?: string };
      if (code !== '55P03' && code !== '40P01') throw error;
      if (left === 0)
        throw new StartError(
          'Tables of the database are locked by somebody else all the time, so that their policies cannot be brought to this version: see pg_locks, and start again.',
        );
      await pause(100);
    }
}
