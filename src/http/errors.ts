import { unwrapResolverError } from '@apollo/server/errors';
import type { FastifyReply } from 'fastify';
import { GraphQLError, type GraphQLFormattedError, Kind } from 'graphql';
import type { Logger } from 'pino';
import { commonFaults } from '../commonFaults.js';
import { type ErrorCode, HamkkeError, inLanguage } from '../errors.js';
import { errorOf, type Fault } from '../faults.js';
import { withoutDigits, withoutNumbers } from '../text/registrationNumbers.js';
import { httpFaults } from './faults.js';
import { languageOf, shown, tellLanguage } from './language.js';
import { literalOf, variableOf } from './places.js';

/** What a client reads of a fault without values. */
const shownAs = (fault: Fault): GraphQLFormattedError => {
  const { message, extensions } = errorOf(fault);
  return { message, extensions };
};
const masked = shownAs(httpFaults.INTERNAL_ERROR);
const badDocument = shownAs(httpFaults.DOCUMENT_INVALID);
const badVariables = shownAs(httpFaults.VARIABLES_INVALID);

/** The same in the words of the server's library, which knows English alone: Korean says what they are about. */
function quoting({ message, extensions }: GraphQLFormattedError, words: string): GraphQLFormattedError {
  const line = words.replace(/\s*\n\s*/g, ' ');
  const korean = inLanguage(message, 'ko').replace(/\.$/, ':');
  return { message: `${korean} ${line}\n${line}`, extensions: extensions! };
}

const statuses: Partial<Record<ErrorCode, number>> = {
  BAD_INPUT: 400,
  UNAUTHENTICATED: 401,
  NOT_FOUND: 404,
  OVERLOADED: 503,
  UNAVAILABLE: 503,
};
const statusOf = (code: unknown) => statuses[code as ErrorCode] ?? 500;
/** Seconds after which whoever got nothing may ask again. */
export const retryAfter = '1';

/** The status and the headers of a request that ends with an error. */
export function failed(reply: FastifyReply, { code, reason, extensions }: HamkkeError): FastifyReply {
  reply.request.outcome.errors.add(reason);
  if (code === 'UNAUTHENTICATED')
    reply.header('www-authenticate', 'Bearer realm="hamkke", error="invalid_token"');
  // Whoever came too fast is told when to come again.
  const seconds = extensions.retryAfterSeconds;
  const status = seconds === undefined ? statusOf(code) : 429;
  if (status === 503 || status === 429) reply.header('retry-after', String(seconds ?? retryAfter));
  return reply.code(status).header('cache-control', 'no-store');
}

/** Answers a request that nothing was done for, in the form that GraphQL clients read errors in. */
export function fail(reply: FastifyReply, error: HamkkeError, status?: number): FastifyReply {
  const language = languageOf(reply.request);
  tellLanguage(failed(reply, error), language);
  if (status !== undefined) reply.code(status);
  const { message, extensions } = error;
  return reply
    .type('application/json; charset=utf-8')
    .send({ errors: [shown({ message, extensions }, reply.request, language)] });
}

/** Whether asking again may help and nothing is lost by it: no root field was answered, and one for want of a database. */
export function isUnanswered({
  data,
  errors = [],
}: {
  data?: Record<string, unknown> | null | undefined;
  errors?: readonly GraphQLFormattedError[] | undefined;
}): boolean {
  const answered = Object.entries(data ?? {}).some(
    ([root, value]) => value !== null || !errors.some(({ path }) => path?.[0] === root),
  );
  return !answered && errors.some(({ extensions }) => statusOf(extensions?.code) === 503);
}

/** Faults of what was sent, in words of the server's library that tell nothing of the schema. */
const inputFaults: ReadonlySet<unknown> = new Set([
  'BAD_USER_INPUT',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

/** What is no GraphQL, whatever the schema. */
const noDocument = 'GRAPHQL_PARSE_FAILED';
/** Faults of the document itself. */
const documentFaults: ReadonlySet<unknown> = new Set([noDocument, 'GRAPHQL_VALIDATION_FAILED']);
/** Ours to say where no HamkkeError can be thrown: by scalars, and where a request is worked on anew. */
const ourCodes: ReadonlySet<unknown> = new Set(['VIEWER_CHANGED', 'BAD_INPUT', 'OVERLOADED', 'UNAVAILABLE']);

/** Whether an error is nobody's to read: the operator finds it in the log, the client one sentence. */
function isMasked(error: unknown, code: unknown): boolean {
  if (unwrapResolverError(error) instanceof HamkkeError) return false;
  return !ourCodes.has(code) && !documentFaults.has(code) && !inputFaults.has(code);
}

/** Writes to the server's log, under the id of their request, the errors that clients are not told of. */
export function logMasked(errors: readonly GraphQLError[], log: Logger, requestId: string) {
  for (const error of errors) {
    if (!isMasked(error, error.extensions?.code)) continue;
    const original = unwrapResolverError(error);
    const err = original instanceof GraphQLError ? (original.originalError ?? original) : original;
    log.error({ err, requestId });
  }
}

/**
 * What says only that a document or its variables do not fit stands once, and not where: the number of faults would tell
 * which of a document's fields there are. Where a document stops to be GraphQL is its own text alone, and is said.
 */
export function saidOnce(errors: readonly GraphQLFormattedError[]): GraphQLFormattedError[] {
  const said = new Set<string>();
  return errors.flatMap((error) => {
    const { reason, field } = error.extensions ?? {};
    const plain = [badDocument, badVariables].find(({ extensions }) => extensions!.reason === reason);
    if (!plain || field !== undefined || (plain === badDocument && error.locations)) return [error];
    if (said.has(plain.message)) return [];
    said.add(plain.message);
    return [plain];
  });
}

/**
 * What a client may read of an error: our own as they are, a fault of the document as one sentence (in production
 * without details, which would let the schema be guessed word by word, but for the place of what is no GraphQL), anything
 * else masked.
 */
export function formatError(options: { detailed: boolean }) {
  const format = (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const original = unwrapResolverError(error);
    if (original instanceof HamkkeError) {
      const { message, extensions } = original;
      return { ...place(formatted), message, extensions };
    }
    const code = formatted.extensions?.code;
    if (code === 'VIEWER_CHANGED') return { ...place(formatted), ...shownAs(commonFaults.RIGHTS_CHANGED) };
    if (code === 'BAD_INPUT' || code === 'OVERLOADED')
      return { ...place(formatted), ...ours(formatted, error) };
    if (code === 'BAD_USER_INPUT' && options.detailed && isOfVariable(formatted.message))
      return { ...place(formatted), ...unfitting(formatted.message, error as GraphQLError) };
    // Limits, and what else of a document is refused in our own words, whoever asks.
    const own = (error as GraphQLError).originalError;
    if (documentFaults.has(code) && own instanceof GraphQLError && ourCodes.has(own.extensions.code))
      return { ...place(formatted), ...ours(own, own) };
    if (documentFaults.has(code))
      return options.detailed
        ? { ...place(formatted), ...misfit(formatted.message, own instanceof GraphQLError ? own : error) }
        : { ...(code === noDocument ? place(formatted) : {}), ...badDocument };
    // What is wrong with a variable names types, fields and values as freely as a fault of the document does.
    if (code === 'BAD_USER_INPUT' && !options.detailed) return badVariables;
    // Clients of persisted queries know this one by its words.
    if (code === 'PERSISTED_QUERY_NOT_SUPPORTED')
      return { ...place(formatted), ...shownAs(httpFaults.REQUEST_INVALID), message: formatted.message };
    if (inputFaults.has(code))
      return {
        ...place(formatted),
        ...quoting(shownAs(httpFaults.REQUEST_INVALID), formatted.message),
      };
    return { ...place(formatted), ...masked };
  };
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const shown = format(formatted, error);
    // GraphQL quotes what it could not read; our own sentences quote nothing, and their examples stay.
    const message = own(formatted, error) ? withoutNumbers(shown.message) : withoutDigits(shown.message);
    const { field } = shown.extensions ?? {};
    // A field may be a key that the client made up.
    const named =
      typeof field === 'string' ? { extensions: { ...shown.extensions, field: withoutDigits(field) } } : {};
    return { ...shown, message, ...named };
  };
}

const isOfVariable = (message: string) => message.startsWith('Variable "$');

/** Whether a sentence is ours, or was put in the place of one that quotes. */
function own(formatted: GraphQLFormattedError, error: unknown): boolean {
  const cause = error instanceof GraphQLError ? error.originalError : undefined;
  return (
    unwrapResolverError(error) instanceof HamkkeError ||
    ourCodes.has(formatted.extensions?.code) ||
    (cause instanceof GraphQLError && ourCodes.has(cause.extensions.code))
  );
}

/** A sentence of ours, with the field that it is about, which is the same whichever way its value came. */
function ours({ message, extensions }: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  if (!(error instanceof GraphQLError)) return { message, extensions: detailsOf(extensions) };
  if (!isOfVariable(message)) return { message, extensions: detailsOf(extensions, literalOf(error)) };
  // Where the scalar's own sentence is gone, no part of what GraphQL quotes is said.
  if (!error.originalError) return unfitting(message, error);
  const said = error.originalError.message;
  return { message: said, extensions: detailsOf(extensions, placeOf(message, error)) };
}

const detailsOf = (extensions: Record<string, unknown> = {}, field?: string) =>
  field === undefined ? extensions : { ...extensions, field };

/** The path of a value that came by a variable, which GraphQL found wrong. */
function placeOf(message: string, error: GraphQLError): string {
  const [, name = ''] = /^Variable "\$(\w+)"/.exec(message) ?? [];
  const [, within = ''] = / at "\w+([\w.[\]]*)"; /.exec(message) ?? [];
  return `${variableOf(name, error)}${within}`;
}

/** The name of what is lacking in an input, or is no field of it. */
const wrongNameIn = (message: string) =>
  /Field "(?:\w+\.)?(\w+)" (?:is not defined|of required type)/.exec(message)?.[1];

/** What is wrong with a variable: where, as GraphQL says it, but not the value. */
function unfitting(message: string, error: GraphQLError): GraphQLFormattedError {
  const wrong = wrongNameIn(message);
  const field = wrong ? `${placeOf(message, error)}.${wrong}` : placeOf(message, error);
  return { ...badVariables, extensions: { ...badVariables.extensions, field } };
}

/** What is wrong with a document, in the words of graphql-js, and in which value where it is one. */
function misfit(message: string, error: unknown): GraphQLFormattedError {
  const shown = quoting(badDocument, message);
  if (!(error instanceof GraphQLError)) return shown;
  const at = literalOf(error);
  if (at === undefined) return shown;
  // Of what is lacking there is nothing to point at but what it is lacking in.
  const lacking = error.nodes?.[0]?.kind === Kind.OBJECT ? wrongNameIn(message) : undefined;
  return { ...shown, extensions: { ...shown.extensions, field: lacking ? `${at}.${lacking}` : at } };
}

const place = ({ path, locations }: GraphQLFormattedError) => ({
  ...(path ? { path } : {}),
  ...(locations ? { locations } : {}),
});
