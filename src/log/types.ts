import { ID, InputType, Int, ObjectType } from 'type-graphql';
import { anyDay, line } from '../access/bounds.js';
import type { Basis, DataClass, Purpose } from '../access/classes.js';
import { enumObject } from '../access/columns.js';
import { OutputField } from '../access/decorators.js';
import type { Duty } from '../access/duties.js';
import { logWatchers } from '../access/duties.js';
import { filterField } from '../access/filters.js';
import { duty } from '../access/grants.js';
import { connectionOf } from '../connection.js';
import { idIn } from '../database/planner/identifiers.js';
import * as enums from '../database/tables/enums.js';
import { DateScalar, DateTimeScalar } from '../scalars.js';

// Registered as the modules load: enums must be known before the schema is built.
const DataClassType = enumObject(enums.dataClass);
const BasisType = enumObject(enums.basis);
const PurposeType = enumObject(enums.purpose);
const DutyType = enumObject(enums.duty);

const optional = { optional: true };
/** Whose work the log is. */
export const watching = duty(...logWatchers);

/** A condition on the log: it looks only at what the one who watches it is told. */
const Condition = filterField(watching);

@InputType({
  description:
    '접속기록 조건. 주어진 조건을 모두 만족하는 것만 받습니다. Every condition that is given must hold.',
})
export class AccessLogFilter {
  @Condition(() => ID, '가구. Whose data was asked for.', { as: idIn('Household') })
  household?: string | null;

  @Condition(() => ID, '직원. Who asked.', { as: idIn('Staff') })
  staff?: string | null;

  @Condition(() => ID, '근무 기관. Where they asked from.', { as: idIn('Organization') })
  organization?: string | null;

  @Condition(anyDay, '시작일. On this day, in Seoul, or later.')
  from?: string | null;

  @Condition(anyDay, '종료일. On this day, in Seoul, or earlier.')
  until?: string | null;

  @Condition(() => Boolean, '허용 여부. Whether it was shown or refused.')
  allowed?: boolean | null;

  @Condition(() => BasisType, '열람 근거. Shown on this basis.')
  basis?: Basis | null;

  @Condition(line(40), '행위. What was done: READ, SEARCH, CHANGE, LOG_READ.')
  action?: string | null;
}

@ObjectType({
  description:
    '접속기록. 누가 누구의 정보를 물었고 어떻게 되었는지 적은 접속기록 한 줄입니다. A line of the access log: who asked for whose data, and what came of it.',
})
export class AccessLogEntry {
  @OutputField(() => ID, '식별자. Its place in the log.')
  id!: string;

  @OutputField(() => DateTimeScalar, '시각. When.')
  at!: string;

  @OutputField(() => ID, '직원 식별자. Who; null where they work at a confidential organization.', optional)
  staffId!: string | null;

  @OutputField(
    () => String,
    '직원. Their name; null where they work at a confidential organization.',
    optional,
  )
  staff!: string | null;

  @OutputField(() => String, '직위. The post; null where it is at a confidential organization.', optional)
  title!: string | null;

  @OutputField(() => ID, '근무 기관 식별자. Null for a confidential organization.', optional)
  organizationId!: string | null;

  @OutputField(() => String, '근무 기관. Its name; null for a confidential organization.', optional)
  organization!: string | null;

  @OutputField(() => Boolean, '비공개 기관 여부. Whether the organization is confidential, and so not named.')
  sheltered!: boolean;

  @OutputField(
    () => String,
    '접속 주소. From where; null where that is not known or the organization is confidential.',
    optional,
  )
  address!: string | null;

  @OutputField(() => String, '요청. What the client called its operation.')
  operation!: string;

  @OutputField(() => String, '행위. What was done: READ, SEARCH, CHANGE, LOG_READ.')
  action!: string;

  @OutputField(() => PurposeType, '처리 목적. For which purpose.')
  purpose!: Purpose;

  @OutputField(() => ID, '가구 식별자. Whose data; null where no household was named.', optional)
  householdId!: string | null;

  @OutputField(() => [DataClassType], '항목. Classes that were shown or recorded.')
  classes!: DataClass[];

  @OutputField(() => [BasisType], '근거. On which bases.')
  bases!: Basis[];

  @OutputField(() => Boolean, '허용 여부. Whether it was shown or refused.')
  allowed!: boolean;

  @OutputField(
    () => String,
    '조회 조건. What a read of the log was narrowed by, and by which conditions a search was, without what they sought; JSON.',
    optional,
  )
  filter!: string | null;
}

@ObjectType({
  description:
    '월간 점검. 한 직위가 한 달 동안 한 일을 접속기록에서 모은 것입니다. What one post did in a month, as the district’s log has it.',
})
export class AccessReview {
  @OutputField(() => String, '직원. Name; null where they work at a confidential organization.', optional)
  staff!: string | null;

  @OutputField(() => String, '직위. The post; null where it is at a confidential organization.', optional)
  title!: string | null;

  @OutputField(() => String, '근무 기관. Name; null for a confidential organization.', optional)
  organization!: string | null;

  @OutputField(() => Boolean, '비공개 기관 여부. Whether the organization is confidential, and so not named.')
  sheltered!: boolean;

  @OutputField(() => Int, '열람 가구 수. Different households that were shown.')
  households!: number;

  @OutputField(() => Int, '열람 건수. Reads that were answered.')
  reads!: number;

  @OutputField(() => Int, '검색 건수. Lists that were narrowed, by a name or otherwise, whatever they found.')
  searches!: number;

  @OutputField(() => Int, '거부 건수. Whatever was refused.')
  refused!: number;

  @OutputField(() => Int, '변경 건수. Changes.')
  changes!: number;

  @OutputField(() => Int, '접속기록 조회 건수. Reads of the log itself.')
  logReads!: number;

  @OutputField(() => Int, '긴급열람 선언 수. Emergencies declared.')
  emergencies!: number;

  @OutputField(() => Int, '긴급열람 건수. Reads on that basis.')
  emergencyReads!: number;

  @OutputField(() => Int, '야간 열람 건수. Reads at night, by the district’s policy.')
  nightReads!: number;

  @OutputField(() => Int, '하루 최다 열람 가구 수. Most different households that were shown in one day.')
  mostHouseholdsInADay!: number;

  @OutputField(() => Int, '대량 열람 일수. Days with more households than the district’s policy expects.')
  bulkDays!: number;

  @OutputField(
    () => Boolean,
    '점검 대상 여부. Whether there was an emergency, or nights or bulk are beyond the district’s policy.',
  )
  outlier!: boolean;
}

@ObjectType({
  description:
    '열람 내역. 하루 동안 누가 한 사람의 정보를 읽었는지 보여 주며, 당사자에게 출력해 줍니다. Who read a person’s data on one day, to be printed for that person. What would endanger a protected relative is left out.',
})
export class DataAccess {
  @OutputField(() => DateScalar, '열람일. The day, in Seoul.')
  on!: string;

  @OutputField(() => String, '열람 기관. The organization; the district where its own staff read.')
  organization!: string;

  @OutputField(() => [DutyType], '직무. The duties of whoever read; never a name.')
  duties!: Duty[];

  @OutputField(() => [DataClassType], '항목. Classes that were read.')
  classes!: DataClass[];

  @OutputField(() => [BasisType], '근거. On which bases.')
  bases!: Basis[];
}

export const AccessLogConnection = connectionOf(AccessLogEntry, 'AccessLogEntry', '접속기록');
export const AccessReviewConnection = connectionOf(AccessReview, 'AccessReview', '월간 점검');
export const DataAccessConnection = connectionOf(DataAccess, 'DataAccess', '열람 내역');
