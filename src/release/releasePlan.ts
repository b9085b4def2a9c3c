import { createHash } from 'node:crypto';
import {
  type Dimension,
  dimensions,
  dimensionValues,
  isPossible,
  type Measure,
  measureRules,
} from '../fact/measures.js';
import { type Publication, publications } from './plan.js';
import { type Protection, protectionOfCounts, protectionOfWon } from './protect.js';

/** How numbers are made of facts. Raised when the same facts and the same plan would make other numbers. */
const method = 1;

/**
 * By what a release was made: all that decides, beside facts and secret, which numbers it has. It is kept with the release
 * and is in what is signed, so that a later program can make it again by this and not by its own.
 */
export interface Plan {
  method: number;
  counts: Protection;
  won: Protection;
  publications: readonly Publication[];
  /** In the order in which neighbours share their rounding. The dong are those that its list named. */
  values: Readonly<Record<Dimension, readonly string[]>>;
  /** By measure and dimension, what nothing can have. */
  impossible: Readonly<Partial<Record<Measure, Partial<Record<Dimension, readonly string[]>>>>>;
}

/** The plan of this program for a district. */
export function planOf(dongs: readonly string[], published: readonly Publication[] = publications): Plan {
  const values = { ...dimensionValues, DONG: dongs };
  const impossible: Record<string, Record<string, string[]>> = {};
  for (const { measure, dimensions: some } of published)
    for (const dimension of some) {
      const none = values[dimension].filter((value) => !isPossible(measure, dimension, value));
      if (none.length > 0) impossible[measure] = { ...impossible[measure], [dimension]: none };
    }
  const plan = {
    method,
    counts: protectionOfCounts,
    won: protectionOfWon,
    publications: published,
    values,
    impossible,
  };
  // As it is once it was kept: what is undefined is not there.
  return JSON.parse(JSON.stringify(plan)) as Plan;
}

/** Whether this program makes releases by a plan: it knows the method, and all that is counted. */
export const canMake = (plan: Plan): boolean =>
  plan.method === method &&
  plan.publications.every(({ measure, dimensions: some, part }) => {
    const known = (each: Measure, by: readonly Dimension[]) =>
      by.every((one) => dimensions.includes(one) && measureRules[each]?.dimensions.includes(one));
    return measureRules[measure] && known(measure, some) && (!part || measureRules[part.measure]);
  });

/** By what a plan publishes a measure beside as a whole; null where it does not publish it. */
export function publishedIn({ publications: all }: Plan, measure: Measure): readonly Dimension[] | null {
  for (const { measure: whole, dimensions: some, part } of all) {
    if (whole === measure) return some;
    if (part?.measure === measure) return part.by ? [part.by] : [];
  }
  return null;
}

/** Whether a plan publishes a measure by a dimension, or as a whole where that is empty. */
export function isPublishedIn(plan: Plan, measure: Measure, dimension: string): boolean {
  const by = publishedIn(plan, measure);
  return by !== null && (dimension === '' || (by as readonly string[]).includes(dimension));
}

/** What a plan is known by: the digest of it as JSON without spaces, with the keys of each object in their order. */
export const digestOfPlan = (plan: Plan): string =>
  createHash('sha256')
    .update(JSON.stringify(inOrder(plan)))
    .digest('hex');

const inOrder = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, inOrder(each)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
};
