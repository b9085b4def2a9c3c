import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, Info, Query, Resolver } from 'type-graphql';
import { AllowedTo } from '../access/decorators.js';
import { signedIn } from '../access/grants.js';
import type { Context } from '../context.js';
import { ViewerProfile } from './types.js';

@Resolver()
export class ViewerResolver {
  @AllowedTo(signedIn)
  @Query(() => ViewerProfile, {
    nullable: true,
    description: '접속자. Who asks, as the staff record says now.',
  })
  async viewer(@Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    // Asking for the posts confirms the viewer.
    return { ...context.viewer, posts: await context.reads.functions.called(context, info, 'own_posts()') };
  }
}
