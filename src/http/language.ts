import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLFormattedError } from 'graphql';
import Negotiator from 'negotiator';
import { inLanguage, type Language, languages } from '../errors.js';

// A message holds both languages until it leaves; whichever `Accept-Language` prefers is the one that is told.

/** The language that whoever sent a request reads: Korean where they name neither. */
export const languageOf = ({ headers }: Pick<FastifyRequest, 'headers'>): Language =>
  new Negotiator({ headers }).language([...languages]) === 'en' ? 'en' : 'ko';

/** An error in one language. */
export const told = <E extends Pick<GraphQLFormattedError, 'message'>>(error: E, language: Language): E => ({
  ...error,
  message: inLanguage(error.message, language),
});

/** An error as it leaves: its reason is noted for the line of the request, and what nobody can read has the request's id. */
export function shown(
  error: GraphQLFormattedError,
  { id, outcome }: FastifyRequest,
  language: Language,
): GraphQLFormattedError {
  const { code, reason } = error.extensions ?? {};
  if (typeof reason === 'string') outcome.errors.add(reason);
  const one = told(error, language);
  return code === 'INTERNAL' ? { ...one, extensions: { ...one.extensions, requestId: id } } : one;
}

/** Says of an answer which language its errors are in, and that another may be asked for. */
export function tellLanguage(reply: FastifyReply, language: Language): FastifyReply {
  const varies = reply.getHeader('vary');
  return reply
    .header('content-language', language)
    .header('vary', varies ? `${String(varies)}, accept-language` : 'accept-language');
}

/**
 * The body of an answer with its errors in one language. Errors stand first in a body, and most answers have none: only
 * those that do are read again.
 */
export function bodyIn(body: string, reply: FastifyReply): string {
  if (!body.startsWith('{"errors"')) return body;
  const answer = JSON.parse(body) as { errors: GraphQLFormattedError[] };
  const language = languageOf(reply.request);
  tellLanguage(reply, language);
  const errors = answer.errors.map((each) => shown(each, reply.request, language));
  return `${JSON.stringify({ ...answer, errors })}\n`;
}
