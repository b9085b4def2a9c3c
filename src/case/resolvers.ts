import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Int, Query, Resolver } from 'type-graphql';
import { AllowedTo } from '../access/decorators.js';
import { caseWork } from '../access/duties.js';
import { duty } from '../access/grants.js';
import { commonFaults } from '../commonFaults.js';
import type { Context } from '../context.js';
import { districtOf, idOf } from '../database/planner/identifiers.js';
import { fieldsAsked } from '../database/planner/selection.js';
import { cases } from '../database/tables/case.js';
import { visitTier } from '../database/tables/enums.js';
import { errorOf } from '../faults.js';
import { boardOf, boardSql, CaseBoard, type Counted, mostStuckDays, usualStuckDays } from './board.js';
import { Case } from './types.js';

@Resolver()
export class CaseResolver {
  @AllowedTo(duty(...caseWork))
  @Query(() => Case, {
    nullable: true,
    description:
      '사례. 사례 하나를 보여 줍니다. 없거나 알 수 없으면 null입니다. One case; null when there is none or the viewer may not know of it.',
  })
  case(
    @Arg('id', () => ID, { description: '식별자. 받을 것의 식별자입니다. Its id.' }) id: string,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.one(context, info, cases, idOf('Case', id));
  }

  @AllowedTo(duty(...caseWork))
  @Query(() => CaseBoard, {
    nullable: true,
    description:
      '사례 현황판. 알 수 있는 사례가 단계별, 팀별로 몇 건인지 보여 줍니다. How many cases stand where, by stage and by team, of those that the viewer may know of. Which they are is asked by `households`.',
  })
  async caseBoard(
    @Arg('district', () => String, {
      nullable: true,
      description:
        '시·군·구 코드. 다섯 자리 코드이며, 정하지 않으면 본인의 시·군·구입니다. Five digits; the viewer’s own unless said otherwise.',
    })
    district: string | null,
    @Arg('stuckDays', () => Int, {
      nullable: true,
      description: `기준일수. 이 날수 동안 업무가 없으면 멈춘 사례로 셉니다. 1부터 3650까지이며, 정하지 않으면 14일입니다. Days without a step after which a case counts as stuck, 1 to ${mostStuckDays}; ${usualStuckDays} unless said otherwise.`,
    })
    stuckDays: number | null,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const days = stuckDays ?? usualStuckDays;
    if (days < 1 || days > mostStuckDays)
      throw errorOf(commonFaults.NUMBER_OUT_OF_RANGE, { least: 1, most: mostStuckDays }, 'stuckDays');
    const own = { $district: districtOf(district ?? context.viewer!.districtId), $days: days };
    // Members are opened for the counts of their tiers alone.
    const members = fieldsAsked(info).includes('tiers')
      ? { tiers: visitTier.enumValues, counted: true }
      : null;
    return boardOf((await context.reads.counts(context, info, own, boardSql, members)) as Counted);
  }
}
