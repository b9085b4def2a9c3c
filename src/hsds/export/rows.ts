import { getTableName } from 'drizzle-orm';
import type { ObjectName } from '../objects.js';
import { additions, profileTaxonomies, profileTerms } from '../profile.js';
import { columnOf, type Field, type Resource, resource, resources } from '../resources.js';
import { derivedOf, nameOfDerived, quoted, shown, written } from '../values.js';

// The rows of a data package. Unlike a document, which is reached from the record that it is about, a table lists
// everything: what hangs on nothing that everybody may know is therefore left out, and so is the id of what is hidden.

/** Records that say something by themselves; all others belong to one. */
const standing: ReadonlySet<ObjectName> = new Set([
  'organization',
  'program',
  'service',
  'location',
  'service_at_location',
  'unit',
  'taxonomy',
  'taxonomy_term',
  'meta_table_description',
]);

/** The objects that a record of this kind can hang on by this property, those with the most records first. */
function ownersBy(it: Resource, { property, references }: Field): Resource[] {
  if (references && references !== 'any') return [resource(references)];
  const owners = [...resources.values()].filter(({ children }) =>
    children.some((child) => child.object === it.name && child.by === property),
  );
  const first: ObjectName[] = ['service', 'organization', 'location'];
  return owners.sort((a, b) => first.indexOf(b.name) - first.indexOf(a.name));
}

/** What a record names as its owners: those of HSDS's, and those that the profile adds. */
function owning(it: Resource): Field[] {
  if (standing.has(it.name)) return [];
  const isOwner = ({ property }: Field) =>
    [...resources.values()].some(({ children }) =>
      children.some((child) => child.kind === 'many' && child.object === it.name && child.by === property),
    );
  const added = additions.flatMap(({ entity, property, references }): Field[] =>
    entity === it.name && references
      ? [
          {
            name: columnOf(it, property),
            property,
            references,
            kind: 'uuid',
            required: false,
            nullable: true,
          },
        ]
      : [],
  );
  return [...it.fields.filter(isOwner), ...added];
}

/** Whether a row is listed: it may be known, and so may something that it hangs on, if it hangs on anything. */
export function listed(it: Resource, alias: string): string {
  const owners = owning(it);
  if (owners.length === 0) return shown(it, alias);
  const known = owners.flatMap((field) =>
    ownersBy(it, field).map((owner) => `exists (select ${from(owner, `${alias}.${field.name}`, alias)})`),
  );
  // Units' pages and the like come without an owner from some sources: they are nobody's, and everybody's.
  const nobodys = owners.every(({ nullable }) => nullable)
    ? [owners.map(({ name }) => `${alias}.${name} is null`).join(' and ')]
    : [];
  return `${shown(it, alias)} and (${[...nobodys.map((each) => `(${each})`), ...known].join(' or ')})`;
}

/** The listed row that `column` names. */
const from = (it: Resource, column: string, outer: string) =>
  `from ${getTableName(it.table)} ${outer}o where ${outer}o.id = ${column} and ${listed(it, `${outer}o`)}`;

function cell(it: Resource, field: Field): string {
  if (!field.references || field.references === 'any') return written(it, field, 'x');
  return `(select xo.id ${from(resource(field.references), `x.${field.name}`, 'x')})`;
}

/** The attributes that rows have beside those in the table: see the profile. */
function derivedAttributes(): string[] {
  return [...resources.values()].flatMap((it) =>
    derivedOf(it, 'x').map((each) => {
      const term = `(select t.id from hamkke.hsds_profile_terms() t where t.taxonomy = ${quoted(each.taxonomy)} and t.code = ${each.code})`;
      const cells: Record<string, string> = {
        id: `hamkke.derived_id(x.id, ${quoted(nameOfDerived(each))})`,
        link_id: 'x.id',
        link_entity: quoted(it.name),
        link_type: quoted(each.linkType),
        taxonomy_term_id: term,
        value: each.value,
        label: each.label ? quoted(each.label) : 'null',
      };
      const columns = resource('attribute').fields.map(({ name }) => `${cells[name] ?? 'null'} as ${name}`);
      return `select ${columns.join(', ')} from ${getTableName(it.table)} x where ${each.when} and ${listed(it, 'x')}`;
    }),
  );
}

/** The profile's own rows of a table. */
function ownRows(it: Resource): string[] {
  const columns = it.fields.map(({ name }) => name).join(', ');
  if (it.name === 'taxonomy' && profileTaxonomies.length)
    return [`select ${columns} from hamkke.hsds_profile_taxonomies()`];
  if (it.name === 'taxonomy_term' && profileTerms.length)
    return [`select ${columns} from hamkke.hsds_profile_terms()`];
  return it.name === 'attribute' ? derivedAttributes() : [];
}

/** SQL for the rows of an object as HSDS has them in a table, by id, so that they are the same each time. */
export function rowsOf(it: Resource): string {
  const cells = it.fields.map((field) => `${cell(it, field)} as ${field.name}`);
  const own = `select ${cells.join(', ')} from ${getTableName(it.table)} x where ${listed(it, 'x')}`;
  return `select * from (${[own, ...ownRows(it)].join(' union all ')}) x order by x.id`;
}
