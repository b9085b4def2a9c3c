import { Draws } from './draws.js';

/** A number to be rounded. `contributors` is a digest over who is in it: with other people, other random numbers. */
export interface Node {
  name: string;
  value: number;
  contributors: string;
}

/** What is left above the multiple of the base below, also for negative numbers: 0 to base - 1. */
export const remainder = (value: number, base: number): number => ((value % base) + base) % base;

const below = (value: number, base: number): number => value - remainder(value, base);

/** What a year comes to so far: the truth that its numbers stand for, and the numbers. */
export interface YearToDate {
  truth: number;
  released: number;
}

/**
 * The rounded number of the next month of a year, or of the next correction of one of its months.
 *
 * Months are released one after another and each for good, so the year is held on line: the sum to date is always
 * its truth rounded down or up. Let f be the remainder of the sum before and h that of the month, in steps of the
 * base. If the sum was rounded up and f + h < 1, the month goes down; if it was rounded down, the month goes up with
 * probability h / (1 - f). With f + h >= 1 it goes up if the sum was down, and with probability (f + h - 1) / f if
 * it was up. Then month and sum are both up with probabilities that are their remainders: each is unbiased, and each
 * is less than a step from its truth. (This is the ordered pivotal method of Deville and Tillé, 1998.)
 */
export function nextOfYear(sum: YearToDate, next: Node, base: number, draws: Draws): number {
  const h = remainder(next.value, base);
  const down = next.value - h;
  if (h === 0) return down;
  const f = remainder(sum.truth, base);
  const error = sum.released - sum.truth;
  const goesUp = (cases: number, outOf: number) =>
    draws.happens(cases, outOf, 'of the year', next.name, next.contributors);
  // Only a correction that could not follow the year leaves it a step away; the next month brings it back.
  if (error >= base) return down;
  if (error <= -base) return down + base;
  const sumIsUp = error > 0;
  if (f + h < base) return !sumIsUp && goesUp(h, base - f) ? down + base : down;
  return !sumIsUp || goesUp(f + h - base, f) ? down + base : down;
}

/**
 * Rounded numbers of the children of a node whose own rounded number is `released`: each is its truth rounded down
 * or up, unbiased, and together they are the node's.
 *
 * Children meet in pairs. Of two remainders one is settled and the other carries what is left, with probabilities
 * that leave each one's mean as it was; so the sum of the remainders stays too, and the last one is the node's own,
 * which goes up if the node did. (Pivotal method; dependent rounding in the words of Gandhi et al., 2006.)
 */
export function roundChildren(
  node: { value: number; released: number },
  children: readonly Node[],
  base: number,
  draws: Draws,
): Map<string, number> {
  const rounded = new Map(children.map(({ name, value }) => [name, below(value, base)]));
  const up = ({ name }: Node) => rounded.set(name, rounded.get(name)! + base);
  let open: Node | undefined;
  let left = 0;
  for (const child of children) {
    const own = remainder(child.value, base);
    if (own === 0) continue;
    if (!open) {
      [open, left] = [child, own];
      continue;
    }
    const label = [open.name, open.contributors, child.name, child.contributors];
    const sum: number = left + own;
    if (sum < base) {
      // One goes down; who keeps what is left is drawn by what each brought.
      if (!draws.happens(left, sum, ...label)) open = child;
      left = sum;
    } else {
      // One goes up: the more is missing to the other, the sooner.
      const first = draws.happens(base - own, 2 * base - sum, ...label);
      up(first ? open : child);
      if (first) open = child;
      left = sum - base;
      if (left === 0) open = undefined;
    }
  }
  if (open && node.released > below(node.value, base)) up(open);
  return rounded;
}
