import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { line } from '../access/bounds.js';
import { enumObject } from '../access/columns.js';
import { IdempotencyKey } from '../access/commonFields.js';
import { AllowedTo, InputField } from '../access/decorators.js';
import { inherited } from '../access/grants.js';
import { deliveryState } from '../database/tables/enums.js';
import { DateTimeScalar } from '../scalars.js';

// Registered as the modules load: enums must be known before the schema is built.
const StateType = enumObject(deliveryState);

@ObjectType({
  description:
    '웹훅. 기관의 프로그램이 알림을 받는 주소이며, 등록한 직위가 알 수 있는 것만 서명해 보냅니다. An address of an organization’s own program, which is told of what the post that registered it may be told, signed by the Standard Webhooks convention.',
})
export class Webhook {
  @AllowedTo(inherited)
  @Field(() => ID, { description: '고유 식별자. Stable identifier.' })
  id!: string;

  @AllowedTo(inherited)
  @Field(() => String, { description: '주소. Where it is told.' })
  url!: string;

  @AllowedTo(inherited)
  @Field(() => DateTimeScalar, { description: '등록 시각. When it was registered.' })
  createdAt!: string;

  @AllowedTo(inherited)
  @Field(() => Boolean, { description: '본인 등록 여부. Whether the viewer’s own post registered it.' })
  own!: boolean;
}

@ObjectType({
  description: '웹훅 전달. 한 웹훅으로 보내는 변경 하나입니다. One change on its way to one webhook.',
})
export class WebhookDelivery {
  @AllowedTo(inherited)
  @Field(() => ID, {
    description: '고유 식별자. The `webhook-id` that it leaves with, the same at every try.',
  })
  id!: string;

  @AllowedTo(inherited)
  @Field(() => ID, { description: '웹훅. Id of the webhook.' })
  webhookId!: string;

  @AllowedTo(inherited)
  @Field(() => StateType, { description: '상태. How far it is.' })
  state!: string;

  @AllowedTo(inherited)
  @Field(() => Int, { description: '시도 횟수. How often it was tried.' })
  attempts!: number;

  @AllowedTo(inherited)
  @Field(() => Int, {
    nullable: true,
    description: '마지막 응답. HTTP status of the last try; null where nobody was reached.',
  })
  lastStatus!: number | null;

  @AllowedTo(inherited)
  @Field(() => DateTimeScalar, { description: '생성 시각. Since when it is on its way.' })
  createdAt!: string;

  @AllowedTo(inherited)
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: '다음 시도. When it is tried next; null once it is settled.',
  })
  nextAt!: string | null;

  @AllowedTo(inherited)
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: '완료 시각. When it was taken or given up.',
  })
  settledAt!: string | null;
}

@ObjectType({ description: '웹훅 전달 목록. 웹훅 전달을 담은 한 페이지입니다. A page of deliveries.' })
export class DeliveryPage {
  @AllowedTo(inherited)
  @Field(() => [WebhookDelivery], { description: '전달. The deliveries of this page.' })
  deliveries!: WebhookDelivery[];

  @AllowedTo(inherited)
  @Field(() => String, { nullable: true, description: '다음 커서. Pass it as `after` for the next page.' })
  endCursor!: string | null;

  @AllowedTo(inherited)
  @Field(() => Boolean, { description: '더 있는지. Whether more follows.' })
  hasMore!: boolean;
}

@InputType({
  description: '웹훅 등록. 프로그램이 어디에서 알림을 받을지 적습니다. Where a program wants to be told.',
})
export class RegisterWebhookInput {
  @InputField(line(2000), '주소. A public https address.')
  url!: string;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({ description: '웹훅 해제. 어느 웹훅을 끝내는지 적습니다. Which webhook ends.' })
export class RemoveWebhookInput {
  @InputField(() => ID, '웹훅. Its id.')
  webhookId!: string;
}

@InputType({
  description: '다시 보내기. 어느 전달을 다시 시도하는지 적습니다. Which delivery is tried again.',
})
export class ResendDeliveryInput {
  @InputField(() => ID, '전달. Its id.')
  deliveryId!: string;
}
