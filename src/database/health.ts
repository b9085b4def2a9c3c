import { setTimeout as pause } from 'node:timers/promises';
import { commonFaults } from '../commonFaults.js';
import { HamkkeError } from '../errors.js';
import { errorOf } from '../faults.js';
import { Deadline, TimeIsUp } from './deadline.js';
import { clientError, isConnectionFailure } from './failures.js';

/**
 * Milliseconds that a trial takes at most. Once the database is known to be away they are more: one that wakes up answers
 * whoever still waits, and has every connection to get rid of that was given up meanwhile.
 */
const trialMs = { first: 1_000, again: 2_000 };
/** Milliseconds between two trials. */
const trialPace = 100;

/**
 * Asks the database within deadlines, says in the client's words what failed, and is a circuit breaker: once a question
 * was given up, a trial on a connection of its own tells a slow question from a database that answers nothing. While it
 * answers nothing, everybody is told so at once and nothing is sent, so that no line of old questions is left for the
 * first new ones to wait for. When it answers again, everything goes on with new connections.
 */
export class Health {
  private readonly givenUp = new Set<object>();
  private renewals = 0;
  private isAway = false;
  private isTrying = false;
  private last: HamkkeError | null = null;

  /**
   * @param connections how many questions are worked on at once
   * @param replace gives up the connections for new ones, and those that work may do so for so many seconds
   * @param trial one short question on a connection of its own
   */
  constructor(
    private readonly connections: number,
    private readonly replace: (seconds: number) => void,
    private readonly trial: (deadline: Deadline) => Promise<void>,
  ) {}

  /** Why the database answered nothing the last time; null where it answers. */
  get failure(): HamkkeError | null {
    return this.last;
  }

  /** @param meant what a failure means to whoever asked */
  async ask<T>(deadline: Deadline, question: () => Promise<T>, meant = clientError): Promise<T> {
    if (this.isAway) throw this.last ?? errorOf(commonFaults.DATABASE_LATE);
    if (deadline.passed) throw this.failed(new TimeIsUp());
    const { renewals } = this;
    const work = question();
    try {
      const answer = await deadline.within(work);
      this.last = null;
      return answer;
    } catch (error) {
      if (error instanceof TimeIsUp) this.giveUp(work);
      if (isUnmade(error)) void this.try();
      // The driver tells the end of a lost connection once more to whoever asks by it next (postgres.js 3.4, issue 1223).
      if (isLost(error) && renewals === this.renewals) this.renew(deadline.seconds);
      throw this.failed(meant(error));
    }
  }

  private giveUp(work: Promise<unknown>) {
    const mark = {};
    this.givenUp.add(mark);
    const ended = () => this.givenUp.delete(mark);
    work.then(ended, ended);
    void this.try();
  }

  /** Tries the database until it answers; nothing is asked meanwhile but by the first trial. */
  private async try() {
    if (this.isTrying) return;
    this.isTrying = true;
    try {
      while (!(await this.answers())) {
        this.isAway = true;
        await pause(trialPace, undefined, { ref: false });
      }
      // Where it answers, but none of the connections does, they are what is broken.
      if (this.isAway || this.givenUp.size >= this.connections) {
        this.givenUp.clear();
        this.renew(1);
      }
    } finally {
      this.isAway = false;
      this.isTrying = false;
    }
  }

  private renew(seconds: number) {
    this.renewals++;
    this.replace(seconds);
  }

  private async answers(): Promise<boolean> {
    try {
      await this.trial(new Deadline(this.isAway ? trialMs.again : trialMs.first));
      return true;
    } catch (error) {
      if (error instanceof TimeIsUp) return false;
      const { code } = error as { code?: unknown };
      // Full is an answer: the connections that there are may still work.
      return code === '53300' || !isConnectionFailure(code);
    }
  }

  private failed(error: unknown): unknown {
    this.last = error instanceof HamkkeError && error.code === 'UNAVAILABLE' ? error : null;
    return error;
  }
}

const isUnmade = (error: unknown) => (error as { code?: unknown }).code === 'CONNECT_TIMEOUT';
const isLost = (error: unknown) => (error as { code?: unknown }).code === 'CONNECTION_CLOSED';
