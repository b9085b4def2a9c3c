import { getTableName } from 'drizzle-orm';
import { profileTaxonomies, profileTerms } from './profile.js';
import { type Child, columnOf, type Field, type Resource, resource, resources } from './resources.js';
import { derivedOf, nameOfDerived, quoted, shown, written } from './values.js';

/** Children that HSDS's pages have and its objects have not: of what a page is about, never of what stands inside. */
export const extras: Readonly<Record<string, Child>> = {
  organization: { name: 'services', kind: 'many', object: 'service', by: 'organizationId' },
  service_at_location: { name: 'service', kind: 'one', object: 'service', by: 'serviceId' },
};

/** What a document may leave out, by name; what stands inside of the record itself is left out of that child again. */
const leavable: Readonly<Record<string, string>> = {
  locations: '',
  organization: '',
  service_at_locations: '',
  services: 'organization',
  service: 'service_at_locations',
};

/** The ids that a record has from what it stands inside of; HSDS wants them in tables alone. */
const keptIds = new Set(['parent_organization_id', 'parent_id']);

const toldOf = ({ name, children, fields }: Resource): Field[] =>
  fields.filter(({ references, property, name: field }) => {
    if (!references || keptIds.has(field)) return true;
    if (children.some((each) => each.kind === 'one' && each.by === property)) return false;
    return field === 'organization_id' && (name === 'location' || name === 'program');
  });

const call = (child: Child, full: string) =>
  `hamkke.hsds_${child.object}(c, ${full}, p_leave${leavable[child.name] ? ` || '${leavable[child.name]}'::text` : ''})`;

const isExtra = (it: Resource, child: Child) => extras[it.name] === child;

/** The one record that this one is of. */
function oneOf(it: Resource, child: Child, full: string): string {
  const other = resource(child.object);
  const by = `r.${columnOf(it, child.by)}`;
  const one = `(select ${call(child, full)} from ${getTableName(other.table)} c where c.id = ${by} and ${shown(other, 'c')})`;
  // The profile's own taxonomies are in no table.
  if (child.object === 'taxonomy') return `coalesce(${one}, hamkke.hsds_profile_taxonomy(${by}))`;
  return child.name in leavable ? `case when not '${child.name}' = any(p_leave) then ${one} end` : one;
}

/** The records that are of this one. */
function manyOf(it: Resource, child: Child): string {
  if (child.object === 'attribute') return derivedOf(it, 'r').length ? 'attributes' : attributesAlone();
  const other = resource(child.object);
  const rows = (document: string) =>
    `(select json_agg(${document} order by c.id) from ${getTableName(other.table)} c where c.${columnOf(other, child.by)} = r.id and ${shown(other, 'c')})`;
  const all = rows(call(child, 'true'));
  if (!(child.name in leavable)) return all;
  const brief = isExtra(it, child)
    ? ` when '~${child.name}' = any(p_leave) then ${rows(briefly(other))}`
    : '';
  return `case${brief} when not '${child.name}' = any(p_leave) then ${all} end`;
}

/** What HSDS requires of a record, and no more. */
const briefly = (it: Resource) =>
  `json_build_object(${it.fields
    .filter(({ required }) => required)
    .map((field) => `${quoted(field.name)}, ${written(it, field, 'c')}`)
    .join(', ')})`;

/** The attributes of a record that have rows. */
const realAttributes = () =>
  `from attributes a where a.link_id = r.id and ${shown(resource('attribute'), 'a')}`;
const attributesAlone = () =>
  `(select json_agg(hamkke.hsds_attribute(a, true, p_leave) order by a.id) ${realAttributes()})`;

/** Together with those that follow from its columns, where there are any: mostly there are none. */
function derivedToo(it: Resource): string {
  const derived = derivedOf(it, 'r');
  if (derived.length === 0) return '';
  const made = derived.map((each) => {
    const { linkType, label, value, when, code, taxonomy } = each;
    const id = `hamkke.derived_id(r.id, ${quoted(nameOfDerived(each))})`;
    const document = `json_build_object('id', ${id}, 'link_type', ${quoted(linkType)}, 'link_entity', ${quoted(it.name)}, 'value', ${value}${label ? `, 'label', ${quoted(label)}` : ''}, 'taxonomy_term', hamkke.hsds_profile_term(${quoted(taxonomy)}, ${code}))`;
    return `select ${id} as id, ${document} as document where ${when}`;
  });
  const real = `select a.id, hamkke.hsds_attribute(a, true, p_leave) ${realAttributes()}`;
  return `
  if ${derived.map(({ when }) => `(${when})`).join(' or ')} then
    attributes := (select json_agg(d.document order by d.id) from (${[...made, real].join(' union all ')}) d);
  else
    attributes := ${attributesAlone()};
  end if;`;
}

/** The function that writes a row of one table as a document; nulls are left for the whole document to lose. */
function writerOf(it: Resource): string {
  const children = [...it.children, ...(extras[it.name] ? [extras[it.name]!] : [])];
  const fields = toldOf(it).map((field) => `${quoted(field.name)}, ${written(it, field, 'r')}`);
  const ones = (full: string) =>
    children
      .filter(({ kind }) => kind === 'one')
      .map((child) => `${quoted(child.name)}, ${oneOf(it, child, full)}`);
  const many = children
    .filter(({ kind }) => kind === 'many')
    .map((child) => `${quoted(child.name)}, ${manyOf(it, child)}`);
  const object = (pairs: string[]) => `json_build_object(\n    ${pairs.join(',\n    ')})`;
  const declared = derivedOf(it, 'r').length ? 'declare attributes json; ' : '';
  // Two statements: what a list does not say costs it nothing.
  return `
create or replace function hamkke.hsds_${it.name}(r ${getTableName(it.table)}, p_full boolean, p_leave text[]) returns json
language plpgsql stable parallel safe as $$ ${declared}begin
  if not p_full then return ${object([...fields, ...ones('false')])}; end if;${derivedToo(it)}
  return ${object([...fields, ...ones('true'), ...many])};
end $$;`;
}

const json = (document: object) => `${quoted(JSON.stringify(document))}::json`;

/** The profile's own vocabulary: its documents, and its rows where taxonomies and terms are listed. */
function vocabulary(): string {
  const documentOf = ({ id, name, description, version }: (typeof profileTaxonomies)[number]) => ({
    id,
    name,
    description,
    version,
  });
  const terms = profileTerms.map((each) => {
    const { id, code, name, description, taxonomy, language, taxonomyId } = each;
    const detail = documentOf(profileTaxonomies.find((one) => one.id === taxonomyId)!);
    const document = { id, code, name, description, taxonomy, taxonomy_detail: detail, language };
    return `when ${quoted(`${taxonomy} ${code}`)} then ${json(document)}`;
  });
  const taxonomies = profileTaxonomies.map(
    (each) => `when ${quoted(each.id)} then ${json(documentOf(each))}`,
  );
  const snake = (key: string) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const rows = (list: readonly object[]) =>
    json(
      list.map((row) => ({
        ...Object.fromEntries(Object.entries(row).map(([key, value]) => [snake(key), value])),
        confidential: false,
        last_modified: '2026-01-01T00:00:00Z',
      })),
    );
  return `
create or replace function hamkke.hsds_profile_term(p_taxonomy text, p_code text) returns json
language sql immutable parallel safe as $$ select case p_taxonomy || ' ' || p_code ${terms.join(' ')} end $$;
create or replace function hamkke.hsds_profile_taxonomy(uuid) returns json
language sql immutable parallel safe as $$ select case $1 ${taxonomies.join(' ')} end $$;
create or replace function hamkke.hsds_profile_taxonomies() returns setof taxonomies
language sql stable parallel safe rows ${profileTaxonomies.length} as $$ select * from json_populate_recordset(null::taxonomies, ${rows(profileTaxonomies)}) $$;
create or replace function hamkke.hsds_profile_terms() returns setof taxonomy_terms
language sql stable parallel safe rows ${profileTerms.length} as $$ select * from json_populate_recordset(null::taxonomy_terms, ${rows(profileTerms)}) $$;`;
}

/** Run by the migration: a function for each object of HSDS that writes it with all that stands inside of it. */
export const hsdsSql = () =>
  [
    'set local role hamkke_keeper;',
    ...[...resources.values()].map(writerOf),
    vocabulary(),
    'reset role;',
  ].join('\n');
