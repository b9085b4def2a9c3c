import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.js';
import { requestIdHeader } from './requestLog.js';

/** What pages of other addresses may reach: the API, and not the explorer with its tokens. */
const reached = /^\/(graphql(\/stream)?|schema\.graphql|hsds(\/.*)?|statistics(\/.*)?|odata(\/.*)?|readyz)$/;

/** An app that somebody tries out on their own machine. */
const isLocal = (origin: string) => {
  const { protocol, hostname } = URL.canParse(origin) ? new URL(origin) : { protocol: '', hostname: '' };
  return protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
};

/**
 * Lets pages of the addresses that the operator names ask this server by the browser (CORS); outside production those of
 * this machine, too. A page says who asks by the Authorization header: cookies play no part.
 */
export async function origins(
  app: FastifyInstance,
  { allowedOrigins, mode }: Pick<Config, 'allowedOrigins' | 'mode'>,
): Promise<void> {
  // Where no page may ever ask, no request needs to be looked at.
  if (mode === 'production' && allowedOrigins.length === 0) return;
  const isAllowed = (origin: string) =>
    allowedOrigins.includes(origin) || (mode !== 'production' && isLocal(origin));
  await app.register(cors, {
    delegator: (request, done) => {
      const { origin } = request.headers;
      const isOpen =
        typeof origin === 'string' && reached.test(request.url.split('?')[0]!) && isAllowed(origin);
      done(null, isOpen ? { ...open, origin } : closed);
    },
  });
}

/** What a page that may not ask is told: nothing. */
const closed = { origin: false };
/** What a page that may ask is told beside its own address. */
const open = {
  methods: ['GET', 'POST'],
  allowedHeaders: [
    'authorization',
    'content-type',
    'hamkke-post',
    'hamkke-purpose',
    'apollo-require-preflight',
    'x-apollo-operation-name',
    'if-none-match',
    'odata-version',
    'odata-maxversion',
  ],
  exposedHeaders: [requestIdHeader, 'retry-after', 'content-language'],
  maxAge: 600,
  strictPreflight: false,
};
