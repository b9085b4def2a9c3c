import { unwrapResolverError } from '@apollo/server/errors';
import type { FastifyReply } from 'fastify';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { type ErrorCode, HamkkeError } from '../errors.js';
import { withoutDigits, withoutNumbers } from '../text/registrationNumbers.js';

export const masked: GraphQLFormattedError = {
  message: '서버 오류가 발생했습니다. Something went wrong on our side.',
  extensions: { code: 'INTERNAL' },
};
const badDocument: GraphQLFormattedError = {
  message: 'GraphQL 문서가 올바르지 않습니다. The GraphQL document is not valid for this schema.',
  extensions: { code: 'BAD_INPUT' },
};

const badVariables: GraphQLFormattedError = {
  message: '변수가 문서와 맞지 않습니다. The variables do not fit the document.',
  extensions: { code: 'BAD_INPUT' },
};

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
export function failed(reply: FastifyReply, { code, extensions }: HamkkeError): FastifyReply {
  if (code === 'UNAUTHENTICATED')
    reply.header('www-authenticate', 'Bearer realm="hamkke", error="invalid_token"');
  // Whoever came too fast is told when to come again.
  const seconds = extensions.retryAfterSeconds;
  const status = seconds === undefined ? statusOf(code) : 429;
  if (status === 503 || status === 429) reply.header('retry-after', String(seconds ?? retryAfter));
  return reply.code(status).header('cache-control', 'no-store');
}

/** Answers a request that nothing was done for, in the form that GraphQL clients read errors in. */
export const fail = (reply: FastifyReply, error: HamkkeError) =>
  failed(reply, error)
    .type('application/json; charset=utf-8')
    .send({ errors: [{ message: error.message, extensions: error.extensions }] });

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

/** Faults of the document itself. */
const documentFaults: ReadonlySet<unknown> = new Set(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED']);
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
 * which of a document's fields there are.
 */
export function saidOnce(errors: readonly GraphQLFormattedError[]): GraphQLFormattedError[] {
  const said = new Set<string>();
  return errors.flatMap((error) => {
    const plain = [badDocument, badVariables].find(({ message }) => message === error.message);
    if (!plain) return [error];
    if (said.has(plain.message)) return [];
    said.add(plain.message);
    return [plain];
  });
}

/**
 * What a client may read of an error: our own as they are, a fault of the document as one sentence (in production
 * without details, which would let the schema be guessed word by word), anything else masked.
 */
export function formatError(options: { detailed: boolean }) {
  const format = (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const original = unwrapResolverError(error);
    if (original instanceof HamkkeError) {
      const { message, extensions } = original;
      return { ...place(formatted), message, extensions };
    }
    const code = formatted.extensions?.code;
    if (code === 'VIEWER_CHANGED')
      return { ...place(formatted), message: formatted.message, extensions: { code: 'CONFLICT' } };
    if (code === 'BAD_INPUT' || code === 'OVERLOADED')
      return { ...place(formatted), ...ours(formatted, error) };
    if (code === 'BAD_USER_INPUT' && options.detailed && formatted.message.startsWith('Variable "$'))
      return { ...place(formatted), ...unfitting(formatted.message) };
    // Limits, and what else of a document is refused in our own words, whoever asks.
    const own = (error as GraphQLError).originalError;
    if (documentFaults.has(code) && own instanceof GraphQLError && ourCodes.has(own.extensions.code))
      return { ...place(formatted), ...ours(own, own) };
    if (documentFaults.has(code))
      return options.detailed
        ? { ...place(formatted), message: formatted.message, extensions: { code: 'BAD_INPUT' } }
        : badDocument;
    // What is wrong with a variable names types, fields and values as freely as a fault of the document does.
    if (code === 'BAD_USER_INPUT' && !options.detailed) return badVariables;
    if (inputFaults.has(code))
      return { ...place(formatted), message: formatted.message, extensions: { code: 'BAD_INPUT' } };
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

/** Whether a sentence is ours, or was put in the place of one that quotes. */
function own(formatted: GraphQLFormattedError, error: unknown): boolean {
  const cause = error instanceof GraphQLError ? error.originalError : undefined;
  return (
    unwrapResolverError(error) instanceof HamkkeError ||
    ourCodes.has(formatted.extensions?.code) ||
    (cause instanceof GraphQLError && ourCodes.has(cause.extensions.code))
  );
}

const isOfVariable = (message: string) => message.startsWith('Variable "$');

/**
 * A sentence of ours, with the field that it is about: that of a variable by its path, in front of which GraphQL put the
 * value, and that of a literal by its name.
 */
function ours({ message, extensions }: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const code = extensions?.code;
  if (!(error instanceof GraphQLError)) return { message, extensions: { code } };
  // Where the scalar's own sentence is gone, no part of what GraphQL quotes is said.
  if (isOfVariable(message) && !error.originalError) return unfitting(message);
  const said = isOfVariable(message) ? error.originalError!.message : message;
  const field = isOfVariable(message) ? placeOf(message) : literalOf(error);
  return field
    ? { message: `${field}: ${said}`, extensions: { code, field } }
    : { message: said, extensions: { code } };
}

/** The name in front of a value in a document, where an error points at one. */
function literalOf({ nodes, source }: GraphQLError): string | undefined {
  const loc = nodes?.[0]?.loc;
  if (!loc || !source || !/Value$/.test(nodes[0]!.kind)) return undefined;
  return /(\w+)\s*:\s*(?:\[[^\]{}]*)?$/.exec(source.body.slice(0, loc.start))?.[1];
}

/** The path of a variable at which GraphQL found it wrong: the variable alone where the whole of it is. */
function placeOf(message: string): string {
  const [, name = ''] = /^Variable "\$(\w+)"/.exec(message) ?? [];
  return / at "([\w.[\]]+)"; /.exec(message)?.[1] ?? name;
}

/** What is wrong with a variable: which one and where, as GraphQL says it, but not the value. */
function unfitting(message: string): GraphQLFormattedError {
  const [, wrong] = /; Field "(\w+)" (?:is not defined|of required type)/.exec(message) ?? [];
  const field = wrong ? `${placeOf(message)}.${wrong}` : placeOf(message);
  return {
    message: `변수 "${field}"의 값이 문서와 맞지 않습니다. The variable "${field}" does not fit the type that the document gives it.`,
    extensions: { code: 'BAD_INPUT', field },
  };
}

const place = ({ path, locations }: GraphQLFormattedError) => ({
  ...(path ? { path } : {}),
  ...(locations ? { locations } : {}),
});
