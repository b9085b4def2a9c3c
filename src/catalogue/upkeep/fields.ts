import type { Column, Table } from 'drizzle-orm';
import { heldBy } from '../../access/bounds.js';
import { columnName, correctable, correctableColumns } from '../../access/upkeep.js';
import { commonFaults } from '../../commonFaults.js';
import { parseId } from '../../database/planner/identifiers.js';
import { errorOf, type Fault, type FaultValues } from '../../faults.js';
import { DateScalar } from '../../scalars.js';
import { holding, rangeOf } from '../holds.js';
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

/** What is proposed, by the names of the columns, and where that was said; refused with the path of what it cannot be said of. */
export function proposedOf(table: Table, fields: readonly ProposedField[]) {
  const columns = new Map(correctableColumns(table));
  const proposed: Record<string, string | null> = {};
  const paths: Record<string, string> = {};
  if (fields.length === 0) throw errorOf(commonFaults.NOTHING_TO_RECORD, {}, 'input.fields');
  for (const [nth, { field, value }] of fields.entries()) {
    const at = `input.fields[${nth}]`;
    const column = columns.get(field);
    if (!column) throw errorOf(upkeepFaults.FIELD_UNKNOWN, { names: [...columns.keys()] }, `${at}.field`);
    const name = columnName(column);
    if (name in proposed) throw errorOf(upkeepFaults.FIELD_GIVEN_TWICE, {}, `${at}.field`);
    paths[name] = `${at}.value`;
    proposed[name] = checked(field, column, value ?? null, paths[name]);
  }
  return { proposed, paths };
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
  const held = holding(field, column);
  return 'holds' in held ? heldBy(held.holds, value, at) : value;
}

/** Why a text is no value of a column, which a bound does not tell. */
function wrongAs(column: Column, field: string, value: string): [Fault, FaultValues] | null {
  const [least, most] = rangeOf(field);
  const number = (form: RegExp): [Fault, FaultValues] | null =>
    form.test(value) && Number(value) >= least && Number(value) <= most
      ? null
      : [commonFaults.NUMBER_OUT_OF_RANGE, { least, most }];
  switch (column.columnType) {
    case 'PgText':
    case 'PgCustomColumn':
    case 'PgTime':
      return null;
    case 'PgEnumColumn': {
      const values = column.enumValues!;
      return values.includes(value) ? null : [upkeepFaults.VALUE_NOT_AMONG, { values }];
    }
    case 'PgSmallInt':
    case 'PgInteger':
      return number(/^\d{1,5}$/);
    case 'PgDoublePrecision':
      return number(/^-?\d{1,10}(\.\d{1,15})?$/);
    case 'PgDateString':
      return isDate(value) ? null : [commonFaults.NOT_A_DATE, {}];
    default:
      throw new Error(`Nobody said how ${field} is checked: say it here`);
  }
}

function isDate(value: string): boolean {
  try {
    return DateScalar.parseValue(value) === value;
  } catch {
    return false;
  }
}
