import { ApolloServer, HeaderMap } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Purpose } from '../access/classes.js';
import { type AccessLog, RequestLog } from '../access/log.js';
import type { WebhookKey } from '../change/secrets.js';
import type { Config } from '../config.js';
import type { Context } from '../context.js';
import type { Commands } from '../database/commands.js';
import type { Reads } from '../database/reads.js';
import { purpose } from '../database/tables/enums.js';
import { badInput, HamkkeError, overloaded } from '../errors.js';
import type { TokenVerifier } from '../identity/tokens.js';
import { bearer } from '../identity/tokens.js';
import type { Viewer, Viewers } from '../identity/viewer.js';
import type { UniqueIds } from '../uniqueid/uniqueIds.js';
import { documentLimits, noNumbers } from './documentLimits.js';
import { formatError, logMasked, saidOnce } from './errors.js';
import { type Asked, KnownDocuments } from './known.js';

export interface GraphQLOptions {
  config: Pick<Config, 'mode' | 'limits' | 'trustedProxies'>;
  schema: GraphQLSchema;
  /** The same schema without gates; the very same one where a test has taken them away. */
  bareSchema: GraphQLSchema;
  reads: Reads;
  commands: Commands;
  webhooks: WebhookKey;
  accessLog: AccessLog;
  verifier: TokenVerifier;
  viewers: Viewers;
  uniqueIds: UniqueIds | null;
  log: Logger;
}

/** POST and GET /graphql: the one way in. */
export async function graphql(app: FastifyInstance, options: GraphQLOptions): Promise<void> {
  const { limits, mode } = options.config;
  const detailed = mode !== 'production';
  const known = new KnownDocuments(options.schema, options.bareSchema);
  const apollo = new ApolloServer<Context>({
    schema: options.schema,
    introspection: detailed,
    includeStacktraceInErrorResponses: false,
    parseOptions: { maxTokens: limits.maxTokens },
    validationRules: [documentLimits(limits), noNumbers],
    validationOptions: { maxErrors: 5 },
    formatError: formatError({ detailed }),
    logger: {
      debug() {},
      info() {},
      warn: (text) => options.log.warn(text),
      error: (text) => options.log.error(text),
    },
    stopOnTerminationSignals: false,
    cache: 'bounded',
    // A document that is named by its hash cannot be seen to change something, and would be asked twice like a query.
    persistedQueries: false,
    stringifyResult: (value) => `${JSON.stringify(value)}\n`,
    // Cache control would look at every field of every answer to say what is always so: see `no-store` below.
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      {
        async requestDidStart() {
          return {
            async didResolveOperation({ source, document }) {
              known.remember(source, document);
            },
            async didEncounterErrors({ errors, contextValue }) {
              logMasked(errors, options.log, contextValue.requestId);
            },
            async willSendResponse({ response: { body } }) {
              if (detailed || body.kind !== 'single' || !body.singleResult.errors) return;
              body.singleResult.errors = saidOnce(body.singleResult.errors);
            },
          };
        },
      },
    ],
  });
  await apollo.start();
  app.addHook('onClose', () => apollo.stop());

  let inFlight = 0;
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    handler: async (request, reply) => {
      if (inFlight >= limits.maxInFlight) return fail(reply, overloaded());
      inFlight += 1;
      try {
        const identified = await contextOf(request, options);
        if (identified instanceof HamkkeError) return fail(reply, identified);
        const { context, subject, mayBeStale } = identified;
        const log = new RequestLog(options.accessLog);
        context.log = log;
        const asked = plainly(request);
        const text = asked && (await known.answer(asked, context));
        if (text !== null) {
          reply.header('cache-control', 'no-store');
          return reply.type('application/json; charset=utf-8').send(text);
        }
        log.again();
        const unsure = { refused: false };
        if (mayBeStale) context.unsure = unsure;
        let response = await ask(apollo, request, context);
        // Whoever was refused, or changed meanwhile, is asked about again: what they may do is what the record says now.
        if (mayBeStale && (unsure.refused || changed(response.body))) {
          options.viewers.forget(subject!);
          const now = await contextOf(request, options);
          if (now instanceof HamkkeError) return fail(reply, now);
          log.again();
          now.context.log = log;
          response = await ask(apollo, request, now.context);
        }
        for (const [name, value] of response.headers) reply.header(name, value);
        reply.header('cache-control', 'no-store');
        reply.code(response.status ?? 200);
        return reply.send(response.body.kind === 'complete' ? response.body.string : '');
      } finally {
        inFlight -= 1;
      }
    },
  });
}

type Body = Awaited<ReturnType<ApolloServer<Context>['executeHTTPGraphQLRequest']>>['body'];
/** Errors stand first in a body; VIEWER_CHANGED leaves the server as CONFLICT. */
const changed = (body: Body) =>
  body.kind === 'complete' && body.string.startsWith('{"errors"') && /"code":"CONFLICT"/.test(body.string);

/** What a POST asks for, where it asks in the plainest way; every other way is Apollo's to read. */
function plainly({ method, body, headers: { accept } }: FastifyRequest): Asked | null {
  if (method !== 'POST' || typeof body !== 'object' || body === null) return null;
  if (accept !== undefined && accept !== '*/*' && !accept.startsWith('application/json')) return null;
  const { query, variables, operationName, ...more } = body as Record<string, unknown>;
  const plain =
    typeof query === 'string' &&
    (variables === undefined || (typeof variables === 'object' && !Array.isArray(variables))) &&
    (operationName === undefined || operationName === null || typeof operationName === 'string') &&
    Object.keys(more).length === 0;
  return plain ? (body as Asked) : null;
}

/** A document that may change something is never asked twice. */
const mutates = ({ body }: FastifyRequest) =>
  /\bmutation\b/.test(String((body as { query?: unknown } | null)?.query));

function ask(apollo: ApolloServer<Context>, request: FastifyRequest, context: Context) {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  return apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: request.method,
      headers,
      search: request.url.includes('?') ? request.url.slice(request.url.indexOf('?')) : '',
      body: request.body,
    },
    context: async () => context,
  });
}

interface Identified {
  context: Context;
  subject: string | null;
  /** Whether the viewer is as remembered, and is asked about again before they are refused. */
  mayBeStale: boolean;
  /** When the token ends, in milliseconds. */
  until: number;
}

/** Who asks, and what the resolvers of the request share; or the error that it ends with. */
export async function contextOf(
  request: FastifyRequest,
  options: GraphQLOptions,
): Promise<Identified | HamkkeError> {
  try {
    const token = bearer(request.headers.authorization);
    let viewer: Viewer | null = null;
    let subject: string | null = null;
    let mayBeStale = false;
    let until = 0;
    if (token !== null) {
      ({ subject, expiresAt: until } = await options.verifier.verify(token));
      // A change is decided by what the record says now, and never asked twice.
      if (mutates(request)) options.viewers.forget(subject);
      const found = await options.viewers.find(subject, one(request.headers['hamkke-post']));
      viewer = found.viewer;
      mayBeStale = !found.fresh && !mutates(request);
    }
    return {
      subject,
      mayBeStale,
      until,
      context: {
        requestId: request.id,
        address: request.ip,
        purpose: purposeOf(one(request.headers['hamkke-purpose'])),
        viewer,
        scope: new Map(),
        reads: options.reads,
        commands: options.commands,
        webhooks: options.webhooks,
        log: options.accessLog,
        uniqueIds: options.uniqueIds,
        inAddress: request.method === 'GET',
      },
    };
  } catch (error) {
    if (error instanceof HamkkeError) return error;
    throw error;
  }
}

export const one = (header: string | string[] | undefined) => (Array.isArray(header) ? header[0] : header);

function purposeOf(header: string | undefined): Purpose {
  if (header === undefined) return 'CASE_MANAGEMENT';
  const found = purpose.enumValues.find((each) => each === header);
  if (!found)
    throw badInput(
      `Hamkke-Purpose의 값이 잘못되었습니다. "Hamkke-Purpose" is one of ${purpose.enumValues.join(', ')}.`,
    );
  return found;
}

const status: Partial<Record<string, number>> = { UNAUTHENTICATED: 401, OVERLOADED: 503, BAD_INPUT: 400 };

/** Answers a request that no operation was executed for. */
export function fail(reply: import('fastify').FastifyReply, error: HamkkeError) {
  if (error.code === 'UNAUTHENTICATED')
    reply.header('www-authenticate', 'Bearer realm="hamkke", error="invalid_token"');
  if (error.code === 'OVERLOADED') reply.header('retry-after', '1');
  return reply
    .code(status[error.code] ?? 500)
    .type('application/json; charset=utf-8')
    .send({ errors: [{ message: error.message, extensions: error.extensions }] });
}
