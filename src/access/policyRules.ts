import { policyRules } from '../policy/limits.js';

/** What counts where a district decided nothing, and in what each is counted, for the database (src/policy/policy.sql). */
export const policyRuleSql = () => {
  const values = Object.entries(policyRules).map(
    ([key, { unit, usual, least, most }]) =>
      `('${key}'::policy_key, '${unit}'::policy_unit, ${usual}, ${least}, ${most})`,
  );
  return `
set local role hamkke_keeper;
create or replace function hamkke.policy_rules() returns table (key policy_key, unit policy_unit, usual int, lowest int, highest int)
immutable parallel safe language sql as $$ values ${values.join(', ')} $$;
reset role;`;
};
