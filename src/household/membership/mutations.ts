import { dutiesRecording } from '../../access/duties.js';
import { duty } from '../../access/grants.js';
import { mutation, mutations } from '../../mutation.js';
import { householdPayload, memberPayload } from '../facet/mutations.js';
import { RecordDepartureInput, recordDeparture } from './departures.js';
import { MergeHouseholdsInput, mergeHouseholds } from './merges.js';
import { MoveMemberInput, moveMember, SplitHouseholdInput, splitHousehold } from './moves.js';

/** Those who write down all of somebody, the registration number included: it goes with them. */
const movers = dutiesRecording('UNIQUE_ID');

/** Who leaves a household, moves to another, and which households become one or two. */
export const MembershipMutations = mutations({
  recordDeparture: mutation({
    grant: duty(...dutiesRecording('FAMILY')),
    description:
      '전출 기록. 가구원이 가구를 떠났다고 기록합니다. 그때까지의 기록은 남고, 동의는 끝납니다. Records that a member left the household: what is known of them there stays and nothing is added, and their consents end, with those that they gave for others. Taking it back revives none.',
    input: RecordDepartureInput,
    answers: memberPayload,
    run: recordDeparture,
  }),
  moveMember: mutation({
    grant: duty(...movers),
    description:
      '가구 이동. 가구원을 담당하는 다른 가구로 옮깁니다. 새 식별자를 받고, 동의는 옮겨지지 않습니다. Makes a member of one household a member of another that the viewer serves too: under a new id, with what is known of them and without any consent. Answers the new member.',
    input: MoveMemberInput,
    answers: memberPayload,
    run: moveMember,
  }),
  splitHousehold: mutation({
    grant: duty(...movers),
    description:
      '가구 분리. 가구원 일부를 새 가구로 나누고 우리 센터의 사례를 엽니다. 진행 중이던 사례는 남고, 동의는 옮겨지지 않습니다. Makes some of a household one of its own, with a case of its own at the viewer’s centre; open cases stay, and no consent goes along. Answers the new household.',
    input: SplitHouseholdInput,
    answers: householdPayload,
    run: splitHousehold,
  }),
  mergeHouseholds: mutation({
    grant: duty(...movers),
    description:
      '가구 통합. 두 가구를 하나로 합칩니다. 사람, 진행 중인 사례, 담당이 함께 가고 동의는 옮겨지지 않습니다. Makes one household part of another that the viewer serves too, with its people, its open cases and who works with it; it stays as history, and no consent goes along. Answers the household that stays.',
    input: MergeHouseholdsInput,
    answers: householdPayload,
    run: mergeHouseholds,
  }),
});
