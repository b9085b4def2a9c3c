import { type Column, getTableColumns } from 'drizzle-orm';
import { getTableConfig, type IndexedColumn, type PgTable } from 'drizzle-orm/pg-core';
import { isCalendarDay } from '../../../day.js';
import type { Notes, Value } from './repairs.js';
import { uuid } from './uuid.js';

/**
 * An entry of a B-tree has at most 2,704 bytes (PostgreSQL, nbtree.h), and ids and words stand beside the text in ours:
 * what is left are some 800 syllables of Hangul.
 */
const indexedBytes = 2400;
/** A code of a district becomes a lexeme with a letter before it, and a lexeme has at most 2,046 bytes. */
const lexemeBytes: ReadonlySet<string> = new Set(['districtId']);
const codeBytes = 200;

export const unfitReason = 'A value that its column cannot hold was left out';
export const cutTextReason = 'A text longer than its column can hold was cut short';

interface Limit {
  column: Column;
  /** The most bytes of a text. */
  bytes: number;
}

const limitsOf = new Map<PgTable, ReadonlyMap<string, Limit>>();

/** Columns that stand in an ordinary index, by their names. */
function indexedIn(table: PgTable): ReadonlySet<string> {
  const { indexes } = getTableConfig(table);
  return new Set(
    indexes
      .filter(({ config }) => (config.method ?? 'btree') === 'btree')
      .flatMap(({ config }) => config.columns.map((each) => (each as Partial<IndexedColumn>).name ?? '')),
  );
}

function limits(table: PgTable): ReadonlyMap<string, Limit> {
  const known = limitsOf.get(table);
  if (known) return known;
  const indexed = indexedIn(table);
  const made = new Map(
    Object.entries(getTableColumns(table)).map(([property, column]) => [
      property,
      {
        column,
        bytes: lexemeBytes.has(property)
          ? codeBytes
          : indexed.has(column.name)
            ? indexedBytes
            : Number.POSITIVE_INFINITY,
      },
    ]),
  );
  limitsOf.set(table, made);
  return made;
}

/** The value as its column can hold it: whole, a long text cut short, or nothing; what is lost is noted. */
export function held(table: PgTable, property: string, value: Value, notes: Notes): Value {
  const limit = limits(table).get(property);
  if (value === null || !limit) return value;
  if (limit.column.columnType === 'PgText') {
    const short = shortened(String(value), limit.bytes);
    if (short !== value && typeof value === 'string') notes.repaired(cutTextReason, value);
    return typeof value === 'string' ? short : value;
  }
  if (fits(limit.column, value)) return value;
  notes.repaired(unfitReason, String(value));
  return null;
}

function shortened(text: string, most: number): string {
  // No character has more bytes than three a unit of UTF-16.
  if (text.length * 3 <= most || Buffer.byteLength(text) <= most) return text;
  const bytes = Buffer.from(text).subarray(0, most - 3);
  // A character that was cut in two at the end is none.
  return `${bytes.toString().replace(/\uFFFD+$/, '')}…`;
}

const most: Readonly<Record<string, number>> = { PgSmallInt: 2 ** 15 - 1, PgInteger: 2 ** 31 - 1 };

function fits(column: Column, value: Exclude<Value, null>): boolean {
  const text = String(value);
  switch (column.columnType) {
    case 'PgSmallInt':
    case 'PgInteger':
      return Number.isInteger(Number(text)) && Math.abs(Number(text)) <= most[column.columnType]!;
    case 'PgDoublePrecision':
      return text.trim() !== '' && Number.isFinite(Number(text));
    case 'PgCustomColumn':
      // What no price has: more digits than anybody reads.
      return /^[+-]?(\d{1,30}\.?\d{0,30}|\.\d{1,30})(e[+-]?\d{1,2})?$/i.test(text);
    case 'PgDateString':
      return isDay(text);
    case 'PgTime':
      return /^(([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?|24:00(:00)?)$/.test(text);
    case 'PgTimestamp':
      return isInstant(text);
    case 'PgEnumColumn':
      return column.enumValues?.includes(text) ?? false;
    case 'PgUUID':
      return uuid.test(text);
    default:
      return true;
  }
}

/** A day that the calendar has: it has no year 0. */
export const isDay = (text: string): boolean => !text.startsWith('0000') && isCalendarDay(text);

const isInstant = (text: string): boolean =>
  isDay(text.slice(0, 10)) && !Number.isNaN(Date.parse(text)) && Date.parse(text) >= Date.parse('0001-01-02');
