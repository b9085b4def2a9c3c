import type { GraphQLResolveInfo } from 'graphql';
import { commonFaults } from '../commonFaults.js';
import type { Context } from '../context.js';
import { districtOf } from '../database/planner/identifiers.js';
import type { Dimension } from '../fact/measures.js';
import { errorOf } from '../faults.js';
import { publishedBy } from '../release/plan.js';
import { metricsFaults } from './faults.js';
import { metricsLimits } from './limits.js';
import { checkWholeMonths } from './periods.js';
import type { Figures, Question } from './table.js';

/** What the database answers: of exact figures neither releases nor what is kept back. */
type Answer = Omit<Figures, 'exact' | 'found'> & {
  figures: Figures['found'];
  release: { district: string; number: number }[] | null;
};

export interface Answered extends Figures {
  /** The release that figures are of; null where they are exact, or of several districts. */
  release: number | null;
}

/**
 * Figures of a district: exact for its own statistics role, unless it asks for a release; published ones for everybody
 * else. One statement for all periods.
 */
export async function figuresOf(
  context: Context,
  info: GraphQLResolveInfo,
  district: string,
  release: number | null,
  { measures, by, periods }: Question,
): Promise<Answered> {
  const answer = await ask(context, info, district, { measures, by, periods }, release);
  if (!answer) throw errorOf(metricsFaults.NOTHING_PUBLISHED);
  const { figures: found, kept = [], unknown = [], dongs } = answer;
  const exact = !answer.release;
  if (!exact) checkPublished({ measures, by, periods });
  const [only, ...others] = answer.release ?? [];
  return {
    exact,
    found,
    kept,
    unknown,
    dongs: dongs ?? {},
    release: only && others.length === 0 ? only.number : null,
  };
}

/** Refuses what no release has: other periods than months, two dimensions at once, and what is not published by one. */
function checkPublished({ measures, by, periods }: Question): void {
  for (const period of periods) checkWholeMonths(period);
  if (by.length > 1) throw errorOf(metricsFaults.PUBLISHED_BY_ONE_DIMENSION);
  for (const measure of measures) {
    const possible = publishedBy(measure);
    if (!possible) throw errorOf(metricsFaults.MEASURE_NOT_PUBLISHED, { measure });
    if (!by.every((each: Dimension) => possible.includes(each)))
      throw errorOf(metricsFaults.NOT_PUBLISHED_BY, { measure, possible });
  }
}

/** Exact figures, for whoever may have them; FORBIDDEN for everybody else. */
export async function exactFigures(
  context: Context,
  info: GraphQLResolveInfo,
  district: string,
  question: Question,
): Promise<Figures> {
  const answer = await ask(context, info, district, question);
  if (!answer) throw errorOf(commonFaults.DUTY_NOT_PERMITTED);
  return { exact: true, found: answer.figures, kept: [], unknown: [], dongs: answer.dongs ?? {} };
}

/** Asks the database: of a release, or where none is named, for exact figures alone. */
async function ask(
  context: Context,
  info: GraphQLResolveInfo,
  district: string,
  { measures, by, periods }: Question,
  ...release: [number | null] | []
): Promise<Answer | null> {
  if (periods.length > metricsLimits.mostPeriods)
    throw errorOf(metricsFaults.TOO_MANY_PERIODS, {
      periods: periods.length,
      most: metricsLimits.mostPeriods,
    });
  const call = '$1::text, $2::text[]::measure[], $3::text, $4::text, $5::date[], $6::date[]';
  const values = [
    districtOf(district),
    measures,
    by[0] ?? '',
    by[1] ?? '',
    periods.map(({ from }) => from),
    periods.map(({ until }) => until),
  ];
  const { functions } = context.reads;
  const answer = await (release.length
    ? functions.called(context, info, `figure_columns(${call}, $7::int)`, [...values, release[0]])
    : functions.called(context, info, `exact_figure_columns(${call})`, values));
  return answer as Answer | null;
}
