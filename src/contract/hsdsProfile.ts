import { type Addition, additions, asWritten, profileTaxonomies, profileTerms } from '../hsds/profile.js';
import { profileFolder } from '../hsds/published.js';
import { resources } from '../hsds/resources.js';

// An HSDS profile is a folder of JSON Merge Patches (RFC 7396), one for each official schema that it changes, and of the
// vocabularies that it needs under data/: https://github.com/openreferral/hsds_example_profile.

const version = '1.0';
const entities = [...new Set(additions.map(({ entity }) => entity))];
const of = (entity: string) => additions.filter((each) => each.entity === entity);

/** The objects of which a text may not fit into its property. */
const withTexts = [...resources.values()].filter(({ fields, columnTypes }) =>
  fields.some(
    ({ kind, property }) =>
      columnTypes.get(property) === 'PgText' && ['uri', 'email', 'number', 'word'].includes(kind),
  ),
);

const about: Readonly<Record<string, string>> = {
  'organization.partnerKind':
    '기관 유형. What kind of partner it is; a term of the taxonomy kr:partner_kind.',
  'organization.districtId':
    '시·군·구. The district that it belongs to, as the five digits of its administrative code.',
  'service.needDomain':
    '욕구 영역. The part of life that it helps with; a term of the taxonomy kr:need_domain.',
  'service.districtId':
    '시·군·구. The district that gives it, as the five digits of its administrative code.',
  'schedule.organizationId':
    '기관의 시간. The organization whose hours these are, by its id: HSDS has no such schedules.',
};
const asWrittenIs =
  '원문. What the source wrote in the property that `label` names, where HSDS allows no such text there; the property itself is left out, or about:invalid where it is required.';

function valuesOf({ words, references, linkType }: Addition) {
  if (words) return { enum: words.enumValues };
  if (references) return { format: 'uuid' };
  return linkType === 'kr:district' ? { pattern: '^\\d{5}$' } : {};
}

const when = (linkType: string, then: object) => ({
  if: { properties: { link_type: { const: linkType } }, required: ['link_type'] },

  then,
});

function patchOf(entity: string): object {
  const lines = of(entity).map(
    ({ linkType, property }) => `${linkType}: ${about[`${entity}.${property}`] ?? ''}`,
  );
  const conditions = of(entity).map((each) =>
    when(each.linkType, { properties: { value: valuesOf(each) }, required: ['value', 'taxonomy_term'] }),
  );
  return {
    properties: { attributes: { description: `Attributes of the profile for Korea. ${lines.join(' ')}` } },
    allOf: conditions.map((items) => ({ properties: { attributes: { items } } })),
  };
}

const attribute = {
  description: `An attribute whose link_type begins with kr: is of the profile for Korea. ${asWritten}: ${asWrittenIs}`,
  allOf: [when(asWritten, { required: ['label', 'value'] })],
};

const openapi = {
  components: {
    parameters: {
      search: {
        description:
          '검색어. Of services and service_at_locations: words, all of which must be found in the service’s names, its agency’s or its description, as GraphQL finds them: parts of words, initial consonants (ㅈㄱ), Korean or English; where nothing on the list is found as it was typed, one mistake a word is forgiven. The best matches come first, in GraphQL’s order of RELEVANCE; lines (format=ndjson) come in the order of ids. Of organizations: words in their names. Of taxonomies and taxonomy_terms: part of the name.',
      },
    },
  },
  info: {
    title: '함께 Hamkke',
    version,
    summary: 'HSDS 3.1 with what Korea adds to it.',
    description:
      '서비스 자원 목록. The public catalogue of social services. postcode and proximity are not supported; modified_after without a time zone is UTC; minimal answers with what HSDS requires and last_modified; format=ndjson answers with all that is found, in the order of ids.',
    contact: null,
    license: {
      name: 'Creative Commons Attribution-ShareAlike 4.0',
      url: 'https://creativecommons.org/licenses/by-sa/4.0/',
    },
  },
};

const index = (files: readonly string[]) => ({
  name: 'hsds-kr',
  title: '한국 프로필 · HSDS 3.1 profile for Korea',
  version,
  hsds_version: '3.1',
  description:
    'HSDS의 어떤 객체에도 필드를 더하지 않습니다. 더하는 것은 모두 속성(attribute)입니다. No object of HSDS gets another field: all that is added are attributes, so that every document is one of plain HSDS 3.1 as well.',
  attributes: [
    ...additions.map((each) => ({
      link_type: each.linkType,
      link_entity: each.entity,
      description: about[`${each.entity}.${each.property}`],
      ...(each.words ? { taxonomy: each.linkType } : {}),
    })),
    { link_type: asWritten, link_entity: withTexts.map(({ name }) => name), description: asWrittenIs },
  ],
  files,
});

const bare = (row: object) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
const taxonomies = profileTaxonomies.map(bare);
const terms = profileTerms.map(({ taxonomyId, parentId: _, termUri: __, ...rest }) =>
  bare({ ...rest, taxonomy_id: taxonomyId }),
);

/** The profile's documents: path and text. */
export function profileFiles(): [path: string, text: string][] {
  const documents: [string, unknown][] = [
    ...entities.map((entity): [string, unknown] => [`${entity}.json`, patchOf(entity)]),
    ['attribute.json', attribute],
    ['openapi.json', openapi],
    ['data/taxonomy.json', taxonomies],
    ['data/taxonomy_term.json', terms],
  ];
  documents.unshift(['profile.json', index(documents.map(([path]) => path))]);
  return documents.map(([path, document]) => [
    `${profileFolder}/${path}`,
    `${JSON.stringify(document, null, 2)}\n`,
  ]);
}
