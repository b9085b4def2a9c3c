import { describe, expect, test } from 'vitest';
import { isSensitive } from '../../src/release/dominance.js';
import type { Ledger } from '../../src/release/ledger.js';
import { protect, protectionOfWon } from '../../src/release/protect.js';
import { cellAt, groupsOf, totalOf, wonCell } from '../../src/release/tables.js';
import fc from '../support/property.js';
import { momentsOf, numberOf, pairsOf, wrongSums } from './compare.js';
import { monthsOfYear, shapes } from './district.js';
import { drawWon, releaseWon, wonFacts } from './won.js';

const months = monthsOfYear();
const base = 100_000;

test.each([
  [[], true],
  [[500], true],
  [[500, 400], true],
  [[1000, 500, 100], false],
  [[1000, 500, 99], true],
  [[1000, 500, 50, 50], false],
  [[-1000, 500, -100], false],
  [[-1000, 500, -99], true],
])('shares of %j: sensitive is %s', (shares, sensitive) => {
  expect(isSensitive({ shares: shares.map((won, at) => [`${at}`, won] as const) }, 10)).toBe(sensitive);
});

test('several amounts of one household are one share, and none is no contributor', () => {
  expect(
    wonCell([
      ['a', 3],
      ['b', 5],
      ['a', 4],
      ['c', 1],
      ['c', -1],
    ]).shares,
  ).toEqual([
    ['a', 7],
    ['b', 5],
  ]);
});

const drawn = fc.record({
  seed: fc.integer({ min: 0, max: 2 ** 31 }),
  perMonth: fc.integer({ min: 0, max: 120 }),
  secret: fc.string(),
});

describe('values in won', () => {
  test('children are published all or none, add up, and none that tells too much is published', () => {
    let published = 0;
    fc.assert(
      fc.property(drawn, ({ seed, perMonth, secret }) => {
        const three = months.slice(0, 3);
        const facts = wonFacts(drawWon(seed, three, perMonth), three);
        const { release } = releaseWon(facts, secret);
        expect(release.months.flatMap((month) => wrongSums(month))).toEqual([]);
        for (const { month, total, tables } of release.months) {
          const { cells } = facts.find((each) => each.month === month)!;
          const sensitive = isSensitive(totalOf(cells, shapes), 10);
          expect(total.status).toBe(sensitive ? 'SUPPRESSED' : 'RELEASED');
          for (const { table, parent, values } of groupsOf(shapes)) {
            const possible = values.filter((value) => tables[table]![value]!.status !== 'IMPOSSIBLE');
            const statuses = new Set(possible.map((value) => tables[table]![value]!.status));
            expect(statuses.size).toBe(1);
            const above = parent ? tables[parent.table]![parent.value]! : total;
            if (above.status === 'SUPPRESSED') expect([...statuses]).toEqual(['SUPPRESSED']);
            if (statuses.has('SUPPRESSED')) continue;
            published++;
            const telling = possible
              .map((value) => cellAt(cells, table, value))
              .filter((cell) => cell.shares!.length > 0 && isSensitive(cell, 10));
            expect(telling).toEqual([]);
          }
        }
        const far = pairsOf(release.months, facts).filter(
          ({ cell, truth }) => cell.status === 'RELEASED' && Math.abs(numberOf(cell) - truth) >= base,
        );
        expect(far).toEqual([]);
      }),
      { numRuns: 60 },
    );
    expect(published).toBeGreaterThan(0);
  });

  test('the mean error over secrets is zero', () => {
    const one = months.slice(0, 1);
    const facts = wonFacts(drawWon(5, one, 90), one);
    const errors = new Map<string, number[]>();
    for (let secret = 0; secret < 1_500; secret++)
      for (const { name, cell, truth } of pairsOf(
        releaseWon(facts, `secret ${secret}`).release.months,
        facts,
      )) {
        if (cell.status !== 'RELEASED') continue;
        errors.set(name, errors.get(name) ?? []);
        errors.get(name)!.push(numberOf(cell) - truth);
      }
    expect(errors.size).toBeGreaterThan(5);
    // By the deviation that there has to be: what seldom happens may not have happened often enough to show it.
    const far = pairsOf(releaseWon(facts, 'any').release.months, facts).filter(({ name, truth }) => {
      const values = errors.get(name);
      if (!values) return false;
      const share = (truth % base) / base;
      const deviation = base * Math.sqrt((share * (1 - share)) / values.length);
      return Math.abs(momentsOf(values).mean) > 4.5 * deviation;
    });
    expect(far.map(({ name }) => name)).toEqual([]);
  });

  test('a correction waits until what it moves tells of no household by itself', () => {
    const three = months.slice(0, 3);
    const records = drawWon(6, three, 300);
    const first = releaseWon(wonFacts(records, three), 'secret');
    const at = records.findIndex(({ month }) => month === '2026-02');
    const richer = (count: number) =>
      records.map((record, place) =>
        place >= at && place < at + count ? { ...record, won: record.won + 3_000_000 } : record,
      );
    const release = (count: number, before: Ledger) =>
      releaseWon(wonFacts(richer(count), three), 'secret', before);
    // One household got 3,000,000 more: the difference of two releases would be that, to within a step.
    const one = release(1, first.ledger);
    expect(one.release.months).toEqual(first.release.months);
    expect(one.release.corrections).toEqual([]);
    // All of February did, and each number by many.
    const all = release(records.length, one.ledger);
    expect(all.release.corrections.length).toBeGreaterThan(0);
    expect(all.release.months.flatMap((month) => wrongSums(month))).toEqual([]);
    const facts = wonFacts(richer(records.length), three);
    const total = pairsOf(all.release.months, facts).find(
      ({ month, name }) => month === '2026-02' && name === 'TOTAL',
    )!;
    expect(Math.abs(numberOf(total.cell) - total.truth)).toBeLessThan(2 * base);
  });

  test('a correction waits that would leave a number which tells of one household, and not one that leaves none', () => {
    const tables = [{ name: 'DONG', values: ['HERE', 'THERE'] }];
    const month = (here: readonly number[]) => ({
      month: '2026-01',
      cells: {
        DONG: {
          HERE: wonCell(here.map((won, at) => [`here ${at}`, won])),
          THERE: wonCell([0, 1, 2, 3].map((at) => [`there ${at}`, 2_000_000])),
        },
      },
    });
    const release = (here: readonly number[], before?: Ledger) =>
      protect({
        secret: 'secret',
        district: 'KR-11500',
        measure: 'LINKAGE_VALUE',
        protection: protectionOfWon,
        tables,
        months: [month(here)],
        before,
      });
    const first = release([5_000_000, 1_000_000, 1_000_000, 1_000_000]);
    expect(first.release.months[0]!.tables.DONG!.HERE).toEqual({ status: 'RELEASED', value: 8_000_000 });
    // Three households changed alike, which would be enough, but one that did not is nearly all that is left.
    const dominated = release([5_000_000, 10, 10, 10], first.ledger);
    expect(dominated.release.months).toEqual(first.release.months);
    // One took back more than all others: the change itself would tell.
    expect(release([0, 1_000_000, 1_000_000, 1_000_000], first.ledger).release.corrections).toEqual([]);
    const none = release([0, 0, 0, 0], release([1_000_000, 1_000_000, 1_000_000, 1_000_000]).ledger);
    expect(none.release.months[0]!.tables.DONG!.HERE).toEqual({ status: 'RELEASED', value: 0 });
  });

  test('the more work there is, the more of it is published', () => {
    const published = [20, 100, 500].map((perMonth) => {
      const { release } = releaseWon(wonFacts(drawWon(8, months, perMonth), months), 'secret');
      const whole = (table: string) =>
        release.months.filter(({ tables }) =>
          Object.values(tables[table]!).every(({ status }) => status !== 'SUPPRESSED'),
        ).length;
      const totals = release.months.filter(({ total }) => total.status === 'RELEASED').length;
      console.info(
        `won, ${perMonth} linkages a month, published of 12 months: totals ${totals}, ` +
          shapes.map(({ name }) => `${name} ${whole(name)}`).join(', '),
      );
      return { totals, dongs: whole('DONG') };
    });
    expect(published[0]!.totals).toBeGreaterThan(0);
    expect(published[0]!.dongs).toBeLessThan(published[2]!.dongs);
  });
});
