import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Pool } from '../database/pool.js';
import { masked } from './errors.js';
import { type ExplorerOptions, explorer } from './explorer.js';
import { type GraphQLOptions, graphql } from './graphql.js';
import { hsds } from './hsds/routes.js';
import { referralLinks } from './referralLinks.js';
import { stream } from './stream.js';

/** The HTTP server: health, readiness, /graphql and, outside production, the explorer. Listening is the caller's. */
export async function server(
  options: GraphQLOptions & { pool: Pool; explorer: ExplorerOptions | null },
): Promise<FastifyInstance> {
  const { limits } = options.config;
  const app = Fastify({
    bodyLimit: limits.maxBodyBytes,
    requestTimeout: limits.requestDeadlineMs * 2,
    genReqId: () => randomUUID(),
    // From the right: the first address that no trusted proxy wrote is the one that counts.
    trustProxy: options.config.trustedProxies.length > 0 ? options.config.trustedProxies : false,
    forceCloseConnections: true,
    logger: false,
  });
  // Whoever asks for help names the request, and the log lines and the access log hold the same id.
  app.addHook('onRequest', async (request, reply) => {
    reply.header('hamkke-request', request.id);
  });
  app.setErrorHandler((error: { statusCode?: number; code?: string }, request, reply) => {
    const [status, failure] = httpFailure(error, limits.maxBodyBytes);
    if (!failure) options.log.error({ err: error, requestId: request.id });
    return reply.code(status).send({ errors: [failure ?? masked] });
  });
  app.setNotFoundHandler((request, reply) => {
    const wrongMethod = request.url.split('?')[0] === '/graphql';
    if (wrongMethod) reply.header('allow', 'GET, POST');
    const message = wrongMethod
      ? '이 메서드는 쓸 수 없습니다. /graphql takes GET and POST.'
      : '없는 주소입니다. There is nothing at this address.';
    return reply.code(wrongMethod ? 405 : 404).send({ errors: [wrong(message)] });
  });
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    try {
      await deadline(options.pool.sql`select 1`, 2000);
    } catch {
      return reply.code(503).send({ status: 'database unreachable' });
    }
    try {
      await options.verifier.ready();
    } catch {
      return reply.code(503).send({ status: 'identity provider unreachable' });
    }
    return { status: 'ready' };
  });
  await app.register(graphql, options);
  await app.register(stream, options);
  await app.register(referralLinks, { pool: options.pool, deadlineMs: limits.requestDeadlineMs });
  await app.register(hsds, { pool: options.pool, limits });
  if (options.explorer) await explorer(app, options.explorer);
  return app;
}

const wrong = (message: string) => ({ message, extensions: { code: 'BAD_INPUT' } });

/** What a fault of the HTTP request itself means, in the form that GraphQL clients read; null for a fault of ours. */
function httpFailure({ statusCode = 500, code }: { statusCode?: number; code?: string }, most: number) {
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return [413, wrong(`요청 본문이 너무 큽니다. A request has at most ${most} bytes.`)] as const;
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return [415, wrong('본문은 JSON이어야 합니다. Send the body as application/json.')] as const;
  if (statusCode >= 400 && statusCode < 500)
    return [statusCode, wrong('요청 본문이 올바른 JSON이 아닙니다. The body is not valid JSON.')] as const;
  return [500, null] as const;
}

function deadline<T>(work: PromiseLike<T>, milliseconds: number): Promise<T> {
  return Promise.race([
    work,
    new Promise<never>((_, fail) => {
      setTimeout(() => fail(new Error('deadline')), milliseconds).unref();
    }),
  ]);
}
