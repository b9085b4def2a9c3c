import { getTableName } from 'drizzle-orm';
import type { ObjectName } from './objects.js';
import { resource } from './resources.js';
import { quoted, shown, written } from './values.js';

/** What HSDS's API has pages of. */
export type Listed = Extract<
  ObjectName,
  'service' | 'organization' | 'service_at_location' | 'taxonomy' | 'taxonomy_term'
>;

/** How much of each record a document says. */
export type Detail =
  /** What HSDS requires, and when it last changed. */
  | 'minimal'
  /** Its own values, and the records that it is of. */
  | 'listed'
  /** All, but for the other places of whom it is of. */
  | 'full'
  /** The same with the whole of each service of an organization. */
  | 'full services'
  | 'single'
  | 'single with full services';

/** A statement that is being written, with what it binds. */
export interface Bound {
  values: unknown[];
  /** Binds a value as a text that the database reads as `type`. */
  bind(value: unknown, type?: string): string;
}

/** A list of values that a statement binds, and what binds one more. */
export function bound(): Bound {
  const values: unknown[] = [];
  return {
    values,
    bind: (value, type = 'text') => `$${values.push(value)}::text${type === 'text' ? '' : `::${type}`}`,
  };
}

/** What the documents of each kind do not say of what stands inside: each record once, and of whom it is of not all. */
const leaves: Readonly<Record<Listed, readonly string[]>> = {
  service: ['services', 'service'],
  organization: ['service'],
  service_at_location: ['services'],
  taxonomy: [],
  taxonomy_term: [],
};

function documentOf(of: Listed, detail: Detail): string {
  if (detail === 'minimal') return minimal(of);
  const leave = [...leaves[of]];
  if (of === 'organization' && !detail.endsWith('full services')) leave.push('~services');
  if (of !== 'organization' && detail === 'full') leave.push('locations');
  return `hamkke.hsds_${of}(p.r, ${detail !== 'listed'}, ${quoted(`{${leave.join(',')}}`)})`;
}

function minimal(of: Listed): string {
  const it = resource(of);
  const pairs = it.fields
    .filter(({ name, required }) => required || name === 'last_modified')
    .map((field) => `${quoted(field.name)}, ${written(it, field, '(p.r)')}`);
  return `json_build_object(${pairs.join(', ')})`;
}

/** The rows that there may be pages of, as `s`; the profile's own vocabulary is in no table. */
function source(of: Listed): string {
  const table = getTableName(resource(of).table);
  if (of === 'taxonomy')
    return `(select * from ${table} union all select * from hamkke.hsds_profile_taxonomies()) s`;
  if (of === 'taxonomy_term')
    return `(select * from ${table} union all select * from hamkke.hsds_profile_terms()) s`;
  return `${table} s`;
}
/** Such a row, whole. */
const row = (of: Listed) =>
  of.startsWith('taxonomy') ? `row(s.*)::${getTableName(resource(of).table)}` : 's';

/** A statement whose one row has the `answer` as a text. */
export interface Statement {
  text: string;
  values: unknown[];
}

/** Bound as the functions of the database take it (src/catalogue/search/page.sql and sought.sql). */
export interface Sought {
  words: string;
  /** What else is asked of a page, where GraphQL's functions narrow by all of it; null where `where` says it. */
  filter: string | null;
}

export interface Page {
  of: Listed;
  detail: Detail;
  /** SQL conditions on `s`, of what `bound` binds. */
  where: readonly string[];
  /** What its services are sought by; null where nothing is. */
  sought: Sought | null;
  bound: Bound;
}

/** The order of a list: of what is sought, the best matches come first. */
function order({ of, sought }: Page): string[] {
  if (sought) return ['rank', 'place', 'id'];
  return of === 'service_at_location' ? ['id'] : ['name', 'id'];
}
const by = (page: Page, alias: string) =>
  order(page)
    .map((each) => `${alias}.${each}`)
    .join(', ');

/** What is on a list, as `s`: of what is sought, its place in the order alone. */
interface OnList {
  /** What a statement that reads it begins with. */
  first: string;
  from: string;
  total: string;
}

/** @param most how many are looked for, the first of the order; null where all are, in any order */
function onList(page: Page, most: string | null): OnList {
  const { of, where, sought } = page;
  const conditions = [shown(resource(of), 's'), ...where].join(' and ');
  if (!sought) {
    const from = `${source(of)} where ${conditions}`;
    return { first: '', from, total: `(select count(*) from ${from})` };
  }
  const { words, filter } = sought;
  if (most !== null && filter !== null)
    return {
      first: `with found as materialized (select * from hamkke.find_services('RELEVANCE', ${words}, ${filter}, null, null, ${most})) `,
      from: 'found s',
      total: `hamkke.count_services(${words}, ${filter})`,
    };
  const service = of === 'service' ? 's.id' : 's.service_id';
  const found = (mistyped: boolean) =>
    `select s.id, f.rank, f.place from ${source(of)} join hamkke.services_sought(${words}, ${mistyped}, ${most !== null}) f on f.id = ${service} where ${conditions}`;
  // A mistake is forgiven where nothing else is on the list: nobody is given a guess where there is what they typed.
  return {
    first: `with typed as materialized (${found(false)}), found as materialized (select * from typed union all ${found(true)} and not exists (select from typed)) `,
    from: 'found s',
    total: '(select count(*) from found)',
  };
}

/** Whole rows, as `r`, of a part of a list: what follows its FROM. */
const rowsOf = (page: Page, part: string) =>
  page.sought
    ? `select ${row(page.of)} as r, f.* from (select s.* from ${part}) f join ${source(page.of)} on s.id = f.id`
    : `select ${row(page.of)} as r, ${by(page, 's')} from ${part}`;

/** The text of a document unless it is longer than a server should hold: then an empty one. It is made once. */
const atMost = (document: string, bytes: string) =>
  `with d as materialized (select json_strip_nulls(${document})::text as t) select case when octet_length(d.t) > ${bytes} then '' else d.t end as answer from d`;

/** One page of a list with its place among all: `answer` is the whole document, or empty when it is too large. */
export function pageStatement(
  asked: Page,
  { page, size, mostBytes }: { page: number; size: number; mostBytes: number },
): Statement {
  const { bind, values } = asked.bound;
  const [at, most] = [bind(page, 'bigint'), bind(size, 'bigint')];
  const { first, from, total } = onList(asked, `least(${at} * ${most}, 2147483646)::int`);
  const part = `${from} order by ${by(asked, 's')} limit ${most} offset (${at} - 1) * ${most}`;
  const contents = `(select coalesce(json_agg(${documentOf(asked.of, asked.detail)} order by ${by(asked, 'p')}), '[]') as list, count(*) as size from (${rowsOf(asked, part)}) p)`;
  const document = `(${first}select json_build_object('total_items', n.total, 'total_pages', n.pages, 'page_number', ${at}, 'size', c.size, 'first_page', ${at} = 1, 'last_page', ${at} >= n.pages, 'empty', c.size = 0, 'contents', c.list) from (select t.total, (t.total + ${most} - 1) / ${most} as pages from (select ${total} as total offset 0) t) n, ${contents} c)`;
  return { text: atMost(document, bind(mostBytes, 'bigint')), values };
}

/** How many records a list has. */
export function countStatement(asked: Page): Statement {
  const { first, total } = onList(asked, null);
  return { text: `${first}select ${total}::int as answer`, values: asked.bound.values };
}

/** One record by its id: `answer` is its document, empty when it is too large, null where there is none to be known. */
export function oneStatement(of: Listed, id: string, detail: Detail, mostBytes: number): Statement {
  const { bind, values } = bound();
  const document = `(select ${documentOf(of, detail)} from (select ${row(of)} as r from ${source(of)} where s.id = ${bind(id, 'uuid')} and ${shown(resource(of), 's')}) p)`;
  return { text: atMost(document, bind(mostBytes, 'bigint')), values };
}

/**
 * The next of all records in the order of their ids, a document a line: `opened` is the id to go on after. Each is a
 * statement of its own, so that nobody who reads slowly holds a connection; what is there all the while comes once.
 */
export function linesStatement(
  asked: Page,
  { after, size }: { after: string | null; size: number },
): Statement {
  const { bind, values } = asked.bound;
  const { first, from } = onList(asked, null);
  const later = after === null ? '' : `${asked.sought ? 'where' : 'and'} s.id > ${bind(after, 'uuid')} `;
  const part = `${from} ${later}order by s.id limit ${bind(size, 'bigint')}`;
  const lines = `select p.id, json_strip_nulls(${documentOf(asked.of, asked.detail)})::text as line from (${rowsOf(asked, part)}) p`;
  return {
    text: `${first}select (array_agg(l.id order by l.id desc))[1] as opened, string_agg(l.line, E'\\n' order by l.id) as answer from (${lines}) l`,
    values,
  };
}
