import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Resolver, Root, Subscription } from 'type-graphql';
import { AllowedTo } from '../access/decorators.js';
import { duty } from '../access/grants.js';
import { permits, refusal } from '../access/permits.js';
import { sideDuties } from '../access/referrals.js';
import { logRefusal } from '../accesslog/refusals.js';
import type { Context } from '../context.js';
import type { FeedChange } from '../database/feedReads.js';
import { errorOf } from '../faults.js';
import { changeFaults } from './faults.js';
import { ChangeStream } from './stream.js';
import { Change, changeOf } from './types.js';

const whoListens = duty(...sideDuties.RECIPIENT);
const may = (context: Context) => permits(whoListens, undefined, context, '');
const elsewhere = () => errorOf(changeFaults.SUBSCRIBED_ELSEWHERE);

/** Where the stream begins. The gate in front of fields does not stand in front of this: it asks by itself. */
async function subscribe({
  args,
  context,
  info,
}: {
  args: { after?: string | null };
  context: Context;
  info: GraphQLResolveInfo;
}) {
  if (!may(context)) {
    await logRefusal(context, info, args);
    throw refusal(context);
  }
  if (!context.listening) throw elsewhere();
  const { feed, place } = await context.reads.feed.answered<{ feed: string; place: number }>(
    context,
    info,
    'listen_from',
    [args.after ?? null],
  );
  return new ChangeStream(context, context.listening, may, feed, place);
}

@Resolver()
export class ChangeSubscription {
  @AllowedTo(whoListens)
  @Subscription(() => Change, {
    name: 'changes',
    nullable: true,
    subscribe: subscribe as never,
    description:
      '변경 구독. 변경이 생기는 대로 /graphql/stream으로 받습니다. 그때그때의 권한을 따르고, 더 들을 수 없으면 끝납니다. The feed of `changes` as it goes on, at /graphql/stream; each is told with the rights of that moment, and it ends when the person may not listen any more.',
  })
  changes(
    @Arg('after', () => String, {
      nullable: true,
      description:
        '커서. 이 변경 다음부터 받습니다. 정하지 않으면 지금부터입니다. Begins behind this change; with what happens from now on unless said otherwise.',
    })
    _after: string | null,
    @Root() told: FeedChange | undefined,
  ): Change {
    // Executed as if it were a query, it has nothing to tell.
    if (!told) throw elsewhere();
    return changeOf(told);
  }
}
