import * as tables from '../../../database/tables/catalogue.js';
import { readDate } from './dates.js';
import { clockOf, inZone, pairOf, textOf } from './hours.js';
import { owners } from './owners.js';
import type { Value } from './repairs.js';
import { column, type FileRule } from './rules.js';

const asWritten = column.bind(null, (value: string): Value => value);
const closedWords = /^(true|t|yes|y|1|closed|예|네|휴무|휴관)$/i;
const openWords = /^(false|f|no|n|0|open|아니오|)$/i;

const reasons = {
  dates:
    'Dates of a holiday that cannot be read for certain: nothing is closed by them, and the words were kept as text',
  hours: 'Hours of a holiday that cannot be read for certain: closed on it, and the words were kept as text',
};

/**
 * Holidays of HSDS 2.0, which has a table for them and 3.1 none: a schedule of every day from the first to the last, with
 * its own hours or none, which replaces the regular ones on those days (`hamkke.replaces`).
 */
export const holidays: FileRule = {
  names: ['holiday_schedules', 'holiday_schedule'],
  table: tables.schedules,
  columns: {
    validFrom: asWritten('start_date'),
    validTo: asWritten('end_date'),
    opensAt: asWritten('opens_at'),
    closesAt: asWritten('closes_at'),
  },
  alsoReads: ['closed'],
  references: owners('A schedule'),
  // Their numbers are those of regular schedules as well, with which they share a table.
  knownBy: ['id', 'service_id', 'location_id', 'service_at_location_id', 'start_date', 'end_date'],
  empty: { columns: ['validFrom', 'validTo'], reason: 'A holiday without a date' },
  unowned: 'A schedule that belongs to nothing that is there',
  finish({ notes, raw, set }) {
    const [start, end, closed, opens, closes] = [
      raw('start_date'),
      raw('end_date') || raw('start_date'),
      raw('closed'),
      raw('opens_at'),
      raw('closes_at'),
    ];
    const days = start === end ? start : `${start} – ${end}`;
    const words = textOf(null, closed ? `${days}, closed: ${closed}` : days, opens, closes);
    for (const each of ['freq', 'byday', 'opensAt', 'closesAt', 'timezone']) set(each, null);
    const [first, last] = [readDate(start), readDate(end)];
    set('validFrom', first);
    set('validTo', last);
    const yearless = first?.startsWith('0001') ?? false;
    if (
      first === null ||
      last === null ||
      yearless !== last.startsWith('0001') ||
      (!yearless && last < first)
    ) {
      set('validFrom', null);
      set('validTo', null);
      set('description', words);
      notes.repaired(reasons.dates, days);
      return undefined;
    }
    set('freq', yearless ? 'YEARLY' : 'DAILY');
    if (closedWords.test(closed) && opens === '' && closes === '') {
      set('description', '휴무. Closed.');
      return undefined;
    }
    const pair = openWords.test(closed) && !yearless ? pairOf(opens, closes) : null;
    const certain = pair !== null && pair.clock !== 'unknown';
    // The day of a holiday is Korea's where times are told in UTC.
    const within = certain ? inZone(pair, pair.offset === 0 ? 9 : null) : null;
    if (within) {
      set('opensAt', clockOf(within.opens));
      set('closesAt', clockOf(within.closes));
      set('timezone', within.timezone);
      set('description', null);
    } else {
      set('description', words);
      notes.repaired(reasons.hours, words ?? undefined);
    }
    return undefined;
  },
};
