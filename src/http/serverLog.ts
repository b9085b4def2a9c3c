import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';
import type { LogLevel } from '../config.js';
import { withoutNumbers } from '../text/registrationNumbers.js';

/**
 * The server's own log. No line leaves with a registration number in it, whichever library put it there: an error of the
 * database, a stack, a name that a client chose.
 */
export function serverLog(level: LogLevel, destination: DestinationStream): Logger {
  // Milliseconds since 1970 have thirteen digits themselves.
  return pino(
    { level, timestamp: stdTimeFunctions.isoTime },
    { write: (line) => destination.write(withoutNumbers(line)) },
  );
}
