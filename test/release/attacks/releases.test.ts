import { expect, test } from 'vitest';
import type { Ledger } from '../../../src/release/ledger.js';
import type { Release } from '../../../src/release/protect.js';
import type { MonthFacts, TableShape } from '../../../src/release/tables.js';
import { numberOf, pairsOf } from '../compare.js';
import {
  drawRecords,
  factsOf,
  monthsOfYear,
  releaseOf,
  seeded,
  shapes,
  type WorkRecord,
} from '../district.js';
import { bestGuess, fivePoints, percent } from './guess.js';
import { judge, type Programme, programmeOf } from './programme.js';
import { roundAlone } from './weak.js';

const months = monthsOfYear();

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
  // The same number several times: the mean is the number.
  const attack = bestGuess(attempts.map(({ seen, truth }) => ({ seen: seen.split(',')[0]!, truth })));
  const chance = bestGuess(numberAlone);
  // Weak: each release rounds everything again.
  const again = last.map(({ month, name, truth }) => ({
    truth,
    seen: String(
      Math.round(
        months.reduce((sum, _, release) => sum + roundAlone(truth, month, name, release), 0) / months.length,
      ),
    ),
  }));
  const weak = bestGuess(again);
  console.info(
    `12 releases: ${percent(attack)} of ${last.length} numbers, from one ${percent(chance)}; rounded again ${percent(weak)}`,
  );
  expect(everySame).toBe(true);
  expect(attack).toBeLessThanOrEqual(chance + fivePoints);
  expect(weak).toBeGreaterThan(chance + fivePoints);
});
