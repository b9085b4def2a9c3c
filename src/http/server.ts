import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Pool } from '../database/pool.js';
import { type ExplorerOptions, explorer } from './explorer.js';
import { type GraphQLOptions, graphql } from './graphql.js';

/** The HTTP server: health, readiness, /graphql and, outside production, the explorer. Listening is the caller's. */
export async function server(
  options: GraphQLOptions & { pool: Pool; explorer: ExplorerOptions | null },
): Promise<FastifyInstance> {
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
  if (options.explorer) await explorer(app, options.explorer);
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
