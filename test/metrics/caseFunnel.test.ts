import { afterAll, beforeAll, expect, test } from 'vitest';
import { known } from '../../src/demo/known.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import fc from '../support/property.js';

// Exact figures: of whose district, and of how long. One gu and one day are one household.

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

interface Funnel {
  caseFunnel: { screened: number; selected: number; linked: number } | null;
}
const year = { from: '2010-01-01', until: '2010-12-31' };
const funnel = (persona: string, district: string, period: { from: string; until: string } = year) =>
  app.ask<Funnel>(
    persona,
    `query ($district: String!, $period: Period!) {
      caseFunnel(district: $district, period: $period) { screened selected linked } }`,
    { district, period },
  );

test('every statistics role has the exact figures of its own district or city, and of no other', async () => {
  const districts = await asKeeper(
    database.owner,
    (sql) => sql<{ id: string }[]>`select id from districts order by id`,
  );
  const roles = { statistics: known.districts.mapo, 'city-statistics': known.districts.seoul };
  for (const [persona, own] of Object.entries(roles))
    for (const { id } of districts) {
      const { data, errors } = await funnel(persona, id);
      if (id === own) expect([persona, id, data?.caseFunnel]).toEqual([persona, id, expect.any(Object)]);
      else expect([persona, id, errors?.[0]?.extensions.code]).toEqual([persona, id, 'FORBIDDEN']);
    }
});

test('a city’s figures hold those of its districts', async () => {
  const { data: ofMapo } = await funnel('statistics', known.districts.mapo);
  expect(ofMapo!.caseFunnel).toEqual({ screened: 731, selected: 95, linked: 321 });
  const { data: ofSeoul } = await funnel('city-statistics', known.districts.seoul);
  expect(ofSeoul!.caseFunnel!.screened).toBeGreaterThanOrEqual(731);
});

const isFirst = (day: string) => day.endsWith('-01');
const after = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

test('a period has whole months, whatever two days are asked for, and is refused with the field and an example', async () => {
  const days = fc.integer({ min: 0, max: 6000 }).map((n) => after('2008-01-01', n));
  const firsts = days.map((each) => `${each.slice(0, 8)}01`);
  const lasts = firsts.map((each) => after(each, -1));
  await fc.assert(
    fc.asyncProperty(fc.oneof(days, firsts), fc.oneof(days, lasts), async (from, until) => {
      const { data, errors } = await funnel('statistics', known.districts.mapo, { from, until });
      const whole = from <= until && isFirst(from) && isFirst(after(until, 1));
      expect([from, until, data?.caseFunnel !== null]).toEqual([from, until, whole]);
      if (whole) return;
      expect(errors).toMatchObject([
        {
          extensions: {
            code: 'BAD_INPUT',
            reason: expect.stringMatching(/^PERIOD_/),
            field: expect.stringMatching(/^period\.(from|until)$/),
          },
        },
      ]);
      if (from <= until) expect(errors![0]!.message).toContain('2026-01-01 to 2026-01-31');
    }),
    { numRuns: 60, examples: [['2012-02-01', '2012-02-28']] },
  );
});

test('a district that is not the viewer’s own is refused alike, whether or not there is one', async () => {
  const there = await funnel('city-statistics', known.districts.mapo);
  expect((await funnel('city-statistics', '99999')).body).toBe(there.body);
});
