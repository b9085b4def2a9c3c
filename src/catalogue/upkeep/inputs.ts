import { Float, ID, InputType } from 'type-graphql';
import { comingDay } from '../../access/bounds.js';
import { IdempotencyKey } from '../../access/commonFields.js';
import { InputField } from '../../access/decorators.js';
import { verificationInWords } from './limits.js';

const optional = { optional: true };

@InputType({
  description: '여유 확인. 서비스에 지금 자리가 얼마나 있는지 적습니다. How much room a service has now.',
})
export class ConfirmCapacityInput {
  @InputField(() => ID, '서비스. The service.')
  serviceId!: string;

  @InputField(() => ID, '정원. Which of its capacities; needed where several count the same unit.', optional)
  capacityId?: string | null;

  @InputField(
    () => ID,
    '단위. What is counted; needed where the service has no capacity, or several.',
    optional,
  )
  unitId?: string | null;

  @InputField(() => Float, '남은 자리. Room that is left now.')
  available!: number;

  @InputField(() => Float, '정원. Most that can be served; as it was unless said otherwise.', optional)
  maximum?: number | null;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({
  description: '정보 확인. 기록을 살펴보았고 맞다고 적습니다. That a record was looked at and is true.',
})
export class VerifyRecordInput {
  @InputField(() => ID, '기록. An organization, a service or a location.')
  recordId!: string;

  @InputField(
    comingDay,
    `유효 기한. Last day that this holds; ${verificationInWords.usual} unless said otherwise.`,
    optional,
  )
  validUntil?: string | null;

  @IdempotencyKey
  idempotencyKey?: string | null;
}
