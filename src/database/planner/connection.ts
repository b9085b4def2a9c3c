import { type GraphQLObjectType, getNamedType } from 'graphql';
import type { Limits } from '../../config.js';
import { parseCursor } from './cursor.js';
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
  /** How its rows are found, where that is more than a condition. */
  found?: RowSource | undefined;
}

/** What a connection says of its rows, whatever is made of them: which, in which order, from where on and how many. */
export class ConnectionRows {
  readonly nodeType: GraphQLObjectType;
  /** What its order sorts by, which is what its cursors hold. */
  readonly sort: readonly string[];
  /** How many rows its page has. */
  readonly size: (given: Arguments) => number;
  private readonly asked: readonly string[];
  private readonly found: FoundRows | undefined;

  constructor(
    private readonly draft: Draft,
    private readonly connection: Connection,
    limits: Limits,
  ) {
    const { type, table, alias, nodes, at, order } = connection;
    this.nodeType = nodeTypeOf(type);
    this.size = draft.size(at, limits.defaultPageSize, limits.maxPageSize);
    this.found = connection.found?.({ draft, at, size: this.size, continued: this.continued, alias: 'f' });
    this.sort = this.found?.sort ?? order.map((each) => nameOf(table, each, alias));
    this.asked = [...draft.fields(type, nodes).values()].map((group) => group[0]!.name.value);
  }

  /** Whether nothing but its count is asked for: a count by itself has no rows to narrow, and binds nothing of them. */
  get countedOnly(): boolean {
    return this.asked.every((name) => name === 'totalCount' || name === '__typename');
  }

  get counted(): boolean {
    return this.asked.includes('totalCount');
  }

  /** Whether the request goes on from a cursor. */
  get continued(): boolean {
    return typeof this.draft.argumentsAt(this.connection.at).after === 'string';
  }

  /** Its rows in their order, from the cursor on: what follows `from`. */
  ordered(): string {
    const { table, alias, on } = this.connection;
    if (this.found)
      return `(${this.found.page}) f join ${from(table, alias)} on ${alias}."id" = f.id where ${this.where([], alias)} order by ${this.sort.join(', ')}`;
    const narrowed = this.where(
      [...on, ...conditionsOf(this.draft, this.connection.at, this.connection)],
      alias,
    );
    return `${from(table, alias)} where ${narrowed}${this.after()} order by ${this.sort.join(', ')}`;
  }

  /** How many rows there are on all pages. */
  count(): string {
    if (this.found) return this.found.count;
    const { table, alias, on, at } = this.connection;
    const counted = this.draft.alias();
    const again = on.map((each) => each.replaceAll(`${alias}.`, `${counted}.`));
    const conditions = conditionsOf(this.draft, at, { table, alias: counted });
    return `(select count(*) from ${from(table, counted)} where ${this.where([...again, ...conditions], counted)})`;
  }

  /** How far a row is from where the request asks, in metres; null where it does not say. */
  get distance(): string {
    return this.found?.distance(this.connection.alias) ?? 'null::float8';
  }

  private where(conditions: readonly string[], alias: string): string {
    const narrowed = conditions.length ? conditions.join(' and ') : 'true';
    return `${narrowed}${this.draft.wall(this.connection.table, alias)}`;
  }

  private after(): string {
    if (!this.continued) return '';
    const { table, at, order } = this.connection;
    const values = order.map(
      (each, place) =>
        this.draft.bind('text', (given) => parseCursor(given[at]!.after as string, order.length)[place]) +
        `::${columnOf(table, each).getSQLType()}`,
    );
    return ` and (${this.sort.join(', ')}) > (${values.join(', ')})`;
  }
}

/** The type of a connection's nodes; a type that is no connection is its own. */
export const nodeTypeOf = (type: GraphQLObjectType): GraphQLObjectType => {
  const { nodes } = type.getFields();
  return nodes ? (getNamedType(nodes.type) as GraphQLObjectType) : type;
};
