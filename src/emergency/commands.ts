import { randomUUID } from 'node:crypto';
import { ID, InputType, Int } from 'type-graphql';
import { words } from '../access/bounds.js';
import { enumObject } from '../access/columns.js';
import { IdempotencyKey } from '../access/commonFields.js';
import { InputField } from '../access/decorators.js';
import { commonFaults, notFound } from '../commonFaults.js';
import type { Context } from '../context.js';
import { idOf } from '../database/planner/identifiers.js';
import * as enums from '../database/tables/enums.js';
import { errorOf } from '../faults.js';
import { required } from '../text/required.js';
import { emergencyFaults } from './faults.js';
import { mostMinutes } from './limits.js';

// Registered as the modules load: enums must be known before the schema is built.
const ReasonType = enumObject(enums.emergencyReason);
const OutcomeType = enumObject(enums.reviewOutcome);

@InputType({
  description:
    '긴급열람 선언. 어느 가구를 왜, 얼마 동안 열어야 하는지 적습니다. Which household must be opened, why and for how long.',
})
export class DeclareEmergencyInput {
  @InputField(() => ID, '가구. Id of the household: an emergency finds nobody by name.')
  householdId!: string;

  @InputField(() => ReasonType, '사유. Why.')
  reason!: string;

  @InputField(
    words(1000),
    '사유 설명. Why, in words, for those who are notified and review it; no more of the case than that needs.',
  )
  words!: string;

  @InputField(() => Int, `시간(분). For how many minutes, 1 to ${mostMinutes}.`)
  minutes!: number;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({ description: '긴급열람 종료. 어느 긴급열람을 끝내는지 적습니다. Which emergency is over.' })
export class EndEmergencyInput {
  @InputField(() => ID, '긴급열람. One that the viewer’s own post declared.')
  emergencyId!: string;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({ description: '알림 확인. 어느 알림을 읽었는지 적습니다. Which notification was read.' })
export class MarkNotificationReadInput {
  @InputField(() => ID, '알림. One of the viewer’s own post.')
  notificationId!: string;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({
  description:
    '사후 점검 완료. 긴급열람을 점검해 알게 된 것을 적습니다. What the review of an emergency found.',
})
export class CompleteReviewInput {
  @InputField(() => ID, '사후 점검. The task.')
  reviewTaskId!: string;

  @InputField(() => OutcomeType, '점검 결과. What was found.')
  outcome!: string;

  @InputField(words(1000), '점검 의견. What was found, in words.')
  words!: string;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

export type RowKey = { district: string; id: string };
/** The emergency, and the household that it names: read anew for whoever asks. */
export type DeclaredKey = RowKey & { household: string };

/** Declares an emergency: it is logged, told and to be reviewed before anything says whether there is such a household. */
export async function declareEmergency(context: Context, input: DeclareEmergencyInput): Promise<DeclaredKey> {
  const { district, id: household } = idOf('Household', input.householdId);
  const words = required(input.words, 'input.words');
  if (input.minutes < 1 || input.minutes > mostMinutes)
    throw errorOf(commonFaults.NUMBER_OUT_OF_RANGE, { least: 1, most: mostMinutes }, 'input.minutes');
  const about = { type: 'Household', district, id: household };
  return context.commands.run(
    context,
    { name: 'declareEmergency', about, input },
    async ({ sql, recorded }) => {
      const id = randomUUID();
      const emergency = {
        id,
        district_id: district,
        household_id: household,
        reason: input.reason,
        words,
        minutes: input.minutes,
      };
      const [row] = await sql`select hamkke.declare_emergency(${sql.json(emergency)}) as state`;
      if (row?.state === 'RUNNING') throw errorOf(emergencyFaults.EMERGENCY_IS_RUNNING);
      if (row?.state !== 'DECLARED') throw errorOf(emergencyFaults.NOBODY_TO_NOTIFY);
      recorded(household, { [household]: [] }, 'BREAK_GLASS');
      return { district: district!, id, household };
    },
  );
}

/** Ends an emergency before its time. */
export const endEmergency = (context: Context, input: EndEmergencyInput) =>
  change(
    context,
    'endEmergency',
    'Emergency',
    input.emergencyId,
    input,
    (sql, { district, id }) => sql`select hamkke.end_emergency(${district}, ${id}) as household`,
  );

/** Marks a notification as read. */
export const markNotificationRead = (context: Context, input: MarkNotificationReadInput) =>
  change(
    context,
    'markNotificationRead',
    'Notification',
    input.notificationId,
    input,
    (sql, { district, id }) => sql`select hamkke.mark_notification_read(${district}, ${id}) as household`,
  );

/** Completes a review, once. */
export function completeReview(context: Context, input: CompleteReviewInput) {
  const words = required(input.words, 'input.words');
  return change(
    context,
    'completeReview',
    'ReviewTask',
    input.reviewTaskId,
    input,
    (sql, { district, id }) =>
      sql`select hamkke.complete_review(${district}, ${id}, ${input.outcome}, ${words}) as household`,
  );
}

type Run = Parameters<Parameters<Context['commands']['run']>[2]>[0]['sql'];

/** A change by a function that answers the household that it concerns, or null where it was made before. */
function change(
  context: Context,
  name: string,
  type: string,
  text: string,
  input: { idempotencyKey?: string | null },
  work: (sql: Run, key: RowKey) => PromiseLike<readonly Record<string, unknown>[]>,
): Promise<RowKey> {
  const about = idOf(type, text);
  // An id without a district is of nothing that a district owns.
  if (about.district === null) throw notFound('대상');
  const row = { district: about.district, id: about.id };
  return context.commands.run(context, { name, about, input }, async ({ sql, recorded }) => {
    const [changed] = await work(sql, row);
    if (!changed?.household) throw errorOf(emergencyFaults.REVIEW_IS_COMPLETE);
    const household = String(changed.household);
    recorded(household, { [household]: [] });
    return row;
  });
}
