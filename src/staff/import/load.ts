import { randomUUID } from 'node:crypto';
import type { Sql, TransactionSql } from 'postgres';
import { duties as allDuties } from '../../access/duties.js';
import { declaredFaults } from '../../database/faults.js';
import { StartError } from '../../errors.js';
import type { Row } from './file.js';

/** What became of the rows of a file. */
export interface Loaded {
  people: number;
  posts: number;
  /** Rows that said what was there already. */
  unchanged: number;
  wrong: { row: number; sentence: string }[];
}

/** Undoes all that was done. */
class Undo extends Error {}

/**
 * Adds people and posts as an administrator would, by the same rules and with the same history. Where a row is wrong nothing
 * is kept of any.
 *
 * @param subject what the identity provider calls the administrator
 */
export async function loadPeople(
  owner: Sql,
  rows: readonly Row[],
  subject: string,
  dryRun: boolean,
): Promise<Loaded> {
  const loaded: Loaded = { people: 0, posts: 0, unchanged: 0, wrong: [] };
  try {
    await owner.begin(async (sql) => {
      await sql`set local role hamkke_keeper`;
      await actAs(sql, subject);
      for (const row of rows) await addRow(sql, row, loaded);
      if (dryRun || loaded.wrong.length > 0) throw new Undo();
    });
  } catch (error) {
    if (!(error instanceof Undo)) throw error;
  }
  return loaded;
}

/** Makes the administrator the viewer of this transaction, as a request of theirs would. */
async function actAs(sql: TransactionSql, subject: string) {
  const [viewer] = await sql<{ post: string; stamp: string }[]>`
    select post_id as post, stamp from hamkke.viewer_of(${subject})
    where 'PORTAL_ADMINISTRATOR' = any(duties) order by is_primary desc limit 1`;
  if (!viewer) throw new StartError(`Nobody with the subject ${subject} administers people.`);
  await sql`select hamkke.open_request(${viewer.post}, ${viewer.stamp}, 'CASE_MANAGEMENT')`;
}

async function addRow(sql: TransactionSql, row: Row, loaded: Loaded) {
  const duties = row.duties.split(/[\s,;|·]+/).filter(Boolean);
  const zones = row.zones.split(/[\s,;|]+/).filter(Boolean);
  const empty = (['name', 'subject', 'organization', 'title'] as const).filter((each) => row[each] === '');
  const strange = duties.filter((each) => !(allDuties as readonly string[]).includes(each));
  const faults = [
    ...empty.map((each) => `${each} is empty.`),
    ...(duties.length === 0 ? [`duties names none of ${allDuties.join(', ')}.`] : []),
    ...strange.map((each) => `${each} is no duty.`),
  ];
  const organization = await organizationOf(sql, row.organization);
  const home = row.home === '' ? organization : await organizationOf(sql, row.home);
  for (const [name, each] of [
    ['organization', organization],
    ['home', home],
  ] as const)
    if (typeof each !== 'string')
      faults.push(`${row[name] || row.organization} names ${each.found} organizations.`);
  if (faults.length > 0) {
    loaded.wrong.push({ row: row.row, sentence: faults.join(' ') });
    return;
  }
  const before = { ...loaded };
  try {
    await sql.savepoint(async (inner) => {
      const [had] = await inner<{ id: string; home: string }[]>`
        select id, home_organization_id as home from staff where subject = ${row.subject}`;
      const staff = had?.id ?? randomUUID();
      if (!had) {
        const person = { id: staff, subject: row.subject, name: row.name, organization_id: home as string };
        await call(inner, 'add_staff', person);
        loaded.people++;
      }
      await call(inner, 'add_post', {
        id: randomUUID(),
        staff_id: staff,
        organization_id: organization as string,
        duties,
        zones,
        title: row.title,
        primary: null,
        dispatched: (had?.home ?? home) !== organization,
      });
      loaded.posts++;
    });
  } catch (error) {
    const { people, posts } = before;
    Object.assign(loaded, { people, posts });
    const { code, message } = error as { code?: string; message: string };
    if (code === 'HK400' && message === 'POST_THERE_ALREADY') loaded.unchanged++;
    else loaded.wrong.push({ row: row.row, sentence: sentenceOf(error) });
  }
}

const call = (sql: TransactionSql, name: 'add_staff' | 'add_post', values: object) =>
  sql`select ${sql.unsafe(`hamkke.${name}`)}(${JSON.stringify(values)}::text::jsonb)`;

/** An organization by its id or by its whole name; how many there are where it is not one. */
async function organizationOf(sql: TransactionSql, named: string): Promise<string | { found: number }> {
  const id = /^(?:Organization:)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(named)?.[1];
  const rows = await sql<{ id: string }[]>`
    select o.id from organizations o where ${id ? sql`o.id = ${id}` : sql`o.name = ${named}`}
      and hamkke.administers(hamkke.viewer(), o.id)`;
  return rows.length === 1 ? rows[0]!.id : { found: rows.length };
}

/** What a function of the database refused, in the words that clients read. */
function sentenceOf(error: unknown): string {
  const { code, message, detail } = error as { code?: string; message: string; detail?: string };
  if (code === 'HK404') return 'This person is administered by others.';
  const fault = code === 'HK400' ? declaredFaults.get(message) : undefined;
  if (!fault) throw error;
  return fault.sentence(detail ? JSON.parse(detail) : {}).split('\n')[1]!;
}
