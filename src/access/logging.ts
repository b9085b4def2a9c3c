import { type GraphQLResolveInfo, OperationTypeNode } from 'graphql';
import type { Context } from '../context.js';
import type { GlobalId } from '../database/planner/identifiers.js';
import type { Viewer } from '../identity/viewer.js';
import type { Shown } from './shown.js';

/** Logs what an operation shows of each household, and is done when that is on disk. */
export function logShown(
  context: Context,
  info: GraphQLResolveInfo,
  districtId: string,
  households: ReadonlyMap<string, Shown>,
): Promise<void> {
  const { viewer } = context;
  if (!viewer) throw new Error('Consent-scoped data was read without a viewer');
  const entry = entryOf(context, viewer, info);
  return context.log.write(
    [...households].map(([householdId, each]) => ({
      ...entry,
      districtId,
      householdId,
      ...each,
      allowed: true,
    })),
  );
}

/** What was asked for, alike for unknown, hidden and forbidden: only a household's id says which household. */
export function logRefused(
  context: Context,
  info: GraphQLResolveInfo,
  id: GlobalId | null,
  districtId: string | null = id?.district ?? null,
): Promise<void> {
  const { viewer } = context;
  if (!viewer) throw new Error('Nobody is refused by name');
  const action = info.operation.operation === OperationTypeNode.MUTATION ? 'CHANGE' : 'READ';
  const entry = { ...entryOf(context, viewer, info), action } as const;
  const householdId = id?.type === 'Household' ? id.id : null;
  const shown = id ? { [id.id]: [] } : {};
  return context.log.write([{ ...entry, districtId, householdId, shown, bases: [], allowed: false }]);
}

/**
 * That a list was narrowed, or no more than counted: that nobody was found is an answer, too, and how many were is told without any row.
 * By which conditions is logged, and not what they sought, which may be somebody's name.
 */
export async function logSearch(
  context: Context,
  info: GraphQLResolveInfo,
  districtId: string,
  filter: object,
  counted: boolean,
): Promise<void> {
  const { viewer } = context;
  if (!viewer) throw new Error('Nobody searches without a viewer');
  const conditions = Object.entries(filter).filter(([, value]) => value !== null && value !== undefined);
  if (conditions.length === 0 && !counted) return;
  const entry = entryOf(context, viewer, info);
  const sought = { query: info.fieldName, conditions: conditions.map(([name]) => name).sort() };
  const nobody = { householdId: null, shown: {}, bases: [], filter: sought };
  await context.log.write([{ ...entry, ...nobody, action: 'SEARCH', districtId, allowed: true }]);
}

const entryOf = (context: Context, viewer: Viewer, info: GraphQLResolveInfo) => ({
  requestId: context.requestId,
  viewer,
  address: context.address,
  // A name is a client's to choose, and stands once for every household.
  operation: (info.operation.name?.value ?? info.fieldName).slice(0, 100),
  purpose: context.purpose,
});
