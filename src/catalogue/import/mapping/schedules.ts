import * as tables from '../../../database/tables/catalogue.js';
import { owners } from './owners.js';
import { text, time, weekday } from './repairs.js';
import { column, type FileRule } from './rules.js';

const wholeDay = /^(24 ?(hours|hrs?|h)|24\/7|24시간|always open)\b/i;

export const schedules: FileRule = {
  names: ['regular_schedules', 'regular_schedule'],
  table: tables.schedules,
  columns: {
    byday: column(weekday, 'weekday'),
    description: column(text, 'original_text', 'description'),
    opensAt: column((value) => value, 'opens_at'),
    closesAt: column((value) => value, 'closes_at'),
  },
  references: owners('A schedule'),
  empty: {
    columns: ['byday', 'description', 'opensAt', 'closesAt'],
    reason: 'An empty row: no day, time or text',
  },
  unowned: 'A schedule that belongs to nothing that is there',
  finish({ values, notes, raw, set }) {
    const opens = raw('opens_at');
    const closes = raw('closes_at');
    if (wholeDay.test(opens) || (opens === '' && wholeDay.test(closes))) {
      set('opensAt', '00:00');
      set('closesAt', '24:00');
      notes.repaired('“24 hours” became 00:00 to 24:00', opens || closes);
    } else {
      set('opensAt', opens ? time(opens, notes) : null);
      set('closesAt', closes ? time(closes, notes) : null);
    }
    // Whoever closes at midnight closes at the end of the day.
    if (values.closesAt === '00:00') set('closesAt', '24:00');
    const unread = [opens && values.opensAt === null && opens, closes && values.closesAt === null && closes];
    if (values.description === null && unread.some(Boolean))
      set('description', unread.filter(Boolean).join(' – '));
    set('freq', values.byday === null ? null : 'WEEKLY');
    return undefined;
  },
};
