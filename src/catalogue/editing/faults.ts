import { asBadInput, asConflict, asForbidden, faults } from '../../faults.js';

/** Why what an editor writes of the catalogue, or what somebody proposes to it, is refused. */
export const editingFaults = faults({
  ORGANIZATION_ALIKE: asConflict(
    '같은 이름이나 전화번호의 기관이 이미 있습니다.\nThe district has an organization of that name or telephone number already.',
    ['alikeIds'],
    '"alikeIds"의 기관을 살펴보고, 다른 기관이면 evenIfAlike를 적습니다.\nLook at those in "alikeIds"; say "evenIfAlike" where it is another one.',
  ),
  OFFICE_NOT_ENTERED_HERE: asBadInput(
    '공공기관과 경찰은 여기에서 등록할 수 없습니다.\nAn office, a centre or the police is not entered here.',
    { field: 'input.partnerKind' },
  ),
  OFFICE_IS_PUBLIC: asBadInput(
    '공공기관은 비공개로 할 수 없습니다.\nAn office, a centre or the police cannot be made confidential.',
    { field: 'input.recordId' },
  ),
  RECORD_IS_PUBLIC: asConflict('이미 공개된 기록입니다.\nThat record is public already.'),
  RECORD_OF_NOBODY: asBadInput(
    '어느 기관의 것인지 적어 주십시오.\nSay by "organizationId" whose a new record is.',
    { field: 'input.organizationId' },
  ),
  LAST_MODIFIED_NEEDED: asBadInput(
    '읽은 수정 시각을 적어 주십시오.\nSay by "expectedLastModified" which "lastModified" was read.',
    { field: 'input.expectedLastModified' },
  ),
  CONFIDENTIAL_BY_ITSELF: asBadInput(
    '이미 있는 기록은 setConfidential로 비공개로 합니다.\nA record that is there is made confidential by setConfidential.',
    { field: 'input.confidentialBecause' },
  ),
  ONE_RECORD_AT_A_TIME: asBadInput(
    '기관, 서비스, 장소 가운데 하나를 적어 주십시오.\nPropose one organization, service or location at a time.',
    { field: 'input' },
  ),
  NO_PART_OF_A_RECORD: asBadInput(
    '기록에 속한 것의 식별자가 아닙니다.\nThat is no id of what belongs to a record.',
  ),
  ENDS_BEFORE_IT_BEGINS: asBadInput('끝이 시작보다 앞섭니다.\nIt ends before it begins.', ['field']),
  HOURS_HALF_SAID: asBadInput(
    '여는 시각과 닫는 시각을 함께 적어 주십시오.\nA schedule has both a time at which it opens and one at which it closes, or neither.',
    ['field'],
  ),
  HOURS_OF_NO_TIME: asBadInput(
    '여는 시각과 닫는 시각이 같습니다.\nIt closes at the time at which it opens.',
    ['field'],
  ),
  FIRST_DAY_NEEDED: asBadInput(
    '간격이나 횟수를 세려면 첫 일정의 날(dtstart)이 있어야 합니다.\nWhat has an interval or a count is counted from a first day: say "dtstart".',
    ['field'],
  ),
  WEEKDAY_OF_NO_MONTH: asBadInput(
    '1MO와 같은 요일은 MONTHLY나 YEARLY에만 씁니다.\nA weekday with a number, such as 1MO, recurs by the month or the year: say "freq".',
    ['field'],
  ),
  SCHEDULE_OF_NO_DAY: asBadInput(
    '이 시간표에 맞는 날이 없습니다.\nNo day within eight years is one of that schedule: say on which days it holds.',
    ['field'],
  ),
  UNIT_EXISTS: asConflict('같은 단위가 이미 있습니다.\nThere is a unit of that name and scheme already.', [
    'unitId',
  ]),
  UNIT_OF_OTHERS: asForbidden(
    '다른 시·군·구의 서비스도 이 단위로 셉니다.\nServices of other districts count in that unit: enter another one.',
  ),
});
