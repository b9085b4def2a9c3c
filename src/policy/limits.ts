import type { policyKey, policyUnit } from '../database/tables/enums.js';

export type PolicyKey = (typeof policyKey.enumValues)[number];

interface PolicyRule {
  /** In what it is counted. */
  unit: (typeof policyUnit.enumValues)[number];
  /** What counts where a district said nothing (docs/domain.md, section 3). */
  usual: number;
  least: number;
  most: number;
}

/** What a district may decide for itself, each with the value that counts where it does not. The database goes by it, too. */
export const policyRules: Readonly<Record<PolicyKey, PolicyRule>> = {
  EMERGENCY_VISIT_AGREED: { unit: 'DAYS', usual: 3, least: 1, most: 30 },
  EMERGENCY_SURVEY: { unit: 'WORKING_DAYS', usual: 10, least: 1, most: 60 },
  SURVEY: { unit: 'WORKING_DAYS', usual: 10, least: 1, most: 60 },
  CONFERENCE: { unit: 'WORKING_DAYS', usual: 5, least: 1, most: 60 },
  PLAN: { unit: 'WORKING_DAYS', usual: 15, least: 1, most: 60 },
  VISIT_HIGH: { unit: 'WEEKS', usual: 2, least: 1, most: 12 },
  VISIT_MODERATE: { unit: 'MONTHS', usual: 2, least: 1, most: 12 },
  VISIT_HEALTHY: { unit: 'MONTHS', usual: 4, least: 1, most: 24 },
  BIRTH_VISIT: { unit: 'DAYS', usual: 30, least: 1, most: 365 },
  UNREACHED_TRIES: { unit: 'TIMES', usual: 3, least: 1, most: 20 },
  LIST_ERASURE: { unit: 'DAYS', usual: 90, least: 1, most: 1_095 },
};
