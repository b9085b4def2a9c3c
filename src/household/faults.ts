import { asBadInput, asConflict, faults } from '../faults.js';

/** Why a change of who belongs to a household, or of what is known of them, is refused. */
export const householdFaults = faults({
  IDENTIFIERS_NEEDED: asBadInput(
    '이름과 생년월일, 이름과 전화, 또는 주민등록번호로 찾습니다.\nA person is looked up by name and birth date, by name and telephone number, or by the registration number.',
    { field: 'person' },
  ),
  HEAD_WITHOUT_SUCCESSOR: asBadInput(
    '가구주가 사망하면 새 가구주를 정해야 합니다.\nThe head has died: say in "newHeadId" who is the head now.',
    { field: 'input.newHeadId' },
  ),
  HEAD_HAS_DIED: asBadInput(
    '사망한 가구원은 가구주가 될 수 없습니다.\nSomebody who has died cannot be the head.',
  ),
  SUCCESSOR_OF_NO_HEAD: asBadInput(
    '사망한 사람이 가구주가 아니므로 "newHeadId"를 적지 않습니다.\nIt was not the head who died: leave out "newHeadId".',
    { field: 'input.newHeadId' },
  ),
  MEMBER_THERE_ALREADY: asConflict(
    '이름과 생년월일이 같은 가구원이 이미 있습니다.\nThe household has a member of that name and birth date already; children who have no name yet are told apart by a number.',
  ),
  DIED_BEFORE_BIRTH: asBadInput('사망일이 생년월일보다 빠릅니다.\nNobody dies before their birth.', {
    field: 'input.diedOn',
  }),
  BORN_AFTER_DEATH: asBadInput('생년월일이 사망일보다 늦습니다.\nNobody is born after their death.', {
    field: 'input.birthDate',
  }),
  FIELD_NEEDED_FIRST: asBadInput('처음 기록할 때 필요한 항목입니다.\nIt is needed the first time.'),
});
