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
  // What a score or a measure means; src/visit/forms/definitions.ts names the source of each.
  PHQ9_MODERATE: { unit: 'POINTS', usual: 10, least: 1, most: 27 },
  PHQ9_HIGH: { unit: 'POINTS', usual: 20, least: 1, most: 27 },
  GDS_SF_MODERATE: { unit: 'POINTS', usual: 8, least: 1, most: 15 },
  GDS_SF_HIGH: { unit: 'POINTS', usual: 10, least: 1, most: 15 },
  EPDS_MODERATE: { unit: 'POINTS', usual: 10, least: 1, most: 30 },
  EPDS_HIGH: { unit: 'POINTS', usual: 13, least: 1, most: 30 },
  K_FRAIL_MODERATE: { unit: 'POINTS', usual: 1, least: 1, most: 5 },
  K_FRAIL_HIGH: { unit: 'POINTS', usual: 3, least: 1, most: 5 },
  SYSTOLIC_MODERATE: { unit: 'MMHG', usual: 140, least: 100, most: 260 },
  SYSTOLIC_HIGH: { unit: 'MMHG', usual: 160, least: 100, most: 260 },
  DIASTOLIC_MODERATE: { unit: 'MMHG', usual: 90, least: 60, most: 160 },
  DIASTOLIC_HIGH: { unit: 'MMHG', usual: 100, least: 60, most: 160 },
  GLUCOSE_FASTING_MODERATE: { unit: 'MG_PER_DL', usual: 100, least: 70, most: 600 },
  GLUCOSE_FASTING_HIGH: { unit: 'MG_PER_DL', usual: 126, least: 70, most: 600 },
  GLUCOSE_RANDOM_MODERATE: { unit: 'MG_PER_DL', usual: 140, least: 70, most: 600 },
  GLUCOSE_RANDOM_HIGH: { unit: 'MG_PER_DL', usual: 200, least: 70, most: 600 },
};
