import { createHash, type KeyObject, sign, verify } from 'node:crypto';

/** A signed end of the chain, as it is stored, written to the file of heads and signed: nothing but text. */
export interface Head {
  number: string;
  /** How many entries the chain has up to here. */
  position: string;
  /** Of the last entry, which covers all before it; hexadecimal. */
  hash: string;
  lastEntryId: string;
  settledId: string;
  horizon: string;
  /** UTC, to the microsecond. */
  at: string;
  keyId: string;
  /** Ed25519, hexadecimal. */
  signature: string;
}

export const signedFields = [
  'number',
  'position',
  'hash',
  'lastEntryId',
  'settledId',
  'horizon',
  'at',
  'keyId',
] as const;

/** What stands before the first entry. */
export const beginning = Buffer.alloc(32);

/** The hash of an entry: of the hash before it and of the entry's own text. */
export const link = (previous: Buffer, entry: string) =>
  createHash('sha256').update(previous).update(entry, 'utf8').digest();

/**
 * An entry of access_log, aliased `l`, as the text that is sealed: jsonb without columns that are NULL, so that a column
 * which comes later changes nothing. It is written into each statement and not kept as a function of the database, which
 * whoever changes entries could change too; nor do functions and operators of others come before PostgreSQL's. Times are in
 * the session's zone: see `inUtc`. Within a column of jsonb nothing is left out, or somebody could put what is null there:
 * `shown` is the only one.
 */
export const entryText =
  "(pg_catalog.jsonb_strip_nulls(pg_catalog.to_jsonb(l) operator(pg_catalog.-) 'shown') operator(pg_catalog.||) pg_catalog.jsonb_build_object('shown', l.shown))::text";

/** For the rest of the transaction, so that the text of a time does not depend on who reads it. */
export const inUtc = `set_config('TimeZone', 'UTC', true)`;

/** A time as heads have it. */
export const timeText = (time: string) =>
  `to_char(${time} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** The columns of access_log_heads as a Head. */
export const headColumns = `number::text, position::text, encode(hash, 'hex') as hash, last_entry_id::text as "lastEntryId",
  settled_id::text as "settledId", horizon::text, ${timeText('at')} as at, key_id as "keyId",
  encode(signature, 'hex') as signature`;

// The first line keeps a signature from ever meaning something else.
const message = (head: Omit<Head, 'signature'>) =>
  Buffer.from(['hamkke access log head', ...signedFields.map((field) => head[field])].join('\n'));

/** The head with its signature, in hexadecimal. */
export const signHead = (head: Omit<Head, 'signature'>, key: KeyObject): Head => ({
  ...head,
  signature: sign(null, message(head), key).toString('hex'),
});

/** Whether a head was signed with the private half of this key. */
export const isSignedBy = (head: Head, key: KeyObject) =>
  verify(null, message(head), key, Buffer.from(head.signature, 'hex'));
