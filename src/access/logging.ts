import type { GraphQLResolveInfo } from 'graphql';
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
  const entry = entryOf(context, viewer, info);
  const householdId = id?.type === 'Household' ? id.id : null;
  const shown = id ? { [id.id]: [] } : {};
  return context.log.write([{ ...entry, districtId, householdId, shown, bases: [], allowed: false }]);
}

const entryOf = (context: Context, viewer: Viewer, info: GraphQLResolveInfo) => ({
  requestId: context.requestId,
  viewer,
  address: context.address,
  // A name is a client's to choose, and stands once for every household.
  operation: (info.operation.name?.value ?? info.fieldName).slice(0, 100),
  purpose: context.purpose,
});
