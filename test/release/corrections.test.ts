import { describe, expect, test } from 'vitest';
import type { MonthFacts } from '../../src/release/tables.js';
import fc from '../support/property.js';
import { momentsOf, numberOf, pairsOf, wrongSums } from './compare.js';
import {
  drawRecords,
  factsOf,
  monthsOfYear,
  releaseOf as release,
  seeded,
  type WorkRecord,
} from './district.js';

const months = monthsOfYear();
/** Records of which some were taken back, some came late and some were of another dong, as a seed draws it. */
function corrected(records: readonly WorkRecord[], seed: number, share: number): WorkRecord[] {
  const random = seeded(seed);
  return records.flatMap((record) => {
    const kind = random() < share ? Math.floor(random() * 3) : -1;
    if (kind === 0) return [];
    if (kind === 1) return [record, { ...record, household: `${record.household} late ${seed}` }];
    if (kind === 2) return [{ ...record, values: { ...record.values, DONG: 'UNKNOWN' } }];
    return [record];
  });
}

describe('a correction of a month that is out', () => {
  test('moves only cells whose truth changed, and everything still adds up', () => {
    const drawn = fc.record({
      seed: fc.integer({ min: 0, max: 2 ** 31 }),
      perMonth: fc.integer({ min: 1, max: 40 }),
      share: fc.constantFrom(0.01, 0.1, 0.5),
      secret: fc.string(),
    });
    fc.assert(
      fc.property(drawn, ({ seed, perMonth, share, secret }) => {
        let records = drawRecords(seed, months.slice(0, 5), perMonth);
        let { ledger, release: last } = release(factsOf(records, months.slice(0, 3)), secret);
        for (const [at, count] of [4, 4, 5].entries()) {
          const was = factsOf(records, months.slice(0, count));
          records = corrected(records, seed + at + 1, share);
          const facts = factsOf(records, months.slice(0, count));
          const next = release(facts, secret, ledger);
          expect(JSON.stringify(release(facts, secret, ledger))).toBe(JSON.stringify(next));
          expect(next.release.months.flatMap((month) => wrongSums(month))).toEqual([]);
          const earlier = pairsOf(last.months, was);
          const pairs = pairsOf(next.release.months, facts);
          expect(pairs.filter(({ cell }) => cell.value !== null && cell.value < 0)).toEqual([]);
          const moved = earlier.flatMap((pair, place) => {
            const now = pairs[place]!;
            return now.cell.value === pair.cell.value ? [] : [{ pair, now }];
          });
          // Listed is what moved, and nothing else: not that somebody came where no number says it.
          expect(next.release.corrections.map(({ was, now }) => [was, now])).toEqual(
            moved.map(({ pair, now }) => [pair.cell.value, now.cell.value]),
          );
          // Compared with the truth that the numbers stood for: a correction that waited may come later.
          const contributorsOf = (
            all: readonly MonthFacts[],
            { month, name }: { month: string; name: string },
          ) => {
            const [table, value] = name.split(' ');
            return all.find((each) => each.month === month)!.cells[table!]?.[value!]?.contributors;
          };
          const cells = moved.filter(({ pair }) => pair.name !== 'TOTAL').map(({ pair }) => pair);
          expect(
            cells.filter((pair) => contributorsOf(ledger.months, pair) === contributorsOf(facts, pair)),
          ).toEqual([]);
          ({ ledger } = next);
          last = next.release;
        }
      }),
      { numRuns: 40 },
    );
  });
});

/** A record that came late or was taken back, after the release of its months. */
function oneCorrection(trial: number, perMonth: number) {
  const random = seeded(trial);
  const four = months.slice(0, 4);
  const records = drawRecords(trial % 20, four, perMonth);
  const record = records[Math.floor(random() * records.length)]!;
  const sign = random() < 0.5 ? 1 : -1;
  const after =
    sign === 1 ? [...records, { ...record, household: 'late' }] : records.filter((each) => each !== record);
  const path = ['TOTAL', ...Object.entries(record.values).map(([table, value]) => `${table} ${value}`)];
  return { four, records, after, record, sign, path };
}

/** The errors of one number after another on the path of a correction, before it, after it, and chosen anew. */
function errorsOfOne(trial: number, perMonth: number) {
  const { four, records, after, record, sign, path } = oneCorrection(trial, perMonth);
  const facts = factsOf(records, four);
  const truth = factsOf(after, four);
  const first = release(facts, `secret ${trial}`);
  const next = release(truth, `secret ${trial}`, first.ledger);
  const onPath = (made: typeof first, of: readonly MonthFacts[]) =>
    pairsOf(made.release.months, of).filter(
      ({ month, name }) => month === record.month && path.includes(name),
    );
  const was = onPath(first, facts);
  const errors = was.map(({ cell, truth }) => numberOf(cell) - truth);
  const numbers = was.map(({ cell }) => numberOf(cell));
  const move = chooseAnew(errors, numbers, sign, seeded(trial + 1_000_000));
  return {
    // Where no number can become negative, whatever was drawn.
    isLarge: was.every(({ truth }) => truth > 5),
    asItself: onPath(next, truth).map(({ cell, truth }) => numberOf(cell) - truth),
    anew: errors.map((error) => error + move - sign),
    year: next.ledger.years['2026']!.released - after.length,
  };
}

/** What else was thought of: the path moves so that as many of its numbers as can be are within a step again. */
function chooseAnew(
  errors: readonly number[],
  numbers: readonly number[],
  sign: number,
  random: () => number,
): number {
  const moves = [-5, 0, 5].filter((move) => numbers.every((number) => number + move >= 0));
  const within = (move: number) => errors.filter((error) => Math.abs(error + move - sign) < 5).length;
  const most = Math.max(...moves.map(within));
  const best = moves.filter((move) => within(move) === most);
  return best[Math.floor(random() * best.length)]!;
}

test('numbers stay within two steps after one correction, and unbiased where none can become negative', () => {
  const trials = process.env.HAMKKE_TEST_LONG ? 20_000 : 500;
  const all = [30, 120].flatMap((perMonth) =>
    Array.from({ length: trials }, (_, trial) => errorsOfOne(trial, perMonth)),
  );
  const say = (name: string, errors: readonly number[]) => {
    const { mean, rms, errors: far } = momentsOf(errors);
    const away = (least: number) =>
      ((100 * errors.filter((error) => Math.abs(error) >= least).length) / errors.length).toFixed(1);
    console.info(
      `${name}: ${errors.length} numbers, mean error ${mean.toFixed(3)} (${far.toFixed(1)} standard errors), ` +
        `typical ${rms.toFixed(2)}, ${away(5)} % five or more, ${away(10)} % ten or more`,
    );
  };
  const large = all.filter(({ isLarge }) => isLarge);
  const small = all.filter(({ isLarge }) => !isLarge);
  // Numbers of one path move together, so a path has one vote.
  const means = large.map(({ asItself }) => asItself.reduce((sum, each) => sum + each, 0) / asItself.length);
  say(
    'a change rounded as itself, numbers above 5',
    large.flatMap(({ asItself }) => asItself),
  );
  say(
    'the same, with a smaller one on the path',
    small.flatMap(({ asItself }) => asItself),
  );
  say(
    'the year',
    all.map(({ year }) => year),
  );
  say(
    'chosen anew, numbers above 5',
    large.flatMap(({ anew }) => anew),
  );
  say(
    'the same, with a smaller one on the path',
    small.flatMap(({ anew }) => anew),
  );
  expect(large.length).toBeGreaterThan(trials / 5);
  expect(Math.abs(momentsOf(means).errors)).toBeLessThan(4.5);
  expect(all.flatMap(({ asItself }) => asItself).filter((error) => Math.abs(error) >= 10)).toEqual([]);
  expect(large.filter(({ year }) => Math.abs(year) >= 5)).toEqual([]);
});
