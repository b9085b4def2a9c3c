import { readFileSync } from 'node:fs';
import type { GraphQLSchema } from 'graphql';
import { policyOf } from '../access/policy.js';
import { packageRoot } from '../config.js';
import { schemaText } from '../http/schemaFile.js';
import { errorsText } from './errors.js';
import { profileFiles } from './hsdsProfile.js';
import { permissionsText } from './permissions.js';
import { settingsTable } from './settings.js';
import { statisticsText } from './statistics.js';

export const schemaFile = 'schema/schema.graphql';
export const acceptedFile = 'schema/breaking-changes.md';

/** Everything that is generated and committed: the path from the folder of package.json, and the text it should have. */
export function contractFiles(schema: GraphQLSchema): Map<string, string> {
  return new Map([
    [schemaFile, schemaText(schema)],
    ['schema/permissions.md', permissionsText(schema, policyOf(schema))],
    ...profileFiles(),
    ['docs/errors.md', errorsText()],
    ['docs/statistics.md', statisticsText()],
    ['docs/settings.md', withSettings('docs/settings.md', 'en')],
    ['docs/settings.ko.md', withSettings('docs/settings.ko.md', 'ko')],
  ]);
}

/** The text of a file of the project, or `null` where there is none. */
export function textOf(path: string): string | null {
  try {
    return readFileSync(`${packageRoot}/${path}`, 'utf8');
  } catch {
    return null;
  }
}

const between = /(<!-- settings -->\n)[\s\S]*?(<!-- \/settings -->)/;

/** A document as it stands, with the table of settings between its marks written anew. */
function withSettings(path: string, language: 'en' | 'ko'): string {
  const text = textOf(path) ?? '';
  if (!between.test(text)) throw new Error(`${path} has no marks for the table of settings`);
  return text.replace(between, (_, begin: string, end: string) => `${begin}${settingsTable(language)}${end}`);
}
