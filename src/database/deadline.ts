import { commonFaults } from '../commonFaults.js';
import { HamkkeError } from '../errors.js';
import { errorOf } from '../faults.js';

/** That the time is up, as opposed to what the database itself says of being late. */
export class TimeIsUp extends HamkkeError {
  constructor() {
    const { code, reason, message } = errorOf(commonFaults.DATABASE_LATE);
    super(code, reason, message);
  }
}

/**
 * The time that one request has from its arrival to its answer, whatever it waits for: a frozen database keeps a query
 * waiting for ever, whatever statement_timeout says, and three waits must not take three times as long as one.
 */
export class Deadline {
  private readonly at: number;

  constructor(private readonly milliseconds: number) {
    this.at = performance.now() + milliseconds;
  }

  /** How long it is from the arrival, in seconds. */
  get seconds(): number {
    return this.milliseconds / 1000;
  }

  get passed(): boolean {
    return performance.now() >= this.at;
  }

  /** Another one as long as this, which begins now: for what goes on from one answer to the next. */
  anew(): Deadline {
    return new Deadline(this.milliseconds);
  }

  /** The work's result, or TimeIsUp. The work goes on in the background and gives back what it holds when it ends. */
  async within<T>(work: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, fail) => {
      timer = setTimeout(() => fail(new TimeIsUp()), this.at - performance.now());
    });
    work.catch(() => {});
    try {
      return await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
