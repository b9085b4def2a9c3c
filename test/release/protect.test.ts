import { describe, expect, test } from 'vitest';
import type { Ledger } from '../../src/release/ledger.js';
import { protect, protectionOfCounts } from '../../src/release/protect.js';
import type { MonthFacts } from '../../src/release/tables.js';
import { isLong } from '../support/long.js';
import fc from '../support/property.js';
import { momentsOf, numberOf, pairsOf, wrongSums } from './compare.js';
import { drawRecords, factsOf, monthsOfYear, releaseOf as release } from './district.js';

const months = monthsOfYear();
const drawnRecords = fc
  .tuple(
    fc.integer({ min: 0, max: 2 ** 31 }),
    fc.integer({ min: 0, max: 60 }),
    fc.integer({ min: 1, max: 12 }),
  )
  .map(([seed, perMonth, count]) => ({
    records: drawRecords(seed, months.slice(0, count), perMonth),
    months: months.slice(0, count),
  }));

/** Sums to date of the months' numbers and truths, month by month. */
function yearsToDate(pairs: ReturnType<typeof pairsOf>): { released: number; truth: number }[] {
  let sum = { released: 0, truth: 0 };
  return pairs
    .filter(({ name }) => name === 'TOTAL')
    .map(({ cell, truth }) => {
      sum = { released: sum.released + numberOf(cell), truth: sum.truth + truth };
      return sum;
    });
}

describe('counts', () => {
  test('all tables add up, and every number and sum to date is a multiple of five within a step', () => {
    fc.assert(
      fc.property(drawnRecords, fc.string(), ({ records, months }, secret) => {
        const facts = factsOf(records, months);
        const made = release(facts, secret).release;
        expect(made.months.flatMap((month) => wrongSums(month))).toEqual([]);
        const pairs = pairsOf(made.months, facts).filter(({ cell }) => cell.status !== 'IMPOSSIBLE');
        const wrong = pairs.filter(({ cell, truth }) => {
          const number = numberOf(cell);
          return number % 5 !== 0 || number < 0 || Math.abs(number - truth) >= 5;
        });
        expect(wrong).toEqual([]);
        expect(yearsToDate(pairs).filter(({ released, truth }) => Math.abs(released - truth) >= 5)).toEqual(
          [],
        );
      }),
    );
  });

  test('the same work gives the same bytes, in whatever order it is counted and released', () => {
    fc.assert(
      fc.property(drawnRecords, fc.string(), ({ records, months }, secret) => {
        const atOnce = JSON.stringify(release(factsOf(records, months), secret));
        expect(JSON.stringify(release(factsOf([...records].reverse(), months), secret))).toBe(atOnce);
        // Month after month, over a file: the ledger is plain data.
        let ledger: Ledger | undefined;
        let last: ReturnType<typeof release> | undefined;
        for (const at of months.keys()) {
          last = release(factsOf(records, months.slice(0, at + 1)), secret, ledger);
          ledger = JSON.parse(JSON.stringify(last.ledger)) as Ledger;
          expect(last.release.corrections).toEqual([]);
        }
        expect(last!.release.months).toEqual(JSON.parse(atOnce).release.months);
      }),
      { numRuns: 30 },
    );
  });

  test('other people of the same number are rounded by other random numbers', () => {
    const records = drawRecords(1, months, 20);
    const others = records.map((record) => ({ ...record, household: `another ${record.household}` }));
    const [one, other] = [records, others].map((each) => release(factsOf(each, months), 'secret').release);
    const numbers = (made: typeof one) =>
      pairsOf(made!.months, factsOf(records, months)).map(({ cell }) => cell.value);
    const different = numbers(one).filter((number, at) => number !== numbers(other)[at]);
    expect(different.length).toBeGreaterThan(50);
  });

  test('every month, table, district and measure has random numbers of its own', () => {
    // The same people are counted in each month, and two dimensions of the same words divide them alike.
    const cells = Object.fromEntries(
      ['A', 'B', 'C', 'D', 'E', 'F'].map((value, at) => [
        value,
        { value: 1 + at, contributors: `people ${at}` },
      ]),
    );
    const alike = ['ONE', 'OTHER'].map((name) => ({ name, values: Object.keys(cells) }));
    const made = (district: string, measure: string) =>
      protect({
        secret: 'secret',
        district,
        measure,
        protection: protectionOfCounts,
        tables: alike,
        months: months.map((month) => ({ month, cells: { ONE: cells, OTHER: cells } })),
      }).release.months;
    const here = made('KR-11500', 'LINKAGES');
    const different = (of: typeof here, table: string, place: number) =>
      here.filter(
        ({ tables }, at) =>
          JSON.stringify(tables.ONE) !== JSON.stringify(of[(at + place) % months.length]!.tables[table]),
      ).length;
    // Six cells have twenty ways or so to be rounded, and seldom the same one twice.
    expect(different(here, 'OTHER', 0)).toBeGreaterThan(6);
    expect(different(here, 'ONE', 1)).toBeGreaterThan(6);
    expect(different(made('KR-11440', 'LINKAGES'), 'ONE', 0)).toBeGreaterThan(6);
    expect(different(made('KR-11500', 'VISITS'), 'ONE', 0)).toBeGreaterThan(6);
  });

  test('the mean error over thousands of secrets is zero for every number, month and sum of months', () => {
    const secrets = isLong ? 10_000 : 2500;
    const three = months.slice(0, 3);
    const facts = factsOf(drawRecords(7, three, 14), three);
    const errors = new Map<string, number[]>();
    const note = (name: string, error: number) => {
      if (!errors.has(name)) errors.set(name, []);
      errors.get(name)!.push(error);
    };
    for (let secret = 0; secret < secrets; secret++) {
      const pairs = pairsOf(release(facts, `secret ${secret}`).release.months, facts).filter(
        ({ cell }) => cell.status === 'RELEASED',
      );
      for (const { month, name, cell, truth } of pairs) note(`${month} ${name}`, numberOf(cell) - truth);
      for (const [at, { released, truth }] of yearsToDate(pairs).entries())
        note(`to month ${at + 1}`, released - truth);
    }
    const far = [...errors].map(([name, values]) => ({ name, errors: momentsOf(values).errors }));
    const worst = far.reduce((a, b) => (Math.abs(b.errors) > Math.abs(a.errors) ? b : a));
    console.info(
      `${secrets} secrets, ${far.length} numbers: the worst mean is ${worst.errors.toFixed(2)} standard errors`,
    );
    expect(far.filter(({ errors }) => Math.abs(errors) > 4.5)).toEqual([]);
  });
});

describe('facts that cannot be protected', () => {
  const facts = factsOf(drawRecords(3, months.slice(0, 2), 9), months.slice(0, 2));
  const [january, february] = facts as [MonthFacts, MonthFacts];
  const withCell = (table: string, value: string, number: number): MonthFacts => ({
    ...january,
    cells: {
      ...january.cells,
      [table]: { ...january.cells[table], [value]: { value: number, contributors: 'somebody' } },
    },
  });

  test.each([
    ['a table that does not add up', [withCell('NEED', 'CARE', 99)], 'the table NEED does not add up'],
    ['a level without its track', [withCell('LEVEL', 'URGENT', 99)], 'the table LEVEL does not add up'],
    ['something impossible', [withCell('NEED', 'EMERGENCY', 1)], 'NEED EMERGENCY is impossible'],
    ['a value that is not there', [withCell('NEED', 'LUCK', 1)], 'has no value LUCK'],
    ['a table that is not there', [withCell('SHOES', 'RED', 1)], 'no table SHOES'],
    ['less than none', [withCell('DONG', 'GAYANG1', -1)], 'is no amount'],
    ['days instead of months', [{ ...january, month: '2026-01-15' }], 'no month of the calendar'],
    ['months out of their order', [february, january], 'out of its order'],
  ])('%s stops the release', (_, wrong, message) => {
    expect(() => release(wrong, 'secret')).toThrow(message);
  });

  test('so does a released month that is missing', () => {
    const { ledger } = release(facts, 'secret');
    expect(() => release([february], 'secret', ledger)).toThrow('2026-01 was released and is missing');
  });
});
