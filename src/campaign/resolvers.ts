import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { AllowedTo } from '../access/decorators.js';
import { duty } from '../access/grants.js';
import { outreachDuties } from '../access/outreach.js';
import type { Context } from '../context.js';
import { idOf } from '../database/planner/identifiers.js';
import * as tables from '../database/tables/campaign.js';
import { PageFromEitherEnd } from '../page.js';
import { CampaignFilter, CampaignLineFilter, campaignReaders, PromotionFilter } from './filters.js';
import { Campaign, CampaignConnection, CampaignLineConnection, PromotionConnection } from './types.js';

const which = { nullable: true, description: '조건. 어떤 것을 받을지 정합니다. Which ones.' } as const;

@Resolver()
export class CampaignResolver {
  @AllowedTo(campaignReaders)
  @Query(() => Campaign, {
    nullable: true,
    description:
      '발굴조사. 발굴조사 하나를 보여 줍니다. 없거나 알 수 없으면 null입니다. One campaign; null when there is none or it is not for the viewer.',
  })
  campaign(
    @Arg('id', () => ID, { description: '식별자. 받을 것의 식별자입니다. Its id.' }) id: string,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.one(context, info, tables.campaigns, idOf('Campaign', id));
  }

  @AllowedTo(campaignReaders)
  @Query(() => CampaignConnection, {
    nullable: true,
    description:
      '발굴조사 목록. 우리 기관이 하는 조사를, 협력기관에는 맡은 조사를 시작일 순으로 보여 줍니다. Campaigns of the viewer’s organization, and for a partner those that it surveys today, by their first day.',
  })
  campaigns(
    @Arg('filter', () => CampaignFilter, which) _filter: CampaignFilter,
    @Args(() => PageFromEitherEnd) _page: PageFromEitherEnd,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.ownList(context, info, { table: tables.campaigns, order: ['startsOn', 'id'] });
  }

  @AllowedTo(campaignReaders)
  @Query(() => CampaignLineConnection, {
    nullable: true,
    description:
      '조사 명단. 우리 기관 조사의 명단을, 협력기관에는 맡은 조사에서 아직 만나지 못한 사람을 명단 순서로 보여 줍니다. Lines of the campaigns of the viewer’s organization, and for a partner those of its campaigns to whom somebody still has to go, in the order of the list.',
  })
  campaignLines(
    @Arg('filter', () => CampaignLineFilter, which) filter: CampaignLineFilter | null,
    @Args(() => PageFromEitherEnd) _page: PageFromEitherEnd,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const source = { table: tables.campaignLines, order: ['position', 'id'] };
    return context.reads.ownList(context, info, source, filter ?? {});
  }

  @AllowedTo(duty(...outreachDuties))
  @Query(() => PromotionConnection, {
    nullable: true,
    description:
      '홍보 활동 목록. 우리 기관이 한 홍보 활동을 날짜순으로 보여 줍니다. Promotion activities of the viewer’s organization, by day.',
  })
  promotions(
    @Arg('filter', () => PromotionFilter, which) _filter: PromotionFilter,
    @Args(() => PageFromEitherEnd) _page: PageFromEitherEnd,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.ownList(context, info, { table: tables.promotions, order: ['tookPlaceOn', 'id'] });
  }
}
