import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { Deadline } from '../database/deadline.js';
import type { Pool } from '../database/pool.js';
import type { Turns } from '../database/turns.js';
import { HamkkeError } from '../errors.js';
import { errorOf, type Fault } from '../faults.js';
import { addressOf, trusts } from './address.js';
import { campaignLists } from './campaignLists.js';
import { fail, retryAfter } from './errors.js';
import { explorer } from './explorer.js';
import { httpFaults } from './faults.js';
import { type GraphQLOptions, graphql } from './graphql.js';
import { hsds } from './hsds/routes.js';
import { languageOf, tellLanguage } from './language.js';
import { origins } from './origins.js';
import { failuresIn, type Readiness } from './readiness.js';
import { referralLinks } from './referralLinks.js';
import { logRequest, requestIdHeader } from './requestLog.js';
import { schemaFile } from './schemaFile.js';
import { statisticsFiles } from './statistics/files.js';
import { odata } from './statistics/odata.js';
import { statisticsPage } from './statistics/page.js';
import { Workshop } from './statistics/workshop.js';
import { stream } from './stream.js';
import { tellOfAddress } from './unreadable.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Until when this request is answered; it begins when the body is there. */
    deadline: Deadline;
    /** Where it comes from. */
    address: string;
  }
}

/**
 * What a client that sends slowly, or nothing at all, may hold a connection for: headers and a whole request, in
 * milliseconds, and how often that is looked at. Node looks every 30 s unless told otherwise.
 */
export const slowClients = {
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
};

/**
 * Whoever comes too fast is told so late, or their refusals, asked for again at once, cost the others more than answers
 * would. Past so many that wait for theirs, the connection is closed instead.
 */
const tooFast = { milliseconds: 500, held: 500 };

/** The HTTP server: health, readiness, /graphql and, outside production, the explorer. Listening is the caller's. */
export async function server(
  options: GraphQLOptions & {
    pool: Pool;
    /** Milliseconds from one look for changes to the next, while anybody listens. */
    paceMs: number;
    turns: Turns;
    readiness: Readiness;
  },
): Promise<FastifyInstance> {
  const { limits } = options.config;
  const { readiness } = options;
  /** What every request has, however it goes on. */
  const begin = (request: FastifyRequest, reply: FastifyReply) => {
    reply.header(requestIdHeader, request.id);
    request.address = addressOf(request);
    request.outcome = { operation: null, errors: new Set() };
    if (options.config.logRequests) logRequest(request, reply, options.log);
  };
  const app = Fastify({
    bodyLimit: limits.maxBodyBytes,
    http: slowClients,
    requestTimeout: slowClients.requestTimeout,
    genReqId: () => randomUUID(),
    // What is in work is answered before the server closes; see `stop` of src/serve.ts.
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    // From the right: the first address that no trusted proxy wrote is the one that counts.
    trustProxy: options.config.trustedProxies.length > 0 ? trusts(options.config.trustedProxies) : false,
    logger: false,
    // An address that is no address comes to no hook.
    frameworkErrors: (_error, request, reply) => {
      begin(request, reply);
      fail(reply, errorOf(httpFaults.REQUEST_INVALID));
    },
  });
  tellOfAddress(app.server);
  app.decorateRequest('deadline', null as never);
  app.decorateRequest('outcome', null as never);
  app.decorateRequest('address', '');
  app.addHook('onRequest', (request, reply, next) => {
    begin(request, reply);
    // Whoever is answered now asks the next time where they are sent then.
    if (readiness.isStopping) reply.header('connection', 'close');
    next();
  });
  let held = 0;
  app.addHook('onSend', (_request, reply, payload, next) => {
    if (reply.statusCode !== 429) return next(null, payload);
    if (held >= tooFast.held) {
      reply.header('connection', 'close');
      return next(null, payload);
    }
    held += 1;
    setTimeout(() => {
      held -= 1;
      next(null, payload);
    }, tooFast.milliseconds);
  });
  app.addHook('onResponse', (_request, reply, next) => {
    // Why it is so stands in the log without anybody's asking for readiness.
    if (reply.statusCode === 503 && !readiness.isStopping) void readiness.failures();
    next();
  });
  app.addHook('preHandler', (request, _reply, next) => {
    request.deadline = new Deadline(limits.requestDeadlineMs);
    next();
  });
  app.setErrorHandler((error: { statusCode?: number; code?: string }, request, reply) => {
    if (error instanceof HamkkeError) return fail(reply, error);
    const { statusCode = 500, code = '' } = error;
    if (statusCode >= 400 && statusCode < 500)
      return fail(
        reply,
        errorOf(faultsOfBody[code] ?? httpFaults.BODY_NOT_JSON, { most: limits.maxBodyBytes }),
        statusCode,
      );
    options.log.error({ err: error, requestId: request.id });
    return fail(reply, errorOf(httpFaults.INTERNAL_ERROR));
  });
  app.setNotFoundHandler((request, reply) => {
    const wrongMethod = request.url.split('?')[0] === '/graphql';
    if (wrongMethod) reply.header('allow', 'GET, POST');
    return wrongMethod
      ? fail(reply, errorOf(httpFaults.METHOD_NOT_ALLOWED), 405)
      : fail(reply, errorOf(httpFaults.NO_SUCH_ADDRESS), 404);
  });
  // After the handlers of errors, which an address has as they are when it is made.
  await origins(app, options.config);
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const failures = readiness.isStopping ? [] : await readiness.failures();
    if (failures.length === 0 && !readiness.isStopping) return reply.send({ status: 'ready' });
    const language = languageOf(request);
    tellLanguage(reply, language).header('retry-after', retryAfter).code(503);
    if (readiness.isStopping) return reply.send({ status: 'stopping' });
    return reply.send({ status: 'not ready', failing: failuresIn(failures, language) });
  });
  await app.register(graphql, options);
  await app.register(schemaFile, options);
  await app.register(stream, options);
  await app.register(campaignLists, options);
  await app.register(referralLinks, { pool: options.pool });
  const open = { pool: options.pool, limits, turns: options.turns, rates: options.rates };
  await app.register(hsds, open);
  const workshop = new Workshop();
  app.addHook('onClose', () => workshop.close());
  await app.register(statisticsFiles, { ...open, workshop });
  await app.register(odata, { ...open, workshop });
  await app.register(statisticsPage, open);
  if (options.explorer) await explorer(app, options.explorer);
  return app;
}

/** What a fault of the HTTP request itself means, by its code. */
const faultsOfBody: Readonly<Record<string, Fault>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: httpFaults.BODY_TOO_LARGE,
  FST_ERR_CTP_INVALID_MEDIA_TYPE: httpFaults.BODY_OF_OTHER_TYPE,
};
