import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Info, Query, Resolver } from 'type-graphql';
import { administrators } from '../access/appointments.js';
import { AllowedTo } from '../access/decorators.js';
import { duty } from '../access/grants.js';
import { outreachDuties } from '../access/outreach.js';
import type { Context } from '../context.js';
import * as tables from '../database/tables/zone.js';
import { PageFromEitherEnd } from '../page.js';
import { PetitionFilter, RoundFilter } from './filters.js';
import { PetitionConnection, RoundConnection, ZoneSubstitution } from './types.js';

const which = { nullable: true, description: '조건. 어떤 것을 받을지 정합니다. Which ones.' } as const;

@Resolver()
export class ZoneResolver {
  @AllowedTo(duty(...new Set([...administrators, ...outreachDuties])))
  @Query(() => [ZoneSubstitution], {
    nullable: true,
    description:
      '대직 목록. 우리 기관이나 관리하는 기관에서 오늘이나 앞으로 누가 누구의 구역을 맡는지 보여 줍니다. Who stands in for whose zones today or later, at the viewer’s organization and at those whose people they administer.',
  })
  zoneSubstitutions(@Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    return context.reads.functions.called(context, info, 'zone_substitutions()');
  }

  @AllowedTo(duty(...outreachDuties))
  @Query(() => RoundConnection, {
    nullable: true,
    description:
      '순찰 목록. 우리 기관의 순찰을 날짜순으로 보여 줍니다. Rounds of the viewer’s organization, by day.',
  })
  rounds(
    @Arg('filter', () => RoundFilter, which) _filter: RoundFilter,
    @Args(() => PageFromEitherEnd) _page: PageFromEitherEnd,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.ownList(context, info, { table: tables.rounds, order: ['walkedOn', 'id'] });
  }

  @AllowedTo(duty(...outreachDuties))
  @Query(() => PetitionConnection, {
    nullable: true,
    description:
      '민원 목록. 우리 기관이 받은 민원을 받은 날 순으로 보여 줍니다. Petitions that the viewer’s organization took, by day.',
  })
  petitions(
    @Arg('filter', () => PetitionFilter, which) _filter: PetitionFilter,
    @Args(() => PageFromEitherEnd) _page: PageFromEitherEnd,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.ownList(context, info, { table: tables.petitions, order: ['takenOn', 'id'] });
  }
}
