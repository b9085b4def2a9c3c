import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Info, InputType, Query, Resolver } from 'type-graphql';
import { enumObject } from '../access/columns.js';
import { AllowedTo } from '../access/decorators.js';
import { caseWork } from '../access/duties.js';
import { filterField, isAnyOf } from '../access/filters.js';
import { duty } from '../access/grants.js';
import { connectionOf } from '../connection.js';
import type { Context } from '../context.js';
import { districtOf } from '../database/planner/identifiers.js';
import { type ListOrder, ListOrderType, pageArguments } from '../database/planner/pageArguments.js';
import { cases } from '../database/tables/case.js';
import { level, stage, track, workSide } from '../database/tables/enums.js';
import { Page } from '../page.js';
import { Case } from './types.js';

const Narrow = filterField(duty(...caseWork));

const CaseConnection = connectionOf(Case, 'Case', '사례');

@InputType({
  description:
    '사례 조건. 주어진 조건을 모두 만족하는 것만 받습니다. Every condition that is given must hold.',
})
class CaseFilter {
  @Narrow(() => [enumObject(stage)], '단계. At any of these stages.', isAnyOf('stage', 'stage'))
  stages?: string[] | null;

  @Narrow(() => [enumObject(track)], '개입 유형. On any of these tracks.', isAnyOf('track', 'track'))
  tracks?: string[] | null;

  @Narrow(() => [enumObject(level)], '사례 수준. Of any of these levels.', isAnyOf('level', 'level'))
  levels?: string[] | null;
}

@Resolver()
export class CaseListResolver {
  @AllowedTo(duty(...caseWork))
  @Query(() => CaseConnection, {
    nullable: true,
    description:
      '진행 중인 사례 목록. 내 일, 내 구역이나 우리 팀의 종결되지 않은 사례를, 따로 정하지 않으면 오래된 것부터 보여 줍니다. Open cases of the viewer’s own work, zone or team, the oldest first unless said otherwise.',
  })
  cases(
    @Arg('whose', () => enumObject(workSide), {
      description: '누구의 일. 누구의 사례를 볼지 정합니다. Whose cases.',
    })
    whose: string,
    @Arg('filter', () => CaseFilter, {
      nullable: true,
      description: '조건. 어떤 사례를 받을지 정합니다. Which ones.',
    })
    filter: CaseFilter | null,
    @Arg('order', () => ListOrderType, { nullable: true, description: pageArguments.order })
    order: ListOrder | null,
    @Args(() => Page) page: Page,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.page(context, info, {
      table: cases,
      opening: 'cases',
      sortedBy:
        order === 'NEWEST_FIRST'
          ? { column: 'openedOn', name: order }
          : { column: 'openedOn', oldestFirst: true },
      which: [whose],
      district: districtOf(context.viewer!.districtId),
      filter: filter ?? {},
      first: page.first ?? null,
      after: page.after ?? null,
    });
  }
}
