import { type GraphQLObjectType, getNamedType } from 'graphql';
import type { Limits } from '../../config.js';
import { parseCursor } from './cursor.js';
import type { Draft } from './draft.js';
import type { AnyFilter } from './filters.js';
import type { Place } from './plan.js';
import { type Arguments, columnOf, from, nameOf } from './sql.js';

/** A place that asks for a list with filters and a cursor. */
export interface Connection extends Place {
  /** Where in the request's arguments its own stand. */
  at: number;
  /** What ties its rows to the row that they belong to. */
  on: readonly string[];
  order: readonly string[];
  filter: AnyFilter;
}

/** What a connection says of its rows, whatever is made of them: which, in which order, from where on and how many. */
export class ConnectionRows {
  readonly nodeType: GraphQLObjectType;
  /** What its order sorts by, which is what its cursors hold. */
  readonly sort: readonly string[];
  /** How many rows its page has. */
  readonly size: (given: Arguments) => number;
  private readonly asked: readonly string[];

  constructor(
    private readonly draft: Draft,
    private readonly connection: Connection,
    limits: Limits,
  ) {
    const { type, table, alias, nodes, at, order } = connection;
    this.nodeType = nodeTypeOf(type);
    this.sort = order.map((each) => nameOf(table, each, alias));
    this.size = draft.size(at, limits.defaultPageSize, limits.maxPageSize);
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
    const narrowed = this.where([...on, ...this.conditions(alias)], alias);
    return `${from(table, alias)} where ${narrowed}${this.after()} order by ${this.sort.join(', ')}`;
  }

  /** How many rows there are on all pages. */
  count(): string {
    const { table, alias, on } = this.connection;
    const counted = this.draft.alias();
    const again = on.map((each) => each.replaceAll(`${alias}.`, `${counted}.`));
    return `(select count(*) from ${from(table, counted)} where ${this.where([...again, ...this.conditions(counted)], counted)})`;
  }

  private where(conditions: readonly string[], alias: string): string {
    const narrowed = conditions.length ? conditions.join(' and ') : 'true';
    return `${narrowed}${this.draft.wall(this.connection.table, alias)}`;
  }

  private conditions(alias: string): string[] {
    const { at, filter } = this.connection;
    const given = (this.draft.argumentsAt(at).filter ?? {}) as Record<string, unknown>;
    return Object.entries(filter)
      .filter(([name]) => given[name] !== undefined && given[name] !== null)
      .map(([name, condition]) =>
        condition(alias, (type, as) =>
          this.draft.bind(type, (now) => {
            const value = (now[at]!.filter as Record<string, never>)[name] as never;
            return as ? as(value) : value;
          }),
        ),
      );
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
