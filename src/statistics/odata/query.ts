import { errorOf } from '../../faults.js';
import { statisticsFaults } from '../faults.js';
import { type Filter, fits, mentions, possible, readFilter } from './filter.js';
import type { Cell, EntitySet, Entry } from './model.js';

/** Entries of one page; the next one has its own address. */
export const pageSize = 5000;
/** How far anybody skips. */
const mostEntries = 10_000_000;

/** What somebody asks of a set, read and within its bounds. */
export interface Query {
  columns: readonly string[];
  filter: Filter | null;
  orderBy: readonly { column: string; down: boolean }[];
  top: number | null;
  skip: number;
  count: boolean;
  /** Where a page begins that is not the first one. */
  token: PageToken | null;
}

/** Where a page begins: in which release, and after how many of its entries that the filter finds. */
export interface PageToken {
  district: string;
  release: number;
  after: number;
}

const options = ['$select', '$filter', '$orderby', '$top', '$skip', '$count', '$format', '$skiptoken'];
type Given = Readonly<Record<string, string | string[] | undefined>>;

/** Reads the query options of a request for a set; whatever is not read here is refused. */
export function readQuery(given: Given, set: EntitySet, allowed: readonly string[] = options): Query {
  const of = (name: string): string | undefined => given[name] as string | undefined;
  for (const [name, value] of Object.entries(given))
    if (!allowed.includes(name) || typeof value !== 'string')
      throw errorOf(statisticsFaults.ODATA_OPTION_UNSUPPORTED, { names: allowed }, name);
  const number = (name: string) => {
    const text = of(name);
    if (text === undefined) return null;
    if (!/^\d{1,8}$/.test(text) || Number(text) > mostEntries)
      throw errorOf(statisticsFaults.ODATA_NOT_A_NUMBER, { most: mostEntries }, name);
    return Number(text);
  };
  const column = (name: string, option: string) => {
    const names = set.columns.map((each) => each.name);
    if (!names.includes(name)) throw errorOf(statisticsFaults.ODATA_COLUMN_UNKNOWN, { names }, option);
    return name;
  };
  const listed = (name: string) => (of(name) ?? '').split(',').map((each) => each.trim());
  const count = of('$count') ?? 'false';
  if (count !== 'true' && count !== 'false') throw errorOf(statisticsFaults.ODATA_NOT_A_TRUTH, {}, '$count');
  const format = of('$format');
  if (format !== undefined && !/^(json|application\/json(;.*)?)$/.test(format))
    throw errorOf(statisticsFaults.TYPE_NOT_ACCEPTED, { types: 'application/json' }, '$format');
  const selected = of('$select') === undefined || of('$select') === '*' ? null : listed('$select');
  return {
    columns: selected
      ? [...new Set(selected)].map((each) => column(each, '$select'))
      : set.columns.map(({ name }) => name),
    filter: of('$filter') === undefined ? null : readFilter(of('$filter')!, set),
    orderBy: of('$orderby') === undefined ? [] : listed('$orderby').map((each) => orderOf(each, column)),
    top: number('$top'),
    skip: number('$skip') ?? 0,
    count: count === 'true',
    token: of('$skiptoken') === undefined ? null : tokenOf(of('$skiptoken')!),
  };
}

function orderOf(text: string, column: (name: string, option: string) => string) {
  const [name = '', how = 'asc', ...rest] = text.split(/\s+/);
  const known = column(rest.length > 0 || !['asc', 'desc'].includes(how) ? text : name, '$orderby');
  return { column: known, down: how === 'desc' };
}

function tokenOf(text: string): PageToken {
  const [, district, release, after] = /^(\d{5}|)\.(\d{1,6})\.(\d{1,8})$/.exec(text) ?? [];
  if (after === undefined) throw errorOf(statisticsFaults.ODATA_PAGE_UNKNOWN, {}, '$skiptoken');
  return { district: district!, release: Number(release), after: Number(after) };
}

/** Which release is asked for: one that is named, or null for the last one. */
export function releaseIn({ filter }: Query): number | null {
  const releases = possible(filter, 'Release');
  if (releases ? releases.size !== 1 : mentions(filter, 'Release'))
    throw errorOf(statisticsFaults.ODATA_RELEASE_STANDS_ALONE, {}, '$filter');
  return releases ? ([...releases][0] as number) : null;
}

/** Which districts are asked for; null for all that published something. */
export const districtsIn = ({ filter }: Query) => possible(filter, 'District') as Set<string> | null;

const compare = (one: Cell, other: Cell): number => {
  if (one === other) return 0;
  if (one === null) return -1;
  if (other === null) return 1;
  return one < other ? -1 : 1;
};

/** The entries that a query finds, in its order; those that are alike in it keep the order of the release. */
export function foundBy({ filter, orderBy }: Query, entries: readonly Entry[]): readonly Entry[] {
  const found = filter ? entries.filter((each) => fits(filter, each)) : entries;
  if (orderBy.length === 0) return found;
  return [...found].sort((one, other) => {
    for (const { column, down } of orderBy) {
      const order = compare(one[column]!, other[column]!);
      if (order !== 0) return down ? -order : order;
    }
    return 0;
  });
}

/** An entry with the columns that were chosen. */
export const chosen = ({ columns }: Query, entry: Entry): Entry =>
  Object.fromEntries(columns.map((name) => [name, entry[name]!]));
