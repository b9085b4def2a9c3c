import {
  type GraphQLArgument,
  type GraphQLFieldResolver,
  type GraphQLInputType,
  GraphQLInt,
  type GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  getNamedType,
  isObjectType,
} from 'graphql';
import { bound } from '../../access/bounds.js';
import { isByTime, type RelationExtension } from '../../access/relations.js';
import { cursorOf } from './cursor.js';
import { type Page, pageInfoOf, rowsOf } from './page.js';
import { listOrderName, pageArguments } from './pageArguments.js';

type Row = Record<string, unknown>;

/** A planned row holds its values under the names that the response gives them, so aliases need no second look. */
const planned: GraphQLFieldResolver<Row, unknown> = (row, _arguments, _context, info) => row[info.path.key];

/** Where a connection's nodes are asked for in several places, each place has its own object in the row. */
const grouped = (row: Row, group: string) => (`$g:${group}` in row ? (row[`$g:${group}`] as Row) : row);

const connectionFields: Record<string, GraphQLFieldResolver<Page, unknown>> = {
  nodes: (page, _a, _c, info) => rowsOf(page).map((row) => grouped(row, String(info.path.key))),
  edges: (page, _a, _c, info) =>
    rowsOf(page).map((row) => ({ cursor: cursorOf(row.$c as unknown[]), row, place: info.path.key })),
  pageInfo: pageInfoOf,
  totalCount: (page) => page.total,
};
const node: GraphQLFieldResolver<{ row: Row; place: string }, unknown> = (edge, _a, _c, info) =>
  grouped(edge.row, `${edge.place}/${String(info.path.key)}`);

/**
 * Makes planned fields read what the statement answered, and gives lists inside rows their arguments: both follow from
 * what the types declare, so that no type says it again.
 */
export function wireResolvers(schema: GraphQLSchema): GraphQLSchema {
  const ordering = argument('order', schema.getType(listOrderName) as GraphQLInputType, 'OLDEST_FIRST');
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
      if (relation?.kind === 'many') field.args = [...field.args, ...most];
      if (relation?.kind === 'connection')
        field.args = [...field.args, ...paging, ...(isByTime(relation) ? [ordering] : [])];
    }
  }
  // Made again of the same types, as the arguments have brought one that it did not know.
  return bound(new GraphQLSchema(schema.toConfig()));
}

const argument = (
  name: keyof typeof pageArguments,
  type: GraphQLInputType,
  defaultValue?: string,
): GraphQLArgument => ({
  name,
  type,
  description: pageArguments[name],
  defaultValue,
  deprecationReason: undefined,
  extensions: {},
  astNode: undefined,
});

/** What a plain list is asked with. */
const most = [argument('first', GraphQLInt)];
/** What pages are asked with, forward and backward. */
const paging = [
  ...most,
  argument('after', GraphQLString),
  argument('last', GraphQLInt),
  argument('before', GraphQLString),
];
