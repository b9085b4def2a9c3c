import { expect, test } from 'vitest';
import type { MonthFacts } from '../../../src/release/tables.js';
import { isLong } from '../../support/long.js';
import { drawRecords, factsOf, monthsOfYear, releaseOf, shapes } from '../district.js';
import { judge, namesOf, programmeOf } from './programme.js';
import { eachAlone, exactTotals, smallLeftOut } from './weak.js';

const months = monthsOfYear();

const strong = (facts: readonly MonthFacts[], secret: string) => releaseOf(facts, secret).release.months;

test('a linear programme over all published numbers pins nothing and has no interval narrower than 4', async () => {
  const districts = isLong ? [1, 2, 4, 8, 14, 30, 60, 120, 250, 500] : [2, 14, 60];
  for (const [seed, perMonth] of districts.entries()) {
    const facts = factsOf(drawRecords(seed, months, perMonth), months);
    const release = strong(facts, `secret ${seed}`);
    const bounds = await programmeOf(release, shapes).bounds(namesOf(release));
    const { pinned, narrowest } = judge(bounds);
    console.info(
      `${perMonth} a month: ${bounds.size} numbers, ${pinned} pinned, narrowest interval ${narrowest}`,
    );
    expect(pinned).toBe(0);
    expect(narrowest).toBeGreaterThanOrEqual(4);
    // Exactly what one number says by itself, and nothing more from all of them together.
    for (const { month, tables } of release)
      for (const [table, values] of Object.entries(tables))
        for (const [value, cell] of Object.entries(values))
          if (cell.value !== null)
            expect(bounds.get(`${month} ${table} ${value}`)).toEqual({
              least: Math.max(0, cell.value - 4),
              most: cell.value + 4,
            });
  }
});

test('it takes apart numbers of which only the small are left out', async () => {
  const facts = factsOf(drawRecords(2, months.slice(0, 4), 30), months.slice(0, 4));
  const release = smallLeftOut(facts, shapes);
  const programme = programmeOf(release, shapes, { step: 1 });
  for (const { month, tables } of release)
    for (const [table, values] of Object.entries(tables))
      for (const [value, { status }] of Object.entries(values))
        if (status === 'SUPPRESSED') programme.knows(`${month} ${table} ${value}`, 1, 4);
  const { pinned } = judge(await programme.bounds(namesOf(release)));
  console.info(`small numbers left out: ${pinned} pinned`);
  expect(pinned).toBeGreaterThan(0);
});

test.each([
  // Exact against released: whoever has both. So nobody outside of the district has exact numbers of it.
  ['rounded cells beside exact totals', exactTotals],
  ['cells and totals rounded each for itself', eachAlone],
])('it narrows %s', async (name, weak) => {
  const facts = factsOf(drawRecords(1, months.slice(0, 4), 4), months.slice(0, 4));
  const release = weak(facts, shapes, 'secret');
  const programme = programmeOf([], shapes);
  // The attacker knows which numbers are exact, and that the rounded ones are less than five away.
  for (const { month, total, tables } of release) {
    const error = weak === exactTotals ? 0 : 4;
    programme.knows(`${month} TOTAL `, total.value! - error, total.value! + error);
    for (const { name: table, values, within } of shapes) {
      for (const value of values) {
        const number = tables[table]![value]!.value!;
        programme.knows(`${month} ${table} ${value}`, Math.max(0, number - 4), number + 4);
      }
      const names = values.map((value) => `${month} ${table} ${value}`);
      programme.sum(names, [within ? `${month} TRACK MANAGED` : `${month} TOTAL `], 0);
    }
  }
  const { pinned, narrow } = judge(await programme.bounds(namesOf(release)));
  console.info(`${name}: ${pinned} pinned, ${narrow} intervals narrower than 4`);
  expect(narrow).toBeGreaterThan(0);
});
