import { dayInSeoul } from '../day.js';
import { errorAbout } from '../faults.js';
import { uniqueIdFaults } from './faults.js';

/**
 * The thirteen digits of a registration number (주민등록번호), however it was typed. The date part must be a day that there
 * was, in the century that the seventh digit says. The thirteenth digit is not checked: numbers given or changed since
 * October 2020 end in six digits by chance, and nothing in a number tells when it was given.
 *
 * @param madeUp whether the thirteenth month is a month: that of the demo data, in which nobody was ever born
 * @throws BAD_INPUT that repeats nothing of the text
 */
export function digitsOf(text: string, madeUp: boolean): string {
  const digits = text.normalize('NFKC').replace(/[\s\-‐-―−]/g, '');
  if (!/^[0-9]{13}$/.test(digits) || !isBirthDate(digits, madeUp))
    throw errorAbout(text, uniqueIdFaults.NOT_A_REGISTRATION_NUMBER);
  return digits;
}

/**
 * Refuses a number that was probably mistyped: one of somebody who is not born yet, or whose last digit is not the one
 * that numbers had until October 2020. A number that was given or changed later ends by chance, which only a person can
 * know; made-up ones do too.
 *
 * @param text the number as it was typed
 * @throws BAD_INPUT that repeats nothing of the number
 */
export function checkTyped(text: string, digits: string, withoutCheckDigit: boolean, now = new Date()) {
  if (digits.slice(2, 4) === '13') return;
  const born = birthDateOf(digits);
  const today = dayInSeoul(now);
  if (born > today) throw errorAbout(text, uniqueIdFaults.REGISTRATION_NUMBER_OF_THE_FUTURE);
  if (born < chance && !withoutCheckDigit && digits[12] !== checkDigit(digits))
    throw errorAbout(text, uniqueIdFaults.REGISTRATION_NUMBER_MISTYPED);
}

/** From this day on the last six digits are given by chance. */
const chance = '2020-10-05';

/** The weighted sum of the others; that of foreigners' numbers is two more. */
function checkDigit(digits: string): string {
  const sum = [...digits.slice(0, 12)].reduce((all, digit, at) => all + Number(digit) * ((at % 8) + 2), 0);
  const foreign = '5678'.includes(digits[6]!);
  return String(((foreign ? 13 : 11) - (sum % 11)) % 10);
}

/** By the seventh digit: 9 and 0 were born in the 1800s, 3, 4, 7 and 8 in the 2000s, the others in between. */
const century: Readonly<Record<string, string>> = {
  ...{ 9: '18', 0: '18', 1: '19', 2: '19', 5: '19', 6: '19' },
  ...{ 3: '20', 4: '20', 7: '20', 8: '20' },
};

function isBirthDate(digits: string, madeUp: boolean): boolean {
  const [month, day] = [digits.slice(2, 4), digits.slice(4, 6)];
  if (madeUp && month === '13') return day >= '01' && day <= '31';
  const date = birthDateOf(digits);
  const at = Date.parse(`${date}T00:00:00Z`);
  // JavaScript takes 30 February for 2 March.
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date);
}

const birthDateOf = (digits: string) =>
  `${century[digits[6]!]}${digits.slice(0, 2)}-${digits.slice(2, 4)}-${digits.slice(4, 6)}`;

/** `900101-1******`: what may be shown of a number. */
export const masked = (digits: string) => `${digits.slice(0, 6)}-${digits[6]}******`;
