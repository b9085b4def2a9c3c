import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLSchema,
  GraphQLString,
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { commonFaults } from '../commonFaults.js';
import { isId } from '../database/planner/identifiers.js';
import { pageArguments } from '../database/planner/pageArguments.js';
import { dayInSeoul } from '../day.js';
import type { HamkkeError } from '../errors.js';
import { errorOf, type Fault, valueAtFault } from '../faults.js';
import { DateScalar, DateTimeScalar } from '../scalars.js';
import { holdsNumber, maskNumbers } from '../text/registrationNumbers.js';

// What a value of an input may be, said once beside its field: how long a text is at most and what becomes of registration
// numbers in it, between which days a date lies. Looked at before any resolver, whoever asks; it depends on the value alone.

/** What a text may hold. */
interface TextBound {
  kind: 'text';
  /** The most characters. */
  most: number;
  /** Registration numbers are refused in a name, masked in a narrative, and taken where one is asked for. */
  numbers: 'refused' | 'masked' | 'taken';
  form?: { pattern: RegExp; fault: Fault };
}

/** Between which days a date lies, both included, counted from today in Seoul. */
interface DayBound {
  kind: 'day';
  from: (today: string) => string;
  until: (today: string) => string;
}

export type Bound = TextBound | DayBound;

/** The type of an input field with what it may hold. */
export interface Bounded {
  type: () => unknown;
  holds: Bound;
}

const text = (holds: Omit<TextBound, 'kind'>): Bounded => ({
  type: () => String,
  holds: { kind: 'text', ...holds },
});

/** A name, a title, a word: a registration number in it is refused. */
export const line = (most: number) => text({ most, numbers: 'refused' });
/** What somebody tells in words: a registration number in it is masked as it is kept. */
export const words = (most: number) => text({ most, numbers: 'masked' });
/** What a client made or was given and only hands back: it is shown to nobody. */
const opaque = (most: number) => text({ most, numbers: 'taken' });
/** A registration number that is asked for. */
export const registrationNumber = text({ most: 60, numbers: 'taken' });

const form = (most: number, pattern: RegExp, fault: Fault) =>
  text({ most, numbers: 'refused', form: { pattern, fault } });
/** A district's code. */
export const districtCode = form(5, /^\d{5}$/, commonFaults.NOT_A_DISTRICT_CODE);
/** A dong's code: its district's code and five digits more, which are zeros for the district itself. */
export const dongCode = form(10, /^\d{5}(?!0{5})\d{5}$/, commonFaults.NOT_A_DONG_CODE);
/** A zone: a dong, and after it its tong and the ban of that, each with a hyphen before it. */
export const zoneForm = /^\d{5}(?!0{5})\d{5}(-[1-9]\d{0,2}(-[1-9]\d?)?)?$/;
export const zoneCode = form(17, zoneForm, commonFaults.NOT_A_ZONE_CODE);
/** The address of a page, of which nothing is fetched here. */
export const webAddress = form(2000, /^https?:\/\/[^\s/?#]+\S*$/i, commonFaults.NOT_A_WEB_ADDRESS);
export const emailAddress = form(200, /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/, commonFaults.NOT_A_MAIL_ADDRESS);
/** A telephone number as people write it down, with those that follow it (~5). */
export const phoneNumber = form(60, /^[+(]?\d[\d\s()./~#*-]+$/, commonFaults.NOT_A_PHONE_NUMBER);
export const timeOfDay = form(8, /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/, commonFaults.NOT_A_TIME_OF_DAY);
export const decimalNumber = form(18, /^\d{1,12}(\.\d{1,4})?$/, commonFaults.NOT_A_DECIMAL);
const dayNames = '(MO|TU|WE|TH|FR|SA|SU)';
/** The day that a week begins with. */
export const weekday = form(2, new RegExp(`^${dayNames}$`), commonFaults.NOT_A_WEEKDAY);
// A month has five of a weekday at most, and a year 53.
const nthDay = `([+-]?([1-9]|[1-4]\\d|5[0-3]))?${dayNames}`;
/** Days of the week as iCalendar writes them. */
export const weekdays = form(60, new RegExp(`^${nthDay}(,${nthDay})*$`), commonFaults.NOT_A_LIST_OF_WEEKDAYS);
/** Numbers from the beginning, or with a minus from the end, as iCalendar counts days and weeks. */
const counted = (number: string) =>
  form(200, new RegExp(`^-?(${number})(,-?(${number}))*$`), commonFaults.NOT_A_LIST_OF_DAYS);
export const monthDays = counted('[1-9]|[12]\\d|3[01]');
export const yearWeeks = counted('[1-9]|[1-4]\\d|5[0-3]');
export const yearDays = counted('[1-9]\\d?|[12]\\d\\d|3[0-5]\\d|36[0-6]');
export const frequency = form(10, /^(DAILY|WEEKLY|MONTHLY|YEARLY)$/, commonFaults.NOT_A_FREQUENCY);
const monthOfYear = form(7, /^[12]\d{3}-(0[1-9]|1[0-2])$/, commonFaults.NOT_A_MONTH);
/** Several of one kind. */
export const several = ({ type, holds }: Bounded): Bounded => ({ type: () => [type()], holds });

const years = (today: string, count: number) =>
  `${Number(today.slice(0, 4)) + count}${today.slice(4)}`.replace('-02-29', '-02-28');
const since = (day: string) => () => day;
const now = (today: string) => today;
const later = (count: number) => (today: string) => years(today, count);
const day = (
  from: DayBound['from'],
  until: DayBound['until'],
  type: () => unknown = () => DateScalar,
): Bounded => ({
  type,
  holds: { kind: 'day', from, until },
});

/** The day of somebody's birth: nobody alive was born before. */
export const birthDay = day(since('1900-01-01'), now);
/** The day of something that was done. */
export const pastDay = day(since('2000-01-01'), now);
/** When something took place. */
export const pastInstant = day(since('2000-01-01'), now, () => DateTimeScalar);
/** The day of something that is to come, today at the earliest. */
export const comingDay = day(now, later(20));
/** A day on which somebody is to go to a family: nobody agrees on one for the year after next. */
export const visitDay = day(now, later(1));
/** A day on which something begins or ends, written down before or afterwards. */
export const termDay = day(since('1990-01-01'), later(30));
/** A day on which somebody's work begins, which is planned no further ahead. */
export const workDay = day(since('2000-01-01'), later(1));
/** A day that rows are looked for by: none is wrong, as long as it is one. */
export const anyDay = day(since('1000-01-01'), later(100));
/** An instant that rows are looked for by. */
export const anyInstant = day(since('1000-01-01'), later(100), () => DateTimeScalar);
/** An instant to come. */
export const comingInstant = day(now, later(20), () => DateTimeScalar);

const cursor = opaque(10_000);

/** Arguments by their names, which mean the same wherever they stand. */
const ofArguments: Readonly<Record<string, Bounded>> = {
  after: cursor,
  district: districtCode,
  month: monthOfYear,
  number: registrationNumber,
  search: line(200),
  before: anyDay,
  day: anyDay,
  until: anyDay,
};

/** The most entries of a list in an input. */
const mostEntries = 500;
const judged = ['String', 'Date', 'DateTime'];

type Declared = Pick<GraphQLArgument | GraphQLInputField, 'name' | 'type' | 'extensions'>;

/** What an input field or an argument may hold; nothing where its type says all. */
export function boundOf({ name, type, extensions }: Declared, isArgument: boolean): Bound | undefined {
  if (!isArgument) return extensions.holds as Bound | undefined;
  // Of a list that is read from either end; elsewhere it is a day.
  const isCursor = name === 'before' && getNamedType(type) === GraphQLString;
  return (isCursor ? cursor : ofArguments[name])?.holds;
}

/**
 * Puts the bounds in front of the resolvers of all root fields. Refuses a schema in which a text or a date of an input has
 * none, or in which a field further down takes one, where nothing would look at it: that stops the start.
 */
export function bound(schema: GraphQLSchema): GraphQLSchema {
  const faults: string[] = [];
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (isInputObjectType(type))
      faults.push(...Object.values(type.getFields()).flatMap((each) => faultOf(type.name, each, false)));
    if (!isObjectType(type)) continue;
    const isRoot = roots.includes(type);
    for (const field of Object.values(type.getFields())) {
      const at = `${type.name}.${field.name}`;
      if (isRoot) faults.push(...field.args.flatMap((each) => faultOf(at, each, true)));
      // The cursor of a list inside a row is read, and refused, where the planner takes it.
      else if (field.args.some((each) => !(each.name in pageArguments)))
        faults.push(`${at} has arguments that nobody looks at`);
      if (type === roots[0] && isNonNullType(field.type) && field.args.length)
        faults.push(`${at} can be refused, so it must be nullable`);
      if (isRoot && field.args.length) checkBefore(field, type !== roots[1]);
    }
  }
  if (faults.length) throw new Error(`The schema's inputs are not safe to read: ${faults.join('; ')}.`);
  return schema;
}

const faultOf = (at: string, each: Declared, isArgument: boolean): string[] =>
  judged.includes(getNamedType(each.type).name) && !boundOf(each, isArgument)
    ? [`${at}.${each.name} has no bound`]
    : [];

function checkBefore(field: GraphQLField<unknown, unknown>, reading: boolean) {
  const look = (given: Record<string, unknown>) => checked(field.args, true, given, '', reading);
  const { resolve, subscribe } = field;
  if (resolve)
    field.resolve = (source, given, context, info) => {
      const values = look(given);
      try {
        const answer: unknown = resolve(source, values, context, info);
        return answer instanceof Promise ? answer.catch((error) => placed(error, given)) : answer;
      } catch (error) {
        return placed(error, given);
      }
    };
  if (subscribe)
    field.subscribe = (source, given, context, info) => subscribe(source, look(given), context, info);
}

/** Throws an error with the path of the value that it is about, unless that stands in several places. */
function placed(error: unknown, given: Record<string, unknown>): never {
  const value = valueAtFault(error);
  const places = value === undefined ? [] : [...pathsOf(value, given, '')];
  if (places.length === 1) Object.assign((error as HamkkeError).extensions, { field: places[0] });
  throw error;
}

/** Where among arguments a value stands. */
function* pathsOf(value: unknown, given: unknown, at: string): Generator<string> {
  if (given === value) yield at;
  else if (typeof given === 'object' && given !== null)
    for (const [key, each] of Object.entries(given))
      yield* pathsOf(value, each, Array.isArray(given) ? `${at}[${key}]` : at ? `${at}.${key}` : key);
}

/** What was given, looked at; of a read without what is null, which asks for nothing. */
function checked(
  fields: readonly Declared[],
  areArguments: boolean,
  given: Record<string, unknown>,
  at: string,
  reading: boolean,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const field of fields) {
    if (!(field.name in given)) continue;
    const value = given[field.name];
    if (value === null && reading && !areArguments) continue;
    values[field.name] =
      value === null ? null : look(field.type, boundOf(field, areArguments), value, at + field.name, reading);
  }
  return values;
}

function look(
  type: GraphQLInputType,
  holds: Bound | undefined,
  value: unknown,
  at: string,
  reading: boolean,
): unknown {
  if (value === null || value === undefined) return value;
  if (isNonNullType(type)) return look(type.ofType, holds, value, at, reading);
  if (isListType(type)) {
    const entries = value as unknown[];
    if (entries.length > mostEntries) throw errorOf(commonFaults.LIST_TOO_LONG, { most: mostEntries }, at);
    return entries.map((each, place) => look(type.ofType, holds, each, `${at}[${place}]`, reading));
  }
  if (isInputObjectType(type))
    return checked(
      Object.values(type.getFields()),
      false,
      value as Record<string, unknown>,
      `${at}.`,
      reading,
    );
  if (type.name === 'ID') return identified(value as string, at);
  if (holds?.kind === 'text') return readable(value as string, holds, at);
  if (holds?.kind === 'day') return dated(value as string, holds, at);
  return value;
}

/** A text or a day as its bound lets it be, where it is no field of an input itself; refused with its path. */
export const heldBy = (holds: Bound, value: string, at: string): string =>
  holds.kind === 'text' ? readable(value, holds, at) : dated(value, holds, at);

function identified(value: string, at: string): string {
  if (!isId(value)) throw errorOf(commonFaults.NOT_AN_IDENTIFIER, {}, at);
  return value;
}

function readable(value: string, { most, numbers, form: has }: TextBound, at: string): string {
  if (has && !has.pattern.test(value)) throw errorOf(has.fault, {}, at);
  if (value.length > most) throw errorOf(commonFaults.TEXT_TOO_LONG, { most }, at);
  // No text in the database holds either.
  if (value.includes('\0') || /\p{Cs}/u.test(value)) throw errorOf(commonFaults.TEXT_UNREADABLE, {}, at);
  if (numbers === 'masked') return maskNumbers(value);
  if (numbers === 'refused' && holdsNumber(value))
    throw errorOf(commonFaults.HOLDS_REGISTRATION_NUMBER, {}, at);
  return value;
}

function dated(value: string, { from, until }: DayBound, at: string): string {
  const today = dayInSeoul();
  const day = value.length > 10 ? dayInSeoul(new Date(value)) : value;
  const [first, last] = [from(today), until(today)];
  if (day < first || day > last) throw errorOf(commonFaults.DATE_OUT_OF_RANGE, { first, last }, at);
  return value;
}
