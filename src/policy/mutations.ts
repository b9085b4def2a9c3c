import { InputType, Int } from 'type-graphql';
import { comingDay } from '../access/bounds.js';
import { enumObject } from '../access/columns.js';
import { IdempotencyKey } from '../access/commonFields.js';
import { InputField } from '../access/decorators.js';
import { policySetters } from '../access/duties.js';
import { duty } from '../access/grants.js';
import { commonFaults } from '../commonFaults.js';
import type { Context } from '../context.js';
import { policyKey } from '../database/tables/enums.js';
import { errorOf } from '../faults.js';
import { mutation, mutations, payload, readField } from '../mutation.js';
import { type PolicyKey, policyRules } from './limits.js';
import { Policy, policiesOn } from './types.js';

@InputType({
  description:
    '정책 기준 결정. 어느 기준을 언제부터 얼마로 할지 적습니다. Which policy is what, from which day on.',
})
class SetPolicyInput {
  @InputField(() => enumObject(policyKey), '기준. What it is about.')
  key!: PolicyKey;

  @InputField(() => Int, '값. The value, in the unit of the policy.')
  value!: number;

  @InputField(comingDay, '시작일. First day on which it counts, tomorrow at the earliest.')
  validFrom!: string;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

function setPolicy(context: Context, input: SetPolicyInput, name: string) {
  const { least, most } = policyRules[input.key];
  if (input.value < least || input.value > most)
    throw errorOf(commonFaults.NUMBER_OUT_OF_RANGE, { least, most }, 'input.value');
  const about = { district: context.viewer!.districtId };
  return context.commands.run(context, { name, about, input }, async ({ sql }) => {
    await sql`select hamkke.set_policy(${input.key}, ${input.value}, ${input.validFrom})`;
    return { validFrom: input.validFrom };
  });
}

const policyPayload = payload<{ validFrom: string }>(
  'PolicyPayload',
  '정책 기준 결정 결과. 기준을 정한 결과를 돌려줍니다. What deciding a policy answered.',
  {
    policies: readField<{ validFrom: string }>(
      () => [Policy],
      '정책 기준. The policies of the district as they will be on the first day of what was decided.',
      ({ validFrom }, context, info) => policiesOn(context, info, validFrom),
    ),
  },
);

/** What a district decides for itself (정책 기준), from a day on. */
export const PolicyMutations = mutations({
  setPolicy: mutation({
    grant: duty(...policySetters),
    description:
      '정책 기준 결정. 우리 시·군·구의 기한이나 횟수를 앞으로의 어느 날부터 바꿉니다. 이미 시작된 기한은 바뀌지 않습니다. Decides a policy of the viewer’s district from a day to come; what has begun keeps the day that it was due on.',
    input: SetPolicyInput,
    answers: policyPayload,
    run: setPolicy,
  }),
});
