import { Field, ID, Int, ObjectType } from 'type-graphql';
import { enumObject } from '../../access/columns.js';
import { AllowedTo } from '../../access/decorators.js';
import { open } from '../../access/grants.js';
import type { Draft } from '../../database/planner/draft.js';
import { needDomain } from '../../database/tables/enums.js';
import { seeking } from './rowSource.js';

@ObjectType({
  description: '욕구 영역별 수. 한 욕구에 답하는 서비스의 수입니다. How many services answer one need.',
})
export class NeedDomainCount {
  @AllowedTo(open)
  @Field(() => enumObject(needDomain) as never, { description: '욕구 영역. The need.' })
  needDomain!: string;

  @AllowedTo(open)
  @Field(() => Int, { description: '수. Services.' })
  count!: number;
}

@ObjectType({
  description:
    '지역별 수. 한 지역에서, 또는 그 지역을 위해 제공되는 서비스의 수입니다. How many services are given in one district or for it.',
})
export class DistrictCount {
  @AllowedTo(open)
  @Field(() => String, { description: '시·군·구 코드. The district, five digits.' })
  district!: string;

  @AllowedTo(open)
  @Field(() => String, {
    nullable: true,
    description: '이름. Its name; null where the code is of none that is known.',
  })
  name!: string | null;

  @AllowedTo(open)
  @Field(() => Int, { description: '수. Services.' })
  count!: number;
}

@ObjectType({
  description:
    '언어별 수. 한 언어로 제공되는 서비스의 수입니다. How many services are given in one language.',
})
export class LanguageCount {
  @AllowedTo(open)
  @Field(() => String, { description: '언어. Code or name, as services say it, in lower case.' })
  language!: string;

  @AllowedTo(open)
  @Field(() => Int, { description: '수. Services.' })
  count!: number;
}

@ObjectType({
  description:
    '분류 용어별 수. 그 용어나 더 좁은 용어가 붙은 서비스의 수입니다. How many services carry one term or a narrower one.',
})
export class TaxonomyTermCount {
  @AllowedTo(open)
  @Field(() => ID, { description: '분류 용어. Its id.' })
  taxonomyTerm!: string;

  @AllowedTo(open)
  @Field(() => String, { description: '이름. The term.' })
  name!: string;

  @AllowedTo(open)
  @Field(() => Int, { description: '수. Services.' })
  count!: number;
}

const most = '많은 것부터 50개까지. The most frequent first, fifty at most.';

@ObjectType({
  description:
    '검색 결과의 갈래별 수. 조건에 맞는 서비스가 몇 개이고 어떤 것들인지 셉니다. Of the services that a filter finds: how many there are, and of which kinds.',
})
export class ServiceFacets {
  @AllowedTo(open)
  @Field(() => Int, { description: '전체 수. Services that the filter finds.' })
  count!: number;

  @AllowedTo(open)
  @Field(() => Boolean, {
    description:
      '어림수. Whether so much was found that these are estimates: a part of it was counted, some 500 to 1,000 services.',
  })
  approximate!: boolean;

  @AllowedTo(open)
  @Field(() => Int, { description: '무료. Those that cost nothing.' })
  free!: number;

  @AllowedTo(open)
  @Field(() => Int, { description: '여유 있음. Those that have room, as somebody confirmed lately.' })
  roomAvailable!: number;

  @AllowedTo(open)
  @Field(() => [NeedDomainCount], { description: `욕구 영역. By need. ${most}` })
  needDomains!: NeedDomainCount[];

  @AllowedTo(open)
  @Field(() => [DistrictCount], { description: `지역. By district. ${most}` })
  districts!: DistrictCount[];

  @AllowedTo(open)
  @Field(() => [LanguageCount], { description: `언어. By language. ${most}` })
  languages!: LanguageCount[];

  @AllowedTo(open)
  @Field(() => [TaxonomyTermCount], { description: `분류 용어. By taxonomy term. ${most}` })
  taxonomyTerms!: TaxonomyTermCount[];
}

/** Counts of the facets that are asked for, of what is found. */
export function facetsSql(draft: Draft, at: number, asked: ReadonlySet<string>): string {
  const names = draft.bind('text', () => `{${[...asked].filter((name) => name !== '__typename').join(',')}}`);
  return `select hamkke.service_facets(${seeking(draft, at)}, ${names}::text[], true) as answer`;
}
