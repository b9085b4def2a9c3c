import type { FastifyRequest } from 'fastify';
import type { Purpose } from '../access/classes.js';
import type { AccessLog } from '../accesslog/accessLog.js';
import type { WebhookKey } from '../change/secrets.js';
import type { Context } from '../context.js';
import type { Commands } from '../database/commands.js';
import type { Reads } from '../database/reads.js';
import { purpose } from '../database/tables/enums.js';
import { HamkkeError } from '../errors.js';
import { errorOf } from '../faults.js';
import { bearer, type TokenVerifier } from '../identity/tokens.js';
import type { Viewer } from '../identity/viewer.js';
import type { Viewers } from '../identity/viewers.js';
import { RequestState } from '../request.js';
import type { UniqueIds } from '../uniqueid/uniqueIds.js';
import { httpFaults } from './faults.js';
import type { Rates } from './rates.js';

/** What contexts are made of. */
export interface ContextOptions {
  /** How fast requests may come. */
  rates: Rates;
  reads: Reads;
  commands: Commands;
  webhooks: WebhookKey;
  accessLog: AccessLog;
  verifier: TokenVerifier;
  viewers: Viewers;
  uniqueIds: UniqueIds | null;
}

/** A document that may change something is never asked twice. */
const mutates = ({ body }: FastifyRequest) =>
  /\bmutation\b/.test(String((body as { query?: unknown } | null)?.query));

export interface Identified {
  context: Context;
  subject: string | null;
  /** Whether the viewer is as remembered, and is asked about again before they are refused. */
  mayBeStale: boolean;
  /** When the token ends, in milliseconds. */
  until: number;
}

/**
 * Who asks, and what the resolvers of the request share; or the error that it ends with. A change is decided by what the
 * record says now and never asked twice, and so is what goes on for long.
 */
export async function contextOf(
  request: FastifyRequest,
  options: ContextOptions,
  { asTheyAreNow = mutates(request) } = {},
): Promise<Identified | HamkkeError> {
  try {
    const token = bearer(request.headers.authorization);
    let viewer: Viewer | null = null;
    let subject: string | null = null;
    let mayBeStale = false;
    let until = 0;
    if (token !== null) {
      ({ subject, expiresAt: until } = await options.verifier.verify(token));
      if (asTheyAreNow) options.viewers.forget(subject);
      const post = one(request.headers['hamkke-post']);
      const found = await options.viewers.find(subject, post, request.deadline);
      viewer = found.viewer;
      mayBeStale = !found.fresh && !asTheyAreNow;
    }
    return {
      subject,
      mayBeStale,
      until,
      context: {
        requestId: request.id,
        address: request.address,
        purpose: purposeOf(one(request.headers['hamkke-purpose'])),
        viewer,
        deadline: request.deadline,
        reads: options.reads,
        commands: options.commands,
        webhooks: options.webhooks,
        log: options.accessLog,
        uniqueIds: options.uniqueIds,
        request: new RequestState({
          inAddress: request.method === 'GET',
          mayBeStale,
          rates: options.rates,
          ...(viewer ? {} : { stranger: options.rates.stranger(request.address) }),
        }),
      },
    };
  } catch (error) {
    if (error instanceof HamkkeError) return error;
    throw error;
  }
}

/** The first of a header that came more than once. */
export const one = (header: string | string[] | undefined) => (Array.isArray(header) ? header[0] : header);

function purposeOf(header: string | undefined): Purpose {
  if (header === undefined) return 'CASE_MANAGEMENT';
  const found = purpose.enumValues.find((each) => each === header);
  if (!found) throw errorOf(httpFaults.PURPOSE_UNKNOWN, { purposes: purpose.enumValues });
  return found;
}
