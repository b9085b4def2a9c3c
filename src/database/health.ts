import { HamkkeError } from '../errors.js';
import { type Deadline, TimeIsUp } from './deadline.js';
import { meaning } from './failures.js';

/** Milliseconds from one renewal of the connections to the next at least. */
const renewMs = 2_000;

/**
 * Asks the database within deadlines and says in the client's words what failed. Once as many questions were given up as
 * there are connections, and none of them has ended since, a further one would only wait behind them: the connections
 * are renewed, so that an outage leaves no line of old questions behind that the first new ones would have to wait for.
 * So they are where connecting takes too long: postgres.js 3.4 keeps what it could not write to a socket that was gone,
 * and puts it in front of its next greeting, which is then never sent.
 */
export class Health {
  private readonly givenUp = new Set<object>();
  private renewedAt = Number.NEGATIVE_INFINITY;
  private last: HamkkeError | null = null;

  constructor(
    private readonly connections: number,
    private readonly renew: () => void,
  ) {}

  /** Why the database answered nothing the last time; null where it answers. */
  get failure(): HamkkeError | null {
    return this.last;
  }

  /** @param meant what a failure means to whoever asked */
  async ask<T>(deadline: Deadline, question: () => Promise<T>, meant = meaning): Promise<T> {
    if (deadline.passed) throw this.failed(new TimeIsUp());
    if (this.givenUp.size >= this.connections && !this.renewed()) throw this.failed(new TimeIsUp());
    const work = question();
    try {
      const answer = await deadline.within(work);
      this.last = null;
      return answer;
    } catch (error) {
      if (error instanceof TimeIsUp) this.giveUp(work);
      if (isUnmade(error)) this.renewed();
      throw this.failed(meant(error));
    }
  }

  private giveUp(work: Promise<unknown>) {
    const mark = {};
    this.givenUp.add(mark);
    const ended = () => this.givenUp.delete(mark);
    work.then(ended, (error: unknown) => {
      ended();
      // Whoever asked has gone before it was known that the connection cannot be made: nobody else would tell.
      if (isUnmade(error)) this.renewed();
    });
  }

  /** Gives up the connections for new ones, unless those are new. */
  private renewed(): boolean {
    if (performance.now() < this.renewedAt + renewMs) return false;
    this.renewedAt = performance.now();
    this.givenUp.clear();
    this.renew();
    return true;
  }

  private failed(error: unknown): unknown {
    this.last = error instanceof HamkkeError && error.code === 'UNAVAILABLE' ? error : null;
    return error;
  }
}

const isUnmade = (error: unknown) => (error as { code?: unknown }).code === 'CONNECT_TIMEOUT';
