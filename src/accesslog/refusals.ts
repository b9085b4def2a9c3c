import type { GraphQLResolveInfo } from 'graphql';
import { type GlobalId, parseId } from '../database/planner/identifiers.js';
import type { RequestContext } from '../request.js';
import { entryOf, operationOf, refusedBy } from './entries.js';

/** Logs that a signed-in viewer was refused a whole operation, with the row and the district that it named, if any. */
export async function logRefusal(context: RequestContext, info: GraphQLResolveInfo, given: object) {
  const { viewer, request } = context;
  // The executor refuses it again, and that is logged.
  if (!viewer || request.mayAnswerText) return;
  if (request.intake.mayBeStale) {
    request.refused = true;
    return;
  }
  const { id, district } = namedIn(given);
  const refused = refusedBy(info, id, id?.district ?? district);
  await context.log.write([entryOf(context, operationOf(info), refused)]);
}

/**
 * What an operation's arguments name: a household before any other row of a district, and the district that they say
 * themselves. Neither needs to be there.
 */
function namedIn(given: object): { id: GlobalId | null; district: string | null } {
  const ids: GlobalId[] = [];
  let district: string | null = null;
  const look = (value: unknown, name: string) => {
    if (typeof value === 'object' && value !== null)
      for (const [key, each] of Object.entries(value)) look(each, Array.isArray(value) ? name : key);
    else if (typeof value === 'string' && value.length <= 100) {
      if (name === 'district' && /^\d{5}$/.test(value)) district = value;
      const id = idIn(value);
      if (id?.district) ids.push(id);
    }
  };
  look(given, '');
  return { id: ids.find(({ type }) => type === 'Household') ?? ids[0] ?? null, district };
}

function idIn(text: string): GlobalId | null {
  try {
    return parseId(text);
  } catch {
    // What is no id names nobody.
    return null;
  }
}
