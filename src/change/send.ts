import { request as plain } from 'node:http';
import { request as secure } from 'node:https';
import { faultOf, publicLookup } from './addresses.js';

/** How long one delivery may take, from looking up the name to the receiver's answer. */
const patienceMs = 10_000;

/**
 * Sends a message to somebody's address and answers with the status. Nothing is followed and nothing of the answer is
 * read: what stands there is none of our business, and nobody may have this server ask its neighbours for them.
 *
 * @returns null where the receiver could not be reached, or may not be
 */
export async function send(
  to: string,
  body: string,
  headers: Record<string, string>,
  { strict, stop }: { strict: boolean; stop: AbortSignal },
): Promise<number | null> {
  if (faultOf(to, strict)) return null;
  const url = new URL(to);
  return new Promise((answered) => {
    const request = (url.protocol === 'https:' ? secure : plain)(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'Hamkke-Webhooks/1',
        ...headers,
      },
      // A connection of its own: one that was checked for another address is not used again.
      agent: false,
      maxHeaderSize: 16_384,
      signal: AbortSignal.any([stop, AbortSignal.timeout(patienceMs)]),
      ...(strict ? { lookup: publicLookup } : {}),
    });
    request.on('response', (response) => {
      answered(response.statusCode ?? null);
      response.destroy();
    });
    request.on('error', () => answered(null));
    // Whoever switches protocols gets neither of both, and would be waited for by every other delivery for ever.
    request.on('close', () => answered(null));
    request.end(body);
  });
}
