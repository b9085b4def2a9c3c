import { ID, InputType } from 'type-graphql';
import { pastDay } from '../../access/bounds.js';
import { enumObject } from '../../access/columns.js';
import { ExpectedVersion, IdempotencyKey } from '../../access/commonFields.js';
import { InputField } from '../../access/decorators.js';
import type { Context } from '../../context.js';
import { idOf } from '../../database/planner/identifiers.js';
import { departureReason } from '../../database/tables/enums.js';
import { memberIn, type SubjectKey } from '../facet/commands.js';

// Registered as the modules load: enums must be known before the schema is built.
const DepartureReasonType = enumObject(departureReason);
export type DepartureReason = (typeof departureReason.enumValues)[number];

const optional = { optional: true };
/** Why somebody leaves, in every input of it. */
export const Reason = InputField(
  () => DepartureReasonType,
  '전출 사유. Why they left; UNKNOWN unless said.',
  optional,
);

@InputType({
  description: '전출 기록. 누가 언제 왜 가구를 떠났는지 적습니다. Who left the household, when and why.',
})
export class RecordDepartureInput {
  @InputField(() => ID, '가구원. Who left.')
  memberId!: string;

  @InputField(
    pastDay,
    '전출일. Their last day in the household; null takes back what was a mistake.',
    optional,
  )
  leftOn?: string | null;

  @Reason
  reason?: DepartureReason | null;

  @InputField(() => ID, '새 가구주. Who is the head now, where the head left and others stay.', optional)
  newHeadId?: string | null;

  @ExpectedVersion
  expectedVersion!: number;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

/** Writes down that a member left, or that it was a mistake. */
export async function recordDeparture(
  context: Context,
  input: RecordDepartureInput,
  name: string,
): Promise<SubjectKey> {
  const { district, id } = idOf('Member', input.memberId);
  const about = { type: 'Member', district, id };
  return context.commands.run(context, { name, about, input }, async ({ sql, recorded }) => {
    const departure = {
      district_id: district!,
      id,
      left_on: input.leftOn ?? null,
      reason: input.reason ?? 'UNKNOWN',
      new_head_id: input.newHeadId ? memberIn(district!, input.newHeadId) : null,
      expected_version: input.expectedVersion,
    };
    const [row] = await sql`select hamkke.record_departure(${sql.json(departure)}) as household`;
    const household = String(row!.household);
    recorded(household, {
      [id]: ['IDENTITY', 'FAMILY'],
      ...(input.leftOn && input.newHeadId && { [household]: ['SUMMARY'] }),
    });
    return { district: district!, id };
  });
}
