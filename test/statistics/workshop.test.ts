import { afterEach, expect, test } from 'vitest';
import { Workshop } from '../../src/http/statistics/workshop.js';
import { district } from './expected.js';

// The thread in which files are made: what becomes of work that fails, that is too much, and of a thread that ends.

const table = {
  district,
  districtName: '의정부시',
  number: 1,
  firstMonth: '2019-01',
  lastMonth: '2019-02',
  madeAt: '2026-11-29T00:00:00Z',
  protection: { ko: '보호합니다.', en: 'Protected.' },
  hash: 'a',
  signature: 'b',
  keyId: 'c',
  dongs: {},
  cells: [['REPORTS', '', '', '2019-01', 'KNOWN', 15]],
};
const work = (text = JSON.stringify(table)) =>
  ({ kind: 'file', text, name: 'csv', choice: { measure: 'REPORTS', language: 'ko' } }) as const;
let workshop: Workshop;
let spent = 0;
const make = (of = work()) => workshop.make(of, (milliseconds) => (spent += milliseconds));
const linesOf = (bytes: Uint8Array) => Buffer.from(bytes).toString().split('\r\n');
afterEach(() => workshop.close());

test('what fails fails for whoever asked for it, and the next one has their file', async () => {
  workshop = new Workshop();
  spent = 0;
  const [broken, whole] = await Promise.allSettled([make(work('{"cells":')), make()]);
  expect(broken).toMatchObject({ status: 'rejected', reason: expect.any(SyntaxError) });
  expect(whole.status).toBe('fulfilled');
  expect(linesOf((whole as PromiseFulfilledResult<Uint8Array>).value)[1]).toBe(
    `${district},REPORTS,접수,,,,2019-01,KNOWN,15`,
  );
  expect(spent).toBeGreaterThan(0);
});

test('past so many that wait nobody waits, and all who wait have their files', async () => {
  workshop = new Workshop();
  const all = await Promise.allSettled(Array.from({ length: 40 }, () => make()));
  expect(all.map(({ status }) => status)).toEqual(
    Array.from({ length: 40 }, (_, nth) => (nth < 32 ? 'fulfilled' : 'rejected')),
  );
  expect(all.at(-1)).toMatchObject({ reason: { reason: 'SERVER_BUSY' } });
});

test('a thread that ended is replaced', async () => {
  workshop = new Workshop();
  const before = make();
  await workshop.close();
  await expect(before).rejects.toThrow(/ended with/);
  expect(linesOf(await make()).length).toBeGreaterThan(2);
});
