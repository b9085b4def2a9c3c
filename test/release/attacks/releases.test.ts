import { expect, test } from 'vitest';
import type { Ledger } from '../../../src/release/ledger.js';
import type { Release, ReleaseCell } from '../../../src/release/protect.js';
import { groupsOf, type MonthFacts, type TableShape } from '../../../src/release/tables.js';
import { isLong } from '../../support/long.js';
import { numberOf, pairsOf } from '../compare.js';
import { drawRecords, factsOf, monthsOfYear, releaseOf, seeded, shapes } from '../district.js';
import { type Attempt, bestGuess, fivePoints, percent } from './guess.js';
import { judge, nameOf, namesOf, type Programme, programmeOf } from './programme.js';
import { chooseAnew, roundAlone } from './weak.js';

const months = monthsOfYear();
const meanOf = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;

test('twelve monthly releases say of a month what the first said', () => {
  const records = drawRecords(21, months, 20);
  const releases: Release[] = [];
  let ledger: Ledger | undefined;
  for (const at of months.keys()) {
    const next = releaseOf(factsOf(records, months.slice(0, at + 1)), 'secret', ledger);
    ({ ledger } = next);
    releases.push(next.release);
  }
  const facts = factsOf(records, months);
  const seenOf = (release: Release) =>
    pairsOf(release.months, facts).filter(({ cell }) => cell.status === 'RELEASED');
  const last = seenOf(releases.at(-1)!);
  const attempts = last.map(({ month, name, truth }, at) => ({
    truth,
    seen: String(
      releases.flatMap((release) =>
        release.months.some((each) => each.month === month) ? [numberOf(seenOf(release)[at]!.cell)] : [],
      ),
    ),
    month,
    name,
  }));
  const everySame = attempts.every(({ seen }) => new Set(seen.split(',')).size === 1);
  const numberAlone = last.map(({ cell, truth }) => ({ seen: String(numberOf(cell)), truth }));
  const attack = bestGuess(
    attempts.map(({ seen, truth }) => ({ seen: String(meanOf(seen.split(',').map(Number))), truth })),
  );
  const chance = bestGuess(numberAlone);
  // Weak: each release rounds everything again.
  const again = last.map(({ month, name, truth }) => ({
    truth,
    seen: String(Math.round(meanOf(months.map((_, release) => roundAlone(truth, month, name, release))))),
  }));
  const weak = bestGuess(again);
  console.info(
    `12 releases: ${percent(attack)} of ${last.length} numbers, from one ${percent(chance)}; rounded again ${percent(weak)}`,
  );
  expect(everySame).toBe(true);
  expect(attack).toBeLessThanOrEqual(chance + fivePoints);
  expect(weak).toBeGreaterThan(chance + fivePoints);
});

/** Everything that all releases say together, corrections included, for each state of the truth between them. */
function programmeOfAll(releases: readonly Release[], yearWithin: number): Programme {
  const programme = programmeOf(releases[0]!.months, shapes, { yearWithin });
  const nameIn = (release: number, month: string, table = 'TOTAL', value = '') =>
    `${release === 0 ? '' : `release ${release} `}${nameOf(month, table, value)}`;
  for (const [at, release] of releases.entries()) {
    if (at === 0) continue;
    const before = releases[at - 1]!;
    for (const [place, { month, total, tables }] of release.months.entries()) {
      const was = before.months[place]!;
      const changedBy = (
        names: readonly [string, string][],
        numbers: readonly [ReleaseCell, ReleaseCell][],
      ) => {
        const change = numbers.reduce((sum, [now, then]) => sum + numberOf(now) - numberOf(then), 0);
        programme.sum(
          names.map(([now]) => now),
          names.map(([, then]) => then),
          change - 4,
          change + 4,
        );
      };
      const pair = (table?: string, value?: string): [string, string] => [
        nameIn(at, month, table, value),
        nameIn(at - 1, month, table, value),
      ];
      programme.knows(pair()[0], 0, Infinity);
      changedBy([pair()], [[total, was.total]]);
      for (const { table, parent, values } of groupsOf(shapes)) {
        const possible = values.filter((value) => tables[table]![value]!.value !== null);
        const numbers = possible.map((value): [ReleaseCell, ReleaseCell] => [
          tables[table]![value]!,
          was.tables[table]![value]!,
        ]);
        for (const [index, value] of possible.entries()) {
          programme.knows(pair(table, value)[0], 0, Infinity);
          changedBy([pair(table, value)], [numbers[index]!]);
          changedBy(
            possible.slice(0, index + 1).map((each) => pair(table, each)),
            numbers.slice(0, index + 1),
          );
        }
        programme.sum(
          possible.map((value) => nameIn(at, month, table, value)),
          [nameIn(at, month, parent?.table, parent?.value)],
          0,
        );
      }
      // The year after the correction of this month: earlier months as they are now, later ones as they were.
      const year = release.months.map((each, index) =>
        index <= place ? each.total : before.months[index]!.total,
      );
      const sum = year.reduce((all, cell) => all + numberOf(cell), 0);
      programme.sum(
        release.months.map((each, index) => nameIn(index <= place ? at : at - 1, each.month)),
        [],
        sum - yearWithin,
        sum + yearWithin,
      );
    }
  }
  return programme;
}

test('a linear programme over all releases with their corrections pins nothing and narrows nothing', async () => {
  const three = months.slice(0, 3);
  for (const [perMonth, yearWithin] of [
    [60, 4],
    [12, 9],
  ] as const) {
    let records = drawRecords(31, three, perMonth);
    const releases: Release[] = [];
    let ledger: Ledger | undefined;
    for (let number = 0; number < 4; number++) {
      const next = releaseOf(factsOf(records, three), 'secret', ledger);
      ({ ledger } = next);
      releases.push(next.release);
      const random = seeded(number);
      records = records.flatMap((record) => {
        const drawn = random();
        if (drawn < 0.03) return [];
        return drawn < 0.1
          ? [record, { ...record, household: `late ${number} ${record.household}` }]
          : [record];
      });
    }
    const corrections = releases.reduce((sum, release) => sum + release.corrections.length, 0);
    const names = releases.flatMap((release, at) =>
      namesOf(release.months).map((name) => (at === 0 ? name : `release ${at} ${name}`)),
    );
    const bounds = await programmeOfAll(releases, yearWithin).bounds(names);
    const { pinned, narrowest } = judge(bounds);
    console.info(
      `4 releases, ${perMonth} a month, ${corrections} numbers moved: ${bounds.size} true numbers, ` +
        `${pinned} pinned, narrowest interval ${narrowest}`,
    );
    expect(corrections).toBeGreaterThan(0);
    expect(pinned).toBe(0);
    expect(narrowest).toBeGreaterThanOrEqual(4);
  }
});

/** A small dong beside a large one, with what one table more has of the same work. */
const two: readonly TableShape[] = [
  { name: 'DONG', values: ['SMALL', 'LARGE'] },
  { name: 'NEED', values: ['RARE', 'COMMON'] },
];
const monthOf = (small: number, rare: number, total: number): MonthFacts => {
  const cell = (name: string, value: number) => ({ value, contributors: `${name} ${value}` });
  return {
    month: '2026-01',
    cells: {
      DONG: { SMALL: cell('small', small), LARGE: cell('large', total - small) },
      NEED: { RARE: cell('rare', rare), COMMON: cell('common', total - rare) },
    },
  };
};

test('whoever adds and takes back a record of their own, release after release, learns nothing of its dong', () => {
  const worlds = isLong ? 40_000 : 1_500;
  const seen = {
    first: [] as Attempt[],
    after: [] as Attempt[],
    anew: [] as Attempt[],
    weak: [] as Attempt[],
  };
  for (let world = 0; world < worlds; world++) {
    const random = seeded(world);
    const truth = Math.floor(random() * 10);
    const rare = Math.floor(random() * 10);
    const total = 40 + Math.floor(random() * 20);
    let ledger: Ledger | undefined;
    const moves: number[] = [];
    const again: number[] = [];
    let path = [truth, rare, total].map((value, at) => roundAlone(value, world, at));
    const chosen: number[] = [];
    for (let number = 0; number < 6; number++) {
      const own = number % 2;
      const facts = [monthOf(truth + own, rare + own, total + own)];
      const next = releaseOf(facts, `secret ${world}`, ledger, two);
      ({ ledger } = next);
      moves.push(numberOf(next.release.months[0]!.tables.DONG!.SMALL!));
      again.push(roundAlone(truth + own, world, number));
      if (number > 0) {
        const errors = [truth, rare, total].map((value, at) => path[at]! - value - 1 + own);
        const by = chooseAnew(errors, path, own === 1 ? 1 : -1, random);
        path = path.map((value) => value + by);
      }
      chosen.push(path[0]!);
    }
    seen.first.push({ seen: String(moves[0]), truth });
    // All that was seen would be too many different things for so few worlds: the mean, and the last.
    seen.after.push({ seen: `${moves[0]} ${Math.round(meanOf(moves))}`, truth });
    seen.anew.push({ seen: `${chosen[0]} ${Math.round(meanOf(chosen))}`, truth });
    seen.weak.push({ seen: `${again[0]} ${Math.round(meanOf(again))}`, truth });
  }
  const [chance, attack, weak, anew] = [seen.first, seen.after, seen.weak, seen.anew].map(bestGuess) as [
    number,
    number,
    number,
    number,
  ];
  console.info(
    `a record added and taken back in 6 releases: ${percent(attack)}, from the first ${percent(chance)}; ` +
      `where the path is chosen anew ${percent(anew)}, where the new truth is rounded anew ${percent(weak)}`,
  );
  expect(attack).toBeLessThanOrEqual(chance + fivePoints);
  expect(weak).toBeGreaterThan(chance + fivePoints);
});

test('an insider who makes every correction of a closed year learns its sum, and no cell by it', async () => {
  for (const perMonth of [2, 14]) {
    let records = drawRecords(91, months, perMonth);
    const first = releaseOf(factsOf(records, months), 'secret');
    let { ledger } = first;
    const sumOf = ({ months: of }: Release) => of.reduce((sum, { total }) => sum + numberOf(total), 0);
    let [least, most] = [sumOf(first.release) - 4, sumOf(first.release) + 4];
    for (let own = 1; own <= 6; own++) {
      records = [...records, { ...records[0]!, household: `own ${own}` }];
      const next = releaseOf(factsOf(records, months), 'secret', ledger);
      ({ ledger } = next);
      // The sum of the year is within a step of its truth after each of them.
      least = Math.max(least, sumOf(next.release) - own - 4);
      most = Math.min(most, sumOf(next.release) - own + 4);
    }
    const truth = records.length - 6;
    const programme = programmeOf(first.release.months, shapes);
    programme.sum(
      months.map((month) => nameOf(month, 'TOTAL', '')),
      [],
      truth,
    );
    const { pinned, narrow } = judge(await programme.bounds(namesOf(first.release.months)));
    console.info(
      `insider with 6 corrections, ${perMonth} a month: the year's ${truth} is ${least} to ${most}; ` +
        `of its numbers ${pinned} are pinned by that and ${narrow} narrower than 4`,
    );
    expect(least).toBeLessThanOrEqual(truth);
    expect(most).toBeGreaterThanOrEqual(truth);
    expect({ pinned, narrow }).toEqual({ pinned: 0, narrow: 0 });
  }
});
