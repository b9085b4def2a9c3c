import { asBadInput, faults } from '../faults.js';

/** Why figures are refused. */
export const metricsFaults = faults({
  PERIOD_ENDS_BEFORE_IT_BEGINS: asBadInput(
    '기간의 시작일이 종료일보다 늦습니다.\nThe period ends before it begins.',
    { field: 'period.until' },
  ),
  PERIOD_CUTS_A_MONTH: asBadInput(
    '통계 기간은 달의 첫날부터 마지막 날까지입니다.\nA period has whole months, such as 2026-01-01 to 2026-01-31.',
  ),
});
