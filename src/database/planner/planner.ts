import type { Table } from 'drizzle-orm';
import { getTableName } from 'drizzle-orm';
import {
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  getNamedType,
  isObjectType,
} from 'graphql';
import type { ColumnExtension } from '../../access/columns.js';
import { protectionOf } from '../../access/records.js';
import type { Relation, RelationExtension } from '../../access/relations.js';
import { granted, scopes } from '../../access/visible.js';
import type { Connection } from './connection.js';
import { Draft } from './draft.js';
import { idSql } from './identifiers.js';
import type { Level, PageSource, Part, Place, Plan, PlanOptions, Rows, Shape } from './plan.js';
import { openingOf, type Source } from './source.js';
import { type Arguments, columnOf, from, nameOf } from './sql.js';

/** How many rows a list inside a row is reckoned to have where the request does not say. */
const usualList = 5;

/** A row that carries more values than these counts as more than one. */
const valuesOfRow = 10;

export type NumberSource = Extract<Source, { kind: 'number' }>;

/** What a field of the schema says of where its value comes from and who may have it. */
export type FieldExtension = Partial<ColumnExtension & RelationExtension>;

/**
 * Composes one statement from a selection: nested lists as sub-selects that return JSON, only columns asked for. What
 * the answer looks like beyond its rows is said by those who extend it.
 */
export abstract class Planner {
  protected readonly draft: Draft;
  /** The lists that the selection in work lies in. */
  private readonly lists: string[] = [];

  /** Nothing else of the request is held: what binds values may outlive it, together with this planner. */
  private readonly asked: Pick<GraphQLResolveInfo, 'parentType' | 'fieldName' | 'fieldNodes'>;

  constructor(
    { parentType, fieldName, fieldNodes, ...more }: GraphQLResolveInfo,
    protected readonly options: PlanOptions,
  ) {
    this.asked = { parentType, fieldName, fieldNodes };
    this.draft = new Draft(more, options);
  }

  /** The statement of the root field. */
  plan(type: GraphQLObjectType, source: Source): Plan {
    const { parentType, fieldName, fieldNodes: nodes } = this.asked;
    const at = this.draft.argue(parentType.getFields()[fieldName]!, nodes[0]!);
    const place = { type, table: source.table, alias: this.draft.alias(), nodes };
    return this.draft.plan(this.root(place, at, source), openingOf(source));
  }

  private root(place: Place, at: number, source: Source): Part {
    switch (source.kind) {
      case 'key':
        return this.row(place, at, source.districtOwned);
      case 'keys':
        return this.rowsOf(place, at, source.districtOwned);
      case 'page':
        return this.page(place, at, source);
      case 'number':
        return this.number(place, at, source);
      case 'person':
        return this.opened(place, at, source.most);
      case 'list': {
        const { order, found } = source;
        const list = this.connection({ ...place, at, on: [], order, found });
        return { ...list, sql: `select ${this.answer(list.sql)}` };
      }
    }
  }

  private row(place: Place, at: number, districtOwned: boolean): Part {
    const level = this.level(place);
    const id = this.draft.bind('uuid', (given) => given[at]!.$id);
    return {
      ...level,
      sql: `select ${this.answer('row_to_json("$f")')} from (${this.keyed(place, at, districtOwned, level.columns, `= ${id}`)}) "$f"`,
    };
  }

  private rowsOf(place: Place, at: number, districtOwned: boolean): Part {
    const level = this.level(place);
    const ids = this.draft.bind('uuid[]', (given) => given[at]!.$ids);
    const columns = [...level.columns, `${place.alias}."id" as "$id"`];
    return {
      ...level,
      rows: (given) => (given[at]!.$ids as string[]).length * level.rows(given),
      sql: `select ${this.answer(`coalesce(json_agg("$f"), '[]')`)} from (${this.keyed(place, at, districtOwned, columns, `= any(${ids})`)}) "$f"`,
    };
  }

  /** The rows that were opened, those that the viewer may have. */
  private opened(place: Place, at: number, most: number): Part {
    const { table, alias } = place;
    const level = this.level(place);
    const district = this.draft.bind('text', (given) => given[at]!.$district);
    return {
      ...level,
      rows: (given) => most * level.rows(given),
      sql: `select ${this.answer(`coalesce(json_agg("$f"), '[]')`)} from (select ${[...level.columns, `${alias}."id" as "$id"`].join(', ')} from ${from(table, alias)} join hamkke.page() page on page.id = ${alias}."id" where ${alias}."district_id" = ${district}${this.draft.wall(table, alias)} order by page.place) "$f"`,
    };
  }

  /** The rows whose ids are as said, those that the viewer may have. */
  private keyed({ table, alias }: Place, at: number, districtOwned: boolean, columns: string[], ids: string) {
    const district = districtOwned
      ? `${alias}."district_id" = ${this.draft.bind('text', (given) => given[at]!.$district)} and `
      : '';
    return `select ${columns.join(', ')} from ${from(table, alias)} where ${district}${alias}."id" ${ids}${this.draft.wall(table, alias)}`;
  }

  /** The answer's column. */
  protected abstract answer(json: string): string;
  /** The page that was opened, as the answer. */
  protected abstract page(place: Place, at: number, source: PageSource): Part;
  /** The row that a number was found for, as the answer. */
  protected abstract number(place: Place, at: number, source: NumberSource): Part;
  protected abstract connection(connection: Connection): Part;
  /** The column in which a row says its type, if it does. */
  protected abstract typeName(type: GraphQLObjectType, key: string): string | null;
  /** Throws where a field can be no part of such an answer. */
  protected abstract check(field: FieldExtension, column: string | undefined): void;
  /** The columns of a row beside those that were asked for; there must be one at all. */
  protected abstract beside(place: Place, asked: readonly string[], children: Shape['children']): string[];

  /** The columns of one row. */
  protected level(place: Place): Level {
    const { type, table, alias, nodes } = place;
    const columns: string[] = [];
    const children: Shape['children'] = [];
    const rows: Rows[] = [];
    for (const [key, group] of this.draft.fields(type, nodes)) {
      const name = group[0]!.name.value;
      if (name === '__typename') {
        const named = this.typeName(type, key);
        if (named) columns.push(named);
        continue;
      }
      this.draft.checkName(key);
      const field = type.getFields()[name]!;
      const extensions = field.extensions as FieldExtension;
      // An interface's field replaces the type's own, so that Node takes the column away from every id.
      const column = extensions.column ?? (name === 'id' ? 'id' : undefined);
      this.check(extensions, column);
      if (column !== undefined) {
        columns.push(`${this.column(type, table, alias, column)} as "${key}"`);
      } else if (extensions.relation) {
        const { relation } = extensions;
        const child = this.relation(field, group, place, relation);
        columns.push(`${child.sql} as "${key}"`);
        children.push({ key, grant: extensions.grant!, kind: relation.kind, shape: child.shape });
        rows.push(child.rows);
      }
    }
    columns.push(...this.beside(place, columns, children));
    const own = Math.max(1, columns.length / valuesOfRow);
    return {
      columns,
      shape: { table, children },
      rows: (given) => rows.reduce((sum, each) => sum + each(given), own),
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
    parent: Place,
    relation: Relation,
  ): Omit<Part, 'shape'> & { shape: Shape | null } {
    if (relation.kind === 'computed') return { sql: relation.sql(parent.alias), shape: null, rows: () => 0 };
    const { table } = relation.type();
    const alias = this.draft.alias();
    const on = Object.entries(relation.on).map(
      ([own, theirs]) =>
        `${nameOf(table, own, alias)} = ${typeof theirs === 'string' ? nameOf(parent.table, theirs, parent.alias) : theirs(parent.alias)}`,
    );
    const type = getNamedType(field.type);
    if (!isObjectType(type)) throw new Error(`${field.name} does not lead to an object`);
    const place = { type, table, alias, nodes };
    const where = `${on.join(' and ')}${this.draft.wall(table, alias)}`;
    switch (relation.kind) {
      case 'one': {
        const level = this.level(place);
        return {
          ...level,
          sql: `(select row_to_json("$f") from (select ${level.columns.join(', ')} from ${from(table, alias)} where ${where}) "$f")`,
        };
      }
      case 'facet': {
        const level = this.level(place);
        const object = `(select row_to_json("$f") from (select ${level.columns.join(', ')} from (select) one left join ${from(table, alias)} on ${where}) "$f")`;
        if (!this.options.wall) return { ...level, sql: object };
        const gate = granted(
          protectionOf(table),
          (own) => nameOf(parent.table, String(relation.on[own]), parent.alias),
          scopes.opened,
        );
        return { ...level, sql: `case when ${gate} then ${object} end` };
      }
      case 'many':
        return this.many(field, place, where, `${getTableName(parent.table)}.${field.name}`, relation.order);
      case 'connection': {
        const at = this.draft.argue(field, nodes[0]!);
        const { order, hiddenOrder } = relation;
        return this.connection({ ...place, at, on, order, hiddenOrder });
      }
    }
  }

  private many(
    field: GraphQLField<unknown, unknown>,
    place: Place,
    where: string,
    list: string,
    order: readonly string[],
  ): Part {
    const { table, alias, nodes } = place;
    const at = this.draft.argue(field, nodes[0]!);
    const again = this.lists.includes(list);
    this.lists.push(list);
    const { columns, shape, rows } = this.level(place);
    this.lists.pop();
    const { maxListSize } = this.options.limits;
    const size = this.draft.size(at, maxListSize, maxListSize);
    // A list that nobody bounded is taken for a short one, as lists inside a row are.
    const likely = (given: Arguments) => (given[at]!.first as number | null | undefined) ?? usualList;
    return {
      shape,
      // Lists that lead on are as long as life makes them; one that leads back to itself multiplies without end.
      rows: (given) => (again ? size(given) : likely(given)) * rows(given),
      sql: `(select coalesce(json_agg("$f"), '[]') from (select ${columns.join(', ')} from ${from(table, alias)} where ${where} order by ${order.map((each) => nameOf(table, each, alias)).join(', ')} limit ${this.draft.bind('int', size)}) "$f")`,
    };
  }
}
