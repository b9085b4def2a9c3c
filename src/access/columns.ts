import { type Column, getTableColumns, getTableName, type InferSelectModel, type Table } from 'drizzle-orm';
import { Extensions, Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumDescriptions } from '../database/tables/enumDescriptions.js';
import {
  AmountScalar,
  DateScalar,
  DateTimeScalar,
  DecimalScalar,
  KrwScalar,
  TimeScalar,
} from '../scalars.js';
import { type Grant, inherited, nameOf, open, refusable } from './grants.js';
import { rulesOf } from './records.js';

/** What a planned field reads: the planner finds it in the built schema, beside the grant. */
export interface ColumnExtension {
  grant: Grant;
  column: string;
}

interface DatabaseEnum {
  enumName: string;
  enumValues: readonly string[];
}

const enums = new Map<DatabaseEnum, object>();

/** The GraphQL enum of a database enum: the same values, described in src/database/tables/enumDescriptions.ts. */
export function enumObject(source: DatabaseEnum): object {
  let registered = enums.get(source);
  if (!registered) {
    registered = Object.fromEntries(source.enumValues.map((value) => [value, value]));
    enums.set(source, registered);
    registerEnumType(registered, enumTexts(source.enumName));
  }
  return registered;
}

/** The GraphQL type of a column's values. */
export function typeOf(column: Column, key: string): unknown {
  if (key === 'id') return ID;
  const base = (column as { baseColumn?: Column }).baseColumn;
  if (base) return [typeOf(base, '')];
  const values = column as { enum?: DatabaseEnum };
  if (values.enum) return enumObject(values.enum);
  switch (column.columnType) {
    case 'PgInteger':
    case 'PgSmallInt':
      return Int;
    case 'PgDoublePrecision':
      return Float;
    case 'PgBoolean':
      return Boolean;
    case 'PgText':
      return String;
    case 'PgBigInt53':
      return key.endsWith('Krw') ? KrwScalar : AmountScalar;
    case 'PgDateString':
      return DateScalar;
    case 'PgTimestamp':
      return DateTimeScalar;
    case 'PgTime':
      return TimeScalar;
    case 'PgCustomColumn':
      return DecimalScalar;
    default:
      throw new Error(`No GraphQL type for ${column.columnType} of ${key}`);
  }
}

function enumTexts(enumName: string) {
  const texts = enumDescriptions.get(enumName);
  if (!texts)
    throw new Error(
      `Enum ${enumName} has no descriptions: add them to src/database/tables/enumDescriptions.ts`,
    );
  return {
    name: pascal(enumName),
    description: texts.description,
    valuesConfig: Object.fromEntries(
      Object.entries(texts.values).map(([value, description]) => [value, { description }]),
    ),
  };
}
const pascal = (name: string) => name.replace(/(^|_)(\w)/g, (_, __, letter: string) => letter.toUpperCase());

type Row<T extends Table> = InferSelectModel<T>;
type Shown<T extends Table, D> = { [K in keyof D & keyof Row<T>]: Row<T>[K] };
type Columns<T extends Table> = Partial<Record<keyof Row<T> & string, readonly [Grant, string]>>;

/** A type whose fields are columns of a table: the planner reads them from it. */
export interface Planned {
  table: Table;
  /** What each field is, by its name. */
  descriptions: Readonly<Record<string, string>>;
}

function base(
  table: Table,
  shown: [key: string, grant: Grant, description: string][],
  nothingRecorded: boolean,
) {
  @ObjectType()
  class Base {
    static table = table;
    static descriptions = Object.fromEntries(shown.map(([key, , description]) => [key, description]));
  }
  const { sealed } = rulesOf(table);
  const all = getTableColumns(table) as Record<string, Column>;
  for (const [key, grant, description] of shown) {
    const column = all[key];
    if (!column) throw new Error(`${getTableName(table)} has no column ${key}`);
    if (sealed?.includes(key))
      throw new Error(`${getTableName(table)}.${key} is sealed: it is never in the API`);
    // The gate would be the only wall: row-level security lets whoever may have the row read all its columns.
    if (refusable(grant))
      throw new Error(
        `${getTableName(table)}.${key} has a grant of its own, ${nameOf(grant)}, but the database withholds rows and not columns: put it into a table of that class`,
      );
    const nullable = nothingRecorded || !column.notNull;
    // Found now and not when the schema is built: enums must be registered before that begins.
    const type = typeOf(column, key);
    Field(() => type as never, { nullable, description })(Base.prototype, key);
    Extensions({ grant, column: key } satisfies ColumnExtension)(Base.prototype, key);
  }
  return Base as never;
}

/**
 * A base class with one GraphQL field for each listed column: type, nullability and enum from the table, grant and
 * description from the list. A column that is not listed is not in the API, and a row is the type.
 */
export function columns<T extends Table, const D extends Columns<T>>(
  table: T,
  shown: D,
): (new () => Shown<T, D>) & Planned {
  const list = Object.entries(shown) as [string, [Grant, string]][];
  return base(
    table,
    list.map(([key, [grant, description]]) => [key, grant, description]),
    false,
  );
}

/** The same for a shared, public record: everybody may see every field. */
export function record<T extends Table, const D extends Partial<Record<keyof Row<T> & string, string>>>(
  table: T,
  shown: D,
): (new () => { [K in keyof D & keyof Row<T>]: Row<T>[K] }) & Planned {
  const list = Object.entries(shown) as [string, string][];
  return base(
    table,
    list.map(([key, description]) => [key, open, description]),
    false,
  );
}

/**
 * The same for a facet, whose one grant is on the field that leads to it. A granted facet is an object even when nothing
 * is recorded, so that `null` always means withheld; hence each of its fields may be null.
 */
export function facet<T extends Table, const D extends Partial<Record<keyof Row<T> & string, string>>>(
  table: T,
  shown: D,
): (new () => { [K in keyof D & keyof Row<T>]: Row<T>[K] | null }) & Planned {
  const list = Object.entries(shown) as [string, string][];
  return base(
    table,
    list.map(([key, description]) => [key, inherited, description]),
    true,
  );
}
