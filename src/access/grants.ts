import type { DataClass } from './classes.js';
import type { Duty } from './duties.js';

/**
 * Who may see a field. Data, not code: the shield, the planner, the printed table and the tests all read it.
 *
 * - `open`: everybody, with or without a token
 * - `inherited`: whoever was given the row that the field is on
 * - `signedIn`: every active member of staff
 * - `duty`: whoever has one of these duties in the post of this request
 * - `scope`: whoever has this data class for the row's subject
 * - `ownClass`: the rows themselves say which class they are; the viewer gets those whose class they have
 */
export type Grant =
  | { kind: 'open' }
  | { kind: 'inherited' }
  | { kind: 'signedIn' }
  | { kind: 'duty'; duties: readonly Duty[] }
  | { kind: 'scope'; dataClass: DataClass }
  | { kind: 'ownClass' };

export const open: Grant = { kind: 'open' };
export const inherited: Grant = { kind: 'inherited' };
export const signedIn: Grant = { kind: 'signedIn' };
/** Whoever has one of these duties. */
export const duty = (...duties: Duty[]): Grant => ({ kind: 'duty', duties });
/** Whoever has this class for whom the row is of. */
export const scope = (dataClass: DataClass): Grant => ({ kind: 'scope', dataClass });
export const ownClass: Grant = { kind: 'ownClass' };

/** The grant as a reader of the permissions table sees it; alike grants have the same name. */
export function nameOf(grant: Grant): string {
  switch (grant.kind) {
    case 'duty':
      return `duty(${grant.duties.join(', ')})`;
    case 'scope':
      return `scope(${grant.dataClass})`;
    default:
      return grant.kind;
  }
}

/** Whether the field can be refused to somebody who was given its parent; such a field is nullable. */
export const refusable = (grant: Grant) =>
  grant.kind === 'scope' || grant.kind === 'ownClass' || grant.kind === 'duty' || grant.kind === 'signedIn';
