import { InputType } from 'type-graphql';
import { districtCode, line } from '../access/bounds.js';
import { enumObject } from '../access/columns.js';
import { open } from '../access/grants.js';
import { inputField } from '../access/see.js';
import type { Condition, Filter } from '../database/planner/filters.js';
import { districtOf, idOf } from '../database/planner/identifiers.js';
import { partnerKind, sponsorKind } from '../database/tables/enums.js';
import { nameLetters } from '../text/alike.js';
import { namesSoughtBy } from './search.js';
import type { ServiceFilter } from './serviceFilter.js';

// Registered as the modules load: enums must be known before the schema is built.
const PartnerKindType = enumObject(partnerKind);
const SponsorKindType = enumObject(sponsorKind);

const optional = { optional: true };
/** A field of a filter, which everybody may give. */
const Given = inputField(open);

const search =
  '검색어. Parts of names in Korean or English, all of which must be found; initial consonants alone will do.';

const bySearchText: Condition<string> = (t, value) =>
  `${t}.id = any(array(select hamkke.organizations_named(${value('text', namesSoughtBy)}::jsonb)))`;

/**
 * Conditions that a list of services by name reads from their own rows: what narrows by these alone needs no finding, whose
 * start costs more than such a page.
 */
export const plainServiceFilter: Filter<
  Pick<ServiceFilter, 'needDomains' | 'statuses' | 'organization' | 'sponsored'>
> = {
  needDomains: (t, value) => `${t}.need_domain = any(${value('need_domain[]')})`,
  statuses: (t, value) => `${t}.status = any(${value('service_status[]')})`,
  organization: (t, value) => `${t}.organization_id = ${value('uuid', (id) => idOf('Organization', id).id)}`,
  sponsored: (t, value) =>
    `${value('boolean')} = exists (select from sponsorships s where s.service_id = ${t}.id and not s.confidential)`,
};

/** Whether a filter narrows by nothing else. */
export const isPlain = (filter: ServiceFilter | null): boolean =>
  Object.entries(filter ?? {}).every(
    ([name, value]) => value === null || value === undefined || name in plainServiceFilter,
  );

@InputType({ description: '기관 조건. Every condition that is given must hold.' })
export class OrganizationFilter {
  @Given(line(200), search, optional)
  search?: string | null;

  @Given(() => [PartnerKindType], '기관 유형. Any of these.', optional)
  partnerKinds?: string[] | null;

  @Given(districtCode, '시·군·구 코드. Organizations of this district, five digits.', optional)
  district?: string | null;
}

export const organizationFilter: Filter<OrganizationFilter> = {
  search: bySearchText,
  partnerKinds: (t, value) => `${t}.partner_kind = any(${value('partner_kind[]')})`,
  district: (t, value) => `${t}.district_id = ${value('text', districtOf)}`,
};

@InputType({ description: '분류 용어 조건. Every condition that is given must hold.' })
export class TaxonomyTermFilter {
  @Given(line(200), '검색어. Part of the term’s name.', optional)
  search?: string | null;

  @Given(line(200), '부호. The term’s code.', optional)
  code?: string | null;
}

export const taxonomyTermFilter: Filter<TaxonomyTermFilter> = {
  search: (t, value) => `strpos(hamkke.name_letters(${t}.name), ${value('text', nameLetters)}) > 0`,
  code: (t, value) => `${t}.code = ${value('text', (code) => code.trim())}`,
};

@InputType({ description: '후원자 조건. Every condition that is given must hold.' })
export class SponsorFilter {
  @Given(() => [SponsorKindType], '후원자 유형. Any of these.', optional)
  kinds?: string[] | null;
}

export const sponsorFilter: Filter<SponsorFilter> = {
  kinds: (t, value) => `${t}.kind = any(${value('sponsor_kind[]')})`,
};
