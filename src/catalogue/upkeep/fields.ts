import type { Column, Table } from 'drizzle-orm';
import { columnName, correctable, correctableColumns } from '../../access/upkeep.js';
import { parseId } from '../../database/planner/identifiers.js';
import { badInput } from '../../errors.js';
import { DateScalar } from '../../scalars.js';

/** A field of a record with the value that somebody proposes, as text; null empties it. */
export interface ProposedField {
  field: string;
  value?: string | null;
}

/** The record that a change is proposed to, told from its id alone. */
export function correctableOf(text: string): { type: string; table: Table; id: string } {
  const { type, id } = parseId(text);
  const table = Object.hasOwn(correctable, type) ? correctable[type] : undefined;
  if (!table)
    throw badInput('정정을 제안할 수 없는 기록입니다. Changes cannot be proposed to a record of that type.');
  return { type, table, id };
}

/** What is proposed, by the names of the columns; refused with the name of the field that it cannot be said of. */
export function proposedOf(table: Table, fields: readonly ProposedField[]): Record<string, string | null> {
  const columns = new Map(correctableColumns(table));
  const proposed: Record<string, string | null> = {};
  for (const { field, value } of fields) {
    const column = columns.get(field);
    if (!column)
      throw fault(
        field,
        `제안할 수 있는 항목은 ${[...columns.keys()].join(', ')}입니다`,
        'it is no field that can be proposed',
      );
    const name = columnName(column);
    if (name in proposed) throw fault(field, '한 번만 적어 주십시오', 'it is given twice');
    proposed[name] = checked(field, column, value ?? null);
  }
  if (fields.length === 0)
    throw badInput('바꿀 항목을 적어 주십시오. Name at least one field.', { field: 'input.fields' });
  return proposed;
}

/** A value of a column as text without blanks around it, null for nothing; refused with the field where it is none. */
export function checked(field: string, column: Column, given: string | null): string | null {
  const value = given === null ? null : given.trim();
  if (value === null || value === '') {
    if (column.notNull) throw fault(field, '비울 수 없습니다', 'it cannot be empty');
    return null;
  }
  const wrong = wrongAs(column, field, value);
  if (wrong) throw fault(field, ...wrong);
  return value;
}

/** Why a text is no value of a column, in Korean and in English. */
function wrongAs(column: Column, field: string, value: string): [string, string] | null {
  switch (column.columnType) {
    case 'PgText':
      return null;
    case 'PgEnumColumn':
      return column.enumValues!.includes(value)
        ? null
        : [`${column.enumValues!.join(', ')} 가운데 하나입니다`, 'it is one of those'];
    case 'PgSmallInt':
    case 'PgInteger':
      return /^\d{1,5}$/.test(value) && Number(value) <= 32_767
        ? null
        : ['0부터 32767까지의 정수입니다', 'it is a whole number from 0 to 32767'];
    case 'PgDoublePrecision': {
      const most = degrees[field] ?? 1e9;
      return /^-?\d{1,9}(\.\d{1,15})?$/.test(value) && Math.abs(Number(value)) <= most
        ? null
        : [`-${most}부터 ${most}까지의 수입니다`, `it is a number from -${most} to ${most}`];
    }
    case 'PgCustomColumn':
      return /^\d{1,12}(\.\d{1,4})?$/.test(value)
        ? null
        : ['0 이상의 소수입니다', 'it is a decimal number, such as 1000.50'];
    case 'PgDateString':
      return isDate(value) ? null : ['날짜는 2026-01-31처럼 적습니다', 'it is a day, such as 2026-01-31'];
    case 'PgTime':
      return /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(value)
        ? null
        : ['시각은 09:00처럼 적습니다', 'it is a time of day, such as 09:00'];
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

const fault = (field: string, korean: string, english: string) =>
  badInput(`${field.slice(0, 60)}: ${korean}. "${field.slice(0, 60)}": ${english}.`, {
    field: field.slice(0, 60),
  });
