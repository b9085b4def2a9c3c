import { asBadInput, asConflict, asForbidden, type Faults } from '../faults.js';

/** Why the database refuses a report, an assignment or a transfer. */
export const caseFaults = {
  DONG_OUTSIDE_DISTRICT: asBadInput(
    '담당 행정동은 그 시·군·구의 동이어야 합니다. "responsibleDong" is a dong of the district.',
  ),
  REPORT_CONCERNS_NOBODY: asConflict(
    '접수에 적힌 사람이 이 가구에 없습니다. Nobody whom the report concerns belongs to the household any more: decline it.',
  ),
  REPORT_WITHOUT_RECEIPT: asConflict(
    '접수증이 없는 접수입니다. The report has no receipt: nobody waits to hear what became of it.',
  ),
  ASSIGNED_BY_OTHER_CENTER: asForbidden(
    '다른 센터의 사례입니다. The case is another centre’s: its own people assign.',
  ),
  ALREADY_ASSIGNED: asConflict('이미 담당하고 있습니다. They are assigned already.'),
  ASSIGNMENT_OF_OTHER_CENTER: asForbidden(
    '다른 센터의 담당입니다. The assignment is another centre’s: its own people end it.',
  ),
  ASSIGNMENT_HAS_ENDED: asConflict('이미 끝난 담당입니다. It has ended already.'),
  CASE_OF_OTHER_CENTER: asForbidden(
    '다른 센터의 사례입니다. The case is another centre’s: its own people work on it.',
  ),
  TRANSFER_WITHIN_DISTRICT: asBadInput(
    '이관은 다른 시·군·구의 센터로 합니다. A transfer goes to a centre of another district.',
  ),
  DONG_OUTSIDE_RECEIVING_DISTRICT: asBadInput(
    '담당 행정동은 받는 시·군·구의 동이어야 합니다. "responsibleDong" is a dong of the receiving district.',
  ),
  NOBODY_TO_TRANSFER: asBadInput('함께 가는 가구원이 없습니다. Nobody would go along: name the members.'),
} satisfies Faults;
