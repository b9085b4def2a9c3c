import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Info, Query, Resolver } from 'type-graphql';
import { enumObject } from '../access/columns.js';
import { AllowedTo } from '../access/decorators.js';
import { webhookDuties } from '../access/duties.js';
import { duty } from '../access/grants.js';
import { sideDuties } from '../access/referrals.js';
import type { Context } from '../context.js';
import { cursorOf, parseCursor } from '../database/planner/cursor.js';
import { deliveryState } from '../database/tables/enums.js';
import { Page } from '../page.js';
import { ChangeFeed, changeOf } from './types.js';
import { DeliveryPage, Webhook, type WebhookDelivery } from './webhooks.js';

// Registered as the modules load: enums must be known before the schema is built.
const StateType = enumObject(deliveryState);

@Resolver()
export class ChangeResolver {
  @AllowedTo(duty(...sideDuties.RECIPIENT))
  @Query(() => ChangeFeed, {
    nullable: true,
    description:
      '변경 알림. 우리 기관이 보내거나 받은 의뢰에서 바뀐 것을 오래된 것부터 보여 줍니다. 마지막 커서로 다시 물으면 새것을 받습니다. What changed of the referrals that the viewer’s organization sent or received and the viewer may read, oldest first. A cursor stays good for 90 days, unless the server keeps changes for another time; ask again with the last one for what is new. One that is not good is refused with `startOver`.',
  })
  async changes(
    @Args(() => Page) page: Page,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ChangeFeed> {
    const after = page.after ?? null;
    const { changes, more } = await context.reads.feed.changes(context, info, after, page.first ?? null);
    return { changes: changes.map(changeOf), endCursor: changes.at(-1)?.id ?? after, hasMore: more };
  }

  @AllowedTo(duty(...webhookDuties))
  @Query(() => [Webhook], {
    nullable: true,
    description:
      '웹훅. 우리 기관의 프로그램에 변경을 알리는 곳을 보여 줍니다. Where programs of the viewer’s organization are told of changes.',
  })
  async webhooks(@Ctx() context: Context, @Info() info: GraphQLResolveInfo): Promise<Webhook[]> {
    const found = await context.reads.feed.answered<Webhook[]>(context, info, 'webhooks_of', []);
    return found.map((each) => ({ ...each, id: `Webhook:${each.id}` }));
  }

  @AllowedTo(duty(...webhookDuties))
  @Query(() => DeliveryPage, {
    nullable: true,
    description:
      '웹훅 전달. 본인 직위가 등록한 웹훅의 전달을 최근 것부터 보여 줍니다. Deliveries of the webhooks that the viewer’s own post registered, newest first.',
  })
  async webhookDeliveries(
    @Arg('states', () => [StateType], {
      nullable: true,
      description: '상태. 이 상태 가운데 하나인 것만 받습니다. At any of these states.',
    })
    states: string[] | null,
    @Args(() => Page) page: Page,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DeliveryPage> {
    const size = context.reads.pageSize(page.first ?? null);
    const [at = null, id = null] = page.after ? parseCursor(page.after, 2) : [];
    const asked = [states ? `{${states.join()}}` : null, at, id, size + 1];
    const found = await context.reads.feed.answered<WebhookDelivery[]>(context, info, 'deliveries_of', asked);
    const rows = found.slice(0, size);
    const last = rows.at(-1);
    return {
      deliveries: rows.map((each) => ({
        ...each,
        id: `WebhookDelivery:${each.id}`,
        webhookId: `Webhook:${each.webhookId}`,
      })),
      endCursor: last ? cursorOf([last.createdAt, last.id]) : (page.after ?? null),
      hasMore: found.length > size,
    };
  }
}
