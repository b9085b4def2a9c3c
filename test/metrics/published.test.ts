import { afterAll, beforeAll, expect, test } from 'vitest';
import { published } from '../../src/demo/known.js';
import { personas } from '../../src/identity/personas.js';
import { type App, startApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

// What the five systems published comes out of `metrics` for their own district, to the last one.

let database: TestDatabase;
let app: App;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

interface Answer {
  metrics: {
    exact: boolean;
    figures: {
      measure: string;
      from: string;
      by: { value: string }[];
      value: number;
      share: number;
      compared: { value: number; change: number }[];
    }[];
  };
}
const figures = async (persona: string, variables: Record<string, unknown>) => {
  const { data, errors } = await app.ask<Answer>(
    persona,
    `query ($district: String!, $measures: [Measure!]!, $from: Date!, $until: Date!, $by: [Dimension!], $every: PeriodLength,
      $compareWith: [PeriodComparison!]) {
      metrics(district: $district, measures: $measures, period: { from: $from, until: $until }, by: $by, every: $every,
        compareWith: $compareWith) {
        exact figures { measure from by { value } value share compared { value change } } } }`,
    variables,
  );
  expect(errors).toBeUndefined();
  expect(data!.metrics.exact).toBe(true);
  return data!.metrics.figures;
};

test('Songsan 2019: consultations, cases, linkages, promotion, and what came of emergency applications', async () => {
  const { districtId, consultations, caseHouseholds, linkages, promotions, emergency } =
    published.songsan2019;
  const year = { district: districtId, from: '2019-01-01', until: '2019-12-31' };
  const whole = await figures('songsan-statistics', {
    ...year,
    measures: ['INITIAL_CONSULTATIONS', 'CASES_SELECTED', 'LINKAGES', 'PROMOTIONS'],
  });
  expect(whole.map(({ value }) => value)).toEqual([consultations, caseHouseholds, linkages, promotions]);
  const bySource = await figures('songsan-statistics', {
    ...year,
    measures: ['CASES_SELECTED', 'LINKAGES', 'LINKAGE_VALUE'],
    by: ['INTAKE_SOURCE', 'TRACK'].slice(0, 1),
  });
  const ofEmergency = bySource.filter(({ by }) => by[0]!.value === 'EMERGENCY_APPLICATION');
  expect(ofEmergency[0]!.value).toBe(emergency.households);
  const managed = await figures('songsan-statistics', {
    ...year,
    measures: ['LINKAGES', 'LINKAGE_VALUE'],
    by: ['INTAKE_SOURCE', 'TRACK'],
  });
  const ofManaged = managed.filter(
    ({ by }) => by.map(({ value }) => value).join(' ') === 'EMERGENCY_APPLICATION CASE_MANAGED',
  );
  expect(ofManaged.map(({ value }) => value)).toEqual([emergency.linkages, emergency.valueKrw]);
});

test('Mapo 2010: screened, selected, linked, by quarter and against the year before, and its agreements', async () => {
  const { districtId, screened, selected, linkages } = published.mapo2010;
  const year = { district: districtId, from: '2010-01-01', until: '2010-12-31' };
  const measures = ['SCREENED', 'SCREENED_SELECTED', 'SCREENED_LINKAGES'];
  const [one, two, three] = await figures('statistics', { ...year, measures, compareWith: ['YEAR_BEFORE'] });
  expect([one, two, three].map((each) => each!.value)).toEqual([screened, selected, linkages]);
  expect(one!.compared).toEqual([{ value: 0, change: screened }]);
  const quarters = await figures('statistics', { ...year, measures, every: 'QUARTER' });
  expect(quarters).toHaveLength(12);
  for (const [measure, sum] of [
    ['SCREENED', screened],
    ['SCREENED_LINKAGES', linkages],
  ] as const)
    expect(
      quarters.filter((each) => each.measure === measure).reduce((all, { value }) => all + value, 0),
    ).toBe(sum);
  const [agreements] = await figures('statistics', { ...year, measures: ['AGREEMENTS'] });
  expect(agreements!.value).toBe(14);
  // Shares are of the whole of their period, be it that it is another one's period before.
  const quarterly = { ...year, measures: ['LINKAGES'], by: ['SECTOR'], every: 'QUARTER' };
  const bySector = await figures('statistics', { ...quarterly, compareWith: ['PERIOD_BEFORE'] });
  const shares = new Map<string, number>();
  for (const { from, share } of bySector) shares.set(from, (shares.get(from) ?? 0) + share);
  const sums = await figures('statistics', { ...quarterly, by: [] });
  expect([...shares.values()].map((each) => each.toFixed(9))).toEqual(
    sums.map(({ value }) => (value === 0 ? 0 : 1).toFixed(9)),
  );
});

test('a table has the same figures, each in its place, and so have the periods that it is compared with', async () => {
  const given = `district: "11440", measures: [LINKAGES, LINKAGE_VALUE], by: [SECTOR, LEVEL], every: QUARTER,
    period: { from: "2010-01-01", until: "2010-12-31" }, compareWith: [PERIOD_BEFORE, YEAR_BEFORE]`;
  const { data, errors } = await app.ask<{ metrics: { figures: Listed[]; table: Tabled } }>(
    'statistics',
    `{ metrics(${given}) {
      figures { measure from until state value by { dimension value name } compared { with from until value } }
      table { periods { from until } measures dimensions { dimension values { value name } } values missing { place state }
        compared { with periods { from until } values missing { place state } } } } }`,
  );
  expect(errors).toBeUndefined();
  const { figures, table } = data!.metrics;
  const missing = new Map(table.missing.map(({ place, state }) => [place, state]));
  const places = table.dimensions.reduce<Listed['by'][]>(
    (before, { dimension, values }) =>
      before.flatMap((some) => values.map((each) => [...some, { dimension, ...each }])),
    [[]],
  );
  const tabled = table.periods.flatMap((period, nth) =>
    table.measures.flatMap((measure, which) =>
      places.map((by, place) => {
        const at = (nth * table.measures.length + which) * places.length + place;
        const compared = table.compared.map((each) => ({
          with: each.with,
          ...each.periods[nth]!,
          value: each.values[at],
        }));
        return {
          measure,
          ...period,
          by,
          state: missing.get(at) ?? 'KNOWN',
          value: table.values[at],
          compared,
        };
      }),
    ),
  );
  expect(tabled).toEqual(figures);
  expect(table.values.some((each) => each)).toBe(true);
});
interface Listed {
  by: { dimension: string; value: string; name: string }[];
}
interface Tabled {
  periods: { from: string; until: string }[];
  measures: string[];
  dimensions: { dimension: string; values: { value: string; name: string }[] }[];
  values: (number | null)[];
  missing: { place: number; state: string }[];
  compared: { with: string; periods: { from: string; until: string }[]; values: (number | null)[] }[];
}

test('a city has its districts together, and none of them by itself', async () => {
  const year = { from: '2010-01-01', until: '2010-12-31', measures: ['SCREENED'] };
  const [seoul] = await figures('city-statistics', { ...year, district: '11000' });
  expect(seoul!.value).toBe(731);
  const { errors } = await app.ask(
    'city-statistics',
    `{ metrics(district: "11440", measures: [SCREENED], period: { from: "2010-01-01", until: "2010-12-31" }) { exact } }`,
  );
  expect(errors?.[0]?.extensions.reason).toBe('NOTHING_PUBLISHED');
});

test('nobody but the district’s own statistics role has an exact figure, by any question', async () => {
  const period = 'period: { from: "2010-01-01", until: "2010-12-31" }';
  const questions = [
    `metrics(district: "11440", measures: [SCREENED], ${period}) { exact }`,
    `metricsRatios(district: "11440", ratios: [SELECTION_RATE], ${period}) { exact }`,
  ];
  for (const { key } of personas)
    for (const question of questions) {
      const { data, errors } = await app.ask<Record<string, { exact: boolean } | null>>(
        key,
        `{ ${question} }`,
      );
      const said = Object.values(data ?? {})[0]?.exact ?? errors?.[0]?.extensions.reason;
      expect([key, question, said]).toEqual([
        key,
        question,
        key === 'statistics' ? true : 'NOTHING_PUBLISHED',
      ]);
    }
});

test('ratios are of figures: the funnel, deadlines by kind, and null where nothing is', async () => {
  const { data, errors } = await app.ask<{
    metricsRatios: {
      ratios: { ratio: string; numerator: number; denominator: number; value: number | null }[];
    };
  }>(
    'statistics',
    `{ metricsRatios(district: "11440", ratios: [LINKAGES_PER_SELECTED, SELECTION_RATE, REOPENING_RATE],
        period: { from: "2010-01-01", until: "2010-12-31" }) { ratios { ratio numerator denominator value } } }`,
  );
  expect(errors).toBeUndefined();
  const { ratios } = data!.metricsRatios;
  expect(ratios.map(({ ratio }) => ratio)).toEqual([
    'SELECTION_RATE',
    'LINKAGES_PER_SELECTED',
    'REOPENING_RATE',
  ]);
  expect(ratios.map(({ value }) => value && Math.round(1000 * value) / 1000)).toEqual([0.13, 3.379, 0]);
  const { data: kinds } = await app.ask<{
    metricsRatios: {
      ratios: { by: { value: string }[]; numerator: number; denominator: number; value: number | null }[];
    };
  }>(
    'songsan-statistics',
    `{ metricsRatios(district: "41150", ratios: [DEADLINES_MET], by: CLOCK_KIND,
        period: { from: "2019-01-01", until: "2019-12-31" }) { ratios { by { value } numerator denominator value } } }`,
  );
  const agreed = kinds!.metricsRatios.ratios.find(({ by }) => by[0]!.value === 'EMERGENCY_VISIT_AGREED')!;
  expect(agreed.denominator).toBeGreaterThan(30);
  expect(agreed.value).toBe(agreed.numerator / agreed.denominator);
  expect(kinds!.metricsRatios.ratios.find(({ by }) => by[0]!.value === 'VISIT')).toBeUndefined();
});

test('what cannot be asked for is refused with what can', async () => {
  const reason = async (more: string, period = '{ from: "2010-01-01", until: "2010-12-31" }') => {
    const { errors } = await app.ask(
      'statistics',
      `{ metrics(district: "11440", period: ${period}, ${more}) { exact } }`,
    );
    return errors?.[0]?.extensions.reason;
  };
  expect(await reason('measures: []')).toBe('NO_MEASURE');
  expect(await reason('measures: [SCREENED], by: [SECTOR]')).toBe('DIMENSION_NOT_OF_MEASURE');
  expect(await reason('measures: [LINKAGES], by: [DONG, SECTOR, LEVEL]')).toBe('TOO_MANY_DIMENSIONS');
  expect(await reason('measures: [LINKAGES], by: [DONG, DONG]')).toBe('TOO_MANY_DIMENSIONS');
  expect(await reason('measures: [SCREENED]', '{ from: "2010-01-02", until: "2010-12-31" }')).toBe(
    'PERIOD_BEGINS_WITHIN_A_MONTH',
  );
  expect(await reason('measures: [SCREENED]', '{ from: "2010-02-01", until: "2010-01-31" }')).toBe(
    'PERIOD_ENDS_BEFORE_IT_BEGINS',
  );
  expect(
    await reason('measures: [SCREENED], every: MONTH', '{ from: "1960-01-01", until: "2010-12-31" }'),
  ).toBe('TOO_MANY_PERIODS');
  expect(
    await reason(
      'measures: [LINKAGES], by: [AGENCY_KIND, NEED_DOMAIN], every: MONTH',
      '{ from: "2000-01-01", until: "2010-12-31" }',
    ),
  ).toBe('TOO_MANY_FIGURES');
});

test('more than five hundred figures are a table, and are refused one by one', async () => {
  const period = 'period: { from: "2010-01-01", until: "2010-12-31" }';
  const asked = `metrics(district: "11440", measures: [LINKAGES], ${period}, every: MONTH, by: [AGENCY_KIND, NEED_DOMAIN])`;
  const { errors } = await app.ask('statistics', `{ ${asked} { figures { value } } }`);
  const { extensions, message } = errors![0]!;
  expect(extensions.reason).toBe('TOO_MANY_FIGURES_ONE_BY_ONE');
  const { data } = await app.ask<{ metrics: { table: { values: number[] } } }>(
    'statistics',
    `{ ${asked} { table { values } } }`,
  );
  const { values } = data!.metrics.table;
  expect(values.length).toBeGreaterThan(500);
  expect(message).toContain(`There would be ${values.length} figures`);
  const ratios = await app.ask(
    'statistics',
    `{ metricsRatios(district: "11440", ratios: [DEADLINES_MET], every: MONTH, by: CLOCK_KIND,
        period: { from: "1990-01-01", until: "2010-12-31" }) { ratios { value } } }`,
  );
  expect(ratios.errors?.[0]?.extensions.reason).toBe('TOO_MANY_RATIOS');
});
