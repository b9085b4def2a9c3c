import { toSnakeCase } from 'drizzle-orm/casing';
import type { Context } from '../../context.js';
import type { Writing } from '../../database/commands.js';

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
}

/**
 * Seals the registration numbers of those who were moved for the ids that they have now: one is bound to its holder, so
 * that it opens for nobody else who has it. What cannot be opened, for want of its key, stays where it is.
 *
 * @returns whose number went along, by their new ids
 */
export async function moveNumbers(
  { uniqueIds }: Context,
  { sql }: Writing,
  district: string,
  moved: readonly Moved[],
): Promise<string[]> {
  const went: string[] = [];
  for (const { from, to, number } of moved) {
    if (!number || !uniqueIds) continue;
    const opened = uniqueIds.open(
      { districtId: district, memberId: from },
      { registrationNumberCiphertext: number.ciphertext, registrationNumberKeyId: number.key },
    );
    if (opened.kind !== 'number') continue;
    const sealed = uniqueIds.reseal({ districtId: district, memberId: to }, opened.digits);
    const columns = Object.fromEntries(
      Object.entries(sealed).map(([field, value]) => [toSnakeCase(field), value]),
    );
    const order = { district_id: district, from, to, number: columns };
    await sql`select hamkke.keep_moved_number(${sql.json(order)})`;
    went.push(to);
  }
  return went;
}
