import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Measure, measureRules, measures } from '../../src/fact/measures.js';
import { monthsBetween } from '../../src/release/months.js';
import { isRoundedWithin, publishedBy } from '../../src/release/plan.js';
import { districtsWithFacts, publish } from '../../src/release/publish.js';
import { verifyReleases } from '../../src/release/verify.js';
import { keyIdOf } from '../../src/seal/key.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';

// Releases in the database, and what people are told of them: the figures of Songsan's year as others see them.

let database: TestDatabase;
let app: App;
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const key = { id: keyIdOf(privateKey), privateKey };
const keys = new Map([[key.id, publicKey]]);
const district = '41150';
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
  expect(await publish(database.owner, key, district, '2019-11')).toMatchObject({ number: 1 });
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

interface Answer {
  metrics: {
    exact: boolean;
    release: number | null;
    typicalError: number;
    figures: {
      measure: Measure;
      from: string;
      by: { value: string }[];
      state: string;
      value: number | null;
    }[];
  } | null;
}
const ask = async (persona: string, variables: object) =>
  app.ask<Answer>(
    persona,
    `query ($measures: [Measure!]!, $from: Date!, $until: Date!, $every: PeriodLength, $by: [Dimension!], $release: Int,
      $district: String!) {
      metrics(district: $district, measures: $measures, period: { from: $from, until: $until }, every: $every, by: $by,
        release: $release) {
        exact release typicalError figures { measure from by { value } state value } } }`,
    { district, from: '2019-01-01', until: '2019-11-30', every: 'MONTH', ...variables },
  );
const own = 'songsan-statistics';
const must = async (persona: string, variables: object) => {
  const { data, errors } = await ask(persona, variables);
  expect(errors).toBeUndefined();
  return data!.metrics!;
};

const counts = measures.filter((each) => measureRules[each].kind !== 'WON' && publishedBy(each));

test('everybody but the district has published figures, each less than five from the truth and adding up', async () => {
  let compared = 0;
  for (const measure of counts) {
    const whole = await must('reporter', { measures: [measure] });
    expect(whole).toMatchObject({ exact: false, release: 1 });
    for (const by of [null, ...publishedBy(measure)!]) {
      const variables = { measures: [measure], by: by && [by] };
      const released = await must('reporter', variables);
      const exact = await must(own, variables);
      expect(exact).toMatchObject({ exact: true, release: null, typicalError: 0 });
      const truth = new Map(exact.figures.map((each) => [JSON.stringify([each.from, each.by]), each.value]));
      for (const each of released.figures) {
        if (each.state !== 'KNOWN') continue;
        const value = truth.get(JSON.stringify([each.from, each.by])) ?? 0;
        // A part of a measure is a sum of the parts of its values, each of which is less than five from its truth.
        // So is a level, over the tracks that have it, and a kind of agency, over the sectors.
        const isSum = by && isRoundedWithin(measure, by);
        const step = measure.endsWith('_MET') && !by ? 40 : isSum ? 20 : 5;
        expect([measure, by, each.value! % 5, Math.abs(each.value! - value) < step]).toEqual([
          measure,
          by,
          0,
          true,
        ]);
        if (value > 0) compared++;
      }
      if (!by) continue;
      for (const { from, value } of whole.figures)
        expect([
          measure,
          by,
          from,
          released.figures
            .filter((each) => each.from === from)
            .reduce((sum, each) => sum + (each.value ?? 0), 0),
        ]).toEqual([measure, by, from, value]);
    }
  }
  expect(compared).toBeGreaterThan(300);
});

test('the statistics role of a district may look at what others see of it', async () => {
  const seen = await must(own, { measures: ['LINKAGES'], release: 1 });
  expect(seen).toEqual(await must('reporter', { measures: ['LINKAGES'] }));
  expect(seen).not.toEqual(await must(own, { measures: ['LINKAGES'] }));
});

test('a release says what it does not have: no day, no two dimensions, nothing that is not published, no other release', async () => {
  const reasons = async (variables: object) =>
    (await ask('reporter', { measures: ['LINKAGES'], ...variables })).errors?.[0]?.extensions.reason;
  expect(await reasons({ until: '2019-11-29' })).toBe('PERIOD_CUTS_A_MONTH');
  expect(await reasons({ by: ['DONG', 'SECTOR'] })).toBe('PUBLISHED_BY_ONE_DIMENSION');
  expect(await reasons({ measures: ['HOUSEHOLDS_SERVED'] })).toBe('MEASURE_NOT_PUBLISHED');
  expect(await reasons({ measures: ['CLOCKS_MET'], by: ['DONG'] })).toBe('NOT_PUBLISHED_BY');
  expect(await reasons({ release: 2 })).toBe('NOTHING_PUBLISHED');
  expect(await reasons({ district: '11170' })).toBe('NOTHING_PUBLISHED');
  const beyond = await must('reporter', { measures: ['LINKAGES'], until: '2019-12-31', every: 'QUARTER' });
  expect(beyond.figures.map(({ state }) => state)).toEqual(['KNOWN', 'KNOWN', 'KNOWN', 'UNKNOWN']);
});

test('values in won are published where many stand behind them, and kept back elsewhere', async () => {
  const won = await must('reporter', { measures: ['LINKAGE_VALUE'] });
  const linkages = await must('reporter', { measures: ['LINKAGES'] });
  expect(won.figures.map(({ state }) => state)).toContain('KNOWN');
  for (const [nth, { state, value }] of won.figures.entries()) {
    if (state === 'KNOWN') expect(linkages.figures[nth]!.value).toBeGreaterThanOrEqual(10);
    if (value !== null) expect(value % 100_000).toBe(0);
  }
});

test('a later release has one month more, corrects what came late, and leaves all else as it was', async () => {
  const { owner } = database;
  const before = await must('reporter', { measures: counts.slice(0, 20) });
  await asKeeper(owner, async (sql) => {
    const cases =
      await sql`select id, household_id from cases where district_id = ${district} order by id limit 12`;
    for (const each of cases)
      await sql`insert into linkages (district_id, id, household_id, case_id, data_class, subject_ids, domain, sector,
          funded_by, linked_on) values (${district}, gen_random_uuid(), ${each.household_id}, ${each.id}, 'HEALTH',
          ${[each.household_id]}, 'HEALTH', 'PUBLIC', 'PROVIDER', '2019-03-15')`;
  });
  expect(await publish(owner, key, district, '2019-12')).toMatchObject({ number: 2 });
  const { data } = await app.ask<{
    releases: {
      number: number;
      corrections: { measure: string; month: string; was: number; now: number }[];
    }[];
  }>('reporter', `{ releases(district: "${district}") { number corrections { measure month was now } } }`);
  const [last, first] = data!.releases;
  expect([last!.number, first!.number, first!.corrections]).toEqual([2, 1, []]);
  const moved = last!.corrections;
  expect(moved.length).toBeGreaterThan(0);
  // Twelve more in March: the month went up by ten or fifteen.
  for (const each of moved) expect([each.measure, each.month]).toEqual(['LINKAGES', '2019-03-01']);
  const after = await must('reporter', { measures: counts.slice(0, 20) });
  for (const [nth, figure] of after.figures.entries())
    if (figure.measure !== 'LINKAGES' || figure.from !== '2019-03-01')
      expect(figure).toEqual(before.figures[nth]);
  const march = (some: typeof after) =>
    some.figures.find((each) => each.measure === 'LINKAGES' && each.from === '2019-03-01')!.value!;
  expect([10, 15]).toContain(march(after) - march(before));
  // What was published stays: whoever asks for the first release has it as it was.
  expect(await must('reporter', { measures: counts.slice(0, 20), release: 1 })).toEqual(before);
});

test('releases are made again byte for byte from facts and secret, and whatever was changed of them is found', async () => {
  const { owner } = database;
  expect(await verifyReleases(owner, keys, district)).toEqual([]);
  expect(await verifyReleases(owner, new Map(), district)).toHaveLength(2);
  await expect(asKeeper(owner, (sql) => sql`update release_cells set figure = figure + 5`)).rejects.toThrow(
    /permission/,
  );
  await owner`update release_cells set figure = figure + 5 where number = 2 and measure = 'LINKAGES' and dimension = ''`;
  expect(await verifyReleases(owner, keys, district)).toEqual([
    `${district} 2: its figures are not the published ones`,
  ]);
  await owner`update release_cells set figure = figure - 5 where number = 2 and measure = 'LINKAGES' and dimension = ''`;
  const changed = async (how: string, back: string) => {
    await owner.unsafe(how);
    const faults = await verifyReleases(owner, keys, district);
    await owner.unsafe(back);
    return faults;
  };
  // When it was made, and how it says that it was protected, are signed like its figures.
  expect(
    await changed(
      `update releases set made_at = made_at - interval '3 years' where number = 1`,
      `update releases set made_at = made_at + interval '3 years' where number = 1`,
    ),
  ).toContain(`${district} 1: the facts make another release`);
  expect(
    await changed(
      `update releases set protection = jsonb_set(protection, '{en}', '"Exact."') where number = 2`,
      'update releases set protection = (select protection from releases where number = 1) where number = 2',
    ),
  ).toContain(`${district} 2: the facts make another release`);
  // What the next release goes on from says how many there are, and what each number stands for.
  const left = 'what the next release goes on from is another, of LINKAGES';
  for (const to of [`'{releases}', '3'`, `'{years,2019,released}', '5'`])
    expect(
      await changed(
        `update release_ledgers set ledger = jsonb_set(ledger, ${to}) where measure = 'LINKAGES'`,
        `update release_ledgers set ledger = jsonb_set(jsonb_set(ledger, '{releases}', '2'), '{years,2019,released}',
          '${
            (
              await owner`select ledger -> 'years' -> '2019' -> 'released' as n from release_ledgers
            where district_id = ${district} and measure = 'LINKAGES'`
            )[0]!.n
          }') where measure = 'LINKAGES'`,
      ),
    ).toEqual([`${district}: ${left}`]);
  expect(
    await changed(
      `update release_secrets set district_id = '11200'`,
      `update release_secrets set district_id = '${district}'`,
    ),
  ).toEqual([`${district}: its secret is not there`]);
  await owner`update releases set hash = 'other' where number = 1`;
  expect((await verifyReleases(owner, keys, district)).length).toBeGreaterThanOrEqual(2);
});

test('a release begins where there is much to count: one household long before is not told by its first month', async () => {
  const { owner } = database;
  await asKeeper(owner, async (sql) => {
    const [one] =
      await sql`select id, household_id from cases where district_id = '41110' order by id limit 1`;
    await sql`insert into linkages (district_id, id, household_id, case_id, data_class, subject_ids, domain, sector,
        funded_by, linked_on) values ('41110', gen_random_uuid(), ${one!.household_id}, ${one!.id}, 'HEALTH',
        ${[one!.household_id]}, 'HEALTH', 'PUBLIC', 'PROVIDER', '1915-03-15')`;
  });
  const made = await publish(owner, key, '41110', '2015-12');
  const rows = await owner<{ month: string; contributors: number }[]>`
    select to_char(day, 'YYYY-MM') as month, count(distinct contributor)::int as contributors from facts
    where district_id = '41110' group by 1 order by 1`;
  expect(rows[0]).toEqual({ month: '1915-03', contributors: 1 });
  expect(rows.find(({ contributors }) => contributors >= 5)?.month).toBe(made!.firstMonth);
});

test('what was kept back and is published now was not 0 before, and is no 0 once it is kept back', async () => {
  const { owner } = database;
  // Two releases of a district, in which one month opens and another one closes.
  await asKeeper(owner, async (sql) => {
    for (const number of [1, 2]) {
      await sql`insert into releases (district_id, number, first_month, last_month, made_at, last_fact_id, protection,
          hash, signature, key_id)
        values ('11170', ${number}, '2026-01-01', '2026-02-01', now(), 0, '{}', ${`hash ${number}`}, '', '')`;
      for (const month of [1, 2]) {
        const open = (month === 1) === (number === 2);
        await sql`insert into release_cells (district_id, number, measure, dimension, value, month, state, figure)
          values ('11170', ${number}, 'LINKAGE_VALUE', '', '', make_date(2026, ${month}, 1),
            ${open ? 'KNOWN' : 'SUPPRESSED'}, ${open ? 500_000 : null})`;
      }
    }
  });
  const { data } = await app.ask<{ releases: { corrections: object[] }[] }>(
    'reporter',
    '{ releases(district: "11170") { corrections { month was now } } }',
  );
  expect(data!.releases[0]!.corrections).toEqual([
    { month: '2026-01-01', was: null, now: 500_000 },
    { month: '2026-02-01', was: 500_000, now: null },
  ]);
});

test('months follow each other', () => {
  expect(monthsBetween('2019-11', '2020-02')).toEqual(['2019-11', '2019-12', '2020-01', '2020-02']);
});

test('a database in which nothing is counted yet is published as what waits there', async () => {
  const fresh = await freshDatabase();
  const { owner } = fresh;
  const before = await districtsWithFacts(owner);
  expect(before).toContain(district);
  await owner`truncate facts, fact_cells`;
  // As all rows of the demo wait when a server has just loaded them.
  await owner`insert into uncounted_changes (district_id, table_name, ids, households)
    select district_id, 'linkages', array_agg(id), array_agg(household_id) from linkages group by 1`;
  expect(await districtsWithFacts(owner)).toContain(district);
  expect(await publish(owner, key, district, '2019-11')).toMatchObject({ number: 1 });
  await fresh.drop();
});
