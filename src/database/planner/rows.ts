import { type FieldNode, type GraphQLObjectType, type GraphQLResolveInfo, getNamedType } from 'graphql';
import { inherited } from '../../access/grants.js';
import { protectionOf } from '../../access/records.js';
import { type Connection, ConnectionRows, nodeTypeOf } from './connection.js';
import { listedPage } from './listed.js';
import type { Level, PageSource, Part, Place, Plan, PlanOptions, Shape } from './plan.js';
import { type NumberSource, Planner } from './planner.js';
import type { Source } from './source.js';
import { from, has, nameOf } from './sql.js';

/** A statement whose answer is rows, marked with what gates and log need to know of each. */
export const planRows = (
  info: GraphQLResolveInfo,
  type: GraphQLObjectType,
  source: Source,
  options: PlanOptions,
): Plan => new RowsPlanner(info, options).plan(type, source);

class RowsPlanner extends Planner {
  protected answer(json: string) {
    return `${json} as answer`;
  }

  /** The executor says it, and a projection. */
  protected typeName() {
    return null;
  }

  /** Gates look at each field when the rows are there. */
  protected check() {}

  protected beside({ table, alias }: Place, asked: readonly string[], children: Shape['children']) {
    const mark = markOf(table, alias, children);
    if (mark) return [mark];
    return asked.length === 0 ? ['true as "$"'] : [];
  }

  protected page(place: Place, at: number, source: PageSource): Part {
    const { table, alias } = place;
    const level = this.nodes(place);
    const district = this.draft.bind('text', (given) => given[at]!.$district);
    const { limits } = this.options;
    const size = this.draft.size(at, limits.defaultPageSize, limits.maxPageSize);
    const inside = level.rows;
    return {
      ...level,
      rows: (given) => size(given) * inside(given),
      listed: listedPage(this.draft, place, at, source, limits),
      sql: `select coalesce(json_agg("$f" order by "$f"."$p"), '[]') as answer from (select ${[...level.columns, `page.place as "$p"`, `${alias}."id" as "$id"`].join(', ')} from ${from(table, alias)} join hamkke.page() page on page.id = ${alias}."id" where ${alias}."district_id" = ${district}${this.draft.wall(table, alias)}) "$f"`,
    };
  }

  protected number(place: Place, at: number, { by: table, on }: NumberSource): Part {
    const { alias } = place;
    const level = this.level(place);
    // That somebody was found by the class of `by` says what it holds: the log must tell it, whatever is asked for.
    level.shape.children.push({ key: '$s', grant: inherited, kind: 'one', shape: { table, children: [] } });
    const by = this.draft.alias();
    const own = Object.entries(on).map(
      ([theirs, its]) => `${nameOf(table, theirs, by)} = ${nameOf(place.table, its, alias)}`,
    );
    const district = this.draft.bind('text', (given) => given[at]!.$district);
    return {
      ...level,
      sql: `select ${this.answer('row_to_json("$f")')} from (select ${level.columns.join(', ')} from ${from(place.table, alias)} join hamkke.page() page on page.id = ${alias}."id" where ${alias}."district_id" = ${district} and exists (select from ${from(table, by)} where ${own.join(' and ')}${this.draft.wall(table, by)})${this.draft.wall(place.table, alias)} order by page.place limit 1) "$f"`,
    };
  }

  protected connection(connection: Connection): Part {
    const rows = new ConnectionRows(this.draft, connection, this.options.limits);
    const level = this.nodes(connection);
    const { size } = rows;
    const inside = level.rows;
    const parts = [`'$page', true`, `'first', ${this.draft.bind('int', size)}`];
    if (rows.backward) parts.push(`'backward', true`);
    let page = '';
    if (!rows.countedOnly) {
      const columns = [...level.columns, ...this.placeColumns(rows)];
      const { lost } = rows;
      const more = { previous: rows.beyond('after'), next: rows.beyond('before'), lost };
      for (const [name, sql] of Object.entries(more)) if (sql) parts.push(`'${name}', ${sql}`);
      parts.push(`'rows', coalesce(json_agg("$f"), '[]')`);
      page = ` from (select ${columns.join(', ')} from ${rows.ordered()} limit ${this.draft.bind('int', (given) => size(given) + 1)}) "$f"`;
    }
    if (rows.counted) parts.push(`'total', ${rows.count()}`);
    return {
      // Made where its rows are gathered: a query of its own around them would be one more to start, for each row above.
      sql: rows.around(`(select json_build_object(${parts.join(', ')})${page})`),
      shape: level.shape,
      rows: (given) => size(given) * inside(given),
    };
  }

  /** Where a row stands: its cursor and how far it is, as far as anybody asks. */
  private placeColumns(rows: ConnectionRows): string[] {
    const { distance } = rows;
    const cursor = `json_build_array(${rows.cursor.map((each) => `${each}::text`).join(', ')}) as "$c"`;
    return [...(rows.placed ? [cursor] : []), ...(distance ? [`${distance} as "$d"`] : [])];
  }

  /** The columns of a connection's node: in groups where nodes are asked for in several places. */
  private nodes(connection: Place): Level {
    const { table } = connection;
    const type = nodeTypeOf(connection.type);
    const places = this.places(connection);
    // Cursors hold ids: the log must know the rows of a page even where none of their fields is asked for.
    if (places.length === 0) return this.level({ ...connection, type, nodes: [] });
    if (places.length === 1) return this.level({ ...connection, type, nodes: places[0]!.nodes });
    for (const { name } of places) this.draft.checkName(name);
    const levels = places.map(({ name, nodes }) => ({
      key: `$g:${name}`,
      level: this.level({ ...connection, type, nodes }),
    }));
    const rows = levels.map(({ level }) => level.rows);
    const mark = markOf(table, connection.alias, []);
    return {
      columns: [
        ...levels.map(
          ({ key, level }) =>
            `(select row_to_json("$g") from (select ${level.columns.join(', ')}) "$g") as "${key}"`,
        ),
        // A gate looks at the rows of a page wherever in it they are asked for.
        ...(mark ? [mark] : []),
      ],
      shape: {
        table,
        children: levels.map(({ key, level }) => ({
          key,
          grant: { kind: 'inherited' },
          kind: 'one',
          shape: level.shape,
        })),
      },
      rows: (given) => rows.reduce((sum, each) => sum + each(given), 0),
    };
  }

  /** The places of a connection's selection that ask for its nodes: `nodes` and `edges { node }`, under any alias. */
  private places({ type, nodes }: Place): { name: string; nodes: FieldNode[] }[] {
    const places: { name: string; nodes: FieldNode[] }[] = [];
    for (const [key, group] of this.draft.fields(type, nodes)) {
      if (group[0]!.name.value === 'nodes') places.push({ name: key, nodes: group as FieldNode[] });
      if (group[0]!.name.value !== 'edges') continue;
      const edge = getNamedType(type.getFields().edges!.type) as GraphQLObjectType;
      for (const [inner, own] of this.draft.fields(edge, group))
        if (own[0]!.name.value === 'node')
          places.push({ name: `${key}/${inner}`, nodes: own as FieldNode[] });
    }
    return places;
  }
}

/** What a gate or the log needs beside the columns asked for: whose row it is, or which class it says it is. */
function markOf(table: Place['table'], alias: string, children: Shape['children']): string | null {
  const protection = protectionOf(table);
  switch (protection.kind) {
    case 'known':
      return `${nameOf(table, protection.subjects[0]!, alias)} as "$s"`;
    case 'consent':
      // That somebody consented to a shelter tells where they are.
      return `${nameOf(table, protection.subject, alias)} as "$s", case when ${nameOf(table, protection.sheltered, alias)} then json_build_array('SAFE_LOCATION', array[${nameOf(table, protection.member, alias)}]) end as "$k"`;
    case 'kept':
      return `${nameOf(table, protection.subject, alias)} as "$s"`;
    case 'referral':
      return `${nameOf(table, protection.subject, alias)} as "$s", json_build_array(${nameOf(table, protection.dataClass, alias)}, ${nameOf(table, protection.subjects, alias)}) as "$k"`;
    case 'class':
    case 'report':
      return has(table, 'id') || children.length
        ? `${nameOf(table, protection.subject, alias)} as "$s"`
        : null;
    case 'team':
      return protection.holds ? `${nameOf(table, protection.holds.of, alias)} as "$t"` : null;
    case 'rowClass':
      return `json_build_array(${protection.always ? `'${protection.always}'` : nameOf(table, protection.dataClass, alias)}, ${nameOf(table, protection.subjects, alias)}) as "$k"`;
    default:
      return null;
  }
}
