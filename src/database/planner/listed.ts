import type { Table } from 'drizzle-orm';
import type { OtherRows } from '../../access/filters.js';
import { protectionOf } from '../../access/records.js';
import type { Limits } from '../../config.js';
import { notOfThisList, parseCursor } from './cursor.js';
import type { Draft } from './draft.js';
import { conditionsOf } from './filters.js';
import { isUuid } from './identifiers.js';
import type { PageOrder, PageSource, Place } from './plan.js';
import { columnOf, from, has, nameOf } from './sql.js';

/** Other rows that a filter looks at, under a name of their own in the statement. */
interface Looked {
  name: string;
  table: Table;
  /** By which property they belong to a row of the list. */
  tie: string;
  sql: string;
}

/**
 * Chooses the page of rows that a function found, and counts them. A function that runs with the rights of its owner finds by
 * one wall alone, so that everything a client could learn by is asked here: under the policies and with the application's own
 * conditions on each row that is looked at. A row whose column of the order is withheld sorts last, so that its place tells
 * nothing.
 *
 * It is a select of `district`, `page` (ids in their order), `households` (of the page), `days` (what each sorts by), `named`
 * (members by whom rows were found) and `total`, of the row `opened` with the ids that were `found`.
 *
 * A centre has ten thousand households: each table is read in one walk along its index, by all ids that were found. To look for
 * each row by itself takes several times as long.
 */
export function listedPage(
  draft: Draft,
  { type, nodes }: Place,
  at: number,
  { table, sortedBy }: PageSource,
  { defaultPageSize, maxPageSize }: Limits,
): string {
  const district = draft.bind('text', (given) => given[at]!.$district);
  const size = draft.size(at, defaultPageSize, maxPageSize);
  const own = draft.alias();
  const looked: Looked[] = [];
  const conditions = conditionsOf(draft, at, { table, alias: own }, (others, alias, also) => {
    const [name, [tie, its]] = [draft.alias(), tieOf(others)];
    const rows = [
      rowsOf(draft, others.table, tie, alias, district, valuesFound(draft, table, its, district)),
      ...also,
    ].join(' and ');
    // Of what is not tied by its id nobody could say of which row a member was found.
    if (its !== 'id' && classOfMember(others.table))
      throw new Error('Lists look at rows of members by the ids of their own');
    looked.push({ name, table: others.table, tie, sql: readOnce(others.table, tie, alias, rows) });
    // As a truth value: of a bare condition PostgreSQL makes a search for each row, of this one a single hash.
    return `(${nameOf(table, its, own)} in (select id from ${name})) is true`;
  });
  const { column, of, oldestFirst } = sortedBy;
  const sorted = of ? byOthers(draft, table, sortedBy, of, own, district) : null;
  const day = sorted ? `${own}.day` : nameOf(table, column, own);
  const rows = sorted?.rows ?? rowsOf(draft, table, 'id', own, district);
  const household = nameOf(table, has(table, 'householdId') ? 'householdId' : 'id', own);
  const fitting = `select ${own}."id", ${household} as household, coalesce(${day}, '${oldestFirst ? 'infinity' : '-infinity'}') as day from ${[rows, ...conditions].join(' and ')}`;
  const limit = draft.bind('int', (given) => size(given) + 1);
  const timeType = columnOf(of?.table ?? table, column).getSQLType();
  const seen = after(draft, at, timeType, sortedBy);
  const direction = oldestFirst ? 'asc' : 'desc';
  const paged = `select * from fitting${seen} order by day ${direction}, id limit ${limit}`;
  const counted = [...draft.fields(type, nodes).values()].some(
    (group) => group[0]!.name.value === 'totalCount',
  );
  const parts = [
    ...looked.map(({ name, sql }) => `${name} as materialized (${sql})`),
    ...(sorted ? [`dated as materialized (${sorted.dated})`] : []),
    `fitting as materialized (${fitting})`,
    `paged as materialized (${paged})`,
  ];
  return [
    `with ${parts.join(', ')}`,
    `select ${district} as district,`,
    `array(select id from paged order by day ${direction}, id) as page,`,
    `array(select distinct household from paged) as households,`,
    `(select json_object_agg(id, day) from paged) as days,`,
    `${membersFoundBy(looked) ?? 'null::json'} as named,`,
    `${counted ? '(select count(*) from fitting)' : 'null::bigint'} as total`,
  ].join(' ');
}

/** The class by which rows of a table are a member's; null where they are not. */
function classOfMember(table: Table): string | null {
  const protection = protectionOf(table);
  return protection.kind === 'class' && protection.subject === 'memberId' ? protection.dataClass : null;
}

/** Other rows by the ids that they belong to, with the member whose they are. */
const readOnce = (table: Table, tie: string, alias: string, rows: string) =>
  `select ${nameOf(table, tie, alias)} as id${classOfMember(table) ? `, ${nameOf(table, 'memberId', alias)} as member` : ''} from ${rows}`;

/**
 * Members by whom rows of the page were found, with the class that was looked at: that somebody has such a name is a read of
 * it, which the log must tell. Null where the filter looks at no rows of members.
 */
function membersFoundBy(looked: readonly Looked[]): string | null {
  const members = looked.flatMap(({ name, table }) => {
    const dataClass = classOfMember(table);
    return dataClass
      ? [`select member, '${dataClass}' as data_class from ${name} where id in (select id from paged)`]
      : [];
  });
  return members.length
    ? `(select json_agg(json_build_array(member, data_class)) from (${members.join(' union ')}) named)`
    : null;
}

/** The rows of a table whose property is among the ids that were found: what follows `from`, up to further conditions. */
function rowsOf(
  draft: Draft,
  table: Table,
  property: string,
  alias: string,
  district: string,
  found = 'opened.found',
): string {
  return `${from(table, alias)} where ${nameOf(table, 'districtId', alias)} = ${district} and ${nameOf(table, property, alias)} = any(${found})${draft.wall(table, alias)}`;
}

/** What the rows that were found have in a column: their ids as they are, anything else as the viewer may read it. */
function valuesFound(draft: Draft, table: Table, property: string, district: string): string {
  if (property === 'id') return 'opened.found';
  const alias = draft.alias();
  return `array(select ${nameOf(table, property, alias)} from ${rowsOf(draft, table, 'id', alias, district)})`;
}

/**
 * Rows with the column of another table that they are sorted by. Whoever has a class of a subject knows of it, so that a row is
 * looked at only where that of the other table is withheld or missing.
 */
function byOthers(
  draft: Draft,
  table: Table,
  { column, latestOf }: PageOrder,
  of: OtherRows,
  own: string,
  district: string,
): { dated: string; rows: string } {
  const [theirs, bare] = [draft.alias(), draft.alias()];
  const id = tiedToId(of);
  const [known, dated] = [protectionOf(table), protectionOf(of.table)];
  if (
    known.kind !== 'known' ||
    String(known.subjects) !== 'id' ||
    dated.kind !== 'class' ||
    dated.subject !== id
  )
    throw new Error('Only rows that one is known by may be sorted by a class of theirs');
  const [tie, day] = [nameOf(of.table, id, theirs), nameOf(of.table, column, theirs)];
  const each = rowsOf(draft, of.table, id, theirs, district);
  const rest = `array(select f.id from unnest(opened.found) f (id) where (f.id in (select id from dated)) is not true)`;
  return {
    dated: latestOf
      ? `select ${tie} as id, max(${day}) as day from ${each} and ${belongs(draft, of.table, theirs, latestOf, district)} group by 1`
      : `select ${tie} as id, ${day} as day from ${each}`,
    rows: `(select id, day from dated union all select ${bare}."id", null from ${rowsOf(draft, table, 'id', bare, district, rest)}) ${own} where true`,
  };
}

/** Whether a row belongs to one of a third table that fits, and that the viewer may have. */
function belongs(
  draft: Draft,
  table: Table,
  alias: string,
  { of, where }: NonNullable<PageOrder['latestOf']>,
  district: string,
): string {
  const third = draft.alias();
  const [tie, own] = tieOf(of);
  const fitting = `select ${nameOf(of.table, tie, third)} from ${from(of.table, third)} where ${nameOf(of.table, 'districtId', third)} = ${district} and ${where(third)}${draft.wall(of.table, third)}`;
  return `(${nameOf(table, own, alias)} in (${fitting})) is true`;
}

/** By which property other rows belong to a row of the list, which they must do by its id. */
function tiedToId(of: OtherRows): string {
  const [theirs, own] = tieOf(of);
  if (own !== 'id') throw new Error('Lists look at other rows by the ids of their own');
  return theirs;
}

/** The one property beside the district by which other rows are tied, and that of the row which they are tied to. */
function tieOf({ on: { districtId, ...more } }: OtherRows): [theirs: string, own: string] {
  const [tie, ...others] = Object.entries(more);
  if (districtId !== 'districtId' || !tie || others.length)
    throw new Error('Other rows are tied by their district and one property more');
  return tie;
}

/** What stands behind a cursor: the day and the id of the last row that was seen. */
function after(draft: Draft, at: number, type: string, sortedBy: PageOrder): string {
  if (typeof draft.argumentsAt(at).after !== 'string') return '';
  const part = (place: number) =>
    draft.bind('text', (given) => placeBehind(given[at]!.after as string, sortedBy)[place]);
  const [day, id] = [`${part(0)}::${type}`, `${part(1)}::uuid`];
  return ` where day ${sortedBy.oldestFirst ? '>' : '<'} ${day} or day = ${day} and id > ${id}`;
}

/** The day and the id that a cursor holds, looked at here: the database reads neither where no row is compared with them. */
function placeBehind(cursor: string, { name, oldestFirst }: PageOrder) {
  const [day, id, order] = parseCursor(cursor, name ? 3 : 2);
  const none = oldestFirst ? 'infinity' : '-infinity';
  if ((day !== none && Number.isNaN(Date.parse(day!))) || !isUuid(id!) || order !== name)
    throw notOfThisList();
  return [day, id];
}
