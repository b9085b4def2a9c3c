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
  /** The values that it can have by a dimension, where others are impossible by what it means. */
  possible?: Partial<Record<Dimension, readonly string[]>>;
}

const count = (...by: Dimension[]): MeasureRule => ({ kind: 'COUNT', dimensions: by });
const only = (rule: MeasureRule, possible: MeasureRule['possible']): MeasureRule => ({
  ...rule,
  possible: possible!,
});

const linkages = count(
  'DONG',
  'INTAKE_SOURCE',
  'TRACK',
  'LEVEL',
  'NEED_DOMAIN',
  'HOUSEHOLD_TYPE',
  'SECTOR',
  'AGENCY_KIND',
);
const clocks = only(count('DONG', 'CLOCK_KIND'), {
  CLOCK_KIND: enums.clockKind.enumValues.filter((each) => each !== 'VISIT'),
});
const universalVisits = only(count('DONG', 'INTAKE_SOURCE'), {
  INTAKE_SOURCE: enums.universalVisitKind.enumValues,
});

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
  LINKAGES: linkages,
  LINKAGE_VALUE: { ...linkages, kind: 'WON' },
  EMERGENCY_APPLICATIONS: count('DONG', 'TRACK', 'HOUSEHOLD_TYPE'),
  CLOCKS_DUE: clocks,
  CLOCKS_MET: clocks,
  VISITS_DUE: count('DONG', 'VISIT_TIER'),
  VISITS_MET: count('DONG', 'VISIT_TIER'),
  VISITS_MADE: count('DONG', 'VISIT_TIER'),
  UNIVERSAL_VISITS_OFFERED: universalVisits,
  UNIVERSAL_VISITS_DONE: universalVisits,
  UNIVERSAL_VISITS_DECLINED: universalVisits,
  PROMOTIONS: count('PROMOTION_KIND'),
  REFERRALS: only(count('DONG', 'NEED_DOMAIN', 'AGENCY_KIND', 'REFERRAL_STATE'), {
    REFERRAL_STATE: enums.referralState.enumValues.filter((each) => each !== 'DRAFT'),
  }),
  CONSULTATION_QUESTIONS: count('DONG', 'NEED_DOMAIN'),
  AGREEMENTS: { kind: 'STOCK', dimensions: ['AGENCY_KIND'] },
};

/** The values of each dimension, as far as they are a closed list; dong are a district's own. */
export const dimensionValues: Record<Exclude<Dimension, 'DONG'>, readonly string[]> = {
  INTAKE_SOURCE: enums.intakeSource.enumValues,
  TRACK: enums.track.enumValues,
  LEVEL: enums.level.enumValues,
  NEED_DOMAIN: enums.needDomain.enumValues,
  HOUSEHOLD_TYPE: enums.householdType.enumValues,
  SECTOR: enums.sector.enumValues,
  AGENCY_KIND: enums.partnerKind.enumValues,
  VISIT_TIER: enums.visitTier.enumValues,
  CLOCK_KIND: enums.clockKind.enumValues,
  CLOSURE_REASON: enums.closureReason.enumValues,
  PROMOTION_KIND: enums.promotionKind.enumValues,
  REFERRAL_STATE: enums.referralState.enumValues,
};
/** What stands for a value that nobody knows. */
export const unknownValue = 'UNKNOWN';
/** Whether a measure can have a value by a dimension at all, as far as definitions say. */
export const isPossible = (measure: Measure, dimension: Dimension, value: string) =>
  measureRules[measure].possible?.[dimension]?.includes(value) ?? true;
