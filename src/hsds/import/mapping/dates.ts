import type { Notes } from './repairs.js';

/**
 * A day as YYYY-MM-DD, from that or from what leaves no doubt of which number is the month; null otherwise. The year 0001
 * is how HSDS 2.0 says that a day is of no year.
 */
export function readDate(said: string): string | null {
  const text = said.normalize('NFKC').trim().toLowerCase().replace(/\s+/g, ' ');
  const iso =
    /^(\d{4})(?:-|\. ?|\/|년 ?)(\d{1,2})(?:-|\. ?|\/|월 ?)(\d{1,2})(?:\.|일)?(?:t00:00(?::00(?:\.0+)?)?z?)?$/.exec(
      text,
    );
  if (iso) return dateOf(iso[1]!, Number(iso[2]), iso[3]!);
  const named = /^([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$/.exec(text);
  if (named) return dateOf(named[3]!, monthOf(named[1]!), named[2]!);
  const british = /^(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,9})\.?,? (\d{4})$/.exec(text);
  if (british) return dateOf(british[3]!, monthOf(british[2]!), british[1]!);
  const [, one = '', two = '', year = ''] = /^(\d{1,2})\/(\d{1,2})\/(\d{2}|\d{4})$/.exec(text) ?? [];
  const full = year.length === 2 ? `20${year}` : year;
  // 12/24 can only be in December; 01/02 is in January or February.
  if (Number(two) > 12 || one === two) return dateOf(full, Number(one), two);
  return Number(one) > 12 ? dateOf(full, Number(two), one) : null;
}

const months = 'january february march april may june july august september october november december'.split(
  ' ',
);
/** From 1, by a month's name or at least its first three letters; 0 where it is none. */
const monthOf = (name: string) => months.findIndex((each) => each.startsWith(name)) + 1;

function dateOf(year: string, month: number, day: string): string | null {
  const read = `${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`;
  const at = new Date(`${read}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(read) ? read : null;
}

/** A day of a column that holds one; what cannot be read for certain is left out. */
export function date(value: string, notes: Notes): string | null {
  const read = readDate(value);
  if (read === null) notes.repaired('A date that cannot be read for certain was left out', value);
  return read;
}
