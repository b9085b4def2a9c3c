import type { Table } from 'drizzle-orm';
import { isDistrictOwned } from '../../access/records.js';
import { commonFaults, notFound } from '../../commonFaults.js';
import { errorAbout } from '../../faults.js';
import { nameOf } from './sql.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether a text is a UUID as ids of rows are written. */
export const isUuid = (text: string) => uuid.test(text);

/** A global id says its type and, for what a district owns, the district, so that every read knows where to look. */
export interface GlobalId {
  type: string;
  district: string | null;
  id: string;
}

/** `Household:11170:9f…` or `Service:3c…`: the same text in SQL and here. */
export const idSql = (type: string, table: Table, alias: string) =>
  isDistrictOwned(table)
    ? `'${type}:' || ${nameOf(table, 'districtId', alias)} || ':' || ${nameOf(table, 'id', alias)}`
    : `'${type}:' || ${nameOf(table, 'id', alias)}`;

/** An id taken apart by its form alone; null where it is none. */
function partsOf(text: string): GlobalId | null {
  const parts = text.split(':');
  const id = parts.at(-1) ?? '';
  const [type = ''] = parts;
  const district = parts.length === 3 ? (parts[1] ?? '') : null;
  const isNone =
    parts.length < 2 ||
    parts.length > 3 ||
    !uuid.test(id) ||
    (district !== null && !/^\d{5}$/.test(district));
  return isNone ? null : { type, district, id };
}

/** Whether a text has the form of an id. */
export const isId = (text: string) => partsOf(text) !== null;

/** An id taken apart by its form alone; refused where it is none. */
export function parseId(text: string): GlobalId {
  const parts = partsOf(text);
  if (!parts) throw errorAbout(text, commonFaults.NOT_AN_IDENTIFIER);
  return parts;
}

/** The id where one type is expected; any other is told apart by its form alone, before anything is looked up. */
export function idOf(type: string, text: string): GlobalId {
  const parsed = parseId(text);
  if (parsed.type !== type) throw errorAbout(text, commonFaults.IDENTIFIER_OF_OTHER_TYPE, { type });
  return parsed;
}

/** The id of something that is to be of one district; of any other it is unknown there. */
export function idWithin(
  type: string,
  text: string,
  district: string | null | undefined,
  what = '대상',
): string {
  const parsed = idOf(type, text);
  if (parsed.district !== district) throw notFound(what);
  return parsed.id;
}

/** Reads the id alone of a global id of one type. */
export const idIn = (type: string) => (text: string) => idOf(type, text).id;

/** A district's code as given, checked by its form alone. */
export function districtOf(code: string): string {
  if (!/^\d{5}$/.test(code)) throw errorAbout(code, commonFaults.NOT_A_DISTRICT_CODE);
  return code;
}
