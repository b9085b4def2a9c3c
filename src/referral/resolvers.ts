import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { AllowedTo } from '../access/decorators.js';
import { duty } from '../access/grants.js';
import { sideDuties } from '../access/referrals.js';
import type { Context } from '../context.js';
import { districtOf, idOf } from '../database/planner/identifiers.js';
import { referrals } from '../database/tables/referral.js';
import { Page } from '../page.js';
import { ReferralFilter } from './inputs.js';
import { Referral, ReferralConnection } from './types.js';

const filterOf = { nullable: true, description: '조건. Which referrals.' };
const districtGiven = {
  nullable: true,
  description: '시·군·구 코드. Five digits; the viewer’s own unless said otherwise.',
};

@Resolver()
export class ReferralResolver {
  @AllowedTo(duty(...sideDuties.RECIPIENT))
  @Query(() => ReferralConnection, {
    nullable: true,
    description: '받은 의뢰. Referrals to the viewer’s organization, newest first.',
  })
  referralsReceived(
    @Arg('filter', () => ReferralFilter, filterOf) filter: ReferralFilter | null,
    @Arg('district', () => String, districtGiven) district: string | null,
    @Args(() => Page) page: Page,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return pageOf('RECEIVED', context, info, filter, district, page);
  }

  @AllowedTo(duty(...sideDuties.SENDER))
  @Query(() => ReferralConnection, {
    nullable: true,
    description:
      '보낸 의뢰. Referrals that the viewer’s organization wrote, those whose class the viewer has, newest first.',
  })
  referralsSent(
    @Arg('filter', () => ReferralFilter, filterOf) filter: ReferralFilter | null,
    @Arg('district', () => String, districtGiven) district: string | null,
    @Args(() => Page) page: Page,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return pageOf('SENT', context, info, filter, district, page);
  }

  @AllowedTo(duty(...sideDuties.RECIPIENT))
  @Query(() => Referral, {
    nullable: true,
    description: '의뢰. One referral; null when there is none or the viewer may not know of it.',
  })
  referral(
    @Arg('id', () => ID, { description: '식별자. Its id.' }) id: string,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.one(context, info, referrals, idOf('Referral', id));
  }
}

const pageOf = (
  side: 'SENT' | 'RECEIVED',
  context: Context,
  info: GraphQLResolveInfo,
  filter: ReferralFilter | null,
  district: string | null,
  page: Page,
) =>
  context.reads.page(context, info, {
    table: referrals,
    opening: 'referrals',
    newest: { column: side === 'SENT' ? 'createdAt' : 'requestedAt' },
    which: [side],
    district: districtOf(district ?? context.viewer!.districtId),
    filter: filter ?? {},
    first: page.first ?? null,
    after: page.after ?? null,
  });
