import { GraphQLError } from 'graphql';

/** Every code of an error that a client may see; `INTERNAL` alone says nothing of what happened. */
export const errorCodes = [
  'NOT_FOUND',
  'FORBIDDEN',
  'BAD_INPUT',
  'CONFLICT',
  'ILLEGAL_STEP',
  'UNAUTHENTICATED',
  'OVERLOADED',
  'UNAVAILABLE',
  'INTERNAL',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** An error whose message is meant for the client, unlike all others. Only src/faults.ts makes one. */
export class HamkkeError extends GraphQLError {
  /**
   * @param reason which of the declared faults it is
   * @param message the Korean sentences and, in a line of their own, the English ones
   */
  constructor(
    readonly code: ErrorCode,
    readonly reason: string,
    message: string,
    details: Record<string, unknown> = {},
  ) {
    super(message, { extensions: { code, reason, ...details } });
    this.name = 'HamkkeError';
  }
}

/** The languages that messages have: Korean where nobody asks for one. */
export const languages = ['ko', 'en'] as const;
export type Language = (typeof languages)[number];

/** A message in one language. Of what is not ours there is one language only, and it stays as it is. */
export function inLanguage(message: string, language: Language): string {
  const end = message.indexOf('\n');
  if (end < 0) return message;
  return language === 'ko' ? message.slice(0, end) : message.slice(end + 1);
}

/** A failure at start that a person can act on: one clear sentence, no stack. */
export class StartError extends Error {
  override name = 'StartError';
}
