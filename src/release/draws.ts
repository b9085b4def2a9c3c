import { createHash, createHmac } from 'node:crypto';

type Label = readonly (string | number)[];

/**
 * Random decisions that follow from a secret and a label alone. Whoever asks again gets the same answer, so that
 * no number of questions averages the noise out, and a release is made again byte for byte.
 */
export class Draws {
  constructor(
    private readonly secret: string | Uint8Array,
    private readonly place: Label,
  ) {}

  /** The draws of a part: their labels begin with this one's. */
  of(...part: Label): Draws {
    return new Draws(this.secret, [...this.place, ...part]);
  }

  /**
   * Whether something happens whose probability is `cases / outOf`. 64 bits are compared as whole numbers: nothing
   * is rounded, and the probability is wrong by less than one in 10^19.
   */
  happens(cases: number, outOf: number, ...label: Label): boolean {
    const text = JSON.stringify([...this.place, ...label]);
    const bits = createHmac('sha256', this.secret).update(text).digest().readBigUInt64BE();
    return bits * BigInt(outOf) < BigInt(cases) << 64n;
  }
}

/** One text for many, such as for who contributed to a number: other parts give another text. */
export const digestOf = (parts: unknown): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
