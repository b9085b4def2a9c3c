import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Info, Query, Resolver } from 'type-graphql';
import { AllowedTo } from '../access/decorators.js';
import { reviewers } from '../access/duties.js';
import { duty } from '../access/grants.js';
import type { Context } from '../context.js';
import type { FunctionRow } from '../database/functionReads.js';
import type { Page as Answered } from '../database/planner/page.js';
import { totalAsked } from '../database/planner/selection.js';
import { Page } from '../page.js';
import { NotificationConnection, ReviewTaskConnection } from './types.js';

/** Which households an answer told of, a line each; one line where it told of none, since asking is logged, too. */
const told = (rows: FunctionRow[]) => {
  const households = [...new Set(rows.map(({ $h }) => String($h)))];
  if (households.length === 0) return [{}];
  return households.map((id) => ({ householdId: id, shown: { [id]: [] }, bases: ['CONTROLLER' as const] }));
};

@Resolver()
export class EmergencyResolver {
  @AllowedTo(duty(...reviewers))
  @Query(() => NotificationConnection, {
    nullable: true,
    description:
      '알림 목록. 본인 직위에 온 알림을 최근 것부터 보여 줍니다. Notifications of the viewer’s own post, newest first.',
  })
  notifications(
    @Arg('unread', () => Boolean, {
      nullable: true,
      description: '읽지 않은 것만. 읽지 않은 것만 받을지 정합니다. Whether only those that were not read.',
    })
    unread: boolean | null,
    @Args(() => Page) page: Page,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Answered | null> {
    const given = [['boolean', unread ?? false]] as const;
    const asked = { name: 'notifications_page', given, parts: 2, count: totalAsked(info) } as const;
    return context.reads.functions.page(
      context,
      info,
      { ...asked, first: page.first, after: page.after },
      told,
    );
  }

  @AllowedTo(duty(...reviewers))
  @Query(() => ReviewTaskConnection, {
    nullable: true,
    description:
      '사후 점검 목록. 본인에게 알려진 긴급열람의 점검을 기한이 먼저 오는 순으로 보여 줍니다. Reviews of the emergencies that the viewer’s own post was notified of, the one due first at the top.',
  })
  reviewTasks(
    @Arg('open', () => Boolean, {
      nullable: true,
      description:
        '완료되지 않은 것만. 완료되지 않은 것만 받을지 정합니다. Whether only those that are not completed.',
    })
    open: boolean | null,
    @Args(() => Page) page: Page,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Answered | null> {
    const given = [['boolean', open ?? false]] as const;
    const asked = { name: 'review_tasks_page', given, parts: 2, count: totalAsked(info) } as const;
    return context.reads.functions.page(
      context,
      info,
      { ...asked, first: page.first, after: page.after },
      told,
    );
  }
}
