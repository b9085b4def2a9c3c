import { asBadInput, asConflict, asIllegalStep, faults, listed } from '../faults.js';
import { longestAnswerInWords } from './limits.js';

/** Why a referral or a step of one is refused. */
export const referralFaults = faults({
  REFERRAL_STEP_NOT_POSSIBLE: asIllegalStep(
    ({ step, state }) =>
      `지금 상태(${state})에서는 할 수 없는 업무입니다.\n${step} is not possible at ${state}.`,
    ['state', 'legalSteps'],
  ),
  REASON_NEEDS_WORDS: asBadInput(
    '기타 사유는 내용을 적어 주십시오.\nThe reason OTHER needs words in "message".',
    { field: 'input.message' },
  ),
  POSITION_BELOW_ONE: asBadInput('대기 순번은 1 이상입니다.\n"position" is from 1 on.', {
    field: 'input.position',
  }),
  CLASS_NEVER_SHARED: asBadInput('제공할 수 없는 항목입니다.\nINVESTIGATION is never shared.', {
    field: 'input.classes',
  }),
  MEMBERS_NEEDED: asBadInput(
    ({ classes }) =>
      `이 항목은 대상 가구원이 필요합니다.\nName the members: only ${listed(classes)} are of a household as a whole.`,
    { field: 'input.memberIds' },
  ),
  REFERRED_TO_ITSELF: asBadInput(
    '자기 기관에는 의뢰할 수 없습니다.\nAn organization does not refer to itself.',
    { field: 'input.recipientId' },
  ),
  ANSWER_TIME_IS_OVER: asBadInput('회신 기한이 지났습니다.\nThe time for an answer is over: draft it again.'),
  ANSWER_TIME_OUT_OF_RANGE: asBadInput(
    `회신 기한은 지금부터 ${longestAnswerInWords.korean} 이내여야 합니다.\n"expiresAt" lies within ${longestAnswerInWords.english} from now.`,
    { field: 'input.expiresAt' },
  ),
  NOT_COVERED_BY_CONSENT: asBadInput(
    '동의 범위를 확인할 수 없어 의뢰하지 못했습니다. 가구의 동의를 관리하는 센터에 문의하십시오.\nIt was not sent: no consent in force covers all that it carries. Ask the centre that keeps the household’s consents.',
  ),
  CLASSES_WITHOUT_CONSENT: asBadInput(
    ({ notConsented }) =>
      `동의가 없는 항목입니다.\nNo consent in force covers ${listed(notConsented)} for everybody named.`,
    ['notConsented'],
  ),
  MESSAGE_CLASS_NOT_CARRIED: asBadInput(
    ({ missingClasses }) =>
      `받는 기관이 읽을 수 없는 전달 사항입니다. 제공 항목(classes)에 ${listed(missingClasses)} 항목을 넣거나 전달 사항 없이 보내십시오.\nThe recipient would never read the message: it is of ${listed(missingClasses)}, which the referral does not carry. Add it to "classes", or leave the message out.`,
    ['missingClasses', 'field'],
  ),
  MESSAGE_WITH_CANCELLATION: asBadInput(
    '취소된 의뢰의 내용은 받는 기관이 더 읽을 수 없습니다. 전달 사항 없이 취소하십시오.\nThe recipient reads nothing of a referral that was cancelled: cancel it without a message.',
  ),
  SERVICE_NOT_IN_PROGRESS: asConflict(
    ({ state }) =>
      `제공 중인 의뢰가 아닙니다(${state}). 제공을 시작한 뒤 완료하기 전까지 기록합니다.\nWhat was given is recorded while a referral is IN_PROGRESS; it is ${state}.`,
    ['state'],
  ),
  SERVICE_BEFORE_REFERRAL: asBadInput(
    ({ since }) =>
      `제공일은 의뢰를 받은 날(${since})부터입니다.\nNothing was given before the referral was sent, on ${since}.`,
    ['since'],
  ),
  LINKAGE_NOT_OF_REFERRAL: asBadInput(
    '의뢰의 사례, 욕구 영역, 받는 기관이 연계와 같아야 합니다.\nThe linkage and its referral are of one case, one domain and one provider.',
  ),
  REFERRAL_LINKED_ALREADY: asConflict(
    '이 의뢰에서 나온 연계가 이미 있습니다.\nA linkage came of this referral already.',
  ),
  VALUE_BEFORE_COMPLETION: asBadInput('금액은 완료할 때 적습니다.\nIts value is said when it is completed.', {
    field: 'input.valueKrw',
  }),
});
