import type { Column } from 'drizzle-orm';
import { getTableName } from 'drizzle-orm';
import { isObjectType } from 'graphql';
import type { ColumnExtension } from '../../../src/access/columns.js';
import type { RelationExtension } from '../../../src/access/relations.js';
import { schema } from '../../../src/schema.js';
import { day } from '../households.js';
import { columnsOf, keyOf } from '../replaced.js';
import { nodeTypes, tableOfNode } from '../roots.js';
import type { Row } from '../world.js';

// A row as it might also have been: what differs from it in every value that can differ.

/** Another value for a column, never the same; the number makes texts unique. */
function otherValue(column: Column, value: unknown, nth: number): unknown {
  const { enumValues, baseColumn } = column as { enumValues?: string[]; baseColumn?: Column };
  // What was recorded is sometimes not recorded, and the other way round.
  if (value !== null && !column.notNull && nth % 5 === 0) return null;
  switch (column.columnType) {
    case 'PgText':
      return `otherwise-${nth}`;
    case 'PgArray':
      if (baseColumn?.columnType === 'PgSmallInt') return (value as number[]).map((each) => each + 1);
      return baseColumn?.columnType === 'PgText'
        ? [`otherwise-${nth}`]
        : baseColumn && enumOther(enumOf(baseColumn), value as string[] | null);
    case 'PgInteger':
    case 'PgSmallInt':
    case 'PgBigInt53':
    case 'PgDoublePrecision':
      return Number(value ?? 0) + 1;
    case 'PgCustomColumn':
      return String(Number(value ?? 0) + 1);
    case 'PgJsonb':
      // What was changed of a facet is a list of fields.
      return Array.isArray(value)
        ? [{ field: 'otherwise', before: null, after: `otherwise-${nth}` }]
        : { otherwise: nth };
    case 'PgBoolean':
      return !value;
    case 'PgDateString':
      return day(String(value ?? '2024-03-01').slice(0, 10), -37);
    case 'PgTimestamp':
      return new Date(Date.parse(String(value ?? '2024-03-01')) - 37 * 86_400_000).toISOString();
    case 'PgTime':
      return value === '10:10:00' ? '11:10:00' : '10:10:00';
    case 'PgEnumColumn':
      return enumOther(enumValues ?? [], value === null ? null : [value as string])[0];
    default:
      throw new Error(`Nobody said what else a ${column.columnType} could be: say it here`);
  }
}

const enumOf = (column: Column) => (column as { enumValues?: string[] }).enumValues ?? [];
const enumOther = (values: readonly string[], had: readonly string[] | null) =>
  had === null || had.length === 0
    ? values.slice(0, 1)
    : had.map((each) => values[(values.indexOf(each) + 1) % values.length]!);

/** What says which row it is, to whom it belongs or who may have it is changed by hand, if at all. */
const isKey = (name: string) =>
  /(^|_)ids?$|^registration_number_|^confidential$|^sheltered$|^sent$|^data_class$/.test(name);

/** What says which other columns of the row are there. */
const tied: ReadonlySet<string> = new Set([
  'note_participants.kind',
  // There is no ban without its tong, and what became of a petition has its day and its words.
  ...['tong', 'ban'].flatMap((part) => [`household_summaries.responsible_${part}`, `campaign_lines.${part}`]),
  ...['outcome', 'settled_on', 'settlement'].map((column) => `petitions.${column}`),
  // One of a kind runs in a case, and its days follow each other.
  ...['kind', 'started_on', 'due_on', 'met_on', 'stopped_on'].map((column) => `clocks.${column}`),
]);

/** Rows that were changed, each with a number of its own: what is hidden from two viewers is changed alike, and written once. */
const numbers = new Map<string, number>();
/** More than a table has columns, and no multiple of what values depend on. */
const apart = 101;
function numberOf(at: string): number {
  const number = numbers.get(at) ?? numbers.size * apart;
  numbers.set(at, number);
  return number;
}

/**
 * The row with other values, but for the columns that are kept.
 *
 * @param of what tells rows apart that are made of the same one
 */
export function mutateRow(table: string, row: Row, kept: ReadonlySet<string> = new Set(), of = ''): Row {
  const values: Record<string, unknown> = {};
  const key = keyOf(table).map((each) => row[each]);
  const first = numberOf(`${table} ${key} ${of}`);
  for (const [at, { name, column }] of columnsOf(table).entries())
    if (
      !isKey(name) &&
      !keyOf(table).includes(name) &&
      !kept.has(`${table}.${name}`) &&
      !tied.has(`${table}.${name}`)
    )
      // Versions of one thing differ, while they are changed one after the other, too.
      values[name] =
        name === 'version' ? Number(row[name]) + 1000 : otherValue(column, row[name], first + at);
  // Due later, since nothing is due before it began.
  if (table === 'clocks') values.due_on = day(String(row.due_on).slice(0, 10), 37);
  return { ...row, ...values };
}

/** Columns of a table that no field shows, no relation follows and no list is sorted by: they tell nobody anything. */
export function unshownColumns(table: string): string[] {
  shown ??= shownColumns();
  return columnsOf(table)
    .filter(({ name, property }) => !isKey(name) && !shown!.has(`${table}.${property}`))
    .map(({ name }) => name);
}

let shown: Set<string> | undefined;
function shownColumns(): Set<string> {
  const found = new Set<string>();
  const tableOf = new Map(nodeTypes.map((type) => [type, tableOfNode(type)]));
  const fields = Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })));
  for (const { field } of fields) {
    const { relation } = field.extensions as Partial<RelationExtension>;
    const made = relation?.type() as { table?: Parameters<typeof getTableName>[0]; name: string } | undefined;
    if (!relation || !made?.table || relation.kind === 'computed') continue;
    const table = getTableName(made.table);
    tableOf.set(made.name, table);
    for (const each of Object.keys(relation.on)) found.add(`${table}.${each}`);
    if ('order' in relation) for (const each of relation.order) found.add(`${table}.${each}`);
  }
  for (const { type, field } of fields) {
    const { column, relation } = field.extensions as Partial<ColumnExtension & RelationExtension>;
    const table = tableOf.get(type.name);
    if (!table) continue;
    if (column) found.add(`${table}.${column}`);
    // What is worked out from columns shows them, too.
    if (relation?.kind === 'computed') {
      const names = [...relation.sql('row').matchAll(/\brow\.(\w+)/g)].map(([, name]) => name);
      for (const each of columnsOf(table))
        if (names.includes(each.name)) found.add(`${table}.${each.property}`);
    }
  }
  return found;
}
