import { randomUUID } from 'node:crypto';
import { ID, InputType, Int } from 'type-graphql';
import { dongCode, line, pastDay } from '../../access/bounds.js';
import type { DataClass } from '../../access/classes.js';
import { ExpectedVersion, IdempotencyKey } from '../../access/commonFields.js';
import { InputField } from '../../access/decorators.js';
import type { Context } from '../../context.js';
import { idOf } from '../../database/planner/identifiers.js';
import { memberIn, type SubjectKey } from '../facet/commands.js';
import { tongAndBan } from '../facet/place.js';
import { type DepartureReason, Reason } from './departures.js';
import { moveNumbers, type Sealed } from './numbers.js';

const optional = { optional: true };
/** The last day where they were, in every input that moves people. */
const leftOn = () => InputField(pastDay, '전출일. Their last day in the household that they leave.');
const formerHead = () =>
  InputField(
    () => ID,
    '남은 가구의 가구주. Who is the head of the household that they leave, where its head goes and others stay.',
    optional,
  );

@InputType({ description: '가구 이동. 누가 어느 가구로 가는지 적습니다. Who goes to which household.' })
export class MoveMemberInput {
  @InputField(() => ID, '가구원. Who goes.')
  memberId!: string;

  @InputField(() => ID, '가구. The household of the same district that they come to.')
  householdId!: string;

  @leftOn()
  leftOn!: string;

  @Reason
  reason?: DepartureReason | null;

  @InputField(line(60), '관계. Relation to the head there, such as 손자녀.', optional)
  relation?: string | null;

  @formerHead()
  newHeadId?: string | null;

  @ExpectedVersion
  expectedVersion!: number;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({
  description:
    '가구 분리. 가구의 누가 새 가구가 되는지 적습니다. Who of a household becomes one of their own.',
})
export class SplitHouseholdInput {
  @InputField(() => ID, '가구. The household that splits.')
  householdId!: string;

  @InputField(() => [ID], '가구원. Those who go.')
  memberIds!: string[];

  @InputField(() => ID, '가구주. Which of them is the head of the new household.')
  headId!: string;

  @leftOn()
  leftOn!: string;

  @InputField(
    dongCode,
    '담당 행정동. Ten-digit code of the dong of the new household; that of the old one unless said.',
    optional,
  )
  responsibleDong?: string | null;

  @InputField(
    () => Int,
    '통. Number of the tong there; that of the old household where the dong stays the same, unless said.',
    optional,
  )
  responsibleTong?: number | null;

  @InputField(() => Int, '반. Number of the ban of that tong, alike.', optional)
  responsibleBan?: number | null;

  @formerHead()
  newHeadId?: string | null;

  @InputField(
    () => Int,
    '판 번호. The `version` of the summary that was read; refused with CONFLICT when somebody changed it since.',
  )
  expectedVersion!: number;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

/** What goes along with a person, as the log says it. */
const wentAlong: DataClass[] = [
  ...(['IDENTITY', 'CONTACT', 'HEALTH', 'MENTAL_HEALTH', 'EMPLOYMENT', 'EDUCATION', 'LEGAL'] as const),
  'SAFETY',
];
/** Which classes of somebody who was moved the log holds. */
export const loggedOf = (numbers: readonly string[], id: string): DataClass[] =>
  numbers.includes(id) ? [...wentAlong, 'UNIQUE_ID'] : wentAlong;

/** Makes a member of one household a member of another; the key that they have there. */
export async function moveMember(
  context: Context,
  input: MoveMemberInput,
  name: string,
): Promise<SubjectKey> {
  const { district, id } = idOf('Member', input.memberId);
  const target = idOf('Household', input.householdId);
  const newId = randomUUID();
  const about = { type: 'Member', district, id };
  return context.commands.run(context, { name, about, input }, async (writing) => {
    const { sql, recorded } = writing;
    const order = {
      district_id: district!,
      id,
      household_id: target.district === district ? target.id : null,
      new_id: newId,
      left_on: input.leftOn,
      reason: input.reason ?? 'UNKNOWN',
      relation: input.relation?.trim() || null,
      former_head_id: input.newHeadId ? memberIn(district!, input.newHeadId) : null,
      expected_version: input.expectedVersion,
    };
    const [row] = await sql`select hamkke.move_member(${sql.json(order)}) as moved`;
    const { household, number } = row!.moved as { household: string; number: Sealed | null };
    const numbers = await moveNumbers(context, writing, district!, [{ from: id, to: newId, number }]);
    recorded(household, {
      [id]: ['IDENTITY', 'FAMILY'],
      ...(input.newHeadId && { [household]: ['SUMMARY'] }),
    });
    recorded(target.id, { [newId]: loggedOf(numbers, newId) });
    return { district: district!, id: newId };
  });
}

/** Makes some of a household one of its own; its key. */
export async function splitHousehold(
  context: Context,
  input: SplitHouseholdInput,
  name: string,
): Promise<SubjectKey> {
  const { district, id } = idOf('Household', input.householdId);
  const created = randomUUID();
  const about = { type: 'Household', district, id };
  return context.commands.run(context, { name, about, input }, async (writing) => {
    const { sql, recorded } = writing;
    const members = [...new Set(input.memberIds.map((each) => memberIn(district!, each)))].map((each) => ({
      id: each,
      new_id: randomUUID(),
    }));
    const order = {
      district_id: district!,
      id,
      new_id: created,
      case_id: randomUUID(),
      members,
      head_id: memberIn(district!, input.headId),
      left_on: input.leftOn,
      responsible_dong: input.responsibleDong ?? null,
      ...tongAndBan(input),
      former_head_id: input.newHeadId ? memberIn(district!, input.newHeadId) : null,
      expected_version: input.expectedVersion,
    };
    const [row] = await sql`select hamkke.split_household(${sql.json(order)}) as numbers`;
    const sealed = row!.numbers as Record<string, Sealed | null>;
    const numbers = await moveNumbers(
      context,
      writing,
      district!,
      members.map((each) => ({ from: each.id, to: each.new_id, number: sealed[each.id] })),
    );
    recorded(id, {
      ...Object.fromEntries(members.map((each) => [each.id, ['IDENTITY', 'FAMILY'] as DataClass[]])),
      ...(input.newHeadId && { [id]: ['SUMMARY'] }),
    });
    recorded(created, {
      [created]: ['SUMMARY'],
      ...Object.fromEntries(members.map((each) => [each.new_id, loggedOf(numbers, each.new_id)])),
    });
    return { district: district!, id: created };
  });
}
