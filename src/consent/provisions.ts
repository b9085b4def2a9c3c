import { Field, ID, Int, ObjectType } from 'type-graphql';
import { enumObject } from '../access/columns.js';
import { AllowedTo } from '../access/decorators.js';
import { inherited } from '../access/grants.js';
import { WithheldReason } from '../access/summary.js';
import { connectionOf } from '../connection.js';
import { basis, dataClass, purpose } from '../database/tables/enums.js';
import { DateScalar, DateTimeScalar } from '../scalars.js';

// Registered as the modules load: enums must be known before the schema is built.
const BasisType = enumObject(basis);
const DataClassType = enumObject(dataClass);
const PurposeType = enumObject(purpose);

@ObjectType({
  description:
    '제공내역. 한 기관에 하루 동안 가구의 무엇을 제공했는지 접속기록이 말하는 그대로 보여 줍니다. What an organization was shown of a household on one day, told by the access log itself.',
})
export class Provision {
  @AllowedTo(inherited)
  @Field(() => DateScalar, { description: '제공일. The day, in Korea.' })
  day!: string;

  @AllowedTo(inherited)
  @Field(() => ID, { description: '받은 기관. 기관의 식별자입니다. Id of the organization.' })
  organizationId!: string;

  @AllowedTo(inherited)
  @Field(() => String, { description: '받은 기관명. Its name.' })
  organizationName!: string;

  @AllowedTo(inherited)
  @Field(() => [DataClassType], {
    description: '제공 항목. Classes that were shown; none where only the household was known of.',
  })
  classes!: string[];

  @AllowedTo(inherited)
  @Field(() => [BasisType], { description: '제공 근거. Consent or referral.' })
  bases!: string[];

  @AllowedTo(inherited)
  @Field(() => Int, { description: '열람 횟수. Reads of that day with the same classes and basis.' })
  reads!: number;

  @AllowedTo(inherited)
  @Field(() => DateTimeScalar, { description: '마지막 열람 시각. When it was last read that day.' })
  lastAt!: string;
}

export const ProvisionConnection = connectionOf(Provision, 'Provision', '제공내역');

@ObjectType({
  description:
    '열람 설명. 한 기관이 가구나 가구원의 무엇을 볼 수 있는지 보여 줍니다. What an organization would see of a household or of one member.',
})
export class ExplainedSubject {
  @AllowedTo(inherited)
  @Field(() => ID, { description: '대상. Id of the household, for its own rows, or of a member.' })
  id!: string;

  @AllowedTo(inherited)
  @Field(() => Boolean, { description: '열람 가능 여부. Whether it would see the class.' })
  granted!: boolean;

  @AllowedTo(inherited)
  @Field(() => [BasisType], {
    description: '근거. On which basis; CONTROLLER where its own staff reach the household by duty.',
  })
  bases!: string[];

  @AllowedTo(inherited)
  @Field(() => WithheldReason, { nullable: true, description: '사유. Why not; null where it would.' })
  reason?: WithheldReason | null;
}

@ObjectType({
  description:
    '열람 설명. 기관이 가구의 항목을 볼 수 있는지와 그 까닭을 알려 줍니다. Whether an organization would see a class of a household, and why or why not.',
})
export class AccessExplanation {
  @AllowedTo(inherited)
  @Field(() => DataClassType, { description: '항목. The class that was asked about.' })
  dataClass!: string;

  @AllowedTo(inherited)
  @Field(() => PurposeType, { description: '목적. The purpose that was asked about.' })
  purpose!: string;

  @AllowedTo(inherited)
  @Field(() => Boolean, { description: '열람 가능 여부. Whether it would see the class of anybody.' })
  granted!: boolean;

  @AllowedTo(inherited)
  @Field(() => [ExplainedSubject], {
    description: '대상별. The household as a whole first, then each member by order.',
  })
  subjects!: ExplainedSubject[];
}
