import { toSnakeCase } from 'drizzle-orm/casing';
import { agreementLimits } from '../agreement/limits.js';
import { campaignLimits } from '../campaign/limits.js';
import { reportLimits } from '../case/limits.js';
import { upkeepLimits } from '../catalogue/upkeep/limits.js';
import { consentLimits } from '../consent/limits.js';
import { householdLimits } from '../household/limits.js';
import { inboxLimits } from '../inbox/limits.js';
import { referralLimits } from '../referral/limits.js';
import { visitLimits } from '../visit/limits.js';
import { zoneLimits } from '../zone/limits.js';
import { commandLimits } from './limits.js';

/** The limits that the database goes by, each once in the limits.ts of its noun, where descriptions and sentences quote them. */
const limits: Readonly<Record<string, number>> = {
  ...commandLimits,
  ...agreementLimits,
  ...campaignLimits,
  ...consentLimits,
  ...householdLimits,
  ...inboxLimits,
  ...referralLimits,
  ...reportLimits,
  ...upkeepLimits,
  ...visitLimits,
  ...zoneLimits,
};

/** A function for each, of its name: `longestNoticeDays` is `hamkke.longest_notice_days()`. */
export const limitSql = () => `
set local role hamkke_keeper;
${Object.entries(limits)
  .map(
    ([name, limit]) =>
      `create or replace function hamkke.${toSnakeCase(name)}() returns int immutable parallel safe language sql as $$ select ${limit} $$;`,
  )
  .join('\n')}
reset role;`;
