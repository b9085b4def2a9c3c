import { describe, expect, test } from 'vitest';
import type { Ledger } from '../../src/release/ledger.js';
import type { MonthFacts } from '../../src/release/tables.js';
import { isLong } from '../support/long.js';
import fc from '../support/property.js';
import { chooseAnew } from './attacks/weak.js';
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

test('the same correction, made again later, is drawn again', () => {
  const month = months.slice(0, 1);
  const records = drawRecords(5, month, 90).slice(0, 42);
  const late = [...records, { ...records[0]!, household: 'late' }];
  let differently = 0;
  for (let secret = 0; secret < 100; secret++) {
    let ledger: Ledger | undefined;
    const totals = [records, late, records, late].map((of) => {
      const next = release(factsOf(of, month), `secret ${secret}`, ledger);
      ({ ledger } = next);
      return numberOf(next.release.months[0]!.total);
    });
    // From the same number on, once up and once not.
    if (totals[0] === totals[2] && totals[1] !== totals[3]) differently++;
  }
  expect(differently).toBeGreaterThan(0);
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
    waits:
      JSON.stringify(next.ledger.months.map(({ cells }) => cells)) !==
      JSON.stringify(truth.map(({ cells }) => cells)),
  };
}

test('numbers stay within two steps after one correction, and unbiased where none can become negative', () => {
  const trials = isLong ? 8_000 : 300;
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
  // One record can always be corrected, also where only the wrong way is left to its year.
  expect(all.filter(({ waits }) => waits)).toEqual([]);
  expect(large.filter(({ year }) => Math.abs(year) >= 5)).toEqual([]);
}, 600_000);

test('a year of releases with work that comes late stays as exact as one correction leaves it', () => {
  for (const perMonth of [40, 150]) {
    const errors = { months: [] as number[], cells: [] as number[], years: [] as number[] };
    let parts = 0;
    const districts = isLong ? 60 : 5;
    for (let seed = 0; seed < districts; seed++) {
      const random = seeded(seed);
      // Of a hundred records six come one to four months after their month was released.
      const work = drawRecords(seed, months, perMonth).map((record) => ({
        record,
        known: months.indexOf(record.month) + (random() < 0.06 ? 1 + Math.floor(random() * 4) : 0),
      }));
      let ledger: Ledger | undefined;
      let last: ReturnType<typeof release> | undefined;
      for (let at = 0; at < 16; at++) {
        const records = work.filter(({ known }) => known <= at).map(({ record }) => record);
        last = release(factsOf(records, months.slice(0, at + 1)), `secret ${seed}`, ledger);
        ({ ledger } = last);
      }
      const facts = factsOf(
        work.map(({ record }) => record),
        months,
      );
      const all = pairsOf(last!.release.months, facts)
        .filter(({ cell }) => cell.status === 'RELEASED')
        .map(({ name, cell, truth }) => ({ name, error: numberOf(cell) - truth }));
      const totals = all.filter(({ name }) => name === 'TOTAL').map(({ error }) => error);
      errors.months.push(...totals);
      errors.cells.push(...all.filter(({ name }) => name !== 'TOTAL').map(({ error }) => error));
      errors.years.push(totals.reduce((sum, error) => sum + error, 0));
      parts += ledger!.years['2026']!.parts - months.length;
    }
    const say = (of: readonly number[]) => {
      const away = of.filter((error) => Math.abs(error) >= 5).length / of.length;
      return `typical ${momentsOf(of).rms.toFixed(2)} (${(100 * away).toFixed(0)} % five or more)`;
    };
    console.info(
      `${perMonth} a month, ${(parts / districts).toFixed(0)} corrected months a year: cells ${say(errors.cells)}, ` +
        `months ${say(errors.months)}, years ${say(errors.years)}`,
    );
    expect(errors.years.filter((error) => Math.abs(error) >= 5)).toEqual([]);
    expect(momentsOf(errors.cells).rms).toBeLessThan(4);
    expect(momentsOf(errors.months).rms).toBeLessThan(5);
  }
});
