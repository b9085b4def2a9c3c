/** A record as its source wrote it: texts and numbers, lists, and objects of their own. */
export type RawRecord = Readonly<Record<string, unknown>>;

/** Whether a value is an object with fields, and no list. */
export const isRecord = (value: unknown): value is RawRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A record with the line of its file that it begins on. */
export interface Read {
  line: number;
  record: RawRecord;
}

/** The text of a field; '' where it says nothing. */
export function said(record: RawRecord, name: string): string {
  const value = record[name];
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value.trim() : '';
}

/** The first of several fields that says something: sources call one thing by several names. */
export function saidFirst(record: RawRecord, ...names: string[]): string {
  for (const name of names) if (said(record, name) !== '') return said(record, name);
  return '';
}

/** The objects under a name; a single one is no list in XML. */
export function objectsIn(record: RawRecord, name: string): RawRecord[] {
  const value = record[name];
  return (Array.isArray(value) ? value : [value]).filter(isRecord);
}

/** The parts of a text, without blanks. */
export const parts = (text: string, separator: string): string[] =>
  text
    .split(separator)
    .map((each) => each.trim())
    .filter(Boolean);
