import type { Table } from 'drizzle-orm';
import { otherRows } from '../../access/filters.js';
import { scopes, visible } from '../../access/visible.js';
import { itsOrganization } from '../../catalogue/search/serviceFilter.js';
import { services } from '../../database/tables/catalogue.js';
import type { Bound, Listed } from '../../hsds/pages.js';
import { additions, profileTaxonomies, profileTerms } from '../../hsds/profile.js';
import { columnOf, resource } from '../../hsds/resources.js';
import { quoted } from '../../hsds/values.js';
import { nameLetters } from '../../text/alike.js';

// What HSDS's API can be asked for, as SQL on the row `s`. What it compares with must be there for everybody, too: that
// something hidden carries a term, or belongs to somebody, must not be found out by asking for it.

/** What everybody may know of a table. */
const shownToAll = (table: Table, alias: string) => ` and ${visible(table, alias, scopes.opened)}`;

/** A service, as the alias of a row of its own or through the row that names it. */
export const ofService = (of: Listed, condition: (alias: string) => string) =>
  of === 'service'
    ? condition('s')
    : `exists (select from services q where q.id = s.service_id and not q.confidential and ${condition('q')})`;

/** Changed at that instant or later. */
export const modifiedSince = (instant: string, { bind }: Bound) =>
  `s.last_modified >= ${bind(instant, 'timestamptz')}`;

/** Of an organization that everybody may know. */
export function givenBy(of: Listed, organization: string, { bind }: Bound): string {
  const id = bind(organization, 'uuid');
  const others = (alias: string) => otherRows(itsOrganization, 'o', { table: services, alias }, shownToAll);
  return ofService(of, (alias) => `exists (select from ${others(alias)} and o.id = ${id})`);
}

/** What a term or a value of the profile says of a record, for its column holds it and no attribute. */
function additional(of: Listed, linkTypes: readonly string[], value?: string): string {
  const entity = of === 'organization' ? 'organization' : 'service';
  const said = (alias: string) =>
    additions
      .filter((each) => each.entity === entity && linkTypes.includes(each.linkType))
      .map(({ property }) => {
        const column = `${alias}.${columnOf(resource(entity), property)}`;
        return value === undefined ? `${column} is not null` : `${column} = ${quoted(value)}`;
      })
      .join(' or ') || 'false';
  return entity === 'organization' ? `(${said('s')})` : ofService(of, (alias) => `(${said(alias)})`);
}

/** An attribute belongs to a service wherever the service is given. */
const links = (of: Listed) => (of === 'service_at_location' ? 'in (s.id, s.service_id)' : '= s.id');

/** Described by a term, of a taxonomy or of our profile. */
export function withTerm(of: Listed, term: string, { bind }: Bound): string {
  const own = profileTerms.find(({ id }) => id === term);
  if (own)
    return own.taxonomy === 'kr:profile'
      ? additional(of, [own.code!])
      : additional(of, [own.taxonomy!], own.code!);
  return `exists (select from attributes a join taxonomy_terms t on t.id = a.taxonomy_term_id and not t.confidential where a.link_id ${links(of)} and not a.confidential and a.taxonomy_term_id = ${bind(term, 'uuid')})`;
}

/** Described by any term of a taxonomy; of a term, that it is in it. */
export function withTermOf(of: Listed, taxonomy: string, { bind }: Bound): string {
  const own = profileTaxonomies.find(({ id }) => id === taxonomy);
  if (of === 'taxonomy_term') {
    const id = bind(taxonomy, 'uuid');
    const known = `exists (select from taxonomies t where t.id = ${id} and not t.confidential)`;
    return own ? `s.taxonomy_id = ${id}` : `s.taxonomy_id = ${id} and ${known}`;
  }
  if (own)
    return additional(
      of,
      own.name === 'kr:profile'
        ? profileTerms.filter((each) => each.taxonomyId === own.id).map(({ code }) => code!)
        : [own.name],
    );
  return `exists (select from attributes a join taxonomy_terms t on t.id = a.taxonomy_term_id and not t.confidential where a.link_id ${links(of)} and not a.confidential and t.taxonomy_id = ${bind(taxonomy, 'uuid')})`;
}

/** Terms at the top of their taxonomy. */
export const onTop = 's.parent_id is null';

/** A term below another that everybody may know. */
export const under = (parent: string, { bind }: Bound) =>
  `s.parent_id = ${bind(parent, 'uuid')} and exists (select from taxonomy_terms t where t.id = s.parent_id and not t.confidential)`;

/** Names of taxonomies and of terms have a part of this text. */
export const named = (text: string, { bind }: Bound) =>
  `strpos(hamkke.name_letters(s.name), ${bind(nameLetters(text))}) > 0`;
