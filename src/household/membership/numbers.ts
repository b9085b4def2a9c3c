import { toSnakeCase } from 'drizzle-orm/casing';
import type { Context } from '../../context.js';
import type { Writing } from '../../database/commands.js';
import { errorOf } from '../../faults.js';
import { householdFaults } from '../faults.js';

/** A registration number as it was sealed for somebody. */
export interface Sealed {
  ciphertext: string;
  key: string;
}

/** Somebody under the id that they had and the one that they have. */
export interface Moved {
  from: string;
  to: string;
  number: Sealed | null | undefined;
  /** That of the record which stays, where the same person has one there. */
  there?: Sealed | null;
}

/**
 * Seals the registration numbers of those who were moved for the ids that they have now: one is bound to its holder, so
 * that it opens for nobody else who has it. What cannot be opened, for want of its key, stays where it is.
 * Refused where two records of one person have different ones.
 *
 * @returns whose number went along, by their new ids
 */
export async function moveNumbers(
  { uniqueIds }: Context,
  { sql }: Writing,
  district: string,
  moved: readonly Moved[],
): Promise<string[]> {
  if (!uniqueIds) return [];
  const digitsOf = (memberId: string, { ciphertext, key }: Sealed): string | null => {
    const sealed = { registrationNumberCiphertext: ciphertext, registrationNumberKeyId: key };
    const opened = uniqueIds.open({ districtId: district, memberId }, sealed);
    return opened.kind === 'number' ? opened.digits : null;
  };
  const went: string[] = [];
  /** The number of whoever stays, by their id: of several records of one person all must say the same. */
  const kept = new Map<string, string>();
  for (const { from, to, number, there } of moved) {
    const digits = number ? digitsOf(from, number) : null;
    if (digits === null) continue;
    const other = kept.get(to) ?? (there ? digitsOf(to, there) : digits);
    if (other === null) continue;
    // The database compares what one key made; numbers that two keys sealed are compared here.
    if (other !== digits) throw errorOf(householdFaults.TWO_REGISTRATION_NUMBERS);
    kept.set(to, digits);
    const sealed = uniqueIds.reseal({ districtId: district, memberId: to }, digits);
    const columns = Object.fromEntries(
      Object.entries(sealed).map(([field, value]) => [toSnakeCase(field), value]),
    );
    const order = { district_id: district, from, to, number: columns };
    await sql`select hamkke.keep_moved_number(${sql.json(order)})`;
    went.push(to);
  }
  return went;
}
