import { Float, ID, InputType, ObjectType } from 'type-graphql';
import { words } from '../../access/bounds.js';
import { enumObject } from '../../access/columns.js';
import { IdempotencyKey } from '../../access/commonFields.js';
import { InputField, OutputField } from '../../access/decorators.js';
import { connectionOf } from '../../connection.js';
import { likeness } from '../../database/tables/enums.js';

// Registered as the modules load: enums must be known before the schema is built.
const LikenessType = enumObject(likeness);

const optional = { optional: true };

@ObjectType({
  description: '비슷한 기록. 하나일 수 있는 두 기록 가운데 하나입니다. One of two records that may be one.',
})
export class AlikeRecord {
  @OutputField(() => ID, '기록. Id of the organization, service or location.')
  recordId!: string;

  @OutputField(() => String, '이름. Its name.')
  name!: string;

  @OutputField(() => String, '기관 이름. Name of its organization.', optional)
  organizationName!: string | null;

  @OutputField(() => [String], '전화. Its telephone numbers, the first five.')
  phones!: string[];

  @OutputField(() => [String], '주소. Its addresses, the first five.')
  addresses!: string[];
}

@ObjectType({
  description:
    '중복 후보. 하나일 수 있는 두 기록과 그 까닭을 보여 줍니다. Two records that may be one, and why.',
})
export class DuplicateProposal {
  @OutputField(() => Float, '점수. How likely it is, from 0.55 to 1.')
  score!: number;

  @OutputField(() => [LikenessType], '이유. What they have in common.')
  reasons!: string[];

  @OutputField(() => [AlikeRecord], '두 기록. The two records.')
  records!: AlikeRecord[];
}

export const DuplicateProposalConnection = connectionOf(DuplicateProposal, 'DuplicateProposal', '중복 후보');

@InputType({ description: '중복 아님. 서로 다른 두 기록을 적습니다. Two records that are not one.' })
export class DismissDuplicateInput {
  @InputField(() => [ID], '두 기록. The two records, of one kind.')
  recordIds!: string[];

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({
  description:
    '통합. 어느 기록이 남고 어느 기록이 합쳐지는지 적습니다. Which record stays, and which one becomes part of it.',
})
export class MergeRecordsInput {
  @InputField(() => ID, '남는 기록. The organization, service or location that stays as it is.')
  keepId!: string;

  @InputField(() => ID, '합칠 기록. The one of the same kind that becomes part of it; its id leads there.')
  mergeId!: string;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({
  description: '삭제. 어느 기록을 왜 빼는지 적습니다. Which record is taken out of the catalogue, and why.',
})
export class RemoveRecordInput {
  @InputField(() => ID, '기록. A service or a location, or an organization that has neither.')
  recordId!: string;

  @InputField(words(1000), '이유. Why, for its history.')
  reason!: string;

  @IdempotencyKey
  idempotencyKey?: string | null;
}
