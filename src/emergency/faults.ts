import { asConflict, faults } from '../faults.js';

/** Why an emergency or its review is refused. */
export const emergencyFaults = faults({
  EMERGENCY_IS_RUNNING: asConflict(
    '진행 중인 긴급열람이 있습니다.\nYour post has an emergency that has not ended: end it first.',
  ),
  NOBODY_TO_NOTIFY: asConflict(
    '긴급열람을 알릴 책임자가 없습니다.\nNobody in the district could be notified, so no emergency can be declared.',
  ),
  REVIEW_IS_COMPLETE: asConflict(
    '이미 점검을 마쳤습니다.\nThat review was completed before, and stays as it is.',
  ),
});
