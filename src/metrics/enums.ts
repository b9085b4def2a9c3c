import { registerEnumType } from 'type-graphql';
import { enumObject } from '../access/columns.js';
import { dimension, figureState, measure } from '../database/tables/enums.js';
import '../fact/words.js';
import { comparisons, lengths } from './periods.js';
import { ratioRules } from './ratios.js';

/** The GraphQL enum of a closed list, with what each value means. */
function closed(
  name: string,
  values: readonly string[],
  description: string,
  meanings: Readonly<Record<string, string>>,
) {
  const object = Object.fromEntries(values.map((each) => [each, each]));
  const valuesConfig = Object.fromEntries(values.map((each) => [each, { description: meanings[each]! }]));
  registerEnumType(object, { name, description, valuesConfig });
  return object;
}

export const MeasureType = enumObject(measure);
export const DimensionType = enumObject(dimension);
export const PeriodLengthType = closed(
  'PeriodLength',
  Object.keys(lengths),
  '기간 단위. 기간을 어떤 길이로 나누는지 구분합니다. How long the parts of a period are.',
  {
    MONTH: '월. Month by month.',
    QUARTER: '분기. Quarter by quarter.',
    HALF_YEAR: '반기. Half-year by half-year.',
    YEAR: '연도. Year by year.',
  },
);
export const ComparisonType = closed(
  'PeriodComparison',
  comparisons,
  '비교 기준. 어느 기간과 견주는지 구분합니다. With what a period is compared.',
  {
    PERIOD_BEFORE: '직전 기간. The period of the same length just before.',
    YEAR_BEFORE: '전년 같은 기간. The same period of the year before.',
  },
);
export const FigureStateType = enumObject(figureState);
export const RatioType = closed(
  'Ratio',
  Object.keys(ratioRules),
  '통계 비율. 어떤 수치를 어떤 수치로 나누는지 구분합니다. Which figure by which other one.',
  Object.fromEntries(
    Object.entries(ratioRules).map(([key, { words }]) => [
      key,
      `${words.name[0]}. ${words.definition[0]} ${words.name[1]}. ${words.definition[1]}`,
    ]),
  ),
);
