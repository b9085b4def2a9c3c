import { asBadInput, asConflict, type Faults, listed } from '../faults.js';

/** Why the database refuses a step of a referral, or what is written down beside it. */
export const referralFaults = {
  MESSAGE_CLASS_NOT_CARRIED: asBadInput(
    ({ missingClasses }) =>
      `받는 기관이 읽을 수 없는 전달 사항입니다. 제공 항목(classes)에 ${listed(missingClasses)} 항목을 넣거나 전달 사항 없이 보내십시오. The recipient would never read the message: it is of ${listed(missingClasses)}, which the referral does not carry. Add it to "classes", or leave the message out.`,
    ['missingClasses'],
  ),
  MESSAGE_WITH_CANCELLATION: asBadInput(
    '취소된 의뢰의 내용은 받는 기관이 더 읽을 수 없습니다. 전달 사항 없이 취소하십시오. The recipient reads nothing of a referral that was cancelled: cancel it without a message.',
  ),
  SERVICE_NOT_IN_PROGRESS: asConflict(
    ({ state }) =>
      `제공 중인 의뢰가 아닙니다(${state}). 제공을 시작한 뒤 완료하기 전까지 기록합니다. What was given is recorded while a referral is IN_PROGRESS; it is ${state}.`,
    ['state'],
  ),
  SERVICE_BEFORE_REFERRAL: asBadInput(
    ({ since }) =>
      `제공일은 의뢰를 받은 날(${since})부터입니다. Nothing was given before the referral was sent, on ${since}.`,
    ['since'],
  ),
  LINKAGE_NOT_OF_REFERRAL: asBadInput(
    '의뢰의 사례, 욕구 영역, 받는 기관이 연계와 같아야 합니다. The linkage and its referral are of one case, one domain and one provider.',
  ),
  REFERRAL_LINKED_ALREADY: asConflict(
    '이 의뢰에서 나온 연계가 이미 있습니다. A linkage came of this referral already.',
  ),
} satisfies Faults;
