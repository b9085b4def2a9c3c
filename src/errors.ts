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

/** A failure at start that a person can act on: one clear sentence for each thing to mend, no stack. */
export class StartError extends Error {
  override name = 'StartError';
}

/** Waits for every check of a start and fails once, over all that they found; what nobody foresaw comes first. */
export async function passAll(checks: readonly Promise<unknown>[]): Promise<void> {
  const results = await Promise.allSettled(checks);
  const faults = results.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
  const unforeseen = faults.find((each) => !(each instanceof StartError));
  if (unforeseen) throw unforeseen;
  const sentences = new Set(faults.map((each) => (each as StartError).message));
  if (sentences.size > 0) throw new StartError([...sentences].join('\n'));
}
