import type { FastifyInstance } from 'fastify';
import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { commonFaults } from '../commonFaults.js';
import { HamkkeError } from '../errors.js';
import { errorOf } from '../faults.js';
import { contextOf } from './context.js';
import { fail } from './errors.js';
import { httpFaults } from './faults.js';
import { type GraphQLOptions, mayReadSchema } from './graphql.js';

/** The schema in its own language, sorted by name, so that two versions of it can be compared. */
export const schemaText = (schema: GraphQLSchema) => `${printSchema(lexicographicSortSchema(schema))}\n`;

/** GET /schema.graphql: what code is generated from, for those who may read the schema by introspection, too. */
export async function schemaFile(app: FastifyInstance, options: GraphQLOptions): Promise<void> {
  let text: string | undefined;
  app.get('/schema.graphql', async (request, reply) => {
    const identified = await contextOf(request, options, { asTheyAreNow: true });
    if (identified instanceof HamkkeError) {
      options.rates.request({ viewer: null, address: request.address });
      return fail(reply, identified);
    }
    options.rates.request(identified.context);
    const { viewer } = identified.context;
    if (options.config.mode === 'production' && !mayReadSchema(viewer))
      return viewer
        ? fail(reply, errorOf(httpFaults.SCHEMA_FOR_DEVELOPERS), 403)
        : fail(reply, errorOf(commonFaults.SIGN_IN_NEEDED));
    text ??= schemaText(options.schema);
    return reply.type('text/plain; charset=utf-8').header('cache-control', 'no-store').send(text);
  });
}
