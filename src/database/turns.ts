import { type HamkkeError, overloaded } from '../errors.js';

/**
 * Lets so many work at once and the others wait in line, so that whoever asks for large pages cannot take every
 * connection from those who work with families. Past the end of the line nobody waits, and nobody's turn is used who has
 * given up waiting.
 */
export class Turns {
  private free: number;
  private readonly line: (() => void)[] = [];

  constructor(
    atOnce: number,
    private readonly longest: number,
    private readonly patienceMs: number,
    /** Why the work is not done at all for now; whoever waited in vain is told that, where it is so. */
    private readonly failure: () => HamkkeError | null = () => null,
  ) {
    this.free = atOnce;
  }

  /** @param spent told how many milliseconds the work took, the time in line apart */
  async take<T>(work: () => Promise<T>, spent?: (milliseconds: number) => void): Promise<T> {
    const came = performance.now();
    if (this.free > 0) this.free -= 1;
    else if (this.line.length >= this.longest) throw this.failure() ?? overloaded();
    else await new Promise<void>((begin) => this.line.push(begin));
    const began = performance.now();
    try {
      if (began - came > this.patienceMs) throw this.failure() ?? overloaded();
      return await work();
    } finally {
      spent?.(performance.now() - began);
      const next = this.line.shift();
      if (next) next();
      else this.free += 1;
    }
  }
}
