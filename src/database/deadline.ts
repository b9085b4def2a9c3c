import { overloaded } from '../errors.js';

/**
 * The work's result, or OVERLOADED after the deadline: a frozen database keeps a query waiting for ever, whatever
 * statement_timeout says. The work goes on in the background and gives back what it holds when it ends.
 */
export async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(overloaded()), milliseconds);
  });
  work.catch(() => {});
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
