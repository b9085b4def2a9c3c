import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { AllowedTo } from '../access/decorators.js';
import { caseWork } from '../access/duties.js';
import { duty } from '../access/grants.js';
import type { Context } from '../context.js';
import { idOf } from '../database/planner/identifiers.js';
import { services } from '../database/tables/catalogue.js';
import { Page } from '../page.js';
import { classesLookedAt } from './facts.js';
import { EligibleServiceFilter } from './filter.js';
import { eligibleServices } from './rowSource.js';
import { EligibleServiceConnection } from './types.js';

@Resolver()
export class EligibilityResolver {
  @AllowedTo(duty(...caseWork))
  @Query(() => EligibleServiceConnection, {
    nullable: true,
    description:
      '받을 수 있는 서비스 목록. 볼 수 있는 정보만으로 가구가 받을 수 있는 서비스를 가능한 것부터 이름순으로 보여 줍니다. 접속기록에 남습니다. Services that a household may get, told from what the viewer may see of it: those that fit first, then those that may, by name. Services of which a condition visibly does not fit are left out. It is logged as reading every class that is looked at. Null when there is no such household or the viewer may not know of it.',
  })
  eligibleServices(
    @Arg('householdId', () => ID, { description: '가구. 가구의 식별자입니다. Id of the household.' })
    householdId: string,
    @Arg('filter', () => EligibleServiceFilter, {
      nullable: true,
      description: '조건. 어떤 서비스를 받을지 정합니다. Which services.',
    })
    _filter: EligibleServiceFilter | null,
    @Args(() => Page) _page: Page,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.listFor(
      context,
      info,
      idOf('Household', householdId),
      { table: services, order: ['name', 'id'], found: eligibleServices },
      classesLookedAt,
    );
  }
}
