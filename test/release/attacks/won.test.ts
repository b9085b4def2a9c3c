import { expect, test } from 'vitest';
import { isSensitive } from '../../../src/release/dominance.js';
import { protect, type ReleaseMonth } from '../../../src/release/protect.js';
import { type Cell, cellAt, type MonthFacts, totalOf } from '../../../src/release/tables.js';
import { monthsOfYear, shapes } from '../district.js';
import { drawWon, releaseWon, wonFacts } from '../won.js';
import { nameOf, programmeOf } from './programme.js';

const months = monthsOfYear().slice(0, 6);
const step = 100_000;

/** The cells that no number of is published, or should be, with who is in them. */
function sensitiveCells(facts: readonly MonthFacts[], release: readonly ReleaseMonth[]) {
  return release.flatMap(({ month, total, tables }) => {
    const { cells } = facts.find((each) => each.month === month)!;
    const all: { name: string; cell: Cell; status: string }[] = [
      { name: nameOf(month, 'TOTAL', ''), cell: totalOf(cells, shapes), status: total.status },
    ];
    for (const { name: table, values } of shapes)
      for (const value of values)
        all.push({
          name: nameOf(month, table, value),
          cell: cellAt(cells, table, value),
          status: tables[table]![value]!.status,
        });
    return all.filter(({ cell, status }) => status !== 'IMPOSSIBLE' && cell.value > 0);
  });
}

/** Households that the second largest of their number knows to within 10 %, by all that is published. */
async function known(facts: readonly MonthFacts[], release: readonly ReleaseMonth[], rounding = step) {
  const programme = programmeOf(release, shapes, { step: rounding });
  const cells = sensitiveCells(facts, release);
  const bounds = await programme.bounds(cells.map(({ name }) => name));
  const all = cells.map(({ name, cell, status }) => {
    const [largest = 0, second = 0] = cell.shares!.map(([, won]) => won).sort((a, b) => b - a);
    const { least, most } = bounds.get(name)!;
    // The second largest takes away its own; where it is alone, whoever knows that has the number.
    const isKnown = most - second < largest * 1.1 && (cell.shares!.length > 1 || least > 0);
    return { isKnown, isSensitive: isSensitive(cell, 10), status };
  });
  return {
    sensitive: all.filter(({ isSensitive }) => isSensitive).length,
    suppressed: all.filter(({ status }) => status === 'SUPPRESSED').length,
    known: all.filter(({ isKnown }) => isKnown).length,
  };
}

/** Weak: months in won where only `isLeftOut` decides, cell by cell. */
function cellByCell(facts: readonly MonthFacts[], isLeftOut: (cell: Cell) => boolean): ReleaseMonth[] {
  const publish = (cell: Cell) => {
    const isOut = cell.value > 0 && isLeftOut(cell);
    return isOut
      ? ({ status: 'SUPPRESSED', value: null } as const)
      : ({ status: 'RELEASED', value: cell.value } as const);
  };
  return facts.map(({ month, cells }) => ({
    month,
    total: publish(totalOf(cells, shapes)),
    tables: Object.fromEntries(
      shapes.map(({ name, values }) => [
        name,
        Object.fromEntries(values.map((value) => [value, publish(cellAt(cells, name, value))])),
      ]),
    ),
  }));
}

test('nobody knows what a household got to within 10 %, by a linear programme over all numbers', async () => {
  for (const perMonth of [15, 60, 300]) {
    const facts = wonFacts(drawWon(perMonth, months, perMonth), months);
    const strong = await known(facts, releaseWon(facts, 'secret').release.months);
    const siblings = await known(
      facts,
      cellByCell(facts, (cell) => isSensitive(cell, 10)),
      1,
    );
    const nothing = await known(
      facts,
      cellByCell(facts, () => false),
      1,
    );
    console.info(
      `won, ${perMonth} a month: ${strong.sensitive} numbers tell too much, ${strong.suppressed} suppressed, ` +
        `${strong.known} households known; where their siblings are published ${siblings.known}, ` +
        `where all is published ${nothing.known}`,
    );
    expect(strong.known).toBe(0);
    if (perMonth < 300) expect(nothing.known).toBeGreaterThan(siblings.known);
    if (perMonth === 60) expect(siblings.known).toBeGreaterThan(0);
  }
});

test('the difference of two releases does not tell what was corrected for one household', () => {
  const records = drawWon(300, months, 300);
  const late = { ...records.find(({ month }) => month === '2026-02')!, household: 'late', won: 8_000_000 };
  const [facts, after] = [records, [...records, late]].map((all) => wonFacts(all, months)) as [
    MonthFacts[],
    MonthFacts[],
  ];
  const differences = (release: typeof releaseWon) => {
    const first = release(facts, 'secret');
    return release(after, 'secret', first.ledger).release.corrections.map(({ was, now }) => now - was);
  };
  // Weak: rounded, and no more.
  const rounded = differences((facts, secret, before) =>
    protect({
      secret,
      district: 'KR-11500',
      measure: 'LINKAGE_VALUE',
      protection: { base: step },
      tables: shapes,
      months: facts,
      before,
    }),
  );
  console.info(
    `8,000,000 won came late: published differences ${differences(releaseWon)}; rounded alone ${rounded}`,
  );
  expect(differences(releaseWon)).toEqual([]);
  expect(rounded.length).toBeGreaterThan(0);
  for (const difference of rounded) expect(Math.abs(difference - late.won)).toBeLessThan(step);
});
