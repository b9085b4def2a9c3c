import type { riskLevel, visitTier } from '../../database/tables/enums.js';
import type { PolicyKey } from '../../policy/limits.js';
import type { CutOffs, FormDefinition, FormItem } from './definitions.js';

export type Risk = (typeof riskLevel.enumValues)[number];
export type Tier = (typeof visitTier.enumValues)[number];

/** What a district's policies are, by their keys. */
export type PolicyValues = Readonly<Record<PolicyKey, number>>;

const risks: readonly Risk[] = ['LOW', 'MODERATE', 'HIGH'];

/** The highest of some risks; LOW of none. */
export const worst = (some: readonly Risk[]): Risk =>
  some.reduce<Risk>((high, each) => (risks.indexOf(each) > risks.indexOf(high) ? each : high), 'LOW');

const tiers: Readonly<Record<Risk, Tier>> = { LOW: 'HEALTHY', MODERATE: 'MODERATE', HIGH: 'HIGH' };
/** How often somebody at a risk is visited. */
export const tierOf = (risk: Risk): Tier => tiers[risk];
/** The risk that a tier stands for. */
export const riskOf = (tier: Tier): Risk => risks.find((each) => tiers[each] === tier)!;

const points = ({ least, most, reversed }: FormItem, answer: number) =>
  reversed ? least + most - answer : answer;

const judged = (value: number, { moderate, high }: CutOffs, policies: PolicyValues): Risk =>
  value >= policies[high] ? 'HIGH' : value >= policies[moderate] ? 'MODERATE' : 'LOW';

/**
 * The score of a form's answers, which are as many as its items and in their ranges, and the risk by the cut-offs of a day.
 *
 * @returns no score where each item is judged by itself
 */
export function judge(
  { items, scoring, cutOffs }: FormDefinition,
  answers: readonly number[],
  policies: PolicyValues,
): { score: number | null; risk: Risk } {
  const each = items.map((item, at) => ({ item, value: points(item, answers[at]!) }));
  const sum = each.reduce((total, { item, value }) => (item.apart ? total : total + value), 0);
  const found: Risk[] = each.flatMap(({ item, value }) => [
    ...(item.alarms && value > item.least ? (['HIGH'] as const) : []),
    ...(item.cutOffs ? [judged(value, item.cutOffs, policies)] : []),
  ]);
  if (cutOffs) found.push(judged(sum, cutOffs, policies));
  return { score: scoring === 'SUM' ? sum : null, risk: worst(found) };
}
