import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Query, Resolver } from 'type-graphql';
import { AllowedTo } from '../access/decorators.js';
import { statisticians } from '../access/duties.js';
import { duty } from '../access/grants.js';
import type { Context } from '../context.js';
import { districtOf } from '../database/planner/identifiers.js';
import { badInput, forbidden } from '../errors.js';
import { CaseFunnel, Period } from './types.js';

/** Refuses what is shorter than a month, or cuts one: exact figures of a day are those of one household. */
function wholeMonths({ from, until }: Period) {
  if (from > until)
    throw badInput('기간의 시작일이 종료일보다 늦습니다. The period ends before it begins.', {
      field: 'period.until',
    });
  const next = new Date(`${until}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  const wrong = !from.endsWith('-01') ? 'from' : next.getUTCDate() !== 1 ? 'until' : null;
  if (wrong)
    throw badInput(
      `통계 기간은 달의 첫날부터 마지막 날까지입니다. "period.${wrong}" cuts a month: a period has whole months, such as 2026-01-01 to 2026-01-31.`,
      { field: `period.${wrong}` },
    );
}

@Resolver()
export class MetricsResolver {
  @AllowedTo(duty(...statisticians))
  @Query(() => CaseFunnel, {
    nullable: true,
    description:
      '발굴–선별–연계 현황. Exact figures of whole months, for the statistics role of the district or city itself; FORBIDDEN for everybody else.',
  })
  async caseFunnel(
    @Arg('district', () => String, { description: '시·군·구 코드. Five digits.' }) district: string,
    @Arg('period', () => Period, { description: '기간. Whole months of the screenings.' }) period: Period,
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
    if (!funnel) throw forbidden();
    return funnel;
  }
}
