import { type GraphQLField, type GraphQLSchema, OperationTypeNode } from 'graphql';
import { collectFields } from 'graphql/execution/collectFields.js';
import { buildExecutionContext, buildResolveInfo, type ExecutionContext } from 'graphql/execution/execute.js';
import { getArgumentValues } from 'graphql/execution/values.js';
import { addPath } from 'graphql/jsutils/Path.js';
import type { Context } from '../context.js';
import type { Documents, Kept } from '../database/documents.js';
import { JsonText } from '../database/planner/jsonText.js';
import { shapeOf } from '../database/planner/selection.js';
import { type Projection, projectionOf } from './completion.js';

/** A request for an operation, as the body of a POST holds it. */
export interface Asked {
  query: string;
  variables?: Record<string, unknown> | null;
  operationName?: string | null;
}

/** Bytes that a way to answer weighs for each field of it, and beside that; measured, see database/documents.ts. */
const perField = 900;
const perWay = 1_500;

/**
 * Answers queries that were executed once, and so were found valid, without going through the whole of GraphQL again:
 * root fields keep their gates and resolvers, and what they answer is the response's text as the database wrote it, or
 * is completed in one go. Whatever is not so, or fails, is executed as ever, and says what it says there.
 */
export class KnownDocuments {
  /**
   * @param documents where documents are kept
   * @param served the schema that requests are executed with, whose root fields have their gates
   * @param bare the same schema without gates, or the served one where there are none
   */
  constructor(
    private readonly documents: Documents,
    private readonly served: GraphQLSchema,
    private readonly bare: GraphQLSchema,
  ) {}

  /** The response's text; null where the request must be executed. */
  async answer(asked: Asked, name: string, context: Context): Promise<string | null> {
    const known = this.documents.get(name, context.viewer !== null) as Known | undefined;
    if (!known) return null;
    const execution = buildExecutionContext({
      schema: this.served,
      document: known.document,
      contextValue: context,
      variableValues: asked.variables,
      operationName: asked.operationName,
    });
    // Variables that do not fit, or no such operation: told by the execution proper.
    if (!('schema' in execution)) return null;
    const way = this.way(known, asked, execution);
    if (!way) return null;
    const { request } = context;
    request.mayAnswerText = true;
    const roots = way.map((root) => this.root(root, execution, context));
    try {
      const parts = await Promise.all(roots);
      return `{"data":{${parts.join(',')}}}\n`;
    } catch {
      // What the others showed is logged before anything is asked again.
      await Promise.allSettled(roots);
      request.plannedRows = 0;
      return null;
    } finally {
      request.mayAnswerText = false;
    }
  }

  private async root({ key, field, nodes, project }: Root, execution: ExecutionContext, context: Context) {
    const type = this.served.getQueryType()!;
    if (!field) return `${JSON.stringify(key)}:"${type.name}"`;
    const info = buildResolveInfo(execution, field, nodes, type, addPath(undefined, key, type.name));
    let value: unknown;
    try {
      const given = getArgumentValues(field, nodes[0]!, execution.variableValues);
      value = await field.resolve!(undefined, given, context, info);
      // A gate returns what the resolver behind it threw.
      if (value instanceof Error) throw value;
    } catch (error) {
      // What has failed is not asked for a second time.
      context.request.failures.set(key, error);
      throw error;
    }
    const text = value instanceof JsonText ? value.text : JSON.stringify(project(value, context));
    return `${JSON.stringify(key)}:${text}`;
  }

  /** How to answer an operation with these variables; null where that cannot be done here. */
  private way(known: Known, asked: Asked, execution: ExecutionContext): Root[] | null {
    const shape = `${asked.operationName ?? ''} ${shapeOf(execution.variableValues)}`;
    let way = known.ways.get(shape);
    if (way === undefined) {
      const sized = { fields: 0 };
      way = this.wayOf(execution, sized);
      known.ways.set(shape, way);
      let bytes = shape.length + perWay + sized.fields * perField;
      // As many as the planner keeps: a document with many optional variables has many shapes.
      if (known.ways.size > 20) {
        known.ways.delete(known.ways.keys().next().value!);
        // Of one document all ways are about as heavy.
        bytes = 0;
      }
      this.documents.grew(execution.operation, bytes);
    }
    return way;
  }

  private wayOf(
    { operation, fragments, variableValues }: ExecutionContext,
    sized: { fields: number },
  ): Root[] | null {
    if (operation.operation !== OperationTypeNode.QUERY) return null;
    const type = this.served.getQueryType()!;
    const roots: Root[] = [];
    for (const [key, nodes] of collectFields(
      this.served,
      fragments,
      variableValues,
      type,
      operation.selectionSet,
    )) {
      const name = nodes[0]!.name.value;
      const field = name === '__typename' ? null : type.getFields()[name];
      if (field === undefined || (field && !field.resolve)) return null;
      const project = field ? this.projection(name, nodes, { fragments, variableValues }, sized) : nothing;
      if (!project) return null;
      roots.push({ key, field, nodes, project });
    }
    return roots;
  }

  /** What lies below a root field is looked at without the gates in its resolvers: the projection asks them itself. */
  private projection(
    name: string,
    nodes: Root['nodes'],
    own: Pick<ExecutionContext, 'fragments' | 'variableValues'>,
    sized: { fields: number },
  ) {
    const { type } = this.bare.getQueryType()!.getFields()[name]!;
    return projectionOf(this.bare, this.served !== this.bare, { ...own, sized }, type, nodes);
  }
}

const nothing: Projection = () => null;

type Known = Kept<Root[] | null>;

interface Root {
  key: string;
  field: GraphQLField<unknown, unknown> | null;
  nodes: Parameters<typeof buildResolveInfo>[2];
  project: Projection;
}
