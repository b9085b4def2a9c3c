import { dayInSeoul } from '../../day.js';
import type { Language } from '../../errors.js';
import { type Measure, measureRules } from '../../fact/measures.js';
import type { Figure } from './figures.js';

/** One thing in Korean and in English. */
export type Both = readonly [korean: string, english: string];
/** What is said in a language. */
export const said = (language: Language, [korean, english]: Both) => (language === 'ko' ? korean : english);

/** How figures are written where there is none. */
export const stateWords: Record<Exclude<Figure['state'], 'KNOWN'>, Both> = {
  SUPPRESSED: ['비공개', 'Kept back'],
  IMPOSSIBLE: ['있을 수 없음', 'Cannot be'],
  UNKNOWN: ['아직 발표되지 않음', 'Not published yet'],
};
/** How a share is written where its whole is nothing, or where one of both has no figure. */
export const noRatio: Both = ['셈할 수 없음', 'Cannot be told'];

// Both languages group digits alike. Formats are made once, as making one takes longer than a page.
const digits = new Intl.NumberFormat('en');
/** A number with its thousands apart. */
export const grouped = (value: number) => digits.format(value);

const counters: Partial<Record<Measure, string>> = {
  SCREENED: '가구',
  SCREENED_SELECTED: '가구',
  HOUSEHOLDS_SERVED: '가구',
  VISITS_DUE: '회',
  VISITS_MET: '회',
  VISITS_MADE: '회',
  PROMOTIONS: '회',
};

/** A number of what a measure counts, as offices write it. */
export function amount(language: Language, measure: Measure, value: number): string {
  if (measureRules[measure].kind === 'WON') return won(language, value);
  return language === 'ko' ? `${grouped(value)}${counters[measure] ?? '건'}` : grouped(value);
}

/** Won, in Korean by 억 and 만 as they are read. */
export function won(language: Language, value: number): string {
  if (language === 'en') return `${grouped(value)} won`;
  const parts = [
    [Math.floor(value / 1e8), '억'],
    [Math.floor((value % 1e8) / 1e4), '만'],
    [value % 1e4, ''],
  ] as const;
  const words = parts.filter(([number]) => number > 0).map(([number, unit]) => `${grouped(number)}${unit}`);
  return `${words.join(' ') || '0'}${value % 1e4 === 0 && value > 0 ? ' ' : ''}원`;
}

/** A figure with its unit, or the words for why there is none. */
export const figureText = (language: Language, measure: Measure, { state, value }: Figure) =>
  state === 'KNOWN' ? amount(language, measure, value ?? 0) : said(language, stateWords[state]);

/** A share in hundredths, or that there is none. */
export const shareText = (language: Language, ratio: number | null) =>
  ratio === null ? said(language, noRatio) : `${(100 * ratio).toFixed(1)}%`;

/** So many for each one. */
export const eachText = (language: Language, ratio: number | null) =>
  ratio === null
    ? said(language, noRatio)
    : `${grouped(Math.round(10 * ratio) / 10)}${language === 'ko' ? '건' : ''}`;

const english = (form: Intl.DateTimeFormatOptions) => {
  const format = new Intl.DateTimeFormat('en-GB', { ...form, timeZone: 'UTC' });
  return (month: string) => format.format(new Date(`${month}-01T00:00:00Z`));
};
const englishMonth = english({ month: 'long', year: 'numeric' });
const englishName = english({ month: 'long' });
const englishShort = english({ month: 'short' });

/** A month with its year. */
export const monthText = (language: Language, month: string) =>
  language === 'ko' ? `${month.slice(0, 4)}년 ${Number(month.slice(5))}월` : englishMonth(month);

/** A month where its year is known. */
export const shortMonth = (language: Language, month: string) =>
  language === 'ko' ? `${Number(month.slice(5))}월` : englishShort(month);

/** From one month to another, both included. */
export function spanText(language: Language, first: string, last: string): string {
  if (first === last) return monthText(language, first);
  const sameYear = first.slice(0, 4) === last.slice(0, 4);
  if (language === 'ko')
    return `${monthText('ko', first)}부터 ${sameYear ? shortMonth('ko', last) : monthText('ko', last)}까지`;
  const from = sameYear ? englishName(first) : monthText('en', first);
  return `${from} to ${monthText('en', last)}`;
}

/** The day in Seoul of an instant. */
export function dayText(language: Language, at: string): string {
  const day = dayInSeoul(new Date(at));
  return language === 'ko'
    ? `${monthText('ko', day.slice(0, 7))} ${Number(day.slice(8))}일`
    : `${Number(day.slice(8))} ${monthText('en', day.slice(0, 7))}`;
}
