import { asBadInput, asNotFound, faults, listed } from '../faults.js';

/** Why figures are refused. */
export const metricsFaults = faults({
  PERIOD_ENDS_BEFORE_IT_BEGINS: asBadInput(
    '기간의 시작일이 종료일보다 늦습니다.\nThe period ends before it begins.',
    { field: 'period.until' },
  ),
  PERIOD_CUTS_A_MONTH: asBadInput(
    '통계 기간은 달의 첫날부터 마지막 날까지입니다.\nA period has whole months, such as 2026-01-01 to 2026-01-31.',
  ),
  PERIOD_BEGINS_WITHIN_A_MONTH: asBadInput(
    '통계 기간은 달의 첫날에 시작합니다.\nA period begins with the first day of a month, such as 2026-01-01.',
    { field: 'period.from' },
  ),
  TOO_MANY_PERIODS: asBadInput(
    ({ periods, most }) =>
      `기간을 ${periods}개로 나누었지만 한 번에 ${most}개까지 물을 수 있습니다.\nThe period has ${periods} parts with those that it is compared with, and at most ${most} can be asked for at once.`,
    ['periods', 'most'],
  ),
  NO_MEASURE: asBadInput('지표를 하나 이상 골라야 합니다.\nAt least one measure must be asked for.', {
    field: 'measures',
  }),
  TOO_MANY_DIMENSIONS: asBadInput(
    '구분은 서로 다른 두 가지까지 고를 수 있습니다.\nFigures can be by at most two dimensions, each named once.',
    { field: 'by' },
  ),
  DIMENSION_NOT_OF_MEASURE: asBadInput(
    ({ measure, dimension, possible }) =>
      `${measure}은(는) ${dimension}(으)로 나눌 수 없습니다. 가능한 구분: ${listed(possible)}.\n${measure} is not known by ${dimension}. It is known by: ${listed(possible)}.`,
    ['measure', 'dimension', 'possible'],
  ),
  NOTHING_PUBLISHED: asNotFound(
    '공표된 통계가 없습니다.\nNothing is published of this district, or not under this number.',
  ),
  PUBLISHED_BY_ONE_DIMENSION: asBadInput(
    '공표한 통계는 한 가지 구분으로만 볼 수 있습니다.\nPublished figures are by one dimension at most.',
    { field: 'by' },
  ),
  NOT_PUBLISHED_BY: asBadInput(
    ({ measure, possible }) =>
      `${measure}은(는) 그 구분으로 공표하지 않습니다. 공표하는 구분: ${listed(possible) || '없음'}.\n${measure} is not published by that dimension. It is published by: ${listed(possible) || 'none'}.`,
    ['measure', 'possible'],
  ),
  MEASURE_NOT_PUBLISHED: asBadInput(
    ({ measure }) => `${measure}은(는) 공표하지 않는 지표입니다.\n${measure} is not published.`,
    ['measure'],
  ),
  TOO_MANY_FIGURES: asBadInput(
    ({ figures, most }) =>
      `수치가 ${figures}개로 한 번에 보일 수 있는 ${most}개보다 많습니다. 기간이나 구분을 줄이세요.\nThe table would have ${figures} figures, and at most ${most} can be answered at once: ask for a shorter period or fewer dimensions.`,
    ['figures', 'most'],
  ),
  TOO_MANY_RATIOS: asBadInput(
    ({ ratios, most }) =>
      `비율이 ${ratios}개로 한 번에 보일 수 있는 ${most}개보다 많습니다. 기간을 줄이거나 비율을 나누어 물으세요.\nThere would be ${ratios} ratios, and at most ${most} are answered at once: ask for a shorter period, or for fewer of them at a time.`,
    ['ratios', 'most'],
  ),
  TOO_MANY_FIGURES_ONE_BY_ONE: asBadInput(
    ({ figures, most }) =>
      `수치가 ${figures}개로 하나씩 보일 수 있는 ${most}개보다 많습니다. 같은 수치를 table로 물으면 한 번에 받습니다.\nThere would be ${figures} figures, and at most ${most} are told one by one: ask for \`table\`, which has the same figures.`,
    ['figures', 'most'],
  ),
});
