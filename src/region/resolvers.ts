import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Info, InputType, Query, Resolver } from 'type-graphql';
import { anyDay, districtCode, line } from '../access/bounds.js';
import { enumObject } from '../access/columns.js';
import { AllowedTo } from '../access/decorators.js';
import { compares, filterField, isAnyOf } from '../access/filters.js';
import { open } from '../access/grants.js';
import type { Context } from '../context.js';
import { districtOf } from '../database/planner/identifiers.js';
import { regionKind } from '../database/tables/enums.js';
import * as tables from '../database/tables/region.js';
import { PageFromEitherEnd } from '../page.js';
import { nameLetters } from '../text/alike.js';
import { DistrictConnection, DongConnection } from './types.js';

// Registered as the modules load: enums must be known before the schema is built.
const RegionKindType = enumObject(regionKind);
const Narrow = filterField(open);

const namePart = {
  as: nameLetters,
  where: (t: string, value: string) => `strpos(hamkke.name_letters(${t}.name), ${value}) > 0`,
};
const validOn = {
  type: 'date',
  where: (t: string, value: string) =>
    `${t}.valid_from <= ${value} and coalesce(${value} < ${t}.valid_until, true)`,
};

@InputType({
  description:
    '행정구역 조건. 주어진 조건을 모두 만족하는 것만 받습니다. Every condition that is given must hold.',
})
class DistrictFilter {
  @Narrow(line(60), '이름. Part of its name.', namePart)
  search?: string | null;

  @Narrow(() => [RegionKindType], '유형. Any of these.', isAnyOf('kind', 'region_kind'))
  kinds?: (typeof regionKind.enumValues)[number][] | null;

  @Narrow(districtCode, '상위 코드. What belongs to this province or city, five digits.', {
    ...compares('parent_id', '=', 'text'),
    as: districtOf,
  })
  parent?: string | null;

  @Narrow(
    anyDay,
    '기준일. Those that are valid on this day; those that are no more as well unless it is said.',
    validOn,
  )
  validOn?: string | null;
}

@InputType({
  description:
    '행정동 조건. 주어진 조건을 모두 만족하는 것만 받습니다. Every condition that is given must hold.',
})
class DongFilter {
  @Narrow(districtCode, '시·군·구 코드. Dong of this district, five digits.', {
    ...compares('district_id', '=', 'text'),
    as: districtOf,
  })
  district?: string | null;

  @Narrow(line(60), '이름. Part of its name.', namePart)
  search?: string | null;

  @Narrow(
    anyDay,
    '기준일. Those that are valid on this day; those that are no more as well unless it is said.',
    validOn,
  )
  validOn?: string | null;
}

const order = ['name', 'code', 'validFrom'] as const;

/** Official codes of places: whoever asks, with or without a token. */
@Resolver()
export class RegionResolver {
  @AllowedTo(open)
  @Query(() => DistrictConnection, {
    nullable: true,
    description:
      '행정구역 목록. 시·도와 시·군·구의 공식 코드를 이름순으로 보여 줍니다. Provinces and districts of the official list of codes, by name.',
  })
  districts(
    @Arg('filter', () => DistrictFilter, {
      nullable: true,
      description: '조건. 어떤 것을 받을지 정합니다. Which ones.',
    })
    _filter: DistrictFilter,
    @Args(() => PageFromEitherEnd) _page: PageFromEitherEnd,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.list(context, info, { table: tables.districtCodes, order });
  }

  @AllowedTo(open)
  @Query(() => DongConnection, {
    nullable: true,
    description:
      '행정동 목록. 공식 목록을 넣은 시·군·구의 행정동을 이름순으로 보여 줍니다. Administrative dong, by name, of the districts whose official list an operator loaded; empty of others.',
  })
  dongs(
    @Arg('filter', () => DongFilter, {
      nullable: true,
      description: '조건. 어떤 것을 받을지 정합니다. Which ones.',
    })
    _filter: DongFilter,
    @Args(() => PageFromEitherEnd) _page: PageFromEitherEnd,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.list(context, info, { table: tables.dongCodes, order });
  }
}
