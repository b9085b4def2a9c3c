import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Kind, parse } from 'graphql';
import { StartError } from '../errors.js';
import { type Audience, audienceOf } from './audiences.js';

/** An operation that is published with the contract, ready to be run. */
export interface PreparedOperation {
  name: string;
  description: string;
  /** Whom it is mainly written for. */
  audience: Audience | null;
  text: string;
  variables: Record<string, unknown>;
}

const published = fileURLToPath(new URL('../../schema/operations/', import.meta.url));

/**
 * Reads the prepared operations, in folders as well, in the order of their file names. The description is the comment that a file
 * begins with; `name.json` beside `name.graphql` holds its variables.
 */
export function preparedOperations(folder: string = published): PreparedOperation[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.graphql'))
    .sort((one, other) => (basename(one) < basename(other) ? -1 : 1))
    .map((file) => {
      const text = readFileSync(`${folder}/${file}`, 'utf8');
      const name = nameOf(text, file);
      return {
        name,
        description: leadingComment(text),
        audience: audienceOf(name),
        text,
        variables: variablesOf(folder, file),
      };
    });
}

function nameOf(text: string, file: string): string {
  try {
    const operation = parse(text).definitions.find(
      (definition) => definition.kind === Kind.OPERATION_DEFINITION,
    );
    return operation?.name?.value ?? file.replace(/\.graphql$/, '');
  } catch (error) {
    throw new StartError(`schema/operations/${file} is no GraphQL document: ${(error as Error).message}`);
  }
}

function leadingComment(text: string): string {
  const lines = text.trimStart().split(/\r?\n/);
  const end = lines.findIndex((line) => !line.startsWith('#'));
  return lines
    .slice(0, end === -1 ? lines.length : end)
    .map((line) => line.replace(/^#+ ?/, '').trimEnd())
    .join('\n')
    .trim();
}

function variablesOf(folder: string, file: string): Record<string, unknown> {
  const beside = file.replace(/\.graphql$/, '.json');
  if (!existsSync(`${folder}/${beside}`)) return {};
  try {
    return JSON.parse(readFileSync(`${folder}/${beside}`, 'utf8'));
  } catch (error) {
    throw new StartError(`schema/operations/${beside} is no JSON: ${(error as Error).message}`);
  }
}
