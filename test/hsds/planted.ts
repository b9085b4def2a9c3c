import { randomUUID } from 'node:crypto';
import { type Column, getTableColumns, getTableName } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';
import type { Sql } from 'postgres';
import type { ObjectName } from '../../src/hsds/objects.js';
import { type Resource, resources } from '../../src/hsds/resources.js';
import { asKeeper } from '../support/database.js';

/** The id of a record for each object of HSDS. */
export type Ids = Record<ObjectName, string>;

const values: Readonly<Record<string, (column: Column) => unknown>> = {
  PgEnumColumn: ({ enumValues }) => enumValues![0],
  PgSmallInt: () => 7,
  PgInteger: () => 7,
  PgDoublePrecision: () => 7,
  PgCustomColumn: () => '7',
  PgDateString: () => '2026-01-01',
  PgTime: () => '10:00',
  PgTimestamp: () => '2026-01-01T00:00:00Z',
  PgText: () => null,
};

export interface Plant {
  /** In every text of the row. */
  word: string;
  confidential: boolean;
  /** What the row's references name; none where there is none. */
  owners: Partial<Ids>;
}

/** Hours that are some: of what is none, an import keeps the words alone. */
const hours: Readonly<Record<string, string>> = {
  wkst: 'MO',
  byday: 'MO',
  byweekno: '1',
  bymonthday: '1',
  byyearday: '1',
  closesAt: '18:00',
};

/** A row of an object with every column filled, and every text told by its word. */
function rowOf(it: Resource, { word, confidential, owners }: Plant) {
  const row: Record<string, unknown> = { id: randomUUID(), confidential };
  for (const [property, column] of Object.entries(getTableColumns(it.table))) {
    const field = it.fields.find((each) => each.property === property);
    const name = toSnakeCase(column.name);
    if (name in row || column.generated) continue;
    if (field?.references) {
      const target = field.references === 'any' ? 'service' : field.references;
      // What points at its own kind would say nothing more.
      row[name] = target === it.name ? null : (owners[target] ?? null);
    } else if (property === 'organizationId') row[name] = owners.organization ?? null;
    else if (property === 'districtId') row[name] = '11170';
    else if (property in hours) row[name] = hours[property];
    else if (property === 'searchText') row[name] = ` ${word} `;
    else if (column.columnType === 'PgText')
      row[name] = field?.words ? [...field.words.keys()][0] : `${word} ${name}`;
    else row[name] = values[column.columnType]!(column);
  }
  return row;
}

/** Writes a row for each object (or for some) and answers with their ids. */
export async function plant(owner: Sql, how: Plant, only?: readonly ObjectName[]): Promise<Ids> {
  const ids: Partial<Ids> = {};
  await asKeeper(owner, async (sql) => {
    for (const it of resources.values()) {
      if (only && !only.includes(it.name)) continue;
      const row = rowOf(it, { ...how, owners: { ...ids, ...how.owners } });
      await sql`insert into ${sql(getTableName(it.table))} ${sql(row)}`;
      ids[it.name] = row.id as string;
    }
  });
  return ids as Ids;
}
