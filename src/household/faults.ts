import { asBadInput, type Faults } from '../faults.js';

/** Why the database refuses a change of who belongs to a household. */
export const householdFaults = {
  HEAD_WITHOUT_SUCCESSOR: asBadInput(
    '가구주가 사망하면 새 가구주를 정해야 합니다. The head has died: say in "newHeadId" who is the head now.',
    { field: 'input.newHeadId' },
  ),
  DIED_BEFORE_BIRTH: asBadInput(
    'input.diedOn: 사망일이 생년월일보다 빠릅니다. Nobody dies before their birth.',
    { field: 'input.diedOn' },
  ),
} satisfies Faults;
