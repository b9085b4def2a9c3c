import * as enums from '../database/tables/enums.js';

export type Measure = (typeof enums.measure.enumValues)[number];
export type Dimension = (typeof enums.dimension.enumValues)[number];

export const measures = enums.measure.enumValues;
export const dimensions = enums.dimension.enumValues;

/** How a measure adds up. */
export interface MeasureRule {
  /** COUNT counts; WON adds up money; STOCK is what is there on the last day of a period. */
  kind: 'COUNT' | 'WON' | 'STOCK';
  /** By what it can be asked for, in the order of the list. */
  dimensions: readonly Dimension[];
}

const count = (...by: Dimension[]): MeasureRule => ({ kind: 'COUNT', dimensions: by });

/** Of each measure what it is of and by what it can be asked for: the one place from which cells and questions follow. */
export const measureRules: Record<Measure, MeasureRule> = {
  REPORTS: count('DONG', 'INTAKE_SOURCE', 'HOUSEHOLD_TYPE', 'AGENCY_KIND'),
  SCREENED: count('DONG', 'HOUSEHOLD_TYPE'),
  SCREENED_SELECTED: count('DONG', 'HOUSEHOLD_TYPE'),
  SCREENED_LINKAGES: count('DONG', 'HOUSEHOLD_TYPE'),
  CASES_OPENED: count('DONG', 'INTAKE_SOURCE', 'TRACK', 'LEVEL', 'HOUSEHOLD_TYPE'),
  CASES_SELECTED: count('DONG', 'INTAKE_SOURCE', 'LEVEL', 'HOUSEHOLD_TYPE'),
  INITIAL_CONSULTATIONS: count('DONG', 'INTAKE_SOURCE', 'TRACK', 'HOUSEHOLD_TYPE'),
  CASES_CLOSED: count('DONG', 'TRACK', 'LEVEL', 'HOUSEHOLD_TYPE', 'CLOSURE_REASON'),
  CASES_REOPENED: count('DONG', 'TRACK', 'LEVEL', 'HOUSEHOLD_TYPE'),
  HOUSEHOLDS_SERVED: count('DONG', 'HOUSEHOLD_TYPE'),
  LINKAGES: count(
    'DONG',
    'INTAKE_SOURCE',
    'TRACK',
    'LEVEL',
    'NEED_DOMAIN',
    'HOUSEHOLD_TYPE',
    'SECTOR',
    'AGENCY_KIND',
  ),
  LINKAGE_VALUE: {
    kind: 'WON',
    dimensions: [
      'DONG',
      'INTAKE_SOURCE',
      'TRACK',
      'LEVEL',
      'NEED_DOMAIN',
      'HOUSEHOLD_TYPE',
      'SECTOR',
      'AGENCY_KIND',
    ],
  },
  EMERGENCY_APPLICATIONS: count('DONG', 'TRACK', 'HOUSEHOLD_TYPE'),
  CLOCKS_DUE: count('DONG', 'CLOCK_KIND'),
  CLOCKS_MET: count('DONG', 'CLOCK_KIND'),
  VISITS_DUE: count('DONG', 'VISIT_TIER'),
  VISITS_MET: count('DONG', 'VISIT_TIER'),
  VISITS_MADE: count('DONG', 'VISIT_TIER'),
  UNIVERSAL_VISITS_OFFERED: count('DONG', 'INTAKE_SOURCE'),
  UNIVERSAL_VISITS_DONE: count('DONG', 'INTAKE_SOURCE'),
  UNIVERSAL_VISITS_DECLINED: count('DONG', 'INTAKE_SOURCE'),
  PROMOTIONS: count('PROMOTION_KIND'),
  REFERRALS: count('DONG', 'NEED_DOMAIN', 'AGENCY_KIND', 'REFERRAL_STATE'),
  CONSULTATION_QUESTIONS: count('DONG', 'NEED_DOMAIN'),
  AGREEMENTS: { kind: 'STOCK', dimensions: ['AGENCY_KIND'] },
};
