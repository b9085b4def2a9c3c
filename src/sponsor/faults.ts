import { asBadInput, asConflict, asForbidden, faults, listed } from '../faults.js';

const ofAccount = ['available', 'unit'];

/** Why an entry of a ledger, a pledge or a budget line is refused. */
export const sponsorFaults = faults({
  ENTERED_BEFORE: asConflict(
    '이미 기록된 요청입니다.\nWhat was sent with that "idempotencyKey" was entered before.',
  ),
  AMOUNT_BELOW_ONE: asBadInput('금액이나 수량은 1 이상입니다.\nAn amount is at least 1.'),
  MORE_THAN_PLEDGED: asConflict(
    ({ available }) =>
      `약정하고 받지 않은 것은 ${available}입니다.\nNo more than ${available} was pledged and has not come in: record another pledge.`,
    ofAccount,
  ),
  MORE_THAN_REFUNDABLE: asConflict(
    ({ available }) =>
      `환급할 수 있는 것은 ${available}입니다.\nAt most ${available} came in and is not allocated.`,
    ofAccount,
  ),
  MORE_THAN_CANCELLABLE: asConflict(
    ({ available }) =>
      `취소할 수 있는 것은 ${available}입니다.\nAt most ${available} has not come in and is not allocated.`,
    ofAccount,
  ),
  MORE_THAN_ALLOCATED: asConflict(
    ({ available }) =>
      `배분에 남은 것은 ${available}입니다.\nOnly ${available} of the allocation has not been given back.`,
    ofAccount,
  ),
  MORE_THAN_LEFT: asConflict(
    ({ available }) => `남은 것은 ${available}입니다.\nOnly ${available} is left.`,
    ofAccount,
  ),
  FUNDED_BY_ANOTHER_SOURCE: asConflict(
    ({ source }) => `연계에 적힌 재원과 다릅니다.\nThe linkage says that it is funded by ${source}.`,
  ),
  BUDGET_OF_ANOTHER_YEAR: asConflict(({ year }) => `${year}년 예산입니다.\nThe budget line is of ${year}.`),
  BUDGET_FOR_OTHER_DOMAINS: asConflict(
    ({ domains }) =>
      `이 예산은 ${listed(domains)}에만 씁니다.\nThe budget line is for ${listed(domains)} only.`,
  ),
  PLEDGE_NOT_BEGUN: asConflict(({ from }) => `약정은 ${from}부터입니다.\nThe pledge begins on ${from}.`),
  PLEDGE_HAS_ENDED: asConflict(({ until }) => `약정은 ${until}에 끝났습니다.\nThe pledge ended on ${until}.`),
  PLEDGE_FOR_OTHER_DOMAINS: asConflict(
    ({ domains }) => `이 약정은 ${listed(domains)}에만 씁니다.\nThe pledge is for ${listed(domains)} only.`,
  ),
  PLEDGE_FOR_OTHER_SERVICE: asConflict(
    '이 약정은 다른 서비스에 지정되었습니다.\nThe pledge is for another service.',
  ),
  PLEDGE_FOR_OTHER_HOUSEHOLDS: asConflict(
    ({ types }) =>
      `이 약정은 ${listed(types)} 가구에만 씁니다.\nThe pledge is for households of the type ${listed(types)} only.`,
  ),
  MORE_THAN_LINKAGE_NEEDS: asConflict(
    ({ needed }) =>
      `이 연계에 더 필요한 금액은 ${needed}원입니다.\nThe linkage needs no more than ${needed} won.`,
    ['needed'],
  ),
  ALLOCATION_RELEASED: asConflict('이미 모두 취소된 배분입니다.\nAll of it was given back before.'),
  PLEDGE_ENDS_BEFORE_IT_BEGINS: asBadInput(
    '종료일이 시작일보다 빠릅니다.\nThe pledge ends before it begins.',
    { field: 'input.validUntil' },
  ),
  BUDGET_LINE_EXISTS: asConflict(
    '그해에 같은 이름의 예산이 있습니다.\nThe year has a budget line of that title.',
  ),
  SPONSOR_OF_OTHERS: asForbidden(
    '다른 시·군·구에서 등록한 후원자입니다.\nAnother district registered that sponsor.',
  ),
  SPONSOR_HAS_ENDED: asConflict(
    ({ on }) =>
      `후원자는 ${on}까지 후원합니다.\nThe sponsor gives until ${on}, and nothing begins or goes on after that.`,
    ['on', 'field'],
  ),
  SPONSORSHIP_BEGINS_LATER: asConflict(
    '그 뒤에 시작하는 후원 내역이 있습니다.\nSomething that it pays for begins after that day: take that out of its service first.',
    { field: 'input.closedOn' },
  ),
  CITIZEN_NOT_TO_BE_NAMED: asBadInput(
    '시민 후원자는 실명 공개를 선택했을 때만 이름을 적습니다.\nA citizen is named only with "choseToBeNamed": true.',
    { field: 'input.publicName' },
  ),
  UNIT_WITHOUT_GOODS: asBadInput(
    '현물에만 단위를 적습니다.\nA pledge in kind has a unit, and one of money has none.',
    { field: 'input.unit' },
  ),
  SOURCE_OF_OTHER_DISTRICT: asBadInput(
    '다른 시·군·구의 재원입니다.\nThe linkage is of another district than what is to fund it.',
    { field: 'input.linkageId' },
  ),
  NOT_A_SOURCE_OF_MONEY: asBadInput(
    '약정이나 예산의 식별자가 아닙니다.\nExpected an id of a pledge or of a budget line.',
  ),
});
