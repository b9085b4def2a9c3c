import * as tables from '../../../database/tables/catalogue.js';
import { line, text } from './repairs.js';
import { column, type FileRule } from './rules.js';
import { uuid } from './uuid.js';

const terms: FileRule = {
  names: ['taxonomy', 'taxonomy_term', 'taxonomy_terms'],
  table: tables.taxonomyTerms,
  columns: { name: column(line, 'name') },
  references: {
    parentId: {
      from: 'parent_id',
      to: tables.taxonomyTerms,
      missing: 'drop',
      reason: 'A term whose parent is not there was kept at the top',
    },
  },
  idColumns: ['taxonomy_id'],
  // The parent's name is the parent's own.
  alsoReads: ['vocabulary', 'parent_name'],
  required: { column: 'name', reason: 'A term without a name' },
  finish({ notes, raw, set, derive, idOf }) {
    // The ids of AIRS and its like are the codes that people know.
    const id = raw('id');
    set('code', id && !uuid.test(id) ? id : null);
    const vocabulary = raw('vocabulary') && line(raw('vocabulary'), notes);
    set('taxonomyId', vocabulary ? idOf(tables.taxonomies, vocabulary) : null);
    if (vocabulary)
      derive({
        table: tables.taxonomies,
        id: vocabulary,
        // HSDS 3.1 requires a description, and HSDS 2.0 has none to give.
        values: { name: vocabulary, description: `The vocabulary “${vocabulary}” of an imported directory.` },
      });
    return undefined;
  },
};

const links: FileRule = {
  names: ['services_taxonomy', 'service_taxonomy', 'services_taxonomies'],
  table: tables.attributes,
  columns: { value: column(text, 'taxonomy_detail') },
  // A service has a term once, however often and under however many ids its source says so.
  knownBy: ['service_id', 'taxonomy_id'],
  references: {
    linkId: {
      from: 'service_id',
      to: tables.services,
      missing: 'refuse',
      reason: 'A term of a service that is not there',
    },
    taxonomyTermId: {
      from: 'taxonomy_id',
      to: tables.taxonomyTerms,
      missing: 'refuse',
      reason: 'A service’s term that is not in the taxonomy',
    },
  },
  finish({ set }) {
    set('linkEntity', 'service');
    return undefined;
  },
};

export const taxonomy = { terms, links };
