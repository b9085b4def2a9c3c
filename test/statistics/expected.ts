import { generateKeyPairSync } from 'node:crypto';
import { type Dimension, type Measure, measures } from '../../src/fact/measures.js';
import { publishedBy } from '../../src/release/plan.js';
import { publish } from '../../src/release/publish.js';
import { keyIdOf } from '../../src/seal/key.js';
import type { App } from '../support/app.js';
import type { TestDatabase } from '../support/database.js';

// What files of a release must say, as GraphQL answers it: by another way, from other statements.

/** The district whose year is in the demo data. */
export const district = '41150';
export const firstMonth = '2019-01';
export const lastMonth = '2019-11';
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
export const publicKeyOfReleases = publicKey;

/** Publishes the year of a district. */
export const publishYear = ({ owner }: TestDatabase, of = district, until = lastMonth) =>
  publish(owner, { id: keyIdOf(privateKey), privateKey }, of, until);

export interface Figure {
  measure: Measure;
  dimension: Dimension | '';
  value: string;
  month: string;
  state: string;
  figure: number | null;
}
/** What a figure is known by. */
export const keyOf = ({ measure, dimension, value, month }: Omit<Figure, 'state' | 'figure'>) =>
  [measure, dimension, value, month].join(' ');

interface Answer {
  metrics: {
    figures: {
      measure: Measure;
      from: string;
      by: { value: string }[];
      state: string;
      value: number | null;
    }[];
  };
}

/** Every figure of a release by its key, as `metrics` answers a researcher who has nothing but a sign-in. */
export async function figuresOf(
  app: App,
  release: number,
  { of = district, from = firstMonth, until = '2019-11-30' } = {},
): Promise<Map<string, Figure>> {
  const figures = new Map<string, Figure>();
  for (const measure of measures) {
    for (const dimension of publishedBy(measure) === null ? [] : [null, ...publishedBy(measure)!]) {
      const { data, errors } = await app.ask<Answer>(
        'reporter',
        `query ($district: String!, $measure: Measure!, $by: [Dimension!], $release: Int, $period: MetricsPeriod!) {
          metrics(district: $district, measures: [$measure], by: $by, every: MONTH, release: $release, period: $period) {
            figures { measure from by { value } state value } } }`,
        {
          district: of,
          measure,
          by: dimension && [dimension],
          release,
          period: { from: `${from}-01`, until },
        },
      );
      if (errors) throw new Error(JSON.stringify(errors));
      for (const each of data!.metrics.figures) {
        const figure: Figure = {
          measure: each.measure,
          dimension: dimension ?? '',
          value: each.by[0]?.value ?? '',
          month: each.from.slice(0, 7),
          state: each.state,
          figure: each.value,
        };
        figures.set(keyOf(figure), figure);
      }
    }
  }
  return figures;
}

/**
 * Those of a file that GraphQL answers otherwise. A file also has lines for values that nothing was counted of, such as
 * UNKNOWN, of which GraphQL's tables have none: these must be 0 or kept back with their dimension.
 */
export function differences(file: readonly Figure[], expected: ReadonlyMap<string, Figure>): string[] {
  const seen = new Set(file.map(keyOf));
  const lacking = [...expected.keys()].filter((key) => !seen.has(key)).map((key) => `${key} is not there`);
  const other = file.flatMap((each) => {
    const key = keyOf(each);
    const { state, figure } = expected.get(key) ?? { state: 'KNOWN', figure: 0 };
    const isSame = each.state === state && each.figure === figure;
    return isSame || (!expected.has(key) && each.figure === null)
      ? []
      : [`${key}: ${each.state} ${each.figure}, not ${state} ${figure}`];
  });
  const twice = file.length - seen.size;
  return [...lacking, ...other, ...(twice ? [`${twice} lines come twice`] : [])];
}
