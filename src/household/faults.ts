import { asBadInput, asConflict, type Faults } from '../faults.js';

/** Why the database refuses a change of who belongs to a household. */
export const householdFaults = {
  HEAD_WITHOUT_SUCCESSOR: asBadInput(
    '가구주가 사망하면 새 가구주를 정해야 합니다. The head has died: say in "newHeadId" who is the head now.',
    { field: 'input.newHeadId' },
  ),
  HEAD_HAS_DIED: asBadInput(
    '사망한 가구원은 가구주가 될 수 없습니다. Somebody who has died cannot be the head.',
  ),
  SUCCESSOR_OF_NO_HEAD: asBadInput(
    '사망한 사람이 가구주가 아니므로 "newHeadId"를 적지 않습니다. It was not the head who died: leave out "newHeadId".',
    { field: 'input.newHeadId' },
  ),
  MEMBER_THERE_ALREADY: asConflict(
    '이름과 생년월일이 같은 가구원이 이미 있습니다. The household has a member of that name and birth date already; children who have no name yet are told apart by a number.',
  ),
  BORN_AFTER_DEATH: asBadInput(
    'input.birthDate: 생년월일이 사망일보다 늦습니다. Nobody is born after their death.',
    { field: 'input.birthDate' },
  ),
  DIED_BEFORE_BIRTH: asBadInput(
    'input.diedOn: 사망일이 생년월일보다 빠릅니다. Nobody dies before their birth.',
    { field: 'input.diedOn' },
  ),
} satisfies Faults;
