// First: classes with decorators may load before the schema does.
import 'reflect-metadata';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { GraphQLInterfaceType, GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import { policyOf } from './access/policy.js';
import { recordFaults } from './access/records.js';
import { guard } from './access/shield.js';
import { AccessLog } from './accesslog/accessLog.js';
import { Deliveries } from './change/deliveries.js';
import { WebhookKey } from './change/secrets.js';
import type { Config } from './config.js';
import { Commands } from './database/commands.js';
import { Deadline } from './database/deadline.js';
import { Documents } from './database/documents.js';
import type { Pool } from './database/pool.js';
import { type ReadOptions, Reads } from './database/reads.js';
import { run } from './database/run.js';
import { Turns } from './database/turns.js';
import { counting } from './fact/counting.js';
import { byAudience } from './http/audiences.js';
import { type PreparedOperation, preparedOperations } from './http/operations.js';
import { Rates } from './http/rates.js';
import { type Promises, Readiness } from './http/readiness.js';
import { server } from './http/server.js';
import type { DevelopmentIssuer } from './identity/developmentIssuer.js';
import { personas } from './identity/personas.js';
import type { TokenVerifier } from './identity/tokens.js';
import { Viewers } from './identity/viewers.js';
import { schema } from './schema.js';
import type { UniqueIds } from './uniqueid/uniqueIds.js';

export interface ServeOptions {
  config: Pick<
    Config,
    'mode' | 'limits' | 'webhookKey' | 'trustedProxies' | 'allowedOrigins' | 'logRequests'
  >;
  pool: Pool;
  verifier: TokenVerifier;
  developmentIssuer: DevelopmentIssuer | null;
  /** Without keys nobody is found by their registration number. */
  uniqueIds?: UniqueIds | null;
  log: Logger;
  /** Tests of one wall take the other away: `application` is the conditions in statements and the gates on fields. */
  walls?: { application: boolean };
  onStatement?: (text: string) => void;
  /** Milliseconds from one look for changes that somebody waits for to the next; a second unless a test says otherwise. */
  paceMs?: number;
  /** Operations whose statements the database keeps prepared: the published ones unless a test says otherwise. */
  registered?: ReadOptions['registered'];
  /** What must hold, beside the database, before anybody is sent here. */
  promises?: Promises;
}

export interface Running {
  app: FastifyInstance;
  url: string;
  /**
   * Says at once that nobody should be sent here any more, answers what is in work, and closes.
   *
   * @param noticeMs for how long at most others are still answered who have not heard of it
   */
  stop(noticeMs?: number): Promise<void>;
}

/**
 * Milliseconds in which requests that are in work are answered before their connections are cut. With the notice and what
 * the sealer and the connections to the database may take, a stop is over before it is enforced; see src/main.ts.
 */
const drainMs = 4_000;
/** Milliseconds in which a readiness check is answered. */
const readyMs = 2_000;
/** Milliseconds without a request after which nobody seems to be sent here any more. */
const quietMs = 400;

let guarded: GraphQLSchema | undefined;
/** The schema behind its gates; a schema with a field that nobody granted does not start. */
const guardedSchema = () => {
  if (!guarded) {
    const node = schema.getType('Node') as GraphQLInterfaceType;
    const faults = recordFaults(schema.getPossibleTypes(node).map(({ name }) => name));
    if (faults.length) throw new Error(`The records are not safe to serve: ${faults.join('; ')}.`);
    guarded = guard(schema, policyOf(schema));
  }
  return guarded;
};

/** What the explorer offers: every persona with a token, and the published operations. */
const explorerOf = (issuer: DevelopmentIssuer, published: PreparedOperation[]) => ({
  personas: () =>
    Promise.all(
      personas.map(async ({ key, subject, who, short }) => ({
        key,
        title: `${who.ko} · ${who.en}`,
        short: `${short.ko} · ${short.en}`,
        token: await issuer.token(subject),
      })),
    ),
  operations: () => byAudience(published),
});

/** Everything between the database and the socket. */
export async function serve(options: ServeOptions) {
  const { config, pool, log } = options;
  const wall = options.walls?.application ?? true;
  const published: PreparedOperation[] = preparedOperations();
  const registered = new Set(published.map((each) => each.text));
  const { limits } = config;
  const { paceMs = 1000 } = options;
  // At least one connection is left to those who have a token.
  const open = Math.max(1, Math.min(limits.openStatements, limits.poolSize - 1));
  const turns = new Turns({
    atOnce: open,
    ofOne: limits.addressStatements,
    longest: limits.maxInFlight,
    patienceMs: limits.requestDeadlineMs,
    failure: () => pool.health.failure,
  });
  const rates = new Rates(limits);
  const documents = new Documents(config.limits.rememberedBytes, registered);
  const accessLog = new AccessLog(pool, config.limits.requestDeadlineMs);
  const webhooks = new WebhookKey(config.webhookKey, config.mode === 'production');
  const deliveries = new Deliveries(pool, webhooks, log, { ...config.limits, paceMs });
  const counter = counting(pool, log);
  const readiness = new Readiness(
    {
      database: async () => {
        await run(pool, { text: 'select true as answer', values: [], prepare: false }, new Deadline(readyMs));
        await accessLog.tryOut(new Deadline(readyMs));
      },
      'identity provider': () => options.verifier.ready(),
      ...options.promises,
    },
    log,
  );
  const app = await server({
    config,
    pool,
    paceMs,
    health: pool.health,
    readiness,
    schema: wall ? guardedSchema() : schema,
    bareSchema: schema,
    documents,
    published: new Map(published.map(({ name, text }) => [Documents.nameOf(text), name])),
    rates,
    turns,
    reads: new Reads(pool, {
      limits: config.limits,
      wall,
      registered: options.registered ?? registered,
      documents,
      turns,
      onStatement: options.onStatement,
    }),
    accessLog,
    commands: new Commands(pool, accessLog),
    webhooks,
    verifier: options.verifier,
    explorer: options.developmentIssuer ? explorerOf(options.developmentIssuer, published) : null,
    viewers: new Viewers(pool),
    uniqueIds: options.uniqueIds ?? null,
    log,
  });
  return {
    app,
    documents,
    url: '',
    /** Looks at what the server needs every few seconds, and logs what changes. */
    watch: () => readiness.watch(),
    listen: async (host: string, port: number) => {
      const url = await app.listen({ host, port });
      deliveries.start();
      counter.start();
      return url;
    },
    stop: async (noticeMs = 0) => {
      readiness.stop();
      const ended = Promise.all([deliveries.stop(), counter.stop()]);
      await quiet(app, noticeMs);
      const cut = setTimeout(() => app.server.closeAllConnections(), drainMs).unref();
      await Promise.all([app.close(), Promise.race([ended, pause(drainMs, undefined, { ref: false })])]);
      clearTimeout(cut);
    },
  };
}

/** Waits until nobody has asked for a while, or for so long at most. */
async function quiet({ server }: FastifyInstance, mostMs: number): Promise<void> {
  const end = performance.now() + mostMs;
  let last = performance.now();
  const heard = () => {
    last = performance.now();
  };
  server.on('request', heard);
  while (performance.now() < Math.min(end, last + quietMs)) await pause(20);
  server.off('request', heard);
}
