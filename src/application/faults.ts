import { asBadInput, faults } from '../faults.js';

/** Why what is done about an application for emergency support is refused. */
export const applicationFaults = faults({
  TWO_VISITORS: asBadInput(
    '우리 기관에서 일하는 두 사람이 함께 갑니다.\nTwo people go, both of the viewer’s own office.',
    { field: 'input.visitorPostIds' },
  ),
  VISITORS_OF_ONE_TEAM: asBadInput(
    '한 팀의 두 사람이 함께 갑니다.\nBoth people are of one team, see `visitTeams`.',
    { field: 'input.visitorPostIds' },
  ),
  APPLICATION_IS_OVER: asBadInput(
    '이미 방문했거나 종결된 신청입니다.\nThe visit was made already, or the case is closed.',
  ),
  VISIT_AGREED_BETWEEN: asBadInput(
    ({ first, last }) =>
      `합의일은 접수일(${first})부터 오늘(${last})까지입니다.\nThe day was agreed between ${first}, when it was received, and ${last}.`,
    ['first', 'last'],
  ),
  VISIT_BEFORE_AGREED: asBadInput(
    '방문일이 합의일보다 빠릅니다.\nThe visit is before the day on which it was agreed.',
    { field: 'input.visitOn' },
  ),
  TEAM_OF_OTHERS: asBadInput(
    '팀에는 우리 기관에서 일하는 사람만 둘 수 있습니다.\nA team has people of the viewer’s own office alone.',
    { field: 'input.postIds' },
  ),
});
