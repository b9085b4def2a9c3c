import { Field, Float, ID, InputType, ObjectType } from 'type-graphql';
import { words } from '../../access/bounds.js';
import { enumObject } from '../../access/columns.js';
import { IdempotencyKey } from '../../access/given.js';
import { inherited } from '../../access/grants.js';
import { Given, See, Told } from '../../access/see.js';
import { connectionOf } from '../../connection.js';
import { likeness } from '../../database/tables/enums.js';
import { Location, Organization, Service } from '../types.js';

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

@ObjectType({ description: '중복 아님 결과. What dismissing answered.' })
export class DismissDuplicatePayload {
  @Told(() => [ID], '두 기록. The two records, which are not proposed again.')
  recordIds!: string[];
}

@ObjectType({ description: '통합 결과. What merging answered.' })
export class MergeRecordsPayload {
  @Told(() => ID, '남은 기록. The record that stayed.')
  keptId!: string;

  @See(inherited)
  @Field(() => Organization, { nullable: true, description: '남은 기관. As it is now, if it is one.' })
  organization?: Organization | null;

  @See(inherited)
  @Field(() => Service, { nullable: true, description: '남은 서비스. As it is now, if it is one.' })
  service?: Service | null;

  @See(inherited)
  @Field(() => Location, { nullable: true, description: '남은 장소. As it is now, if it is one.' })
  location?: Location | null;

  @Told(() => ID, '합친 기록. The id that leads there from now on.')
  mergedId!: string;
}

@ObjectType({ description: '삭제 결과. What removing answered.' })
export class RemoveRecordPayload {
  @Told(() => ID, '삭제한 기록. The id that the feed tells of as removed.')
  recordId!: string;
}
