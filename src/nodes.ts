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
import { parseId } from './database/planner/identifiers.js';
import { errorOf } from './faults.js';
import { Node } from './node.js';

@Resolver()
export class NodeResolver {
  @AllowedTo(open)
  @Query(() => Node, {
    nullable: true,
    description:
      '식별자로 찾기. Whatever has this id; null when there is nothing or the viewer may not know of it.',
  })
  async node(
    @Arg('id', () => ID, { description: '식별자. The id of anything.' }) text: string,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const id = parseId(text);
    const table = recordOfNode(id.type)?.table;
    const type = info.schema.getType(id.type) as GraphQLObjectType | undefined;
    if (!table || !type) throw errorOf(commonFaults.IDENTIFIER_OF_NO_TYPE);
    const shared = !isDistrictOwned(table);
    if (shared !== (id.district === null)) throw errorOf(commonFaults.NOT_AN_IDENTIFIER, {}, 'id');
    const works = duty(...caseWork);
    if (!shared && !permits(works, undefined, context, '')) {
      await logRefusal(context, info, { id: text });
      throw refusal(context);
    }
    const row = shared
      ? await context.reads.shared(context, info, table, id.id, type)
      : await context.reads.one(context, info, table, id, type);
    return row ? { ...(row as object), $type: type.name } : null;
  }
}
