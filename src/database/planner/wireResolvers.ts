import {
  type GraphQLField,
  type GraphQLFieldResolver,
  GraphQLInt,
  GraphQLObjectType,
  type GraphQLSchema,
  GraphQLString,
  getNamedType,
  isObjectType,
} from 'graphql';
import { bound } from '../../access/bounds.js';
import type { RelationExtension } from '../../access/relations.js';
import { cursorOf } from './cursor.js';

type Row = Record<string, unknown>;
/** What the planner answers for a connection. */
export interface Page {
  rows: Row[];
  first: number;
  total?: number;
  after?: string | null;
}

/** A planned row holds its values under the names that the response gives them, so aliases need no second look. */
const planned: GraphQLFieldResolver<Row, unknown> = (row, _arguments, _context, info) => row[info.path.key];

const shownRows = ({ rows, first }: Page) => (rows.length > first ? rows.slice(0, first) : rows);
/** Where a connection's nodes are asked for in several places, each place has its own object in the row. */
const grouped = (row: Row, group: string) => (`$g:${group}` in row ? (row[`$g:${group}`] as Row) : row);

const connectionFields: Record<string, GraphQLFieldResolver<Page, unknown>> = {
  nodes: (page, _a, _c, info) => shownRows(page).map((row) => grouped(row, String(info.path.key))),
  edges: (page, _a, _c, info) =>
    shownRows(page).map((row) => ({ cursor: cursorOf(row.$c as unknown[]), row, place: info.path.key })),
  pageInfo: (page) => {
    const rows = shownRows(page);
    const cursor = (row: Row | undefined) => (row ? cursorOf(row.$c as unknown[]) : null);
    return {
      hasNextPage: page.rows.length > page.first,
      hasPreviousPage: Boolean(page.after),
      startCursor: cursor(rows[0]),
      endCursor: cursor(rows.at(-1)),
    };
  },
  totalCount: (page) => page.total,
};
const node: GraphQLFieldResolver<{ row: Row; place: string }, unknown> = (edge, _a, _c, info) =>
  grouped(edge.row, `${edge.place}/${String(info.path.key)}`);

/**
 * Makes planned fields read what the statement answered, and gives lists inside rows their arguments: both follow from
 * what the types declare, so that no type says it again.
 */
export function wireResolvers(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    const fields = type.getFields();
    if (type.name.endsWith('Connection') && fields.nodes) {
      for (const [name, resolve] of Object.entries(connectionFields))
        fields[name]!.resolve = resolve as never;
      const edge = getNamedType(fields.edges!.type) as GraphQLObjectType;
      edge.getFields().node!.resolve = node as never;
      const { distanceMetres } = edge.getFields();
      if (distanceMetres) distanceMetres.resolve = ({ row }: { row: Row }) => row.$d ?? null;
      continue;
    }
    const isPlanned = Object.values(fields).some(
      ({ extensions }) => 'column' in extensions || 'relation' in extensions,
    );
    if (!isPlanned) continue;
    for (const field of Object.values(fields)) {
      const { relation } = field.extensions as Partial<RelationExtension>;
      if (relation || 'column' in field.extensions || field.name === 'id') field.resolve = planned as never;
      if (relation?.kind === 'many' || relation?.kind === 'connection')
        addPaging(field, relation.kind === 'connection');
    }
  }
  return bound(schema);
}

function addPaging(field: GraphQLField<unknown, unknown>, cursor: boolean) {
  const argument = (name: string, type: typeof GraphQLInt | typeof GraphQLString, description: string) => ({
    name,
    type,
    description,
    defaultValue: undefined,
    deprecationReason: undefined,
    extensions: {},
    astNode: undefined,
  });
  field.args = [
    ...field.args,
    argument('first', GraphQLInt, '행 수. The most rows to return.'),
    ...(cursor ? [argument('after', GraphQLString, '커서. Rows after this cursor.')] : []),
  ];
}
