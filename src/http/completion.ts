import {
  defaultFieldResolver,
  type FieldNode,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { collectSubfields } from 'graphql/execution/collectFields.js';
import type { ExecutionContext } from 'graphql/execution/execute.js';
import { type Grant, refusable } from '../access/grants.js';
import { permits } from '../access/permits.js';
import type { Context } from '../context.js';

/** Thrown where a value is not what its type promises, or is not there yet: the executor proper must have a look. */
export class NotProjected extends Error {}

/** Turns what a resolver returned into what the response holds. */
export type Projection = (value: unknown, context: Context) => unknown;

/** What a projection is made from; it counts its fields, as each weighs something. */
type Making = Pick<ExecutionContext, 'fragments' | 'variableValues'> & { sized: { fields: number } };

interface Place {
  key: string;
  project: Projection;
}

/**
 * Completes the answer of a root field in one go, where the executor would go from promise to promise. It needs that
 * nothing below the root waits for anything or looks at its arguments, which is so for whatever the planner planned;
 * the gates are those of shield, asked with the same rows. Null where the type of an object is not known beforehand.
 *
 * @param schema the schema without gates
 * @param gated whether fields that can be refused are asked about
 */
export function projectionOf(
  schema: GraphQLSchema,
  gated: boolean,
  execution: Making,
  type: GraphQLOutputType,
  nodes: readonly FieldNode[],
): Projection | null {
  if (isNonNullType(type)) {
    const inner = projectionOf(schema, gated, execution, type.ofType, nodes);
    return (
      inner &&
      ((value, context) => {
        const projected = inner(value, context);
        if (projected === null) throw new NotProjected();
        return projected;
      })
    );
  }
  if (isListType(type)) {
    const inner = projectionOf(schema, gated, execution, type.ofType, nodes);
    return (
      inner &&
      ((value, context) => {
        if (value === null || value === undefined) return null;
        if (!Array.isArray(value)) throw new NotProjected();
        return value.map((each) => inner(each, context));
      })
    );
  }
  if (isLeafType(type))
    return (value) => (value === null || value === undefined ? null : type.serialize(value));
  if (!isObjectType(type)) return null;
  const places: Place[] = [];
  for (const [key, own] of collectSubfields(
    schema,
    execution.fragments,
    execution.variableValues,
    type,
    nodes as FieldNode[],
  )) {
    // Set on an object, this one name would be lost from the answer: the executor's objects have it like any other.
    if (key === '__proto__') return null;
    const project = fieldOf(schema, gated, execution, type, key, own);
    if (!project) return null;
    places.push({ key, project });
  }
  return (value, context) => {
    if (value === null || value === undefined) return null;
    if (typeof value !== 'object' || value instanceof Promise || value instanceof Error)
      throw new NotProjected();
    const projected: Record<string, unknown> = {};
    for (const { key, project } of places) projected[key] = project(value, context);
    return projected;
  };
}

function fieldOf(
  schema: GraphQLSchema,
  gated: boolean,
  execution: Making,
  type: GraphQLObjectType,
  key: string,
  nodes: readonly FieldNode[],
): Projection | null {
  const name = nodes[0]!.name.value;
  execution.sized.fields += 1;
  if (name === '__typename') return () => type.name;
  const field = type.getFields()[name]!;
  const inner = projectionOf(schema, gated, execution, field.type, nodes);
  if (!inner) return null;
  const resolve = (field.resolve ?? defaultFieldResolver) as GraphQLFieldResolver<unknown, Context>;
  // All that a planned field looks at.
  const info = { path: { key }, fieldName: name } as never;
  const project: Projection = (row, context) => {
    const value = resolve(row, {}, context, info);
    if (value instanceof Promise) throw new NotProjected();
    return inner(value, context);
  };
  const grant = field.extensions.grant as Grant;
  if (!gated || !refusable(grant)) return project;
  return (row, context) =>
    permits(grant, row as Record<string, unknown>, context, key) ? project(row, context) : null;
}
