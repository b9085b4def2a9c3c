import {
  GraphQLBoolean,
  GraphQLInputObjectType,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  isInputObjectType,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { compares, type FilterField, filterFaults, filterOf, isAnyOf } from '../../src/access/filters.js';
import { duty, type Grant, inherited, open, scope, signedIn } from '../../src/access/grants.js';
import { policyOf } from '../../src/access/policy.js';
import { organizations } from '../../src/database/tables/catalogue.js';
import { memberHealths, memberIdentities } from '../../src/database/tables/household.js';
import { schema } from '../../src/schema.js';

/** A schema of one list with one filter field. */
function schemaWith(root: Grant, grant: Grant | undefined, filter?: FilterField, argument = 'filter') {
  const input = new GraphQLInputObjectType({
    name: 'ThingFilter',
    fields: { field: { type: GraphQLString, extensions: { grant, ...(filter ? { filter } : {}) } } },
  });
  return new GraphQLSchema({
    query: new GraphQLObjectType({
      name: 'Query',
      fields: {
        things: { type: GraphQLBoolean, args: { [argument]: { type: input } }, extensions: { grant: root } },
      },
    }),
  });
}

const ofHousehold = { districtId: 'districtId', householdId: 'id' };
const names = { table: memberIdentities, on: ofHousehold };
const itsOrganization = { table: organizations, on: { id: 'organizationId' } };
const byName = compares('name', '=', 'text', names);
const work = duty('CASE_MANAGER', 'CENTER_HEAD');

const unsafe: [string, GraphQLSchema, RegExp][] = [
  ['says nothing of how it narrows', schemaWith(open, open), /narrows nothing/],
  ['has no grant', schemaWith(work, undefined, byName), /no grant|nothing enforces/],
  [
    'has a class and looks at no rows of it',
    schemaWith(work, scope('IDENTITY'), compares('name', '=', 'text')),
    /nothing enforces/,
  ],
  [
    'has a class and looks at rows of another',
    schemaWith(work, scope('SUMMARY'), byName),
    /nothing enforces/,
  ],
  ['has a class and is a function’s alone', schemaWith(work, scope('IDENTITY'), {}), /nothing enforces/],
  ['is everybody’s and looks at rows of some', schemaWith(open, open, byName), /nothing enforces/],
  ['is everybody’s in a list of some', schemaWith(work, open, {}), /nothing enforces/],
  ['is of the row and looks at others', schemaWith(work, inherited, byName), /nothing enforces/],
  [
    'is of a duty that the list does not ask for',
    schemaWith(work, duty('CENTER_HEAD'), isAnyOf('state', 'text')),
    /nothing enforces/,
  ],
  [
    'is of whoever signed in, in a list of everybody',
    schemaWith(open, signedIn, isAnyOf('state', 'text')),
    /nothing enforces/,
  ],
  [
    'hides a look at other rows',
    schemaWith(open, open, {
      where: (t, value) => `exists (select from services s where s.id = ${t}.id and s.name = ${value})`,
    }),
    /does not declare/,
  ],
  [
    'asks whether there are rows by a text',
    schemaWith(open, open, { of: itsOrganization, type: 'text' }),
    /no boolean/,
  ],
  [
    'stands in an argument of another name',
    schemaWith(open, open, { of: itsOrganization, type: 'boolean' }, 'which'),
    /another name/,
  ],
];

describe('the server does not start with a filter field that', () => {
  test.each(unsafe)('%s', (_, made, fault) => {
    expect(() => policyOf(made)).toThrow(fault);
  });
});

test('what is declared with a grant that is held is safe to serve', () => {
  for (const made of [
    schemaWith(work, scope('IDENTITY'), byName),
    schemaWith(work, scope('HEALTH'), {
      where: (t) => `${t}.id is null`,
      of: { table: memberHealths, on: ofHousehold },
    }),
    schemaWith(work, duty('CASE_MANAGER', 'CENTER_HEAD', 'PARTNER_WORKER'), isAnyOf('state', 'text')),
    schemaWith(work, inherited, isAnyOf('state', 'text')),
    schemaWith(open, open, compares('id', '=', 'uuid', itsOrganization)),
  ])
    expect(filterFaults(made)).toEqual([]);
});

test('every field of every filter of the schema is one that a condition or a function knows', () => {
  const fields = Object.values(schema.getQueryType()!.getFields()).flatMap((root) =>
    [...filterOf(root)].map(([name, filter]) => [`${root.name}.${name}`, filter] as const),
  );
  const filters = Object.values(schema.getTypeMap()).filter(
    (type) => isInputObjectType(type) && type.name.endsWith('Filter'),
  );
  expect(fields.length).toBeGreaterThan(filters.length);
  const functionsOnly = fields.filter(([, { where, of }]) => !where && !of).map(([at]) => at.split('.')[0]);
  // Services are found by what the database keeps of public rows alone, or by what is seen of a household; and the log is told
  // by a function to who watches it.
  const finding = ['services', 'serviceFacets', 'eligibleServices'];
  expect(new Set(functionsOnly)).toEqual(new Set([...finding, 'accessLog']));
});
