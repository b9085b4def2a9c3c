import type { GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import { Ctx, Info, Query, Resolver } from 'type-graphql';
import { AllowedTo } from '../access/decorators.js';
import { type Grant, signedIn } from '../access/grants.js';
import { permits } from '../access/permits.js';
import { Organization } from '../catalogue/types.js';
import type { Context } from '../context.js';
import { organizations } from '../database/tables/catalogue.js';
import { ViewerProfile } from './types.js';

@Resolver()
export class ViewerResolver {
  @AllowedTo(signedIn)
  @Query(() => ViewerProfile, {
    nullable: true,
    description:
      '접속자. 누가 묻고 있는지 지금의 직원 기록대로 보여 줍니다. Who asks, as the staff record says now.',
  })
  async viewer(@Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    // Asking for the posts confirms the viewer.
    const posts = await context.reads.functions.called(context, info, 'own_posts()');
    return { ...context.viewer, posts, operations: operationsFor(context, info.schema) };
  }

  @AllowedTo(signedIn)
  @Query(() => Organization, {
    nullable: true,
    description:
      '우리 기관. 지금 일하는 직위의 기관을 보여 줍니다. The organization of the post in which the viewer acts; null where the catalogue keeps it secret.',
  })
  myOrganization(@Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    return context.reads.shared(context, info, organizations, context.viewer!.organizationId);
  }
}

/** The root fields that the gates let this viewer through to, in the order of the alphabet. */
function operationsFor(context: Context, schema: GraphQLSchema): string[] {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  return roots
    .flatMap((root) => Object.values(root?.getFields() ?? {}))
    .filter(({ name, extensions }) => permits(extensions.grant as Grant, undefined, context, name))
    .map(({ name }) => name)
    .sort();
}
