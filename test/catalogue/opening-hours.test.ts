import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importHsds } from '../../src/hsds/import/load.js';
import type { Finding } from '../../src/hsds/import/report.js';
import { type App, startApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { instant, openAt } from './finding.js';
import { folderOf, removePackages } from './packages.js';

afterAll(removePackages);

// What the rows of a directory say, against what `openAt` finds when they are imported. The second reading is simple: it
// knows the words of these rows and no others, and of a row that it doesn't know it wants that it opens nothing.

/** Days and hours of a week: those of which the rows below speak, and the dead of night. */
const week = Array.from({ length: 7 }, (_, day) =>
  [0, 3, 8, 9, 11, 12, 16, 17, 18, 22].map((hour): [day: number, hour: number] => [day, hour]),
).flat();

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

const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
const hours = (from: number, to: number) => (hour: number) => hour >= from && hour < to;

/** A row of HSDS 2.0 for each, and when it is open: days of a week from Monday, 0, and hours. */
const made: [
  weekday: string,
  opens: string,
  closes: string,
  days: number[],
  open?: (hour: number) => boolean,
][] = [
  ['1', '10:00', '18:00', [0], hours(10, 18)],
  ['3', '09:00', '12:00', [2], hours(9, 12)],
  ['Monday', '9:00', '17:00', [0], hours(9, 17)],
  ['Mon-Fri', '09:00', '18:00', [0, 1, 2, 3, 4], hours(9, 18)],
  ['월~금', '09:00', '18:00', [0, 1, 2, 3, 4], hours(9, 18)],
  ['평일', '오전 9시', '오후 6시', [0, 1, 2, 3, 4], hours(9, 18)],
  ['주말', '10:00', '16:00', [5, 6], hours(10, 16)],
  ['매일', '24시간', '', [0, 1, 2, 3, 4, 5, 6], hours(0, 24)],
  ['Sunday', '10:00pm', '4:00am', [6], hours(22, 24)],
  ['', '24/7', '', [0, 1, 2, 3, 4, 5, 6], hours(0, 24)],
  ['7', '', '', []],
  ['', '09:00', '18:00', []],
  ['Monday', '09:00', '', []],
  ['Monday', '', '18:00', []],
  ['Someday', '09:00', '18:00', []],
  ['8', '09:00', '18:00', []],
  ['Mon-Fri except holidays', '09:00', '18:00', []],
  ['Monday', 'dawn', '18:00', []],
  ['Monday', '9:00', '5:00', []],
  ['Monday', '10:00', '3pm', []],
  ['Monday', '8:00am', '5:00pm Mon', []],
  ['Monday', 'closed', 'closed', []],
  ['Monday', '00:00', '00:00', []],
  ['Monday', '23:00', '17:00', []],
];

describe('rows of HSDS 2.0', () => {
  const report: Finding[] = [];
  beforeAll(async () => {
    const rows = made.map(
      ([weekday, opens, closes], n) => `w${n},s${n},${[weekday, opens, closes].map(cell)}`,
    );
    const file = await folderOf({
      'services.csv': `id,name\n${made.map((_, n) => `s${n},행 ${n}`).join('\n')}\n`,
      'regular_schedules.csv': `id,service_id,weekday,opens_at,closes_at\n${rows.join('\n')}\n`,
    });
    await importHsds(database.owner, file, {
      source: 'made',
      eachFinding: (each) => {
        report.push(each);
      },
    });
  });

  test('open when a person would say so who reads all of them, and never else', async () => {
    for (const [day, hour] of week) {
      const expected = made.flatMap(([, , closes, days, open], n) => {
        const early = closes === '4:00am' && day === 0 && hour < 4;
        return (days.includes(day) && open!(hour)) || early ? [`행 ${n}`] : [];
      });
      const open = [...(await openAt(app, instant(day, hour, 30)))].filter((name) => name.startsWith('행'));
      expect([day, hour, open.sort()]).toEqual([day, hour, expected.sort()]);
    }
  });

  test('that are not understood have no hours, a finding with their line, and their words', async () => {
    for (const [n, [weekday, opens, closes, days]] of made.entries()) {
      const [row] = await database.owner`
        select h.opens_at, h.closes_at, h.byday, h.freq, h.description
        from schedules h join services s on s.id = h.service_id where s.name = ${`행 ${n}`}`;
      if (days.length > 0) {
        expect(row).toMatchObject({ description: null });
        continue;
      }
      expect(row).toMatchObject({ opens_at: null, closes_at: null, byday: null, freq: null });
      for (const word of [weekday, opens, closes]) expect(row!.description).toContain(word);
      expect(report.filter(({ line, entity }) => line === n + 2 && entity === 'schedules')).not.toEqual([]);
    }
  });
});

describe('what one row does not say, its file may', () => {
  /** Whether each service is open on Monday at ten. */
  async function open(source: string, rows: string[]) {
    const file = await folderOf({
      'services.csv': `id,name\n${rows.map((_, n) => `s${n},${source} ${n}`).join('\n')}\n`,
      'regular_schedules.csv': `service_id,weekday,opens_at,closes_at\n${rows.map((row, n) => `s${n},${row}`).join('\n')}\n`,
    });
    await importHsds(database.owner, file, { source });
    const names = await openAt(app, instant(0, 10));
    return rows.map((_, n) => names.has(`${source} ${n}`));
  }

  test('9:00 to 12:00 is in the morning where others close at 17:00', async () =>
    expect(await open('스물네', ['Monday,9:00,12:00', 'Monday,9:00,17:00'])).toEqual([true, true]));
  test('and nobody knows where none does, or where others say pm', async () => {
    expect(await open('열두', ['Monday,9:00,12:00', 'Monday,9:00,11:00'])).toEqual([false, false]);
    expect(await open('섞인', ['Monday,9:00,12:00', 'Monday,9:00,17:00', 'Monday,9am,5pm'])).toEqual([
      false,
      true,
      true,
    ]);
  });
  test('1 is no Monday where 0 is a day, and Monday still is', async () =>
    expect(await open('영부터', ['0,09:00,18:00', '1,09:00,18:00', 'Monday,09:00,18:00'])).toEqual([
      false,
      false,
      true,
    ]));
  test('a column that HSDS 2.0 does not have ends what has ended', async () => {
    const file = await folderOf({
      'services.csv': 'id,name\na,끝난 것\nb,아직\nc,언제까지인지\n',
      'regular_schedules.csv':
        'service_id,weekday,opens_at,closes_at,valid_to\na,Monday,09:00,18:00,2019-12-31\nb,Monday,09:00,18:00,2030-12-31\nc,Monday,09:00,18:00,soon\n',
    });
    await importHsds(database.owner, file, { source: 'ended' });
    const names = await openAt(app, instant(0, 10));
    expect(['끝난 것', '아직', '언제까지인지'].map((name) => names.has(name))).toEqual([false, true, false]);
  });
});

describe('rows of HSDS 3.1', () => {
  const key = (n: number, kind: string) => `${kind}0000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  /** Each of a Monday or more, and at which of six instants it is open: hours of Monday in Korea, or of Tuesday from 24. */
  const cases: [Record<string, unknown>, number[]][] = [
    [{ byday: 'MO', opens_at: '00:00Z', closes_at: '09:00Z' }, [9, 12, 17]],
    [{ byday: 'MO', opens_at: '09:00+09:00', closes_at: '18:00+09:00' }, [9, 12, 17]],
    [{ byday: 'MO', opens_at: '22:00Z', closes_at: '23:30Z' }, [31]],
    [{ byday: 'MO', opens_at: '00:00Z', closes_at: '09:00Z', timezone: 9 }, [9, 12, 17]],
    [{ byday: 'MO', opens_at: '22:00Z', closes_at: '23:30Z', timezone: 9 }, []],
    [{ byday: 'MO', opens_at: '09:00', closes_at: '18:00', timezone: 9 }, [9, 12, 17]],
    [{ byday: 'MO', opens_at: '00:00', closes_at: '09:00', timezone: 0 }, [9, 12, 17]],
    [{ byday: 'MO-FR', opens_at: '09:00', closes_at: '18:00' }, [9, 12, 17, 36]],
    [{ byday: 'Monday', opens_at: '9am', closes_at: '6pm' }, [9, 12, 17]],
    [{ byday: '월~금', opens_at: '오전 9시', closes_at: '오후 6시' }, [9, 12, 17, 36]],
    [{ byday: '1MO', freq: 'MONTHLY', opens_at: '09:00', closes_at: '18:00' }, [9, 12, 17]],
    [{ dtstart: '2026-01-05', freq: null, opens_at: '09:00', closes_at: '18:00' }, [9, 12, 17]],
    [{ byday: 'MO', opens_at: '00:00Z', closes_at: '18:00' }, []],
    [{ byday: 'MO', opens_at: '09:00+09:00' }, []],
    [{ byday: 'MO', closes_at: '18:00' }, []],
    [{ byday: 'MO' }, []],
    [{ opens_at: '09:00', closes_at: '18:00' }, []],
    [{ freq: null, opens_at: '09:00', closes_at: '18:00' }, []],
    [{ byday: 'MO', freq: 'FORTNIGHTLY', opens_at: '09:00', closes_at: '18:00' }, []],
    [{ byday: 'weekdays but Monday', opens_at: '09:00', closes_at: '18:00' }, []],
    [{ byday: 'MO', valid_to: 'next year', opens_at: '09:00', closes_at: '18:00' }, []],
    [{ byday: 'MO', timezone: 'Asia/Seoul', opens_at: '09:00', closes_at: '18:00' }, []],
    [{ byday: 'MO', timezone: 540, opens_at: '09:00', closes_at: '18:00' }, []],
    [{ byday: 'MO', interval: 1.5, opens_at: '09:00', closes_at: '18:00' }, []],
    [{ byday: 'MO', byweekno: '41,42', opens_at: '09:00', closes_at: '18:00' }, []],
    [{ byday: 'MO', byweekno: 'most', opens_at: '09:00', closes_at: '18:00' }, []],
    [{ byday: 'MO', interval: 2, opens_at: '09:00', closes_at: '18:00' }, []],
    [{ byday: '1', opens_at: '09:00', closes_at: '18:00' }, []],
  ];

  test('open in their zone and on their days, and never by half of what they say', async () => {
    const services = cases.map(([schedule], n) => ({
      id: key(n, 'a'),
      name: `판 ${n}`,
      status: 'active',
      schedules: [{ id: key(n, 'b'), freq: 'WEEKLY', ...schedule }],
    }));
    const file = await folderOf({ 'services.json': JSON.stringify(services) });
    await importHsds(database.owner, join(file, 'services.json'), { source: 'three', object: 'service' });
    for (const hour of [0, 3, 8, 9, 12, 17, 18, 23, 31, 36]) {
      const names = await openAt(app, instant(0, hour, 15));
      const expected = cases.flatMap(([, open], n) => (open.includes(hour) ? [n] : []));
      expect([hour, cases.flatMap((_, n) => (names.has(`판 ${n}`) ? [n] : []))]).toEqual([hour, expected]);
    }
  });
});

describe('holidays of HSDS 2.0', () => {
  test('close what they are of, and open it at their own hours', async () => {
    const findings: Finding[] = [];
    const files = {
      'services.csv':
        'id,name\na,쉬는 것\nb,짧은 것\nc,장소가 쉬는 것\nd,해마다 쉬는 것\ne,모르는 날\nf,모르는 시간\n',
      'locations.csv': 'id,name\nl,어느 곳\n',
      'services_at_location.csv': 'id,service_id,location_id\nx,c,l\n',
      'regular_schedules.csv': `id,service_id,weekday,opens_at,closes_at\n${[...'abcdef'].map((id, n) => `${n + 1},${id},매일,08:00,20:00`).join('\n')}\n`,
      'holiday_schedules.csv': `id,location_id,service_id,start_date,end_date,closed,opens_at,closes_at
1,,a,2026-01-06,2026-01-07,true,,
2,,b,01/06/2026,,false,10:00,12:00
3,,b,2026-01-06,2026-01-06,false,10:00,12:00
4,l,,2026-01-06,2026-01-06,TRUE,,
5,,d,"January 06, 0001","January 06, 0001",true,,
6,,e,sometime,sometime,true,,
7,,f,2026-01-06,2026-01-06,false,9,noon
`,
    };
    const run = async () =>
      importHsds(database.owner, await folderOf(files), {
        source: 'holidays',
        eachFinding: (each) => {
          findings.push(each);
        },
      });
    const report = await run();
    expect(report.totals.refused).toBe(0);
    const all = files['services.csv']
      .split('\n')
      .slice(1, -1)
      .map((row) => row.slice(2));
    const open = async (day: number, hour: number) => {
      const names = await openAt(app, instant(day, hour));
      return all.filter((name) => names.has(name));
    };
    expect(await open(0, 9)).toEqual(all);
    expect(await open(1, 9)).toEqual(['모르는 날']);
    expect(await open(1, 11)).toEqual(['짧은 것', '모르는 날']);
    expect(await open(1, 12)).toEqual(['모르는 날']);
    expect(await open(2, 9)).toEqual(all.slice(1));
    expect(await open(3, 9)).toEqual(all);
    const lines = findings.filter(({ file }) => file.includes('holiday')).map(({ line }) => line);
    expect(lines.sort()).toEqual([3, 7, 8]);
    const again = await run();
    expect(again.totals).toMatchObject({ inserted: 0, updated: 0 });
  });
});
