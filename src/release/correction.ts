import { isPublished, isSensitive, type Suppression } from './dominance.js';
import { Draws, digestOf } from './draws.js';
import { allOf, type Numbers, numbersUnder, plus } from './numbers.js';
import { type Node, nextOfYear, remainder, type YearToDate } from './rounding.js';
import { type Cell, type Cells, cellAt, groupsOf, type TableShape, totalOf } from './tables.js';

/*
 * A correction of a month that is out already is rounded as itself: the signed change is one more part of its year,
 * and its rounded numbers are added to those that stand. So only cells whose truth changed can move, all tables still
 * add up, the year stays within a step, and whoever subtracts two releases has a rounded change and no second
 * rounding of a number that they had before, which would narrow it. docs/decisions.md has the figures.
 *
 * No published number may become negative: "-5" would say that somebody was there. In such a case it is drawn anew,
 * and where the year leaves no choice the month goes up. This looks at published numbers and the change alone.
 */
const drawsOfEach = 16;

/** What changed in a month since its numbers were made: signed cells, empty where nothing did. */
export function changeOf(before: Cells, after: Cells, shapes: readonly TableShape[]): Cells {
  const change = (was: Cell, is: Cell): Cell => {
    const shares = new Map(is.shares);
    for (const [household, won] of was.shares ?? [])
      shares.set(household, (shares.get(household) ?? 0) - won);
    return {
      value: is.value - was.value,
      contributors: digestOf([was.contributors, is.contributors]),
      shares: [...shares].filter(([, won]) => won !== 0),
    };
  };
  return Object.fromEntries(
    shapes.map(({ name, values }) => [
      name,
      Object.fromEntries(
        values
          .map((value) => [value, cellAt(before, name, value), cellAt(after, name, value)] as const)
          .filter(([, was, is]) => was.contributors !== is.contributors)
          .map(([value, was, is]) => [value, change(was, is)]),
      ),
    ]),
  );
}

/**
 * Whether a change in won tells too much of one household, or would leave a published number that does: the changes
 * of a node are judged like its amounts. It then waits, until others come to it.
 */
export function mustWait(
  change: Cells,
  after: Cells,
  suppression: Suppression,
  shapes: readonly TableShape[],
  percent: number,
): boolean {
  if (suppression.month) return false;
  const pairs = groupsOf(shapes)
    .filter((group) => isPublished(suppression, group))
    .flatMap(({ table, values }) =>
      values.map((value) => [cellAt(change, table, value), cellAt(after, table, value)] as const),
    );
  pairs.push([totalOf(change, shapes), totalOf(after, shapes)]);
  return pairs
    .filter(([{ shares }]) => shares?.some(([, won]) => won !== 0))
    .some(
      ([changes, left]) =>
        isSensitive(changes, percent) || (left.shares?.length !== 0 && isSensitive(left, percent)),
    );
}

/** The rounded change of a month, or undefined where none leaves every number at zero or above: it then waits. */
export function roundChange(
  change: Cells,
  stands: Numbers,
  year: YearToDate & { parts: number },
  {
    month,
    shapes,
    base,
    draws,
  }: { month: string; shapes: readonly TableShape[]; base: number; draws: Draws },
): Numbers | undefined {
  const total: Node = { name: month, ...totalOf(change, shapes) };
  for (let attempt = 0; attempt < 2 * drawsOfEach; attempt++) {
    const path = draws.of('correction', month, year.parts, attempt);
    const up = total.value - remainder(total.value, base) + base;
    const inYear = nextOfYear(year, total, base, path);
    const released = attempt < drawsOfEach || total.value % base === 0 ? inYear : up;
    const numbers = numbersUnder({ ...total, released }, change, shapes, base, path);
    if (allOf(plus(stands, numbers)).every((number) => number >= 0)) return numbers;
  }
  return undefined;
}
