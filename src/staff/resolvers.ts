import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { administrators, assigning } from '../access/appointments.js';
import { enumObject } from '../access/columns.js';
import { AllowedTo } from '../access/decorators.js';
import { caseWork } from '../access/duties.js';
import { duty } from '../access/grants.js';
import type { Context } from '../context.js';
import { parseCursor } from '../database/planner/cursor.js';
import { idOf } from '../database/planner/identifiers.js';
import { assignmentKind } from '../database/tables/enums.js';
import { Page } from '../page.js';
import { Colleague, StaffMember, StaffMemberConnection } from './types.js';

const KindType = enumObject(assignmentKind);

/** Staff are read through functions of the database, which look at who asks: see docs/decisions.md. */
@Resolver()
export class StaffResolver {
  @AllowedTo(duty(...administrators))
  @Query(() => StaffMemberConnection, {
    nullable: true,
    description:
      '직원 목록. 시·군·구의 직원을, 센터장에게는 센터의 직원을 이름순으로 보여 줍니다. People of the own district, or of the own centre for its head, by name.',
  })
  async staff(
    @Arg('organization', () => ID, {
      nullable: true,
      description:
        '기관. 이 기관이 소속이거나 여기서 일하는 사람만 받습니다. 정하지 않으면 관리하는 모두입니다. At home or at work there; every one that the viewer administers unless said otherwise.',
    })
    organization: string | null,
    @Arg('active', () => Boolean, {
      nullable: true,
      description:
        '활동 여부. 활동 중인 사람만, 또는 아닌 사람만 받습니다. Only the active, or only the others.',
    })
    active: boolean | null,
    @Arg('search', () => String, {
      nullable: true,
      description: '이름. 이름의 일부를 적습니다. Part of a name.',
    })
    search: string | null,
    @Args(() => Page) page: Page,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const [name = null, id = null] = page.after ? parseCursor(page.after, 2) : [];
    const first = context.reads.pageSize(page.first);
    const { rows, total } = (await context.reads.functions.called(
      context,
      info,
      'staff_page($1::uuid, $2::boolean, $3::text, $4::text, $5::text::uuid, $6::int)',
      [
        organization ? idOf('Organization', organization).id : null,
        active ?? null,
        search || null,
        name,
        id,
        first + 1,
      ],
    )) as { rows: object[]; total: number };
    return { rows, total, first, after: page.after ?? null };
  }

  @AllowedTo(duty(...administrators))
  @Query(() => StaffMember, {
    nullable: true,
    description:
      '직원. 직원 한 사람을 보여 줍니다. 없거나 관리하지 않으면 null입니다. One person; null when there is none or the viewer does not administer their work.',
  })
  staffMember(
    @Arg('id', () => ID, { description: '식별자. 받을 것의 식별자입니다. Its id.' }) id: string,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.functions.called(context, info, 'staff_member($1::uuid)', [
      idOf('StaffMember', id).id,
    ]);
  }

  @AllowedTo(duty(...caseWork))
  @Query(() => [Colleague], {
    nullable: true,
    description:
      '동료 목록. 지금 우리 기관에서 일하는 사람을 이름순으로 보여 줍니다. Who works at the viewer’s own organization now, by name.',
  })
  colleagues(@Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    return context.reads.functions.called(context, info, 'colleagues()');
  }

  @AllowedTo(duty(...assigning))
  @Query(() => [Colleague], {
    nullable: true,
    description:
      '담당 후보. 담당으로 정할 수 있는 사람을 보여 줍니다. Who can be assigned: staff of the viewer’s own centre to its cases, nurses of the district to visits.',
  })
  assignable(
    @Arg('kind', () => KindType, { description: '담당 유형. 무엇을 맡을 사람인지 정합니다. To do what.' })
    kind: string,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.functions.called(context, info, 'assignable($1::assignment_kind)', [kind]);
  }
}
