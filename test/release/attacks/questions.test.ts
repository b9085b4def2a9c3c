import { expect, test } from 'vitest';
import { answer, monthsOf } from '../../../src/release/answers.js';
import { isLong } from '../../support/long.js';
import { numberOf, pairsOf } from '../compare.js';
import { drawRecords, factsOf, monthsOfYear, releaseOf, seeded, shapes } from '../district.js';
import { bestGuess, fivePoints, percent } from './guess.js';
import { roundAlone } from './weak.js';

const months = monthsOfYear();
const facts = factsOf(drawRecords(11, months, 20), months);
const { release } = releaseOf(facts, 'secret');
/** Numbers of single cells with their truth. */
const cells = pairsOf(release.months, facts).filter(
  ({ name, cell }) => name !== 'TOTAL' && cell.status === 'RELEASED',
);

type Ask = (question: { period: string; table?: string; value?: string }) => number;

/** A cell by one of many ways: itself, or what is left of a sum when its other parts are taken away. */
function byAWay(ask: Ask, { month, name }: { month: string; name: string }, random: () => number): number {
  const [table, value] = name.split(' ') as [string, string];
  const way = Math.floor(random() * 4);
  const others = (period: string) =>
    monthsOf(period)
      .filter((each) => each !== month)
      .reduce((sum, each) => sum + ask({ period: each, table, value }), 0);
  if (way === 0) return ask({ period: month, table, value });
  if (way === 1) {
    const quarter = `2026-Q${Math.ceil(Number(month.slice(5)) / 3)}`;
    return ask({ period: quarter, table, value }) - others(quarter);
  }
  if (way === 2) return ask({ period: '2026', table, value }) - others('2026');
  // Tracker: everything without everything else.
  const { values, within } = shapes.find((shape) => shape.name === table)!;
  const whole = within ? ask({ period: month, table: 'TRACK', value: 'MANAGED' }) : ask({ period: month });
  return values
    .filter((each) => each !== value)
    .reduce((left, each) => left - ask({ period: month, table, value: each }), whole);
}

const keyOf = ({ period, table, value }: Parameters<Ask>[0]) => `${period} ${table} ${value}`;

/** Answers, each worked out once: asking again is what an attacker does, not what is tested. */
function remember(ask: Ask): Ask {
  const known = new Map<string, number>();
  return (question) => {
    const key = keyOf(question);
    if (!known.has(key)) known.set(key, ask(question));
    return known.get(key)!;
  };
}

const askRelease = remember((question) => answer(release, question).value ?? 0);
const askTruth = remember(({ period, table, value }) =>
  pairsOf(release.months, facts)
    .filter(({ month }) => monthsOf(period).includes(month))
    .filter(({ name }) => name === (table ? `${table} ${value}` : 'TOTAL'))
    .reduce((sum, { truth }) => sum + truth, 0),
);

/** What the best attacker guesses who asks about each of some cells 10,000 times and takes the mean. */
function averaging(ask: Ask, of: typeof cells): number {
  const random = seeded(1);
  return bestGuess(
    of.map((cell) => {
      let sum = 0;
      for (let question = 0; question < 10_000; question++) sum += byAWay(ask, cell, random);
      return { seen: String(Math.round(sum / 10_000)), truth: cell.truth };
    }),
  );
}

test('10,000 questions about a cell say no more than one', () => {
  const of = isLong ? cells : cells.slice(0, 60);
  const chance = bestGuess(of.map(({ cell, truth }) => ({ seen: String(numberOf(cell)), truth })));
  const attack = averaging(askRelease, of);
  // Weak: rounded anew for each question, as if nobody asked twice.
  let questions = 0;
  const some = cells.filter(({ truth }) => truth > 0 && truth < 5).slice(0, 6);
  const weak = averaging((question) => roundAlone(askTruth(question), questions++), some);
  console.info(
    `averaging over 10,000 questions: ${percent(attack)} of ${of.length} cells, by one question ` +
      `${percent(chance)}; where each is rounded anew ${percent(weak)}`,
  );
  expect(attack).toBeLessThanOrEqual(chance + fivePoints);
  expect(weak).toBe(1);
});

test('a tracker gets the published number of a cell and nothing else', () => {
  const random = seeded(2);
  const wrong = cells.filter((cell) =>
    Array.from({ length: 20 }, () => byAWay(askRelease, cell, random)).some(
      (got) => got !== numberOf(cell.cell),
    ),
  );
  expect(wrong).toEqual([]);
  // Weak: exact, but no set of fewer than five is answered. The tracker never asks for one.
  const refuseSmall: Ask = (question) => {
    const truth = askTruth(question);
    if (truth > 0 && truth < 5) throw new Error('Too few to tell.');
    return truth;
  };
  const small = cells.filter(({ truth }) => truth > 0 && truth < 5);
  const pinned = small.filter((cell) => {
    for (let attempt = 0; attempt < 20; attempt++) {
      try {
        if (byAWay(refuseSmall, cell, random) === cell.truth) return true;
      } catch {
        // Another way.
      }
    }
    return false;
  });
  console.info(`tracker: 0 of ${small.length} small cells; where small sets are refused, ${pinned.length}`);
  expect(pinned.length).toBeGreaterThan(0);
});

test('periods that differ by a day cannot be asked, and would tell who came on it', () => {
  for (const period of [
    '2026-03-15',
    '2026-03-01/2026-03-15',
    '2026-13',
    '2026-Q5',
    '2026-W07',
    'to 2026-03-15',
  ])
    expect(() => answer(release, { period })).toThrow('no month, quarter, half-year or year');
  // Somebody came on the last day, or nobody; the attacker sees the period with it and without it.
  const random = seeded(3);
  const worlds = Array.from({ length: 20_000 }, (_, at) => ({
    came: Number(random() < 0.5),
    others: 5 + Math.floor(random() * 20),
    at,
  }));
  const guess = (publish: (count: number, world: number) => number) =>
    bestGuess(
      worlds.map(({ came, others, at }) => ({
        seen: String(publish(others + came, at) - publish(others, at)),
        truth: came,
      })),
    );
  const exact = guess((count) => (count < 5 ? 0 : count));
  // Even a good rounding, by who is in it, is another one as soon as somebody else is.
  const rounded = guess((count, world) => roundAlone(count, world, count));
  console.info(
    `a day's difference: published periods differ by a month at least; by days, exact numbers tell ` +
      `${percent(exact)}, rounded ones ${percent(rounded)}, chance 50 %`,
  );
  expect(exact).toBe(1);
  expect(rounded).toBeGreaterThan(0.5 + fivePoints);
});
