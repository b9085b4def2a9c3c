import { enumDescriptions } from '../database/tables/enumDescriptions.js';
import type { Language } from '../errors.js';
import { type Dimension, type Measure, measureRules, unknownValue } from '../fact/measures.js';
import { dimensionWords, measureWords } from '../fact/words.js';
import { nameOfValue } from '../metrics/table.js';
import type { ReleaseFigure } from '../release/table.js';

const place = { ko: 0, en: 1 } as const;

/** What a measure is called. */
export const nameOfMeasure = (measure: Measure, language: Language) =>
  measureWords[measure].name[place[language]];

/** What a dimension is called. */
export const nameOfDimension = (dimension: Dimension, language: Language) =>
  dimensionWords[dimension].name[place[language]];

/** What a value of a dimension is called. The dong have Korean names alone. */
export function labelOfValue(
  dimension: Dimension,
  value: string,
  dongs: Readonly<Record<string, string>>,
  language: Language,
): string {
  if (language === 'ko' || dimension === 'DONG') {
    return value === unknownValue && language === 'en' ? 'Unknown' : nameOfValue(dimension, value, dongs);
  }
  if (value === unknownValue) return 'Unknown';
  const words = enumDescriptions.get(dimension === 'AGENCY_KIND' ? 'partner_kind' : dimension.toLowerCase());
  const described = words?.values[value];
  if (!described) return value;
  return described
    .slice(described.indexOf('. ') + 2)
    .replace(/\..*$/s, '')
    .trim();
}

/** What a state of a figure is called, and what it means. */
export const stateWords: Readonly<
  Record<ReleaseFigure['state'], { name: readonly [string, string]; definition: readonly [string, string] }>
> = {
  KNOWN: {
    name: ['공표', 'Published'],
    definition: [
      '공표한 수치이며, 0은 참값이 0이거나 반올림한 것입니다.',
      'There is a figure. A true zero and one that was rounded to 0 look alike.',
    ],
  },
  SUPPRESSED: {
    name: ['비공개', 'Kept back'],
    definition: [
      '한 가구가 드러날 수 있어 공표하지 않습니다.',
      'The figure is kept back, for it could give a household away.',
    ],
  },
  IMPOSSIBLE: {
    name: ['해당 없음', 'Impossible'],
    definition: [
      '지표의 정의에 따라 있을 수 없는 값입니다.',
      'By what the measure means there cannot be such a figure.',
    ],
  },
};

/** The unit of a measure. */
export const unitOf = (measure: Measure, language: Language) =>
  measureRules[measure].kind === 'WON'
    ? { ko: '원', en: 'won' }[language]
    : { ko: '건', en: 'count' }[language];
