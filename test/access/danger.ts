import { randomUUID } from 'node:crypto';
import { type Column, getTableColumns, getTableName, type Table } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core';
import type { TransactionSql } from 'postgres';
import { tablesOfDanger } from '../../src/access/safety.js';
import { asKeeper, type TestDatabase } from '../support/database.js';
import { insert } from './households.js';
import type { Row } from './world.js';

// Rows that tell of danger in a household, of every table that can hold one, made from the tables themselves.

/** Takes away whatever tells of danger in some households. */
export const leaveNoDanger = ({ owner }: TestDatabase, households: readonly string[]) =>
  asKeeper(owner, async (sql) => {
    for (const [table, told] of [...tablesOfDanger].reverse())
      await sql.unsafe(`delete from ${getTableName(table)} t where household_id = any($1) and ${told}`, [
        households as string[],
      ]);
  });

export interface Threatened {
  district: string;
  household: string;
  members: readonly string[];
}

const primaryOf = (table: Table) =>
  getTableConfig(table as PgTable).primaryKeys.flatMap(({ columns }) => columns.map(columnName));
const columnName = (column: Column) => toSnakeCase(column.name);

/** The values by which a row is one of danger, of those columns that its table has. */
const ofDanger = (home: Threatened): Row => ({
  district_id: home.district,
  household_id: home.household,
  member_id: home.members[0],
  data_class: 'SAFETY',
  subject_ids: [home.members[0]],
  sheltered: true,
});

/**
 * Adds a row of a table that tells of danger in a household and says nothing else that could be read, with whatever rows it
 * hangs on; those are of no class of danger.
 */
export const addDanger = ({ owner }: TestDatabase, table: Table, home: Threatened) =>
  asKeeper(owner, async (sql) =>
    insert(sql, getTableName(table), [
      await rowOf(sql, table, home, { ...ofDanger(home), ...tied[getTableName(table)] }),
    ]),
  );

/** What goes with the member whom a row is of, where a table wants it so. */
const tied: Readonly<Record<string, Row>> = {
  note_participants: { kind: 'MEMBER' },
  // What was done is not stopped.
  clocks: { started_on: '2026-01-05', due_on: '2026-01-19', met_on: '2026-01-12', stopped_on: null },
};

async function rowOf(sql: TransactionSql, table: Table, home: Threatened, given: Row): Promise<Row> {
  const columns = Object.values(getTableColumns(table));
  const named = new Set(columns.map(columnName));
  const row: Record<string, unknown> = Object.fromEntries(
    Object.entries(given).filter(([key]) => named.has(key)),
  );
  for (const { reference } of getTableConfig(table as PgTable).foreignKeys) {
    const { columns: own, foreignColumns, foreignTable } = reference();
    const open = own.filter((each) => each.notNull && !(columnName(each) in row));
    if (open.length === 0) continue;
    // Where there is one row of a parent, the parent is new.
    const only = columns.some((each) => each.primary) ? [] : primaryOf(table);
    const found = await someRow(
      sql,
      foreignTable,
      home,
      open.some((each) => only.includes(columnName(each))),
    );
    own.forEach((each, at) => {
      row[columnName(each)] ??= found[columnName(foreignColumns[at]!)];
    });
  }
  for (const column of columns) {
    const name = columnName(column);
    if (column.notNull && !column.hasDefault && !(name in row)) row[name] = plainValue(column);
  }
  return row;
}

/** A row that others may hang on: one of the household, or where there is none, a new one without danger. */
async function someRow(sql: TransactionSql, table: Table, home: Threatened, isNew: boolean): Promise<Row> {
  const names = Object.values(getTableColumns(table)).map(columnName);
  const conditions = [
    names.includes('household_id') ? `household_id = '${home.household}'` : 'true',
    names.includes('confidential') ? 'not confidential' : 'true',
    names.includes('district_id') ? `district_id = '${home.district}'` : 'true',
  ];
  const [found] = isNew
    ? []
    : await sql.unsafe(
        `select to_jsonb(t) as row from ${getTableName(table)} t where ${conditions.join(' and ')} limit 1`,
      );
  if (found) return found.row as Row;
  const made = await rowOf(sql, table, home, {
    ...ofDanger(home),
    data_class: 'FAMILY',
    sheltered: false,
  });
  await insert(sql, getTableName(table), [made]);
  return made;
}

function plainValue(column: Column): unknown {
  const { enumValues } = column as { enumValues?: readonly string[] };
  if (column.columnType === 'PgArray') return [];
  if (enumValues?.length) return enumValues[0];
  switch (column.columnType) {
    case 'PgUUID':
      return randomUUID();
    case 'PgBoolean':
      return false;
    case 'PgDateString':
      return '2026-01-05';
    case 'PgTimestamp':
      return '2026-01-05T01:00:00Z';
    case 'PgText':
      return 'plain';
    default:
      return 90; // No version that there is yet.
  }
}
