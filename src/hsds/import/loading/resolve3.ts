import { getTableColumns, getTableName } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { ReservedSql } from 'postgres';
import * as tables from '../../../database/tables/catalogue.js';
import { additions } from '../../profile.js';
import { type Resource, resource, resources } from '../../resources.js';
import { article } from '../mapping/objects.js';
import { columnName, columnsOf, order, stageOf } from '../staging/tables.js';
import { settleHours } from './hours.js';
import {
  breakCycles,
  follow,
  inheritConfidential,
  leadBySpelling,
  record,
  returning,
  settleIds,
} from './judge.js';

const words = (name: string) => name.replaceAll('_', ' ');

/** Columns of what an object stands in, or is hung on. */
function ownersOf({ name }: Resource): string[] {
  const nested = [...resources.values()].flatMap(({ children }) =>
    children.filter(({ kind, object }) => kind === 'many' && object === name).map(({ by }) => by),
  );
  const added = additions.filter(({ entity, references }) => entity === name && references);
  return [...new Set([...nested, ...added.map(({ property }) => property)])];
}

/** What people look for by itself; all else is nothing without what it belongs to. */
const alone: ReadonlySet<PgTable> = new Set<PgTable>([
  tables.organizations,
  tables.programs,
  tables.services,
  tables.locations,
  tables.servicesAtLocation,
  tables.units,
  tables.taxonomies,
  tables.taxonomyTerms,
  tables.metaTableDescriptions,
]);

export const hiddenReason =
  'A record that is kept from the public has this id: it was left as it is, for the source does not keep it';
export const hiddenParent = 'It belongs to a record that is kept from the public: it was left out';

/** Settles the rows of one object of HSDS 3.x whose parents are in: which of them stay, and what they point at. */
export async function resolve3(sql: ReservedSql, it: Resource, said: Set<string>): Promise<void> {
  const { table } = it;
  const owners = ownersOf(it).map((property) => columnName(table, property));
  for (const property of await takeProfile(sql, table)) said.add(property);
  if (table === tables.schedules) await settleHours(sql);
  const copies = await anyCopies(sql, table);
  if (copies && !alone.has(table)) await partOwners(sql, table, owners);
  const references = referencesOf(it);
  // Before the copies of a record are put together: a reference to nothing must not stand in the way of another.
  for (const { property, to } of references) await leadBySpelling(sql, table, property, { to });
  for (const each of references) await dropDangling(sql, it, each);
  if (copies) {
    await combine(sql, table);
    await settleIds(sql, table);
  }
  await refuseNameless(sql, it);
  await record(
    sql,
    table,
    'refused',
    hiddenReason,
    `delete from ${stageOf(table)} s using ${getTableName(table)} t where t.id = s.id and t.confidential ${returning}`,
  );
  for (const { property, to, needed, what } of references) {
    await refuseBelowHidden(sql, table, property, to);
    if (needed) await follow(sql, table, property, { to, missing: 'refuse', reason: what });
  }
  for (const { property, references: to } of it.fields)
    if (to === 'any') await findAnywhere(sql, table, columnName(table, property));
  if (table === tables.taxonomyTerms) await breakCycles(sql, table, 'parent_id');
  if (table === tables.organizations) await breakCycles(sql, table, 'parent_organization_id');
  if (!alone.has(table))
    await record(
      sql,
      table,
      'refused',
      `${article(it.name)} that belongs to nothing that is there`,
      `delete from ${stageOf(table)} s where num_nonnulls(${owners.map((each) => `s.${each}`).join(', ')}) = 0 ${returning}`,
    );
  await inheritConfidential(
    sql,
    table,
    Object.fromEntries(references.map(({ property, to }) => [property, { to }])),
  );
}

function referencesOf(it: Resource) {
  const columns = getTableColumns(it.table);
  const own = it.fields.flatMap(({ property, references }) =>
    references && references !== 'any' ? [{ property, target: references }] : [],
  );
  const added = additions.flatMap(({ entity, property, references }) =>
    entity === it.name && references ? [{ property, target: references }] : [],
  );
  return [...own, ...added].map(({ property, target }): Reference => {
    const said = words(columnName(it.table, property).replace(/_id$/, ''));
    return {
      property,
      to: resource(target).table,
      needed: columns[property]!.notNull,
      what: `${article(it.name)} whose ${said} is not there`,
    };
  });
}

interface Reference {
  property: string;
  to: PgTable;
  needed: boolean;
  what: string;
}

async function dropDangling(
  sql: ReservedSql,
  { table }: Resource,
  { property, to, needed, what }: Reference,
) {
  if (!needed)
    return follow(sql, table, property, { to, missing: 'drop', reason: `${what} was kept without it` });
  const column = columnName(table, property);
  await sql.unsafe(`update ${stageOf(table)} s set ${column} = null
    where ${column} is not null and not exists (select from ${getTableName(to)} p where p.id = s.${column})`);
}

/** Columns whose values came as attributes of the record. */
async function takeProfile(sql: ReservedSql, table: PgTable): Promise<string[]> {
  const found = await sql<{ property: string }[]>`
    select distinct property from stage_profile where entity = ${getTableName(table)}`;
  for (const { property } of found) {
    const column = columnName(table, property);
    const type = getTableColumns(table)[property]!.getSQLType();
    await sql.unsafe(
      `update ${stageOf(table)} s set ${column} = p.value::${type}
       from (select distinct on (id) id, value from stage_profile
             where entity = $1 and property = $2 order by id, _line desc, value) p
       where p.id = s.id`,
      [getTableName(table), property],
    );
  }
  return found.map(({ property }) => property);
}

async function anyCopies(sql: ReservedSql, table: PgTable): Promise<boolean> {
  const [found] = await sql.unsafe(
    `select exists (select from ${stageOf(table)} group by id having count(*) > 1) as any`,
  );
  return found?.any === true;
}

/** What one record stands in twice of the same kind: HSDS's tables let it belong to one, so each gets a record. */
async function partOwners(sql: ReservedSql, table: PgTable, owners: readonly string[]) {
  const stage = stageOf(table);
  const several = owners.map((each) => `count(distinct ${each}) > 1`).join(' or ');
  const others = owners.map((each) => `s.${each} <> first.${each}`).join(' or ');
  await record(
    sql,
    table,
    'repaired',
    'A record that belongs to several of the same kind became one for each, under ids made from both',
    `update ${stage} s set id = s._content
     from (select distinct on (id) id, ${owners.join(', ')} from ${stage}
           where id in (select id from ${stage} group by id having ${several})
           order by id, ${owners.join(', ')}) first
     where s.id = first.id and (${others}) ${returning}`,
  );
}

/** What one copy of a record says and another does not: together they are the record. */
async function combine(sql: ReservedSql, table: PgTable) {
  const stage = stageOf(table);
  const columns = [...columnsOf(table).values()].filter((each) => each !== 'id' && each !== 'last_modified');
  const best = 'order by _whole desc, _fill desc, _seq desc';
  const first = columns.map(
    (each) => `(array_agg(${each} ${best}) filter (where ${each} is not null))[1] as ${each}`,
  );
  await sql.unsafe(`
    update ${stage} s
    set ${columns.map((each) => `${each} = x.${each}`).join(', ')}, _whole = x._whole, _fill = 1000000
    from (select id, (array_agg(_seq ${best}))[1] as _seq, bool_or(_whole) as _whole, ${first.join(', ')}
          from ${stage} where id in (select id from ${stage} group by id having count(*) > 1) group by id) x
    where s._seq = x._seq`);
}

/** The name of a thing may stand in an attribute, where HSDS does not take it; one that has none is none. */
async function refuseNameless(sql: ReservedSql, { table, name }: Resource) {
  if (table !== tables.urls) return;
  await record(
    sql,
    table,
    'refused',
    `${article(name)} without an address`,
    `delete from ${stageOf(table)} s where url is null ${returning}`,
  );
}

/** Whether `id` was there before this import, hidden: what this import itself brings in may have parts. */
const hiddenBefore = (to: PgTable, id: string) =>
  `exists (select from ${getTableName(to)} p where p.id = ${id} and p.confidential
     and not exists (select from ${stageOf(to)} m where m.id = p.id and m._state is not null))`;

async function refuseBelowHidden(sql: ReservedSql, table: PgTable, property: string, to: PgTable) {
  const hidden = hiddenBefore(to, `s.${columnName(table, property)}`);
  await record(
    sql,
    table,
    'refused',
    hiddenParent,
    `delete from ${stageOf(table)} s where ${hidden} ${returning}`,
  );
}

/** Attributes and metadata are of any record: of which, only its id tells. */
async function findAnywhere(sql: ReservedSql, table: PgTable, column: string) {
  const stage = stageOf(table);
  const anywhere = (more = (_to: PgTable) => '') =>
    order
      .filter((to) => to !== table)
      .map((to) => `exists (select from ${getTableName(to)} p where p.id = s.${column} ${more(to)})`)
      .join(' or ');
  const hidden = anywhere(
    (to) =>
      `and p.confidential and not exists (select from ${stageOf(to)} m where m.id = p.id and m._state is not null)`,
  );
  const refuse = (reason: string, where: string) =>
    record(sql, table, 'refused', reason, `delete from ${stage} s where ${where} ${returning}`);
  await refuse(hiddenParent, hidden);
  await refuse('It is of a record that is not there', `not (${anywhere()})`);
  // What is left that is hidden was hidden by this import: so is what belongs to it.
  await sql.unsafe(`update ${stage} s set confidential = true where ${anywhere(() => 'and p.confidential')}`);
}
