import { asBadInput, asConflict, type Faults, listed } from '../faults.js';

const ofAccount = ['available', 'unit'];

/** Why the database refuses an entry of a ledger, a pledge or a budget line. */
export const sponsorFaults = {
  ENTERED_BEFORE: asConflict(
    '이미 기록된 요청입니다. What was sent with that "idempotencyKey" was entered before.',
  ),
  AMOUNT_BELOW_ONE: asBadInput('금액이나 수량은 1 이상입니다. An amount is at least 1.'),
  MORE_THAN_PLEDGED: asConflict(
    ({ available }) =>
      `약정하고 받지 않은 것은 ${available}입니다. No more than ${available} was pledged and has not come in: record another pledge.`,
    ofAccount,
  ),
  MORE_THAN_REFUNDABLE: asConflict(
    ({ available }) =>
      `환급할 수 있는 것은 ${available}입니다. At most ${available} came in and is not allocated.`,
    ofAccount,
  ),
  MORE_THAN_CANCELLABLE: asConflict(
    ({ available }) =>
      `취소할 수 있는 것은 ${available}입니다. At most ${available} has not come in and is not allocated.`,
    ofAccount,
  ),
  MORE_THAN_ALLOCATED: asConflict(
    ({ available }) =>
      `배분에 남은 것은 ${available}입니다. Only ${available} of the allocation has not been given back.`,
    ofAccount,
  ),
  MORE_THAN_LEFT: asConflict(
    ({ available }) => `남은 것은 ${available}입니다. Only ${available} is left.`,
    ofAccount,
  ),
  FUNDED_BY_ANOTHER_SOURCE: asConflict(
    ({ source }) => `연계에 적힌 재원과 다릅니다. The linkage says that it is funded by ${source}.`,
  ),
  BUDGET_OF_ANOTHER_YEAR: asConflict(({ year }) => `${year}년 예산입니다. The budget line is of ${year}.`),
  BUDGET_FOR_OTHER_DOMAINS: asConflict(
    ({ domains }) =>
      `이 예산은 ${listed(domains)}에만 씁니다. The budget line is for ${listed(domains)} only.`,
  ),
  PLEDGE_NOT_BEGUN: asConflict(({ from }) => `약정은 ${from}부터입니다. The pledge begins on ${from}.`),
  PLEDGE_HAS_ENDED: asConflict(({ until }) => `약정은 ${until}에 끝났습니다. The pledge ended on ${until}.`),
  PLEDGE_FOR_OTHER_DOMAINS: asConflict(
    ({ domains }) => `이 약정은 ${listed(domains)}에만 씁니다. The pledge is for ${listed(domains)} only.`,
  ),
  PLEDGE_FOR_OTHER_SERVICE: asConflict(
    '이 약정은 다른 서비스에 지정되었습니다. The pledge is for another service.',
  ),
  PLEDGE_FOR_OTHER_HOUSEHOLDS: asConflict(
    ({ types }) =>
      `이 약정은 ${listed(types)} 가구에만 씁니다. The pledge is for households of the type ${listed(types)} only.`,
  ),
  MORE_THAN_LINKAGE_NEEDS: asConflict(
    ({ needed }) =>
      `이 연계에 더 필요한 금액은 ${needed}원입니다. The linkage needs no more than ${needed} won.`,
    ['needed'],
  ),
  ALLOCATION_RELEASED: asConflict('이미 모두 취소된 배분입니다. All of it was given back before.'),
  PLEDGE_ENDS_BEFORE_IT_BEGINS: asBadInput('종료일이 시작일보다 빠릅니다. The pledge ends before it begins.'),
  BUDGET_LINE_EXISTS: asConflict(
    '그해에 같은 이름의 예산이 있습니다. The year has a budget line of that title.',
  ),
} satisfies Faults;
