import type { Table } from 'drizzle-orm';
import type { OtherRows } from '../../access/filters.js';
import { protectionOf } from '../../access/records.js';
import { scopes } from '../../access/visible.js';
import type { Limits } from '../../config.js';
import { notOfThisList, parseCursor } from './cursor.js';
import type { Draft } from './draft.js';
import { conditionsOf, membersFoundBy } from './filters.js';
import { isUuid } from './identifiers.js';
import type { PageSource, Place } from './plan.js';
import { columnOf, from, has, nameOf } from './sql.js';

/** Where a part of the statement has from what a function found, and opened. */
interface Found {
  found: string;
  scope: string;
}
const opened: Found = { found: 'opened.found', scope: scopes.opened };
/** The same for a part that is made once, as it depends on no row. */
const judged: Found = { found: '(select found from judged)::uuid[]', scope: '(select scope from judged)' };

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
  { table, newest: { column, of } }: PageSource,
  { defaultPageSize, maxPageSize }: Limits,
): string {
  const district = draft.bind('text', (given) => given[at]!.$district);
  const size = draft.size(at, defaultPageSize, maxPageSize);
  const own = draft.alias();
  const conditions = conditionsOf(draft, at, { table, alias: own }, (others, alias, also) => {
    const theirs = rowsOf(draft, others.table, tiedToId(others), alias, district, judged);
    // As a truth value: of a bare condition PostgreSQL makes a search for each row, of this one a single hash.
    return `(${own}."id" in (select ${nameOf(others.table, tiedToId(others), alias)} from ${[theirs, ...also].join(' and ')})) is true`;
  });
  const sorted = of ? byOthers(draft, table, of, column, own, district) : null;
  const day = sorted ? `${own}.day` : nameOf(table, column, own);
  const rows = sorted?.rows ?? rowsOf(draft, table, 'id', own, district, opened);
  const household = nameOf(table, has(table, 'householdId') ? 'householdId' : 'id', own);
  const fitting = `select ${own}."id", ${household} as household, coalesce(${day}, '-infinity') as day from ${[rows, ...conditions].join(' and ')}`;
  const limit = draft.bind('int', (given) => size(given) + 1);
  const seen = after(draft, at, columnOf(of?.table ?? table, column).getSQLType());
  const paged = `select * from fitting${seen} order by day desc, id limit ${limit}`;
  const households = 'array(select distinct household from paged)';
  const counted = [...draft.fields(type, nodes).values()].some(
    (group) => group[0]!.name.value === 'totalCount',
  );
  return [
    `with ${sorted?.before ?? ''}fitting as materialized (${fitting}), paged as materialized (${paged})`,
    `select ${district} as district,`,
    `array(select id from paged order by day desc, id) as page,`,
    `${households} as households,`,
    `(select json_object_agg(id, day) from paged) as days,`,
    `${membersFoundBy(draft, at, district, households) ?? 'null::json'} as named,`,
    `${counted ? '(select count(*) from fitting)' : 'null::bigint'} as total`,
  ].join(' ');
}

/** The rows of a table whose property is among the ids that were found: what follows `from`, up to further conditions. */
function rowsOf(
  draft: Draft,
  table: Table,
  property: string,
  alias: string,
  district: string,
  { found, scope }: Found,
): string {
  return `${from(table, alias)} where ${nameOf(table, 'districtId', alias)} = ${district} and ${nameOf(table, property, alias)} = any(${found})${draft.wall(table, alias, scope)}`;
}

/**
 * Rows with the column of another table that they are sorted by. Whoever has a class of a subject knows of it, so that a row is
 * looked at only where that of the other table is withheld or missing.
 */
function byOthers(
  draft: Draft,
  table: Table,
  of: OtherRows,
  column: string,
  own: string,
  district: string,
): { before: string; rows: string } {
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
  const rest = `array(select f.id from unnest(opened.found) f (id) where (f.id in (select id from dated)) is not true)`;
  return {
    before: `dated as materialized (select ${nameOf(of.table, id, theirs)} as id, ${nameOf(of.table, column, theirs)} as day from ${rowsOf(draft, of.table, id, theirs, district, opened)}), `,
    rows: `(select id, day from dated union all select ${bare}."id", null from ${rowsOf(draft, table, 'id', bare, district, { ...opened, found: rest })}) ${own} where true`,
  };
}

/** By which property other rows belong to a row of the list, which they must do by its id. */
function tiedToId({ on: { districtId, ...more } }: OtherRows): string {
  const [tie, ...others] = Object.entries(more);
  if (districtId !== 'districtId' || tie?.[1] !== 'id' || others.length)
    throw new Error('Lists look at other rows by the ids of their own');
  return tie[0];
}

/** What stands behind a cursor: the day and the id of the last row that was seen. */
function after(draft: Draft, at: number, type: string): string {
  if (typeof draft.argumentsAt(at).after !== 'string') return '';
  const part = (place: number) =>
    draft.bind('text', (given) => placeBehind(given[at]!.after as string)[place]);
  const [day, id] = [`${part(0)}::${type}`, `${part(1)}::uuid`];
  return ` where day < ${day} or day = ${day} and id > ${id}`;
}

/** The day and the id that a cursor holds, looked at here: the database reads neither where no row is compared with them. */
function placeBehind(cursor: string) {
  const [day, id] = parseCursor(cursor, 2);
  if ((day !== '-infinity' && Number.isNaN(Date.parse(day!))) || !isUuid(id!)) throw notOfThisList();
  return [day, id];
}
