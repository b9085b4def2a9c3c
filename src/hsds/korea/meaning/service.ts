import { line, type Notes, text, url } from '../../import/mapping/repairs.js';
import { needs } from './codes.js';
import type { Desk, Publication } from './desk.js';
import { agencyDescription } from './desk.js';
import { dayOf, instantOf, periodIn } from './periods.js';
import { type Phone, phonesIn } from './phones.js';
import type { Place } from './regions.js';

export const serviceReasons = {
  quotes: 'Characters that were encoded twice were read (&quot; to ")',
};

const entities: Readonly<Record<string, string>> = {
  '&quot;': '"',
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&apos;': "'",
  '&#39;': "'",
  '&nbsp;': ' ',
};

/** A text of a source as people read it. */
export function words(said: string, notes: Notes, read = text): string | null {
  const plain = said.replace(/&(?:quot|amp|lt|gt|apos|nbsp|#39);/g, (each) => entities[each]!);
  if (plain !== said) notes.repaired(serviceReasons.quotes, said);
  return plain === '' ? null : read(plain, notes);
}

/** The same of a name, which is one line. */
export const nameIn = (said: string, notes: Notes) => words(said, notes, line);

/** Reads a field under its own name, so that a repair says where it was. */
export function reading(notes: Notes, column: string) {
  notes.column = column;
  return notes;
}

/** Texts one below the other, those that say something under their heading. */
export function joined(...said: (string | null | readonly [heading: string, text: string | null])[]) {
  const whole = said.flatMap((each) => {
    if (each === null || typeof each === 'string') return each ?? [];
    const [heading, said] = each;
    return said ? `${heading}\n${said}` : [];
  });
  // What is said twice is said once.
  return [...new Set(whole)].join('\n\n') || undefined;
}

/** A public agency by its name, with the place that it is of; a province or district is called as it is now. */
export function agencyOf(desk: Desk, said: string, notes: Notes, more: Record<string, unknown> = {}) {
  const place = desk.regions.knows(said) ? desk.regions.ofName(said, notes) : null;
  const name = place ? fullName(place) : said;
  return { id: desk.organization(name, agencyDescription, place, more), name, place };
}

/** Province and district; a province that is a district too (Sejong) once. */
export const fullName = ({ province, name }: Place) =>
  name && name !== province ? `${province} ${name}` : province;

/** The area of a service that is of a place. */
export const areaOf = (of: string, place: Place) => ({
  id: `${of} area`,
  name: fullName(place),
  ...(place.district ? { extent: place.district, extent_type: 'text' } : {}),
});

/** Phones of a record, in their order. */
export function phonesOf(
  of: string,
  entries: readonly { text: string; description: string }[],
  notes: Notes,
): (Phone & { id: string; type: string })[] {
  const { column } = notes;
  const all = entries.flatMap(({ text: each, description }, at) => {
    // Each with its place: what is lost of the second is told beside the first.
    notes.column = entries.length > 1 ? `${column}[${at}]` : column;
    return phonesIn(each, description, notes);
  });
  const once = new Map(all.map((each) => [`${each.number} ${each.extension ?? ''}`, each]));
  return [...once.values()].map((each, at) => ({ id: `${of} phone ${at + 1}`, type: 'voice', ...each }));
}

/** When to apply, as a schedule where the text is a plain range of days. */
export function applicationPeriod(of: string, said: string) {
  const period = periodIn(said);
  if (!period) return [];
  return [
    {
      id: `${of} application`,
      valid_from: period.from,
      valid_to: period.until,
      description: `신청기한: ${said}`,
    },
  ];
}

/** When the source changed a record last, in whatever digits it says so. */
export function changedAt(of: string, digits: string, { publisher }: Publication) {
  const day = dayOf(digits);
  if (!day) return [];
  return [
    {
      id: `${of} changed`,
      last_action_date: day,
      last_action_type: 'update',
      field_name: 'last_modified',
      previous_value: '',
      replacement_value: instantOf(digits) ?? day,
      updated_by: publisher,
    },
  ];
}

/** The first need domain among subjects. */
export const needOf = (subjects: readonly string[]): string | null =>
  subjects.map((each) => needs[each]).find(Boolean) ?? null;

/** A web address, or none. */
export const addressIn = (said: string, notes: Notes): string | null => (said ? url(said, notes) : null);
