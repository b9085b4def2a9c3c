import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';

// Its types are of a module that CommonJS wraps once more.
const addFormats = formats as unknown as (ajv: Ajv) => void;

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

type Schema = { properties?: Record<string, unknown>; additionalProperties?: boolean; $id?: string };

/** Every object takes the properties that it has, and no other. */
function closed<T>(schema: T): T {
  if (typeof schema !== 'object' || schema === null) return schema;
  const it = schema as Schema;
  if (!Array.isArray(schema) && typeof it.properties === 'object' && 'type' in it)
    it.additionalProperties = false;
  for (const each of Object.values(schema)) closed(each);
  return schema;
}

export type Faults = (document: unknown) => string[];

/**
 * What the official schemas have against a document, with every object closed. A page of HSDS's API may have what its
 * object alone has not (an organization its services), as the official compiled schemas say.
 */
export function validators(): Record<string, Faults> {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  const objects = officialObjects();
  for (const each of objects) ajv.addSchema({ ...closed(each), $id: `${each.name}.json` });
  const pages: Record<string, object> = {
    organization: { services: { type: 'array', items: { $ref: 'service.json' } } },
    service_at_location: { service: { $ref: 'service.json' } },
  };
  const made = objects.map(({ name, ...it }) => {
    const properties = { ...it.properties, ...pages[name] };
    return [name, faultsBy(ajv.compile({ ...it, properties, $id: `page-${name}.json` }))] as const;
  });
  return Object.fromEntries(made);
}

/** The same by the schema that Open Referral compiled: it is large, and takes seconds to read. */
export function compiledValidator(name: string): Faults {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  return faultsBy(ajv.compile(closed(read(`schema/compiled/${name}.json`))));
}

const faultsBy =
  (validate: ValidateFunction): Faults =>
  (document) =>
    validate(document)
      ? []
      : validate.errors!.map(
          ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
        );

const plain = new Ajv({ strict: false });
addFormats(plain);
/** Whether a text has a format of JSON Schema, as ajv reads it. */
export const fitsFormat = (format: string, text: string): boolean =>
  plain.compile({ type: 'string', format })(text);
