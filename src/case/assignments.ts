import { randomUUID } from 'node:crypto';
import { ID, InputType } from 'type-graphql';
import { assigning } from '../access/appointments.js';
import { workDay } from '../access/bounds.js';
import { enumObject } from '../access/columns.js';
import { ExpectedVersion, IdempotencyKey } from '../access/commonFields.js';
import { InputField } from '../access/decorators.js';
import { duty } from '../access/grants.js';
import { idOf } from '../database/planner/identifiers.js';
import { assignments } from '../database/tables/case.js';
import { assignmentKind } from '../database/tables/enums.js';
import { mutation, mutations, payload, rowField, valueField } from '../mutation.js';
import type { CaseKey } from './commands.js';
import { Assignment } from './types.js';

// Registered as the modules load: enums must be known before the schema is built.
const KindType = enumObject(assignmentKind);

const optional = { optional: true };

@InputType({
  description:
    '담당 지정. 누가 언제부터 사례의 가구를 맡는지 적습니다. Who works with the household of a case, from when.',
})
export class AssignCaseInput {
  @InputField(() => ID, '사례. Id of a case of the viewer’s own centre.')
  caseId!: string;

  @InputField(() => ID, '직위. Post of the person, see `assignable`.')
  postId!: string;

  @InputField(() => KindType, '담당 유형. 무엇을 맡을 사람인지 정합니다. To do what.')
  kind!: string;

  @InputField(workDay, '시작일. First day; today unless said otherwise.', optional)
  from?: string | null;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({ description: '담당 종료. 어느 담당을 끝내는지 적습니다. Which assignment ends.' })
export class EndAssignmentInput {
  @InputField(() => ID, '담당. Id of the assignment.')
  assignmentId!: string;

  @ExpectedVersion
  expectedVersion!: number;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({
  description: '담당 사례 인계. 누구의 일을 누구에게 옮기는지 적습니다. Whose work goes to whom.',
})
export class HandOverCaseloadInput {
  @InputField(() => ID, '넘기는 직위. Post of whoever is assigned now; it may have ended.')
  fromPostId!: string;

  @InputField(() => ID, '받는 직위. Post of whoever takes over, see `assignable`.')
  toPostId!: string;

  @InputField(() => KindType, '담당 유형. Which of their assignments.')
  kind!: string;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

const caseloadPayload = payload(
  'CaseloadPayload',
  '담당 사례 인계 결과. 담당 사례를 인계한 결과를 돌려줍니다. What handing over answered.',
  {
    assignmentIds: valueField(
      () => [ID],
      '담당. The assignments of whoever took over, one a household; empty where there was none to hand over.',
    ),
  },
);

const assignmentPayload = payload<CaseKey>(
  'AssignmentPayload',
  '담당 결과. 담당을 정한 결과를 돌려줍니다. What assigning somebody answered.',
  {
    assignment: rowField(() => Assignment, assignments, '담당. The assignment as it is now.'),
  },
);

export const AssignmentMutations = mutations({
  assignCase: mutation({
    grant: duty(...assigning),
    description:
      '담당 지정. 센터 직원을 사례의 담당으로, 또는 방문간호사를 가구의 담당으로 정합니다. Assigns staff of the centre to a case, or a visiting nurse of the district to its household.',
    input: AssignCaseInput,
    answers: assignmentPayload,
    run: (context, input, name) => {
      const { district, id } = idOf('Case', input.caseId);
      const assignment = {
        id: randomUUID(),
        district_id: district,
        case_id: id,
        post_id: idOf('Post', input.postId).id,
        kind: input.kind,
        from: input.from ?? null,
      };
      const about = { type: 'Case', district, id };
      return context.commands.run(
        context,
        { name, about, input },
        async ({ sql, recorded }): Promise<CaseKey> => {
          const [row] = await sql`select hamkke.assign_case(${sql.json(assignment)}) as household`;
          recorded(String(row!.household), { [String(row!.household)]: ['SUMMARY'] });
          return { district: district!, id: assignment.id };
        },
      );
    },
  }),
  endAssignment: mutation({
    grant: duty(...assigning),
    description:
      '담당 종료. 담당을 끝냅니다. 다음 요청부터 아무것도 열지 않습니다. Ends an assignment; it opens nothing from the next request on.',
    input: EndAssignmentInput,
    answers: assignmentPayload,
    run: (context, input, name) => {
      const about = idOf('Assignment', input.assignmentId);
      const { district, id } = about;
      return context.commands.run(
        context,
        { name, about, input },
        async ({ sql, recorded }): Promise<CaseKey> => {
          const [row] =
            await sql`select hamkke.end_assignment(${district}, ${id}, ${input.expectedVersion}) as household`;
          recorded(String(row!.household), { [String(row!.household)]: ['SUMMARY'] });
          return { district: district!, id };
        },
      );
    },
  }),
  handOverCaseload: mutation({
    grant: duty(...assigning),
    description:
      '담당 사례 인계. 한 직원이 맡은 것을 모두 동료에게 한 번에 옮깁니다. Assigns to a colleague whatever somebody is assigned to, in one step: of the households where the viewer assigns.',
    input: HandOverCaseloadInput,
    answers: caseloadPayload,
    run: (context, input, name) => {
      const [from, to] = [idOf('Post', input.fromPostId).id, idOf('Post', input.toPostId).id];
      const about = { district: context.viewer!.districtId };
      return context.commands.run(context, { name, about, input }, async ({ sql, recorded }) => {
        const [row] = await sql`select hamkke.hand_over_caseload(${from}, ${to}, ${input.kind}) as handed`;
        const handed = row!.handed as { district: string; id: string; household: string }[];
        for (const { household } of handed) recorded(household, { [household]: ['SUMMARY'] });
        return { assignmentIds: handed.map(({ district, id }) => `Assignment:${district}:${id}`) };
      });
    },
  }),
});
