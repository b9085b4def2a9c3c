import type { Column } from 'drizzle-orm';
import { commonFaults } from '../../commonFaults.js';
import { isCalendarDay } from '../../day.js';
import { errorOf } from '../../faults.js';
import { isUuid } from './identifiers.js';

/** What a page is asked with. */
interface PageArguments {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  before?: string | null;
}

/** Where a page ends: the values that its order sorts by, as an opaque text. */
export const cursorOf = (values: readonly unknown[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url');

/** The values of a cursor; refused where they are not as many texts as the order has parts. */
export function parseCursor(text: string, parts: number, argument = 'after'): string[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (Array.isArray(values) && values.length === parts && values.every((each) => typeof each === 'string'))
      return values as string[];
  } catch {
    // Told below: whatever is wrong with it, it is not ours.
  }
  throw notOfThisList(argument);
}

/** A cursor that was made by hand, or by another list. */
export const notOfThisList = (argument = 'after') => errorOf(commonFaults.BAD_CURSOR, {}, argument);

const isGiven = (value: unknown) => value !== null && value !== undefined;

/** Whether a page is read from its end: by `last`, or by `before` alone. */
export const isBackward = ({ first, last, after, before }: PageArguments) =>
  isGiven(last) || (isGiven(before) && !isGiven(first) && !isGiven(after));

/** The size of a page that was asked for by `first` or by `last`, checked. */
export function sizeOf({ first, last }: PageArguments, usual: number, most: number): number {
  if (isGiven(first) && isGiven(last)) throw errorOf(commonFaults.FIRST_AND_LAST);
  return isGiven(last) ? pageSize(last, usual, most, 'last') : pageSize(first, usual, most);
}

/** The size of a page that was asked for, checked. */
export function pageSize(
  asked: number | null | undefined,
  usual: number,
  most: number,
  argument = 'first',
): number {
  const size = asked ?? usual;
  if (size < 0 || size > most) throw errorOf(commonFaults.PAGE_SIZE_OUT_OF_RANGE, { most }, argument);
  return size;
}

/** How values of a column stand in a cursor. */
interface CursorValue {
  /** Stands for a value that is missing, so that such rows have a place, too. */
  none: string;
  /**
   * Whether a text is one of them. Looked at before the database is: that would read the text only where there is a row to
   * compare it with, and so tell whether there is.
   */
  reads(text: string): boolean;
}

const isInteger = (text: string) => /^-?\d{1,10}$/.test(text) && Math.abs(Number(text)) < 2 ** 31;
const day: CursorValue = {
  none: `'-infinity'`,
  reads: (text) => text === '-infinity' || isCalendarDay(text),
};
const wholeNumber: CursorValue = { none: '0', reads: isInteger };

const cursorValues: Readonly<Record<string, CursorValue>> = {
  PgDateString: day,
  PgTimestamp: {
    none: `'-infinity'`,
    reads: (text) => {
      const [, date, time] = /^(\S{10}) (\d\d:\d\d:\d\d(?:\.\d{1,6})?)[+-]\d\d(?::\d\d)?$/.exec(text) ?? [];
      return text === '-infinity' || (date !== undefined && isCalendarDay(date) && isTime(time!));
    },
  },
  PgTime: { none: `'00:00'`, reads: isTime },
  PgInteger: wholeNumber,
  PgSmallInt: { none: '0', reads: (text) => isInteger(text) && Math.abs(Number(text)) < 2 ** 15 },
  PgText: { none: `''`, reads: (text) => !text.includes('\0') },
  PgUUID: { none: `'00000000-0000-0000-0000-000000000000'`, reads: isUuid },
};

function isTime(text: string): boolean {
  const [, hours, minutes, seconds] = /^(\d\d):(\d\d):(\d\d)(?:\.\d{1,6})?$/.exec(text) ?? [];
  return hours !== undefined && Number(hours) < 24 && Number(minutes) < 60 && Number(seconds) < 60;
}

/** How values of a column stand in a cursor. */
export function cursorValueOf(column: Column): CursorValue {
  const { enumValues } = column as { enumValues?: readonly string[] };
  if (column.columnType === 'PgEnumColumn')
    return { none: `'${enumValues![0]}'`, reads: (text) => enumValues!.includes(text) };
  const value = cursorValues[column.columnType];
  if (!value) throw new Error(`No list is in the order of ${column.columnType}`);
  return value;
}
