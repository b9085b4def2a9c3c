import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Info, Query, Resolver } from 'type-graphql';
import type { Basis, DataClass } from '../access/classes.js';
import { enumObject } from '../access/columns.js';
import { AllowedTo } from '../access/decorators.js';
import { signedIn } from '../access/grants.js';
import type { Context } from '../context.js';
import type { FunctionRow } from '../database/functionReads.js';
import type { Page as Answered } from '../database/planner/page.js';
import { totalAsked } from '../database/planner/selection.js';
import { inboxKind } from '../database/tables/enums.js';
import { Page } from '../page.js';
import { inboxLimits } from './limits.js';
import { InboxItemConnection } from './types.js';

const { daysAheadOfInbox, mostOfInboxKind } = inboxLimits;

/** A line of the log for each thing that is about a household; one line where there was none, since asking is logged, too. */
const householdsOf = (rows: FunctionRow[]) => {
  const told = rows.filter(({ $h }) => $h !== null && $h !== undefined);
  if (told.length === 0) return [{}];
  return told.map(({ kind, about, $h, $k, $b }) => ({
    // A referral comes from whichever district sent it.
    districtId: String(about).split(':')[1]!,
    householdId: String($h),
    shown: $k as Record<string, DataClass[]>,
    bases: ($b as Basis[] | null) ?? [kind === 'REFERRAL' ? 'REFERRAL' : 'CONTROLLER'],
  }));
};

@Resolver()
export class InboxResolver {
  @AllowedTo(signedIn)
  @Query(() => InboxItemConnection, {
    nullable: true,
    description: `할 일 목록. 이 직위에서 기다리는 모든 일을 기한이 이른 순으로 보여 줍니다. Everything that waits for the viewer in this post, the earliest due day first and then what has none: what is due within ${daysAheadOfInbox} days or overdue, and at most ${mostOfInboxKind} of each kind.`,
  })
  inbox(
    @Arg('kinds', () => [enumObject(inboxKind)], {
      nullable: true,
      description: '유형. 이 가운데 하나인 것만 받습니다. Any of these kinds; all unless said otherwise.',
    })
    kinds: string[] | null,
    @Args(() => Page) page: Page,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Answered | null> {
    const asked = {
      name: 'inbox_page',
      given: [['inbox_kind[]', kinds ?? null]],
      parts: 3,
      count: totalAsked(info),
      first: page.first,
      after: page.after,
    } as const;
    return context.reads.functions.page(context, info, asked, householdsOf);
  }
}
