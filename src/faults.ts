import { HamkkeError } from './errors.js';

// The database decides, and refuses with the code of a fault and some values; here a fault becomes what clients read.
// Each noun declares its own in faults.ts, and src/database/faults.ts knows all of them.

/** What the database gives with a fault. */
export type FaultValues = Readonly<Record<string, unknown>>;

/** A reason to refuse something, as clients read it. */
export interface Fault {
  code: 'BAD_INPUT' | 'FORBIDDEN' | 'CONFLICT';
  /** A Korean sentence and an English one. */
  sentence: (values: FaultValues) => string;
  /** What clients get beside the sentence, in the extensions of the error. */
  extensions: (values: FaultValues) => Record<string, unknown>;
}

/** The faults of a noun by their codes, which say in capitals what is wrong. */
export type Faults = Readonly<Record<string, Fault>>;

/** One text, or one that quotes values. */
type Sentence = string | ((values: FaultValues) => string);
/** The names of the values that clients get as well, or something that they get always. */
type Told = readonly string[] | Readonly<Record<string, unknown>>;

const pick = (values: FaultValues, names: readonly string[]) =>
  Object.fromEntries(names.filter((name) => name in values).map((name) => [name, values[name]]));

const declare =
  (code: Fault['code']) =>
  (sentence: Sentence, told: Told = []): Fault => ({
    code,
    sentence: typeof sentence === 'string' ? () => sentence : sentence,
    extensions: (values) => (Array.isArray(told) ? pick(values, told) : { ...told }),
  });

/** What was sent cannot be done as it is, whoever asks. */
export const asBadInput = declare('BAD_INPUT');
/** It is somebody else's to do, and whoever asks may know that. */
export const asForbidden = declare('FORBIDDEN');
/** Things are not as the client thought, or it was done before. */
export const asConflict = declare('CONFLICT');

/** Several values in one sentence. */
export const listed = (values: unknown) => (values as readonly unknown[]).join(', ');

/** The error that a fault is for a client. */
export const errorOf = ({ code, sentence, extensions }: Fault, values: FaultValues = {}) =>
  new HamkkeError(code, sentence(values), extensions(values));
