import { asBadInput, asConflict, faults } from '../faults.js';
import { consentLimits } from './limits.js';

const { consentAge, hidingDays } = consentLimits;

/** Why a consent, a change of one, or a guardianship is refused. */
export const consentFaults = faults({
  CONSENT_AFTER_DEATH: asBadInput(
    '사망한 사람은 동의하지 않으며, 그 사람의 정보에 대한 동의도 받지 않습니다.\nSomebody who has died consents to nothing, and nobody consents for them.',
  ),
  CHILD_CANNOT_CONSENT: asBadInput(
    `${consentAge}세 미만 아동의 동의는 법정대리인이 합니다.\nA child under ${consentAge} cannot consent: the legal guardian does.`,
  ),
  NO_LEGAL_BASIS_RECORDED: asBadInput(
    `지자체의 법적 근거가 기록되어 있지 않습니다.\nThe district stands in only for a child under ${consentAge} of whom a guardianship of that kind is recorded.`,
  ),
  ACCUSED_SPEAKS_FOR_ANOTHER: asBadInput(
    '행위자로 신고된 사람은 다른 사람을 대신할 수 없습니다.\nWhoever is said to have done harm speaks for nobody else.',
  ),
  MEMBER_SPEAKS_FOR_THEMSELVES: asBadInput(
    `${consentAge}세 이상은 본인이 동의합니다.\nA member of ${consentAge} or older speaks for themselves.`,
  ),
  NOT_GUARDIAN_OF_CHILD: asBadInput(
    '이 아동의 법정대리인이 아닙니다.\nThat person is not the guardian of the child.',
  ),
  HOUSEHOLD_SPOKEN_FOR_BY_HEAD: asBadInput(
    "가구 단위 정보는 가구주가, 가구주가 행위자이면 다른 성인이 동의합니다.\nOnly the head opens the household's own rows, or where the head is said to have done harm another adult.",
  ),
  AGREEMENT_OF_OTHER_ORGANIZATION: asBadInput(
    '받는 기관이 협약의 기관이 아닙니다.\nThe recipient is not the organization of the agreement.',
  ),
  AGREEMENT_NOT_IN_FORCE: asBadInput('협약이 효력이 없습니다.\nThe agreement is not in force.'),
  PURPOSE_NOT_IN_AGREEMENT: asBadInput('협약에 없는 목적입니다.\nThe agreement does not cover the purpose.'),
  CONSENT_WITHOUT_CLASSES: asBadInput('동의 항목이 없습니다.\nA consent names at least one class.'),
  CONSENT_TO_INVESTIGATION: asBadInput(
    '수사 내용은 누구도 공유에 동의할 수 없습니다.\nINVESTIGATION can never be shared.',
  ),
  CLASS_NOT_IN_AGREEMENT: asBadInput(
    '협약에 없는 항목이 있습니다.\nThe agreement does not cover every class.',
  ),
  NOTICES_MISSING: asBadInput(
    '고지하지 않은 사항이 있습니다.\nAll five notices must be given: recipient, purpose, items, retention, the right to refuse.',
  ),
  CONSENT_ENDS_BEFORE_IT_BEGINS: asBadInput(
    '종료일이 시작일보다 빠릅니다.\nThe consent ends before it begins.',
  ),
  CONSENT_HAS_ENDED_ALREADY: asBadInput('종료일이 이미 지났습니다.\nThe consent has ended already.'),
  CONSENT_TOO_LONG: asBadInput(
    ({ days }) => `동의 기간은 최대 ${days}일입니다.\nA consent lasts at most ${days} days.`,
  ),
  SAFE_LOCATION_WITH_OTHERS: asBadInput(
    '보호 장소는 다른 항목과 함께 동의할 수 없습니다.\nSAFE_LOCATION stands alone in its consent.',
  ),
  SAFE_LOCATION_BY_ANOTHER: asBadInput(
    '보호 장소는 본인만 동의할 수 있습니다.\nOnly the member tells where they stay.',
  ),
  SAFE_LOCATION_TOO_LONG: asBadInput(
    `보호 장소 동의는 최대 ${hidingDays}일입니다.\nA consent to SAFE_LOCATION lasts at most ${hidingDays} days.`,
  ),
  CHILD_OF_AGE_BEFORE_CONSENT: asBadInput(
    `동의 기간이 시작되기 전에 아동이 ${consentAge}세가 됩니다. 그날부터는 본인이 동의합니다.\nThe child is ${consentAge} before the consent begins, in "validFrom": from that birthday on they speak for themselves.`,
  ),
  CONSENT_FOR_OWN_ORGANIZATION: asBadInput(
    '자기 기관에 더 많은 항목을 여는 동의는 스스로 기록할 수 없습니다.\nA consent that opens more to your own organization than you have is written down by somebody who gains nothing by it.',
  ),
  CONSENT_WITHDRAWN: asBadInput('이미 철회된 동의입니다.\nThe consent was withdrawn already.'),
  HOUSEHOLD_WIDE_KEPT_BY_OTHERS: asBadInput(
    '가구 단위 포함 여부는 동의를 관리하는 사람이 바꿉니다.\nWhether it opens the household is changed by those who keep its consents.',
  ),
  NARROWING_ADDS: asBadInput(
    '축소는 항목이나 기간을 줄일 때만 합니다.\nNarrowing adds nothing: not a class, not a day, not the household.',
  ),
  NARROWING_LEAVES_NOTHING: asBadInput(
    '남는 것이 없으면 철회하십시오.\nNothing would be left: withdraw the consent.',
  ),
  NARROWING_CHANGES_NOTHING: asBadInput('줄어든 것이 없습니다.\nNothing would change.'),
  CONSENT_HAS_ENDED: asBadInput('끝난 동의는 새로 받습니다.\nThe consent has ended: a new one is needed.'),
  EXTENSION_NOT_LATER: asBadInput('연장은 종료일이 늦어질 때만 합니다.\nExtending needs a later end.'),
  CONSENT_AFTER_LEAVING: asBadInput(
    '가구를 떠난 사람은 그 가구에서 동의하거나 동의의 대상이 될 수 없습니다.\nNobody consents, or is consented for, in a household that they left.',
  ),
  GUARDIANSHIP_AFTER_LEAVING: asBadInput(
    '가구를 떠난 사람은 그 가구의 후견과 관계가 없습니다.\nNobody is, or has, a guardian in a household that they left.',
  ),
  GUARDIANSHIP_AFTER_DEATH: asBadInput(
    '사망한 사람은 후견하지도 후견받지도 않습니다.\nSomebody who has died is no guardian and needs none.',
  ),
  GUARDIAN_OF_ADULT: asBadInput(
    '성인에게는 법정대리인을 기록하지 않습니다.\nGuardians are recorded of children.',
  ),
  GUARDIANSHIP_ENDS_BEFORE_IT_BEGINS: asBadInput(
    '종료일이 시작일보다 빠릅니다.\nThe guardianship ends before it begins.',
  ),
  DISTRICT_GUARDIANSHIP_WITHOUT_BASIS: asBadInput(
    '지자체가 대신할 때는 보호자 없이 법적 근거를 적습니다.\nWhere the district stands in, its legal basis is named and no guardian.',
  ),
  DISTRICT_GUARDIANSHIP_NOT_NEEDED: asBadInput(
    '행위자로 신고된 사람만 성인일 때 지자체가 대신합니다.\nThe district stands in only where the only adult is said to have done harm.',
  ),
  GUARDIAN_NOT_ADULT_OF_HOUSEHOLD: asBadInput(
    '법정대리인은 가구의 성인입니다.\nA guardian is an adult of the household.',
  ),
  GUARDIANSHIP_END_OUT_OF_RANGE: asBadInput(
    '종료일은 시작일과 지금의 종료일 사이입니다.\nIt ends between its first and its present last day.',
  ),
  PROPOSAL_OF_SHELTER: asBadInput(
    '비공개 기관의 동의는 기관에서 제안할 수 없습니다. 보호받는 사람이 있는 곳을 아는 담당자가 기록합니다.\nNobody proposes a consent to a confidential organization: whoever was told where the member is writes it down.',
  ),
  PROPOSAL_OF_SAFE_LOCATION: asBadInput(
    '보호 장소는 기관에서 제안할 수 없습니다.\nSAFE_LOCATION is told to those who write it down, and proposed by nobody.',
  ),
  PROPOSAL_LAPSED: asConflict(
    ({ day }) =>
      `확인 기한(${day})이 지난 동의 제안입니다.\nThe proposal lapsed on ${day}: it is signed anew.`,
    ['day'],
  ),
  PROPOSAL_CONFIRMED: asConflict(
    '이미 확인된 동의입니다. 그만두려면 동의를 철회합니다.\nThe proposal is a consent already: whoever thinks better of it withdraws that.',
  ),
  PROPOSAL_OF_SOMEBODY_ELSE: asBadInput(
    '제안에 적힌 이름과 생년월일의 사람이 아닙니다.\nThe member has another name or birth date than the person who signed.',
  ),
});
