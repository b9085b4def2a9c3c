import { commonFaults } from '../commonFaults.js';
import { type HamkkeError } from '../errors.js';
import { errorOf } from '../faults.js';

/** One who waits for a turn, and whose it is. */
interface Waiting {
  sender: string;
  begin: () => void;
}

interface TurnsOptions {
  /** How many work at once. */
  atOnce: number;
  /** How many of one sender do. */
  ofOne: number;
  /** How many wait at most. */
  longest: number;
  /** How long one waits at most. */
  patienceMs: number;
  /** Why the work is not done at all for now; whoever waited in vain is told that, where it is so. */
  failure?: () => HamkkeError | null;
}

/**
 * Lets so many work at once and the others wait in line, so that whoever asks for large pages cannot take every
 * connection from those who work with families, nor one sender all of them from the others. Past the end of the line
 * nobody waits, and nobody's turn is used who has given up waiting.
 */
export class Turns {
  private readonly line: Waiting[] = [];
  private readonly working = new Map<string, number>();
  private free: number;

  constructor(private readonly options: TurnsOptions) {
    this.free = options.atOnce;
  }

  /** @param spent told how many milliseconds the work took, the time in line apart */
  async take<T>(sender: string, work: () => Promise<T>, spent?: (milliseconds: number) => void): Promise<T> {
    const { longest, patienceMs, failure } = this.options;
    const refusal = () => failure?.() ?? errorOf(commonFaults.SERVER_BUSY);
    const came = performance.now();
    if (this.may(sender)) this.begin(sender);
    else if (this.line.length >= longest) throw refusal();
    else await new Promise<void>((begin) => this.line.push({ sender, begin }));
    const began = performance.now();
    try {
      if (began - came > patienceMs) throw refusal();
      return await work();
    } finally {
      spent?.(performance.now() - began);
      this.end(sender);
    }
  }

  private may(sender: string): boolean {
    return this.free > 0 && (this.working.get(sender) ?? 0) < this.options.ofOne;
  }

  private begin(sender: string) {
    this.free -= 1;
    this.working.set(sender, (this.working.get(sender) ?? 0) + 1);
  }

  private end(sender: string) {
    this.free += 1;
    const left = this.working.get(sender)! - 1;
    if (left > 0) this.working.set(sender, left);
    else this.working.delete(sender);
    const at = this.line.findIndex((each) => this.may(each.sender));
    if (at < 0) return;
    const [next] = this.line.splice(at, 1);
    this.begin(next!.sender);
    next!.begin();
  }
}
