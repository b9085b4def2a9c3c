import { randomUUID } from 'node:crypto';
import { ID } from 'type-graphql';
import { webhookDuties } from '../access/duties.js';
import { duty } from '../access/grants.js';
import type { Context } from '../context.js';
import { idOf } from '../database/planner/identifiers.js';
import { errorOf } from '../faults.js';
import { computedField, mutation, mutations, payload, valueField } from '../mutation.js';
import { faultOf } from './addresses.js';
import { changeFaults } from './faults.js';
import { RegisterWebhookInput, RemoveWebhookInput, ResendDeliveryInput } from './webhooks.js';

/** The most webhooks that one organization has. */
const mostWebhooks = 10;

const webhookPayload = payload<{ webhookId: string }>(
  'WebhookPayload',
  '웹훅 등록 결과. 웹훅과, 그 서명에 쓰는 비밀값을 돌려줍니다. The webhook, and what its messages are signed with.',
  {
    webhookId: valueField(() => ID, '웹훅. Its id.'),
    // Made from the key and the id when it is told, so that no answer that is kept for a day holds it.
    secret: computedField(
      () => String,
      '비밀값. `whsec_…`, to check signatures with; told once and never again.',
      ({ webhookId }, context) => context.webhooks.secretOf(idOf('Webhook', webhookId).id),
    ),
  },
);
const webhookChanged = payload(
  'WebhookChanged',
  '웹훅 업무 결과. 어느 웹훅이나 전달이었는지 돌려줍니다. Which webhook or delivery it was.',
  {
    id: valueField(() => ID, '대상. Its id.'),
  },
);

export const WebhookMutations = mutations({
  registerWebhook: mutation({
    grant: duty(...webhookDuties),
    description:
      '웹훅 등록. 이제부터 생기는 변경을 프로그램에 알립니다. 알릴 때마다 본인 직위의 권한을 따릅니다. Has a program told of changes from now on, with the rights that the viewer’s post has at each of them.',
    input: RegisterWebhookInput,
    answers: webhookPayload,
    run: async (context, input, name) => {
      if (!context.webhooks.given) throw errorOf(changeFaults.WEBHOOKS_ARE_OFF);
      const fault = faultOf(input.url, context.webhooks.strict);
      if (fault) throw errorOf(fault, {}, 'input.url');
      const id = randomUUID();
      return context.commands.run(context, command(context, name, input), async ({ sql }) => {
        const [row] = await sql`select hamkke.register_webhook(${id}, ${input.url}, ${mostWebhooks}) as made`;
        if (!row!.made) throw errorOf(changeFaults.TOO_MANY_WEBHOOKS, { most: mostWebhooks });
        return { webhookId: `Webhook:${id}` };
      });
    },
  }),
  removeWebhook: mutation({
    grant: duty(...webhookDuties),
    description:
      '웹훅 해제. 우리 기관의 웹훅을 끝냅니다. 보내고 있던 것은 그만둡니다. Ends a webhook of the viewer’s organization; what is on its way is given up.',
    input: RemoveWebhookInput,
    answers: webhookChanged,
    run: async (context, input, name) => {
      const { id } = idOf('Webhook', input.webhookId);
      return context.commands.run(context, command(context, name, {}), async ({ sql }) => {
        await sql`select hamkke.remove_webhook(${id})`;
        return { id: input.webhookId };
      });
    },
  }),
  resendDelivery: mutation({
    grant: duty(...webhookDuties),
    description:
      '다시 보내기. 받지 못했거나 포기한 전달을 다시 시도합니다. Tries a delivery again that was taken or given up.',
    input: ResendDeliveryInput,
    answers: webhookChanged,
    run: async (context, input, name) => {
      const { id } = idOf('WebhookDelivery', input.deliveryId);
      return context.commands.run(context, command(context, name, {}), async ({ sql }) => {
        const [row] = await sql`select hamkke.resend_delivery(${id}) as again`;
        if (!row!.again) throw errorOf(changeFaults.DELIVERY_IS_RUNNING);
        return { id: input.deliveryId };
      });
    },
  }),
});

const command = (context: Context, name: string, input: { idempotencyKey?: string | null }) => ({
  name,
  about: { district: context.viewer!.districtId },
  input,
});
