import { createCipheriv, createDecipheriv, createHmac, type KeyObject, randomBytes } from 'node:crypto';
import type { UniqueIdKeys } from './keys.js';
import { checkTyped, digitsOf, masked } from './number.js';

/** Whose number it is: a sealed number opens for nobody else. */
export interface Holder {
  districtId: string;
  memberId: string;
}

/** What is kept of a registration number, by the columns of `member_unique_ids`. */
export interface SealedNumber {
  maskedRegistrationNumber: string;
  registrationNumberCiphertext: string;
  registrationNumberKeyId: string;
  registrationNumberIndex: string;
}

export type Opened =
  | { kind: 'number'; digits: string }
  /** The key that it was sealed with is not in the key file. */
  | { kind: 'no key' }
  /** It was changed, or belongs to somebody else. */
  | { kind: 'damaged' };

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** Seals, opens and finds registration numbers. The only place where one is put together with a key. */
export class UniqueIds {
  private readonly keys: ReadonlyMap<string, KeyObject>;
  private readonly newest: { id: string; key: KeyObject };
  private readonly index: KeyObject;
  /** What an index begins with: which key it was made with, so that a change of the key can be told. */
  readonly indexPrefix: string;

  /** @param madeUp whether the made-up numbers of the demo data are numbers here: outside production */
  constructor(
    keys: UniqueIdKeys,
    private readonly madeUp: boolean,
  ) {
    this.keys = new Map(keys.encryption.map(({ id, key }) => [id, key]));
    this.newest = keys.encryption[0]!;
    this.index = keys.index;
    this.indexPrefix = `${createHmac('sha256', this.index).update('which index key').digest('hex').slice(0, 8)}:`;
  }

  /** The ids of the keys that there are, the newest first. */
  get keyIds(): readonly string[] {
    return [...this.keys.keys()];
  }

  /** Everything that is to be stored of a number. Throws BAD_INPUT for what is none. */
  seal(holder: Holder, text: string): SealedNumber {
    return this.reseal(holder, digitsOf(text, this.madeUp));
  }

  /**
   * The same of a number that somebody types in to be kept: what is likely a mistake is refused with BAD_INPUT.
   *
   * @param withoutCheckDigit whether it was looked at again, and its last digit is by chance
   */
  sealTyped(holder: Holder, text: string, withoutCheckDigit: boolean): SealedNumber {
    const digits = digitsOf(text, this.madeUp);
    checkTyped(text, digits, withoutCheckDigit);
    return this.reseal(holder, digits);
  }

  /** The same for a number that was sealed before, and is kept whatever is thought of it now. */
  reseal(holder: Holder, digits: string): SealedNumber {
    const { id, key } = this.newest;
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv(algorithm, key, nonce).setAAD(bound(holder, id));
    const sealed = Buffer.concat([
      nonce,
      cipher.update(digits, 'ascii'),
      cipher.final(),
      cipher.getAuthTag(),
    ]);
    return {
      maskedRegistrationNumber: masked(digits),
      registrationNumberCiphertext: sealed.toString('base64'),
      registrationNumberKeyId: id,
      registrationNumberIndex: this.indexOfDigits(digits),
    };
  }

  /** The number behind a ciphertext, to be sealed anew: by a newer key, or for the id that its holder was moved to. */
  open(
    holder: Holder,
    sealed: Pick<SealedNumber, 'registrationNumberCiphertext' | 'registrationNumberKeyId'>,
  ): Opened {
    const { registrationNumberCiphertext: ciphertext, registrationNumberKeyId: id } = sealed;
    const key = this.keys.get(id);
    if (!key) return { kind: 'no key' };
    const bytes = Buffer.from(ciphertext, 'base64');
    try {
      const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceBytes), {
        authTagLength: tagBytes,
      })
        .setAAD(bound(holder, id))
        .setAuthTag(bytes.subarray(-tagBytes));
      const digits = decipher.update(bytes.subarray(nonceBytes, -tagBytes), undefined, 'ascii');
      return { kind: 'number', digits: digits + decipher.final('ascii') };
    } catch {
      return { kind: 'damaged' };
    }
  }

  /**
   * What a number is found by: the same for the same person in every district, and of no use without the key. Throws
   * BAD_INPUT for what is no number.
   */
  indexOf(text: string): string {
    return this.indexOfDigits(digitsOf(text, this.madeUp));
  }

  private indexOfDigits(digits: string) {
    return this.indexPrefix + createHmac('sha256', this.index).update(digits).digest('base64url');
  }
}

/** Where there are no keys there are no numbers: what is sought is checked as ever, and nobody has it. */
export const withoutKeys: Pick<UniqueIds, 'indexOf'> = {
  indexOf(text) {
    digitsOf(text, false);
    return '';
  },
};

/** What a ciphertext is bound to: moved to another person, district or key id, it does not open. */
const bound = ({ districtId, memberId }: Holder, keyId: string) =>
  Buffer.from(JSON.stringify(['hamkke unique id', districtId, memberId, keyId]));
