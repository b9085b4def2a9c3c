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
import { granted, scopes, visible } from '../../access/visible.js';
import type { Limits } from '../../config.js';
import { badInput } from '../../errors.js';
import type { Opening } from '../run.js';
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
  /** What must be opened before it reads. */
  opening: Opening;
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
  /** The page that a function opened, such as `open_household_page`. */
  | { kind: 'page'; table: Table; opening: Opening }
  /** A list with filters and a cursor. */
  | { kind: 'list'; table: Table; order: readonly string[]; filter: AnyFilter };

/** How many rows a list inside a row is reckoned to have where the request does not say. */
const usualList = 5;

/** Thrown while a statement is composed in the response's shape, where something in it is not everybody's. */
class NotOpen extends Error {}

/** Composes one statement from a selection: nested lists as sub-selects that return JSON, only columns asked for. */
export class Planner {
  private readonly text = new Text();
  /** The lists that the selection in work lies in. */
  private readonly lists: string[] = [];
  private readonly argued: { field: GraphQLField<unknown, unknown>; node: FieldNode }[] = [];

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: Record<string, FragmentDefinitionNode>,
    private readonly variables: Record<string, unknown>,
    private readonly options: PlanOptions,
    /** Whether the answer has the response's own shape, and no marks for gates and log, of which there are none. */
    private readonly whole = false,
  ) {}

  /**
   * A statement whose answer is the text of the response, for a selection of the public catalogue alone: nobody can be
   * refused any of it, so nothing needs to look at its rows one by one. Null for every other selection.
   */
  static whole(
    info: GraphQLResolveInfo,
    type: GraphQLObjectType,
    source: Source,
    options: PlanOptions,
  ): Plan | null {
    if (source.kind === 'page' || !isOpen(source.table)) return null;
    const planner = new Planner(info.schema, info.fragments, info.variableValues, options, true);
    const field = info.parentType.getFields()[info.fieldName]!;
    try {
      return planner.root(field, info.fieldNodes, type, source);
    } catch (error) {
      if (error instanceof NotOpen) return null;
      throw error;
    }
  }

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
      body = `select ${this.answer(made.sql)}`;
    } else {
      const connected = source.kind === 'page';
      const places = connected ? this.groups(type, nodes) : [{ group: '', nodes: [...nodes] }];
      // Cursors hold ids: the log must know the rows of a page even where none of their fields is asked for.
      const groups = places.length ? places : [{ group: '', nodes: [] }];
      level = this.groupedLevel(connected ? nodeTypeOf(type) : type, table, alias, groups);
      const wall = this.wall(table, alias);
      if (connected) {
        body = `select coalesce(json_agg("$f" order by "$f"."$p"), '[]') as answer from (select ${[...level.columns, `page.place as "$p"`, `${alias}."id" as "$id"`].join(', ')} from ${from(table, alias)} join hamkke.page() page on page.id = ${alias}."id" where ${alias}."district_id" = ${this.text.bind('text', (given) => given[0]!.$district)}${wall}) "$f"`;
      } else {
        const district = source.districtOwned
          ? `${alias}."district_id" = ${this.text.bind('text', (given) => given[0]!.$district)} and `
          : '';
        body = `select ${this.answer('row_to_json("$f")')} from (select ${level.columns.join(', ')} from ${from(table, alias)} where ${district}${alias}."id" = ${this.text.bind('uuid', (given) => given[0]!.$id)}${wall}) "$f"`;
      }
    }
    const { text, slots } = this.text.finished(body);
    const argued = this.argued;
    return {
      text,
      opening: openingOf(source),
      bound: slots.length,
      shape: level.shape,
      rows: level.rows,
      given: (variables) => argued.map(({ field, node }) => getArgumentValues(field, node, variables)),
      values: (given) => slots.map((slot) => slot(given)),
    };
  }

  private answer(json: string) {
    return this.whole ? `(${json})::text as answer` : `${json} as answer`;
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
    return this.options.wall ? ` and (${visible(table, alias, scopes.opened)})` : '';
  }

  /** The columns of one row: several groups where a connection's nodes are asked for in several places. */
  private groupedLevel(type: GraphQLObjectType, table: Table, alias: string, groups: Groups): Level {
    if (groups.length === 1) return this.level(type, table, alias, groups[0]!.nodes);
    for (const { group } of groups) this.checkName(group);
    const levels = groups.map(({ group, nodes }) => ({
      group,
      level: this.level(type, table, alias, nodes),
    }));
    return {
      columns: levels.map(
        ({ group, level }) =>
          `(select row_to_json("$g") from (select ${level.columns.join(', ')}) "$g") as "$g:${group}"`,
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
      if (name === '__typename') {
        if (this.whole) columns.push(`'${type.name}' as "${key}"`);
        continue;
      }
      this.checkName(key);
      const field = type.getFields()[name]!;
      const extensions = field.extensions as Partial<ColumnExtension & RelationExtension>;
      // An interface's field replaces the type's own, so that Node takes the column away from every id.
      const column = extensions.column ?? (name === 'id' ? 'id' : undefined);
      if (this.whole && !isOpenField(extensions, column)) throw new NotOpen();
      if (column !== undefined) {
        columns.push(`${this.column(type, table, alias, column)} as "${key}"`);
      } else if (extensions.relation) {
        const child = this.relation(field, group, table, alias, extensions.relation);
        columns.push(`${child.sql} as "${key}"`);
        children.push({ key, grant: extensions.grant!, kind: extensions.relation.kind, shape: child.shape });
        rows.push(child.rows);
      }
    }
    if (this.whole && columns.length === 0) throw new NotOpen();
    const mark = markOf(table, alias, children);
    if (mark) columns.push(mark);
    if (columns.length === 0) columns.push('true as "$"');
    return {
      columns,
      shape: { table, children },
      rows: (given) => rows.reduce((sum, each) => sum + each(given), 1),
    };
  }

  /** Refuses a name that PostgreSQL would cut: two that begin alike would become one. */
  private checkName(name: string) {
    const { maxNameLength } = this.options.limits;
    if (name.length > maxNameLength)
      throw badInput(`별칭이 너무 깁니다. An alias may have ${maxNameLength} characters.`);
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
    if (this.whole && !isOpen(table)) throw new NotOpen();
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
          sql: `(select row_to_json("$f") from (select ${level.columns.join(', ')} from ${from(table, alias)} where ${where}) "$f")`,
        };
      }
      case 'facet': {
        const level = this.level(named, table, alias, nodes);
        const object = `(select row_to_json("$f") from (select ${level.columns.join(', ')} from (select) one left join ${from(table, alias)} on ${where}) "$f")`;
        if (!this.options.wall) return { ...level, sql: object };
        const gate = granted(
          protectionOf(table),
          (own) => nameOf(parent, relation.on[own]!, parentAlias),
          scopes.opened,
        );
        return { ...level, sql: `case when ${gate} then ${object} end` };
      }
      case 'many': {
        const at = this.argue(field, nodes[0]!);
        const list = `${getTableName(parent)}.${field.name}`;
        const again = this.lists.includes(list);
        this.lists.push(list);
        const level = this.level(named, table, alias, nodes);
        this.lists.pop();
        const order = relation.order.map((each) => nameOf(table, each, alias)).join(', ');
        const size = this.size(at, this.options.limits.maxListSize, this.options.limits.maxListSize);
        // A list that nobody bounded is taken for a short one, as lists inside a row are.
        const likely = (given: Arguments) => (given[at]!.first as number | null | undefined) ?? usualList;
        return {
          ...level,
          // Lists that lead on are as long as life makes them; one that leads back to itself multiplies without end.
          rows: (given) => (again ? size(given) : likely(given)) * level.rows(given),
          sql: `(select coalesce(json_agg("$f"), '[]') from (select ${level.columns.join(', ')} from ${from(table, alias)} where ${where} order by ${order} limit ${this.text.bind('int', size)}) "$f")`,
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
    if (this.whole) return this.wholeConnection(table, alias, nodes, at, on, order, filter, connection);
    const nodeType = nodeTypeOf(connection);
    const asked = [...this.fields(connection, nodes).values()].map((group) => group[0]!.name.value);
    const groups = this.groups(connection, nodes);
    const level = this.groupedLevel(
      nodeType,
      table,
      alias,
      groups.length ? groups : [{ group: '', nodes: [] }],
    );
    const size = this.size(at, this.options.limits.defaultPageSize, this.options.limits.maxPageSize);
    const parts = [`'first', ${this.text.bind('int', size)}`];
    // What is bound must stand in the text: a count by itself has no rows to narrow.
    if (asked.some((name) => name !== 'totalCount' && name !== '__typename')) {
      const narrowed = [...on, ...this.conditions(alias, at, filter)];
      const where = `${narrowed.length ? narrowed.join(' and ') : 'true'}${this.wall(table, alias)}`;
      const sort = order.map((each) => nameOf(table, each, alias));
      const after = this.after(table, at, order, sort);
      if (after) parts.push(`'after', true`);
      parts.push(
        `'rows', (select coalesce(json_agg("$f"), '[]') from (select ${[...level.columns, `json_build_array(${sort.map((each) => `${each}::text`).join(', ')}) as "$c"`].join(', ')} from ${from(table, alias)} where ${where}${after} order by ${sort.join(', ')} limit ${this.text.bind('int', (given) => size(given) + 1)}) "$f")`,
      );
    }
    if (asked.includes('totalCount')) parts.push(`'total', ${this.count(table, alias, at, on, filter)}`);
    return {
      sql: `json_build_object(${parts.join(', ')})`,
      level: { ...level, rows: (given) => size(given) * level.rows(given) },
    };
  }

  private count(table: Table, alias: string, at: number, on: string[], filter: AnyFilter): string {
    const counted = this.text.alias();
    const again = [
      ...on.map((each) => each.replaceAll(`${alias}.`, `${counted}.`)),
      ...this.conditions(counted, at, filter),
    ];
    return `(select count(*) from ${from(table, counted)} where ${again.length ? again.join(' and ') : 'true'}${this.wall(table, counted)})`;
  }

  /** A connection in the response's own shape: what `finish` makes of the other one, said in SQL. */
  private wholeConnection(
    table: Table,
    alias: string,
    nodes: readonly FieldNode[],
    at: number,
    on: string[],
    order: readonly string[],
    filter: AnyFilter,
    connection: GraphQLObjectType,
  ): { sql: string; level: Level } {
    const nodeType = nodeTypeOf(connection);
    const asked = [...this.fields(connection, nodes).values()].map((group) => group[0]!.name.value);
    // A count by itself has no rows to narrow, and what is bound must stand in the text.
    if (asked.every((name) => name === 'totalCount' || name === '__typename')) throw new NotOpen();
    const narrowed = [...on, ...this.conditions(alias, at, filter)];
    const sort = order.map((each) => nameOf(table, each, alias));
    const after = this.after(table, at, order, sort);
    const rowsFrom = `${from(table, alias)} where ${narrowed.length ? narrowed.join(' and ') : 'true'}${this.wall(table, alias)}${after} order by ${sort.join(', ')}`;
    const size = this.size(at, this.options.limits.defaultPageSize, this.options.limits.maxPageSize);
    const first = this.text.bind('int', size);
    const levels: Level[] = [];
    const columns: string[] = [];
    const row = (own: readonly FieldNode[]) => {
      const level = this.level(nodeType, table, alias, own);
      levels.push(level);
      columns.push(
        `(select row_to_json("$g") from (select ${level.columns.join(', ')}) "$g") as "$${columns.length}"`,
      );
      return `r."$${columns.length - 1}"`;
    };
    const cursor = () => {
      const values = sort.map((each) => `to_json(${each}::text)::text`).join(` || ',' || `);
      const named = `translate(encode(convert_to('[' || ${values} || ']', 'UTF8'), 'base64'), E'+/=\\n', '-_') as "$c"`;
      if (!columns.includes(named)) columns.push(named);
      return 'r."$c"';
    };
    const shown = `filter (where r."$n" <= ${first})`;
    const list = (json: string) => `coalesce(json_agg(${json} order by r."$n") ${shown}, '[]')`;
    const at0 = `(array_agg(r."$c" order by r."$n") ${shown})`;
    const edge = (type: GraphQLObjectType, own: readonly FieldNode[]) =>
      this.object(type, own, (name, group) => (name === 'cursor' ? cursor() : row(group)));
    const pageInfo = (name: string) => {
      if (name === 'hasNextPage') return `count(*) > ${first}`;
      if (name === 'hasPreviousPage') return after ? 'true' : 'false';
      cursor();
      return name === 'startCursor' ? `${at0}[1]` : `${at0}[least(count(*), ${first})]`;
    };
    const inside = (field: string) => getNamedType(connection.getFields()[field]!.type) as GraphQLObjectType;
    let onlyNodes: string | null = null;
    let places = 0;
    const sql = this.object(connection, nodes, (name, group) => {
      if (name === 'totalCount') return this.count(table, alias, at, on, filter);
      places += 1;
      if (name === 'pageInfo') return this.object(inside(name), group, pageInfo);
      if (name === 'edges') return list(edge(inside(name), group));
      const json = list(row(group));
      onlyNodes = json;
      return json;
    });
    const level: Level = {
      columns: [],
      shape: { table, children: [] },
      rows: (given) =>
        size(given) * (levels.length ? levels.reduce((sum, each) => sum + each.rows(given), 0) : 1),
    };
    if (places === 0) return { sql, level };
    // What most ask for needs no numbered rows, and no row more than the page has.
    if (onlyNodes && places === 1) {
      const plain = `(select coalesce(json_agg("$f"), '[]') from (select ${levels[0]!.columns.join(', ')} from ${rowsFrom} limit ${first}) "$f")`;
      return { sql: sql.replace(onlyNodes, () => plain), level };
    }
    const numbered = `select row_number() over (order by ${sort.join(', ')}) as "$n"${columns.map((each) => `, ${each}`).join('')} from ${rowsFrom} limit ${first} + 1`;
    // HAVING makes one row of the page, whatever is asked of it.
    return { sql: `(select ${sql} from (${numbered}) r having true)`, level };
  }

  /** An object whose fields are no columns, such as a page's. */
  private object(
    type: GraphQLObjectType,
    nodes: readonly FieldNode[],
    value: (name: string, group: readonly FieldNode[]) => string,
  ): string {
    const parts: string[] = [];
    for (const [key, group] of this.fields(type, nodes)) {
      const name = group[0]!.name.value;
      if (name === '__typename') parts.push(`'${key}', '${type.name}'`);
      else {
        const { grant } = type.getFields()[name]!.extensions as Partial<ColumnExtension>;
        if (grant?.kind !== 'open' && grant?.kind !== 'inherited') throw new NotOpen();
        parts.push(`'${key}', ${value(name, group)}`);
      }
    }
    // A function takes a hundred arguments.
    if (parts.length > 50) throw new NotOpen();
    return `json_build_object(${parts.join(', ')})`;
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

const openingOf = (source: Source): Opening => {
  if (source.kind === 'page') return source.opening;
  return source.kind === 'key' && source.districtOwned ? 'rows' : 'nothing';
};

const isOpen = (table: Table) => protectionOf(table).kind === 'catalogue';

const isOpenField = (
  { grant, relation }: Partial<ColumnExtension & RelationExtension>,
  column: string | undefined,
) =>
  (grant?.kind === 'open' || grant?.kind === 'inherited') &&
  (column !== undefined ||
    (relation !== undefined && relation.kind !== 'facet' && relation.kind !== 'computed'));

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
    case 'consent':
    case 'referral':
      return `${nameOf(table, protection.subject, alias)} as "$s"`;
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
