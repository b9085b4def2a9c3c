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

/** The digits 0 of scripts that write their ten digits in a row. */
export const zeros = [0x30, 0xff10, 0x660, 0x6f0, 0x966, 0xe50, 0x17e0, 0x1d7d8, 0x1d7ec, 0x1fbf0];

/** Digits in another script. */
export const inScript = (text: string, zero: number) =>
  text.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));

/** A text with every digit as ASCII, as somebody who looks for numbers reads it: an independent reading of the product's. */
export const plain = (text: string) =>
  [...text]
    .map((char) => {
      const code = char.codePointAt(0)!;
      const zero = zeros.find((each) => code >= each && code < each + 10);
      return zero === undefined ? char : String(code - zero);
    })
    .join('')
    .replace(/\u200b|\u200d|\u2060|\u3164|\u1160/g, '');

/** A number as people, programs and attackers write it. */
export const writings = (digits: string): string[] => {
  const [born, rest] = [digits.slice(0, 6), digits.slice(6)];
  return [
    inScript(digits, 0xff10),
    inScript(`${born}-${rest}`, 0x660),
    ...['–', '/', '\u200b', ' ', '－'].map((gap) => `${born}${gap}${rest}`),
    `${born.match(/../g)!.join('.')}-${rest}`,
    [...digits].join(' '),
    inScript(`${born}\u200b–${rest}`, 0x1d7ec),
  ];
};
