import { GraphQLList, GraphQLObjectType, GraphQLSchema, GraphQLUnionType, graphql } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../src/config.js';
import type { Context } from '../../src/context.js';
import { Deadline } from '../../src/database/deadline.js';
import { openPool, type Pool } from '../../src/database/pool.js';
import { Reads } from '../../src/database/reads.js';
import { services } from '../../src/database/tables/catalogue.js';
import { known } from '../../src/demo/known.js';
import { RequestState } from '../../src/request.js';
import { schema } from '../../src/schema.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await freshDatabase();
  pool = await openPool(database.apiUrl ?? database.ownerUrl, {
    size: 1,
    becomesApi: database.apiUrl === null,
    deadlineMs: 30_000,
  });
});
afterAll(async () => {
  await pool?.end();
  await database?.drop();
});

/** Types that read below the root, as payloads of mutations do. */
const [payload, otherPayload] = ['Payload', 'OtherPayload'].map(
  (name) =>
    new GraphQLObjectType<unknown, Context>({
      name,
      fields: {
        service: {
          type: schema.getType('Service') as GraphQLObjectType,
          resolve: (_parent, _given, context, info) =>
            context.reads.shared(context, info, services, known.services.dental),
        },
      },
    }),
) as [GraphQLObjectType, GraphQLObjectType];
const either = new GraphQLUnionType({
  name: 'Either',
  types: [payload, otherPayload],
  resolveType: ({ name }) => name,
});
const withPayloads = new GraphQLSchema({
  query: new GraphQLObjectType({
    name: 'Query',
    fields: {
      one: { type: payload, resolve: () => ({}) },
      other: { type: payload, resolve: () => ({}) },
      list: {
        type: new GraphQLList(either),
        resolve: () => [payload, otherPayload].map(({ name }) => ({ name })),
      },
    },
  }),
});

test('fields of one name at two places of an operation each get what is asked there', async () => {
  const { limits } = readConfig({ NODE_ENV: 'test' });
  const reads = new Reads(pool, { limits, wall: true, registered: new Set() });
  const source = `{
    one { service { id } }
    other { service { name status } }
    list { ... on Payload { service { status } } ... on OtherPayload { service { name } } }
  }`;
  const { data, errors } = await graphql({
    schema: withPayloads,
    source,
    contextValue: { reads, request: new RequestState(), deadline: new Deadline(30_000) },
  });
  expect(errors).toBeUndefined();
  expect(JSON.parse(JSON.stringify(data))).toEqual({
    one: { service: { id: `Service:${known.services.dental}` } },
    other: { service: { name: expect.any(String), status: 'ACTIVE' } },
    list: [{ service: { status: 'ACTIVE' } }, { service: { name: expect.any(String) } }],
  });
});
