import { getTableColumns, getTableName, is, Table } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core';
import * as tables from '../../src/database/tables/index.js';
import { asKeeper, type TestDatabase } from '../support/database.js';
import { insert } from './households.js';
import { type Row, unread, type World } from './world.js';

/** What two states of one table differ by. */
export interface TableChange {
  added: Row[];
  changed: Row[];
  removed: Row[];
}

const configs = new Map(
  Object.values(tables)
    .filter((each) => is(each, Table))
    .map((each) => [getTableName(each as Table), getTableConfig(each as PgTable)]),
);
const columnName = (column: { name: string }) => toSnakeCase(column.name);

const drizzled = new Map(
  Object.values(tables)
    .filter((each) => is(each, Table))
    .map((each) => [
      getTableName(each as Table),
      Object.entries(getTableColumns(each as Table))
        // What the database makes of other columns is not written.
        .filter(([, column]) => column.generated === undefined)
        .map(([property, column]) => ({ property, name: columnName(column), column })),
    ]),
);

/** The columns of a table by name. */
export const columnsOf = (table: string) => drizzled.get(table)!;

const keys = new Map(
  [...configs].map(([table, { columns, primaryKeys }]) => {
    const own = columns.filter((each) => each.primary);
    return [table, (own.length ? own : (primaryKeys[0]?.columns ?? [])).map(columnName)];
  }),
);

/** The columns that a row is known by. */
export const keyOf = (table: string): readonly string[] => keys.get(table)!;

/** All tables that a test may write, each after those that its rows refer to. */
export const parentsFirst: readonly string[] = (() => {
  const sorted: string[] = [];
  const visit = (table: string) => {
    if (sorted.includes(table)) return;
    for (const each of configs.get(table)!.foreignKeys) {
      const parent = getTableName(each.reference().foreignTable);
      if (parent !== table) visit(parent);
    }
    sorted.push(table);
  };
  for (const table of configs.keys()) visit(table);
  return sorted.filter((each) => !unread.includes(each));
})();

/** The tables whose rows others refer to. */
export const parents: ReadonlySet<string> = new Set(
  [...configs.values()].flatMap(({ foreignKeys }) =>
    foreignKeys.map((each) => getTableName(each.reference().foreignTable)),
  ),
);

/** Which columns of a table refer to rows of which others, districts apart. */
export const referencesOf = (table: string) => references.get(table)!;
const references: ReadonlyMap<string, readonly (readonly [column: string, parent: string])[]> = new Map(
  [...configs].map(([table, { foreignKeys }]) => [
    table,
    foreignKeys.flatMap((each) => {
      const { columns, foreignTable } = each.reference();
      const column = columns.map(columnName).find((name) => name !== 'district_id');
      return column ? [[column, getTableName(foreignTable)] as const] : [];
    }),
  ]),
);

/** What has to be done to one state of the database for it to be another. */
export function changesBetween(from: World, to: World): Map<string, TableChange> {
  const changes = new Map<string, TableChange>();
  for (const table of parentsFirst) {
    const [had, has] = [from.all(table), to.all(table)];
    if (had === has) continue;
    const key = keyOf(table);
    const keyed = (rows: readonly Row[]) =>
      new Map(rows.map((row) => [key.map((each) => row[each]).join(), row]));
    const [before, after] = [keyed(had), keyed(has)];
    changes.set(table, {
      added: [...after].filter(([at]) => !before.has(at)).map(([, row]) => row),
      removed: [...before].filter(([at]) => !after.has(at)).map(([, row]) => row),
      changed: [...after]
        // Nothing is written again that is the same: JSON keeps no zeros behind a point.
        .filter(([at, row]) => before.has(at) && !same(before.get(at)!, row))
        .map(([, row]) => row),
    });
  }
  return changes;
}

const same = (one: Row, other: Row) => one === other || JSON.stringify(one) === JSON.stringify(other);

/** Makes the database what another state of it is. */
export async function replace({ owner }: TestDatabase, from: World, to: World): Promise<void> {
  const changes = [...changesBetween(from, to)];
  await asKeeper(owner, async (sql) => {
    // Some tables only grow, even for the keeper: as whoever owns the database of the test.
    await sql`reset role`;
    const given = (rows: readonly Row[]) => [JSON.stringify(rows)];
    const sameKey = (table: string) =>
      keyOf(table)
        .map((each) => `t."${each}" = v."${each}"`)
        .join(' and ');
    // A person has one first post, also while one takes the place of another.
    for (const [table, { changed, removed }] of changes)
      if (table === 'posts')
        await sql`update posts set "primary" = false where id = any(${[...changed, ...removed].map(({ id }) => String(id))}::uuid[])`;
    const written = (table: string, row: Row) =>
      Object.fromEntries(columnsOf(table).map(({ name }) => [name, row[name]]));
    for (const [table, { added }] of changes)
      await insert(
        sql,
        table,
        added.map((row) => written(table, row)),
      );
    for (const [table, { changed }] of changes) {
      if (changed.length === 0) continue;
      const set = columnsOf(table)
        .map(({ name }) => name)
        .filter((name) => !keyOf(table).includes(name))
        .map((name) => `"${name}" = v."${name}"`);
      await sql.unsafe(
        `update ${table} t set ${set.join(', ')} from json_populate_recordset(null::${table}, $1::text::json) v where ${sameKey(table)}`,
        given(changed),
      );
    }
    for (const [table, { removed }] of changes.reverse())
      if (removed.length)
        await sql.unsafe(
          `delete from ${table} t using json_populate_recordset(null::${table}, $1::text::json) v where ${sameKey(table)}`,
          given(removed),
        );
  });
}
