import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator';
import type { Sql } from 'postgres';
import { StartError } from '../errors.js';
import { allCells } from '../fact/cellSql.js';
import { definitionOfCells, definitionOfFacts, rebuildCells, rebuildFacts } from '../fact/rebuild.js';
import { keepDistrictCodes, shippedDistrictCodes } from '../region/codes/keep.js';
import { installation } from './functions.js';
import { dropGone, install } from './install.js';
import { locks } from './locks.js';

const folder = fileURLToPath(new URL('../../migrations', import.meta.url));

/**
 * Brings the database to this version: tables by drizzle's migrations, then roles, functions and policies, which are
 * replaced whenever their text changed. Servers that start together wait for each other.
 *
 * @returns what was done, a word or two for each step; nothing where the database was of this version
 */
export async function migrate(owner: Sql): Promise<string[]> {
  await owner`select pg_advisory_lock(${locks.migration})`;
  try {
    const steps = await pendingSteps(owner);
    await owner.unsafe('set client_min_messages = warning');
    // Otherwise what is new would be made beside our functions where the login is called as their schema is.
    await owner.unsafe('set search_path = public');
    await applyMigrations(drizzle(owner, { casing: 'snake_case' }), { migrationsFolder: folder });
    const text = installation();
    await onceFor(owner, 'access', Object.values(text).join('\n'), () => install(owner, text));
    await dropGone(owner);
    const codes = shippedDistrictCodes();
    await onceFor(owner, 'district codes', codes, () => keepDistrictCodes(owner, codes));
    await keepSearch(owner);
    await onceFor(owner, 'facts', definitionOfFacts(), () => rebuildFacts(owner));
    await onceFor(owner, allCells, definitionOfCells(), () => rebuildCells(owner));
    return steps;
  } finally {
    await owner`select pg_advisory_unlock(${locks.migration})`;
  }
}

/** What would bring the database to this version, and is not done yet; throws where it is of a newer one. */
export async function pendingSteps(owner: Sql): Promise<string[]> {
  await refuseNewerDatabase(owner);
  const [{ applied, installed }] = await owner<[{ applied: boolean; installed: boolean }]>`
    select to_regclass('drizzle.__drizzle_migrations') is not null as applied,
      to_regclass('hamkke_installed') is not null as installed`;
  const [newest] = applied ? await owner`select max(created_at) as at from drizzle.__drizzle_migrations` : [];
  const at = Number(newest?.at ?? 0);
  const isMissing = async (name: string, text: string) => !(installed && (await isDone(owner, name, text)));
  return [
    ...journal()
      .filter(({ when }) => when > at)
      .map(({ tag }) => `migration ${tag}`),
    ...((await isMissing('access', Object.values(installation()).join('\n')))
      ? ['functions and policies']
      : []),
    ...((await isMissing('district codes', shippedDistrictCodes())) ? ['codes of districts'] : []),
    ...((await isMissing('facts', definitionOfFacts())) ? ['facts that figures are counted from'] : []),
    ...((await isMissing(allCells, definitionOfCells())) ? ['sums of facts'] : []),
  ];
}

/** For whoever may not migrate: a server that leaves it to somebody else (`or` says how it would not), and a dry run. */
export async function refuseOtherVersion(owner: Sql, or: string): Promise<void> {
  const steps = await pendingSteps(owner);
  if (steps.length > 0)
    throw new StartError(
      `The database is not of this version yet (${steps.join(', ')}): run npm run migrate${or}.`,
    );
}

/** Services that nothing has made findable yet: those of an older version, and those that somebody wrote by hand. */
async function keepSearch(owner: Sql) {
  const [version] = await owner<[{ text: string }]>`select hamkke.search_version()::text as text`;
  await onceFor(owner, 'organization names', version.text, () => owner`select hamkke.keep_names()`);
  for (let kept = batch; kept === batch; ) {
    const [row] = await owner<[{ kept: number }]>`select hamkke.keep_search_of_new(${batch}) as kept`;
    kept = row.kept;
  }
}
const batch = 4000;

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

/** Whether something was done, with this very text where one is given. */
export async function isDone(owner: Sql, name: string, text?: string): Promise<boolean> {
  const [done] = await owner`select hash from hamkke_installed where name = ${name}`;
  return done !== undefined && (text === undefined || done.hash === hashOf(text));
}

/** Runs `work` unless the database says that it was done with this very text. */
export async function onceFor(owner: Sql, name: string, text: string, work: () => Promise<unknown>) {
  if (await isDone(owner, name, text)) return false;
  await work();
  await owner`insert into hamkke_installed (name, hash) values (${name}, ${hashOf(text)})
    on conflict (name) do update set hash = excluded.hash, at = now()`;
  return true;
}

const read = (file: string) => readFileSync(`${folder}/${file}`, 'utf8');

const journal = () =>
  (JSON.parse(read('meta/_journal.json')) as { entries: { when: number; tag: string }[] }).entries;

async function refuseNewerDatabase(owner: Sql) {
  const [table] = await owner`select to_regclass('drizzle.__drizzle_migrations') as found`;
  if (!table?.found) return;
  const newest = Math.max(...journal().map(({ when }) => when));
  const [applied] = await owner`select max(created_at) as newest from drizzle.__drizzle_migrations`;
  if (Number(applied?.newest ?? 0) > newest)
    throw new StartError(
      'The database was migrated by a newer version of Hamkke: start that version, or give this one another database.',
    );
}
