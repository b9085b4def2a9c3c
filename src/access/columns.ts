import { type Column, getTableColumns, getTableName, type InferSelectModel, type Table } from 'drizzle-orm';
import { Extensions, Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateScalar, DateTimeScalar, DecimalScalar, KrwScalar, TimeScalar } from '../scalars.js';
import { type Grant, inherited, open, refusable } from './grants.js';

/** What a planned field reads: the planner finds it in the built schema, beside the grant. */
export interface ColumnExtension {
  grant: Grant;
  column: string;
}

const enums = new Map<unknown, object>();

function typeOf(column: Column, key: string): unknown {
  if (key === 'id') return ID;
  const base = (column as { baseColumn?: Column }).baseColumn;
  if (base) return [typeOf(base, '')];
  const values = column as { enum?: { enumName: string; enumValues: readonly string[] } };
  if (values.enum) {
    let registered = enums.get(values.enum);
    if (!registered) {
      registered = Object.fromEntries(values.enum.enumValues.map((value) => [value, value]));
      enums.set(values.enum, registered);
      registerEnumType(registered, enumTexts(values.enum.enumName));
    }
    return registered;
  }
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
      return KrwScalar;
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

const enumDescriptions = new Map<string, { description: string; values: Record<string, string> }>();
/** The Korean words of an enum and of each of its values, which go into the schema's descriptions. */
export function describeEnum(name: string, description: string, values: Record<string, string>) {
  enumDescriptions.set(name, { description, values });
}
function enumTexts(enumName: string) {
  const texts = enumDescriptions.get(enumName);
  if (!texts) throw new Error(`Enum ${enumName} has no descriptions: add them to src/words.ts`);
  return {
    name: pascal(enumName),
    description: texts.description,
    valuesConfig: Object.fromEntries(
      Object.entries(texts.values).map(([value, description]) => [value, { description }]),
    ),
  };
}
const pascal = (name: string) => name.replace(/(^|_)(\w)/g, (_, __, letter: string) => letter.toUpperCase());

/** The registered GraphQL enum of a column, for arguments that take the same values. */
export const enumOf = (column: Column) => typeOf(column, '') as object;

type Row<T extends Table> = InferSelectModel<T>;
type Shown<T extends Table, D> = { [K in keyof D & keyof Row<T>]: Row<T>[K] };
type Columns<T extends Table> = Partial<Record<keyof Row<T> & string, readonly [Grant, string]>>;

/** A type whose fields are columns of a table: the planner reads them from it. */
export interface Planned {
  table: Table;
}

function base(
  table: Table,
  shown: [key: string, grant: Grant, description: string][],
  nothingRecorded: boolean,
) {
  @ObjectType()
  class Base {
    static table = table;
  }
  const all = getTableColumns(table) as Record<string, Column>;
  for (const [key, grant, description] of shown) {
    const column = all[key];
    if (!column) throw new Error(`${getTableName(table)} has no column ${key}`);
    // A field that may be refused is nullable, whatever the column says: a refusal must not erase its siblings.
    const nullable = nothingRecorded || !column.notNull || refusable(grant);
    Field(() => typeOf(column, key) as never, { nullable, description })(Base.prototype, key);
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
  return base(table, list.map(([key, description]) => [key, open, description]), false);
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
