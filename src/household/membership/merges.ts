import { ID, InputType } from 'type-graphql';
import { words } from '../../access/bounds.js';
import type { DataClass } from '../../access/classes.js';
import { ExpectedVersion, IdempotencyKey } from '../../access/commonFields.js';
import { InputField } from '../../access/decorators.js';
import type { Context } from '../../context.js';
import { idOf } from '../../database/planner/identifiers.js';
import { memberIn, type SubjectKey } from '../facet/commands.js';
import { loggedOf } from './moves.js';
import { type Moved, moveNumbers } from './numbers.js';

const optional = { optional: true };

@InputType({ description: '같은 사람. 한 사람에 대한 두 기록을 적습니다. Two records of one person.' })
class SamePersonInput {
  @InputField(() => ID, '가구원. The record in the household that is merged away.')
  memberId!: string;

  @InputField(() => ID, '남는 기록. The record in the household that stays.')
  sameAsId!: string;
}

@InputType({
  description:
    '가구 통합. 어느 가구가 어느 가구에 합쳐지는지 적습니다. Which household becomes part of which.',
})
export class MergeHouseholdsInput {
  @InputField(() => ID, '통합될 가구. The household that becomes part of the other: it stays as history.')
  householdId!: string;

  @InputField(() => ID, '남는 가구. The household of the same district that it becomes part of.')
  intoHouseholdId!: string;

  @InputField(
    () => [SamePersonInput],
    '같은 사람. Who is recorded in both: where nothing is known in the one that stays, it is taken from the other.',
    optional,
  )
  samePeople?: SamePersonInput[] | null;

  @InputField(
    words(2_000),
    '안전 확인. Where anything is known of violence or abuse in either household: why they are one nevertheless.',
    optional,
  )
  safetyConfirmation?: string | null;

  // Of the summary of the household that is merged away.
  @ExpectedVersion
  expectedVersion!: number;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

/** Makes one household part of another; the key of the one that stays. */
export async function mergeHouseholds(
  context: Context,
  input: MergeHouseholdsInput,
  name: string,
): Promise<SubjectKey> {
  const { district, id } = idOf('Household', input.householdId);
  const target = idOf('Household', input.intoHouseholdId);
  const about = { type: 'Household', district, id };
  return context.commands.run(context, { name, about, input }, async (writing) => {
    const { sql, recorded } = writing;
    const same = new Map(
      (input.samePeople ?? []).map(({ memberId, sameAsId }) => [
        memberIn(district!, memberId),
        memberIn(district!, sameAsId),
      ]),
    );
    const order = {
      district_id: district!,
      id,
      into_id: target.district === district ? target.id : null,
      same: [...same].map(([each, sameAs]) => ({ id: each, same_as: sameAs })),
      confirmation: input.safetyConfirmation?.trim() || null,
      expected_version: input.expectedVersion,
    };
    const [row] = await sql`select hamkke.merge_households(${sql.json(order)}) as moved`;
    const moved = row!.moved as Moved[];
    const numbers = await moveNumbers(context, writing, district!, moved);
    recorded(id, {
      [id]: ['SUMMARY'],
      ...Object.fromEntries(moved.map(({ from }) => [from, ['IDENTITY', 'FAMILY'] as DataClass[]])),
    });
    recorded(target.id, {
      [target.id]: ['SUMMARY', 'HOUSING', 'FINANCE', 'FAMILY'],
      ...Object.fromEntries(moved.map(({ to }) => [to, loggedOf(numbers, to)])),
    });
    return { district: district!, id: target.id };
  });
}
