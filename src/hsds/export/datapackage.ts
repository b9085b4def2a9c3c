import type { Kind } from '../objects.js';
import { type Field, type Resource, resources } from '../resources.js';

/** How Frictionless names what HSDS writes; hours are texts, for 24:00:00 is the end of a day and no time. */
const types: Readonly<Record<Kind, readonly [type: string, format?: string]>> = {
  uuid: ['string', 'uuid'],
  text: ['string'],
  uri: ['string', 'uri'],
  email: ['string', 'email'],
  number: ['number'],
  date: ['date'],
  time: ['string'],
  instant: ['datetime', 'any'],
  word: ['string'],
};

function described({ name, kind, nullable, words }: Field) {
  const [type, format] = types[kind];
  // What is not known is an empty cell, and HSDS's own empty texts cannot be told from it.
  const required = !nullable && (kind !== 'text' || name === 'name');
  const constraints = {
    ...(required && { required }),
    ...(name === 'id' && { unique: true }),
    ...(words && { enum: [...words.keys()] }),
  };
  return { name, type, ...(format && { format }), ...(Object.keys(constraints).length && { constraints }) };
}

function resourceOf({ name, path, fields }: Resource) {
  const foreignKeys = fields.flatMap(({ name: field, references }) =>
    references && references !== 'any'
      ? [{ fields: field, reference: { resource: references === name ? '' : references, fields: 'id' } }]
      : [],
  );
  return {
    name,
    path,
    profile: 'tabular-data-resource',
    format: 'csv',
    mediatype: 'text/csv',
    encoding: 'utf-8',
    schema: {
      fields: fields.map(described),
      primaryKey: 'id',
      ...(foreignKeys.length && { foreignKeys }),
    },
  };
}

/** The data package's description of itself: the same for every export of this version. */
export const datapackage = () =>
  `${JSON.stringify(
    {
      name: 'human_services_data',
      title: 'Human Services Data Specification',
      version: '3.1',
      homepage: 'http://docs.openreferral.org',
      profile: 'tabular-data-package',
      description: 'HSDS 3.1 with the profile for Korea (hsds-kr 1.0), whose additions are attributes.',
      resources: [...resources.values()].map(resourceOf),
    },
    null,
    2,
  )}\n`;
