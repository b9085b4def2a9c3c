import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Query, Resolver } from 'type-graphql';
import { AllowedTo } from '../access/decorators.js';
import { signedIn } from '../access/grants.js';
import type { Context } from '../context.js';
import { DateScalar } from '../scalars.js';
import { Policy, policiesOn } from './types.js';

@Resolver()
export class PolicyResolver {
  @AllowedTo(signedIn)
  @Query(() => [Policy], {
    nullable: true,
    description:
      '정책 기준 목록. 우리 시·군·구의 기한과 횟수가 어느 날 어떠했는지, 또 어떠할지 보여 줍니다. The policies of the viewer’s district as they were, are or will be on a day.',
  })
  policies(
    @Arg('day', () => DateScalar, {
      nullable: true,
      description: '기준일. 정하지 않으면 오늘입니다. Which day; today unless said otherwise.',
    })
    day: string | null,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return policiesOn(context, info, day ?? null);
  }
}
