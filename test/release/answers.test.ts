import { describe, expect, test } from 'vitest';
import { answer, monthsOf, precisionOf, ratioOf } from '../../src/release/answers.js';
import type { ReleaseCell } from '../../src/release/protect.js';
import { isLong } from '../support/long.js';
import { momentsOf, numberOf } from './compare.js';
import { drawRecords, factsOf, monthsOfYear, releaseOf } from './district.js';
import { drawWon, releaseWon, wonFacts } from './won.js';

const months = monthsOfYear();

test.each([
  ['2026-03', ['2026-03']],
  ['2026-Q4', ['2026-10', '2026-11', '2026-12']],
  ['2026-H2', ['2026-07', '2026-08', '2026-09', '2026-10', '2026-11', '2026-12']],
  ['2026', months],
])('%s is its months', (period, expected) => {
  expect(monthsOf(period)).toEqual(expected);
});

describe('answers', () => {
  const facts = factsOf(drawRecords(81, months, 25), months);
  const { release } = releaseOf(facts, 'secret');

  test('are sums of published numbers', () => {
    const month = (at: number) => numberOf(release.months[at]!.tables.DONG!.HWAGOK1!);
    const ask = (period: string) => answer(release, { period, table: 'DONG', value: 'HWAGOK1' }).value;
    expect(ask('2026-Q2')).toBe(month(3) + month(4) + month(5));
    expect(ask('2026')).toBe(months.reduce((sum, _, at) => sum + month(at), 0));
    expect(answer(release, { period: '2026-07' })).toEqual(release.months[6]!.total);
  });

  test('tell what is unknown, impossible and suppressed apart, and a true zero not from a rounded one', () => {
    const { release: until } = releaseOf(facts.slice(0, 5), 'secret');
    expect(answer(until, { period: '2026-Q1' }).status).toBe('RELEASED');
    expect(answer(until, { period: '2026-Q2' })).toEqual({ status: 'UNKNOWN', value: null });
    const impossible = { period: '2026', table: 'NEED', value: 'EMERGENCY' };
    expect(answer(release, impossible)).toEqual({ status: 'IMPOSSIBLE', value: null });
    const { release: won } = releaseWon(wonFacts(drawWon(8, months, 20), months), 'secret');
    const dong = { period: '2026', table: 'DONG', value: 'HWAGOK1' };
    expect(answer(won, dong)).toEqual({ status: 'SUPPRESSED', value: null });
    const zeros = release.months.flatMap(({ month, tables }) =>
      Object.entries(tables.DONG!)
        .filter(([, { value }]) => value === 0)
        .map(([dong, cell]) => ({
          cell: JSON.stringify(cell),
          truth: facts.find((each) => each.month === month)!.cells.DONG![dong]!.value,
        })),
    );
    expect(new Set(zeros.map(({ cell }) => cell)).size).toBe(1);
    expect(new Set(zeros.map(({ truth }) => truth === 0)).size).toBe(2);
  });

  test('are of dimensions and values that there are', () => {
    expect(() => answer(release, { period: '2026', table: 'DONG', value: 'MARS' })).toThrow('no DONG MARS');
    expect(() => answer(release, { period: '2026', table: 'SHOES', value: 'RED' })).toThrow('no SHOES RED');
  });

  test('ratios come from published numbers, or there is none', () => {
    const released = (value: number): ReleaseCell => ({ status: 'RELEASED', value });
    expect(ratioOf(released(15), released(60))).toBe(0.25);
    expect(ratioOf(released(15), released(0))).toBeNull();
    expect(ratioOf(released(0), released(5))).toBe(0);
    expect(ratioOf({ status: 'SUPPRESSED', value: null }, released(60))).toBeNull();
    expect(ratioOf(released(15), { status: 'UNKNOWN', value: null })).toBeNull();
  });
});

test('the precision that is told is the precision that there is', () => {
  const questions = ['2026-05', '2026-Q1', '2026-Q3', '2026-H1', '2026-H2', '2026'].flatMap((period) => [
    { period },
    { period, table: 'DONG', value: 'DEUNGCHON1' },
  ]);
  const errors = questions.map(() => [] as number[]);
  for (let seed = 0; seed < (isLong ? 2_000 : 300); seed++) {
    const facts = factsOf(drawRecords(seed, months, 70), months);
    const { release } = releaseOf(facts, `secret ${seed}`);
    for (const [at, question] of questions.entries()) {
      const cells = facts.filter(({ month }) => monthsOf(question.period).includes(month));
      const truth = cells
        .flatMap(({ cells }) => (question.table ? [cells.DONG!.DEUNGCHON1!] : Object.values(cells.DONG!)))
        .reduce((sum, { value }) => sum + value, 0);
      errors[at]!.push(numberOf(answer(release, question)) - truth);
    }
  }
  for (const [at, question] of questions.entries()) {
    const { rms } = momentsOf(errors[at]!);
    const most = Math.max(...errors[at]!.map(Math.abs));
    const { atMost, typical } = precisionOf({ base: 5 }, question);
    console.info(
      `${question.period} ${question.table ?? 'TOTAL'}: typical error ${rms.toFixed(2)} (told ${typical.toFixed(2)}), ` +
        `largest ${most} (told at most ${atMost})`,
    );
    expect(most).toBeLessThanOrEqual(atMost);
    expect(Math.abs(rms / typical - 1)).toBeLessThan(0.2);
  }
});
