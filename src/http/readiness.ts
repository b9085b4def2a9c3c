import type { Logger } from 'pino';
import { HamkkeError, inLanguage, type Language } from '../errors.js';

/** Why a server should not be sent anybody, in words that anybody may read: a Korean line and an English one. */
export class NotReady extends Error {
  override name = 'NotReady';
}

/** What a server must be able to do before anybody is sent to it, by its name: each throws where it is not so. */
export type Promises = Readonly<Record<string, () => Promise<void>>>;

/** What a server needs and has not got, and why. */
export interface Failure {
  name: string;
  message: string;
}

/** Milliseconds that one answer holds: whoever asks for readiness often makes no work of it. */
const goodFor = 500;
/** Milliseconds between two looks while nobody asks: what fails meanwhile is in the log all the same. */
const pace = 5_000;

const unsaid = '준비되지 않았습니다.\nIt is not ready.';

/**
 * Whether a server does what it promises. It tries it, as that everything is configured says little, and logs once what
 * fails and once that it is well again.
 */
export class Readiness {
  private stopping = false;
  private found: { failures: Promise<Failure[]>; until: number } | undefined;
  private readonly known = new Set<string>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly promises: Promises,
    private readonly log: Logger,
  ) {}

  /** Says no from now on, so that nobody new is sent here. */
  stop() {
    this.stopping = true;
    clearInterval(this.timer);
  }

  get isStopping(): boolean {
    return this.stopping;
  }

  /** Looks every few seconds, whether anybody asks or not. */
  watch() {
    void this.failures();
    this.timer = setInterval(() => void this.failures(), pace).unref();
  }

  /** What is the matter with each promise that is not kept now. */
  async failures(): Promise<Failure[]> {
    if (!this.found || performance.now() >= this.found.until)
      this.found = { failures: this.tried(), until: performance.now() + goodFor };
    return this.found.failures;
  }

  private async tried(): Promise<Failure[]> {
    const all = Object.entries(this.promises);
    const results = await Promise.allSettled(all.map(([, each]) => each()));
    return results.flatMap((result, at) => {
      const name = all[at]![0];
      if (result.status === 'fulfilled') {
        this.isWell(name);
        return [];
      }
      this.fails(name, result.reason);
      return [{ name, message: wordsOf(result.reason) }];
    });
  }

  private fails(name: string, error: unknown) {
    if (this.known.has(name) || this.stopping) return;
    this.known.add(name);
    const { cause } = error as Error;
    this.log.error(
      { dependency: name, err: cause ?? error },
      `Not ready: ${inLanguage(wordsOf(error), 'en')}`,
    );
  }

  private isWell(name: string) {
    if (this.known.delete(name)) this.log.info({ dependency: name }, `Ready again: ${name}`);
  }
}

const wordsOf = (error: unknown) =>
  error instanceof HamkkeError || error instanceof NotReady ? error.message : unsaid;

/** What fails, in the words of one language. */
export const failuresIn = (failures: readonly Failure[], language: Language): Failure[] =>
  failures.map(({ name, message }) => ({ name, message: inLanguage(message, language) }));
