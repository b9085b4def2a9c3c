import { type GraphQLResolveInfo, OperationTypeNode } from 'graphql';
import type { GlobalId } from '../database/planner/identifiers.js';
import type { RequestContext } from '../request.js';
import type { Entry } from './accessLog.js';
import { type Disclosure, ofNoHousehold } from './disclosure.js';

/** What an entry tells, beside who asked and from where; for the purpose of the request unless it says another. */
export type Contents = Partial<Omit<Entry, 'requestId' | 'viewer' | 'address' | 'operation'>>;

/** An entry of one request: who asked what for, from where, and what it tells. Every entry is made here. */
export function entryOf(context: RequestContext, operation: string, contents: Contents): Entry {
  const { viewer, requestId, address, purpose } = context;
  if (!viewer) throw new Error('Nobody is logged without a viewer');
  // A list that a function answers is of the viewer's own district unless it says another: without one, nobody
  // would be told that their household was in it.
  const districtId = contents.householdId ? viewer.districtId : null;
  const nothing = { districtId, householdId: null, shown: {}, bases: [], allowed: true };
  // A name is a client's to choose, and stands once for every household.
  return { requestId, viewer, address, operation: operation.slice(0, 100), purpose, ...nothing, ...contents };
}

/** What the log calls an operation: by the name that its client gave it, or else by its field. */
export const operationOf = (info: GraphQLResolveInfo) => info.operation.name?.value ?? info.fieldName;

/** What an operation shows, a line for each household. */
export const shownBy = (districtId: string, households: ReadonlyMap<string, Disclosure>): Contents[] =>
  [...households].map(([householdId, each]) => ({
    districtId,
    householdId: householdId === ofNoHousehold ? null : householdId,
    ...each,
  }));

/** What was asked for, alike for unknown, hidden and forbidden: only a household's id says which household. */
export function refusedBy(
  info: GraphQLResolveInfo,
  id: GlobalId | null,
  districtId: string | null = id?.district ?? null,
): Contents {
  return {
    action: info.operation.operation === OperationTypeNode.MUTATION ? 'CHANGE' : 'READ',
    districtId,
    householdId: id?.type === 'Household' ? id.id : null,
    shown: id ? { [id.id]: [] } : {},
    allowed: false,
  };
}

/**
 * That a list was narrowed, or no more than counted: that nobody was found is an answer, too, and how many were is told
 * without any row. By which conditions is logged, and not what they sought, which may be somebody's name.
 */
export function searchedBy(
  info: GraphQLResolveInfo,
  districtId: string,
  narrowed: object,
  counted: boolean,
): Contents[] {
  const conditions = Object.entries(narrowed).filter(([, value]) => value !== null && value !== undefined);
  if (conditions.length === 0 && !counted) return [];
  const filter = { query: info.fieldName, conditions: conditions.map(([name]) => name).sort() };
  return [{ action: 'SEARCH', districtId, filter }];
}
