import { ApolloServer, type ApolloServerOptions, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import type { FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Config } from '../config.js';
import type { Context } from '../context.js';
import type { Documents } from '../database/documents.js';
import { JsonText } from '../database/planner/jsonText.js';
import { noNumbers } from './documentLimits.js';
import { formatError, isUnanswered, logMasked, retryAfter, saidOnce } from './errors.js';

type Plugin = NonNullable<ApolloServerOptions<Context>['plugins']>[number];

export interface ApolloOptions {
  config: Pick<Config, 'limits'>;
  schema: GraphQLSchema;
  log: Logger;
  /** Whether whoever asks may read the schema, and what exactly is wrong with a document. */
  readsSchema: boolean;
  /** Where documents are kept once they are found valid; null where nothing is remembered. */
  documents: Documents | null;
  plugin: Plugin;
}

/**
 * Headers that no page of another site can send unasked: a GET with one of them was meant. Who asks, and in which post and
 * purpose, is said by headers alone, so that whatever comes without them reads what everybody may.
 */
const meant = [
  'authorization',
  'hamkke-post',
  'hamkke-purpose',
  'x-apollo-operation-name',
  'apollo-require-preflight',
];

/** Apollo Server as Hamkke runs it. */
export function apolloServer({ config, schema, log, readsSchema, documents, plugin }: ApolloOptions) {
  return new ApolloServer<Context>({
    schema,
    introspection: readsSchema,
    csrfPrevention: { requestHeaders: meant },
    includeStacktraceInErrorResponses: false,
    parseOptions: { maxTokens: config.limits.maxTokens },
    validationRules: [noNumbers],
    validationOptions: { maxErrors: 5 },
    formatError: formatError({ detailed: readsSchema }),
    logger: {
      debug() {},
      info() {},
      warn: (text) => log.warn(text),
      error: (text) => log.error(text),
    },
    stopOnTerminationSignals: false,
    cache: 'bounded',
    documentStore: documents && storeOf(documents),
    // A document that is named by its hash cannot be seen to change something, and would be asked twice like a query.
    persistedQueries: false,
    stringifyResult: (value) => {
      const data: unknown = value.data;
      return data instanceof JsonText ? data.text : `${JSON.stringify(value)}\n`;
    },
    plugins: [
      // Cache control would look at every field of every answer to say what is always so: `no-store`.
      ApolloServerPluginCacheControlDisabled(),
      // A browser is led to the explorer, which asks nobody else.
      ApolloServerPluginLandingPageDisabled(),
      plugin,
      {
        async requestDidStart() {
          return {
            async didEncounterErrors({ errors, contextValue }) {
              logMasked(errors, log, contextValue.requestId);
            },
            async willSendResponse({ response: { body, http } }) {
              if (body.kind !== 'single') return;
              const { singleResult } = body;
              if (isUnanswered(singleResult)) {
                http.status = 503;
                http.headers.set('retry-after', retryAfter);
              }
              if (!readsSchema && singleResult.errors) singleResult.errors = saidOnce(singleResult.errors);
            },
          };
        },
      },
    ],
  });
}

/** Apollo looks for documents where the server keeps them, under the hash that its key ends with; they are put there by us. */
const storeOf = (documents: Documents): ApolloServerOptions<Context>['documentStore'] => ({
  get: async (key) => documents.get(key.slice(-64), false)?.document,
  set: async () => {},
  delete: async () => false,
});

/** One request, with its headers as Apollo takes them. */
export function ask(apollo: ApolloServer<Context>, request: FastifyRequest, context: Context) {
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
