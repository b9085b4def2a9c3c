import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLError,
  getOperationAST,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { createHandler } from 'graphql-sse/lib/use/fastify';
import { Listeners } from '../change/listening.js';
import { commonFaults } from '../commonFaults.js';
import type { Context } from '../context.js';
import type { Pool } from '../database/pool.js';
import { HamkkeError } from '../errors.js';
import { errorOf } from '../faults.js';
import { contextOf, one } from './context.js';
import { beyondLimits, noNumbers } from './documentLimits.js';
import { fail, formatError, logMasked, saidOnce } from './errors.js';
import { httpFaults } from './faults.js';
import type { GraphQLOptions } from './graphql.js';
import { languageOf, shown, tellLanguage } from './language.js';
import { requestIdHeader } from './requestLog.js';

interface StreamOptions extends GraphQLOptions {
  pool: Pool;
  /** Milliseconds from one look for changes to the next, while anybody listens. */
  paceMs: number;
}

/**
 * POST /graphql/stream: subscriptions, each in one connection of its own, as server-sent events. Queries and mutations
 * have /graphql. The other way of graphql-sse, where a token in the address reaches somebody's stream, is not offered.
 */
export async function stream(app: FastifyInstance, options: StreamOptions): Promise<void> {
  const { limits, mode } = options.config;
  const listeners = new Listeners(options.pool, options.log, limits.maxStreams, options.paceMs);
  app.addHook('preClose', async () => listeners.stop());
  const contexts = new WeakMap<FastifyRequest, Context>();
  const detailed = mode !== 'production';
  const format = formatError({ detailed });
  // What graphql-js says before anything is executed is a fault of the document or its variables.
  const isEarly = (each: GraphQLError) => !each.originalError && !each.path && !each.extensions.code;
  const formatted = (each: GraphQLError) => {
    const plain = each.toJSON();
    return format(
      isEarly(each) ? { ...plain, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } } : plain,
      each,
    );
  };
  const handle = createHandler({
    authenticate: () => null,
    onSubscribe: (request, { query, variables, operationName }) => {
      const asked = argumentsOf(options, { query, variables, operationName });
      // Taken for an answer only with data in it.
      if ('errors' in asked) return { data: null, ...asked };
      return { ...asked, contextValue: contexts.get(request.raw as FastifyRequest) as never };
    },
    // Looked at above, with limits.
    validate: () => [],
    onNext: (_context, { raw }, result) => {
      const { errors, ...rest } = result as ExecutionResult;
      if (!errors) return undefined;
      const late = errors.filter((each) => !isEarly(each));
      logMasked(late, options.log, contexts.get(raw as FastifyRequest)!.requestId);
      const language = languageOf(raw as FastifyRequest);
      const all = errors.map(formatted);
      const once = detailed ? all : saidOnce(all);
      return { ...rest, errors: once.map((each) => shown(each, raw as FastifyRequest, language)) as never };
    },
  });

  app.post('/graphql/stream', async (request, reply) => {
    if (!one(request.headers.accept)?.includes('text/event-stream'))
      return fail(reply, errorOf(httpFaults.STREAM_NOT_ACCEPTED));
    const identified = await contextOf(request, options, { asTheyAreNow: true });
    if (identified instanceof HamkkeError) return fail(reply, identified);
    const { context, subject, until } = identified;
    try {
      options.rates.request(context);
    } catch (error) {
      return fail(reply, error as HamkkeError);
    }
    if (!context.viewer || subject === null) return fail(reply, errorOf(commonFaults.SIGN_IN_NEEDED));
    const post = context.viewer.postId;
    context.listening = {
      until,
      join: (listener) => listeners.join(listener),
      again: async () => {
        options.viewers.forget(subject);
        return options.viewers.find(subject, post, request.deadline.anew()).then(
          ({ viewer }) => viewer,
          (error) => {
            if (error instanceof HamkkeError && error.code !== 'UNAVAILABLE') return null;
            throw error;
          },
        );
      },
    };
    contexts.set(request, context);
    request.headers.accept = 'text/event-stream';
    tellLanguage(reply, languageOf(request));
    reply.header(requestIdHeader, request.id).header('x-accel-buffering', 'no');
    reply.hijack();
    try {
      await handle(request, reply as never);
      // Its client would keep the connection for another request, and the server from closing.
      if (listeners.over) request.raw.socket.destroySoon();
    } catch (error) {
      options.log.error({ err: error, requestId: request.id });
      reply.raw.destroy();
    }
  });
}

/** What is executed: a valid subscription within the limits of every document; or what is wrong with it. */
function argumentsOf(
  { schema, config: { limits } }: GraphQLOptions,
  { query, variables, operationName }: { query: unknown; variables?: unknown; operationName?: unknown },
): Omit<ExecutionArgs, 'contextValue'> | { errors: readonly GraphQLError[] } {
  try {
    const document = parse(String(query), { maxTokens: limits.maxTokens });
    const beyond = beyondLimits(document, limits);
    if (beyond) return { errors: [beyond] };
    const errors = validate(schema, document, [...specifiedRules, noNumbers], {
      maxErrors: 5,
    });
    if (errors.length) return { errors };
    const name = typeof operationName === 'string' ? operationName : undefined;
    if (getOperationAST(document, name)?.operation !== OperationTypeNode.SUBSCRIPTION)
      return {
        errors: [errorOf(httpFaults.SUBSCRIPTIONS_ONLY)],
      };
    return { schema, document, operationName: name, variableValues: variables as Record<string, unknown> };
  } catch (error) {
    return { errors: [error as GraphQLError] };
  }
}
