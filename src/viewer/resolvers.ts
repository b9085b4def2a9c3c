import { Ctx, Query, Resolver } from 'type-graphql';
import { signedIn } from '../access/grants.js';
import { See } from '../access/see.js';
import type { Context } from '../context.js';
import { ViewerProfile } from './types.js';

@Resolver()
export class ViewerResolver {
  @See(signedIn)
  @Query(() => ViewerProfile, {
    nullable: true,
    description: '접속자. Who asks, as the staff record says now.',
  })
  async viewer(@Ctx() context: Context) {
    // Asking for the posts confirms the viewer.
    return { ...context.viewer, posts: await context.reads.told.called(context, 'own_posts()') };
  }
}
