import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Query, Resolver } from 'type-graphql';
import { AllowedTo } from '../access/decorators.js';
import { statisticians } from '../access/duties.js';
import { duty } from '../access/grants.js';
import { commonFaults } from '../commonFaults.js';
import type { Context } from '../context.js';
import { districtOf } from '../database/planner/identifiers.js';
import { errorOf } from '../faults.js';
import { metricsFaults } from './faults.js';
import { CaseFunnel, Period } from './types.js';

/** Refuses what is shorter than a month, or cuts one: exact figures of a day are those of one household. */
function wholeMonths({ from, until }: Period) {
  if (from > until) throw errorOf(metricsFaults.PERIOD_ENDS_BEFORE_IT_BEGINS);
  const next = new Date(`${until}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  const wrong = !from.endsWith('-01') ? 'from' : next.getUTCDate() !== 1 ? 'until' : null;
  if (wrong) throw errorOf(metricsFaults.PERIOD_CUTS_A_MONTH, {}, `period.${wrong}`);
}

@Resolver()
export class MetricsResolver {
  @AllowedTo(duty(...statisticians))
  @Query(() => CaseFunnel, {
    nullable: true,
    description:
      '발굴–선별–연계 현황. 발굴에서 연계까지의 정확한 월별 수치를 통계 담당에게 보여 줍니다. Exact figures of whole months, for the statistics role of the district or city itself; FORBIDDEN for everybody else.',
  })
  async caseFunnel(
    @Arg('district', () => String, { description: '시·군·구 코드. 다섯 자리 코드를 적습니다. Five digits.' })
    district: string,
    @Arg('period', () => Period, {
      description: '기간. 발굴한 달을 온달로 정합니다. Whole months of the screenings.',
    })
    period: Period,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    wholeMonths(period);
    const funnel = await context.reads.functions.called(
      context,
      info,
      'case_funnel($1::text, $2::date, $3::date)',
      [districtOf(district), period.from, period.until],
    );
    if (!funnel) throw errorOf(commonFaults.DUTY_NOT_PERMITTED);
    return funnel;
  }
}
