import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import fc from '../support/property.js';
import { type Hours, make, names } from './finding.js';

const whole: Hours = { freq: 'WEEKLY', byday: 'MO,TU,WE,TH,FR,SA,SU', opens_at: '00:00', closes_at: '24:00' };
const [newYear, eve] = ['2026-01-01', '2025-12-31'];
/** Closed from a first day to a last, as holidays are. */
const closed = (from: string, to = from): Hours => ({ freq: 'DAILY', valid_from: from, valid_to: to });
const hours = (day: string, opens: string, closes: string): Hours => ({
  ...closed(day),
  opens_at: opens,
  closes_at: closes,
});

let database: TestDatabase;
let app: App;
beforeAll(async () => {
  database = await freshDatabase('empty');
  app = await startApp({ database });
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

describe('a schedule of which a part is missing or cannot be read opens nothing', () => {
  /** Each is whole but for this. */
  const parts: Record<string, Hours> = {
    'no closing time': { closes_at: null },
    'no opening time': { opens_at: null },
    'no times': { opens_at: null, closes_at: null },
    'one time': { opens_at: '09:00', closes_at: '09:00' },
    'an opening at the end of a day': { opens_at: '24:00', closes_at: '06:00' },
    'no days of a week': { byday: null },
    'no days of a month': { freq: 'MONTHLY', byday: null },
    'no days of a year': { freq: 'YEARLY', byday: null },
    'no recurrence at all': { freq: null, byday: null },
    'a period without days': { freq: null, byday: null, valid_from: eve, valid_to: '2026-12-31' },
    'weeks from a first day of validity': { byday: null, valid_from: eve },
    'a recurrence that is none': { freq: 'FORTNIGHTLY' },
    'a range where days should be': { byday: 'MO-SU' },
    'a day that is none': { byday: 'MO,TU,WE,TH,FR,SA,SU,XX' },
    'a blank day': { byday: '' },
    'days of a month in a week': { byday: '1MO,1TU,1WE,1TH,1FR,1SA,1SU' },
    'every second week of no first': { interval: 2 },
    'every second week from no day of a week': { interval: 2, dtstart: newYear, wkst: 'Monday' },
    'every week that is not': { interval: 0 },
    'so many from no first': { count: 1000 },
    'so many without a recurrence from no first': { freq: null, count: 1000 },
    'none at all': { count: 0, dtstart: newYear },
    'a zone beyond all': { timezone: 540 },
    'days of the month in words': { bymonthday: '1st-31st' },
    'weeks of the year in words': { byweekno: 'all' },
    'days of the year in words': { byyearday: 'all' },
    'another week': { byweekno: '3' },
    'another day of the month': { bymonthday: '20' },
    'another day of the year': { byyearday: '200' },
  };
  const wanted = Object.keys(parts).map((name) => ({ name, schedules: [{ ...whole, ...parts[name] }] }));
  beforeAll(() => make(database, [...wanted, { name: '언제나', schedules: [whole] }]));

  // Each hour of a week, and with the first second of a day and the last.
  const instants = Array.from({ length: 7 * 24 }, (_, hour) => Date.UTC(2026, 0, 1, hour)).flatMap((at) =>
    at % 86_400_000 === 0 ? [at, at + 1000, at - 1000] : [at],
  );
  test('at any hour of a week, by the index of searches and by itself', async () => {
    const found = await database.owner<{ name: string; open: boolean; alone: boolean }[]>`
      select s.name, bool_or(hamkke.opened_on(h, t) is not null) as alone, bool_or(hamkke.service_open(s.id, t)) as open
      from services s join schedules h on h.service_id = s.id, unnest(${instants.map((at) => new Date(at).toISOString())}::timestamptz[]) t
      group by 1 having bool_or(hamkke.opened_on(h, t) is not null) or bool_or(hamkke.service_open(s.id, t))`;
    expect([...found]).toEqual([{ name: '언제나', open: true, alone: true }]);
    for (const at of instants.filter((_, n) => n % 13 === 0))
      expect(await names(app, { openAt: new Date(at).toISOString() })).toEqual(['언제나']);
  });
});

describe('on a holiday', () => {
  const nights: Hours = { ...whole, opens_at: '22:00', closes_at: '04:00' };
  beforeAll(async () => {
    await make(database, [
      { name: '닫는 것', schedules: [whole, closed(newYear)] },
      { name: '사흘 닫는 것', schedules: [whole, closed(eve, '2026-01-02')] },
      { name: '짧게 여는 것', schedules: [whole, hours(eve, '10:00', '16:00')] },
      { name: '짧게 열다 닫는 것', schedules: [whole, hours(eve, '10:00', '16:00'), closed(eve)] },
      { name: '장소가 닫는 것', schedules: [whole], places: [{ schedules: [closed(newYear)] }] },
      {
        name: '장소가 짧게 여는 것',
        schedules: [whole],
        places: [{ schedules: [hours(eve, '10:00', '16:00')] }],
      },
      { name: '다른 장소가 여는 것', schedules: [whole], places: [{ schedules: [closed(newYear)] }, {}] },
      { name: '장소 시간에 쉬는 것', schedules: [closed(newYear)], places: [{ schedules: [whole] }] },
      { name: '장소의 것', places: [{ schedules: [whole, closed(newYear)] }] },
      { name: '밤에 여는 것', schedules: [nights, closed(newYear)] },
      {
        name: '해마다 닫는 것',
        schedules: [whole, { ...closed('0001-12-31', '0001-01-01'), freq: 'YEARLY' }],
      },
      { name: '숨은 장소의 것', schedules: [whole], places: [{ schedules: [closed(newYear)] }] },
      { name: '기간이 있는 것', schedules: [{ ...whole, valid_from: eve, valid_to: '2026-01-02' }] },
    ]);
    await asKeeper(database.owner, async (sql) => {
      const [found] = await sql`select id from services where name = '숨은 장소의 것'`;
      await sql`update locations set confidential = true
        where id in (select location_id from services_at_location where service_id = ${found!.id})`;
      await sql`select hamkke.keep_search(${[found!.id]}::uuid[])`;
    });
  });

  const always = ['언제나', '다른 장소가 여는 것', '숨은 장소의 것'];
  const onNewYear = ['짧게 여는 것', '짧게 열다 닫는 것', '장소가 짧게 여는 것'];
  const onEve = ['닫는 것', '장소가 닫는 것', '장소 시간에 쉬는 것', '장소의 것'];
  test.each([
    ['2025-12-30T12:00', [...always, ...onNewYear, ...onEve, '사흘 닫는 것', '해마다 닫는 것']],
    ['2025-12-31T09:59', [...always, ...onEve, '기간이 있는 것']],
    ['2025-12-31T10:00', [...always, ...onEve, '기간이 있는 것', '짧게 여는 것', '장소가 짧게 여는 것']],
    ['2025-12-31T16:00', [...always, ...onEve, '기간이 있는 것']],
    ['2025-12-31T23:00', [...always, ...onEve, '기간이 있는 것', '밤에 여는 것']],
    ['2026-01-01T00:00', [...always, ...onNewYear, '기간이 있는 것']],
    ['2026-01-01T02:00', [...always, ...onNewYear, '기간이 있는 것']],
    ['2026-01-01T23:59', [...always, ...onNewYear, '기간이 있는 것']],
    // The night that would have begun on the holiday.
    ['2026-01-02T02:00', [...always, ...onNewYear, ...onEve, '기간이 있는 것', '해마다 닫는 것']],
    [
      '2026-01-02T22:30',
      [...always, ...onNewYear, ...onEve, '기간이 있는 것', '해마다 닫는 것', '밤에 여는 것'],
    ],
    ['2031-12-31T12:00', [...always, ...onNewYear, ...onEve, '사흘 닫는 것']],
  ])('at %s', async (at, expected) =>
    expect((await names(app, { openAt: `${at}:00+09:00` })).sort()).toEqual(expected.sort()),
  );
});

test('the index of searches and the schedules themselves say the same of any instant', async () => {
  const [day, time] = [
    fc.constantFrom(eve, newYear, '2026-01-02'),
    fc.constantFrom('00:00', '09:00', '12:00', '18:00', '24:00'),
  ];
  const one = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        freq: fc.constantFrom('WEEKLY', 'DAILY', 'MONTHLY', null, 'ODD'),
        byday: fc.constantFrom('MO,WE,FR', 'TH', 'MO-FR', null, 'WE,TH,FR'),
        opens_at: fc.option(time),
        closes_at: fc.option(time),
        timezone: fc.constantFrom(null, null, 9, 0),
      }),
    },
    fc.record({
      freq: fc.constantFrom('DAILY', 'YEARLY'),
      valid_from: day,
      valid_to: day,
      opens_at: fc.option(time),
      closes_at: fc.option(time),
    }),
  ) as fc.Arbitrary<Hours>;
  const several = fc.array(one, { maxLength: 3 });
  const wanted = fc.sample(
    fc.record({ schedules: several, places: fc.array(fc.record({ schedules: several }), { maxLength: 2 }) }),
    90,
  );
  const ids = await make(
    database,
    wanted.map((each, n) => ({ name: `아무 것 ${n}`, ...each })),
  );
  let open = 0;
  for (let hour = -24; hour < 60; hour += 5) {
    const at = new Date(Date.UTC(2026, 0, 1, hour)).toISOString();
    const rows = await database.owner<
      { name: string }[]
    >`select name from services where id = any(${ids}) and hamkke.service_open(id, ${at})`;
    const found = (await names(app, { openAt: at, search: '아무 것' }, { first: 100 })).filter((name) =>
      name.startsWith('아무'),
    );
    expect(found.sort()).toEqual(rows.map(({ name }) => name).sort());
    open += found.length;
  }
  expect(open).toBeGreaterThan(0);
});
