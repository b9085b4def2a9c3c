import { asBadInput, asConflict, faults } from '../faults.js';

/** Why what is done about a one-stop consultation is refused. */
export const consultationFaults = faults({
  CONSULTATION_OF_OTHER_CENTER: asBadInput(
    '다른 기관이 연 상담입니다.\nThe consultation is another centre’s, which goes on with it.',
  ),
  CONSULTATION_IS_CLOSED: asConflict(
    '종결된 상담입니다. 새로 여십시오.\nThe consultation is closed: open a new one.',
  ),
  CONSULTATION_HAS_OPEN_QUESTIONS: asConflict(
    ({ count }) =>
      `답하거나 보낼 질문이 ${count}개 남았습니다.\n${count} questions are still to be answered or sent; cancel the drafts that are not to be sent.`,
    ['count'],
  ),
  RECIPIENT_NEEDED: asBadInput(
    '받는 기관을 적지 않아 전할 곳이 없습니다. "recipientId"를 적거나 이 항목을 빼십시오.\nNobody is asked who would get this: name "recipientId", or leave it out.',
  ),
  QUESTION_IS_ANSWERED: asConflict('이미 답을 적은 질문입니다.\nThe question was answered already.'),
  QUESTION_IS_REFERRED: asConflict(
    ({ state }) =>
      `다른 기관에 의뢰한 질문입니다(${state}). 의뢰를 취소한 뒤 답을 적을 수 있습니다.\nThe question goes to another organization (${state}): cancel its referral before it is answered here.`,
    ['state'],
  ),
  ANSWERED_BEFORE_CONSULTATION: asBadInput(
    ({ heldOn }) => `상담일(${heldOn})부터 답할 수 있습니다.\nThe consultation was held on ${heldOn}.`,
    ['heldOn'],
  ),
});
