import { randomUUID } from 'node:crypto';
import { type Column, getTableColumns, getTableName } from 'drizzle-orm';
import { columnName, correctable } from '../../access/upkeep.js';
import { commonFaults } from '../../commonFaults.js';
import { idOf, parseId } from '../../database/planner/identifiers.js';
import { errorOf } from '../../faults.js';
import { checked } from '../upkeep/fields.js';
import type { Declaration, Field } from './declarations.js';
import { editingFaults } from './faults.js';
import type { RowInput } from './inputs.js';

/** A row as the database takes it: the names of keys are the columns'. */
export interface WrittenRow {
  table: string;
  type: string;
  id: string;
  is_new: boolean;
  owner_column: string | null;
  owner_id: string | null;
  /** Where in the input it stands. */
  at: string;
  values: Record<string, string | null>;
}

interface Owner {
  column: string;
  id: string;
}

/** The rows of an input, parents first: a record, or what belongs to one, with all that belongs to it in turn. */
export function rowsOf(
  declaration: Declaration,
  input: RowInput,
  at: string,
  owner: Owner | null,
): WrittenRow[] {
  const { type, table, parts } = declaration;
  const fresh = !input.id;
  const id = input.id ? idOf(type, input.id).id : randomUUID();
  const row = {
    ...{ table: getTableName(table), type, id, is_new: fresh },
    ...{ owner_column: owner?.column ?? null, owner_id: owner?.id ?? null },
    at,
    values: valuesOf(declaration, input, at, fresh),
  };
  const below = Object.entries(parts).flatMap(([name, part]) =>
    ((input[name] ?? []) as RowInput[]).flatMap((each, nth) =>
      rowsOf(part.of, each, `${at}.${name}[${nth}]`, { column: part.owner, id }),
    ),
  );
  return [row, ...below];
}

function valuesOf({ fields, references, table }: Declaration, input: RowInput, at: string, fresh: boolean) {
  const values: WrittenRow['values'] = {};
  for (const field of fields) {
    const value = textOf(field, input[field.name], `${at}.${field.name}`, fresh);
    if (value !== undefined) values[columnName(field.column)] = value;
  }
  for (const [name, { type }] of Object.entries(references)) {
    const column = (getTableColumns(table) as Record<string, Column>)[name]!;
    const value = input[name] as string | null | undefined;
    if (value) values[columnName(column)] = idOf(type, value).id;
    else if (column.notNull && (fresh || value === null)) throw needed(`${at}.${name}`);
    else if (value === null) values[columnName(column)] = null;
  }
  return values;
}

const needed = (at: string) => errorOf(commonFaults.FIELD_NEEDED, {}, at);

function textOf({ name, column, needed: must, otherwise }: Field, sent: unknown, at: string, fresh: boolean) {
  if (sent === undefined && !fresh) return undefined;
  const given = sent === undefined || sent === null ? null : String(sent);
  if (fresh && (given === null || given.trim() === '')) {
    if (must) throw needed(at);
    return otherwise;
  }
  return checked(name, column, given, at);
}

/** What belongs to a record and goes, by ids of any type that belongs to records. */
export function removedOf(ids: readonly string[]) {
  return ids.map((each, nth) => {
    const { type, id } = parseId(each);
    const table = Object.hasOwn(correctable, type) ? correctable[type] : undefined;
    if (!table) throw errorOf(editingFaults.NO_PART_OF_A_RECORD, {}, `input.removeIds[${nth}]`);
    return { table: getTableName(table), type, id };
  });
}
