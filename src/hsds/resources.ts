import { type Column, getTableColumns } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';
import type { PgTable } from 'drizzle-orm/pg-core';
import { type Kind, type ObjectName, type Said, said } from './objects.js';

/** One property of an object that is a value, in HSDS and in our table. */
export interface Field {
  /** HSDS's name, which is the column's name in the database. */
  name: string;
  /** The property of the Drizzle table. */
  property: string;
  kind: Kind;
  /** HSDS wants it in every document; what we do not know is then written as an empty text. */
  required: boolean;
  /** Whether our column may be empty. */
  nullable: boolean;
  /** Words as HSDS writes them → as the column holds them. */
  words?: ReadonlyMap<string, string>;
  /** The object whose id this is; `any` where it is of whatever object. */
  references?: ObjectName | 'any';
}

/** Records that stand inside of another one in a document. */
export interface Child {
  name: string;
  object: ObjectName;
  /** `many`: a list of those whose `by` is our id. `one`: the one whose id is our `by`. */
  kind: 'many' | 'one';
  /** A property: of the child's table for `many`, of our own for `one`. */
  by: string;
}

/** One object of HSDS: how it is called there, which of our tables holds it, and how each turns into the other. */
export interface Resource {
  name: ObjectName;
  /** Its file in a tabular data package. */
  path: string;
  table: PgTable;
  /** The id first. */
  fields: readonly Field[];
  children: readonly Child[];
  /** References (properties) without whose visible record this one is not shown. */
  needs: readonly string[];
  /** How our columns are typed, by property. */
  columnTypes: ReadonlyMap<string, string>;
}

/** What a property of this name points to, in whichever table it is. */
const targets: Readonly<Record<string, ObjectName | 'any'>> = {
  organizationId: 'organization',
  parentOrganizationId: 'organization',
  serviceId: 'service',
  locationId: 'location',
  serviceAtLocationId: 'service_at_location',
  programId: 'program',
  contactId: 'contact',
  phoneId: 'phone',
  unitId: 'unit',
  taxonomyId: 'taxonomy',
  taxonomyTermId: 'taxonomy_term',
  parentId: 'taxonomy_term',
  linkId: 'any',
  resourceId: 'any',
};

const kinds: Readonly<Record<string, Kind>> = {
  PgUUID: 'uuid',
  PgText: 'text',
  PgEnumColumn: 'word',
  PgSmallInt: 'number',
  PgInteger: 'number',
  PgDoublePrecision: 'number',
  PgCustomColumn: 'number',
  PgDateString: 'date',
  PgTime: 'time',
  PgTimestamp: 'instant',
};

/** HSDS writes TEMPORARILY_CLOSED as “temporarily closed”. */
const wordOf = (value: string) => value.toLowerCase().replaceAll('_', ' ');

function fieldOf([property, column]: [string, Column], { required, kinds: own, words }: Said): Field {
  const name = toSnakeCase(column.name);
  const choices = words?.[name];
  const kind = own?.[name] ?? (choices ? 'word' : kinds[column.columnType]);
  if (!kind) throw new Error(`HSDS has no way to write ${column.columnType} of ${property}`);
  const references = targets[property];
  return {
    name,
    property,
    kind,
    required: name === 'id' || (required?.includes(name) ?? false),
    nullable: !column.notNull,
    ...(choices && { words: new Map(choices.map((each) => [each, each])) }),
    ...(column.enumValues?.length && {
      words: new Map(column.enumValues.map((each) => [wordOf(each), each])),
    }),
    ...(references && { references }),
  };
}

/** What every row has for us: when HSDS knows it too (of a service), it is said there. */
const everywhere = ['confidential', 'lastModified'];

function resourceOf([name, it]: [ObjectName, Said]): Resource {
  const ours = new Set([...everywhere.filter((each) => !it.also?.includes(each)), ...(it.ours ?? [])]);
  const columns = Object.entries(getTableColumns(it.table)).filter(([property]) => !ours.has(property));
  // HSDS names when a service was last changed after all else that it says of it.
  columns.sort(([a], [b]) => Number(a === 'lastModified') - Number(b === 'lastModified'));
  return {
    name,
    path: it.path,
    table: it.table,
    fields: columns.map((each) => fieldOf(each, it)),
    needs: it.needs ?? [],
    columnTypes: new Map(columns.map(([property, { columnType }]) => [property, columnType])),
    children: [
      ...Object.entries(it.children ?? {}).map(([child, [kind, object, by]]) => ({
        name: child,
        kind,
        object,
        by,
      })),
      ...(it.bare?.includes('attributes')
        ? []
        : [{ name: 'attributes', kind: 'many', object: 'attribute', by: 'linkId' } as const]),
      ...(it.bare?.includes('metadata')
        ? []
        : [{ name: 'metadata', kind: 'many', object: 'metadata', by: 'resourceId' } as const]),
    ],
  };
}

/** HSDS 3.1 as it stands in our tables: import, REST and export are derived from this and from nothing else. */
export const resources: ReadonlyMap<ObjectName, Resource> = new Map(
  (Object.entries(said) as [ObjectName, Said][]).map((each) => [each[0], resourceOf(each)]),
);

/** The object of HSDS that is called so. */
export function resource(name: ObjectName): Resource {
  return resources.get(name)!;
}

/** The column of a property, as SQL names it. */
export function columnOf({ table }: Resource, property: string): string {
  const column = getTableColumns(table)[property];
  if (!column) throw new Error(`No column for ${property}`);
  return toSnakeCase(column.name);
}
