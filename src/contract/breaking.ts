import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema, type GraphQLSchema, printSchema } from 'graphql';

/**
 * Changes by which a client of the old schema (as text) would stop working, in graphql-inspector's words. Both sides are
 * read from text, as a schema made by code has no directives where the inspector looks for them.
 */
export async function breakingChanges(before: string, after: GraphQLSchema): Promise<string[]> {
  const changes = await diff(buildSchema(before), buildSchema(printSchema(after)));
  return changes
    .filter((change) => change.criticality.level === CriticalityLevel.Breaking)
    .map((change) => change.message);
}

/** The changes that schema/breaking-changes.md accepts: list items that quote a message, with the reason behind it. */
export function acceptedChanges(text: string): Set<string> {
  const items = text.matchAll(/^- `(.+?)` — .*\S/gm);
  return new Set([...items].map(([, message]) => message!));
}
