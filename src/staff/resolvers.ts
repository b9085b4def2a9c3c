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
    description: '직원 목록. People of the own district, or of the own centre for its head, by name.',
  })
  async staff(
    @Arg('organization', () => ID, {
      nullable: true,
      description:
        '기관. At home or at work there; every one that the viewer administers unless said otherwise.',
    })
    organization: string | null,
    @Arg('active', () => Boolean, {
      nullable: true,
      description: '활동 여부. Only the active, or only the others.',
    })
    active: boolean | null,
    @Arg('search', () => String, { nullable: true, description: '이름. Part of a name.' })
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
    description: '직원. One person; null when there is none or the viewer does not administer their work.',
  })
  staffMember(
    @Arg('id', () => ID, { description: '식별자. Its id.' }) id: string,
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
    description: '동료 목록. Who works at the viewer’s own organization now, by name.',
  })
  colleagues(@Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    return context.reads.functions.called(context, info, 'colleagues()');
  }

  @AllowedTo(duty(...assigning))
  @Query(() => [Colleague], {
    nullable: true,
    description:
      '담당 후보. Who can be assigned: staff of the viewer’s own centre to its cases, nurses of the district to visits.',
  })
  assignable(
    @Arg('kind', () => KindType, { description: '담당 유형. To do what.' }) kind: string,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.functions.called(context, info, 'assignable($1::assignment_kind)', [kind]);
  }
}
