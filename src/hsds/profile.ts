import * as tables from '../database/tables/catalogue.js';
import { enumDescriptions } from '../database/tables/enumDescriptions.js';
import { needDomain, partnerKind } from '../database/tables/enums.js';
import { uuidv5 } from '../database/uuid.js';
import type { ObjectName } from './objects.js';

/** A column of ours that HSDS has no place for, and the attribute by which it travels. */
export interface Addition {
  /** HSDS's name of the record that it describes. */
  entity: ObjectName;
  /** Property of the record's table. */
  property: string;
  /** The attribute's `link_type`; its `value` is the column's. */
  linkType: string;
  /** The enum whose values there can be: each is a term. Without one the value is any text, beside one term for all. */
  words?: { enumName: string; enumValues: readonly string[] };
  /** The object whose id the value is. */
  references?: ObjectName;
}

/**
 * The additions for Korea (a profile of HSDS 3.1). HSDS lets no record have fields that it does not know, so that each
 * addition travels as an attribute of the record: any tool of the standard reads it, and our import puts it back.
 */
export const additions: readonly Addition[] = [
  { entity: 'organization', property: 'partnerKind', linkType: 'kr:partner_kind', words: partnerKind },
  { entity: 'organization', property: 'districtId', linkType: 'kr:district' },
  { entity: 'service', property: 'needDomain', linkType: 'kr:need_domain', words: needDomain },
  { entity: 'service', property: 'districtId', linkType: 'kr:district' },
  // HSDS has no schedule of an organization; older data do.
  {
    entity: 'schedule',
    property: 'organizationId',
    linkType: 'kr:organization',
    references: 'organization',
  },
];

/**
 * What a source wrote where HSDS wants an address, an e-mail, a number or one of its words, and it is none. It is no
 * value of that property then, and travels as an attribute: its `label` names the property, its `value` is the text.
 */
export const asWritten = 'kr:as_written';
/** What stands meanwhile where HSDS wants an address in every document. */
export const noAddress = 'about:invalid';

/** Rows of the profile's vocabulary, in the form of our tables; they are published with everything and kept by nobody. */
export type ProfileTaxonomy = Omit<typeof tables.taxonomies.$inferSelect, 'confidential' | 'lastModified'>;
export type ProfileTerm = Omit<typeof tables.taxonomyTerms.$inferSelect, 'confidential' | 'lastModified'>;

const general = 'kr:profile';
const idOf = (name: string) => uuidv5(`hsds-profile/${name}`);

const taxonomy = (name: string, description: string): ProfileTaxonomy => ({
  id: idOf(name),
  name,
  description,
  uri: null,
  version: '1.0',
});

const term = (within: string, code: string, words: string): ProfileTerm => ({
  id: idOf(`${within}/${code}`),
  taxonomyId: idOf(within),
  parentId: null,
  code,
  // Words are “한국어. English.”
  name: words.slice(0, words.indexOf('. ')),
  description: words,
  taxonomy: within,
  language: 'ko',
  termUri: null,
});

const closed = additions.filter((each) => each.words);

export const profileTaxonomies: readonly ProfileTaxonomy[] = [
  taxonomy(general, '한국 프로필. What Korea adds to HSDS 3.1.'),
  ...closed.map(({ linkType, words }) =>
    taxonomy(linkType, enumDescriptions.get(words!.enumName)?.description ?? ''),
  ),
];

export const profileTerms: readonly ProfileTerm[] = [
  term(general, 'kr:district', '시·군·구. Administrative code of the district, five digits.'),
  term(general, 'kr:organization', '기관. The organization whose hours they are.'),
  term(
    general,
    asWritten,
    '원문. What the source wrote where HSDS allows no such text; the label names the property.',
  ),
  ...closed.flatMap(({ linkType, words }) =>
    words!.enumValues.map((value) =>
      term(linkType, value, enumDescriptions.get(words!.enumName)?.values[value] ?? ''),
    ),
  ),
];

const ids: ReadonlySet<string> = new Set([...profileTaxonomies, ...profileTerms].map(({ id }) => id));
/** Whether a taxonomy or a term is the profile's own, which an import has no need to keep. */
export const isOfProfile = (id: string) => ids.has(id);

/** The term of an addition with this value. */
export function termOf({ linkType, words }: Addition, value: string): ProfileTerm | undefined {
  const within = words ? linkType : general;
  return profileTerms.find((each) => each.taxonomy === within && each.code === (words ? value : linkType));
}

/** The addition that an attribute of a record carries, if it does. */
export const additionOf = (entity: string, linkType: string | null) =>
  additions.find((each) => each.entity === entity && each.linkType === linkType);
