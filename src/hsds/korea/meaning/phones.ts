import type { Notes } from '../../import/mapping/repairs.js';

/** A telephone as HSDS has it. */
export interface Phone {
  number: string;
  extension?: number;
  description?: string;
}

export const phoneReasons = {
  none: 'What cannot be a telephone number was left out',
  hyphens: 'A telephone number got the hyphens that it is written with',
  several: 'Several telephone numbers in one text became one each',
  extension: 'An extension written behind a telephone number became an extension',
  menu: 'A choice of a menu behind a telephone number went to its description',
  local: 'A telephone number without an area code was kept as it came',
  mobile: 'A mobile number is public here: look whether it is a person’s own',
};

/** Numbers that are dialled as they are: 129, 1350, and 1577-5700 with its like. */
const short = /^1\d{2,3}$/;
const nationwide = /^1[568]\d{2}\d{4}$/;
/** With an area code, which may lead to a call centre (032-120). */
const whole = /^0(?:2|[3-6][1-5]|[5-8]0[0-9]?|1[016-9])(\d{7,8}|1\d{2})$/;

/**
 * The telephones of a text in any of the notations of Korean offices: 02-749-0102(519), 0231538873, 063-560-8762,8724,
 * 033-539-8073,4, 1544-0079-5-1, 129.
 */
export function phonesIn(text: string, description: string, notes: Notes): Phone[] {
  const plain = text.normalize('NFKC').trim();
  if (plain === '') return [];
  const [first = '', ...more] = plain.split(/\s*[,~/]\s*|\s+및\s+/).filter(Boolean);
  const one = phoneOf(first, description, notes);
  if (!one) {
    notes.repaired(phoneReasons.none, text);
    return [];
  }
  const phones = [one];
  for (const each of more) {
    // Of a second number often only the digits that differ are written.
    const end = /^\d{1,4}$/.test(each) ? one.number.slice(0, -each.length) + each : each;
    const next = phoneOf(end, description, notes);
    if (next) phones.push(next);
    else notes.repaired(phoneReasons.none, each);
  }
  if (phones.length > 1) notes.repaired(phoneReasons.several, text);
  return phones;
}

function phoneOf(text: string, description: string, notes: Notes): Phone | null {
  const named = description ? { description } : {};
  const behind = /^([\d\s().+-]+?)\s*(?:\((?:내선\s*)?(\d{1,5})(?:번)?\)|내선\s*:?\s*(\d{1,5})(?:번)?)$/.exec(
    text,
  );
  const extension = behind?.[2] ?? behind?.[3];
  const said = behind?.[1] ?? text;
  if (!/^[\d\s().+-]+$/.test(said)) return null;
  const menu = /^(1[568]\d{2}-\d{4})-([\d-]+)$/.exec(said);
  const digits = (menu?.[1] ?? said).replace(/^\+82[\s-]*/, '0').replace(/\D/g, '');
  const number = written(digits);
  if (number === null || isFiller(digits)) return null;
  if (number === digits && /^\d{7,8}$/.test(digits) && !nationwide.test(digits)) {
    notes.noted(phoneReasons.local, text);
    return { number: said.trim(), ...named };
  }
  if (extension !== undefined) notes.repaired(phoneReasons.extension, text);
  else if (menu) notes.repaired(phoneReasons.menu, text);
  else if (number !== said.trim()) notes.repaired(phoneReasons.hyphens, text);
  if (/^01/.test(digits)) notes.noted(phoneReasons.mobile, number);
  const words = menu ? { description: [description, menu[2]].filter(Boolean).join(' ') } : named;
  return { number, ...(extension === undefined ? {} : { extension: Number(extension) }), ...words };
}

/** The number with its hyphens; null where it is none. */
function written(digits: string): string | null {
  if (short.test(digits)) return digits;
  if (nationwide.test(digits)) return `${digits.slice(0, 4)}-${digits.slice(4)}`;
  if (/^[2-9]\d{6,7}$/.test(digits)) return digits;
  if (!whole.test(digits)) return null;
  const area = /^(02|050\d|0\d{2})/.exec(digits)![0];
  const rest = digits.slice(area.length);
  return rest.length === 3 ? `${area}-${rest}` : `${area}-${rest.slice(0, -4)}-${rest.slice(-4)}`;
}

/** A number that somebody typed because the form wanted one. */
const isFiller = (digits: string) =>
  /^(\d{2,3})?(\d)\2{6,}$/.test(digits) || /^01[016-9]?0{7,}$/.test(digits);
