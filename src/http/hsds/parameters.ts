import { type Sought, soughtBy } from '../../catalogue/search/query.js';
import { commonFaults } from '../../commonFaults.js';
import type { Limits } from '../../config.js';
import { errorOf } from '../../faults.js';
import type { Detail, Listed } from '../../hsds/pages.js';
import { alike } from '../../text/alike.js';
import { isVisible } from '../../text/invisible.js';
import { holdsNumber } from '../../text/registrationNumbers.js';
import { hsdsFaults } from './faults.js';

/** What somebody asked HSDS's API for, read and within its bounds. */
export interface Asked {
  /** The words that services are found by, as GraphQL finds them. */
  sought: Sought | null;
  /** Those that anything else is. */
  search: string | null;
  page: number;
  size: number;
  lines: boolean;
  detail: Detail;
  term: string | null;
  taxonomy: string | null;
  organization: string | null;
  since: string | null;
  parent: string | null;
  onTop: boolean;
}

const everywhere = ['search', 'page', 'per_page', 'format'] as const;
const described = ['taxonomy_term_id', 'taxonomy_id', 'full'] as const;

/** The parameters of each list, as HSDS's openapi.json has them. */
const known: Readonly<Record<Listed, readonly string[]>> = {
  service: [...everywhere, ...described, 'organization_id', 'modified_after', 'minimal'],
  organization: [...everywhere, ...described, 'full_service'],
  service_at_location: [...everywhere, ...described, 'organization_id', 'modified_after'],
  taxonomy: everywhere,
  taxonomy_term: [...everywhere, 'taxonomy_id', 'top_only', 'parent_id'],
};
/** Of a list of services at locations; nothing here knows where the middle of a postcode is. */
const unsupported = ['postcode', 'proximity'];

/** The longest text that can be searched for. */
const mostText = 200;
/** Beyond it nobody turns pages. */
const mostPages = 1_000_000;

export type Query = Readonly<Record<string, string | string[] | undefined>>;

/** Refuses what nobody reads: a filter that is not applied would pass for one that found everything. */
function oneOf(query: Query, names: readonly string[]): Readonly<Record<string, string | undefined>> {
  for (const [name, value] of Object.entries(query)) {
    if (unsupported.includes(name)) throw errorOf(hsdsFaults.PARAMETER_UNSUPPORTED, { name }, name);
    if (!names.includes(name))
      throw errorOf(hsdsFaults.PARAMETER_UNKNOWN, { names: names.length ? names : ['none'] });
    if (Array.isArray(value)) throw errorOf(hsdsFaults.PARAMETER_GIVEN_TWICE, {}, name);
  }
  return query as Readonly<Record<string, string | undefined>>;
}

/** What a list is asked for. */
export function askedOf(of: Listed, raw: Query, limits: Limits): Asked {
  const query = oneOf(raw, known[of]);
  const [full, minimal, services] = [
    flag(query, 'full'),
    flag(query, 'minimal'),
    flag(query, 'full_service'),
  ];
  if (minimal && full) throw errorOf(hsdsFaults.PARAMETERS_EXCLUDE_EACH_OTHER, {}, 'minimal');
  const detail = services ? 'full services' : full ? 'full' : minimal ? 'minimal' : 'listed';
  const most = full || services ? Math.min(limits.hsdsPage, limits.hsdsFullPage) : limits.hsdsPage;
  const format = query.format || 'json';
  if (format !== 'json' && format !== 'ndjson')
    throw errorOf(hsdsFaults.PARAMETER_NOT_AMONG, { values: ['json', 'ndjson'] }, 'format');
  if (query.search?.trim() && !isVisible(query.search))
    throw errorOf(commonFaults.TEXT_INVISIBLE, {}, 'search');
  const search = query.search && alike(query.search) ? query.search : null;
  if (search && search.length > mostText)
    throw errorOf(commonFaults.TEXT_TOO_LONG, { most: mostText }, 'search');
  // What somebody searches for stands in the address, which others write into their logs.
  if (search && holdsNumber(search)) throw errorOf(commonFaults.HOLDS_REGISTRATION_NUMBER, {}, 'search');
  const ofServices = of === 'service' || of === 'service_at_location';
  return {
    sought: ofServices && search ? soughtBy(search) : null,
    search: ofServices ? null : search,
    page: whole(query, 'page', 1, mostPages),
    size: whole(query, 'per_page', Math.min(limits.defaultPageSize, most), most),
    lines: format === 'ndjson',
    detail,
    term: id(query, 'taxonomy_term_id'),
    taxonomy: id(query, 'taxonomy_id'),
    organization: id(query, 'organization_id'),
    since: instant(query.modified_after),
    parent: id(query, 'parent_id'),
    onTop: flag(query, 'top_only'),
  };
}

/** How much of one record is asked for. */
export function detailOf(of: Listed, raw: Query): Detail {
  const query = oneOf(raw, of === 'organization' ? ['full_service'] : []);
  return flag(query, 'full_service') ? 'single with full services' : 'single';
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
/** An id, in small letters; null for what is none, and therefore nothing's. */
export const idIn = (text: string) => (uuid.test(text) ? text.toLowerCase() : null);

function id(query: Readonly<Record<string, string | undefined>>, name: string): string | null {
  const given = query[name];
  if (!given) return null;
  const read = idIn(given);
  if (!read) throw errorOf(hsdsFaults.PARAMETER_NOT_A_UUID, {}, name);
  return read;
}

function flag(query: Readonly<Record<string, string | undefined>>, name: string): boolean {
  const given = query[name]?.toLowerCase();
  if (given === undefined || given === 'false' || given === '0') return false;
  // `?full` alone is meant.
  if (given === 'true' || given === '1' || given === '') return true;
  throw errorOf(hsdsFaults.PARAMETER_NOT_AMONG, { values: ['true', 'false'] }, name);
}

function whole(
  query: Readonly<Record<string, string | undefined>>,
  name: string,
  otherwise: number,
  most: number,
): number {
  const given = query[name];
  if (!given) return otherwise;
  const read = /^\d{1,9}$/.test(given) ? Number(given) : 0;
  if (read < 1 || read > most) throw errorOf(commonFaults.NUMBER_OUT_OF_RANGE, { least: 1, most }, name);
  return read;
}

const dateTime = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/** A day (from its beginning in UTC) or an instant; a plus that was not escaped arrives as a space. */
function instant(given: string | undefined): string | null {
  if (!given) return null;
  const text = given.trim().replace(/ (?=\d\d:?\d\d$)(?<=:\d\d(\.\d+)? )/, '+');
  const sound = dateTime.test(text) && !Number.isNaN(Date.parse(text.replace(' ', 'T').slice(0, 10)));
  if (!sound) throw errorOf(hsdsFaults.PARAMETER_NOT_A_DATE, {}, 'modified_after');
  return text;
}
