import { getTableName } from 'drizzle-orm';
import { additions, asWritten, noAddress } from './profile.js';
import { columnOf, type Field, type Resource, resource } from './resources.js';

// SQL for what HSDS is told of a row. Confidential rows are hidden by row-level security, and here once more.

/** A text of ours as SQL writes it; nothing that a client sent comes here. */
export const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** The rows of a table that everybody may know, by the id that `column` holds. */
const target = (field: Field, column: string) => {
  const { table } = resource(field.references as never);
  return `from ${getTableName(table)} t where t.id = ${column} and not t.confidential`;
};

const typeOf = (it: Resource, { property }: Field) => it.columnTypes.get(property);

/** The condition under which the text of a column can stand in HSDS's property; null where every value can. */
function fits(it: Resource, field: Field, column: string): string | null {
  if (typeOf(it, field) !== 'PgText') return null;
  switch (field.kind) {
    case 'uri':
      return `hamkke.is_uri(${column})`;
    case 'email':
      return `hamkke.is_email(${column})`;
    case 'number':
      return `hamkke.is_number(${column})`;
    case 'word':
      return `${column} in (${[...field.words!.values()].map(quoted).join(', ')})`;
    default:
      return null;
  }
}

/** A field's value as HSDS writes it: of the type that JSON and CSV have for it, null where there is none. */
export function written(it: Resource, field: Field, alias: string): string {
  const column = `${alias}.${field.name}`;
  if (field.references && field.references !== 'any') return `(select t.id ${target(field, column)})`;
  if (field.kind === 'instant') return `hamkke.instant(${column})`;
  if (field.kind === 'word' && typeOf(it, field) === 'PgEnumColumn')
    return `replace(lower(${column}::text), '_', ' ')`;
  const condition = fits(it, field, column);
  if (!condition) return field.required && field.nullable ? `coalesce(${column}, '')` : column;
  const value = field.kind === 'number' ? `${column}::bigint` : column;
  return `case when ${condition} then ${value}${field.required ? ` else ${quoted(noAddress)}` : ''} end`;
}

/** Whether a row is told of at all: it and what it needs are nothing that is hidden. */
export function shown(it: Resource, alias: string): string {
  const needed = it.needs.map((property) => {
    const field = it.fields.find((each) => each.property === property)!;
    const column = `${alias}.${field.name}`;
    const there = `exists (select ${target(field, column)})`;
    return field.nullable ? `(${column} is null or ${there})` : there;
  });
  return [`not ${alias}.confidential`, ...needed].join(' and ');
}

/** What a row also says, in attributes that no row holds: SQL for the attribute's link type, label and value. */
export interface Derived {
  linkType: string;
  label: string | null;
  value: string;
  /** The condition under which it is said. */
  when: string;
  /** SQL for the code of its term, within the taxonomy. */
  code: string;
  taxonomy: string;
}

/** The attributes that follow from the columns of a row: the profile's additions, and texts that HSDS has no place for. */
export function derivedOf(it: Resource, alias: string): Derived[] {
  const added = additions
    .filter(({ entity }) => entity === it.name)
    .map(({ property, linkType, words, references }): Derived => {
      const column = `${alias}.${columnOf(it, property)}`;
      const value = references
        ? `(select t.id from ${getTableName(resource(references).table)} t where t.id = ${column} and not t.confidential)::text`
        : `${column}::text`;
      return {
        linkType,
        label: null,
        value,
        when: `${value} is not null`,
        code: words ? value : quoted(linkType),
        taxonomy: words ? linkType : 'kr:profile',
      };
    });
  const unfit = it.fields.flatMap((field): Derived[] => {
    const column = `${alias}.${field.name}`;
    const condition = fits(it, field, column);
    if (!condition) return [];
    return [
      {
        linkType: asWritten,
        label: field.name,
        value: column,
        when: `not ${condition} and ${column} <> ''`,
        code: quoted(asWritten),
        taxonomy: 'kr:profile',
      },
    ];
  });
  return [...added, ...unfit];
}

/** What the id of a derived attribute is made from, beside its record's. */
export const nameOfDerived = ({ linkType, label }: Derived) => (label ? `${linkType}:${label}` : linkType);
