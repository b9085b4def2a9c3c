import { type ApolloServer, HeaderMap } from '@apollo/server';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import { schemaReaders } from '../access/duties.js';
import { RequestLog } from '../accesslog/accessLog.js';
import { commonFaults } from '../commonFaults.js';
import type { Config } from '../config.js';
import type { Context } from '../context.js';
import { Documents } from '../database/documents.js';
import type { Health } from '../database/health.js';
import { JsonText } from '../database/planner/jsonText.js';
import { HamkkeError } from '../errors.js';
import { errorOf } from '../faults.js';
import type { Viewer } from '../identity/viewer.js';
import { apolloServer, ask } from './apollo.js';
import { mostBytes, refuseBeyond, refuseLonger, sourceAsksForSchema, sourceOf } from './bounds.js';
import { type Asked, KnownDocuments } from './compiledQueries.js';
import { type ContextOptions, contextOf, type Identified } from './context.js';
import { fail } from './errors.js';
import type { ExplorerOptions } from './explorer.js';
import { bodyIn } from './language.js';

export interface GraphQLOptions extends ContextOptions {
  config: Pick<Config, 'mode' | 'limits' | 'trustedProxies' | 'allowedOrigins' | 'logRequests'>;
  schema: GraphQLSchema;
  /** The same schema without gates; the very same one where a test has taken them away. */
  bareSchema: GraphQLSchema;
  /** What is remembered of documents. */
  documents: Documents;
  /** The names of the published operations, by the names of their documents. */
  published: ReadonlyMap<string, string>;
  /** Whether the database answers: whoever finds no place is told which of both it is. */
  health: Health;
  log: Logger;
  /** The explorer, where there is one. */
  explorer: ExplorerOptions | null;
}

/** POST and GET /graphql: the one way in. */
export async function graphql(app: FastifyInstance, options: GraphQLOptions): Promise<void> {
  const { limits, mode } = options.config;
  const detailed = mode !== 'production';
  const { documents } = options;
  const known = new KnownDocuments(documents, options.schema, options.bareSchema);
  const apollo = apolloServer({
    ...options,
    readsSchema: detailed,
    documents,
    plugin: {
      async requestDidStart() {
        return {
          async didResolveOperation({ source, document, contextValue }) {
            documents.keep(Documents.nameOf(source), document, contextValue.viewer !== null);
          },
          // A first answer is made as all later ones are: white space between values would tell that somebody asked before.
          async responseForOperation({ source, contextValue }) {
            const asked = firstAsked.get(contextValue.log);
            const text = asked && (await known.answer(asked, Documents.nameOf(source), contextValue));
            if (asked) (contextValue.log as RequestLog).again();
            if (!text) return null;
            const data = new JsonText(text) as unknown as Record<string, unknown>;
            return { body: { kind: 'single', singleResult: { data } }, http: { headers: new HeaderMap() } };
          },
        };
      },
    },
  });
  // Documents that only these few may send are kept nowhere: others would find them there, taken for valid.
  const forDevelopers = apolloServer({ ...options, readsSchema: true, documents: null, plugin: {} });
  await Promise.all([apollo.start(), forDevelopers.start()]);
  app.addHook('onClose', () => Promise.all([apollo.stop(), forDevelopers.stop()]));

  /** Requests for documents that are not kept yet, in the plainest way; by their log, since Apollo copies contexts. */
  const firstAsked = new WeakMap<object, Asked>();
  let inFlight = 0;
  let openInFlight = 0;
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    // Before the body is read: to refuse must cost less than to ask.
    onRequest: (request, reply, next) => {
      const open = request.headers.authorization === undefined;
      const refusal = open ? options.rates.refusal(request.address) : null;
      if (refusal) fail(reply, refusal);
      else if (options.explorer && wantsPage(request)) reply.redirect('/', 303);
      else next();
    },
    handler: async (request, reply) => {
      const crowded = () => fail(reply, options.health.failure ?? errorOf(commonFaults.SERVER_BUSY));
      if (inFlight >= limits.maxInFlight) return crowded();
      const open = request.headers.authorization === undefined;
      if (open && openInFlight >= limits.openInFlight) return crowded();
      inFlight += 1;
      if (open) openInFlight += 1;
      try {
        let identified = await contextOf(request, options);
        // Who may read the schema where others may not is known by the record as it is now.
        const develops = (who: typeof identified): who is Identified =>
          !detailed && !(who instanceof HamkkeError) && mayReadSchema(who.context.viewer);
        if (develops(identified) && identified.mayBeStale)
          identified = await contextOf(request, options, { asTheyAreNow: true });
        if (identified instanceof HamkkeError) {
          // Whoever is not known pays for trying, as whoever does not say who they are.
          options.rates.request({ viewer: null, address: request.address });
          return fail(reply, identified);
        }
        const { context, mayBeStale } = identified;
        const askingDeveloper = develops(identified);
        const source = sourceOf(request);
        const name = Documents.nameOf(source);
        request.outcome.operation = options.published.get(name) ?? null;
        const isNew = !documents.has(name);
        options.rates.request(context, isNew);
        if (isNew) refuseBeyond(source, limits, detailed || askingDeveloper);
        const most = mostBytes(request, context, limits);
        const log = new RequestLog(options.accessLog, request.deadline);
        context.log = log;
        const asked = askingDeveloper ? null : plainly(request);
        if (isNew && asked) firstAsked.set(log, asked);
        const text = isNew || !asked ? null : await known.answer(asked, name, context);
        if (text !== null) {
          refuseLonger(text, most);
          reply.header('cache-control', 'no-store');
          return reply.type('application/json; charset=utf-8').send(text);
        }
        log.again();
        let response = await ask(askingDeveloper ? forDevelopers : apollo, request, context);
        // Whoever was refused, or changed meanwhile, is asked about again: what they may do is what the record says now.
        if (mayBeStale && (context.request.refused || changed(response.body))) {
          const now = await contextOf(request, options, { asTheyAreNow: true });
          if (now instanceof HamkkeError) return fail(reply, now);
          log.again();
          now.context.log = log;
          now.context.request.numberSearches = context.request.numberSearches;
          response = await ask(apollo, request, now.context);
        }
        const body = response.body.kind === 'complete' ? response.body.string : '';
        // What introspection answers is the schema, whoever may ask for it.
        const isSchema = body.startsWith('{"data":{"__') && sourceAsksForSchema(source);
        if (!(detailed || askingDeveloper) || !isSchema) refuseLonger(body, most);
        for (const [header, value] of response.headers) reply.header(header, value);
        reply.header('cache-control', 'no-store');
        reply.code(response.status ?? 200);
        return reply.send(bodyIn(body, reply));
      } catch (error) {
        if (error instanceof HamkkeError) return fail(reply, error);
        throw error;
      } finally {
        inFlight -= 1;
        if (open) openInFlight -= 1;
      }
    },
  });
}

/** A person with a browser, who asks for nothing yet. */
const wantsPage = ({ method, query, headers }: FastifyRequest) =>
  method === 'GET' &&
  (query as { query?: unknown }).query === undefined &&
  (headers.accept ?? '').includes('text/html');

/** Whether somebody may read the schema where not everybody may. */
export const mayReadSchema = (viewer: Viewer | null): boolean =>
  (viewer?.duties ?? []).some((each) => schemaReaders.includes(each));

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
