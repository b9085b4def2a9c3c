import type { FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import { AccessLog } from './access/log.js';
import { policyOf } from './access/policy.js';
import { guard } from './access/shield.js';
import { Deliveries } from './change/deliveries.js';
import { WebhookKey } from './change/secrets.js';
import type { Config } from './config.js';
import { Commands } from './database/commands.js';
import type { Pool } from './database/pool.js';
import { Reads } from './database/reads.js';
import { type PreparedOperation, preparedOperations } from './http/operations.js';
import { server } from './http/server.js';
import type { DevelopmentIssuer } from './identity/developmentIssuer.js';
import { personas } from './identity/personas.js';
import type { TokenVerifier } from './identity/tokens.js';
import { Viewers } from './identity/viewer.js';
import { schema } from './schema.js';
import type { UniqueIds } from './uniqueid/uniqueIds.js';

export interface ServeOptions {
  config: Pick<Config, 'mode' | 'limits' | 'webhookKey' | 'trustedProxies'>;
  pool: Pool;
  verifier: TokenVerifier;
  developmentIssuer: DevelopmentIssuer | null;
  /** Without keys nobody is found by their registration number. */
  uniqueIds?: UniqueIds | null;
  log: Logger;
  /** Tests of one wall take the other away: `application` is the conditions in statements and the gates on fields. */
  walls?: { application: boolean };
  onStatement?: (text: string) => void;
}

export interface Running {
  app: FastifyInstance;
  url: string;
  stop(): Promise<void>;
}

let guarded: GraphQLSchema | undefined;
/** The schema behind its gates; a schema with a field that nobody granted does not start. */
const guardedSchema = () => {
  guarded ??= guard(schema, policyOf(schema));
  return guarded;
};

/** What the explorer offers: every persona with a token, and the published operations. */
const explorerOf = (issuer: DevelopmentIssuer, published: PreparedOperation[]) => ({
  personas: () =>
    Promise.all(
      personas.map(async ({ key, subject, who }) => ({
        key,
        title: `${who.ko} · ${who.en}`,
        token: await issuer.token(subject),
      })),
    ),
  operations: () => published,
});

/** Everything between the database and the socket. */
export async function serve(options: ServeOptions) {
  const { config, pool, log } = options;
  const wall = options.walls?.application ?? true;
  const published: PreparedOperation[] = preparedOperations();
  const accessLog = new AccessLog(pool, config.limits.requestDeadlineMs);
  const webhooks = new WebhookKey(config.webhookKey, config.mode === 'production');
  const deliveries = new Deliveries(pool, webhooks, log, config.limits);
  const app = await server({
    config,
    pool,
    schema: wall ? guardedSchema() : schema,
    bareSchema: schema,
    reads: new Reads(pool, {
      limits: config.limits,
      wall,
      registered: new Set(published.map((each) => each.text)),
      onStatement: options.onStatement,
    }),
    accessLog,
    commands: new Commands(pool, accessLog, config.limits.requestDeadlineMs),
    webhooks,
    verifier: options.verifier,
    explorer: options.developmentIssuer ? explorerOf(options.developmentIssuer, published) : null,
    viewers: new Viewers(pool),
    uniqueIds: options.uniqueIds ?? null,
    log,
  });
  return {
    app,
    url: '',
    listen: async (host: string, port: number) => {
      const url = await app.listen({ host, port });
      deliveries.start();
      return url;
    },
    stop: async () => {
      await Promise.all([deliveries.stop(), app.close()]);
    },
  };
}
