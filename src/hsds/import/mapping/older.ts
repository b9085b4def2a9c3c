import type { PgTable } from 'drizzle-orm/pg-core';
import * as tables from '../../../database/tables/catalogue.js';
import { line, Notes } from './repairs.js';
import type { Draft } from './rules.js';

/** What files before HSDS 2.0, and those of Ohana, write into one column as a list, and where each of it belongs now. */
const lists: Readonly<Record<string, readonly [table: PgTable, property: string, parted: boolean]>> = {
  languages: [tables.languages, 'name', true],
  accessibility: [tables.accessibilities, 'description', true],
  service_areas: [tables.serviceAreas, 'name', true],
  funding_sources: [tables.funding, 'source', true],
  // One document may be told in a whole sentence.
  required_documents: [tables.requiredDocuments, 'document', false],
};

/** Rows of the lists that stand in columns of a row, which they belong to by `owner`. */
export function deriveLists(
  { raw, derive, values }: Draft,
  owner: 'organizationId' | 'serviceId' | 'locationId',
  columns: readonly (keyof typeof lists)[],
) {
  for (const column of columns) {
    const [table, property, parted] = lists[column]!;
    for (const said of partsOf(raw(column), parted)) {
      const notes = new Notes();
      const read = line(said, notes);
      if (read === null) continue;
      derive({
        table,
        id: `${values.id} ${column} ${read}`,
        notes,
        values: { [property]: read, [owner]: values.id ?? null },
        extra: {},
      });
    }
  }
}

const partsOf = (list: string, parted: boolean) =>
  parted ? new Set(list.split(/[,;]/).map((each) => each.trim())) : [list];

/** The place and the terms that older files name in the row of a service itself. */
export function deriveLinks({ raw, derive, values, idOf, set }: Draft) {
  const place = raw('location_id');
  if (place) {
    // Whose the service is may follow from the place.
    set('organizationId', values.organizationId ?? null);
    derive({
      table: tables.servicesAtLocation,
      id: `service ${values.id} at ${place}`,
      values: { serviceId: values.id ?? null, locationId: idOf(tables.locations, place) },
      extra: { derived: true },
    });
  }
  const terms = partsOf(raw('taxonomy_ids') || raw('taxonomy_id'), true);
  for (const term of terms)
    if (term)
      derive({
        table: tables.attributes,
        id: `service ${values.id} term ${term}`,
        values: {
          linkId: values.id ?? null,
          linkEntity: 'service',
          taxonomyTermId: idOf(tables.taxonomyTerms, term),
        },
        extra: {},
      });
}
