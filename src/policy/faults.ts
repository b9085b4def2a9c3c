import { asBadInput, faults } from '../faults.js';

/** Why a policy is refused. */
export const policyFaults = faults({
  POLICY_BEGINS_TOMORROW: asBadInput(
    '기준은 빨라도 내일부터 바꿀 수 있습니다.\nA policy begins tomorrow at the earliest: each day is judged by the policy that it had.',
    { field: 'input.validFrom' },
  ),
});
