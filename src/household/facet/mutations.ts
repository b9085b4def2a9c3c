import { type ClassType, ID, InputType } from 'type-graphql';
import { IdempotencyKey } from '../../access/commonFields.js';
import { InputField } from '../../access/decorators.js';
import { dutiesRecording } from '../../access/duties.js';
import { duty } from '../../access/grants.js';
import { households, members } from '../../database/tables/household.js';
import { mutation, mutations, payload, rowField } from '../../mutation.js';
import { Household, Member } from '../types.js';
import { record, removeSafeLocation, type SubjectKey } from './commands.js';
import { type RecordInput, type Recording, recordings } from './inputs.js';

export const memberPayload = payload<SubjectKey>(
  'MemberPayload',
  '가구원 결과. 가구원의 기록을 바꾼 결과를 돌려줍니다. What a change of what is known of a member answered.',
  { member: rowField(() => Member, members, '가구원. The member as they are now.') },
);
export const householdPayload = payload<SubjectKey>(
  'HouseholdPayload',
  '가구 결과. 가구의 기록을 바꾼 결과를 돌려줍니다. What a change of what is known of a household answered.',
  { household: rowField(() => Household, households, '가구. The household as it is now.') },
);

@InputType({
  description: '보호 장소 삭제. 누가 더는 그곳에 있지 않은지 적습니다. Who does not stay there any more.',
})
class RemoveSafeLocationInput {
  @InputField(() => ID, '가구원. Of whom it is.')
  memberId!: string;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

const recorded = (name: string, recording: Recording) => {
  const { dataClass, subject, input, description } = recording;
  return mutation<RecordInput, SubjectKey>({
    grant: duty(...dutiesRecording(dataClass)),
    description,
    input,
    answers: subject === 'Member' ? memberPayload : householdPayload,
    run: (context, sent) => record(context, name, recording, sent),
  });
};

/** What people write down of families: one mutation a facet. */
export const FacetMutations = mutations({
  ...Object.fromEntries(Object.entries(recordings).map(([name, each]) => [name, recorded(name, each)])),
  removeSafeLocation: mutation<RecordInput, SubjectKey>({
    grant: duty(...dutiesRecording('SAFE_LOCATION')),
    description:
      '보호 장소 삭제. 보호 장소를 지웁니다. 무엇이 있었는지는 답하지 않습니다. Takes back where a member stays under protection; whether anything was there is not answered.',
    input: RemoveSafeLocationInput as ClassType<RecordInput>,
    answers: memberPayload,
    run: (context, sent) =>
      removeSafeLocation(context, 'removeSafeLocation', recordings.recordSafeLocation, sent),
  }),
});
