import { generateKeyPairSync, sign } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Publication, publications } from '../../src/release/plan.js';
import { hashOfRelease, publish, type ReleaseHead, signedText } from '../../src/release/publish.js';
import type { PublishedCell } from '../../src/release/published.js';
import { digestOfPlan, type Plan } from '../../src/release/releasePlan.js';
import { verifyReleases } from '../../src/release/verify.js';
import { keyIdOf } from '../../src/seal/key.js';
import { type App, startApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

// A release is made by the plan of its day: what a later program publishes changes nothing of it.

let database: TestDatabase;
let app: App;
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const key = { id: keyIdOf(privateKey), privateKey };
const keys = new Map([[key.id, publicKey]]);
const district = '41150';
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

const verified = async () => {
  const notes: string[] = [];
  const faults = await verifyReleases(database.owner, keys, district, (line) => notes.push(line));
  return { faults, notes };
};
/** A plan of another day: without some measures, and some without some dimensions. */
const planWithout = (measures: readonly string[], dimensions: readonly string[] = []): Publication[] =>
  publications
    .filter(({ measure }) => !measures.includes(measure))
    .map((each) =>
      each.measure === 'LINKAGES' && dimensions.length > 0
        ? { ...each, dimensions: each.dimensions.filter((one) => !dimensions.includes(one)), within: {} }
        : each,
    );
const statesOf = async (measure: string, by: string, release: number) => {
  const { data } = await app.ask<{ metrics: { figures: { from: string; state: string; value: number }[] } }>(
    'reporter',
    `{ metrics(district: "${district}", measures: [${measure}], by: [${by}], every: MONTH, release: ${release},
      period: { from: "2019-01-01", until: "2019-12-31" }) { figures { from state value } } }`,
  );
  return data!.metrics.figures;
};

test('releases by three plans are each made again by their own, and say only what they were made with', async () => {
  const { owner } = database;
  const first = planWithout(['PROMOTIONS'], ['SECTOR', 'AGENCY_KIND']);
  // A dong that no list names: only what was done there tells of it, so that nothing of the plan may.
  const [unnamed] = await owner<[{ dong: string }]>`select dong from facts where district_id = ${district}
    and measure = 'LINKAGES' and day between '2019-01-01' and '2019-10-31' and dong is not null
    group by 1 order by count(*), 1 limit 1`;
  const [listed] =
    await owner`delete from dong_codes where code = ${unnamed.dong} returning to_jsonb(dong_codes)::text as row`;
  expect(await publish(owner, key, district, '2019-10', first)).toMatchObject({ number: 1 });
  expect(await verified()).toEqual({ faults: [], notes: [] });
  expect((await app.request(null, `/statistics/${district}/1/manifest.json`)).body).not.toContain(
    unnamed.dong,
  );
  await owner`insert into dong_codes select (jsonb_populate_record(null::dong_codes, ${listed!.row}::text::jsonb)).*`;
  // A dong that the district has since is in no cell, and was in none of the tables.
  await owner`insert into dong_codes select (jsonb_populate_record(c, '{"code": "4115099900", "name": "새동"}')).*
    from dong_codes c where district_id = ${district} limit 1`;
  expect(await verified()).toEqual({ faults: [], notes: [] });
  expect(await publish(owner, key, district, '2019-11')).toMatchObject({ number: 2 });
  const third = planWithout(['REFERRALS', 'SCREENED']);
  expect(await publish(owner, key, district, '2019-12', third)).toMatchObject({ number: 3 });
  expect(await verified()).toEqual({ faults: [], notes: [] });

  // What a release was not made with is no 0 of it.
  for (const each of await statesOf('PROMOTIONS', 'PROMOTION_KIND', 1))
    expect(['SUPPRESSED', 'UNKNOWN', 'IMPOSSIBLE']).toContain(each.state);
  const whole = await statesOf('PROMOTIONS', 'PROMOTION_KIND', 2);
  expect(whole.some(({ state, value }) => state === 'KNOWN' && value > 0)).toBe(true);
  // A month keeps the tables that it came with: by sector only what was new then has figures.
  for (const { from, state } of await statesOf('LINKAGES', 'SECTOR', 2))
    expect([from, state]).toEqual([
      from,
      from < '2019-11-01' ? 'SUPPRESSED' : from < '2019-12-01' ? 'KNOWN' : 'UNKNOWN',
    ]);
  const csv = async (number: number) =>
    (await app.request(null, `/statistics/${district}/${number}.csv`)).body;
  const [one, two, three] = [await csv(1), await csv(2), await csv(3)];
  expect([one, two, three].map((each) => each.includes('PROMOTIONS,'))).toEqual([false, true, true]);
  expect([one, two, three].map((each) => each.includes('REFERRALS,'))).toEqual([true, true, false]);
  for (const format of ['json', 'xlsx', 'parquet'])
    expect((await app.request(null, `/statistics/${district}/3.${format}`)).status).toBe(200);
  expect((await app.request(null, `/statistics/${district}?lang=en`)).status).toBe(200);
  // What is left out since is no correction to 0.
  const { data } = await app.ask<{ releases: { corrections: object[] }[] }>(
    'reporter',
    `{ releases(district: "${district}") { corrections { measure dimension value month was now } } }`,
  );
  expect(data!.releases.map(({ corrections }) => corrections)).toEqual([[], [], []]);
  // And it is in the manifest, and in what is signed.
  const manifest = JSON.parse((await app.request(null, `/statistics/${district}/1/manifest.json`)).body) as {
    plan: Plan & { sha256: string };
  };
  const { sha256, ...said } = manifest.plan;
  expect(sha256).toBe(digestOfPlan(said));
  expect(said.publications.map(({ measure }) => measure)).not.toContain('PROMOTIONS');
  await owner`update releases set plan = jsonb_set(plan, '{publications,0,measure}', '"PROMOTIONS"') where number = 1
    and district_id = ${district}`;
  expect((await verified()).faults).toContain(`${district} 1: its figures are not the published ones`);
  await owner`update releases set plan = jsonb_set(plan, '{publications,0,measure}', '"REPORTS"') where number = 1
    and district_id = ${district}`;
  expect((await verified()).faults).toEqual([]);
});

/** Signs a release anew as if it had been made by another plan, or by none that it says. */
async function madeBy(number: number, plan: (was: Plan) => Plan | null) {
  const { owner } = database;
  const [row] =
    await owner`select to_char(first_month, 'YYYY-MM') as first, to_char(last_month, 'YYYY-MM') as last,
    to_char(made_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as made, protection, plan
    from releases where district_id = ${district} and number = ${number}`;
  const is = plan(row!.plan as Plan);
  const head: ReleaseHead = {
    ...{ district, number, firstMonth: row!.first, lastMonth: row!.last, madeAt: row!.made },
    ...{ protection: row!.protection, plan: is },
  };
  const cells = await owner<PublishedCell[]>`
    select * from (select distinct on (measure, dimension, month, value) measure, dimension, value,
      to_char(month, 'YYYY-MM') as month, state, figure::float8 as figure from release_cells
      where district_id = ${district} and number <= ${number}
      order by measure, dimension, month, value, number desc) c where state <> 'KNOWN' or figure <> 0`;
  const hash = hashOfRelease(head, cells);
  const signature = sign(null, signedText(district, number, hash), privateKey).toString('base64');
  await owner`update releases set plan = ${is && JSON.stringify(is)}::text::jsonb, hash = ${hash}, signature = ${signature}
    where district_id = ${district} and number = ${number}`;
}

test.each<[string, (was: Plan) => Plan | null]>([
  ['a method that this version has not', (was) => ({ ...was, method: 0 })],
  [
    'a measure that this version has not',
    (was) => ({ ...was, publications: [...was.publications, { measure: 'OLD' as never, dimensions: [] }] }),
  ],
  ['a plan that it does not say', () => null],
])('a release by %s is not called wrong: it is said what was looked at', async (_, plan) => {
  await madeBy(1, plan);
  const { faults, notes } = await verified();
  expect(faults).toEqual([]);
  expect(notes).toEqual([
    expect.stringContaining(`${district} 1: it was made by an earlier plan`),
    expect.stringContaining(`${district} 2: it goes on from release 1`),
    expect.stringContaining(`${district} 3: it goes on from release 1`),
  ]);
  const { owner } = database;
  const change = (by: number) =>
    owner`update release_cells set figure = figure + ${by} where number = 1 and district_id = ${district}
      and measure = 'LINKAGES' and dimension = '' and month = '2019-03-01'`;
  await change(5);
  expect((await verified()).faults).toContain(`${district} 1: its figures are not the published ones`);
  await change(-5);
});
