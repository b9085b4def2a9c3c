import type { Table } from 'drizzle-orm';
import { type FieldNode, type GraphQLObjectType, type GraphQLResolveInfo, getNamedType } from 'graphql';
import type { ColumnExtension } from '../../access/columns.js';
import type { Grant } from '../../access/grants.js';
import { isPublic } from '../../access/protections.js';
import { protectionOf } from '../../access/records.js';
import { type Connection, ConnectionRows } from './connection.js';
import type { Level, Part, Place, Plan, PlanOptions } from './plan.js';
import { type FieldExtension, Planner } from './planner.js';
import type { Source } from './source.js';

/** A root field's answer as the text of the response. */
export class JsonText {
  readonly text: string;

  constructor(text: string | null) {
    this.text = text ?? 'null';
  }

  get isNull(): boolean {
    return this.text === 'null';
  }
}

/**
 * A statement whose answer is the text of the response, for a selection of the public catalogue alone: nobody can be
 * refused any of it, so nothing needs to look at its rows one by one. Null for every other selection.
 */
export function planJsonText(
  info: GraphQLResolveInfo,
  type: GraphQLObjectType,
  source: Source,
  options: PlanOptions,
): Plan | null {
  if (!isOpen(source.table)) return null;
  try {
    return new WholePlanner(info, options).plan(type, source);
  } catch (error) {
    if (error instanceof NotOpen) return null;
    throw error;
  }
}

/** Thrown while a statement is composed in the response's shape, where something in it is not everybody's. */
class NotOpen extends Error {}

/** The response's own shape, with no marks for gates and log, of which there are none. */
class WholePlanner extends Planner {
  protected answer(json: string) {
    return `(${json})::text as answer`;
  }

  protected typeName(type: GraphQLObjectType, key: string) {
    return `'${type.name}' as "${key}"`;
  }

  protected check(field: FieldExtension, column: string | undefined) {
    if (!isOpenField(field, column)) throw new NotOpen();
  }

  protected beside(_place: Place, asked: readonly string[]) {
    if (asked.length === 0) throw new NotOpen();
    return [];
  }

  /** What was opened for one viewer is not everybody's. */
  protected page(): Part {
    throw new NotOpen();
  }

  protected number(): Part {
    throw new NotOpen();
  }

  /** What `wireResolvers` makes of the other shape, said in SQL. */
  protected connection(connection: Connection): Part {
    const { type, table, nodes } = connection;
    const rows = new ConnectionRows(this.draft, connection, this.options.limits);
    if (rows.countedOnly) throw new NotOpen();
    const ordered = rows.ordered();
    const first = this.draft.bind('int', rows.size);
    const page = new PageColumns(rows, first);
    const levels: Level[] = [];
    const row = (own: readonly FieldNode[]) => {
      const level = this.level({ ...connection, type: rows.nodeType, nodes: own });
      levels.push(level);
      return page.row(level);
    };
    const inside = (field: string) => getNamedType(type.getFields()[field]!.type) as GraphQLObjectType;
    const edge = (own: readonly FieldNode[]) =>
      this.object(inside('edges'), own, (name, group) =>
        name === 'cursor'
          ? page.cursor()
          : name === 'distanceMetres'
            ? page.distance(rows.distance ?? 'null::float8')
            : row(group),
      );
    let onlyNodes: string | null = null;
    let places = 0;
    const sql = this.object(type, nodes, (name, group) => {
      if (name === 'totalCount') return rows.count();
      places += 1;
      if (name === 'pageInfo') return this.object(inside(name), group, (asked) => page.info(asked));
      if (name === 'edges') return page.list(edge(group));
      onlyNodes = page.list(row(group));
      return onlyNodes;
    });
    const part = {
      shape: { table, children: [] },
      rows: (given: Parameters<Part['rows']>[0]) =>
        rows.size(given) * (levels.length ? levels.reduce((sum, each) => sum + each.rows(given), 0) : 1),
    };
    if (places === 0) return { ...part, sql };
    // What most ask for needs no numbered rows, and no row more than the page has.
    if (onlyNodes && places === 1 && !rows.backward) {
      const plain = `(select coalesce(json_agg("$f"), '[]') from (select ${levels[0]!.columns.join(', ')} from ${ordered} limit ${first}) "$f")`;
      return { ...part, sql: sql.replace(onlyNodes, () => plain) };
    }
    // HAVING makes one row of the page, whatever is asked of it.
    return { ...part, sql: `(select ${sql} from (${page.numbered(ordered)}) r having true)` };
  }

  /** An object whose fields are no columns, such as a page's. */
  private object(
    type: GraphQLObjectType,
    nodes: readonly FieldNode[],
    value: (name: string, group: readonly FieldNode[]) => string,
  ): string {
    const parts: string[] = [];
    for (const [key, group] of this.draft.fields(type, nodes)) {
      const name = group[0]!.name.value;
      if (name === '__typename') parts.push(`'${key}', '${type.name}'`);
      else {
        const { grant } = type.getFields()[name]!.extensions as Partial<ColumnExtension>;
        if (!isOpenGrant(grant)) throw new NotOpen();
        parts.push(`'${key}', ${value(name, group)}`);
      }
    }
    // A function takes a hundred arguments.
    if (parts.length > 50) throw new NotOpen();
    return `json_build_object(${parts.join(', ')})`;
  }
}

/** The numbered rows `r` of a page and one more, and what a connection's fields are made of them. */
class PageColumns {
  private readonly columns: string[] = [];
  private readonly shown: string;
  /** The order of the list, which is not that of the numbers where the page was read from its end. */
  private readonly order: string;

  constructor(
    private readonly rows: ConnectionRows,
    private readonly first: string,
  ) {
    this.shown = `filter (where r."$n" <= ${first})`;
    this.order = `r."$n"${rows.backward ? ' desc' : ''}`;
  }

  row(level: Level): string {
    const name = `"$${this.columns.length}"`;
    this.columns.push(`(select row_to_json("$g") from (select ${level.columns.join(', ')}) "$g") as ${name}`);
    return `r.${name}`;
  }

  cursor(): string {
    const values = this.rows.cursor.map((each) => `to_json(${each}::text)::text`).join(` || ',' || `);
    const named = `translate(encode(convert_to('[' || ${values} || ']', 'UTF8'), 'base64'), E'+/=\\n', '-_') as "$c"`;
    if (!this.columns.includes(named)) this.columns.push(named);
    return 'r."$c"';
  }

  distance(metres: string): string {
    const named = `${metres} as "$d"`;
    if (!this.columns.includes(named)) this.columns.push(named);
    return 'r."$d"';
  }

  list(json: string): string {
    return `coalesce(json_agg(${json} order by ${this.order}) ${this.shown}, '[]')`;
  }

  /** A field of the page's information. */
  info(name: string): string {
    const more = `count(*) > ${this.first}`;
    const { backward } = this.rows;
    if (name === 'hasNextPage')
      return backward ? (this.rows.beyond('before') ?? 'false') : this.either(more, 'before');
    if (name === 'hasPreviousPage')
      return backward ? this.either(more, 'after') : (this.rows.beyond('after') ?? 'false');
    const cursors = `(array_agg(${this.cursor()} order by ${this.order}) ${this.shown})`;
    return name === 'startCursor' ? `${cursors}[1]` : `${cursors}[least(count(*), ${this.first})]`;
  }

  /** Whether there are more rows on a side of the page, be it that they were read or that they lie beyond its cursor. */
  private either(more: string, cursor: 'after' | 'before'): string {
    const beyond = this.rows.beyond(cursor);
    return beyond ? `(${more} or ${beyond})` : more;
  }

  numbered(ordered: string): string {
    const columns = this.columns.map((each) => `, ${each}`).join('');
    return `select row_number() over (order by ${this.rows.direction}) as "$n"${columns} from ${ordered} limit ${this.first} + 1`;
  }
}

const isOpen = (table: Table) => isPublic(protectionOf(table));

const isOpenGrant = (grant: Grant | undefined) => grant?.kind === 'open' || grant?.kind === 'inherited';

function isOpenField({ grant, relation }: FieldExtension, column: string | undefined): boolean {
  if (!isOpenGrant(grant)) return false;
  if (column !== undefined) return true;
  if (!relation || relation.kind === 'facet') return false;
  if (relation.kind === 'computed') return relation.plain === true;
  return isOpen(relation.type().table);
}
