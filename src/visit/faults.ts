import { asBadInput, asConflict, faults } from '../faults.js';
import { visitLimits } from './limits.js';

const age = visitLimits.visitedAtAge;

/** Why a visit, a screening or what follows from it is refused. */
export const visitFaults = faults({
  BIRTH_DATE_NEEDED: asBadInput(
    '생년월일을 알아야 방문을 제안할 수 있습니다.\nA visit is offered by the birth date, which is not known: record it first.',
    { field: 'input.memberId' },
  ),
  NOT_OF_THAT_AGE: asBadInput(
    ({ year }) =>
      `${age}세가 되는 해(${year}년)에 제안합니다.\nThe visit is offered in ${year}, the year in which they turn ${age}.`,
    ['year'],
  ),
  NO_NEWBORN: asBadInput(
    '태어난 날부터 한 해 안에 제안합니다.\nThe visit is offered within a year of the birth.',
    { field: 'input.offeredOn' },
  ),
  VISIT_OFFERED_ALREADY: asConflict(
    '이미 제안한 방문입니다.\nThe visit was offered already: see `universalVisits` of the member.',
  ),
  OFFER_IS_OVER: asConflict(
    ({ state }) =>
      `이미 끝난 제안입니다(${state}).\nThe offer is over: it is ${state}, and this answer changes nothing.`,
    ['state'],
  ),
  ANSWERED_BEFORE_OFFER: asBadInput(
    ({ offeredOn }) => `제안일(${offeredOn})부터 답할 수 있습니다.\nThe offer was made on ${offeredOn}.`,
    ['offeredOn'],
  ),
  AGREED_DAY_NEEDED: asBadInput('합의한 방문일을 적어 주십시오.\nAGREED needs the day that was agreed.', {
    field: 'input.agreedFor',
  }),
  FORM_VERSION_UNKNOWN: asBadInput(
    '그런 판의 검사 도구는 없습니다.\nThere is no such version of the form: see `screeningForms`.',
  ),
  ANSWERS_OF_OTHER_FORM: asBadInput(
    ({ items }) => `이 검사 도구의 문항은 ${items}개입니다.\nThe form has ${items} items.`,
    ['items'],
  ),
  VISIT_OF_OTHER_MEMBER: asBadInput('다른 가구원의 방문입니다.\nThat was a visit to somebody else.', {
    field: 'input.visitId',
  }),
  PROPOSAL_DECIDED: asConflict('이미 처리한 제안입니다.\nSomebody decided about the proposal already.'),
  RECIPIENT_OF_OTHER_KIND: asBadInput(
    '제안한 유형의 기관이 아닙니다.\nThe recipient is of none of the kinds that were proposed.',
    { field: 'input.recipientId' },
  ),
});
