import type { Suppression } from './dominance.js';
import type { Numbers } from './numbers.js';
import type { YearToDate } from './rounding.js';
import type { Cells } from './tables.js';

/** A month that was released: the truth that its numbers stand for, and the numbers. */
export interface LedgerMonth {
  month: string;
  cells: Cells;
  numbers: Numbers;
  suppression: Suppression;
}

/**
 * What one release hands to the next: plain data, and as secret as the facts are, since it holds true numbers. It
 * follows from the secret and the facts at each cut-off, so it can be made again from the first release on.
 */
export interface Ledger {
  releases: number;
  months: readonly LedgerMonth[];
  /** By year, with how many months and corrections its sum is made of. */
  years: Readonly<Record<string, YearToDate & { parts: number }>>;
}

export const emptyLedger: Ledger = { releases: 0, months: [], years: {} };
