import { clockRules } from '../clock/limits.js';

const list = (values: readonly string[], type: string) => `'{${values.join(',')}}'::${type}[]`;
const orNull = (value: string | undefined, type: string) => `${value ? `'${value}'` : 'null'}::${type}`;

/** Which steps begin and meet which clock, for the database (src/clock/clock.sql). */
export const clockSql = () => {
  const rules = Object.entries(clockRules).map(
    ([kind, { starts, meets, only, policy }]) =>
      `('${kind}'::clock_kind, ${list(starts, 'case_step')}, ${list(meets, 'case_step')}, ${orNull(only, 'text')}, ${orNull(policy, 'policy_key')})`,
  );
  return `
set local role hamkke_keeper;
create or replace function hamkke.clock_rules() returns table (kind clock_kind, starts case_step[], meets case_step[], only_for text, policy policy_key)
immutable parallel safe language sql as $$ values ${rules.join(', ')} $$;
reset role;`;
};
