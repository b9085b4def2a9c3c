import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { AllowedTo } from '../access/decorators.js';
import { consentKeepers } from '../access/duties.js';
import { filterJson, filterOf } from '../access/filters.js';
import { duty } from '../access/grants.js';
import type { Entry } from '../accesslog/accessLog.js';
import type { Context } from '../context.js';
import { idOf } from '../database/planner/identifiers.js';
import type { Page as Answered } from '../database/planner/page.js';
import { totalAsked } from '../database/planner/selection.js';
import { Page } from '../page.js';
import {
  AccessLogConnection,
  AccessLogFilter,
  AccessReviewConnection,
  DataAccessConnection,
  watching,
} from './types.js';

/** A read of the log is a line of the log, with what it was narrowed by. */
const logRead = (query: string, filter: object): Partial<Entry> => ({
  action: 'LOG_READ',
  filter: { query, ...filter },
});

@Resolver()
export class LogResolver {
  @AllowedTo(watching)
  @Query(() => AccessLogConnection, {
    nullable: true,
    description:
      '접속기록 목록. 우리 시·군·구의 접속기록을 최근 것부터 보여 줍니다. 사례 내용은 없으며, 읽는 것도 기록됩니다. The access log of the viewer’s district, newest first: no case data. Reading it is logged.',
  })
  accessLog(
    @Arg('filter', () => AccessLogFilter, {
      nullable: true,
      description: '조건. 어떤 줄을 받을지 정합니다. Which lines.',
    })
    filter: AccessLogFilter | null,
    @Args(() => Page) { first, after }: Page,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Answered | null> {
    const given = filterJson(filterOf(info.parentType.getFields()[info.fieldName]!), filter);
    const asked = { name: 'access_log_page', parts: 2, first, after, count: totalAsked(info) } as const;
    return context.reads.functions.page(
      context,
      info,
      { ...asked, given: [['text::jsonb', JSON.stringify(given)]] },
      () => [logRead('accessLog', given)],
    );
  }

  @AllowedTo(watching)
  @Query(() => AccessReviewConnection, {
    nullable: true,
    description:
      '접속기록 월간 점검. 한 달 동안 직위마다 무엇을 했는지, 눈에 띄는 것부터 보여 줍니다. 읽는 것도 기록됩니다. What each post did in a month in the viewer’s district, outliers first. Reading it is logged.',
  })
  accessReview(
    @Arg('month', () => String, {
      description: '월 (YYYY-MM). 서울 시각으로 어느 달인지 정합니다. The month, in Seoul.',
    })
    month: string,
    @Args(() => Page) { first, after }: Page,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Answered | null> {
    const asked = { name: 'access_review_page', parts: 3, first, after, count: totalAsked(info) } as const;
    return context.reads.functions.page(context, info, { ...asked, given: [['date', `${month}-01`]] }, () => [
      logRead('accessReview', { month }),
    ]);
  }

  @AllowedTo(duty(...consentKeepers))
  @Query(() => DataAccessConnection, {
    nullable: true,
    description:
      '열람 내역. 누가 가구원의 정보를 읽었는지 최근 날부터 보여 줍니다. 보호받는 가족을 위험하게 할 것은 빠집니다. Who read a member’s data, newest day first, for those who keep the household’s consents and print it for the person; null for an unknown member, and for one whom the viewer may not ask for. What would endanger a protected relative is left out.',
  })
  whoSaw(
    @Arg('member', () => ID, { description: '가구원. 묻는 사람의 식별자입니다. Id of the person who asks.' })
    member: string,
    @Args(() => Page) { first, after }: Page,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Answered | null> {
    const { district, id } = idOf('Member', member);
    const asked = { name: 'who_saw_page', parts: 4, first, after, count: totalAsked(info) } as const;
    const given = [
      ['text', district],
      ['uuid', id],
    ] as const;
    // Alike for unknown and hidden: only where it was answered does the log name the household.
    return context.reads.functions.page(context, info, { ...asked, given }, (_, answered) => [
      {
        ...logRead('whoSaw', { member: id }),
        districtId: district,
        householdId: answered ? String(answered.household) : null,
        allowed: answered !== null,
      },
    ]);
  }
}
