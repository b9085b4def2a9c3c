import { type Sought, soughtBy } from '../../catalogue/search/query.js';
import type { Limits } from '../../config.js';
import { badInput } from '../../errors.js';
import type { Detail, Listed } from '../../hsds/pages.js';
import { alike } from '../../text/alike.js';
import { isVisible } from '../../text/invisible.js';
import { holdsNumber } from '../../text/registrationNumbers.js';

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
    if (unsupported.includes(name))
      throw badInput(
        `"${name}" 조건은 지원하지 않습니다. "${name}" is not supported: use taxonomy_term_id, organization_id or search.`,
      );
    if (!names.includes(name)) {
      const may = names.length ? names.join(', ') : 'none';
      throw badInput(
        `이 주소에 없는 조건이 있습니다. A parameter that there is not here; there are: ${may}.`,
      );
    }
    if (Array.isArray(value))
      throw badInput(`"${name}"은(는) 한 번만 쓸 수 있습니다. "${name}" can be given once.`);
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
  if (minimal && full)
    throw badInput('minimal과 full은 함께 쓸 수 없습니다. "minimal" and "full" exclude each other.');
  const detail = services ? 'full services' : full ? 'full' : minimal ? 'minimal' : 'listed';
  const most = full || services ? Math.min(limits.hsdsPage, limits.hsdsFullPage) : limits.hsdsPage;
  const format = query.format || 'json';
  if (format !== 'json' && format !== 'ndjson')
    throw badInput('format은 json 또는 ndjson입니다. "format" is json or ndjson.');
  if (query.search?.trim() && !isVisible(query.search))
    throw badInput('검색어를 읽을 수 없습니다. "search" has no character that anybody can see.');
  const search = query.search && alike(query.search) ? query.search : null;
  if (search && search.length > mostText)
    throw badInput(`검색어가 너무 깁니다. "search" has at most ${mostText} characters.`);
  // What somebody searches for stands in the address, which others write into their logs.
  if (search && holdsNumber(search))
    throw badInput(
      '주민등록번호로 보이는 숫자로는 검색할 수 없습니다. "search" holds what looks like a registration number.',
    );
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
  if (!read) throw badInput(`"${name}"은(는) UUID여야 합니다. "${name}" must be a UUID.`);
  return read;
}

function flag(query: Readonly<Record<string, string | undefined>>, name: string): boolean {
  const given = query[name]?.toLowerCase();
  if (given === undefined || given === 'false' || given === '0') return false;
  // `?full` alone is meant.
  if (given === 'true' || given === '1' || given === '') return true;
  throw badInput(`"${name}"은(는) true 또는 false입니다. "${name}" is true or false.`);
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
  if (read < 1 || read > most)
    throw badInput(
      `"${name}"은(는) 1에서 ${most} 사이의 정수여야 합니다. "${name}" is a whole number from 1 to ${most}.`,
    );
  return read;
}

const dateTime = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/** A day (from its beginning in UTC) or an instant; a plus that was not escaped arrives as a space. */
function instant(given: string | undefined): string | null {
  if (!given) return null;
  const text = given.trim().replace(/ (?=\d\d:?\d\d$)(?<=:\d\d(\.\d+)? )/, '+');
  const sound = dateTime.test(text) && !Number.isNaN(Date.parse(text.replace(' ', 'T').slice(0, 10)));
  if (!sound)
    throw badInput(
      'modified_after는 날짜나 일시여야 합니다. "modified_after" is a date or a date and time, such as 2026-01-31T00:00:00Z.',
    );
  return text;
}
