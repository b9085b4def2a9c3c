import { commonFaults } from '../commonFaults.js';
import { isPage } from '../database/planner/page.js';
import { errorOf } from '../faults.js';
import type { RequestContext } from '../request.js';
import { bit, type DataClass, neverShareable } from './classes.js';
import type { Grant } from './grants.js';

/** What a verdict depends on. */
type Authorized = Pick<RequestContext, 'viewer' | 'request'>;
type Row = Record<string, unknown> | undefined;

const has = (context: Authorized, subject: unknown, dataClass: DataClass) =>
  typeof subject === 'string' && ((context.request.scope.get(subject)?.[1] ?? 0) & bit(dataClass)) !== 0;

/** The rows of a field: a list, a page of a connection, or one row. */
function rowsIn(value: unknown): readonly { $k?: unknown }[] {
  if (Array.isArray(value)) return value;
  return isPage(value) ? (value.rows ?? []) : [value as object];
}

/**
 * The whole of field authorization: whether this viewer may have the field of this row. It looks only at the viewer and
 * at the scope that came with the row; it asks nobody.
 */
export function permits(grant: Grant, row: Row, context: Authorized, key: string): boolean {
  switch (grant.kind) {
    case 'open':
    case 'inherited':
      return true;
    case 'signedIn':
      return context.viewer !== null;
    case 'duty':
      return context.viewer?.duties.some((each) => grant.duties.includes(each)) ?? false;
    case 'scope':
      return has(context, row?.$s, grant.dataClass);
    case 'ownClass': {
      const value = row?.[key];
      if (value === null || value === undefined) return false;
      return rowsIn(value).every(({ $k }) => {
        const [dataClass, subjects] = ($k ?? []) as [DataClass, string[]];
        return (
          Array.isArray(subjects) &&
          !neverShareable.includes(dataClass) &&
          subjects.length > 0 &&
          subjects.every((each) => has(context, each, dataClass))
        );
      });
    }
  }
}

/** Refuses a whole operation, by duty and arguments alone. */
export function refusal(context: Pick<RequestContext, 'viewer'>) {
  return errorOf(context.viewer ? commonFaults.DUTY_NOT_PERMITTED : commonFaults.SIGN_IN_NEEDED);
}
