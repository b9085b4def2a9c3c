import type { GraphQLResolveInfo } from 'graphql';
import { commonFaults } from '../commonFaults.js';
import type { Context } from '../context.js';
import { districtOf } from '../database/planner/identifiers.js';
import type { Dimension, Measure } from '../fact/measures.js';
import { errorOf } from '../faults.js';
import { metricsFaults } from './faults.js';
import { metricsLimits } from './limits.js';
import type { Span } from './periods.js';
import type { Found } from './table.js';

/** What the database found: figures, and what dong are called where they are by dong. */
export interface Figures {
  figures: Found[];
  dongs: Record<string, string>;
}

/** Exact figures, for whoever may have them; FORBIDDEN for everybody else. One statement for all periods. */
export async function exactFigures(
  context: Context,
  info: GraphQLResolveInfo,
  district: string,
  measures: readonly Measure[],
  by: readonly Dimension[],
  periods: readonly Span[],
): Promise<Figures> {
  if (periods.length > metricsLimits.mostPeriods)
    throw errorOf(metricsFaults.TOO_MANY_PERIODS, {
      periods: periods.length,
      most: metricsLimits.mostPeriods,
    });
  const answer = (await context.reads.functions.called(
    context,
    info,
    'exact_figures($1::text, $2::text[]::measure[], $3::text, $4::text, $5::date[], $6::date[])',
    [
      districtOf(district),
      measures,
      by[0] ?? '',
      by[1] ?? '',
      periods.map(({ from }) => from),
      periods.map(({ until }) => until),
    ],
  )) as { figures: Found[]; dongs: Record<string, string> | null } | null;
  if (!answer) throw errorOf(commonFaults.DUTY_NOT_PERMITTED);
  return { figures: answer.figures, dongs: answer.dongs ?? {} };
}
