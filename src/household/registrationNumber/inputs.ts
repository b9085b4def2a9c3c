import { ID, InputType, Int } from 'type-graphql';
import { registrationNumber } from '../../access/bounds.js';
import { IdempotencyKey } from '../../access/commonFields.js';
import { InputField } from '../../access/decorators.js';

const optional = { optional: true };

@InputType({
  description: '주민등록번호 기록. 가구원의 주민등록번호를 적습니다. The registration number of a member.',
})
export class RecordRegistrationNumberInput {
  @InputField(() => ID, '가구원. Whose number it is.')
  memberId!: string;

  @InputField(
    registrationNumber,
    '주민등록번호. 열세 자리를 모두 적으며, 줄표는 있어도 없어도 됩니다. All thirteen digits, with or without a hyphen; send it as a variable.',
  )
  number!: string;

  @InputField(
    () => Boolean,
    '검증번호 없음. True where the number was read again and its last digit is by chance, as in those given since October 2020.',
    optional,
  )
  withoutCheckDigit?: boolean | null;

  @InputField(
    () => Int,
    '판 번호. The `version` of `uniqueId` that was read; none where it was null. CONFLICT when it is another by now.',
    optional,
  )
  expectedVersion?: number | null;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({
  description:
    '주민등록번호 파기. 누구의 주민등록번호를 더는 두지 않는지 적습니다. Whose registration number is no longer kept.',
})
export class RemoveRegistrationNumberInput {
  @InputField(() => ID, '가구원. Whose number it is.')
  memberId!: string;

  @InputField(
    () => Int,
    '판 번호. The `version` of `uniqueId` that was read; CONFLICT when it is another by now.',
  )
  expectedVersion!: number;

  @IdempotencyKey
  idempotencyKey?: string | null;
}
