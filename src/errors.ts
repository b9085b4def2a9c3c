import { josa } from 'es-hangul';
import { GraphQLError } from 'graphql';

/** Every error that a client may see; anything else is logged with a request id and masked. */
export type ErrorCode =
  | 'NOT_FOUND'
  | 'FORBIDDEN'
  | 'BAD_INPUT'
  | 'CONFLICT'
  | 'ILLEGAL_STEP'
  | 'UNAUTHENTICATED'
  | 'OVERLOADED'
  | 'UNAVAILABLE';

/** An error whose message and code are meant for the client, unlike all others. */
export class HamkkeError extends GraphQLError {
  constructor(
    readonly code: ErrorCode,
    message: string,
    details: Record<string, unknown> = {},
  ) {
    super(message, { extensions: { code, ...details } });
    this.name = 'HamkkeError';
  }
}

/** What was sent cannot be done as it is, whoever asks. */
export const badInput = (message: string, details?: Record<string, unknown>) =>
  new HamkkeError('BAD_INPUT', message, details);
/** Nothing is there, or it may not be known: both are said alike. */
export const notFound = (what: string) =>
  new HamkkeError('NOT_FOUND', `${josa(what, '을/를')} 찾을 수 없습니다. Not found: it may not exist.`);
/** The duty of whoever asks does not permit the operation. */
export const forbidden = () =>
  new HamkkeError('FORBIDDEN', '이 작업을 할 권한이 없습니다. Your duty does not permit this operation.');
/** Nobody is known by the token; `why` says what is wrong with it and nothing of what it holds. */
export const unauthenticated = (why: string) => new HamkkeError('UNAUTHENTICATED', why);
/** Something changed meanwhile, or was done before: read again and decide anew. */
export const conflict = (message: string, details?: Record<string, unknown>) =>
  new HamkkeError('CONFLICT', message, details);
/** There is no room for the request now; asking again shortly may help. */
export const overloaded = () =>
  new HamkkeError('OVERLOADED', '지금은 요청이 많습니다. Too many requests right now: try again shortly.');

const outages = {
  unreachable:
    '데이터베이스에 연결할 수 없습니다. The database cannot be reached right now: try again shortly.',
  late: '데이터베이스가 제때 응답하지 않았습니다. The database did not answer in time: try again shortly.',
  readOnly:
    '데이터베이스가 지금은 읽기 전용입니다. The database is read-only right now, and what cannot be logged is not shown: try again shortly.',
  unsure:
    '변경이 반영되었는지 알 수 없습니다. It is not known whether this was done: send it again with the same "idempotencyKey", which does it once.',
};
/** Nothing is answered because of the database, and asking again may help. */
export const unavailable = (why: keyof typeof outages) => new HamkkeError('UNAVAILABLE', outages[why]);

/** A failure at start that a person can act on: one clear sentence, no stack. */
export class StartError extends Error {
  override name = 'StartError';
}
