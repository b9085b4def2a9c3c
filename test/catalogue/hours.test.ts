import { describe, expect, test } from 'vitest';
import { readDate } from '../../src/hsds/import/mapping/dates.js';
import { readDays } from '../../src/hsds/import/mapping/days.js';
import { pairOf } from '../../src/hsds/import/mapping/hours.js';
import { readTime } from '../../src/hsds/import/mapping/times.js';
import fc from '../support/property.js';

const all = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const workdays = all.slice(0, 5);
const english = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const korean = [...'월화수목금토일'];

describe('days of the week', () => {
  test.each([
    ['Monday', ['MO']],
    ['Mondays', ['MO']],
    ['tues.', ['TU']],
    ['Thurs', ['TH']],
    ['월', ['MO']],
    ['일요일', ['SU']],
    ['１', ['MO']],
    ['7', ['SU']],
    ['1-5', workdays],
    ['1,3,5', ['MO', 'WE', 'FR']],
    ['Mon-Fri', workdays],
    ['Mon–Fri', workdays],
    ['MO-FR', workdays],
    ['M-F', workdays],
    ['Monday to Friday', workdays],
    ['Monday through Friday', workdays],
    ['Monday - Friday', workdays],
    ['월~금', workdays],
    ['월～금', workdays],
    ['월요일부터 금요일까지', workdays],
    ['월-금, 일', [...workdays, 'SU']],
    ['평일', workdays],
    ['주중', workdays],
    ['Weekdays', workdays],
    ['주말', ['SA', 'SU']],
    ['weekend', ['SA', 'SU']],
    ['매일', all],
    ['Daily', all],
    ['every day', all],
    ['Seven days a week', all],
    ['월,수,금', ['MO', 'WE', 'FR']],
    ['월·수·금', ['MO', 'WE', 'FR']],
    ['월요일과 수요일', ['MO', 'WE']],
    ['월 및 수', ['MO', 'WE']],
    ['월수금', ['MO', 'WE', 'FR']],
    ['월화수목금토일', all],
    ['토일', ['SA', 'SU']],
    ['Mon, Wed & Fri', ['MO', 'WE', 'FR']],
    ['Mon and Wed', ['MO', 'WE']],
    ['Mon-Wed; Sat', ['MO', 'TU', 'WE', 'SA']],
    ['평일, 토', [...workdays, 'SA']],
    ['Fri-Mon', ['MO', 'FR', 'SA', 'SU']],
    ['토~월', ['MO', 'SA', 'SU']],
    ['Sun-Thu', ['MO', 'TU', 'WE', 'TH', 'SU']],
  ])('%s', (said, days) => expect(readDays(said)?.days).toEqual(days));

  test.each([
    ...[
      '',
      ' ',
      'Someday',
      '0',
      '8',
      '0-6',
      'Mon-',
      '-Fri',
      'Mon-Wed-Fri',
      'Mon-Mon',
      'Mon-Fri except holidays',
      'T',
      'MWF',
    ],
    ...[
      '평일(공휴일 제외)',
      '월~',
      '월요일부터',
      '금요일까지',
      '금일',
      '수일',
      '일월',
      '월,',
      'Mon,,Fri',
      '첫째 월요일',
      '1MO',
      '매월',
    ],
    ...['Monday 9-5', '월 09:00', 'by appointment', '공휴일', 'Mon or Tue', '격주 월', 'every other Monday'],
  ])('“%s” is not read', (said) => expect(readDays(said)).toBeNull());

  test('a range names each day from its first to its last, over the end of the week too', () =>
    fc.assert(
      fc.property(
        fc.nat(6),
        fc.integer({ min: 1, max: 6 }),
        fc.constantFrom('-', '–', '~', ' - ', '〜'),
        fc.constantFrom(
          english,
          english.map((day) => day.slice(0, 3)),
          all,
          korean,
          korean.map((day) => `${day}요일`),
          korean.map((_, n) => String(n + 1)),
        ),
        (from, length, dash, names) => {
          const wanted = Array.from({ length: length + 1 }, (_, n) => (from + n) % 7);
          const read = readDays(`${names[from]}${dash}${names[(from + length) % 7]}`);
          expect(read?.days).toEqual(wanted.sort().map((day) => all[day]));
        },
      ),
    ));
});

describe('times of day', () => {
  test.each([
    ['9am', 9],
    ['9 a.m.', 9],
    ['9:00a', 9],
    ['830am', 8.5],
    ['12:30 am', 0.5],
    ['12am', 0],
    ['12pm', 12],
    ['noon', 12],
    ['정오', 12],
    ['자정', 24],
    ['PM 6:00', 18],
    ['18:00', 18],
    ['1800', 18],
    ['１８：００', 18],
    ['0:30', 0.5],
    ['24:00', 24],
    ['오전 9시 30분', 9.5],
    ['오후 6시', 18],
    ['오후 6시 반', 18.5],
    ['오후 12시', 12],
    ['오후 18시', 18],
    ['18시 30분', 18.5],
    ['저녁 7시', 19],
    ['밤 12시', 24],
    ['새벽 2시', 2],
    ['낮 12시', 12],
    ['오후 1:30', 13.5],
    ['09:00+09:00', 9],
    ['00:00Z', 0],
  ])('%s', (said, hours) => expect(readTime(said)?.seconds).toBe(hours * 3600));

  test.each([
    ...[
      '',
      '9',
      '18',
      '25:00',
      '24:30',
      '9:60',
      '6:300pm',
      '8:00m',
      '13:00 am',
      '9-ish',
      '9:00am (desk)',
      '5:00pm Mon',
      'closed',
    ],
    ...[
      '오전 12시',
      '오전 13시',
      '밤 3시',
      '새벽 9시',
      '9시 61분',
      '09:00+15:00',
      '9:00Z',
      'dusk',
      '일몰',
      '오전 9am',
      '0 am.m',
      '9:0am',
    ],
  ])('“%s” is not read', (said) => expect(readTime(said)).toBeNull());
});

describe('hours', () => {
  const hours = (opens: string, closes: string) => {
    const pair = pairOf(opens, closes);
    return pair && [pair.opens / 3600, pair.closes / 3600];
  };
  test.each([
    ['10:00', '18:00', [10, 18]],
    ['9:00', '17:00', [9, 17]],
    ['09:00', '12:00', [9, 12]],
    ['9am', '5pm', [9, 17]],
    ['14:00', '4:00 PM', [14, 16]],
    ['22:00', '04:00', [22, 4]],
    ['17:00', '09:00', [17, 9]],
    ['10pm', '6am', [22, 6]],
    ['20:00', '8:00', [20, 8]],
    ['4:00pm', '12:00am', [16, 24]],
    ['9:00', '0:00', [9, 24]],
    ['00:00', '24:00', [0, 24]],
    ['24 hours', '', [0, 24]],
    ['24시간', '24시간', [0, 24]],
    ['09:00~18:00', '', [9, 18]],
    ['오전 9시부터 오후 6시까지', '', [9, 18]],
    ['9am to 5pm', '', [9, 17]],
    ['09:00+09:00', '09:00Z', [9, 18]],
  ])('%s and %s', (opens, closes, expected) => expect(hours(opens, closes)).toEqual(expected));

  test.each([
    // In the morning or in the evening: who knows.
    ['9:00', '5:00'],
    ['09:00', '05:00'],
    ['8:00', '5pm'],
    ['10:00', '3pm'],
    ['9am', '03:00'],
    ['14:00', '4:00'],
    // Longer over midnight than anybody is open.
    ['23:00', '17:00'],
    ['9pm', '8pm'],
    // No time at all between.
    ['00:00', '00:00'],
    ['12am', '12am'],
    ['midnight', '6am'],
    ['24:00', '06:00'],
    // Half of it.
    ['9:00', ''],
    ['', '17:00'],
    ['9am-', ''],
    ['9am-12pm, 1pm-5pm', ''],
    ['24 hours', '17:00'],
    ['24 hours except Sunday', ''],
    ['09:00+09:00', '18:00'],
  ])('“%s” and “%s” are not read', (opens, closes) => expect(hours(opens, closes)).toBeNull());

  test('that are written in any way that tells morning from evening are read as they are', () => {
    const two = (n: number) => String(n).padStart(2, '0');
    const ways: ((hour: number, minute: number) => string)[] = [
      (hour, minute) => `${two(hour)}:${two(minute)}`,
      (hour, minute) => `${two(hour)}${two(minute)}`,
      (hour, minute) => `${hour % 12 || 12}:${two(minute)}${hour < 12 ? 'am' : 'pm'}`,
      (hour, minute) => `${hour % 12 || 12}:${two(minute)} ${hour < 12 ? 'A.M.' : 'P.M.'}`,
      (hour, minute) => `${hour < 12 ? '오전' : '오후'} ${hour % 12}시 ${minute}분`,
      (hour, minute) => `${hour < 12 ? '오전' : '오후'}${hour % 12}:${two(minute)}`,
    ];
    const minute = fc.nat(24 * 60 - 1);
    fc.assert(
      fc.property(fc.constantFrom(...ways), minute, minute, (way, one, other) => {
        fc.pre(one !== other);
        const [from, to] = [Math.min(one, other), Math.max(one, other)];
        const written = [from, to].map((each) => way(Math.floor(each / 60), each % 60));
        expect(hours(written[0]!, written[1]!)).toEqual([from / 60, to / 60]);
      }),
    );
  });

  test('of any other text are none', () =>
    fc.assert(
      fc.property(fc.string(), fc.string(), (opens, closes) => {
        const read = hours(opens, closes);
        if (read !== null) expect(`${opens}${closes}`).toMatch(/\d/);
      }),
    ));
});

describe('dates', () => {
  test.each([
    ['2026-01-01', '2026-01-01'],
    ['2026.1.1.', '2026-01-01'],
    ['2026년 1월 1일', '2026-01-01'],
    ['January 01, 0001', '0001-01-01'],
    ['Sept 1, 2026', '2026-09-01'],
    ['24 Dec 2015', '2015-12-24'],
    ['12/24/2015', '2015-12-24'],
    ['24/12/2015', '2015-12-24'],
    ['12/24/15', '2015-12-24'],
    ['1/1/2026', '2026-01-01'],
    ['01/02/2026', null],
    ['2026-02-30', null],
    ['Dec 2015', null],
    ['Mai 1, 2026', null],
    ['ma 1, 2026', null],
    ['soon', null],
  ])('%s', (said, expected) => expect(readDate(said)).toBe(expected));
});
