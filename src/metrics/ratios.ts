import type { Measure } from '../fact/measures.js';
import type { Words } from '../fact/words.js';
import { errorOf } from '../faults.js';
import { metricsFaults } from './faults.js';
import { metricsLimits } from './limits.js';

/** A figure by another one, from the same question: of released figures from nothing else. */
export interface RatioRule {
  numerator: Measure;
  denominator: Measure;
  words: Words;
}

const ratio = (
  numerator: Measure,
  denominator: Measure,
  name: Words['name'],
  definition: Words['definition'],
): RatioRule => ({ numerator, denominator, words: { name, definition } });

/** The ratios that people ask for, each defined once. */
export const ratioRules = {
  SELECTION_RATE: ratio(
    'SCREENED_SELECTED',
    'SCREENED',
    ['선정률', 'Selection rate'],
    [
      '발굴 가구 가운데 사례관리로 선정된 비율입니다.',
      'Of the households screened, the share that was selected.',
    ],
  ),
  LINKAGES_PER_SELECTED: ratio(
    'SCREENED_LINKAGES',
    'SCREENED_SELECTED',
    ['가구당 연계', 'Linkages for each selected household'],
    [
      '발굴 후 선정 가구 하나에 연계한 서비스 수입니다.',
      'Services linked for each household that was screened and selected.',
    ],
  ),
  DEADLINES_MET: ratio(
    'CLOCKS_MET',
    'CLOCKS_DUE',
    ['기한 준수율', 'Deadlines met'],
    [
      '기한이 된 일 가운데 기한 안에 처리한 비율입니다.',
      'Of the deadlines of the period, the share that was met in time.',
    ],
  ),
  VISITS_IN_TIME: ratio(
    'VISITS_MET',
    'VISITS_DUE',
    ['방문 준수율', 'Visits made in time'],
    [
      '방문할 때가 된 방문 가운데 제때 다녀온 비율입니다.',
      'Of the visits due in the period, the share that was made in time.',
    ],
  ),
  UNIVERSAL_VISITS_MADE: ratio(
    'UNIVERSAL_VISITS_DONE',
    'UNIVERSAL_VISITS_OFFERED',
    ['보편방문 완료율', 'Universal visits made'],
    [
      '제안한 보편방문에 견준 완료한 보편방문입니다.',
      'Universal visits made in the period for each one offered in it.',
    ],
  ),
  VALUE_PER_LINKAGE: ratio(
    'LINKAGE_VALUE',
    'LINKAGES',
    ['연계당 금액', 'Value of a linkage'],
    ['서비스연계 한 건의 평균 금액(원)입니다.', 'What a linkage was worth on average, in won.'],
  ),
  REOPENING_RATE: ratio(
    'CASES_REOPENED',
    'CASES_CLOSED',
    ['재개율', 'Reopening rate'],
    ['종결에 견준 재개 횟수입니다.', 'Cases reopened in the period for each one closed in it.'],
  ),
} as const satisfies Readonly<Record<string, RatioRule>>;

export type Ratio = keyof typeof ratioRules;
export const ratios = Object.keys(ratioRules) as Ratio[];

/** Refuses more ratios than one answer may have. */
export function checkRatios(count: number): void {
  const most = metricsLimits.mostRatios;
  if (count > most) throw errorOf(metricsFaults.TOO_MANY_RATIOS, { ratios: count, most });
}

/** One figure by another; null where either is not known, or the other is nothing. */
export const ratioOf = (numerator: number | null, denominator: number | null) =>
  numerator === null || denominator === null || denominator === 0 ? null : numerator / denominator;
