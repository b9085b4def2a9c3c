import { digestOfPlan } from '../release/releasePlan.js';
import type { ReleaseTable } from '../release/table.js';
import { addressOf, type FormatName, formats } from './files.js';

/** One file as a manifest names it. */
export interface MadeFile {
  name: FormatName;
  bytes: number;
  sha256: string;
}

/** A release as the lists have it. */
export interface Listed {
  district: string;
  districtName: string;
  number: number;
  firstMonth: string;
  lastMonth: string;
  madeAt: string;
  hash: string;
}

/** What a release is, how it was protected and signed, and which files it has. */
export const manifestOf = (table: Omit<ReleaseTable, 'cells' | 'dongs'>, files: readonly MadeFile[]) => {
  const { district, districtName, number, firstMonth, lastMonth, madeAt, protection } = table;
  return {
    district,
    districtName,
    number,
    firstMonth,
    lastMonth,
    madeAt,
    protection,
    /** By what it was made, and what that is known by in what the hash is over; null where it says nothing of it. */
    plan: table.plan && { sha256: digestOfPlan(table.plan), ...table.plan },
    hash: table.hash,
    signature: table.signature,
    keyId: table.keyId,
    /** What the signature is over. */
    signed: ['hamkke statistics release', district, number, table.hash].join('\n'),
    files: files.map(({ name, bytes, sha256 }) => ({
      address: addressOf(district, number, name),
      type: formats[name].type,
      bytes,
      sha256,
    })),
  };
};
