import type { Column, Table } from 'drizzle-orm';
import { columnName, correctable, correctableColumns } from '../../access/upkeep.js';
import { commonFaults } from '../../commonFaults.js';
import { parseId } from '../../database/planner/identifiers.js';
import { errorOf, type Fault, type FaultValues } from '../../faults.js';
import { DateScalar } from '../../scalars.js';
import { upkeepFaults } from './faults.js';

/** A field of a record with the value that somebody proposes, as text; null empties it. */
export interface ProposedField {
  field: string;
  value?: string | null;
}

/** The record that a change is proposed to, told from its id alone. */
export function correctableOf(text: string): { type: string; table: Table; id: string } {
  const { type, id } = parseId(text);
  const table = Object.hasOwn(correctable, type) ? correctable[type] : undefined;
  if (!table) throw errorOf(upkeepFaults.RECORD_NOT_CORRECTABLE);
  return { type, table, id };
}

/** What is proposed, by the names of the columns; refused with the path of what it cannot be said of. */
export function proposedOf(table: Table, fields: readonly ProposedField[]): Record<string, string | null> {
  const columns = new Map(correctableColumns(table));
  const proposed: Record<string, string | null> = {};
  if (fields.length === 0) throw errorOf(commonFaults.NOTHING_TO_RECORD, {}, 'input.fields');
  for (const [nth, { field, value }] of fields.entries()) {
    const at = `input.fields[${nth}]`;
    const column = columns.get(field);
    if (!column) throw errorOf(upkeepFaults.FIELD_UNKNOWN, { names: [...columns.keys()] }, `${at}.field`);
    const name = columnName(column);
    if (name in proposed) throw errorOf(upkeepFaults.FIELD_GIVEN_TWICE, {}, `${at}.field`);
    proposed[name] = checked(field, column, value ?? null, `${at}.value`);
  }
  return proposed;
}

/** A value of a column as text without blanks around it, null for nothing; refused with its path where it is none. */
export function checked(field: string, column: Column, given: string | null, at: string): string | null {
  const value = given === null ? null : given.trim();
  if (value === null || value === '') {
    if (column.notNull) throw errorOf(commonFaults.FIELD_NOT_REMOVABLE, {}, at);
    return null;
  }
  const wrong = wrongAs(column, field, value);
  if (wrong) throw errorOf(...wrong, at);
  return value;
}

/** Why a text is no value of a column. */
function wrongAs(column: Column, field: string, value: string): [Fault, FaultValues] | null {
  switch (column.columnType) {
    case 'PgText':
      return null;
    case 'PgEnumColumn': {
      const values = column.enumValues!;
      return values.includes(value) ? null : [upkeepFaults.VALUE_NOT_AMONG, { values }];
    }
    case 'PgSmallInt':
    case 'PgInteger': {
      const most = 32_767;
      const fits = /^\d{1,5}$/.test(value) && Number(value) <= most;
      return fits ? null : [commonFaults.NUMBER_OUT_OF_RANGE, { least: 0, most }];
    }
    case 'PgDoublePrecision': {
      const most = degrees[field] ?? 1e9;
      const fits = /^-?\d{1,9}(\.\d{1,15})?$/.test(value) && Math.abs(Number(value)) <= most;
      return fits ? null : [commonFaults.NUMBER_OUT_OF_RANGE, { least: -most, most }];
    }
    case 'PgCustomColumn':
      return /^\d{1,12}(\.\d{1,4})?$/.test(value) ? null : [commonFaults.NOT_A_DECIMAL, {}];
    case 'PgDateString':
      return isDate(value) ? null : [commonFaults.NOT_A_DATE, {}];
    case 'PgTime':
      return /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(value) ? null : [commonFaults.NOT_A_TIME_OF_DAY, {}];
    default:
      throw new Error(`Nobody said how ${field} is checked: say it here`);
  }
}

const degrees: Readonly<Record<string, number>> = { latitude: 90, longitude: 180, timezone: 14 };

function isDate(value: string): boolean {
  try {
    return DateScalar.parseValue(value) === value;
  } catch {
    return false;
  }
}
