import { randomUUID } from 'node:crypto';
import type { Sql, TransactionSql } from 'postgres';
import { duties as allDuties } from '../../access/duties.js';
import {
  call,
  type Loaded,
  loadRows,
  type Outcome,
  organizationIdIn,
  refusalOf,
  refuseUnheld,
} from '../../database/fromFile/load.js';
import { type Columns, type Row, wordsOf } from '../../database/fromFile/table.js';
import { staffTexts } from '../texts.js';

// People and their posts in a table, as a personnel office has it.

/** What each column of the table is. */
export const staffColumns = {
  names: {
    name: ['name', '이름', '성명'],
    subject: ['subject', 'sub', '계정'],
    organization: ['organization', '기관', '근무기관'],
    home: ['home', '소속', '소속기관'],
    duties: ['duties', '직무'],
    title: ['title', '직위', '직책'],
    zones: ['zones', '담당구역'],
  },
  needed: ['name', 'subject', 'organization', 'duties', 'title'],
} as const satisfies Columns<string>;
type Column = keyof typeof staffColumns.names;
export type StaffRow = Row<Column>;
const counted = ['people', 'posts'] as const;
type Counted = (typeof counted)[number];

/** Adds people and posts as an administrator would. */
export const loadPeople = (
  owner: Sql,
  rows: readonly StaffRow[],
  subject: string,
  options: { dryRun: boolean },
): Promise<Loaded<Counted>> =>
  loadRows(
    owner,
    rows,
    { subject, duty: 'PORTAL_ADMINISTRATOR', operation: 'import:staff' },
    counted,
    add,
    options,
  );

async function add(sql: TransactionSql, row: StaffRow): Promise<Outcome<Counted>> {
  refuseUnheld(row, staffTexts);
  const duties = wordsOf(row.duties);
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
    if (typeof each !== 'string' && (name === 'organization' || row.home !== ''))
      faults.push(`${row[name] || row.organization} names ${each.found} organizations.`);
  if (faults.length > 0) return { wrong: faults.join(' ') };
  const [had] = await sql<{ id: string; home: string; name: string; ours: boolean }[]>`
    select s.id, s.home_organization_id as home, s.name,
      hamkke.administers_person(hamkke.viewer(), s.id, s.home_organization_id) as ours
    from staff s where s.subject = ${row.subject}`;
  // The post would be given to somebody else than the file says.
  if (had?.ours && had.name !== row.name) return { wrong: `${row.subject} is the account of ${had.name}.` };
  if (had?.ours && row.home !== '' && had.home !== home)
    return { wrong: `${row.subject} is at home in another organization than ${row.home}.` };
  const staff = had?.id ?? randomUUID();
  if (!had)
    await call(sql, 'add_staff', { id: staff, subject: row.subject, name: row.name, organization_id: home });
  const post = {
    id: randomUUID(),
    staff_id: staff,
    organization_id: organization,
    duties,
    zones: wordsOf(row.zones),
    title: row.title,
    primary: null,
    dispatched: (had?.home ?? home) !== organization,
  };
  try {
    await sql.savepoint((inner) => call(inner, 'add_post', post));
  } catch (error) {
    if (refusalOf(error) !== 'POST_THERE_ALREADY') throw error;
    return 'unchanged';
  }
  return { added: { people: had ? 0 : 1, posts: 1 } };
}

/** An organization by its id or by its whole name; how many there are where it is not one. */
async function organizationOf(sql: TransactionSql, named: string): Promise<string | { found: number }> {
  const id = organizationIdIn(named);
  const rows = await sql<{ id: string }[]>`
    select o.id from organizations o where ${id ? sql`o.id = ${id}` : sql`o.name = ${named}`}
      and hamkke.administers(hamkke.viewer(), o.id)`;
  return rows.length === 1 ? rows[0]!.id : { found: rows.length };
}
