/** Days of the week as iCalendar writes them, Monday first. */
export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;

/** Days of a week that were read whole. */
export interface Days {
  /** In the order of the week. */
  days: string[];
  /** Whether numbers stood for them: which day is the first, only the standard says. */
  numbered: boolean;
}

const names = [
  /^(mo|mon|monday|월|월요일)$/,
  /^(tu|tue|tues|tuesday|화|화요일)$/,
  /^(we|wed|weds|wednes|wednesday|수|수요일)$/,
  /^(th|thu|thur|thurs|thursday|목|목요일)$/,
  /^(fr|fri|friday|금|금요일)$/,
  /^(sa|sat|satur|saturday|토|토요일)$/,
  /^(su|sun|sunday|일|일요일)$/,
];
const [workdays, weekend, all] = [
  [0, 1, 2, 3, 4],
  [5, 6],
  [0, 1, 2, 3, 4, 5, 6],
];
const groups: [RegExp, readonly number[]][] = [
  [/^(weekdays?|평일|주중|m-f)$/, workdays],
  [/^(weekends?|주말)$/, weekend],
  [
    /^(daily|every ?day|all days|(all )?(7|seven) days( (a|per) week)?|매일|연중무휴|every day of the week)$/,
    all,
  ],
];
const dash = /\s*[-‐‑‒–—―−~∼〜]\s*|\s+(?:to|thru|through|until)\s+|\s*(?:부터|에서)\s*/;

/**
 * Days of the week in words of Korean or English: one, a list, a range, or a word for several. Numbers count from Monday,
 * 1 to 7, as ISO 8601 does. Null unless every word is understood.
 */
export function readDays(said: string): Days | null {
  const text = said.normalize('NFKC').trim().toLowerCase().replace(/\s+/g, ' ');
  const found = new Set<number>();
  let numbered = false;
  for (const part of text.split(/\s*[,;/&+·ㆍ・、]\s*|\s+(?:and|및)\s+|(?<=[일월화수목금토])(?:와|과)\s*/)) {
    const days = groupOf(part) ?? rangeOf(part) ?? lettersOf(part);
    if (!days) return null;
    if (/\d/.test(part) && !groupOf(part)) numbered = true;
    for (const each of days) found.add(each);
  }
  return { days: [...found].sort().map((each) => weekdays[each]!), numbered };
}

const groupOf = (part: string) => groups.find(([word]) => word.test(part.replace(/\.$/, '')))?.[1];

function dayOf(word: string): number {
  const name = word.replace(/\.$/, '').replace(/days$/, 'day');
  return /^[1-7]$/.test(name) ? Number(name) - 1 : names.findIndex((each) => each.test(name));
}

/** One day, or from one to another: over the end of the week, too. */
function rangeOf(part: string): number[] | null {
  const [from = '', to, ...more] = part.replace(/까지$/, '').split(dash);
  if (more.length > 0 || (part.endsWith('까지') && to === undefined)) return null;
  const first = dayOf(from);
  if (to === undefined) return first < 0 ? null : [first];
  const last = dayOf(to);
  if (first < 0 || last < 0 || first === last) return null;
  return Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, n) => (first + n) % 7);
}

/** 월수금: letters of days one behind the other, in the order of the week; 금일 is no Friday and Sunday but today. */
function lettersOf(part: string): number[] | null {
  if (!/^월?화?수?목?금?(토일?)?$/.test(part) || part.length < 2) return null;
  return [...part].map((letter) => '월화수목금토일'.indexOf(letter));
}
