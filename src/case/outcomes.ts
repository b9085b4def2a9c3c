import { ID, InputType } from 'type-graphql';
import { pastDay, words } from '../access/bounds.js';
import type { DataClass } from '../access/classes.js';
import { IdempotencyKey } from '../access/commonFields.js';
import { InputField } from '../access/decorators.js';
import { duty } from '../access/grants.js';
import { stepDuties } from '../access/steps.js';
import { notFound } from '../commonFaults.js';
import type { Context } from '../context.js';
import { idOf } from '../database/planner/identifiers.js';
import { goals, needs } from '../database/tables/case.js';
import { dayInSeoul } from '../day.js';
import { errorOf } from '../faults.js';
import { mutation, mutations, payload, rowField } from '../mutation.js';
import { required } from '../text/required.js';
import { type CaseKey } from './commands.js';
import { caseFaults } from './faults.js';
import { Goal, Need } from './plan/types.js';

const optional = { optional: true };

@InputType({ description: '욕구 종료. 어느 욕구가 더는 없는지 적습니다. Which need is none any more.' })
class EndNeedInput {
  @InputField(() => ID, '욕구. Id of the need.')
  needId!: string;

  @InputField(pastDay, '종료일. Day since which it is none; today unless said otherwise.', optional)
  endedOn?: string | null;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({ description: '목표 달성. 어느 목표를 이루었는지 적습니다. Which goal was reached.' })
class AchieveGoalInput {
  @InputField(() => ID, '목표. Id of the goal.')
  goalId!: string;

  @InputField(pastDay, '달성일. Day that it was reached; today unless said otherwise.', optional)
  achievedOn?: string | null;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({
  description: '목표 중단. 어느 목표를 왜 그만두는지 적습니다. Which goal was given up, and why.',
})
class GiveUpGoalInput {
  @InputField(() => ID, '목표. Id of the goal.')
  goalId!: string;

  @InputField(pastDay, '중단일. Day that it was given up; today unless said otherwise.', optional)
  givenUpOn?: string | null;

  @InputField(words(2_000), '사유. Why, in words.')
  because!: string;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

interface Outcome {
  node: 'Need' | 'Goal';
  id: string;
  idempotencyKey?: string | null | undefined;
  /** Columns that are empty while nothing came of it. */
  open: readonly string[];
  day: { column: string; field: string; on: string | null | undefined };
  besides?: Record<string, string>;
}

/** Writes down what came of a need or a goal, once: what was said of it before is not overwritten. */
async function conclude(context: Context, name: string, outcome: Outcome, input: object): Promise<CaseKey> {
  const { node, open, day, besides = {} } = outcome;
  const { district, id } = idOf(node, outcome.id);
  const about = { type: node, district, id };
  const table = node === 'Need' ? 'needs' : 'goals';
  return context.commands.run(context, { name, about, input }, async ({ sql, viewer, recorded }) => {
    const [row] = await sql`
      select r.household_id, r.data_class, r.subject_ids, c.center_id, c.stage, c.opened_on::text as opened_on,
        num_nonnulls(${sql(open)}) > 0 as over
      from ${sql(table)} r join cases c on c.district_id = r.district_id and c.id = r.case_id
      where r.district_id = ${district} and r.id = ${id} for update of r`;
    if (!row) throw notFound(node === 'Need' ? '욕구' : '목표');
    if (row.center_id !== viewer.organizationId) throw errorOf(caseFaults.CASE_OF_OTHER_CENTER);
    if (row.over) throw errorOf(caseFaults.OUTCOME_IS_WRITTEN);
    if (row.stage === 'CLOSED') throw errorOf(caseFaults.CASE_IS_CLOSED);
    if (day.on && day.on < row.opened_on)
      throw errorOf(caseFaults.BEFORE_CASE_OPENED, { openedOn: row.opened_on }, `input.${day.field}`);
    await sql`
      update ${sql(table)} set ${sql({ ...besides, [day.column]: day.on ?? dayInSeoul() })}
      where district_id = ${district} and id = ${id}`;
    recorded(
      String(row.household_id),
      Object.fromEntries((row.subject_ids as string[]).map((each) => [each, [row.data_class as DataClass]])),
    );
    return { district: district!, id };
  });
}

const needPayload = payload<CaseKey>(
  'NeedPayload',
  '욕구 결과. 욕구를 바꾼 결과를 돌려줍니다. What a change of a need answered.',
  {
    need: rowField(() => Need, needs, '욕구. The need as it is now.'),
  },
);
const goalPayload = payload<CaseKey>(
  'GoalPayload',
  '목표 결과. 목표를 바꾼 결과를 돌려줍니다. What a change of a goal answered.',
  {
    goal: rowField(() => Goal, goals, '목표. The goal as it is now.'),
  },
);
const ofGoals = ['achieved_on', 'given_up_on'];

/** What came of needs and goals. */
export const OutcomeMutations = mutations({
  endNeed: mutation({
    grant: duty(...stepDuties.ASSESS),
    description: '욕구 종료. 더는 없는 욕구라고 기록합니다. Records that a need is none any more.',
    input: EndNeedInput,
    answers: needPayload,
    run: (context, input, name) =>
      conclude(
        context,
        name,
        {
          node: 'Need',
          id: input.needId,
          open: ['ended_on'],
          day: { column: 'ended_on', field: 'endedOn', on: input.endedOn },
        },
        input,
      ),
  }),
  achieveGoal: mutation({
    grant: duty(...stepDuties.PLAN),
    description:
      '목표 달성. 계획에 적은 목표를 이루었다고 기록합니다. Records that a goal of the plan was reached.',
    input: AchieveGoalInput,
    answers: goalPayload,
    run: (context, input, name) =>
      conclude(
        context,
        name,
        {
          node: 'Goal',
          id: input.goalId,
          open: ofGoals,
          day: { column: 'achieved_on', field: 'achievedOn', on: input.achievedOn },
        },
        input,
      ),
  }),
  giveUpGoal: mutation({
    grant: duty(...stepDuties.PLAN),
    description:
      '목표 중단. 계획에 적은 목표를 그만둔다는 것과 까닭을 기록합니다. Records that a goal of the plan was given up, and why.',
    input: GiveUpGoalInput,
    answers: goalPayload,
    run: (context, input, name) =>
      conclude(
        context,
        name,
        {
          node: 'Goal',
          id: input.goalId,
          open: ofGoals,
          day: { column: 'given_up_on', field: 'givenUpOn', on: input.givenUpOn },
          besides: { given_up_because: required(input.because, 'input.because') },
        },
        input,
      ),
  }),
});
