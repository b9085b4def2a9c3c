import type { GraphQLResolveInfo } from 'graphql';
import { Int, ObjectType } from 'type-graphql';
import { enumObject } from '../access/columns.js';
import { OutputField } from '../access/decorators.js';
import type { Context } from '../context.js';
import { policyKey, policyUnit } from '../database/tables/enums.js';
import { DateScalar, DateTimeScalar } from '../scalars.js';

// Registered as the modules load: enums must be known before the schema is built.
const PolicyKeyType = enumObject(policyKey);
const PolicyUnitType = enumObject(policyUnit);

const optional = { optional: true };

@ObjectType({
  description:
    '기준의 변경. 시·군·구가 어느 날부터 정한 값입니다. What a district decided from a day on; it is never edited.',
})
export class PolicyVersion {
  @OutputField(() => Int, '값. The value.')
  value!: number;

  @OutputField(() => DateScalar, '시작일. First day on which it counts.')
  validFrom!: string;

  @OutputField(() => DateScalar, '종료일. Last day; null while nothing else was decided.', optional)
  validUntil!: string | null;

  @OutputField(() => DateTimeScalar, '결정 시각. When it was decided.')
  decidedAt!: string;
}

@ObjectType({
  description:
    '정책 기준. 시·군·구가 스스로 정하는 기한이나 횟수이며, 지난 일은 그날의 기준으로 판단합니다. A term or a number that a district decides for itself; each day is judged by the policy that it had.',
})
export class Policy {
  @OutputField(() => PolicyKeyType, '기준. What it is about.')
  key!: string;

  @OutputField(() => PolicyUnitType, '단위. In what it is counted.')
  unit!: string;

  @OutputField(() => Int, '값. The value on the day that was asked for.')
  value!: number;

  @OutputField(() => Int, '기본값. The value where a district decided nothing.')
  usual!: number;

  @OutputField(() => Int, '최솟값. The least that may be decided.')
  least!: number;

  @OutputField(() => Int, '최댓값. The most that may be decided.')
  most!: number;

  @OutputField(() => [PolicyVersion], '변경 이력. All that was decided, by its first day.')
  versions!: PolicyVersion[];
}

/** The policies of the viewer's district on a day; today's unless it is said. */
export const policiesOn = (context: Context, info: GraphQLResolveInfo, day: string | null) =>
  context.reads.functions.called(context, info, 'policies($1::date)', [day]);
