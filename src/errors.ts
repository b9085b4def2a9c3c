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
  | 'OVERLOADED';

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

export const badInput = (message: string, details?: Record<string, unknown>) =>
  new HamkkeError('BAD_INPUT', message, details);
export const notFound = (what: string) =>
  new HamkkeError('NOT_FOUND', `${josa(what, '을/를')} 찾을 수 없습니다. Not found: it may not exist.`);
export const forbidden = () =>
  new HamkkeError('FORBIDDEN', '이 작업을 할 권한이 없습니다. Your duty does not permit this operation.');
export const unauthenticated = (why: string) => new HamkkeError('UNAUTHENTICATED', why);
export const conflict = (message: string, details?: Record<string, unknown>) =>
  new HamkkeError('CONFLICT', message, details);
export const overloaded = () =>
  new HamkkeError('OVERLOADED', '지금은 요청이 많습니다. Too many requests right now: try again shortly.');

/** A failure at start that a person can act on: one clear sentence, no stack. */
export class StartError extends Error {
  override name = 'StartError';
}
