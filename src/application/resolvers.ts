import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, Info, Query, Resolver } from 'type-graphql';
import { AllowedTo } from '../access/decorators.js';
import { duty } from '../access/grants.js';
import { stepDuties } from '../access/steps.js';
import type { Context } from '../context.js';
import { VisitTeam, visitTeams } from './teams.js';

@Resolver()
export class ApplicationResolver {
  @AllowedTo(duty(...stepDuties.CONSULT))
  @Query(() => [VisitTeam], {
    nullable: true,
    description:
      '방문팀 목록. 우리 기관의 방문팀을 이름순으로 보여 줍니다. The teams of the viewer’s own office, by name; those that go out no more stand last.',
  })
  visitTeams(@Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    return visitTeams(context, info);
  }
}
