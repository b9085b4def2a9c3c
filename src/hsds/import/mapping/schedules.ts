import * as tables from '../../../database/tables/catalogue.js';
import { date } from './dates.js';
import { readHours } from './hours.js';
import { owners } from './owners.js';
import { type Reader, text } from './repairs.js';
import { column, type FileRule } from './rules.js';

const asWritten: Reader = (value) => value.trim();
const whole: Reader = (value) => (/^\d{1,9}$/.test(value.trim()) ? Number(value) : null);

export const schedules: FileRule = {
  names: ['regular_schedules', 'regular_schedule'],
  table: tables.schedules,
  columns: {
    byday: column(asWritten, 'weekday', 'byday'),
    description: column(text, 'original_text', 'description'),
    opensAt: column(asWritten, 'opens_at'),
    closesAt: column(asWritten, 'closes_at'),
    // Some profiles of 2.0 have these from 3.0: who overlooked them would open what has ended.
    validFrom: column(date, 'valid_from'),
    validTo: column(date, 'valid_to'),
    dtstart: column(date, 'dtstart'),
    until: column(date, 'until'),
    count: column(whole, 'count'),
    interval: column(whole, 'interval'),
    wkst: column(asWritten, 'wkst'),
    freq: column(asWritten, 'freq'),
    byweekno: column(asWritten, 'byweekno'),
    bymonthday: column(asWritten, 'bymonthday'),
    byyearday: column(asWritten, 'byyearday'),
    timezone: column(
      (value) => (/^[+-]?\d{1,2}(\.\d+)?$/.test(value.trim()) ? Number(value) : null),
      'timezone',
    ),
  },
  references: owners('A schedule'),
  alsoReads: ['weekday', 'byday'],
  empty: {
    columns: ['byday', 'description', 'opensAt', 'closesAt', 'bymonthday', 'dtstart'],
    reason: 'An empty row: no day, time or text',
  },
  unowned: 'A schedule that belongs to nothing that is there',
  finish(draft) {
    draft.evidence = readHours(draft);
    return undefined;
  },
};
