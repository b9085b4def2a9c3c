import { otherRows } from '../../access/filters.js';
import type { Limits } from '../../config.js';
import { notOfThisList, parseCursor } from './cursor.js';
import type { Draft } from './draft.js';
import { conditionsOf, membersFoundBy } from './filters.js';
import { isUuid } from './identifiers.js';
import type { PageSource, Place } from './plan.js';
import { columnOf, from, has, nameOf } from './sql.js';

/**
 * Chooses the page of rows that a function found, and counts them. A function that runs with the rights of its owner finds by
 * one wall alone, so that everything a client could learn by is asked here: under the policies and with the application's own
 * conditions on each row that is looked at. A row whose column of the order is withheld sorts last, so that its place tells
 * nothing.
 *
 * It is a select of `district`, `page` (ids in their order), `households` (of the page), `days` (what each sorts by), `named`
 * (members by whom rows were found) and `total`, of the row `opened` with the ids that were `found`.
 */
export function listedPage(
  draft: Draft,
  { type, nodes }: Place,
  at: number,
  { table, newest: { column, of } }: PageSource,
  { defaultPageSize, maxPageSize }: Limits,
): string {
  const [own, other] = [draft.alias(), draft.alias()];
  const district = draft.bind('text', (given) => given[at]!.$district);
  const size = draft.size(at, defaultPageSize, maxPageSize);
  const sortTable = of?.table ?? table;
  const day = nameOf(sortTable, column, of ? other : own);
  const beside = of
    ? ` left join lateral (select ${day} from ${otherRows(of, other, { table, alias: own }, draft.wall)}) ${other} on true`
    : '';
  const household = nameOf(table, has(table, 'householdId') ? 'householdId' : 'id', own);
  const where = ['true', ...conditionsOf(draft, at, { table, alias: own })].join(' and ');
  const fitting = `select ${own}."id", ${household} as household, coalesce(${day}, '-infinity') as day from unnest(opened.found) f (id) join ${from(table, own)} on ${own}."district_id" = ${district} and ${own}."id" = f.id${beside} where ${where}${draft.wall(table, own)}`;
  const limit = draft.bind('int', (given) => size(given) + 1);
  const paged = `select * from fitting${after(draft, at, columnOf(sortTable, column).getSQLType())} order by day desc, id limit ${limit}`;
  const households = 'array(select distinct household from paged)';
  const counted = [...draft.fields(type, nodes).values()].some(
    (group) => group[0]!.name.value === 'totalCount',
  );
  return [
    `with fitting as materialized (${fitting}), paged as materialized (${paged})`,
    `select ${district} as district,`,
    `array(select id from paged order by day desc, id) as page,`,
    `${households} as households,`,
    `(select json_object_agg(id, day) from paged) as days,`,
    `${membersFoundBy(draft, at, district, households) ?? 'null::json'} as named,`,
    `${counted ? '(select count(*) from fitting)' : 'null::bigint'} as total`,
  ].join(' ');
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
