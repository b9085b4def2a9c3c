import { GraphQLError, type GraphQLErrorOptions } from 'graphql';
import { type ErrorCode, HamkkeError } from './errors.js';

// Everything that a client is refused is declared: by a noun in its faults.ts, or in commonFaults.ts where it may happen to
// any. SQL decides much of it, and names the fault with some values; here both become what clients read.
// src/database/faults.ts knows all of them, and the schema lists them as `ErrorReason`.

/** What is given with a fault: values that its sentence quotes, or that clients get beside it. */
export type FaultValues = Readonly<Record<string, unknown>>;

/** A reason to refuse something, as clients read it. */
export interface Fault {
  code: ErrorCode;
  /** Its name, for programs: what is wrong, in capitals. */
  reason: string;
  /** Korean sentences, a line break, English ones. */
  sentence: (values: FaultValues) => string;
  /** What clients get beside the sentence, in the extensions of the error. */
  extensions: (values: FaultValues) => Record<string, unknown>;
  /** What to do about it, where its code alone does not say: a Korean line and an English one. */
  advice?: string;
}

type Declared = Omit<Fault, 'reason'>;

/** The faults of a noun by their reasons. */
export type Faults = Readonly<Record<string, Fault>>;

/** One text, or one that quotes values. */
type Sentence = string | ((values: FaultValues) => string);
/** The names of the values that clients get as well, or something that they get always. */
type Told = readonly string[] | Readonly<Record<string, unknown>>;

const pick = (values: FaultValues, names: readonly string[]) =>
  Object.fromEntries(names.filter((name) => name in values).map((name) => [name, values[name]]));

const declare =
  (code: ErrorCode) =>
  (sentence: Sentence, told: Told = [], advice?: string): Declared => ({
    code,
    sentence: typeof sentence === 'string' ? () => sentence : sentence,
    extensions: (values) => (Array.isArray(told) ? pick(values, told) : { ...told }),
    ...(advice === undefined ? {} : { advice }),
  });

/** What was sent cannot be done as it is, whoever asks. */
export const asBadInput = declare('BAD_INPUT');
/** It is somebody else's to do, and whoever asks may know that. */
export const asForbidden = declare('FORBIDDEN');
/** Things are not as the client thought, or it was done before: read again and decide anew. */
export const asConflict = declare('CONFLICT');
/** Nothing is there, or it may not be known: both are said alike. */
export const asNotFound = declare('NOT_FOUND');
/** The step is not possible as things stand, and others are. */
export const asIllegalStep = declare('ILLEGAL_STEP');
/** Nobody is known by the token; the sentence says what is wrong with it and nothing of what it holds. */
export const asUnauthenticated = declare('UNAUTHENTICATED');
/** There is no room for the request now; asking again shortly may help. */
export const asOverloaded = declare('OVERLOADED');
/** Nothing is answered for want of the database or of the identity provider, and asking again may help. */
export const asUnavailable = declare('UNAVAILABLE');
/** What happened is nobody's to read. */
export const asInternal = declare('INTERNAL');

/** Declares the faults of a noun: the key of each is the reason that clients get. */
export const faults = <Reasons extends string>(declared: Readonly<Record<Reasons, Declared>>) =>
  Object.fromEntries(
    Object.entries<Declared>(declared).map(([reason, each]) => [reason, { ...each, reason }]),
  ) as Readonly<Record<Reasons, Fault>>;

/** Several values in one sentence. */
export const listed = (values: unknown) => (Array.isArray(values) ? values.join(', ') : String(values));

/** The sentence of a fault of which nothing happened yet: values stand in it as their names in braces. */
export const sentenceOf = ({ sentence }: Fault) =>
  sentence(new Proxy({}, { get: (_, name) => `{${String(name)}}` }));

const detailsOf = ({ extensions }: Fault, values: FaultValues, field: string | undefined) => ({
  ...extensions(values),
  ...(field === undefined ? {} : { field }),
});

/**
 * The error that a fault is for a client.
 *
 * @param field the path of the argument or the input field at fault, such as `input.members[0].name`
 */
export const errorOf = (fault: Fault, values: FaultValues = {}, field?: string) =>
  new HamkkeError(fault.code, fault.reason, fault.sentence(values), detailsOf(fault, values, field));

/** What errors are about where only the value is known, and not its field. Nobody is told: it may be a person's number. */
const values = new WeakMap<HamkkeError, unknown>();

/** The error that a fault of one value is, wherever in the arguments it stands: access/bounds.ts finds its path. */
export function errorAbout(value: unknown, fault: Fault, quoted: FaultValues = {}): HamkkeError {
  const error = errorOf(fault, quoted);
  values.set(error, value);
  return error;
}

/** The value that an error is about; undefined where it is about none. */
export const valueAtFault = (error: unknown): unknown => values.get(error as HamkkeError);

/** The same as an error of graphql-js, which passes on no class but its own where it reads values and documents. */
export const plainErrorOf = (fault: Fault, options: Pick<GraphQLErrorOptions, 'nodes' | 'extensions'> = {}) =>
  new GraphQLError(fault.sentence({}), {
    ...options,
    extensions: { code: fault.code, reason: fault.reason, ...fault.extensions({}), ...options.extensions },
  });
