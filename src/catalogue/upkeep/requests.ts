import { ID, InputType, Int, ObjectType } from 'type-graphql';
import { line, words } from '../../access/bounds.js';
import { enumObject } from '../../access/columns.js';
import { ExpectedVersion, IdempotencyKey } from '../../access/commonFields.js';
import { InputField, OutputField } from '../../access/decorators.js';
import { connectionOf } from '../../connection.js';
import { changeRequestState } from '../../database/tables/enums.js';
import { DateTimeScalar } from '../../scalars.js';

// Registered as the modules load: enums must be known before the schema is built.
const StateType = enumObject(changeRequestState);

const optional = { optional: true };

@ObjectType({ description: '정정 내용. 제안된 정정 가운데 한 칸입니다. One field of a proposed change.' })
export class FieldChange {
  @OutputField(() => String, '항목. The field, as the record’s type names it.')
  field!: string;

  @OutputField(() => String, '제안 당시 값. What it was when the change was proposed.', optional)
  seen!: string | null;

  @OutputField(
    () => String,
    '지금 값. What it is now; another than then where somebody changed it.',
    optional,
  )
  current!: string | null;

  @OutputField(() => String, '제안한 값. What it is to be; null empties it.', optional)
  proposed!: string | null;
}

@ObjectType({
  description:
    '정정 요청. 기록을 고치자는 제안입니다. 제안한 기관과 그 기록의 편집자만 봅니다. What somebody proposes to change of a record: known to the organization that proposed it and to the editors of the record.',
})
export class ChangeRequest {
  @OutputField(() => ID, '고유 식별자. Stable identifier.')
  id!: string;

  @OutputField(
    () => ID,
    '기록. Id of the record that is to change, such as a phone; of a new one the id that it has once it is accepted.',
  )
  recordId!: string;

  @OutputField(
    () => Boolean,
    '새 기록. Whether a record is proposed that is not there yet, with what belongs to it.',
  )
  newRecord!: boolean;

  @OutputField(() => ID, '속한 기록. The organization, service or location that the record belongs to.')
  ownerId!: string;

  @OutputField(() => String, '속한 기록 이름. Its name.')
  ownerName!: string;

  @OutputField(() => StateType, '상태. What became of the request.')
  state!: string;

  @OutputField(() => [FieldChange], '정정 내용. Field by field, what it is and what it is to be.')
  diff!: FieldChange[];

  @OutputField(() => String, '제안 이유. Why it was proposed.')
  reason!: string;

  @OutputField(() => Boolean, '우리 기관 제안. Whether the viewer’s organization proposed it.')
  own!: boolean;

  @OutputField(
    () => ID,
    '제안 기관. Who proposed it; null where that organization is confidential.',
    optional,
  )
  organizationId!: string | null;

  @OutputField(() => String, '제안 기관 이름. Its name; null likewise.', optional)
  organizationName!: string | null;

  @OutputField(() => DateTimeScalar, '제안 시각. When it was proposed.')
  proposedAt!: string;

  @OutputField(
    () => DateTimeScalar,
    '처리 시각. When it was decided or withdrawn; null while it waits.',
    optional,
  )
  decidedAt!: string | null;

  @OutputField(() => String, '처리 기관. Name of the organization whose editor decided.', optional)
  decidedBy!: string | null;

  @OutputField(() => String, '반려 사유. Why it was declined.', optional)
  answer!: string | null;

  @OutputField(
    () => DateTimeScalar,
    '결과 확인 시각. When the viewer’s organization took note of the outcome; null for others’ requests.',
    optional,
  )
  notedAt!: string | null;

  @OutputField(() => Int, '판. Version, for the next step.')
  version!: number;
}

export const ChangeRequestConnection = connectionOf(ChangeRequest, 'ChangeRequest', '정정 요청');

@InputType({
  description: '정정할 항목. 고칠 칸과 제안하는 값을 적습니다. A field with the value that is proposed.',
})
export class ProposedFieldInput {
  @InputField(line(60), '항목. The field, as the record’s type names it.')
  field!: string;

  @InputField(
    line(4000),
    '값. As text, whatever the field is: 12, 2026-01-31, 09:00, ACTIVE; null empties it.',
    optional,
  )
  value?: string | null;
}

@InputType({
  description:
    '정정 제안. 기록의 무엇을 왜 고쳐야 하는지 적습니다. What should be other in a record, and why.',
})
export class ProposeChangeInput {
  @InputField(
    () => ID,
    '기록. Any record of the public catalogue: an organization, a service, a location, a phone …',
  )
  recordId!: string;

  @InputField(() => [ProposedFieldInput], '정정할 항목. The fields that should be other.')
  fields!: ProposedFieldInput[];

  @InputField(words(1000), '이유. How it is known, for whoever decides; nothing of any household.')
  reason!: string;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({
  description:
    '정정 요청 처리. 어느 요청을 어떤 판으로 읽고 처리하는지 적습니다. Which request, as it was read.',
})
export class ChangeRequestInput {
  @InputField(() => ID, '정정 요청. The request.')
  changeRequestId!: string;

  @ExpectedVersion
  expectedVersion!: number;

  @InputField(
    () => Boolean,
    '비슷해도 반영. When a new organization is accepted: although the district has one of that name or telephone number.',
    optional,
  )
  evenIfAlike?: boolean | null;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({
  description: '정정 반려. 어느 요청을 왜 받아들이지 않는지 적습니다. Which request is declined, and why.',
})
export class DeclineChangeInput {
  @InputField(() => ID, '정정 요청. The request.')
  changeRequestId!: string;

  @ExpectedVersion
  expectedVersion!: number;

  @InputField(words(1000), '사유. Why, for whoever proposed it.')
  reason!: string;

  @IdempotencyKey
  idempotencyKey?: string | null;
}
