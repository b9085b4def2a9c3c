import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Pool } from '../database/pool.js';
import { type GraphQLOptions, graphql } from './graphql.js';

/** The HTTP server: health, readiness and /graphql. Listening is the caller's. */
export async function server(options: GraphQLOptions & { pool: Pool }): Promise<FastifyInstance> {
  const { limits } = options.config;
  const app = Fastify({
    bodyLimit: limits.maxBodyBytes,
    requestTimeout: limits.requestDeadlineMs * 2,
    genReqId: () => randomUUID(),
    forceCloseConnections: true,
    logger: false,
  });
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    try {
      await deadline(options.pool.sql`select 1`, 2000);
      return { status: 'ready' };
    } catch {
      return reply.code(503).send({ status: 'database unreachable' });
    }
  });
  await app.register(graphql, options);
  return app;
}

function deadline<T>(work: PromiseLike<T>, milliseconds: number): Promise<T> {
  return Promise.race([
    work,
    new Promise<never>((_, fail) => {
      setTimeout(() => fail(new Error('deadline')), milliseconds).unref();
    }),
  ]);
}
