import { HamkkeError } from '../errors.js';
import { type Deadline, TimeIsUp } from './deadline.js';
import { meaning } from './failures.js';

/** What was given up does not count for longer than this: a driver may never say what became of it. */
const forgetMs = 10_000;

/**
 * Asks the database within deadlines and says in the client's words what failed. Once as many questions were given up as
 * there are connections, and none of them has ended since, a further one would only wait behind them: it fails at once,
 * so that an outage leaves no line of old questions behind that the first new ones would have to wait for.
 */
export class Health {
  private readonly givenUp = new Set<object>();
  private last: HamkkeError | null = null;

  constructor(private readonly connections: number) {}

  /** Why the database answered nothing the last time; null where it answers. */
  get failure(): HamkkeError | null {
    return this.last;
  }

  async ask<T>(deadline: Deadline, question: () => Promise<T>): Promise<T> {
    if (deadline.passed || this.givenUp.size >= this.connections) throw this.failed(new TimeIsUp());
    const work = question();
    try {
      const answer = await deadline.within(work);
      this.last = null;
      return answer;
    } catch (error) {
      if (error instanceof TimeIsUp) this.giveUp(work);
      throw this.failed(meaning(error));
    }
  }

  private giveUp(work: Promise<unknown>) {
    const mark = {};
    this.givenUp.add(mark);
    const timer = setTimeout(() => this.givenUp.delete(mark), forgetMs).unref();
    const ended = () => {
      clearTimeout(timer);
      this.givenUp.delete(mark);
    };
    work.then(ended, ended);
  }

  private failed(error: unknown): unknown {
    this.last = error instanceof HamkkeError && error.code === 'UNAVAILABLE' ? error : null;
    return error;
  }
}
