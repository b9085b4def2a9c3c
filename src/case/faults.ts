import { asBadInput, asConflict, asForbidden, asIllegalStep, faults, listed } from '../faults.js';

/** Why a report, a step of a case, an assignment or a transfer is refused. */
export const caseFaults = faults({
  DONG_OUTSIDE_DISTRICT: asBadInput(
    '담당 행정동은 그 시·군·구에 지금 있는 동이어야 합니다.\n"responsibleDong" is a dong that the district has today: see "dongs".',
    { field: 'input.responsibleDong' },
  ),
  SOURCE_OF_OTHERS: asBadInput(
    ({ sources }) =>
      `보낸 기관이 쓸 수 없는 접수 경로입니다(${listed(sources)} 가운데 하나).\nA report of that organization comes in as one of ${listed(sources)}.`,
    { field: 'input.source' },
  ),
  TOOK_PLACE_LATER: asBadInput(
    '아직 일어나지 않은 일은 기록할 수 없습니다.\nWhat is to come is not written down as what took place.',
    { field: 'input.tookPlaceAt' },
  ),
  BEFORE_HOUSEHOLD_KNOWN: asBadInput(
    ({ since }) =>
      `가구를 알게 된 날(${since})부터입니다.\nNothing took place with the household before it was known, on ${since}.`,
    ['since'],
  ),
  REPORT_ACCUSES: asConflict(
    '접수에서 행위자로 지목된 사람이 기존 가구에서는 행위자가 아닙니다. 먼저 recordSafety로 기록해 주십시오.\nThe report accuses somebody who is not accused in that household: decide on it by "recordSafety" there, then confirm.',
  ),
  REPORTED_MORE_THAN_ONCE: asConflict(
    '이 가구에는 다른 접수도 있습니다. mergeHouseholds로 두 가구를 합쳐 주십시오.\nThere are other reports on this household, too: merge the two households by "mergeHouseholds".',
  ),
  NUMBER_BY_PARTNER: asForbidden(
    '협력기관은 접수에 주민등록번호를 적을 수 없습니다.\nA partner sends no registration number with a report.',
  ),
  CLOSED_BY_MATCH: asBadInput(
    '병합은 confirmReportMatch로 합니다.\nA case is merged by "confirmReportMatch".',
    { field: 'input.reason' },
  ),
  REPORT_CONCERNS_NOBODY: asConflict(
    '접수에 적힌 사람이 이 가구에 없습니다.\nNobody whom the report concerns belongs to the household any more: decline it.',
  ),
  REPORT_WITHOUT_RECEIPT: asConflict(
    '접수증이 없는 접수입니다.\nThe report has no receipt: nobody waits to hear what became of it.',
  ),
  ASSIGNED_BY_OTHER_CENTER: asForbidden(
    '다른 센터의 사례이므로 담당은 그 센터가 정합니다.\nThe case is another centre’s: its own people assign.',
  ),
  ALREADY_ASSIGNED: asConflict('이미 담당하고 있습니다.\nThey are assigned already.'),
  ASSIGNMENT_OF_OTHER_CENTER: asForbidden(
    '다른 센터의 담당입니다.\nThe assignment is another centre’s: its own people end it.',
  ),
  ASSIGNMENT_HAS_ENDED: asConflict('이미 끝난 담당입니다.\nIt has ended already.'),
  CASE_OF_OTHER_CENTER: asForbidden(
    '다른 센터의 사례입니다.\nThe case is another centre’s: its own people work on it.',
  ),
  TRANSFER_WITHIN_DISTRICT: asBadInput(
    '이관은 다른 시·군·구의 센터로 합니다.\nA transfer goes to a centre of another district.',
  ),
  DONG_OUTSIDE_RECEIVING_DISTRICT: asBadInput(
    '담당 행정동은 받는 시·군·구의 동이어야 합니다.\n"responsibleDong" is a dong of the receiving district.',
    { field: 'input.responsibleDong' },
  ),
  HANDED_OVER_TO_ITSELF: asBadInput('이미 담당하는 센터입니다.\nThat centre is responsible already.', {
    field: 'input.centerId',
  }),
  HANDED_OVER_BEYOND_DISTRICT: asBadInput(
    '다른 시·군·구로는 transferCase로 이관합니다.\nA centre of another district takes a case over by "transferCase".',
    { field: 'input.centerId' },
  ),
  CASELOAD_TO_ITSELF: asBadInput('서로 다른 두 직위를 적어 주십시오.\nName two posts.', {
    field: 'input.toPostId',
  }),
  NOBODY_TO_TRANSFER: asBadInput('함께 가는 가구원이 없습니다.\nNobody would go along: name the members.'),
  CASE_STEP_NOT_POSSIBLE: asIllegalStep(
    ({ step, stage }) =>
      `지금 단계(${stage})에서는 할 수 없는 업무입니다.\n${step} is not possible at ${stage}.`,
    ['stage', 'legalSteps'],
  ),
  CASE_IS_CLOSED: asConflict('종결된 사례입니다.\nThe case is closed: it is reopened or followed up first.'),
  OUTCOME_IS_WRITTEN: asConflict('이미 끝난 항목입니다.\nWhat came of it was written down before.'),
  BEFORE_CASE_OPENED: asBadInput(
    ({ openedOn }) =>
      `사례를 시작한 날(${openedOn})부터입니다.\nThe day is not before the case was opened, on ${openedOn}.`,
    ['openedOn'],
  ),
  NOTE_NEEDED: asBadInput(
    '언제, 어디서, 얼마나는 기록(note)과 함께 적습니다.\nWhen, where and how long stand beside a note: write one.',
    { field: 'input.note' },
  ),
  NOTE_CLASS_WITHHELD: asForbidden(
    ({ dataClass }) =>
      `기록 대상 모두에 대해 이 항목(${dataClass})을 기록할 수 있어야 합니다.\nNotes of ${dataClass} are written by those who have that class of everybody whom they concern: name others, or another class.`,
    ['dataClass'],
  ),
  TOO_MANY_PARTICIPANTS: asBadInput(
    ({ most }) => `참석자는 ${most}명까지 적습니다.\nUp to ${most} are named as having taken part.`,
    ['most'],
  ),
  CLOSED_BY_TRANSFER: asBadInput('이관은 transferCase로 합니다.\nA case is transferred by "transferCase".', {
    field: 'input.reason',
  }),
  RECEIVING_CENTER_NEEDED: asBadInput(
    '받는 센터(centerId)를 정해 주십시오.\nYour organization receives no reports: say which centre does, in "centerId".',
    { field: 'input.centerId' },
  ),
  HOUSEHOLD_IS_KNOWN: asBadInput(
    '이미 있는 가구의 접수에는 신규 가구원(members)과 담당 행정동(responsibleDong)을 함께 보낼 수 없습니다. 대상은 concernedMemberIds로 적고, 새로 알게 된 사람은 경위에 적어 주십시오.\nA report on a known household takes neither "members" nor "responsibleDong": name whom it concerns in "concernedMemberIds", and tell of anybody new in "narrative".',
  ),
  HOUSEHOLD_IS_NEW: asBadInput(
    '새 가구의 대상은 가구원마다 concerned로 적습니다.\nWhom a report on a new household concerns is said by "concerned" of each of its "members".',
    { field: 'input.concernedMemberIds' },
  ),
  HOUSEHOLD_SIZE_OUT_OF_RANGE: asBadInput(
    ({ most }) =>
      `가구원은 1명 이상 ${most}명 이하입니다.\nA new household has 1 to ${most} members, or give "householdId".`,
    { field: 'input.members' },
  ),
  RESPONSIBLE_DONG_NEEDED: asBadInput(
    '담당 행정동을 정해 주십시오.\nA new household needs its "responsibleDong".',
    { field: 'input.responsibleDong' },
  ),
  REPORT_IS_DECIDED: asConflict(
    ({ state }) =>
      `이미 결정되었거나 기한이 지난 접수입니다.\nThere is nothing to decide any more: it is ${state}.`,
    ['state'],
  ),
});
