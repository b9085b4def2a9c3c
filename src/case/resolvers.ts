import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { AllowedTo } from '../access/decorators.js';
import { caseWork } from '../access/duties.js';
import { duty } from '../access/grants.js';
import type { Context } from '../context.js';
import { idOf } from '../database/planner/identifiers.js';
import { cases } from '../database/tables/case.js';
import { Case } from './types.js';

@Resolver()
export class CaseResolver {
  @AllowedTo(duty(...caseWork))
  @Query(() => Case, {
    nullable: true,
    description: '사례. One case; null when there is none or the viewer may not know of it.',
  })
  case(
    @Arg('id', () => ID, { description: '식별자. Its id.' }) id: string,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.one(context, info, cases, idOf('Case', id));
  }
}
