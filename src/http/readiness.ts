import { HamkkeError } from '../errors.js';

/** Why a server should not be sent anybody, in words that anybody may read. */
export class NotReady extends Error {
  override name = 'NotReady';
}

/** What a server must be able to do before anybody is sent to it: each throws where it is not so, with its reason. */
export type Promises = readonly (() => Promise<void>)[];

/** Milliseconds that one answer holds: whoever asks for readiness often makes no work of it. */
const goodFor = 500;

/** Whether a server does what it promises. It tries it, as that everything is configured says little. */
export class Readiness {
  private stopping = false;
  private found: { reason: Promise<string | null>; until: number } | undefined;

  constructor(private readonly promises: Promises) {}

  /** Says no from now on, so that nobody new is sent here. */
  stop() {
    this.stopping = true;
  }

  get isStopping(): boolean {
    return this.stopping;
  }

  /** Why nobody should be sent here; null where they may. */
  async reason(): Promise<string | null> {
    if (this.stopping) return 'stopping';
    if (!this.found || performance.now() >= this.found.until)
      this.found = { reason: this.tried(), until: performance.now() + goodFor };
    return this.found.reason;
  }

  private async tried(): Promise<string | null> {
    try {
      await Promise.all(this.promises.map((each) => each()));
      return null;
    } catch (error) {
      return error instanceof HamkkeError || error instanceof NotReady ? error.message : 'not ready';
    }
  }
}
