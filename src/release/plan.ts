import { type Dimension, type Measure, measureRules } from '../fact/measures.js';

/**
 * What of a measure is published: its months, and these by each dimension for itself. What counts part of the same things
 * on the same day is rounded as a part of it, since two roundings of numbers of which one bounds the other say more than
 * either. What nothing but another number's being there would tell is published where that number is large.
 */
export interface Publication {
  measure: Measure;
  dimensions: readonly Dimension[];
  /**
   * Dimensions that say much of what an earlier one says, each with that one: what an agency is, says on which side it
   * stands. Each value is rounded within those of the other, and published as the sum of these.
   */
  within?: Partial<Record<Dimension, Dimension>>;
  /** A measure that counts some of this one: by one of its dimensions, or as a whole. */
  part?: { measure: Measure; by: Dimension | null };
  /** Published where this measure's published number of the month is as large. */
  where?: { measure: Measure; atLeast: number };
}

/** Which dimension says much of what another one says: who was not selected has no level, and is closed for that reason. */
const saysMuchOf: Publication['within'] = {
  LEVEL: 'TRACK',
  CLOSURE_REASON: 'TRACK',
  AGENCY_KIND: 'SECTOR',
};

const by = (measure: Measure, dimensions: readonly Dimension[]): Publication => ({
  measure,
  dimensions,
  within: Object.fromEntries(
    Object.entries(saysMuchOf).filter((both) =>
      both.every((each) => (dimensions as string[]).includes(each)),
    ),
  ),
});
const all = (measure: Measure): Publication => by(measure, measureRules[measure].dimensions);
const allBut = (measure: Measure, but: Dimension): Publication =>
  by(
    measure,
    measureRules[measure].dimensions.filter((each) => each !== but),
  );

/**
 * A number that is published as ten or more is six or more in truth. Three households or more are behind each amount in
 * won, and a selected one behind each linkage: of six that says nothing new.
 */
const large = 10;

/**
 * The publications, in the order in which they are made. Not published: HOUSEHOLDS_SERVED, which says of each January
 * whether anything else happened in it; EMERGENCY_APPLICATIONS, which are REPORTS of that source once more; REPORTS by the kind of the
 * sender, which is how they came once more.
 */
export const publications: readonly Publication[] = [
  allBut('REPORTS', 'AGENCY_KIND'),
  { ...all('SCREENED'), part: { measure: 'SCREENED_SELECTED', by: null } },
  {
    measure: 'SCREENED_LINKAGES',
    dimensions: [],
    where: { measure: 'SCREENED_SELECTED', atLeast: large },
  },
  all('CASES_OPENED'),
  all('CASES_SELECTED'),
  all('INITIAL_CONSULTATIONS'),
  all('CASES_CLOSED'),
  all('CASES_REOPENED'),
  all('LINKAGES'),
  { measure: 'LINKAGE_VALUE', dimensions: [], where: { measure: 'LINKAGES', atLeast: large } },
  { ...all('CLOCKS_DUE'), part: { measure: 'CLOCKS_MET', by: 'CLOCK_KIND' } },
  { ...all('VISITS_DUE'), part: { measure: 'VISITS_MET', by: 'VISIT_TIER' } },
  all('VISITS_MADE'),
  { ...all('UNIVERSAL_VISITS_OFFERED'), part: { measure: 'UNIVERSAL_VISITS_DECLINED', by: null } },
  all('UNIVERSAL_VISITS_DONE'),
  all('PROMOTIONS'),
  all('REFERRALS'),
  all('CONSULTATION_QUESTIONS'),
  all('AGREEMENTS'),
];

/** By what a measure is published beside as a whole; null where it is not published at all. */
export function publishedBy(measure: Measure): readonly Dimension[] | null {
  for (const { measure: whole, dimensions, part } of publications) {
    if (whole === measure) return dimensions;
    if (part?.measure === measure) return part.by ? [part.by] : [];
  }
  return null;
}

/** Whether figures by a dimension are sums of numbers that were rounded within another dimension. */
export const isRoundedWithin = (measure: Measure, dimension: Dimension): boolean =>
  publications.find((each) => each.measure === measure)?.within?.[dimension] !== undefined;
