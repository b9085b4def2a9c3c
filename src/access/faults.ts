import { asBadInput, asConflict, type Faults } from '../faults.js';

/** What any function of the database may refuse for. */
export const commonFaults = {
  CHANGED_MEANWHILE: asConflict(
    '다른 사람이 먼저 변경했습니다. Somebody changed it meanwhile: read it again and decide anew.',
    ['currentVersion', 'state'],
  ),
  CURSOR_NOT_OF_FEED: asConflict(
    '쓸 수 없거나 기간이 지난 커서입니다. That cursor is not one of this feed, or not any more: read what you keep anew, and start over without a cursor.',
    { startOver: true },
  ),
  ANSWER_TOO_LARGE: asBadInput(
    ({ most }) =>
      `응답이 너무 큽니다. The answer is longer than ${most} bytes: ask for fewer rows, or for less of each.`,
  ),
} satisfies Faults;
