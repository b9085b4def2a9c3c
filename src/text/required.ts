import { commonFaults } from '../commonFaults.js';
import { errorOf } from '../faults.js';

/** A text without the blanks around it; refused where nothing is left, with the path of its field. */
export function required(text: string, field: string): string {
  const plain = text.trim();
  if (plain.length === 0) throw errorOf(commonFaults.TEXT_EMPTY, {}, field);
  return plain;
}
