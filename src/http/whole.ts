import { type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import {
  type DocumentNode,
  type FormattedExecutionResult,
  type GraphQLSchema,
  OperationTypeNode,
} from 'graphql';
import { collectFields } from 'graphql/execution/collectFields.js';
import { buildExecutionContext, buildResolveInfo } from 'graphql/execution/execute.js';
import { getArgumentValues } from 'graphql/execution/values.js';
import { addPath } from 'graphql/jsutils/Path.js';
import type { Context } from '../context.js';
import { WholeAnswer } from '../database/reads.js';
import { HamkkeError } from '../errors.js';

/** `data` that the database already wrote as the response has it. */
class WholeData {
  constructor(readonly text: string) {}
}

/** A response as text; whole data goes out as it came. */
export const responseText = (value: FormattedExecutionResult): string =>
  value.data instanceof WholeData ? `{"data":${value.data.text}}\n` : `${JSON.stringify(value)}\n`;

/**
 * Answers queries of the public catalogue without a look at each value: nobody can be refused any of it, so the
 * database's text is the response. Root fields keep their gates and resolvers. Whatever is not so, or fails, is executed
 * as ever, and says what it says there.
 */
export function wholeAnswers(): ApolloServerPlugin<Context> {
  // By document: those that have been executed once, and those of them that cannot be answered whole.
  const known = new WeakMap<DocumentNode, Set<string>>();
  return {
    async requestDidStart() {
      return {
        async responseForOperation({ document, operation, operationName, request, contextValue, schema }) {
          // Apollo asks also where no operation was found, and says so itself afterwards.
          if (operation?.operation !== OperationTypeNode.QUERY) return null;
          const name = operationName ?? '';
          const unable = known.get(document);
          if (!unable) {
            known.set(document, new Set());
            return null;
          }
          if (unable.has(name)) return null;
          contextValue.whole = true;
          try {
            const text = await answer(schema, document, request, contextValue);
            if (text !== null)
              return {
                http: { headers: new HeaderMap() },
                body: { kind: 'single', singleResult: { data: new WholeData(text) as never } },
              };
            unable.add(name);
          } catch (error) {
            // A failure of our own making passes with its cause; any other would come again.
            if (!(error instanceof HamkkeError)) unable.add(name);
          } finally {
            contextValue.whole = false;
          }
          return null;
        },
      };
    },
  };
}

/** The data of a query as text, or null when some of it is not whole. */
async function answer(
  schema: GraphQLSchema,
  document: DocumentNode,
  request: { variables?: Record<string, unknown>; operationName?: string },
  contextValue: Context,
): Promise<string | null> {
  const execution = buildExecutionContext({
    schema,
    document,
    contextValue,
    variableValues: request.variables,
    operationName: request.operationName,
  });
  // Variables that do not fit: told by the execution proper.
  if (!('schema' in execution)) throw new HamkkeError('BAD_INPUT', 'variables');
  const { fragments, operation, variableValues } = execution;
  const type = schema.getQueryType()!;
  const roots = [...collectFields(schema, fragments, variableValues, type, operation.selectionSet)];
  const parts = await Promise.all(
    roots.map(async ([key, nodes]) => {
      const name = nodes[0]!.name.value;
      if (name === '__typename') return `"${key}":"${type.name}"`;
      const field = type.getFields()[name];
      if (!field?.resolve) return null;
      const path = addPath(undefined, key, type.name);
      const info = buildResolveInfo(execution, field, nodes, type, path);
      const given = getArgumentValues(field, nodes[0]!, variableValues);
      const value = await field.resolve(undefined, given, contextValue, info);
      return value instanceof WholeAnswer && value.text !== null ? `"${key}":${value.text}` : null;
    }),
  );
  return parts.includes(null) ? null : `{${parts.join(',')}}`;
}
