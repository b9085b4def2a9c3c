import { isIP } from 'node:net';
import { StartError } from '../errors.js';

/** One setting, as docs/settings.md shows it. */
export interface Setting {
  name: string;
  default: string;
  description: string;
}

/** How one setting is read: `undefined` from `read` means "not allowed". */
export interface Reader<T> extends Setting {
  allowed: string;
  secret?: boolean;
  read(text: string): T | undefined;
  fallback: T;
}

/** A setting that is a whole number within bounds. */
export const number = (
  name: string,
  fallback: number,
  min: number,
  max: number,
  description: string,
): Reader<number> => ({
  name,
  default: String(fallback),
  description,
  allowed: `a whole number from ${min} to ${max}`,
  read: (text) => (/^\d{1,12}$/.test(text) && +text >= min && +text <= max ? +text : undefined),
  fallback,
});

/** A setting that is one of a few words. */
export const choice = <T extends string>(
  name: string,
  fallback: T,
  values: readonly T[],
  description: string,
): Reader<T> => ({
  name,
  default: fallback,
  description,
  allowed: `one of ${values.join(', ')}`,
  read: (text) => values.find((value) => value === text),
  fallback,
});

/** A setting that is an address of one of these protocols; null where it is not given. */
export const url = (name: string, protocols: string[], description: string): Reader<string | null> => ({
  name,
  default: '',
  description,
  allowed: `an address that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  read: (text) => (URL.canParse(text) && protocols.includes(new URL(text).protocol) ? text : undefined),
  fallback: null,
});

/** Addresses and networks (CIDR) with commas between them. */
export const networks = (name: string, description: string): Reader<string[]> => ({
  name,
  default: '',
  description,
  allowed: 'addresses or networks with commas between them, such as 10.0.0.7, 10.0.1.0/24',
  read(text) {
    const all = text.split(',').map((each) => each.trim());
    return all.every(isNetwork) ? all : undefined;
  },
  fallback: [],
});

function isNetwork(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/');
  const bits = { 4: 32, 6: 128 }[isIP(address)];
  if (bits === undefined || more.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits);
}

/** Origins of web pages with commas between them. */
export const origins = (name: string, description: string): Reader<string[]> => ({
  name,
  default: '',
  description,
  allowed: 'origins with commas between them, such as https://app.example.kr, https://example.kr:8443',
  read(text) {
    const all = text.split(',').map((each) => each.trim());
    return all.every(isOrigin) ? all : undefined;
  },
  fallback: [],
});

const isOrigin = (text: string) =>
  URL.canParse(text) && web.includes(new URL(text).protocol) && new URL(text).origin === text;
const web = ['https:', 'http:'];

/** A setting that is any text. */
export const text = <T extends string | null>(
  name: string,
  fallback: T,
  description: string,
): Reader<string | T> => ({
  name,
  default: fallback ?? '',
  description,
  allowed: 'any text',
  read: (value) => value,
  fallback,
});

/** A setting that names a file; whoever writes what is in the file instead is told so without its being repeated. */
export const file = (name: string, description: string): Reader<string | null> => ({
  ...text(name, null, description),
  allowed: 'the path of a file, and not what is in it',
  secret: true,
  read: (value) => (/[\r\n]|^\s*[{-]/.test(value) ? undefined : value),
});

/** The settings that were given, and what is wrong with them: a start is refused once, over all of them. */
export class GivenSettings {
  /** A sentence for each setting that is wrong, by its name: what follows from a first fault is not told as another. */
  private readonly faults = new Map<string, string>();

  constructor(private readonly env: NodeJS.ProcessEnv) {}

  /** What a setting says, or what holds without it. An empty value counts as not given: compose files pass `${NAME:-}`. */
  read<T>(reader: Reader<T>): T {
    const given = this.env[reader.name];
    if (given === undefined || given === '') return reader.fallback;
    const value = reader.read(given);
    if (value !== undefined) return value;
    // A database address carries a password, and one that cannot be read cannot be masked for certain.
    if (reader.secret)
      this.faults.set(
        reader.name,
        `The setting ${reader.name} (its value is not shown, it may hold a secret) must be ${reader.allowed}.`,
      );
    else this.refuse(reader.name, given, reader.allowed);
    return reader.fallback;
  }

  /** Refuses what a setting is, and says what it may be. */
  refuse(name: string, value: string | undefined, allowed: string): void {
    if (this.isWrong(name)) return;
    const given = value === undefined ? 'is not set' : `is ${JSON.stringify(value)}`;
    this.faults.set(name, `The setting ${name} ${given}, but must be ${allowed}.`);
  }

  /** Refuses every setting that there is none of, and says which one may be meant. Its value may be a secret's. */
  refuseUnknown(settings: readonly Setting[]): void {
    const known = settings.map(({ name }) => name);
    for (const unknown of Object.keys(this.env)) {
      if (!unknown.startsWith('HAMKKE_') || known.includes(unknown)) continue;
      const [nearest] = known.toSorted((a, b) => distance(unknown, a) - distance(unknown, b));
      const meant = known.find((each) => unknown === `HAMKKE_${each}`) ?? nearest;
      this.faults.set(unknown, `There is no setting ${unknown}: did you mean ${meant}?`);
    }
  }

  isWrong(...names: string[]): boolean {
    return names.some((name) => this.faults.has(name));
  }

  /** Throws a StartError with a sentence for each setting that is wrong, if any is. */
  settle(): void {
    if (this.faults.size > 0) throw new StartError([...this.faults.values()].join('\n'));
  }
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length]!;
}
