import type { ReservedSql } from 'postgres';
import * as tables from '../../../database/tables/catalogue.js';
import { stageOf } from '../staging/tables.js';
import { record, returning } from './judge.js';

export const uncertain = {
  clock:
    'Times that may be in the morning or in the evening (9:00 to 12:00), in a file that does not write them on a clock of 24 hours: no hours, and the words were kept as text',
  days: 'A file that counts days of the week from 0, which some begin with Monday and others with Sunday: no hours, and the words were kept as text',
};

/** Takes back hours that one row alone says for certain or not: all rows of its file together tell. */
export async function settleHours(sql: ReservedSql): Promise<void> {
  const stage = stageOf(tables.schedules);
  const withdraw = (reason: string, where: string) =>
    record(
      sql,
      tables.schedules,
      'repaired',
      reason,
      `update ${stage} s set opens_at = null, closes_at = null, byday = null, freq = null, description = s._extra ->> 'text'
       where ${where} ${returning}`,
    );
  const files = (what: string) => `(select o._file from ${stage} o where ${what})`;
  await withdraw(
    uncertain.clock,
    `s._extra ->> 'clock' = 'unknown' and (s._file not in ${files(`o._extra ->> 'clock' = '24'`)}
       or s._file in ${files(`o._extra ->> 'clock' = 'word'`)})`,
  );
  await withdraw(
    uncertain.days,
    `s._extra ->> 'days' = 'numbers' and s._file in ${files(`o._extra ->> 'days' = 'zero'`)}`,
  );
}
