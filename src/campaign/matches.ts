import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, ObjectType, Query, Resolver } from 'type-graphql';
import type { DataClass } from '../access/classes.js';
import { enumObject } from '../access/columns.js';
import { AllowedTo, OutputField } from '../access/decorators.js';
import { duty } from '../access/grants.js';
import { outreachDuties } from '../access/outreach.js';
import { classesOfReason, type MatchReason } from '../case/matches.js';
import type { Context } from '../context.js';
import { idOf } from '../database/planner/identifiers.js';
import { reportMatchReason } from '../database/tables/enums.js';

// Registered as the modules load: enums must be known before the schema is built.
const ReasonType = enumObject(reportMatchReason);

@ObjectType({
  description:
    '동일인 제안. 명단의 사람일 수 있는 가구원이며, 그 가구를 알 수 있는 팀원에게만 보입니다. Who somebody of a list may be, for those of the team who may know that household.',
})
export class CampaignLineMatch {
  @OutputField(() => ID, '가구. Id of the household that was there.')
  householdId!: string;

  @OutputField(() => ID, '가구원. Id of the member.')
  memberId!: string;

  @OutputField(() => ReasonType, '일치 근거. Why they may be one.')
  reason!: MatchReason;

  @OutputField(() => Boolean, '확인 여부. Whether somebody confirmed it.')
  confirmed!: boolean;
}

type Row = CampaignLineMatch & { $h: string; $m: string };

@Resolver()
export class CampaignLineMatchResolver {
  @AllowedTo(duty(...outreachDuties))
  @Query(() => [CampaignLineMatch], {
    nullable: true,
    description:
      '동일인 찾기. 명단의 사람이 이미 아는 가구의 누구인지 찾습니다. Who somebody of a list may be, by the registration number, name and birth date, or name and telephone number. Empty where there is nobody whom the viewer may know, and where there is no such line.',
  })
  async campaignLineMatches(
    @Arg('lineId', () => ID, { description: '조사 대상. 명단의 식별자입니다. Id of the line.' })
    lineId: string,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const { district, id } = idOf('CampaignLine', lineId);
    const call = 'line_matches($1::text, $2::uuid)';
    return context.reads.functions.called(context, info, call, [district, id], (answer) => {
      const rows = answer as Row[];
      if (rows.length === 0) return [{ districtId: district! }];
      return rows.map(({ $h, $m, reason }) => ({
        districtId: district!,
        householdId: $h,
        shown: { [$h]: ['SUMMARY'], [$m]: classesOfReason[reason] } as Record<string, DataClass[]>,
        bases: ['CONTROLLER' as const],
      }));
    });
  }
}
