import type { PgTable } from 'drizzle-orm/pg-core';
import type { ObjectName } from '../../objects.js';
import { additions, asWritten } from '../../profile.js';
import { type Resource, resource } from '../../resources.js';
import { entityNamed } from './objectNames.js';

/** A column of a record that stands in an attribute of it. */
export interface ProfileValue {
  table: PgTable;
  id: string;
  property: string;
  value: string;
  line: number;
}

interface Ids {
  idOf(it: Resource, id: string): string;
}

/**
 * What an attribute says for the Korean profile: values of columns of the record that it describes, by the name of what
 * that is, or of each that it may be. Undefined where it is an attribute like any other.
 */
export function profileOf(
  value: Readonly<Record<string, unknown>>,
  link: string | null,
  inside: ObjectName | null,
  ids: Ids,
): Omit<ProfileValue, 'line'>[] | undefined {
  const linkType = value.link_type;
  if (typeof linkType !== 'string' || !linkType.startsWith('kr:')) return undefined;
  const said = saidBy(value);
  const entity = inside ?? entityNamed(value.link_entity);
  const raw = link ?? value.link_id;
  if (said === null || typeof raw !== 'string') return undefined;
  const idIn = (it: Resource) => link ?? ids.idOf(it, raw);
  if (linkType === asWritten) {
    const it = entity && resource(entity);
    const field = it?.fields.find(({ name }) => name === value.label);
    if (!it || !field || it.columnTypes.get(field.property) !== 'PgText') return undefined;
    return [{ table: it.table, id: idIn(it), property: field.property, value: said }];
  }
  const found = additions
    .filter((each) => each.linkType === linkType && (!entity || each.entity === entity))
    .filter(({ words }) => !words || words.enumValues.includes(said))
    .map(({ entity: name, property, references }) => {
      const it = resource(name);
      const read = references ? ids.idOf(resource(references), said) : said;
      return { table: it.table, id: idIn(it), property, value: read };
    });
  return found.length > 0 ? found : undefined;
}

/** The value, or the code of the term that says it. */
function saidBy({ value, taxonomy_term: term }: Readonly<Record<string, unknown>>): string | null {
  if (typeof value === 'string' && value !== '') return value;
  const code = typeof term === 'object' && term !== null ? (term as { code?: unknown }).code : null;
  return typeof code === 'string' && code !== '' ? code : null;
}
