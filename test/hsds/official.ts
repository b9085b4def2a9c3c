import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The official schemas and examples of HSDS 3.1, where this checkout has them beside it. */
export const officialFolder = join(process.cwd(), '../shared/hsds-3.1');
export const official = existsSync(join(officialFolder, 'schema'));
if (!official)
  console.warn(`HSDS's official schemas are not tested against: ${officialFolder} is not there.`);

export interface Property {
  type?: string;
  format?: string;
  enum?: string[];
  $ref?: string;
  items?: { $ref: string };
}

export interface ObjectSchema {
  name: string;
  path: string;
  properties: Record<string, Property>;
  required: string[];
}

const read = (path: string) => JSON.parse(readFileSync(join(officialFolder, path), 'utf8'));

export const officialObjects = (): ObjectSchema[] =>
  readdirSync(join(officialFolder, 'schema'))
    .filter((file) => file.endsWith('.json') && file !== 'openapi.json')
    .map((file) => read(`schema/${file}`));
