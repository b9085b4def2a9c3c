// Where a text holds a registration number (주민등록번호), however it is written. One place decides: what is refused, what
// is masked in a narrative, and what never leaves in a message or a line of the log all ask here.

/** A text in which every decimal digit is an ASCII one and nothing is invisible, with the place of each character in the source. */
interface Alike {
  text: string;
  from: readonly number[] | null;
  to: readonly number[] | null;
}

type Range = readonly [start: number, end: number];

/** Characters that a reader does not see: formats, marks, fillers and the blank of Braille. */
const invisible = /[\p{Cf}\p{M}\u115F\u1160\u2800\u3164\uFFA0]/u;
const decimal = /\p{Nd}/u;
const digits = new Map<string, string>();

/** The ASCII digit of any script's; the digits of a script follow each other in Unicode, from 0 to 9. */
function digitOf(char: string): string {
  let known = digits.get(char);
  if (known === undefined) {
    const code = char.codePointAt(0)!;
    let zero = code;
    while (decimal.test(String.fromCodePoint(zero - 1))) zero -= 1;
    known = String((code - zero) % 10);
    digits.set(char, known);
  }
  return known;
}

function alike(source: string): Alike {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is what is meant.
  if (/^[\x00-\x7f]*$/.test(source)) return { text: source, from: null, to: null };
  let text = '';
  const from: number[] = [];
  const to: number[] = [];
  let at = 0;
  for (const char of source) {
    const next = at + char.length;
    if (!invisible.test(char))
      for (const each of char.normalize('NFKC')) {
        const shown = decimal.test(each) ? digitOf(each) : each;
        text += shown;
        for (let unit = 0; unit < shown.length; unit += 1) {
          from.push(at);
          to.push(next);
        }
      }
    at = next;
  }
  return { text, from, to };
}

const sourceOf = ({ from, to }: Alike, [start, end]: Range): Range =>
  from && to ? [from[start]!, to[end - 1]!] : [start, end];

/** Days of the months, and of the thirteenth, in which the made-up people of the demo data were born. */
const days = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31];

/** Whether six digits are a birth date: YYMMDD. The century, and so a leap year, is not in them. */
function isBirthDate(six: string): boolean {
  const [month, day] = [Number(six.slice(2, 4)), Number(six.slice(4, 6))];
  return day >= 1 && day <= (days[month - 1] ?? 0);
}

/** Whether thirteen digits can be the number of somebody: 9 and 0 at the seventh place were born before 1900. */
const fits = (thirteen: string) => isBirthDate(thirteen) && /[1-8]/.test(thirteen[6]!);

/** What has many digits and is no number of anybody's. Each is looked at whole, so that no part of it passes for one. */
const others: readonly RegExp[] = [
  // A UUID.
  /(?<![0-9a-z])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![0-9a-z])/gi,
  // An instant, with the time of day and whatever fraction of a second.
  /(?<!\d)\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?[+-]\d\d:?\d\d)?(?![\d:])/g,
  /(?<![\d:])(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?![\d:])/g,
  // The same without anything between: 20261128091533, and with thousandths.
  /(?<!\d)(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d[0-5]\d(?:\d{3})?(?!\d)/g,
  // A coordinate; not the last point of a list before a number that is set apart.
  /(?<![\d.])(?:1[0-7]\d|\d\d)\.\d{4,}(?![\d.])(?![^\p{L}\p{N}]{1,4}\d{7})/gu,
];

/** Six digits, something between, seven: the common way to write it, with the century in front or not. */
const apart = /(?<!\d)\d{6,8}(?=([^\p{L}\p{N}]{1,4})\d{7,11}(?!\d))/gu;
/** Groups of digits with a little between them: 90.01.01-1234567, 9 0 0 1 …; commas part the numbers of a list. */
const grouped = /\d+(?:[^\p{L}\p{N},;]{1,3}\d+)+/gu;
const single = /(?<!\d)\d(?:[^\p{L}\p{N}]{1,3}\d){12}(?!\d)/gu;
/** The same where nothing that can be seen parts the halves. */
const dated = /(?<!\d)(?:18|19|20)?(\d\d)([^\p{L}\p{N}]{1,3})(\d\d)\2(\d\d[1-8]\d{6})(?!\d)/gu;
/** The first half with the digit that tells sex and century, alone or with a mask where the rest was. */
const half =
  /(?<![\p{L}\p{N}_-])(\d{6})\s?\p{Pd}\s?[1-8](?:\s?[*xX●○•◯■□#]{2,}|(?![\p{L}\p{N}_]|\p{Pd}|[.,]\d))/gu;

/** Seven digits of any script, wherever they are. */
const seven = /(?:\p{N}\P{N}*){7}/u;
/** Seven digits so near to each other that they may be of one number: all shapes above hold them. */
const near = /\d(?:[^\p{L}\p{N}]{0,4}\d){6}/u;

const onlyDigits = (text: string) => text.replace(/\D/g, '');

function* found(text: string): Generator<Range> {
  for (const { 0: run, index } of text.matchAll(/(?<!\d)\d{13,17}(?!\d)/g))
    if (fits(run.slice(0, 13)) || fits(run.slice(-13))) yield [index, index + run.length];
  for (const { 0: first, 1: between, index } of text.matchAll(apart)) {
    const rest = index + first.length + between!.length;
    // Set apart like this even a number from before 1900 is meant for one.
    if (isBirthDate(first.slice(-6)))
      yield [index, rest + /^\d+/.exec(text.slice(rest, rest + 11))![0].length];
  }
  for (const { 0: run, index } of text.matchAll(single))
    if (fits(onlyDigits(run))) yield [index, index + run.length];
  for (const { 0: run, 1: year, 3: month, 4: rest, index } of text.matchAll(dated))
    if (fits(`${year}${month}${rest}`)) yield [index, index + run.length];
  for (const { 0: run, index } of text.matchAll(grouped)) {
    const groups = [...run.matchAll(/\d+/g)].map(
      ({ 0: group, index: at }) => [at, at + group.length] as const,
    );
    for (let first = 0; first < groups.length; first += 1)
      for (let last = first + 1; last < groups.length; last += 1) {
        const [start, end] = [groups[first]![0], groups[last]![1]];
        const all = onlyDigits(run.slice(start, end));
        if (all.length > 15) break;
        const year = all.length === 15 && /^(?:18|19|20)/.test(all) ? 2 : 0;
        if (all.length - year !== 13 || !fits(all.slice(year))) continue;
        // Its two halves are set apart, and the first as a date is; a telephone number or an account is parted elsewhere.
        let born = 0;
        for (const [from, to] of groups.slice(first, last))
          if (born < 6 + year) born += to - from === 3 ? 15 : to - from;
        if (born === 6 + year) yield [index + start, index + end];
      }
  }
  for (const { 0: run, 1: date, index } of text.matchAll(half))
    if (isBirthDate(date!)) yield [index, index + run.length];
}

/** Where a text holds registration numbers, whole or by their first seven digits: places in the text as it was given. */
function occurrences(source: string): Range[] {
  if (!seven.test(source)) return [];
  const read = alike(source);
  let { text } = read;
  for (const other of others) text = text.replace(other, (whole) => 'x'.repeat(whole.length));
  if (!near.test(text)) return [];
  return [...found(text)].map((range) => sourceOf(read, range));
}

const mask = '******-*******';

function replaced(source: string, ranges: Range[], by: string): string {
  let text = '';
  let at = 0;
  for (const [start, end] of ranges.sort(([one], [other]) => one - other)) {
    if (start >= at) text += source.slice(at, start) + by;
    at = Math.max(at, end);
  }
  return text + source.slice(at);
}

/** Whether a text holds what can be a registration number. */
export const holdsNumber = (text: string): boolean => occurrences(text).length > 0;

/** A text that is kept, such as a narrative, with every registration number in it masked. */
export const maskNumbers = (text: string): string => replaced(text, occurrences(text), mask);

const matches = (source: string, shape: RegExp): Range[] => {
  const read = alike(source);
  return [...read.text.matchAll(shape)].map(({ 0: run, index }) =>
    sourceOf(read, [index, index + run.length]),
  );
};

/**
 * A text that leaves the server (a message, a line of its log) without any registration number in it, nor anything as
 * long as one: a number that was mistyped tells nearly as much, and nobody needs so many digits there.
 */
export const withoutNumbers = (text: string): string => {
  const left = maskNumbers(text);
  return replaced(left, matches(left, /\d{6,}[^\p{L}\p{N}]{0,3}\d{7,}/gu), mask);
};

/** A sentence of a library that quotes what a client wrote, without anything of six digits or more: half a number is too much. */
export const withoutDigits = (text: string): string =>
  replaced(text, matches(text, /\d(?:[^\p{L}\p{N}]{0,3}\d){5,}/gu), '…');
