import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { AllowedTo } from '../access/decorators.js';
import { duty } from '../access/grants.js';
import { sideDuties } from '../access/referrals.js';
import type { Context } from '../context.js';
import { districtOf, idOf } from '../database/planner/identifiers.js';
import { type ListOrder, ListOrderType, pageArguments } from '../database/planner/pageArguments.js';
import type { PageOrder } from '../database/planner/plan.js';
import { referrals } from '../database/tables/referral.js';
import { Page } from '../page.js';
import { ReferralFilter } from './inputs.js';
import { Referral, ReferralConnection } from './types.js';

const filterOf = { nullable: true, description: '조건. 어떤 의뢰를 받을지 정합니다. Which referrals.' };
const orderGiven = { nullable: true, description: pageArguments.order };
const districtGiven = {
  nullable: true,
  description:
    '시·군·구 코드. 다섯 자리 코드이며, 정하지 않으면 본인의 시·군·구입니다. Five digits; the viewer’s own unless said otherwise.',
};

@Resolver()
export class ReferralResolver {
  @AllowedTo(duty(...sideDuties.RECIPIENT))
  @Query(() => ReferralConnection, {
    nullable: true,
    description:
      '받은 의뢰. 우리 기관이 받은 의뢰를 따로 정하지 않으면 최근 것부터 보여 줍니다. Referrals to the viewer’s organization, newest first unless said otherwise.',
  })
  referralsReceived(
    @Arg('filter', () => ReferralFilter, filterOf) filter: ReferralFilter | null,
    @Arg('order', () => ListOrderType, orderGiven) order: ListOrder | null,
    @Arg('district', () => String, districtGiven) district: string | null,
    @Args(() => Page) page: Page,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return pageOf('RECEIVED', context, info, { filter, order, district, page });
  }

  @AllowedTo(duty(...sideDuties.SENDER))
  @Query(() => ReferralConnection, {
    nullable: true,
    description:
      '보낸 의뢰. 우리 기관이 보낸 의뢰 가운데 항목을 가진 것을 따로 정하지 않으면 최근 것부터 보여 줍니다. Referrals that the viewer’s organization wrote, those whose class the viewer has, newest first unless said otherwise.',
  })
  referralsSent(
    @Arg('filter', () => ReferralFilter, filterOf) filter: ReferralFilter | null,
    @Arg('order', () => ListOrderType, orderGiven) order: ListOrder | null,
    @Arg('district', () => String, districtGiven) district: string | null,
    @Args(() => Page) page: Page,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return pageOf('SENT', context, info, { filter, order, district, page });
  }

  @AllowedTo(duty(...sideDuties.RECIPIENT))
  @Query(() => Referral, {
    nullable: true,
    description:
      '의뢰. 의뢰 하나를 보여 줍니다. 없거나 알 수 없으면 null입니다. One referral; null when there is none or the viewer may not know of it.',
  })
  referral(
    @Arg('id', () => ID, { description: '식별자. 받을 것의 식별자입니다. Its id.' }) id: string,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.one(context, info, referrals, idOf('Referral', id));
  }
}

interface Asked {
  filter: ReferralFilter | null;
  order: ListOrder | null;
  district: string | null;
  page: Page;
}

/** By when it was written or asked for. A cursor of one order is none of the other. */
function orderOf(side: 'SENT' | 'RECEIVED', order: ListOrder | null): PageOrder {
  const column = side === 'SENT' ? 'createdAt' : 'requestedAt';
  return order === 'OLDEST_FIRST' ? { column, name: order, oldestFirst: true } : { column };
}

const pageOf = (
  side: 'SENT' | 'RECEIVED',
  context: Context,
  info: GraphQLResolveInfo,
  { filter, order, district, page }: Asked,
) =>
  context.reads.page(context, info, {
    table: referrals,
    opening: 'referrals',
    sortedBy: orderOf(side, order),
    which: [side],
    district: districtOf(district ?? context.viewer!.districtId),
    filter: filter ?? {},
    first: page.first ?? null,
    after: page.after ?? null,
  });
