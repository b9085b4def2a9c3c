import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, InputType, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { anyDay } from '../access/bounds.js';
import { enumObject } from '../access/columns.js';
import { AllowedTo, inputField, OutputField } from '../access/decorators.js';
import { duty } from '../access/grants.js';
import { outreachDuties } from '../access/outreach.js';
import type { Context } from '../context.js';
import { promotionKind } from '../database/tables/enums.js';

// Registered as the modules load: enums must be known before the schema is built.
const PromotionKindType = enumObject(promotionKind);
const ofTeam = duty(...outreachDuties);
const PeriodField = inputField(ofTeam);

@InputType({ description: '홍보 기간. 어느 날부터 어느 날까지 셀지 정합니다. The days that are counted.' })
class PromotionPeriod {
  @PeriodField(anyDay, '시작일. First day.')
  from!: string;

  @PeriodField(anyDay, '종료일. Last day.')
  until!: string;
}

@ObjectType({ description: '유형별 홍보 활동. 한 유형의 활동이 몇 건인지 셉니다. Activities of one kind.' })
export class PromotionKindCount {
  @OutputField(() => PromotionKindType, '유형. The kind.')
  kind!: string;

  @OutputField(() => Int, '건수. How many activities.')
  activities!: number;
}

@ObjectType({
  description: '홍보 활동 수. 기간 안의 활동이 몇 건인지 셉니다. Promotion activities of a period.',
})
export class PromotionCounts {
  @OutputField(() => Int, '건수. How many activities in all.')
  activities!: number;

  @OutputField(() => [PromotionKindCount], '유형별. By kind; a kind without any is left out.')
  byKind!: PromotionKindCount[];
}

@Resolver()
export class PromotionCountResolver {
  @AllowedTo(ofTeam)
  @Query(() => PromotionCounts, {
    nullable: true,
    description:
      '홍보 활동 수. 우리 기관이 기간 안에 한 홍보 활동을 셉니다. How many promotion activities the viewer’s organization had in a period.',
  })
  promotionCounts(
    @Arg('period', () => PromotionPeriod, { description: '기간. 셀 날을 정합니다. The days.' })
    period: PromotionPeriod,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const { from, until } = period;
    return context.reads.functions.called(context, info, 'promotion_counts($1::date, $2::date)', [
      from,
      until,
    ]);
  }
}
