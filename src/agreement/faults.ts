import { asBadInput, faults } from '../faults.js';
import { agreementLimits, longestAgreementYears } from './limits.js';

const { longestNoticeDays } = agreementLimits;

/** Why an agreement or a change of one is refused. */
export const agreementFaults = faults({
  AGREEMENT_WITH_WHOM: asBadInput(
    '협약 기관이나 새 기관 가운데 하나를 적어 주십시오.\nName either "organizationId" or "newOrganization".',
    { field: 'input.organizationId' },
  ),
  AGREEMENT_ENDS_BEFORE_IT_BEGINS: asBadInput(
    '종료일이 시작일보다 빠릅니다.\nThe agreement ends before it begins.',
  ),
  AGREEMENT_TERM_TOO_LONG: asBadInput(
    `협약 기간은 최대 ${longestAgreementYears}년입니다.\nA term lasts at most ${longestAgreementYears} years.`,
  ),
  AGREEMENT_COVERS_NOTHING: asBadInput(
    '목적과 항목이 하나 이상 있어야 합니다.\nAn agreement has at least one purpose and one class.',
  ),
  AGREEMENT_SHARES_INVESTIGATION: asBadInput(
    '수사 내용은 누구와도 공유할 수 없습니다.\nINVESTIGATION can never be shared.',
  ),
  NOTICE_DAYS_OUT_OF_RANGE: asBadInput(
    `통지 기간은 ${longestNoticeDays}일 이하이고 협약 기간보다 짧아야 합니다.\n"noticeDays" is 0 to ${longestNoticeDays}, and shorter than the term.`,
  ),
  NEW_AGREEMENT_HAS_ENDED: asBadInput('종료일이 이미 지났습니다.\nThe agreement has ended already.'),
  AGREEMENT_HAS_ENDED: asBadInput('이미 끝난 협약입니다.\nThe agreement has ended: conclude a new one.'),
  AGREEMENT_END_IS_SET: asBadInput(
    '종료가 정해진 협약입니다.\nIts end is set: take the notice back first, or conclude a new one.',
  ),
  AGREEMENT_WOULD_HAVE_ENDED: asBadInput(
    '종료일이 이미 지났습니다.\nIt would have ended already: give a later "validUntil", or end it.',
  ),
  AGREEMENT_DOES_NOT_RENEW: asBadInput(
    '자동 연장되지 않는 협약입니다.\nIt does not renew: its last day is set already.',
  ),
  NO_NOTICE_TO_TAKE_BACK: asBadInput(
    '철회할 통지가 없습니다.\nThere is no notice of your side to take back.',
  ),
  AGREEMENT_CANNOT_END_BEFORE_TODAY: asBadInput(
    '지난 날로 끝낼 수 없습니다.\nIts last day is today or later; "atOnce" ends it now.',
  ),
  AGREEMENT_ENDS_EARLIER: asBadInput('이미 그 전에 끝나는 협약입니다.\nIt ends no later than that already.'),
  LAST_DAY_BESIDE_AT_ONCE: asBadInput(
    '즉시 해지에는 마지막 날을 적지 않습니다.\n"atOnce" leaves no "lastDay" to choose.',
    { field: 'input.lastDay' },
  ),
});
