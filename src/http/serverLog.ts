import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';
import type { LogLevel } from '../config.js';
import { withoutNumbers } from '../text/registrationNumbers.js';
import { RequestLine } from './requestLog.js';

const warning = pino.levels.values.warn!;

/**
 * Standard error, several lines at a time: to write each line by itself costs as much as a good part of a request. What is
 * wrong is written at once, all else within a tenth of a second, and what is left when the process ends.
 */
export const standardError = () =>
  pino.destination({ dest: 2, sync: false, minLength: 8_192, periodicFlush: 100 });

/**
 * The server's own log. No line leaves with a registration number in it, whichever library put it there: an error of the
 * database, a stack, a name that a client chose.
 */
export function serverLog(
  level: LogLevel,
  destination: DestinationStream & { flush?: (() => void) | undefined },
): Logger {
  const stream = {
    // Pino writes here what a line is made of before the line, where this symbol asks for it.
    [pino.symbols.needsMetadataGsym]: true as const,
    lastLevel: 0,
    lastObj: null as object | null,
    write(line: string) {
      // To look through the line of each request takes as long as to write it.
      destination.write(stream.lastObj instanceof RequestLine ? line : withoutNumbers(line));
      if (stream.lastLevel >= warning) destination.flush?.();
    },
  };
  // Milliseconds since 1970 have thirteen digits themselves.
  return pino({ level, timestamp: stdTimeFunctions.isoTime }, stream);
}
