import { Args, Ctx, Query, Resolver } from 'type-graphql';
import { duty } from '../access/grants.js';
import { sideDuties } from '../access/referrals.js';
import { See } from '../access/see.js';
import type { Context } from '../context.js';
import { Page } from '../page.js';
import { ChangeFeed, changeOf } from './types.js';

@Resolver()
export class ChangeResolver {
  @See(duty(...sideDuties.RECIPIENT))
  @Query(() => ChangeFeed, {
    nullable: true,
    description:
      '변경 알림. What changed of the referrals that the viewer’s organization sent or received and the viewer may read, oldest first. A cursor stays good; ask again with the last one for what is new.',
  })
  async changes(@Args(() => Page) page: Page, @Ctx() context: Context): Promise<ChangeFeed> {
    const after = page.after ?? null;
    const { told, more } = await context.reads.changes(context, 'changes', after, page.first ?? null);
    return { changes: told.map(changeOf), endCursor: told.at(-1)?.id ?? after, hasMore: more };
  }
}
