import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { duty } from '../access/grants.js';
import { See } from '../access/see.js';
import type { Context } from '../context.js';
import { districtOf } from '../database/planner/identifiers.js';
import { badInput, forbidden } from '../errors.js';
import { CaseFunnel, Period } from './types.js';

@Resolver()
export class MetricsResolver {
  @See(duty('STATISTICS'))
  @Query(() => CaseFunnel, {
    nullable: true,
    description:
      '발굴–선별–연계 현황. Exact figures, for the statistics role of the district itself or of the city above it; FORBIDDEN for everybody else.',
  })
  async caseFunnel(
    @Arg('district', () => String, { description: '시·군·구 코드. Five digits.' }) district: string,
    @Arg('period', () => Period, { description: '기간. Days of the screenings.' }) period: Period,
    @Ctx() context: Context,
  ) {
    if (period.from > period.until)
      throw badInput('기간의 시작일이 종료일보다 늦습니다. The period ends before it begins.');
    const funnel = await context.reads.told.called(context, 'case_funnel($1::text, $2::date, $3::date)', [
      districtOf(district),
      period.from,
      period.until,
    ]);
    if (!funnel) throw forbidden();
    return funnel;
  }
}
