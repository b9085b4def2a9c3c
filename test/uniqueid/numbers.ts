import { asKeeper, type TestDatabase } from '../support/database.js';
import { uniqueIds } from '../support/uniqueIds.js';

export interface Numbered {
  district: string;
  household: string;
  member: string;
  digits: string;
}

/** Every seeded registration number, opened as nothing that answers requests can. */
export async function seededNumbers({ owner }: TestDatabase): Promise<Numbered[]> {
  const rows = await asKeeper(
    owner,
    (sql) => sql`select * from member_unique_ids order by district_id, member_id`,
  );
  return rows.map((row) => {
    const opened = uniqueIds.open(
      { districtId: row.district_id, memberId: row.member_id },
      {
        registrationNumberCiphertext: row.registration_number_ciphertext,
        registrationNumberKeyId: row.registration_number_key_id,
      },
    );
    if (opened.kind !== 'number')
      throw new Error(`The number of ${row.member_id} does not open: ${opened.kind}`);
    return {
      district: row.district_id,
      household: row.household_id,
      member: row.member_id,
      digits: opened.digits,
    };
  });
}

export const hyphenated = (digits: string) => `${digits.slice(0, 6)}-${digits.slice(6)}`;
