import type { Column } from 'drizzle-orm';
import * as bounds from '../access/bounds.js';
import { typeOf } from '../access/columns.js';

// What a field of the catalogue may hold, said once for whoever writes it and for whoever proposes it.

const text = { short: bounds.line(300), long: bounds.line(4000) };

/** What a text holds, by the name of its field, wherever that stands. */
const texts: Readonly<Record<string, bounds.Bounded>> = {
  ...Object.fromEntries(
    ['url', 'website', 'logo', 'uri', 'scheduleLink'].map((each) => [each, bounds.webAddress]),
  ),
  ...Object.fromEntries(
    [
      ...['description', 'eligibilityDescription', 'applicationProcess', 'feesDescription', 'alert', 'notes'],
      ...['transportation', 'details', 'amountDescription', 'extent', 'document'],
    ].map((each) => [each, text.long]),
  ),
  byweekno: bounds.yearWeeks,
  bymonthday: bounds.monthDays,
  byyearday: bounds.yearDays,
  byday: bounds.weekdays,
  wkst: bounds.weekday,
  freq: bounds.frequency,
  email: bounds.emailAddress,
  number: bounds.phoneNumber,
};

/** What a field of a column holds: a text or a day within bounds, or whatever its type says. */
export function holding(name: string, column: Column): bounds.Bounded | (() => unknown) {
  switch (column.columnType) {
    case 'PgText':
      return texts[name] ?? text.short;
    case 'PgDateString':
      return bounds.termDay;
    case 'PgTime':
      return bounds.timeOfDay;
    case 'PgCustomColumn':
      return bounds.decimalNumber;
    default: {
      const type = typeOf(column, name);
      return () => type;
    }
  }
}

/** The least and the most of a number, by the name of its field. */
const ranges: Readonly<Record<string, readonly [least: number, most: number]>> = {
  latitude: [-90, 90],
  longitude: [-180, 180],
  timezone: [-14, 14],
  minimumAge: [0, 150],
  maximumAge: [0, 150],
  yearIncorporated: [1000, 2100],
  interval: [1, 1000],
  count: [1, 10_000],
  available: [0, 1e9],
  maximum: [0, 1e9],
};

/** The least and the most of a number of a field, both included. */
export const rangeOf = (name: string) => ranges[name] ?? ([0, 32_767] as const);
