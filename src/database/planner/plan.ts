import type { Table } from 'drizzle-orm';
import { getTableName } from 'drizzle-orm';
import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
} from 'graphql';
import { collectSubfields } from 'graphql/execution/collectFields.js';
import { getArgumentValues } from 'graphql/execution/values.js';
import type { ColumnExtension } from '../../access/columns.js';
import type { Grant } from '../../access/grants.js';
import { protectionOf } from '../../access/protections.js';
import type { Relation, RelationExtension } from '../../access/relations.js';
import { granted, visible } from '../../access/visible.js';
import type { Limits } from '../../config.js';
import { badInput } from '../../errors.js';
import { parseCursor } from './cursor.js';
import type { AnyFilter } from './filters.js';
import { idSql } from './identifiers.js';
import { type Arguments, columnOf, has, nameOf, Text } from './sql.js';

/** What the log and the gates need to know of the rows at one place of an answer. */
export interface Shape {
  table: Table;
  children: { key: string; grant: Grant; kind: Relation['kind']; shape: Shape | null }[];
}

export interface Plan {
  text: string;
  /** How many values the text binds. */
  bound: number;
  values(given: Arguments): unknown[];
  /** The arguments that this request gives to the fields of the plan. */
  given(variables: Record<string, unknown>): Arguments;
  /** The most rows that the answer can have, as its page sizes multiply. */
  rows(given: Arguments): number;
  shape: Shape;
}

export interface PlanOptions {
  /** The application's wall: conditions on every level. Off only in tests of the other wall. */
  wall: boolean;
  limits: Limits;
}

type Groups = { group: string; nodes: FieldNode[] }[];
type Rows = (given: Arguments) => number;
interface Level {
  columns: string[];
  shape: Shape;
  rows: Rows;
}

/** Where a root field's rows come from. */
export type Source =
  /** One row by its key, bound from the values that the caller passes. */
  | { kind: 'key'; table: Table; districtOwned: boolean }
  /** The page that `open_household_page` opened. */
  | { kind: 'page'; table: Table }
  /** A list with filters and a cursor. */
  | { kind: 'list'; table: Table; order: readonly string[]; filter: AnyFilter };

/** Composes one statement from a selection: nested lists as sub-selects that return JSON, only columns asked for. */
export class Planner {
  private readonly text = new Text();
  private readonly argued: { field: GraphQLField<unknown, unknown>; node: FieldNode }[] = [];

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: Record<string, FragmentDefinitionNode>,
    private readonly variables: Record<string, unknown>,
    private readonly options: PlanOptions,
  ) {}

  static plan(info: GraphQLResolveInfo, type: GraphQLObjectType, source: Source, options: PlanOptions): Plan {
    const planner = new Planner(info.schema, info.fragments, info.variableValues, options);
    const field = info.parentType.getFields()[info.fieldName]!;
    return planner.root(field, info.fieldNodes, type, source);
  }

  private root(
    field: GraphQLField<unknown, unknown>,
    nodes: readonly FieldNode[],
    type: GraphQLObjectType,
    source: Source,
  ): Plan {
    const at = this.argue(field, nodes[0]!);
    const { table } = source;
    const alias = this.text.alias();
    let body: string;
    let level: Level;
    if (source.kind === 'list') {
      const made = this.connection(type, table, alias, nodes, at, [], source.order, source.filter);
      level = made.level;
      body = `select ${made.sql} as answer`;
    } else {
      const connected = source.kind === 'page';
      const groups = connected ? this.groups(type, nodes) : [{ group: '', nodes: [...nodes] }];
      level = this.groupedLevel(connected ? nodeTypeOf(type) : type, table, alias, groups);
      const wall = this.wall(table, alias);
      if (connected) {
        body = `select coalesce(json_agg(f order by f."$p"), '[]') as answer from (select ${[...level.columns, `page.place as "$p"`, `${alias}."id" as "$id"`].join(', ')} from ${from(table, alias)} join hamkke.page() page on page.id = ${alias}."id" where ${alias}."district_id" = ${this.text.bind('text', (given) => given[0]!.$district)}${wall}) f`;
      } else {
        const district = source.districtOwned
          ? `${alias}."district_id" = ${this.text.bind('text', (given) => given[0]!.$district)} and `
          : '';
        body = `select row_to_json(f) as answer from (select ${level.columns.join(', ')} from ${from(table, alias)} where ${district}${alias}."id" = ${this.text.bind('uuid', (given) => given[0]!.$id)}${wall}) f`;
      }
    }
    const { slots } = this.text;
    const argued = this.argued;
    return {
      text: body,
      bound: slots.length,
      shape: level.shape,
      rows: level.rows,
      given: (variables) => argued.map(({ field, node }) => getArgumentValues(field, node, variables)),
      values: (given) => slots.map((slot) => slot(given)),
    };
  }

  /** Remembers a field with arguments and says where in the request's arguments its own will stand. */
  private argue(field: GraphQLField<unknown, unknown>, node: FieldNode): number {
    this.argued.push({ field, node });
    return this.argued.length - 1;
  }

  private fields(type: GraphQLObjectType, nodes: readonly FieldNode[]) {
    return collectSubfields(this.schema, this.fragments, this.variables, type, nodes as FieldNode[]);
  }

  private wall(table: Table, alias: string) {
    return this.options.wall ? ` and (${visible(table, alias)})` : '';
  }

  /** The columns of one row: several groups where a connection's nodes are asked for in several places. */
  private groupedLevel(type: GraphQLObjectType, table: Table, alias: string, groups: Groups): Level {
    if (groups.length === 1) return this.level(type, table, alias, groups[0]!.nodes);
    const levels = groups.map(({ group, nodes }) => ({
      group,
      level: this.level(type, table, alias, nodes),
    }));
    return {
      columns: levels.map(
        ({ group, level }) =>
          `(select row_to_json(g) from (select ${level.columns.join(', ')}) g) as "$g:${group}"`,
      ),
      shape: {
        table,
        children: levels.map(({ group, level }) => ({
          key: `$g:${group}`,
          grant: { kind: 'inherited' },
          kind: 'one',
          shape: level.shape,
        })),
      },
      rows: (given) => levels.reduce((sum, { level }) => sum + level.rows(given), 0),
    };
  }

  private level(type: GraphQLObjectType, table: Table, alias: string, nodes: readonly FieldNode[]): Level {
    const columns: string[] = [];
    const children: Shape['children'] = [];
    const rows: Rows[] = [];
    for (const [key, group] of this.fields(type, nodes)) {
      const name = group[0]!.name.value;
      if (name === '__typename') continue;
      if (key.length > this.options.limits.maxNameLength)
        throw badInput(
          `별칭이 너무 깁니다. An alias may have ${this.options.limits.maxNameLength} characters.`,
        );
      const field = type.getFields()[name]!;
      const extensions = field.extensions as Partial<ColumnExtension & RelationExtension>;
      // An interface's field replaces the type's own, so that Node takes the column away from every id.
      const column = extensions.column ?? (name === 'id' ? 'id' : undefined);
      if (column !== undefined) {
        columns.push(`${this.column(type, table, alias, column)} as "${key}"`);
      } else if (extensions.relation) {
        const child = this.relation(field, group, table, alias, extensions.relation);
        columns.push(`${child.sql} as "${key}"`);
        children.push({ key, grant: extensions.grant!, kind: extensions.relation.kind, shape: child.shape });
        rows.push(child.rows);
      }
    }
    const mark = markOf(table, alias, children);
    if (mark) columns.push(mark);
    if (columns.length === 0) columns.push('true as "$"');
    return {
      columns,
      shape: { table, children },
      rows: (given) => rows.reduce((sum, each) => sum + each(given), 1),
    };
  }

  private column(type: GraphQLObjectType, table: Table, alias: string, property: string): string {
    if (property === 'id') return idSql(type.name, table, alias);
    const sql = nameOf(table, property, alias);
    return columnOf(table, property).columnType === 'PgCustomColumn' ? `${sql}::text` : sql;
  }

  private relation(
    field: GraphQLField<unknown, unknown>,
    nodes: readonly FieldNode[],
    parent: Table,
    parentAlias: string,
    relation: Relation,
  ): { sql: string; shape: Shape | null; rows: Rows } {
    if (relation.kind === 'computed') return { sql: relation.sql(parentAlias), shape: null, rows: () => 0 };
    const { table } = relation.type();
    const alias = this.text.alias();
    const on = Object.entries(relation.on).map(
      ([own, theirs]) => `${nameOf(table, own, alias)} = ${nameOf(parent, theirs, parentAlias)}`,
    );
    const named = getNamedType(field.type);
    if (!isObjectType(named)) throw new Error(`${field.name} does not lead to an object`);
    const where = `${on.join(' and ')}${this.wall(table, alias)}`;
    switch (relation.kind) {
      case 'one': {
        const level = this.level(named, table, alias, nodes);
        return {
          ...level,
          sql: `(select row_to_json(f) from (select ${level.columns.join(', ')} from ${from(table, alias)} where ${where}) f)`,
        };
      }
      case 'facet': {
        const level = this.level(named, table, alias, nodes);
        const object = `(select row_to_json(f) from (select ${level.columns.join(', ')} from (select) one left join ${from(table, alias)} on ${where}) f)`;
        if (!this.options.wall) return { ...level, sql: object };
        const gate = granted(protectionOf(table), (own) => nameOf(parent, relation.on[own]!, parentAlias));
        return { ...level, sql: `case when ${gate} then ${object} end` };
      }
      case 'many': {
        const at = this.argue(field, nodes[0]!);
        const level = this.level(named, table, alias, nodes);
        const order = relation.order.map((each) => nameOf(table, each, alias)).join(', ');
        const size = this.size(at, this.options.limits.maxListSize, this.options.limits.maxListSize);
        return {
          ...level,
          sql: `(select coalesce(json_agg(f), '[]') from (select ${level.columns.join(', ')} from ${from(table, alias)} where ${where} order by ${order} limit ${this.text.bind('int', size)}) f)`,
        };
      }
      case 'connection': {
        const at = this.argue(field, nodes[0]!);
        const made = this.connection(
          nodeTypeOf(named),
          table,
          alias,
          nodes,
          at,
          on,
          relation.order,
          {},
          named,
        );
        return { ...made.level, sql: `(select ${made.sql})` };
      }
    }
  }

  private size(at: number, usual: number, most: number) {
    return (given: Arguments) => pageSize(given[at]!.first as number | null | undefined, usual, most);
  }

  /** The places of a connection's selection that ask for its nodes: `nodes` and `edges { node }`, under any alias. */
  private groups(connection: GraphQLObjectType, nodes: readonly FieldNode[]): Groups {
    const groups: Groups = [];
    for (const [key, group] of this.fields(connection, nodes)) {
      if (group[0]!.name.value === 'nodes') groups.push({ group: key, nodes: group as FieldNode[] });
      if (group[0]!.name.value !== 'edges') continue;
      const edge = getNamedType(connection.getFields().edges!.type) as GraphQLObjectType;
      for (const [inner, own] of this.fields(edge, group))
        if (own[0]!.name.value === 'node')
          groups.push({ group: `${key}/${inner}`, nodes: own as FieldNode[] });
    }
    return groups;
  }

  private connection(
    type: GraphQLObjectType,
    table: Table,
    alias: string,
    nodes: readonly FieldNode[],
    at: number,
    on: string[],
    order: readonly string[],
    filter: AnyFilter,
    connection: GraphQLObjectType = type,
  ): { sql: string; level: Level } {
    const nodeType = nodeTypeOf(connection);
    const asked = [...this.fields(connection, nodes).values()].map((group) => group[0]!.name.value);
    const groups = this.groups(connection, nodes);
    const level = this.groupedLevel(
      nodeType,
      table,
      alias,
      groups.length ? groups : [{ group: '', nodes: [] }],
    );
    const narrowed = [...on, ...this.conditions(alias, at, filter)];
    const where = `${narrowed.length ? narrowed.join(' and ') : 'true'}${this.wall(table, alias)}`;
    const sort = order.map((each) => nameOf(table, each, alias));
    const after = this.after(table, at, order, sort);
    const size = this.size(at, this.options.limits.defaultPageSize, this.options.limits.maxPageSize);
    const parts = [`'first', ${this.text.bind('int', size)}`];
    if (asked.some((name) => name !== 'totalCount' && name !== '__typename'))
      parts.push(
        `'rows', (select coalesce(json_agg(f), '[]') from (select ${[...level.columns, `json_build_array(${sort.map((each) => `${each}::text`).join(', ')}) as "$c"`].join(', ')} from ${from(table, alias)} where ${where}${after} order by ${sort.join(', ')} limit ${this.text.bind('int', (given) => size(given) + 1)}) f)`,
      );
    if (asked.includes('totalCount')) {
      const counted = this.text.alias();
      const again = [
        ...on.map((each) => each.replaceAll(`${alias}.`, `${counted}.`)),
        ...this.conditions(counted, at, filter),
      ];
      parts.push(
        `'total', (select count(*) from ${from(table, counted)} where ${again.length ? again.join(' and ') : 'true'}${this.wall(table, counted)})`,
      );
    }
    return {
      sql: `json_build_object(${parts.join(', ')})`,
      level: { ...level, rows: (given) => size(given) * level.rows(given) },
    };
  }

  private conditions(alias: string, at: number, filter: AnyFilter): string[] {
    const { field, node } = this.argued[at]!;
    const given = (getArgumentValues(field, node, this.variables).filter ?? {}) as Record<string, unknown>;
    return Object.entries(filter)
      .filter(([name]) => given[name] !== undefined && given[name] !== null)
      .map(([name, condition]) =>
        condition(alias, (type, as) =>
          this.text.bind(type, (now) => {
            const value = (now[at]!.filter as Record<string, never>)[name] as never;
            return as ? as(value) : value;
          }),
        ),
      );
  }

  private after(table: Table, at: number, order: readonly string[], sort: string[]): string {
    const { field, node } = this.argued[at]!;
    if (typeof getArgumentValues(field, node, this.variables).after !== 'string') return '';
    const values = order.map(
      (each, place) =>
        this.text.bind('text', (given) => parseCursor(given[at]!.after as string, order.length)[place]) +
        `::${columnOf(table, each).getSQLType()}`,
    );
    return ` and (${sort.join(', ')}) > (${values.join(', ')})`;
  }
}

/** The size of a page that was asked for, checked. */
export function pageSize(asked: number | null | undefined, usual: number, most: number): number {
  const first = asked ?? usual;
  if (first < 0 || first > most)
    throw badInput(`first는 0 이상 ${most} 이하여야 합니다. "first" must be from 0 to ${most}.`);
  return first;
}

const from = (table: Table, alias: string) => `"${getTableName(table)}" ${alias}`;

const nodeTypeOf = (connection: GraphQLObjectType): GraphQLObjectType => {
  const nodes = connection.getFields().nodes;
  return nodes ? (getNamedType(nodes.type) as GraphQLObjectType) : connection;
};

/** What a gate or the log needs beside the columns asked for: whose row it is, or which class it says it is. */
function markOf(table: Table, alias: string, children: Shape['children']): string | null {
  const protection = protectionOf(table);
  switch (protection.kind) {
    case 'known':
      return `${nameOf(table, protection.subjects[0]!, alias)} as "$s"`;
    case 'class':
      return has(table, 'id') || children.length
        ? `${nameOf(table, protection.subject, alias)} as "$s"`
        : null;
    case 'rowClass':
      return `json_build_array(${nameOf(table, protection.dataClass, alias)}, ${nameOf(table, protection.subjects, alias)}) as "$k"`;
    default:
      return null;
  }
}
