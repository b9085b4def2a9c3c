import { badInput } from '../../errors.js';

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
export const notOfThisList = () =>
  badInput('after: 이 목록의 커서가 아닙니다. That cursor is not one of this list.', { field: 'after' });

/** The size of a page that was asked for, checked. */
export function pageSize(asked: number | null | undefined, usual: number, most: number): number {
  const first = asked ?? usual;
  if (first < 0 || first > most)
    throw badInput(`first는 0 이상 ${most} 이하여야 합니다. "first" must be from 0 to ${most}.`);
  return first;
}
