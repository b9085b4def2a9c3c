import { InputType } from 'type-graphql';
import { districtCode, line } from '../access/bounds.js';
import { enumObject } from '../access/columns.js';
import { compares, filterField, isAnyOf } from '../access/filters.js';
import { open } from '../access/grants.js';
import { districtOf } from '../database/planner/identifiers.js';
import { partnerKind, sponsorKind } from '../database/tables/enums.js';
import { nameLetters } from '../text/alike.js';
import { namesSoughtBy } from './search/query.js';

// Registered as the modules load: enums must be known before the schema is built.
const PartnerKindType = enumObject(partnerKind);
const SponsorKindType = enumObject(sponsorKind);

/** A field of a filter of the public catalogue, which everybody may give. */
const Narrow = filterField(open);

@InputType({
  description:
    '기관 조건. 주어진 조건을 모두 만족하는 것만 받습니다. Every condition that is given must hold.',
})
export class OrganizationFilter {
  @Narrow(
    line(200),
    '검색어. Parts of names in Korean or English, all of which must be found; initial consonants alone will do.',
    {
      as: namesSoughtBy,
      where: (t, value) => `${t}.id = any(array(select hamkke.organizations_named(${value}::jsonb)))`,
    },
  )
  search?: string | null;

  @Narrow(() => [PartnerKindType], '기관 유형. Any of these.', isAnyOf('partner_kind', 'partner_kind'))
  partnerKinds?: string[] | null;

  @Narrow(districtCode, '시·군·구 코드. Organizations of this district, five digits.', {
    ...compares('district_id', '=', 'text'),
    as: districtOf,
  })
  district?: string | null;
}

@InputType({
  description:
    '분류 용어 조건. 주어진 조건을 모두 만족하는 것만 받습니다. Every condition that is given must hold.',
})
export class TaxonomyTermFilter {
  @Narrow(line(200), '검색어. Part of the term’s name.', {
    as: nameLetters,
    where: (t, value) => `strpos(hamkke.name_letters(${t}.name), ${value}) > 0`,
  })
  search?: string | null;

  @Narrow(line(200), '부호. The term’s code.', {
    ...compares('code', '=', 'text'),
    as: (code: string) => code.trim(),
  })
  code?: string | null;
}

@InputType({
  description:
    '후원자 조건. 주어진 조건을 모두 만족하는 것만 받습니다. Every condition that is given must hold.',
})
export class SponsorFilter {
  @Narrow(() => [SponsorKindType], '후원자 유형. Any of these.', isAnyOf('kind', 'sponsor_kind'))
  kinds?: string[] | null;
}
