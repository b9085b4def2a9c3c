import { Extensions, Field, ID, InputType } from 'type-graphql';
import { enumObject } from '../access/columns.js';
import { open } from '../access/grants.js';
import type { Condition, Filter } from '../database/planner/filters.js';
import { districtOf, idOf } from '../database/planner/identifiers.js';
import { needDomain, partnerKind, serviceStatus, sponsorKind } from '../database/tables/enums.js';
import { searchPatterns } from './search.js';
import { hasRoom } from './upkeep/capacity.js';

// Registered as the modules load: enums must be known before the schema is built.
const NeedDomainType = enumObject(needDomain);
const ServiceStatusType = enumObject(serviceStatus);
const PartnerKindType = enumObject(partnerKind);
const SponsorKindType = enumObject(sponsorKind);

const search =
  '검색어. Parts of names in Korean or English, all of which must be found; initial consonants alone will do.';

const bySearchText: Condition<string> = (t, value) =>
  `${t}.search_text like ${value('text', (query) => searchPatterns(query)[0])} and ${t}.search_text like all(${value('text[]', searchPatterns)})`;

type NeedDomain = (typeof needDomain.enumValues)[number];

@InputType({ description: '서비스 조건. Every condition that is given must hold.' })
export class ServiceFilter {
  @Extensions({ grant: open })
  @Field(() => String, { nullable: true, description: search })
  search?: string | null;

  @Extensions({ grant: open })
  @Field(() => [NeedDomainType], { nullable: true, description: '욕구 영역. Any of these.' })
  needDomains?: NeedDomain[] | null;

  @Extensions({ grant: open })
  @Field(() => [ServiceStatusType], { nullable: true, description: '상태. Any of these.' })
  statuses?: string[] | null;

  @Extensions({ grant: open })
  @Field(() => ID, { nullable: true, description: '제공 기관. Services of this organization.' })
  organization?: string | null;

  @Extensions({ grant: open })
  @Field(() => ID, { nullable: true, description: '분류 용어. Services that carry this term.' })
  taxonomyTerm?: string | null;

  @Extensions({ grant: open })
  @Field(() => String, {
    nullable: true,
    description: '시·군·구 코드. Services of this district, five digits.',
  })
  district?: string | null;

  @Extensions({ grant: open })
  @Field(() => Boolean, {
    nullable: true,
    description:
      '여유 있음. Services that have room, as somebody confirmed lately; what is unknown counts as no room.',
  })
  roomAvailable?: boolean | null;

  @Extensions({ grant: open })
  @Field(() => Boolean, { nullable: true, description: '후원 있음. Services that a sponsor pays for.' })
  sponsored?: boolean | null;
}

export const serviceFilter: Filter<ServiceFilter> = {
  search: bySearchText,
  needDomains: (t, value) => `${t}.need_domain = any(${value('need_domain[]')})`,
  statuses: (t, value) => `${t}.status = any(${value('service_status[]')})`,
  organization: (t, value) => `${t}.organization_id = ${value('uuid', (id) => idOf('Organization', id).id)}`,
  taxonomyTerm: (t, value) =>
    `exists (select from attributes a where a.link_id = ${t}.id and not a.confidential and a.taxonomy_term_id = ${value('uuid', (id) => idOf('TaxonomyTerm', id).id)})`,
  district: (t, value) => `${t}.district_id = ${value('text', districtOf)}`,
  roomAvailable: (t, value) => `${value('boolean')} = ${hasRoom(t)}`,
  sponsored: (t, value) =>
    `${value('boolean')} = exists (select from sponsorships s where s.service_id = ${t}.id and not s.confidential)`,
};

@InputType({ description: '기관 조건. Every condition that is given must hold.' })
export class OrganizationFilter {
  @Extensions({ grant: open })
  @Field(() => String, { nullable: true, description: search })
  search?: string | null;

  @Extensions({ grant: open })
  @Field(() => [PartnerKindType], { nullable: true, description: '기관 유형. Any of these.' })
  partnerKinds?: string[] | null;

  @Extensions({ grant: open })
  @Field(() => String, {
    nullable: true,
    description: '시·군·구 코드. Organizations of this district, five digits.',
  })
  district?: string | null;
}

export const organizationFilter: Filter<OrganizationFilter> = {
  search: bySearchText,
  partnerKinds: (t, value) => `${t}.partner_kind = any(${value('partner_kind[]')})`,
  district: (t, value) => `${t}.district_id = ${value('text', districtOf)}`,
};

@InputType({ description: '분류 용어 조건. Every condition that is given must hold.' })
export class TaxonomyTermFilter {
  @Extensions({ grant: open })
  @Field(() => String, { nullable: true, description: '검색어. Part of the term’s name.' })
  search?: string | null;

  @Extensions({ grant: open })
  @Field(() => String, { nullable: true, description: '부호. The term’s code.' })
  code?: string | null;
}

export const taxonomyTermFilter: Filter<TaxonomyTermFilter> = {
  search: (t, value) => `strpos(lower(${t}.name), lower(${value('text')})) > 0`,
  code: (t, value) => `${t}.code = ${value('text')}`,
};

@InputType({ description: '후원자 조건. Every condition that is given must hold.' })
export class SponsorFilter {
  @Extensions({ grant: open })
  @Field(() => [SponsorKindType], { nullable: true, description: '후원자 유형. Any of these.' })
  kinds?: string[] | null;
}

export const sponsorFilter: Filter<SponsorFilter> = {
  kinds: (t, value) => `${t}.kind = any(${value('sponsor_kind[]')})`,
};
