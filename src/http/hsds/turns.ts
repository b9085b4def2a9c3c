import { overloaded } from '../../errors.js';

/**
 * Lets so many work at once and the others wait in line, so that whoever asks for large pages cannot take every
 * connection from those who work with families. Past the end of the line nobody waits.
 */
export class Turns {
  private free: number;
  private readonly line: (() => void)[] = [];

  constructor(
    atOnce: number,
    private readonly longest: number,
  ) {
    this.free = atOnce;
  }

  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else if (this.line.length >= this.longest) throw overloaded();
    else await new Promise<void>((begin) => this.line.push(begin));
    try {
      return await work();
    } finally {
      const next = this.line.shift();
      if (next) next();
      else this.free += 1;
    }
  }
}
