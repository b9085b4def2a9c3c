import { asBadInput, asConflict, faults } from '../faults.js';

/** Why a change of who belongs to a household, or of what is known of them, is refused. */
export const householdFaults = faults({
  IDENTIFIERS_NEEDED: asBadInput(
    '이름과 생년월일, 이름과 전화, 또는 주민등록번호로 찾습니다.\nA person is looked up by name and birth date, by name and telephone number, or by the registration number.',
    { field: 'person' },
  ),
  CONSULTATION_IS_OPEN: asConflict(
    '종결하지 않은 원스톱 상담이 있습니다. 상담을 종결한 뒤 통합하십시오.\nThe household has a consultation that is open: close it first, since it does not go along.',
  ),
  HEAD_WITHOUT_SUCCESSOR: asBadInput(
    '가구주가 사망하거나 떠나면 새 가구주를 정해야 합니다.\nThe head has died or left: say in "newHeadId" who is the head now.',
    { field: 'input.newHeadId' },
  ),
  HEAD_HAS_DIED: asBadInput(
    '사망한 가구원은 가구주가 될 수 없습니다.\nSomebody who has died cannot be the head.',
  ),
  HEAD_HAS_LEFT: asBadInput(
    '가구를 떠난 사람은 가구주가 될 수 없습니다.\nSomebody who has left the household cannot be its head.',
  ),
  SUCCESSOR_OF_NO_HEAD: asBadInput(
    '사망하거나 떠난 사람이 가구주가 아니므로 "newHeadId"를 적지 않습니다.\nIt was not the head who died or left: leave out "newHeadId".',
    { field: 'input.newHeadId' },
  ),
  MEMBER_THERE_ALREADY: asConflict(
    '이름과 생년월일이 같은 가구원이 이미 있습니다.\nThe household has a member of that name and birth date already; children who have no name yet are told apart by a number, and whoever is recorded twice is named in "samePeople".',
  ),
  DIED_BEFORE_BIRTH: asBadInput('사망일이 생년월일보다 빠릅니다.\nNobody dies before their birth.', {
    field: 'input.diedOn',
  }),
  BORN_AFTER_DEATH: asBadInput('생년월일이 사망일보다 늦습니다.\nNobody is born after their death.', {
    field: 'input.birthDate',
  }),
  LEFT_AFTER_DEATH: asBadInput(
    '사망한 가구원은 전출하지 않습니다.\nSomebody who has died does not leave the household.',
  ),
  LEFT_BEFORE_BIRTH: asBadInput('전출일이 생년월일보다 빠릅니다.\nNobody leaves before their birth.', {
    field: 'input.leftOn',
  }),
  // One refusal for both, or it would tell that they are known in another household, too.
  DEPARTURE_STANDS: asConflict(
    '이 전출은 여기서 고칠 수 없습니다. 기록한 기관이 고치고, 다른 가구로 옮긴 사람은 그 가구에서 다시 옮깁니다.\nThis cannot be corrected here: the organization that recorded it does so, and who was moved to another household is moved again from there.',
  ),
  MEMBER_HAS_LEFT: asConflict('이미 가구를 떠난 가구원입니다.\nThe member has left the household already.'),
  MOVED_TO_OWN_HOUSEHOLD: asBadInput('이미 그 가구의 가구원입니다.\nThey belong to that household already.', {
    field: 'input.householdId',
  }),
  MERGED_WITH_ITSELF: asBadInput(
    '같은 가구끼리는 통합할 수 없습니다.\nA household does not become part of itself.',
    { field: 'input.intoHouseholdId' },
  ),
  SAFETY_NEEDS_CONFIRMATION: asBadInput(
    '두 가구에 안전에 관한 기록이 있습니다. 확인한 내용을 "safetyConfirmation"에 적으십시오.\nSomething is known of violence or abuse in these households: look at it, and say in "safetyConfirmation" why they are one nevertheless.',
    { field: 'input.safetyConfirmation' },
  ),
  TWO_REGISTRATION_NUMBERS: asConflict(
    '주민등록번호가 서로 다른 두 사람은 같은 사람이 아닙니다. 번호를 먼저 확인하십시오.\nThey have two registration numbers, and so are two people: look at the numbers first.',
  ),
  DIED_IN_ONE_RECORD: asConflict(
    '한쪽 기록에는 사망으로, 다른 쪽에는 생존으로 되어 있습니다. 먼저 recordDeath로 맞춰 주십시오.\nOne record says that they died, and the other does not: settle it by "recordDeath" first.',
  ),
  SPLIT_LEAVES_NOBODY: asBadInput(
    '모두 옮기면 가구가 나뉘지 않습니다. 남을 가구원이 있어야 합니다.\nThat is everybody: somebody must stay, or it is no split.',
    { field: 'input.memberIds' },
  ),
  HEAD_NOT_AMONG_THEM: asBadInput(
    '새 가구의 가구주는 옮기는 가구원 가운데 한 명입니다.\nThe head of the new household is one of those who go.',
    { field: 'input.headId' },
  ),
  BAN_WITHOUT_TONG: asBadInput('반을 적으려면 통도 적어 주십시오.\nA ban needs its tong.', {
    field: 'input.responsibleBan',
  }),
  FIELD_NEEDED_FIRST: asBadInput('처음 기록할 때 필요한 항목입니다.\nIt is needed the first time.'),
});
