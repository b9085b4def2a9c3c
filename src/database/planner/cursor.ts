import { commonFaults } from '../../commonFaults.js';
import { errorOf } from '../../faults.js';

/** Where a page ends: the values that its order sorts by, as an opaque text. */
export const cursorOf = (values: readonly unknown[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url');

/** The values of a cursor; refused where they are not as many texts as the order has parts. */
export function parseCursor(text: string, parts: number): (string | null)[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (Array.isArray(values) && values.length === parts && values.every((each) => typeof each === 'string'))
      return values as string[];
  } catch {
    // Told below: whatever is wrong with it, it is not ours.
  }
  throw notOfThisList();
}

/** A cursor that was made by hand, or by another list. */
export const notOfThisList = () => errorOf(commonFaults.BAD_CURSOR, {}, 'after');

/** The size of a page that was asked for, checked. */
export function pageSize(asked: number | null | undefined, usual: number, most: number): number {
  const first = asked ?? usual;
  if (first < 0 || first > most) throw errorOf(commonFaults.PAGE_SIZE_OUT_OF_RANGE, { most }, 'first');
  return first;
}
