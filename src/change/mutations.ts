import { randomUUID } from 'node:crypto';
import { Arg, Ctx, Field, FieldResolver, ID, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import { webhookDuties } from '../access/duties.js';
import { duty, inherited } from '../access/grants.js';
import { See } from '../access/see.js';
import type { Context } from '../context.js';
import { idOf } from '../database/planner/identifiers.js';
import { badInput, conflict } from '../errors.js';
import { faultOf } from './addresses.js';
import { RegisterWebhookInput, RemoveWebhookInput, ResendDeliveryInput } from './webhooks.js';

const given = '입력. What is done, to what.';
/** The most webhooks that one organization has. */
const mostWebhooks = 10;

@ObjectType({ description: '웹훅 등록 결과. The webhook, and what its messages are signed with.' })
export class WebhookPayload {
  @See(inherited)
  @Field(() => ID, { description: '웹훅. Its id.' })
  webhookId!: string;

  @See(inherited)
  @Field(() => String, {
    description: '비밀값. `whsec_…`, to check signatures with; told once and never again.',
  })
  secret!: string;
}

@ObjectType({ description: '웹훅 업무 결과. Which webhook or delivery it was.' })
export class WebhookChanged {
  @See(inherited)
  @Field(() => ID, { description: '대상. Its id.' })
  id!: string;
}

@Resolver(() => WebhookPayload)
export class WebhookPayloadResolver {
  /** Made from the key and the id when it is told, so that no answer that is kept for a day holds it. */
  @See(inherited)
  @FieldResolver(() => String)
  secret(@Root() { webhookId }: { webhookId: string }, @Ctx() context: Context) {
    return context.webhooks.secretOf(idOf('Webhook', webhookId).id);
  }
}

@Resolver()
export class WebhookMutations {
  @See(duty(...webhookDuties))
  @Mutation(() => WebhookPayload, {
    nullable: true,
    description:
      '웹훅 등록. Has a program told of changes from now on, with the rights that the viewer’s post has at each of them.',
  })
  async registerWebhook(
    @Arg('input', () => RegisterWebhookInput, { description: given }) input: RegisterWebhookInput,
    @Ctx() context: Context,
  ) {
    if (!context.webhooks.given)
      throw badInput(
        '이 서버는 웹훅을 쓰지 않습니다. This server has no webhooks: HAMKKE_WEBHOOK_KEY is not set.',
      );
    const fault = faultOf(input.url, context.webhooks.strict);
    if (fault) throw badInput(fault);
    const id = randomUUID();
    return context.commands.run(context, command(context, 'registerWebhook', input), async ({ sql }) => {
      const [row] = await sql`select hamkke.register_webhook(${id}, ${input.url}, ${mostWebhooks}) as made`;
      if (!row!.made)
        throw conflict(
          `웹훅은 기관마다 ${mostWebhooks}개까지입니다. An organization has at most ${mostWebhooks}.`,
        );
      return { webhookId: `Webhook:${id}` };
    });
  }

  @See(duty(...webhookDuties))
  @Mutation(() => WebhookChanged, {
    nullable: true,
    description: '웹훅 해제. Ends a webhook of the viewer’s organization; what is on its way is given up.',
  })
  async removeWebhook(
    @Arg('input', () => RemoveWebhookInput, { description: given }) input: RemoveWebhookInput,
    @Ctx() context: Context,
  ) {
    const { id } = idOf('Webhook', input.webhookId);
    return context.commands.run(context, command(context, 'removeWebhook', {}), async ({ sql }) => {
      await sql`select hamkke.remove_webhook(${id})`;
      return { id: input.webhookId };
    });
  }

  @See(duty(...webhookDuties))
  @Mutation(() => WebhookChanged, {
    nullable: true,
    description: '다시 보내기. Tries a delivery again that was taken or given up.',
  })
  async resendDelivery(
    @Arg('input', () => ResendDeliveryInput, { description: given }) input: ResendDeliveryInput,
    @Ctx() context: Context,
  ) {
    const { id } = idOf('WebhookDelivery', input.deliveryId);
    return context.commands.run(context, command(context, 'resendDelivery', {}), async ({ sql }) => {
      const [row] = await sql`select hamkke.resend_delivery(${id}) as again`;
      if (!row!.again) throw conflict('아직 보내는 중입니다. It is still being tried.');
      return { id: input.deliveryId };
    });
  }
}

const command = (context: Context, name: string, input: { idempotencyKey?: string | null }) => ({
  name,
  about: { district: context.viewer!.districtId },
  input,
});
