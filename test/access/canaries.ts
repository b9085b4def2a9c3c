import { type Column, getTableColumns, getTableName, is, Table } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';
import * as tables from '../../src/database/tables/index.js';
import { asKeeper, type TestDatabase } from '../support/database.js';
import { betweenOrganizations, consentScoped, householdOf } from './rows.js';
import { type Row, unread, type World } from './world.js';

/** Where a planted value belongs: whoever may not have the row must never meet the value. */
export interface Planted {
  table: string;
  column: string;
  row: Row;
}

/** What decides who may see a row, or what it is found by, stays as it is. */
const kept = new Set([
  ...[
    'district_id',
    'responsible_dong',
    'responsible_tong',
    'responsible_ban',
    'birth_date',
    'left_on',
    'ordinal',
    'version',
  ],
  ...['ciphertext', 'key_id', 'index'].map((each) => `registration_number_${each}`),
  // The days of a clock follow each other.
  ...['kind', 'started_on', 'due_on', 'met_on', 'stopped_on'].map((column) => `clocks.${column}`),
  ...['consents', 'agreements', 'assignments', 'guardianships', 'referrals'].flatMap((table) =>
    [
      'valid_from',
      'valid_until',
      'given_at',
      'withdrawn_at',
      'ended_on',
      'ends_on',
      'ended_at',
      'from',
      'until',
      'notice_days',
      'expires_at',
    ].map((column) => `${table}.${column}`),
  ),
]);

const drizzleTables = new Map(
  Object.values(tables)
    .filter((each) => is(each, Table))
    .map((each) => [getTableName(each as Table), each as Table]),
);
const columnsOf = (table: string) =>
  Object.values(getTableColumns(drizzleTables.get(table)!)).map(
    (column) => [toSnakeCase(column.name), column] as [string, Column],
  );

/** A value of its own for a column, of which the number is the only one; undefined where none can be. */
function unique(column: Column, at: string, nth: number, small: () => number): unknown {
  const base = (column as { baseColumn?: Column }).baseColumn;
  switch (column.columnType) {
    case 'PgText':
      return `canary-${nth}-${at}`;
    case 'PgArray':
      return base?.columnType === 'PgText' ? [`canary-${nth}-${at}`] : undefined;
    case 'PgBigInt53':
      return 7_000_000_000 + nth;
    case 'PgInteger':
      return 1_000_000_000 + nth;
    case 'PgSmallInt':
      return 20_000 + small();
    case 'PgDateString':
      return new Date(Date.UTC(1700, 0, 1 + nth)).toISOString().slice(0, 10);
    case 'PgTimestamp':
      return new Date(Date.UTC(1700, 0, 1 + nth, 1, 2, 3)).toISOString();
    case 'PgEnumColumn':
      return (column as { enumValues?: string[] }).enumValues?.[0];
    default:
      return undefined;
  }
}

/** Makes every value of some households, and of every shelter of the catalogue, one that stands nowhere else. */
export async function plant({ owner }: TestDatabase, world: World, households: ReadonlySet<string>) {
  let nth = 0;
  let few = 0;
  const small = () => ++few;
  await asKeeper(owner, async (sql) => {
    for (const table of drizzleTables.keys()) {
      const scoped = consentScoped.includes(table);
      const columns = columnsOf(table);
      const confidential = columns.some(([name]) => name === 'confidential');
      if (!scoped && !confidential && !betweenOrganizations.includes(table)) continue;
      const rows = world
        .all(table)
        .filter((row) =>
          scoped ? households.has(householdOf(table, row)) : !confidential || row.confidential,
        );
      const primary = columns.filter(([name]) => /(^|_)ids?$|^confidential$|^data_class$/.test(name));
      const planted = rows.map((row) => {
        const values: Record<string, unknown> = {};
        for (const [name, column] of columns) {
          if (
            column.generated ||
            kept.has(name) ||
            kept.has(`${table}.${name}`) ||
            primary.some(([key]) => key === name)
          )
            continue;
          // An enum says the same in many rows: only where nothing was recorded is something put.
          if (column.columnType === 'PgEnumColumn' && row[name] !== null) continue;
          const value = unique(column, `${table}.${name}`, ++nth, small);
          if (value !== undefined) values[name] = value;
        }
        return { ...row, ...values };
      });
      const changed = [...new Set(planted.flatMap((row) => Object.keys(row)))].filter(
        (name) =>
          !primary.some(([key]) => key === name) &&
          !columns.some(([key, { generated }]) => key === name && generated),
      );
      const [first] = columns.some(([name]) => name === 'id')
        ? ['id']
        : columns.map(([name]) => name).filter((name) => /^(member|report|household)_id$/.test(name));
      if (planted.length === 0 || changed.length === 0) continue;
      await sql.unsafe(
        `update ${table} t set ${changed.map((name) => `"${name}" = v."${name}"`).join(', ')}
         from json_populate_recordset(null::${table}, $1::text::json) v where t.${first} = v.${first}`,
        [JSON.stringify(planted)],
      );
    }
  });
}

const token =
  /canary-\d+-[\w.]+|\d{4}-\d\d-\d\d(T[\d:.]+)?|\b[23]\d{4}\b|\b[17]0\d{8}\b|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Every value that gives one row away, as an answer would spell it: what was planted, and the ids of all rows. */
export class Canaries {
  private readonly owners = new Map<string, Planted>();

  /** Reads them from the database as it is after planting. */
  constructor(world: World) {
    for (const table of [...drizzleTables.keys()]) {
      if ([...unread, 'staff', 'posts', 'districts'].includes(table)) continue;
      const scoped = consentScoped.includes(table) || betweenOrganizations.includes(table);
      for (const row of world.all(table)) {
        if (!scoped && !row.confidential) continue;
        if (typeof row.id === 'string') this.owners.set(row.id, { table, column: 'id', row });
        for (const [column, value] of Object.entries(row))
          for (const text of spelled(value)) this.owners.set(text, { table, column, row });
      }
    }
  }

  get size() {
    return this.owners.size;
  }

  /** The canaries in a text, each once. */
  in(text: string): Planted[] {
    const found = new Set<Planted>();
    for (const [word] of text.matchAll(token)) {
      const owner = this.owners.get(word) ?? this.owners.get(word.slice(0, 10));
      if (owner) found.add(owner);
    }
    return [...found];
  }
}

/** How a planted value stands in JSON; nothing for values that were not planted. */
function spelled(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(spelled);
  if (typeof value === 'string') {
    if (value.startsWith('canary-')) return [value];
    return /^1[78]\d\d-\d\d-\d\d/.test(value) ? [value.slice(0, 10)] : [];
  }
  if (typeof value !== 'number') return [];
  return (value > 20_000 && value < 32_768) || value > 1_000_000_000 ? [String(value)] : [];
}
