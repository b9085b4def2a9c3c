import { type Column, getTableColumns } from 'drizzle-orm';
import { noAddress } from '../../profile.js';
import type { Field, Resource } from '../../resources.js';
import { cutReason, isCut } from '../reading/packed.js';
import { type Notes, status, type Value, visible, withWon } from './repairs.js';
import { storable } from './storable.js';

/** What HSDS 3.x says of one field, as our column holds it; what cannot be held is left out, and said. */
export function readField(resource: Resource, field: Field, raw: unknown, notes: Notes): Value {
  if (raw === null || raw === undefined || raw === '') return null;
  if (typeof raw === 'object') return wrong(field, JSON.stringify(raw), notes);
  const column: Column = getTableColumns(resource.table)[field.property]!;
  if (typeof raw === 'string') {
    if (isCut(raw)) {
      notes.repaired(cutReason, raw.slice(0, 200));
      return null;
    }
    const text = visible(raw, notes);
    return text.trim() === '' && (field.nullable || text !== raw)
      ? null
      : readText(field, column, text, notes);
  }
  if (field.kind !== 'number')
    notes.repaired(`A ${typeof raw} stands where HSDS wants text: it was written as text`, String(raw));
  return readText(field, column, String(raw), notes);
}

function readText(field: Field, column: Column, text: string, notes: Notes): Value {
  switch (field.kind) {
    case 'number':
      return number(field, column, text, notes);
    case 'date':
      return date(field, text, notes);
    case 'time':
      // All of a schedule is read at once (hours.ts).
      return whole(text, notes);
    case 'instant':
      return instant(field, text, notes);
    case 'word':
      return word(field, column, text, notes);
    case 'uri':
      return address(field, text, notes);
    case 'email':
      return asItCame(field, /^[^@\s]+@[^@\s]+$/.test(text), whole(text, notes), notes);
    default:
      return whole(text, notes);
  }
}

/** Text of ours takes what HSDS would not: an export says it beside the property, so that nothing is lost. */
function asItCame(field: Field, fits: boolean, text: string, notes: Notes): string {
  if (!fits) notes.noted(`What HSDS would not take as ${field.name} was kept as it came`, text);
  return text;
}

function address(field: Field, text: string, notes: Notes): Value {
  if (text === noAddress) return null;
  // Whoever clicks on an address must not run what a stranger wrote.
  if (/^\s*(javascript|vbscript|data):/i.test(text)) return wrong(field, text, notes);
  return asItCame(field, /^[a-z][a-z\d+.-]*:\S+$/i.test(text), whole(text, notes), notes);
}

function whole(text: string, notes: Notes): string {
  const read = storable(text);
  if (read !== text) notes.repaired('Characters that no text can hold were left out');
  return withWon(read, notes);
}

function wrong(field: Field, said: string, notes: Notes): null {
  notes.repaired(`What cannot be a ${field.kind} was left out of ${field.name}`, said);
  return null;
}

/** Of whole numbers, those that the column holds; of others, what the source wrote. */
function number(field: Field, column: Column, text: string, notes: Notes): Value {
  const said = text.trim();
  const read = Number(said);
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(said) || !Number.isFinite(read))
    return column.columnType === 'PgText'
      ? asItCame(field, false, whole(text, notes), notes)
      : wrong(field, text, notes);
  if (column.columnType === 'PgText' || column.columnType === 'PgCustomColumn') return said;
  const most = { PgSmallInt: 2 ** 15 - 1, PgInteger: 2 ** 31 - 1 }[column.columnType];
  return most !== undefined && !(Number.isInteger(read) && Math.abs(read) <= most)
    ? wrong(field, text, notes)
    : read;
}

function date(field: Field, text: string, notes: Notes): Value {
  const said = /^(\d{4}-\d\d-\d\d)(?:$|[T ])/.exec(text.trim())?.[1];
  if (!said || Number.isNaN(Date.parse(said)) || new Date(said).toISOString().slice(0, 10) !== said)
    return wrong(field, text, notes);
  if (said !== text.trim()) notes.repaired('Of an instant where HSDS wants a day, the day was kept', text);
  return said;
}

function instant(field: Field, text: string, notes: Notes): Value {
  const said = text.trim();
  if (
    !/^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/.test(said) ||
    Number.isNaN(Date.parse(said))
  )
    return wrong(field, text, notes);
  if (/(Z|[+-]\d\d:?\d\d)$/.test(said)) return past(field, said, notes);
  // What Korea's systems write without a zone is Korea's time, on every server.
  notes.noted('A time without a zone was read as Korea’s (UTC+9)', text);
  return past(field, `${said.replace(' ', 'T').padEnd(11, 'T').padEnd(16, '00:00')}+09:00`, notes);
}

/** Nothing was confirmed on a day that is yet to come; clocks may differ by a zone. */
function past(field: Field, said: string, notes: Notes): Value {
  const at = Date.parse(said);
  if (!(at < Date.now() + 24 * 3600_000)) return wrong(field, said, notes);
  // The database knows fewer zones than the language does.
  return Math.abs(offsetOf(said)) > 14 ? new Date(at).toISOString() : said;
}

const offsetOf = (said: string) => Number(/([+-]\d\d):?\d\d$/.exec(said)?.[1] ?? 0);

function word(field: Field, column: Column, text: string, notes: Notes): Value {
  const said = text.trim();
  const known = [said, said.toLowerCase().replaceAll('_', ' '), said.toUpperCase()]
    .map((each) => field.words?.get(each))
    .find((each) => each !== undefined);
  if (known !== undefined) return known;
  if (column.columnType === 'PgText') return asItCame(field, false, whole(text, notes), notes);
  return field.name === 'status' ? status(text, notes) : wrong(field, text, notes);
}
