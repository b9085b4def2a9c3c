import type { Ledger } from '../../src/release/ledger.js';
import { protect, protectionOfWon } from '../../src/release/protect.js';
import type { MonthFacts } from '../../src/release/tables.js';
import { drawRecords, factsOf, shapes, type WorkRecord } from './district.js';

/** Work whose worth in won differs much: some households get fifty times what others get. */
export const drawWon = (seed: number, months: readonly string[], perMonth: number): WorkRecord[] =>
  drawRecords(seed, months, perMonth).map((record) => ({
    ...record,
    // Several linkages of one household are its one share.
    household: `household ${Number(record.household.slice(10)) % Math.max(3, Math.round(perMonth * 0.8))}`,
    won: Math.round(record.won ** 1.5 / 30),
  }));

export const wonFacts = (records: readonly WorkRecord[], months: readonly string[]): MonthFacts[] =>
  factsOf(records, months, 'won');

/** A release of values in won of the district. */
export const releaseWon = (facts: readonly MonthFacts[], secret: string, before?: Ledger) =>
  protect({
    secret,
    district: 'KR-11500',
    measure: 'LINKAGE_VALUE',
    protection: protectionOfWon,
    tables: shapes,
    months: facts,
    before,
  });
