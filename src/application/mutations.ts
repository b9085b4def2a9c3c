import { randomUUID } from 'node:crypto';
import { ID, InputType, Int } from 'type-graphql';
import { line, pastDay, visitDay } from '../access/bounds.js';
import { ExpectedVersion, IdempotencyKey } from '../access/commonFields.js';
import { InputField } from '../access/decorators.js';
import { duty } from '../access/grants.js';
import { stepDuties } from '../access/steps.js';
import { commonFaults } from '../commonFaults.js';
import type { Context } from '../context.js';
import { idOf } from '../database/planner/identifiers.js';
import { emergencyApplications } from '../database/tables/application.js';
import { dayInSeoul } from '../day.js';
import { errorOf } from '../faults.js';
import { mutation, mutations, payload, readField, rowField } from '../mutation.js';
import { required } from '../text/required.js';
import { VisitTeam, visitTeams } from './teams.js';
import { EmergencyApplication } from './types.js';

const optional = { optional: true };

@InputType({
  description:
    '방문일 합의. 가구와 합의한 방문일과 갈 사람을 적습니다. The day that was agreed with the household, and who goes.',
})
class AgreeVisitDateInput {
  @InputField(() => ID, '긴급지원 신청. Which application.')
  applicationId!: string;

  @InputField(pastDay, '합의일. Day on which it was agreed; today unless said otherwise.', optional)
  agreedOn?: string | null;

  @InputField(visitDay, '방문 예정일. Day of the visit.')
  visitOn!: string;

  @InputField(() => [ID], '방문자. Posts of the two people who go, of one team.')
  visitorPostIds!: string[];

  @ExpectedVersion
  expectedVersion!: number;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({
  description: '방문팀 등록. 팀의 이름과 팀원을 적습니다. What a team is called and who is in it.',
})
class SaveVisitTeamInput {
  @InputField(() => ID, '방문팀. Which team; a new one unless it is said.', optional)
  teamId?: string | null;

  @InputField(line(60), '이름. Its name.')
  name!: string;

  @InputField(() => [ID], '팀원. Posts of who is in it, of the viewer’s own office.')
  postIds!: string[];

  @InputField(() => Boolean, '활동 여부. Whether it goes out; true unless said otherwise.', optional)
  active?: boolean | null;

  @InputField(() => Int, '판 번호. The `version` that was read, of a team that is there.', optional)
  expectedVersion?: number | null;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

/** The most people of one team. */
const mostOfTeam = 30;

const posts = (ids: readonly string[]) => [...new Set(ids.map((each) => idOf('Post', each).id))];

async function agreeVisitDate(context: Context, input: AgreeVisitDateInput, name: string) {
  const about = idOf('EmergencyApplication', input.applicationId);
  const { district, id } = about;
  const agreedOn = input.agreedOn ?? dayInSeoul();
  return context.commands.run(context, { name, about, input }, async ({ sql, recorded }) => {
    const [row] = await sql`
      select hamkke.agree_visit_date(${district}, ${id}, ${agreedOn}, ${input.visitOn},
        ${posts(input.visitorPostIds)}::uuid[], ${input.expectedVersion}) as household`;
    const household = String(row!.household);
    recorded(household, { [household]: ['SUMMARY'] });
    return { district: district!, id };
  });
}

async function saveVisitTeam(context: Context, input: SaveVisitTeamInput, name: string) {
  const { district, id } = input.teamId
    ? idOf('VisitTeam', input.teamId)
    : { district: context.viewer!.districtId, id: randomUUID() };
  const members = posts(input.postIds);
  if (members.length < 1 || members.length > mostOfTeam)
    throw errorOf(commonFaults.LIST_LENGTH_OUT_OF_RANGE, { least: 1, most: mostOfTeam }, 'input.postIds');
  const about = { district: district! };
  return context.commands.run(context, { name, about, input }, async ({ sql }) => {
    await sql`
      select hamkke.save_visit_team(${id}, ${!input.teamId}, ${required(input.name, 'input.name')},
        ${members}::uuid[], ${input.active ?? true}, ${input.expectedVersion ?? null})`;
    return { district: district!, id };
  });
}

const applicationPayload = payload(
  'EmergencyApplicationPayload',
  '긴급지원 신청 결과. 신청을 처리한 결과를 돌려줍니다. What was done about an application.',
  {
    application: rowField(
      () => EmergencyApplication,
      emergencyApplications,
      '긴급지원 신청. The application as it is now.',
    ),
  },
);
const visitTeamPayload = payload(
  'VisitTeamPayload',
  '방문팀 등록 결과. 방문팀을 등록한 결과를 돌려줍니다. What writing a team answered.',
  {
    visitTeams: readField(
      () => [VisitTeam],
      '방문팀. The teams of the office as they are now.',
      (_, context, info) => visitTeams(context, info),
    ),
  },
);

/** Applications for emergency support (긴급지원 신청), and the teams whose people go. */
export const ApplicationMutations = mutations({
  agreeVisitDate: mutation({
    grant: duty(...stepDuties.CONSULT),
    description:
      '방문일 합의. 긴급지원을 신청한 가구와 방문일을 합의했다고 기록합니다. 다시 합의하면 방문일만 바뀝니다. Records that the day of the visit was agreed with the household; agreed again, only the day of the visit changes.',
    input: AgreeVisitDateInput,
    answers: applicationPayload,
    run: agreeVisitDate,
  }),
  saveVisitTeam: mutation({
    grant: duty(...stepDuties.CONFER),
    description:
      '방문팀 등록. 우리 기관의 방문팀을 새로 만들거나 바꿉니다. Writes a team of the viewer’s own office, new or changed.',
    input: SaveVisitTeamInput,
    answers: visitTeamPayload,
    run: saveVisitTeam,
  }),
});
