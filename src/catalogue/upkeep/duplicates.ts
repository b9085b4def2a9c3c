import { Float, ID, InputType, ObjectType } from 'type-graphql';
import { words } from '../../access/bounds.js';
import { enumObject } from '../../access/columns.js';
import { IdempotencyKey } from '../../access/given.js';
import { Given, Told } from '../../access/see.js';
import { connectionOf } from '../../connection.js';
import { likeness } from '../../database/tables/enums.js';

// Registered as the modules load: enums must be known before the schema is built.
const LikenessType = enumObject(likeness);

const optional = { optional: true };

@ObjectType({ description: '비슷한 기록. One of two records that may be one.' })
export class AlikeRecord {
  @Told(() => ID, '기록. Id of the organization, service or location.')
  recordId!: string;

  @Told(() => String, '이름. Its name.')
  name!: string;

  @Told(() => String, '기관 이름. Name of its organization.', optional)
  organizationName!: string | null;

  @Told(() => [String], '전화. Its telephone numbers, the first five.')
  phones!: string[];

  @Told(() => [String], '주소. Its addresses, the first five.')
  addresses!: string[];
}

@ObjectType({ description: '중복 후보. Two records that may be one, and why.' })
export class DuplicateProposal {
  @Told(() => Float, '점수. How likely it is, from 0.55 to 1.')
  score!: number;

  @Told(() => [LikenessType], '이유. What they have in common.')
  reasons!: string[];

  @Told(() => [AlikeRecord], '두 기록. The two records.')
  records!: AlikeRecord[];
}

export const DuplicateProposalConnection = connectionOf(DuplicateProposal, 'DuplicateProposal', '중복 후보');

@InputType({ description: '중복 아님. Two records that are not one.' })
export class DismissDuplicateInput {
  @Given(() => [ID], '두 기록. The two records, of one kind.')
  recordIds!: string[];

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({ description: '통합. Which record stays, and which one becomes part of it.' })
export class MergeRecordsInput {
  @Given(() => ID, '남는 기록. The organization, service or location that stays as it is.')
  keepId!: string;

  @Given(() => ID, '합칠 기록. The one of the same kind that becomes part of it; its id leads there.')
  mergeId!: string;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({ description: '삭제. Which record is taken out of the catalogue, and why.' })
export class RemoveRecordInput {
  @Given(() => ID, '기록. A service or a location, or an organization that has neither.')
  recordId!: string;

  @Given(words(1000), '이유. Why, for its history.')
  reason!: string;

  @IdempotencyKey
  idempotencyKey?: string | null;
}
