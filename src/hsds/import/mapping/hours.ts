import { readDays, weekdays } from './days.js';
import type { Notes, Value } from './repairs.js';
import { readTime, type Time } from './times.js';

/** What a row says of when something is open, and where it is written to. */
export interface HoursRow {
  values: Record<string, Value>;
  notes: Notes;
  /** A column as the source wrote it, trimmed; '' where it has none. */
  raw(column: string): string;
  set(property: string, value: Value): void;
}

/**
 * What the rows of a file tell about each other (loading/hours.ts): how they tell morning from evening, whether they count
 * days from 0, and the description of this one should its hours turn out to be uncertain.
 */
export interface HoursEvidence extends Record<string, string | null> {
  clock: 'word' | '24' | 'unknown' | null;
  days: 'numbers' | 'zero' | null;
  text: string | null;
}

interface Pair {
  opens: number;
  closes: number;
  offset: number | null;
  clock: HoursEvidence['clock'];
}

/** What else says on which days a schedule holds. */
const facts: Record<string, string> = {
  valid_from: 'validFrom',
  valid_to: 'validTo',
  dtstart: 'dtstart',
  timezone: 'timezone',
  until: 'until',
  count: 'count',
  wkst: 'wkst',
  freq: 'freq',
  interval: 'interval',
  byweekno: 'byweekno',
  bymonthday: 'bymonthday',
  byyearday: 'byyearday',
};

const day = 24 * 3600;
/** Whoever closes before they open closes on the next day, but nobody is open for so long without a slip of the pen. */
const longestNight = 16 * 3600;
const wholeDay =
  /^((open )?24 ?(hours|hrs?|h)( a day)?|(open )?24 ?(hours)? ?\/ ?7( days)?|24시간( 운영)?|종일|연중무휴 24시간|always open|all day)$/i;
const everyDay = /7|always|연중무휴/;
const between = /^(.+?)(?:\s*[-‐‑‒–—―−~∼〜]\s*|\s+(?:to|until)\s+|\s*부터\s*)(.+?)(?:까지)?$/;
const ordinary = /^\d{1,2}:\d\d(:\d\d)?( ?[ap]\.?m\.?)?$/i;
const icalendar = /^(MO|TU|WE|TH|FR|SA|SU)(,(MO|TU|WE|TH|FR|SA|SU))*$/;
const icalendarOfMonth = /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)(,([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU))*$/;

export const reasons = {
  times: 'Times of day that cannot be read for certain: no hours, and the words were kept as text',
  days: 'Days of the week that cannot be read for certain: no hours, and the words were kept as text',
  part: 'Another part of a schedule cannot be read: no hours, and the words were kept as text',
  noDay: 'Times without a day: no hours, and the words were kept as text',
  noTimes: 'A schedule without times has no hours',
  zone: 'Times of one zone on days of another, in which they are on two days: no hours, and the words were kept as text',
};

/**
 * Reads when a row says that something is open: all of it, or none, for whoever goes there by half of it may stand before a
 * closed door. What was not understood stays as text.
 */
export function readHours(row: HoursRow): HoursEvidence | null {
  const { values, notes, raw, set } = row;
  const [opens, closes] = [raw('opens_at'), raw('closes_at')];
  const said = raw('weekday') || raw('byday');
  const text = textOf(values.description as string | null, said, opens, closes);
  const none = (reason: string, value: string): HoursEvidence | null => {
    notes.repaired(reason, value);
    for (const each of ['byday', 'freq', 'opensAt', 'closesAt']) set(each, null);
    if (text !== null) set('description', text);
    return raw('weekday').split(/\D+/).includes('0') ? { clock: null, days: 'zero', text: null } : null;
  };
  if (opens === '' && closes === '') {
    // Such a row of HSDS 2.0 names a day on which nothing is open.
    if (raw('weekday') !== '') return none(reasons.noTimes, said);
    if ((said !== '' || raw('freq') !== '') && (values.validFrom === null || values.validTo === null))
      notes.noted(reasons.noTimes);
    return null;
  }
  const unread = unreadOf(row);
  if (unread) return none(reasons.part, `${unread} ${raw(unread)}`);
  const freq = raw('freq').toUpperCase();
  const days = daysOf(raw, freq, opens || closes);
  if (days === undefined) return none(reasons.days, said);
  const words = timesIn(opens, closes);
  const pair = pairOf(opens, closes);
  if (!pair) return none(reasons.times, words);
  const within = inZone(pair, values.timezone as number | null);
  if (!within) return none(reasons.zone, words);
  if (days === null && !isOfDays(freq, values)) return none(reasons.noDay, words);
  if (pair.offset !== null) notes.noted('Times of day that came with their zone: it went to timezone', words);
  else if (![opens, closes].every((each) => ordinary.test(each)))
    notes.repaired('Times of day in other words were written as HH:MM', words);
  set('opensAt', clockOf(within.opens));
  set('closesAt', clockOf(within.closes));
  if (within.timezone !== values.timezone) set('timezone', within.timezone);
  if (days) {
    set('byday', days.byday);
    if (freq === '') set('freq', 'WEEKLY');
    if (days.several) notes.repaired('Days of the week in other words were written as iCalendar does', said);
  }
  return { clock: pair.clock, days: days?.numbered ? 'numbers' : null, text };
}

/** The column, beside times and days of the week, that cannot be read, or that says nothing without a first day. */
function unreadOf({ values, raw }: HoursRow): string | undefined {
  const numbers = /^-?\d{1,3}( ?, ?-?\d{1,3})*$/;
  return Object.keys(facts).find((column) => {
    const said = raw(column);
    if (said === '') return false;
    if (column === 'freq') return !/^(DAILY|WEEKLY|MONTHLY|YEARLY)$/i.test(said);
    if (column === 'wkst') return !/^(MO|TU|WE|TH|FR|SA|SU)$/.test(said);
    if (/^by/.test(column)) return !numbers.test(said);
    const read = values[facts[column]!]!;
    return (
      read === null ||
      ((column === 'count' || (column === 'interval' && read !== 1)) && values.dtstart === null)
    );
  });
}

/** Whether anything but days of the week tells the days; an attribute may still say what HSDS has no word for: each of a period. */
function isOfDays(
  freq: string,
  { dtstart, bymonthday, validFrom, validTo, byyearday, byweekno }: Record<string, Value>,
) {
  const period = validFrom !== null && validTo !== null;
  if (freq === '') return dtstart !== null || period;
  return freq === 'DAILY' || [dtstart, bymonthday, byyearday, byweekno].some((each) => each !== null);
}

/** The days that are said; null where none are, undefined where they cannot be read for certain. */
function daysOf(raw: HoursRow['raw'], freq: string, times: string) {
  const [weekday, byday] = [raw('weekday'), raw('byday')];
  if (weekday === '' && byday === '')
    return wholeDay.test(times) && everyDay.test(times)
      ? { byday: weekdays.join(','), numbered: false, several: false }
      : null;
  if (weekday !== '' && byday !== '') return undefined;
  const code = byday.replaceAll(' ', '').toUpperCase();
  const ofMonth = freq === 'MONTHLY' || freq === 'YEARLY';
  if ((ofMonth ? icalendarOfMonth : icalendar).test(code)) return { byday, numbered: false, several: false };
  const read = readDays(weekday || byday);
  // No number stands for a day where iCalendar's words do.
  if (!read || (byday !== '' && read.numbered)) return undefined;
  return {
    byday: read.days.join(','),
    numbered: read.numbered,
    several: byday !== '' || read.days.length > 1,
  };
}

/** Both times, certain by themselves or by each other; a time that could be in the morning or evening is none. */
export function pairOf(opens: string, closes: string): Pair | null {
  if ([opens, closes].some((each) => wholeDay.test(each)))
    return opens === '' || closes === '' || (wholeDay.test(opens) && wholeDay.test(closes))
      ? { opens: 0, closes: day, offset: null, clock: null }
      : null;
  const [, from = opens, to = closes] = closes === '' ? (between.exec(opens.normalize('NFKC')) ?? []) : [];
  const [first, last] = [readTime(from), readTime(to)];
  if (!first || !last || (first.offset === undefined) !== (last.offset === undefined)) return null;
  const start = first.seconds;
  let end = last.seconds - ((last.offset ?? 0) - (first.offset ?? 0)) * 60;
  if (start >= day || start === end || end < 0 || end > day) return null;
  // Whoever closes at midnight closes at the end of the day.
  if (end === 0) end = day;
  const clock = clockOfBoth(first, last);
  if (clock === undefined) return null;
  if (end < start) {
    if (clock === null || clock === 'unknown' || end + day - start > longestNight) return null;
    // 14:00 to 4:00 is one o’clock in the afternoon to four, by half.
    if (last.clock === 'unknown' && end + day / 2 > start) return null;
  }
  return { opens: start, closes: end, offset: first.offset ?? null, clock };
}

/** How two times tell morning from evening; undefined where one of them does not and the other does by words. */
function clockOfBoth(first: Time, last: Time): HoursEvidence['clock'] | undefined {
  const both = [first.clock, last.clock];
  if (both.includes('word'))
    return both.every((each) => each === 'word' || each === '24') ? 'word' : undefined;
  if (both.includes('24')) return '24';
  return both.includes('unknown') ? 'unknown' : null;
}

/** Times as the clock of `timezone` shows them, or that of their own zone where none is named. */
export function inZone({ opens, closes, offset }: Pair, timezone: number | null) {
  if (timezone !== null && !(Math.abs(timezone) <= 14)) return null;
  if (offset === null) return { opens, closes, timezone };
  if (timezone === null || timezone * 60 === offset) return { opens, closes, timezone: offset / 60 };
  const shift = (timezone * 60 - offset) * 60;
  const [from, to] = [opens + shift, closes + shift];
  return from >= 0 && from < to && to <= day ? { opens: from, closes: to, timezone } : null;
}

/** A time of day as HH:MM, with its seconds where it has any. */
export function clockOf(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts
    .slice(0, parts[2] ? 3 : 2)
    .map((each) => String(each).padStart(2, '0'))
    .join(':');
}

const timesIn = (opens: string, closes: string) =>
  opens === '' && closes === '' ? '' : closes === '' ? opens : `${opens} – ${closes}`.trim();

/** The words of a row as its description: behind what it says already, unless that has them. */
export function textOf(
  description: string | null,
  days: string,
  opens: string,
  closes: string,
): string | null {
  const parts = [days, timesIn(opens, closes)].filter((each) => each !== '');
  if (parts.length === 0) return description;
  if (description === null) return parts.join(', ');
  const has = [days, opens, closes].every((each) => description.includes(each));
  return has || (opens === '' && closes === '') ? description : `${description}\n${parts.join(', ')}`;
}
