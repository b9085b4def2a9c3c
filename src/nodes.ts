import type { Table } from 'drizzle-orm';
import type { GraphQLObjectType, GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { AllowedTo } from './access/decorators.js';
import { caseWork } from './access/duties.js';
import { duty, open } from './access/grants.js';
import { permits, refusal } from './access/permits.js';
import { isDistrictOwned, recordOfNode } from './access/records.js';
import { logRefusal } from './accesslog/refusals.js';
import { commonFaults } from './commonFaults.js';
import type { Context } from './context.js';
import { type GlobalId, parseId } from './database/planner/identifiers.js';
import { errorAbout, errorOf } from './faults.js';
import { Node } from './node.js';

/** Districts that one question may ask about: each is a statement of its own. */
const mostDistricts = 5;

/** Where the row of an id is, and what it is; refused where an id leads nowhere in this API. */
interface Place {
  id: GlobalId;
  table: Table;
  type: GraphQLObjectType;
  isShared: boolean;
}

@Resolver()
export class NodeResolver {
  @AllowedTo(open)
  @Query(() => Node, {
    nullable: true,
    description:
      '식별자로 찾기. 식별자가 가리키는 것을 보여 줍니다. 없거나 알 수 없으면 null입니다. Whatever has this id; null when there is nothing or the viewer may not know of it.',
  })
  async node(
    @Arg('id', () => ID, { description: '식별자. 무엇이든 그 식별자입니다. The id of anything.' }) id: string,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const [row] = await rowsOf([id], { id }, context, info);
    return row;
  }

  @AllowedTo(open)
  @Query(() => [Node], {
    nullable: 'itemsAndList',
    description: `식별자들로 찾기. 식별자들이 가리키는 것을 물은 순서대로 보여 줍니다. Whatever has these ids, in their order; null in the place of what is not there or the viewer may not know of. At most ${mostDistricts} districts.`,
  })
  nodes(
    @Arg('ids', () => [ID], { description: '식별자들. 무엇이든 그 식별자들입니다. The ids of anything.' })
    ids: string[],
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return rowsOf(ids, { ids }, context, info);
  }
}

/** The rows of ids, of which those of one type and district are one statement. */
async function rowsOf(ids: readonly string[], given: object, context: Context, info: GraphQLResolveInfo) {
  const places = ids.map((id) => placeOf(id, info));
  const districts = new Set(places.filter(({ isShared }) => !isShared).map(({ id }) => id.district));
  if (districts.size > mostDistricts)
    throw errorOf(commonFaults.TOO_MANY_DISTRICTS, { most: mostDistricts }, 'ids');
  const works = duty(...caseWork);
  if (places.some(({ isShared }) => !isShared) && !permits(works, undefined, context, '')) {
    await logRefusal(context, info, given);
    throw refusal(context);
  }
  return Promise.all(
    places.map(async ({ id, table, type, isShared }) => {
      const row = isShared
        ? await context.reads.shared(context, info, table, id.id, type)
        : await context.reads.one(context, info, table, id, type);
      return row ? { ...(row as object), $type: type.name } : null;
    }),
  );
}

function placeOf(text: string, info: GraphQLResolveInfo): Place {
  const id = parseId(text);
  const table = recordOfNode(id.type)?.table;
  const type = info.schema.getType(id.type) as GraphQLObjectType | undefined;
  if (!table || !type) throw errorAbout(text, commonFaults.IDENTIFIER_OF_NO_TYPE);
  const isShared = !isDistrictOwned(table);
  if (isShared !== (id.district === null)) throw errorAbout(text, commonFaults.NOT_AN_IDENTIFIER);
  return { id, table, type, isShared };
}
