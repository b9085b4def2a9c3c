import { isDay } from '../../import/mapping/columnLimits.js';

/** From and until when, both days included; the end may be open. */
export interface Period {
  from: string;
  until: string | null;
}

/** A day as eight digits (YYYYMMDD); null where it is none, or one that stands for “for ever”. */
export function dayOf(digits: string): string | null {
  const day = digits.replace(/^(\d{4})(\d{2})(\d{2})(\d{6})?$/, '$1-$2-$3');
  return isDay(day) && !day.startsWith('9999') ? day : null;
}

/** An instant as fourteen digits of Korean time; a day alone is its first moment. */
export function instantOf(digits: string): string | null {
  const day = dayOf(digits);
  if (!day) return null;
  const time = /^\d{8}(\d{2})(\d{2})(\d{2})$/.exec(digits);
  if (time && !(Number(time[1]) < 24 && Number(time[2]) < 60 && Number(time[3]) < 60)) return null;
  return `${day}T${time ? time.slice(1).join(':') : '00:00:00'}+09:00`;
}

// A day with its weekday and its hour, the year of the second one left out where it is the same.
const sep = String.raw`\s*[.년월일-]?\s*`;
const behind = String.raw`(?:\([월화수목금토일]\))?\s*,?\s*(?:\d{1,2}:\d{2})?\s*`;
const range = new RegExp(
  String.raw`^\(?(\d{4})\s*년?\)?${sep}(\d{1,2})\s*[.월-]\s*(\d{1,2})${sep}${behind}(?:~|부터)\s*` +
    String.raw`(?:(\d{4})\s*[.년-]\s*)?(\d{1,2})\s*[.월-]\s*(\d{1,2})${sep}${behind}(?:까지)?\s*(\(.*\))?$`,
);

/**
 * The period of a text that says nothing else (2026. 5. 11.(월) ~ 12. 4.(금), 2026.01.26~2026.12.18); null where it says
 * anything more, for then only the text is right. What stands in brackets behind it stays in the text.
 */
export function periodIn(text: string): Period | null {
  const found = range.exec(text.normalize('NFKC').replace(/\s+/g, ' ').trim());
  if (!found) return null;
  const [, year, month, date, lastYear, lastMonth, lastDate] = found;
  const two = (digits: string) => digits.padStart(2, '0');
  const from = `${year}-${two(month!)}-${two(date!)}`;
  const until = `${lastYear ?? year}-${two(lastMonth!)}-${two(lastDate!)}`;
  return isDay(from) && isDay(until) && from <= until ? { from, until } : null;
}
