import type { GraphQLResolveInfo } from 'graphql';
import { ID, Int, ObjectType } from 'type-graphql';
import { OutputField } from '../access/decorators.js';
import type { Context } from '../context.js';

const optional = { optional: true };

@ObjectType({
  description: '방문팀원. 방문팀에 있는 사람입니다. Somebody in a team.',
})
export class VisitTeamMember {
  @OutputField(() => ID, '직위. Id of their post.')
  postId!: string;

  @OutputField(() => String, '이름. Name; null where the post is nobody’s any more.', optional)
  name!: string | null;

  @OutputField(() => String, '직위 이름. What their post is called.')
  title!: string;
}

@ObjectType({
  description:
    '방문팀. 우리 기관에서 함께 방문하는 사람들입니다. A team of the viewer’s own office whose people go to families together.',
})
export class VisitTeam {
  @OutputField(() => ID, '고유 식별자. Stable identifier.')
  id!: string;

  @OutputField(() => String, '이름. Its name.')
  name!: string;

  @OutputField(() => Boolean, '활동 여부. Whether it goes out still.')
  active!: boolean;

  @OutputField(() => Int, '판 번호. Counts its changes; send it as `expectedVersion`.')
  version!: number;

  @OutputField(() => [VisitTeamMember], '팀원. Who is in it.')
  members!: VisitTeamMember[];
}

/** The teams of the viewer's own office. */
export const visitTeams = (context: Context, info: GraphQLResolveInfo) =>
  context.reads.functions.called(context, info, 'visit_teams()');
