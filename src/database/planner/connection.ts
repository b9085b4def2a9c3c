import { type GraphQLObjectType, getNamedType } from 'graphql';
import type { Limits } from '../../config.js';
import { cursorValueOf, isBackward, notOfThisList, parseCursor } from './cursor.js';
import type { Draft } from './draft.js';
import { conditionsOf } from './filters.js';
import type { Place } from './plan.js';
import type { FoundRows, RowSource } from './rowSource.js';
import { type Arguments, columnOf, from, nameOf } from './sql.js';

/** A place that asks for a list with filters and a cursor. */
export interface Connection extends Place {
  /** Where in the request's arguments its own stand. */
  at: number;
  /** What ties its rows to the row that they belong to. */
  on: readonly string[];
  order: readonly string[];
  /** Whether its order is by what nobody may read, so that its cursors are ids alone. */
  hiddenOrder?: true | undefined;
  /** How its rows are found, where that is more than a condition. */
  found?: RowSource | undefined;
}

/** One of the values that an order sorts by. */
interface SortKey {
  sql: string;
  type: string;
  reads(text: string): boolean;
}

type Cursor = 'after' | 'before';

/** What a connection says of its rows, whatever is made of them: which, in which order, from where on and how many. */
export class ConnectionRows {
  readonly nodeType: GraphQLObjectType;
  /** What its cursors hold. */
  readonly cursor: readonly string[];
  /** How many rows its page has. */
  readonly size: (given: Arguments) => number;
  /** Whether the page is read from its end, so that its rows come the other way round. */
  readonly backward: boolean;
  private readonly newestFirst: boolean;
  private readonly asked: readonly string[];
  private readonly found: FoundRows | undefined;

  constructor(
    private readonly draft: Draft,
    private readonly connection: Connection,
    limits: Limits,
  ) {
    const { type, alias, nodes, at, hiddenOrder } = connection;
    const given = draft.argumentsAt(at);
    this.nodeType = nodeTypeOf(type);
    this.backward = isBackward(given);
    this.newestFirst = given.order === 'NEWEST_FIRST';
    this.size = draft.size(at, limits.defaultPageSize, limits.maxPageSize);
    const continued = this.isContinued('after');
    this.found = connection.found?.({ draft, at, size: this.size, continued, alias: 'f' });
    this.cursor = this.found?.sort ?? (hiddenOrder ? [`${alias}."id"`] : this.sortedBy(alias));
    this.asked = [...draft.fields(type, nodes).values()].map((group) => group[0]!.name.value);
  }

  /** Whether nothing but its count is asked for: a count by itself has no rows to narrow, and binds nothing of them. */
  get countedOnly(): boolean {
    return this.asked.every((name) => name === 'totalCount' || name === '__typename');
  }

  get counted(): boolean {
    return this.asked.includes('totalCount');
  }

  /** The order in which its rows are read, from the beginning of the page or from its end. */
  get direction(): string {
    const descending = this.newestFirst !== this.backward;
    const sort = this.found?.sort ?? this.sortedBy(this.connection.alias);
    return sort.map((each) => (descending ? `${each} desc` : each)).join(', ');
  }

  /** Its rows from the cursor on, or up to one, in the order in which they are read: what follows `from`. */
  ordered(): string {
    const { table, alias } = this.connection;
    if (this.found)
      return `(${this.found.page}) f join ${from(table, alias)} on ${alias}."id" = f.id where ${this.where([], alias)} order by ${this.direction}`;
    const within = cursors.filter((each) => this.isContinued(each)).map((each) => this.isWithin(each, alias));
    return `${this.rows(alias)}${within.join('')} order by ${this.direction}`;
  }

  /** Whether there is a row before the page's cursor, or after the one that it ends before; null where it has none. */
  beyond(cursor: Cursor): string | null {
    if (!this.isContinued(cursor) || !this.asked.includes('pageInfo')) return null;
    // Of rows that are found otherwise: whoever has a cursor has seen a row before it.
    if (this.found) return 'true';
    const alias = this.draft.alias();
    return `exists (select from ${this.rows(alias)} and not (${this.comparison(cursor, alias)}))`;
  }

  /** Which cursor is the id of no row that the viewer may have; null where cursors say themselves where they stand. */
  get lost(): string | null {
    const given = cursors.filter((each) => this.isContinued(each));
    if (!this.connection.hiddenOrder || given.length === 0) return null;
    return `case ${given.map((each) => `when not exists (${this.rowAt(each, '')}) then '${each}'`).join(' ')} end`;
  }

  /** How many rows there are on all pages. */
  count(): string {
    return this.found?.count ?? `(select count(*) from ${this.rows(this.draft.alias())})`;
  }

  /** Whether anybody asks where its rows stand. */
  get placed(): boolean {
    return this.asked.includes('edges') || this.asked.includes('pageInfo');
  }

  /** How far a row is from where the request asks, in metres; null where it does not say. */
  get distance(): string | null {
    return this.found?.distance(this.connection.alias) ?? null;
  }

  /** The answer, with what must stand around it. */
  around(answer: string): string {
    return this.found?.around?.(answer) ?? answer;
  }

  private isContinued(cursor: Cursor): boolean {
    return typeof this.draft.argumentsAt(this.connection.at)[cursor] === 'string';
  }

  /** All rows of the list under an alias: what follows `from`. */
  private rows(alias: string): string {
    const { table, alias: own, on, at } = this.connection;
    const again = on.map((each) => each.replaceAll(`${own}.`, `${alias}.`));
    const conditions = conditionsOf(this.draft, at, { table, alias });
    return `${from(table, alias)} where ${this.where([...again, ...conditions], alias)}`;
  }

  private where(conditions: readonly string[], alias: string): string {
    const narrowed = conditions.length ? conditions.join(' and ') : 'true';
    return `${narrowed}${this.draft.wall(this.connection.table, alias)}`;
  }

  private isWithin(cursor: Cursor, alias: string): string {
    return ` and ${this.comparison(cursor, alias)}`;
  }

  /** That a row stands behind `after`, or in front of `before`. */
  private comparison(cursor: Cursor, alias: string): string {
    const isBehind = (cursor === 'after') !== this.newestFirst;
    return `(${this.sortedBy(alias).join(', ')}) ${isBehind ? '>' : '<'} (${this.placeOf(cursor)})`;
  }

  /** Where a cursor stands in the order. */
  private placeOf(cursor: Cursor): string {
    if (this.connection.hiddenOrder) {
      const alias = this.draft.alias();
      return this.rowAt(cursor, this.sortedBy(alias).join(', '), alias);
    }
    const keys = this.keys('');
    return keys.map(({ type }, place) => `${this.part(cursor, place, keys)}::${type}`).join(', ');
  }

  /** The row of the list whose id the cursor holds, if the viewer may have it. */
  private rowAt(cursor: Cursor, columns: string, alias = this.draft.alias()): string {
    const id = this.part(cursor, 0, [{ sql: '', type: 'uuid', reads: cursorValueOf(this.idColumn).reads }]);
    return `select ${columns} from ${this.rows(alias)} and ${alias}."id" = ${id}::uuid`;
  }

  private get idColumn() {
    return columnOf(this.connection.table, 'id');
  }

  private part(cursor: Cursor, place: number, keys: readonly SortKey[]): string {
    const { at } = this.connection;
    return this.draft.bind('text', (given) => {
      const values = parseCursor(given[at]![cursor] as string, keys.length, cursor);
      if (!keys.every(({ reads }, each) => reads(values[each]!))) throw notOfThisList(cursor);
      return values[place];
    });
  }

  private sortedBy(alias: string): string[] {
    return this.keys(alias).map(({ sql }) => sql);
  }

  /** What its order sorts by. Rows without a value come last: nothing is behind a null, and a cursor would skip them. */
  private keys(alias: string): SortKey[] {
    const { table, order } = this.connection;
    return order.flatMap((each) => {
      const column = columnOf(table, each);
      const sql = nameOf(table, each, alias);
      const { none, reads } = cursorValueOf(column);
      const type = column.getSQLType();
      if (column.notNull) return [{ sql, type, reads }];
      return [
        { sql: `(${sql} is null)`, type: 'boolean', reads: isBoolean },
        { sql: `coalesce(${sql}, ${none})`, type, reads },
      ];
    });
  }
}

const cursors: readonly Cursor[] = ['after', 'before'];
const isBoolean = (text: string) => text === 'true' || text === 'false';

/** The type of a connection's nodes; a type that is no connection is its own. */
export const nodeTypeOf = (type: GraphQLObjectType): GraphQLObjectType => {
  const { nodes } = type.getFields();
  return nodes ? (getNamedType(nodes.type) as GraphQLObjectType) : type;
};
