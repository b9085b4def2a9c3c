import type { GraphQLSchema } from 'graphql';
import { acceptedChanges, breakingChanges } from './breaking.js';
import { undescribed } from './descriptions.js';
import { acceptedFile, contractFiles, schemaFile, textOf } from './files.js';
import { committedVersions, type Version } from './history.js';
import { migrationFaults } from './migrations.js';
import { operationFaults } from './operations.js';

/** Everything that keeps the contract from being true, complete and kept; one sentence each. */
export async function contractFaults(schema: GraphQLSchema): Promise<string[]> {
  const accepted = acceptedChanges(textOf(acceptedFile) ?? '');
  return [
    ...staleFiles(schema),
    ...undescribed(schema).map((coordinate) => `${coordinate} has no description`),
    ...operationFaults(schema),
    ...(await brokenPromises(schema, earlierSchemas(), accepted)),
    ...migrationFaults(),
  ];
}

/** Generated files that are not what they would be if they were written now. */
export const staleFiles = (schema: GraphQLSchema): string[] =>
  [...contractFiles(schema)]
    .filter(([path, text]) => textOf(path) !== text)
    .map(([path]) => `${path} is stale: run npm run contract and commit it`);

/**
 * What breaks the clients of earlier schemas and is not among the accepted changes. The file in the folder cannot be
 * compared with: it is rewritten with every change, and so would always agree.
 */
export async function brokenPromises(
  schema: GraphQLSchema,
  earlier: readonly Version[],
  accepted: ReadonlySet<string>,
): Promise<string[]> {
  const broken = new Map<string, string>();
  for (const { commit, text } of earlier)
    for (const message of await breakingChanges(text, schema))
      if (!accepted.has(message) && !broken.has(message)) broken.set(message, commit);
  return [...broken].map(
    ([message, commit]) =>
      `Breaks clients of ${commit}: ${message}. If it must be, add the line "- \`${message}\` — why" to ${acceptedFile}`,
  );
}

function earlierSchemas(): Version[] {
  const committed = committedVersions(schemaFile);
  if (committed) return committed;
  const text = textOf(schemaFile);
  return text === null ? [] : [{ commit: schemaFile, text }];
}
