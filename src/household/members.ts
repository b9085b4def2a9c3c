import { randomUUID } from 'node:crypto';
import { ID, InputType } from 'type-graphql';
import { birthDay, line } from '../access/bounds.js';
import { enumObject } from '../access/columns.js';
import { ExpectedVersion, IdempotencyKey } from '../access/commonFields.js';
import { InputField } from '../access/decorators.js';
import { dutiesRecording } from '../access/duties.js';
import { duty } from '../access/grants.js';
import type { Context } from '../context.js';
import { idOf } from '../database/planner/identifiers.js';
import { sex } from '../database/tables/enums.js';
import { mutation, mutations } from '../mutation.js';
import { required } from '../text/required.js';
import { memberIn, type SubjectKey } from './facet/commands.js';
import { memberPayload } from './facet/mutations.js';

// Registered as the modules load: enums must be known before the schema is built.
const SexType = enumObject(sex);

const optional = { optional: true };

@InputType({
  description:
    '가구원 추가. 태어나거나 다른 곳에서 와서 가구에 더해지는 사람을 적습니다. Who came to the household, by birth or from elsewhere.',
})
class AddMemberInput {
  @InputField(() => ID, '가구. The household that they came to.')
  householdId!: string;

  @InputField(line(100), '이름. Full name.')
  name!: string;

  @InputField(birthDay, '생년월일. Birth date, where it is known.', optional)
  birthDate?: string | null;

  @InputField(() => SexType, '성별. Sex, where it is known.', optional)
  sex?: string | null;

  @InputField(line(60), '관계. Relation to the head, such as 자녀.', optional)
  relation?: string | null;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({ description: '사망 기록. 누가 언제 사망했는지 적습니다. Who died and when.' })
class RecordDeathInput {
  @InputField(() => ID, '가구원. Who died.')
  memberId!: string;

  @InputField(birthDay, '사망일. The day; null takes back what was a mistake.', optional)
  diedOn?: string | null;

  @InputField(() => ID, '새 가구주. Who is the head now, where the head died and others live on.', optional)
  newHeadId?: string | null;

  @ExpectedVersion
  expectedVersion!: number;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

async function addMember(context: Context, input: AddMemberInput, name: string): Promise<SubjectKey> {
  const { district, id: household } = idOf('Household', input.householdId);
  const who = required(input.name, 'input.name');
  const id = randomUUID();
  const about = { type: 'Household', district, id: household };
  return context.commands.run(context, { name, about, input }, async ({ sql, recorded }) => {
    const member = {
      district_id: district!,
      household_id: household,
      id,
      name: who,
      birth_date: input.birthDate ?? null,
      sex: input.sex ?? null,
      relation: input.relation?.trim() || null,
    };
    await sql`select hamkke.add_member(${sql.json(member)})`;
    recorded(household, { [id]: ['IDENTITY'] });
    return { district: district!, id };
  });
}

async function recordDeath(context: Context, input: RecordDeathInput, name: string): Promise<SubjectKey> {
  const { district, id } = idOf('Member', input.memberId);
  const about = { type: 'Member', district, id };
  return context.commands.run(context, { name, about, input }, async ({ sql, recorded }) => {
    const death = {
      district_id: district!,
      id,
      died_on: input.diedOn ?? null,
      new_head_id: input.newHeadId ? memberIn(district!, input.newHeadId) : null,
      expected_version: input.expectedVersion,
    };
    const [row] = await sql`select hamkke.record_death(${sql.json(death)}) as household`;
    const household = String(row!.household);
    recorded(household, {
      [id]: ['IDENTITY'],
      ...(input.diedOn && input.newHeadId && { [household]: ['SUMMARY'] }),
    });
    return { district: district!, id };
  });
}

/** Who belongs to a household. */
export const MemberMutations = mutations({
  addMember: mutation({
    grant: duty(...dutiesRecording('IDENTITY')),
    description:
      '가구원 추가. 신생아처럼 새로 함께 살게 된 사람을 가구에 더합니다. 다른 사람의 동의는 이 사람에게 미치지 않습니다. Adds somebody to a household, such as a newborn; what others consented to does not concern them.',
    input: AddMemberInput,
    answers: memberPayload,
    run: addMember,
  }),
  recordDeath: mutation({
    grant: duty(...dutiesRecording('IDENTITY')),
    description:
      '사망 기록. 가구원이 사망했다고 기록합니다. 본인의 동의와 본인이 대신한 동의가 함께 끝납니다. Records that a member died: their consents end with them, and so do those that they gave for others. Taking it back revives none.',
    input: RecordDeathInput,
    answers: memberPayload,
    run: recordDeath,
  }),
});
