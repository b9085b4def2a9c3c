import { createHash } from 'node:crypto';
import type { ReleaseCell, ReleaseMonth } from '../../../src/release/protect.js';
import { cellAt, type MonthFacts, type TableShape, totalOf } from '../../../src/release/tables.js';

/*
 * Protections that look like ones, each without one of the properties of the real one. An attack that does not
 * succeed against one of these would prove nothing where it fails.
 */

const cell = (value: number | null): ReleaseCell =>
  value === null ? { status: 'SUPPRESSED', value } : { status: 'RELEASED', value };

/** A uniform number from a text, the same for the same text. */
const uniform = (...label: unknown[]) =>
  createHash('sha256').update(JSON.stringify(label)).digest().readUInt32BE() / 2 ** 32;

/** A number rounded to five by itself, without regard to any other. */
export const roundAlone = (value: number, ...label: unknown[]): number =>
  value - (value % 5) + (uniform(...label) < (value % 5) / 5 ? 5 : 0);

/** Months as `publish` says them, cell by cell and the total. */
function monthsBy(
  facts: readonly MonthFacts[],
  shapes: readonly TableShape[],
  publish: (value: number, month: string, table: string, name: string) => number | null,
): ReleaseMonth[] {
  return facts.map(({ month, cells }) => ({
    month,
    total: cell(publish(totalOf(cells, shapes).value, month, 'TOTAL', '')),
    tables: Object.fromEntries(
      shapes.map(({ name, values }) => [
        name,
        Object.fromEntries(
          values.map((value) => [value, cell(publish(cellAt(cells, name, value).value, month, name, value))]),
        ),
      ]),
    ),
  }));
}

/** Exact numbers; only those from 1 to 4 are left out, as many offices do. */
export const smallLeftOut = (facts: readonly MonthFacts[], shapes: readonly TableShape[]) =>
  monthsBy(facts, shapes, (value) => (value > 0 && value < 5 ? null : value));

/** Cells rounded each for itself, totals exact. */
export const exactTotals = (facts: readonly MonthFacts[], shapes: readonly TableShape[], secret: string) =>
  monthsBy(facts, shapes, (value, ...label) =>
    label[1] === 'TOTAL' ? value : roundAlone(value, secret, ...label),
  );

/** Everything rounded each for itself: sums of two tables are two roundings of one truth. */
export const eachAlone = (facts: readonly MonthFacts[], shapes: readonly TableShape[], secret: string) =>
  monthsBy(facts, shapes, (value, ...label) => roundAlone(value, secret, ...label));

/**
 * What else was thought of for a correction of one record: its path moves so that as many of its numbers as can be
 * are within a step of their truth again. More exact, and how it moves depends on how far from the truth it was.
 */
export function chooseAnew(
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
