import { getTableColumns, getTableName, is, Table } from 'drizzle-orm';
import type { Sql } from 'postgres';
import * as tables from '../../src/database/tables/index.js';
import { asKeeper } from '../support/database.js';

/** A row as JSON carries it, under its columns' names. */
export type Row = Readonly<Record<string, unknown>>;

/** Everything in the database, read behind the policies: what the tests know and the API must not tell. */
export class World {
  private readonly found = new Map<string, ReadonlyMap<unknown, readonly Row[]>>();

  constructor(
    readonly today: string,
    private readonly rows: ReadonlyMap<string, readonly Row[]>,
  ) {}

  all(table: string): readonly Row[] {
    const rows = this.rows.get(table);
    if (!rows) throw new Error(`There is no table ${table}`);
    return rows;
  }

  /** The rows of a table that have a value in a column. */
  where(table: string, column: string, value: unknown): readonly Row[] {
    const key = `${table}.${column}`;
    let index = this.found.get(key);
    if (!index) {
      const made = new Map<unknown, Row[]>();
      for (const row of this.all(table)) {
        const list = made.get(row[column]);
        if (list) list.push(row);
        else made.set(row[column], [row]);
      }
      index = made;
      this.found.set(key, index);
    }
    return index.get(value) ?? [];
  }

  one(table: string, column: string, value: unknown): Row | undefined {
    return this.where(table, column, value)[0];
  }
}

export const tableNames: readonly string[] = Object.values(tables)
  .filter((each) => is(each, Table))
  .map((each) => getTableName(each as Table));
/** What follows from other rows by itself, or was made of such: figures, and what is published of them. */
export const derived = [
  ...['facts', 'uncounted_changes', 'fact_cells'],
  ...['releases', 'release_cells', 'release_ledgers', 'release_secrets'],
];
/** What records how the API was asked, or what was imported, and not whom it is about. */
export const unread = [
  ...derived,
  'access_log',
  'access_log_seals',
  'access_log_heads',
  'hamkke_installed',
  'record_sources',
];
/** The tables that a world has. */
export const readTables = tableNames.filter((each) => !unread.includes(each));

/** The column that says of which household a row is, where it is of one. */
const householdColumns = new Map(
  Object.values(tables)
    .filter((each) => is(each, Table))
    .map((each) => [
      getTableName(each as Table),
      each === tables.households
        ? 'id'
        : 'householdId' in getTableColumns(each as Table)
          ? 'household_id'
          : null,
    ]),
);

/** Reads the whole database as it is now; of households, where one is named, that one alone. */
export async function readWorld(owner: Sql, household?: string): Promise<World> {
  return asKeeper(owner, async (sql) => {
    await sql`set local time zone 'UTC'`;
    const [day] = await sql`select (now() at time zone 'Asia/Seoul')::date::text as today`;
    const rows = new Map<string, Row[]>();
    for (const name of readTables) {
      const column = household && householdColumns.get(name);
      const [read] = await sql.unsafe(
        `select coalesce(json_agg(t), '[]') as rows from ${name} t ${column ? `where ${column} = '${household}'` : ''}`,
      );
      rows.set(name, read!.rows as Row[]);
    }
    return new World(day!.today as string, rows);
  });
}
