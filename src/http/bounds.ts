import type { FastifyRequest } from 'fastify';
import { type DocumentNode, Kind, parse } from 'graphql';
import { commonFaults } from '../commonFaults.js';
import type { Limits } from '../config.js';
import type { Context } from '../context.js';
import { errorOf } from '../faults.js';
import { beyondLimits } from './documentLimits.js';

/** The document of a request; empty where it sends none, which Apollo tells of. */
export function sourceOf({ method, query, body }: FastifyRequest): string {
  const from = (method === 'GET' ? query : body) as { query?: unknown } | null | undefined;
  return typeof from?.query === 'string' ? from.query : '';
}

/**
 * Refuses a document beyond the limits, before it is validated; what cannot be read is told of by Apollo.
 *
 * @param readsSchema whether whoever asks may read the schema: questions for it alone are as deep as clients ask them
 */
export function refuseBeyond(source: string, limits: Limits, readsSchema: boolean) {
  let document: DocumentNode;
  try {
    document = parse(source, { maxTokens: limits.maxTokens, noLocation: true });
  } catch {
    return;
  }
  const beyond = beyondLimits(document, readsSchema && asksForSchema(document) ? ofSchema(limits) : limits);
  if (beyond) throw beyond;
}

/** GraphQL.js wraps types in a depth of nine; how often lists of the schema may lead into each other it limits itself. */
const ofSchema = (limits: Limits): Limits => ({ ...limits, maxDepth: Math.max(limits.maxDepth, 20) });

const schemaFields = ['__schema', '__type', '__typename'];

/** Whether a document asks for the schema and for nothing else. */
export const asksForSchema = ({ definitions }: DocumentNode): boolean =>
  definitions.every(
    (each) =>
      each.kind !== Kind.OPERATION_DEFINITION ||
      each.selectionSet.selections.every(
        (field) => field.kind === Kind.FIELD && schemaFields.includes(field.name.value),
      ),
  );

/** The same of a document that was read before; any field may bear any alias, so that an answer does not tell. */
export const sourceAsksForSchema = (source: string): boolean =>
  asksForSchema(parse(source, { noLocation: true }));

/** The longest answer that a request may have: without a token it depends on how long the request itself is. */
export function mostBytes({ raw, headers }: FastifyRequest, { viewer }: Context, limits: Limits): number {
  if (viewer) return limits.answerBytes;
  const sent = raw.rawHeaders.reduce((sum, each) => sum + each.length + 2, raw.url?.length ?? 0);
  const request = sent + Number(headers['content-length'] ?? 0);
  return Math.min(limits.answerBytes, Math.max(limits.openAnswerBytes, limits.openAmplification * request));
}

/** Refuses an answer that is longer than that, before it is sent. */
export function refuseLonger(text: string, most: number) {
  // A character is at most three bytes of UTF-8: most answers need not be measured.
  if (text.length * 3 > most && Buffer.byteLength(text) > most)
    throw errorOf(commonFaults.ANSWER_TOO_LARGE, { most });
}
