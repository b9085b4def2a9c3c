import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Info, InputType, Query, Resolver } from 'type-graphql';
import { anyDay, dongCode, zoneCode } from '../access/bounds.js';
import { enumObject } from '../access/columns.js';
import { AllowedTo } from '../access/decorators.js';
import { caseWork } from '../access/duties.js';
import { compares, filterField, isAnyOf } from '../access/filters.js';
import { duty, scope } from '../access/grants.js';
import type { Context } from '../context.js';
import { districtOf } from '../database/planner/identifiers.js';
import { clocks } from '../database/tables/clock.js';
import { clockKind, clockState, visitTier, workSide } from '../database/tables/enums.js';
import { householdSummaries } from '../database/tables/household.js';
import { inZone } from '../household/types.js';
import { Page } from '../page.js';
import { ClockConnection } from './types.js';

// Registered as the modules load: enums must be known before the schema is built.
const ClockKindType = enumObject(clockKind);
const ClockStateType = enumObject(clockState);
const WorkSideType = enumObject(workSide);
const VisitTierType = enumObject(visitTier);

const Narrow = filterField(duty(...caseWork));
const OfSummary = filterField(scope('SUMMARY'));

@InputType({
  description:
    '기한 조건. 주어진 조건을 모두 만족하는 것만 받습니다. Every condition that is given must hold.',
})
class ClockFilter {
  @Narrow(() => [ClockKindType], '유형. Any of these.', isAnyOf('kind', 'clock_kind'))
  kinds?: string[] | null;

  @Narrow(() => [ClockStateType], '상태. Any of these today: RUNNING, or MISSED for what is overdue.', {
    type: 'clock_state[]',
    where: (t, value) => `hamkke.clock_state(${t}) = any(${value})`,
  })
  states?: string[] | null;

  @Narrow(
    () => [VisitTierType],
    '방문 주기 군. Visits that are due by any of these tiers.',
    isAnyOf('tier', 'visit_tier'),
  )
  tiers?: string[] | null;

  @Narrow(anyDay, '기한까지. Due on this day or earlier.', compares('due_on', '<=', 'date'))
  dueBy?: string | null;

  @OfSummary(
    dongCode,
    '담당 행정동. Of households of this dong, ten digits.',
    compares('responsible_dong', '=', 'text', {
      table: householdSummaries,
      on: { districtId: 'districtId', householdId: 'householdId' },
    }),
  )
  responsibleDong?: string | null;

  @OfSummary(
    zoneCode,
    '구역. Of households in this dong, tong or ban; by tong and ban of those whose address the viewer may have.',
    {
      type: 'text',
      of: { table: householdSummaries, on: { districtId: 'districtId', householdId: 'householdId' } },
      where: inZone,
    },
  )
  zone?: string | null;
}

@Resolver()
export class ClockResolver {
  @AllowedTo(duty(...caseWork))
  @Query(() => ClockConnection, {
    nullable: true,
    description:
      '기한 목록. 아직 하지 않은 일을 기한이 이른 순으로 보여 주며, 이미 지난 것이 먼저 나옵니다. What is still to be done, the earliest due day first: what is overdue stands at the top.',
  })
  clocks(
    @Arg('whose', () => WorkSideType, {
      nullable: true,
      description:
        '누구의 일. 정하지 않으면 알 수 있는 모든 것입니다. Whose work; all that the viewer may know of unless said otherwise.',
    })
    whose: string | null,
    @Arg('filter', () => ClockFilter, {
      nullable: true,
      description: '조건. 어떤 기한을 받을지 정합니다. Which ones.',
    })
    filter: ClockFilter | null,
    @Arg('district', () => String, {
      nullable: true,
      description:
        '시·군·구 코드. 다섯 자리 코드이며, 정하지 않으면 본인의 시·군·구입니다. Five digits; the viewer’s own unless said otherwise.',
    })
    district: string | null,
    @Args(() => Page) page: Page,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.page(context, info, {
      table: clocks,
      opening: 'clocks',
      sortedBy: { column: 'dueOn', oldestFirst: true },
      // Of a whole dong nothing is looked for that is of its people.
      which: [
        JSON.stringify({
          whose,
          dueBy: filter?.dueBy ?? null,
          ...(filter?.zone?.includes('-') ? { zone: filter.zone } : {}),
        }),
      ],
      district: districtOf(district ?? context.viewer!.districtId),
      filter: filter ?? {},
      first: page.first ?? null,
      after: page.after ?? null,
    });
  }
}
