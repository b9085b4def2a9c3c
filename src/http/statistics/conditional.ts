import type { FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { errorOf } from '../../faults.js';
import { statisticsFaults } from '../../statistics/faults.js';

/** What is known of an answer before it is made. */
export interface Known {
  /** What tells these bytes from all others. */
  tag: string;
  /** An instant, where the answer has one. */
  modified?: string;
}

/** Whether the client has the answer already. Where it names a tag, no date counts beside it. */
export function isKnown({ headers }: FastifyRequest, { tag, modified }: Known): boolean {
  const had = headers['if-none-match'];
  if (had !== undefined)
    return had.split(',').some((each) => ['*', `"${tag}"`].includes(each.trim().replace(/^W\//, '')));
  const since = Date.parse(headers['if-modified-since'] ?? '');
  return modified !== undefined && since >= Date.parse(modified);
}

/** Says of an answer which one it is. */
export function tell(reply: FastifyReply, { tag, modified }: Known): FastifyReply {
  if (modified !== undefined) reply.header('last-modified', new Date(modified).toUTCString());
  return reply.header('etag', `"${tag}"`);
}

/**
 * Refuses a client that takes none of the media types that there are. Parameters such as `odata.metadata=minimal` are
 * wishes of a form, and no reason to give nothing.
 */
export function mustAccept({ headers }: FastifyRequest, types: readonly string[]): void {
  const accept = headers.accept?.replace(/;\s*(?!q=)[^;,=\s]+=("[^"]*"|[^;,]*)/gi, '');
  const negotiator = new Negotiator({ headers: accept === undefined ? {} : { accept } });
  if (negotiator.mediaTypes([...types]).length === 0)
    throw errorOf(statisticsFaults.TYPE_NOT_ACCEPTED, { types: types[0] });
}
