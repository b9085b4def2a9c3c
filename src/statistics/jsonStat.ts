import type { Language } from '../errors.js';
import { type Dimension, type Measure, unknownValue } from '../fact/measures.js';
import { figuresIn, type ReleaseFigure, type ReleaseTable } from '../release/table.js';
import { labelOfValue, nameOfDimension, nameOfMeasure, stateWords, unitOf } from './labels.js';
import { publishedMeasures, typicalErrorOf } from './rows.js';

const words = {
  ko: { district: '시·군·구', measure: '지표', month: '달', whole: '전체' },
  en: { district: 'District', measure: 'Measure', month: 'Month', whole: 'all' },
} as const;

/** A release as JSON-stat 2.0: a collection with a dataset for each measure, as a whole and by each dimension. */
export function jsonStatOf(table: ReleaseTable, only: Measure | null, language: Language): Buffer {
  const { district, districtName, number, madeAt, protection, hash, firstMonth, lastMonth } = table;
  const items = publishedMeasures
    .filter((measure) => only === null || measure === only)
    .flatMap((measure) => {
      const all = figuresIn(table, measure);
      const dimensions = [...new Set(all.map(({ dimension }) => dimension))];
      return dimensions.map((dimension) =>
        datasetOf(
          table,
          measure,
          dimension,
          all.filter((each) => each.dimension === dimension),
          language,
        ),
      );
    });
  const place = language === 'ko' ? 0 : 1;
  return Buffer.from(
    `${JSON.stringify({
      version: '2.0',
      class: 'collection',
      label: `${districtName} ${firstMonth}–${lastMonth} (${number})`,
      updated: madeAt,
      source: districtName,
      extension: {
        district,
        release: number,
        hash,
        protection: protection[language],
        states: Object.fromEntries(
          Object.entries(stateWords).map(([state, { name, definition }]) => [
            state,
            { label: name[place], note: definition[place] },
          ]),
        ),
      },
      link: { item: items },
    })}\n`,
  );
}

/** Figures of one measure by one dimension: month by month, each with all values, as JSON-stat's order has it. */
function datasetOf(
  { district, districtName, dongs, madeAt }: ReleaseTable,
  measure: Measure,
  dimension: Dimension | '',
  figures: readonly ReleaseFigure[],
  language: Language,
) {
  const months = [...new Set(figures.map(({ month }) => month))];
  const values = dimension ? [...new Set(figures.map(({ value }) => value))] : [];
  const said = words[language];
  const name = nameOfMeasure(measure, language);
  const category = (index: readonly string[], label: (each: string) => string) => ({
    index,
    label: Object.fromEntries(index.map((each) => [each, label(each)])),
  });
  const status = figures.flatMap(({ state }, at) => (state === 'KNOWN' ? [] : [[at, state]]));
  return {
    class: 'dataset',
    label: `${name}: ${dimension ? nameOfDimension(dimension, language) : said.whole}`,
    updated: madeAt,
    source: districtName,
    id: ['district', 'measure', 'month', ...(dimension ? [dimension] : [])],
    size: [1, 1, months.length, ...(dimension ? [values.length] : [])],
    role: {
      time: ['month'],
      geo: ['district', ...(dimension === 'DONG' ? ['DONG'] : [])],
      metric: ['measure'],
    },
    dimension: {
      district: { label: said.district, category: category([district], () => districtName) },
      measure: {
        label: said.measure,
        category: {
          ...category([measure], () => name),
          unit: { [measure]: { decimals: 0, label: unitOf(measure, language) } },
        },
      },
      month: { label: said.month, category: category(months, (each) => each) },
      ...(dimension && {
        [dimension]: {
          label: nameOfDimension(dimension, language),
          category: category(values, (each) => labelOfValue(dimension, each, dongs, language)),
        },
      }),
    },
    value: figures.map(({ figure }) => figure),
    ...(status.length > 0 && { status: Object.fromEntries(status) }),
    extension: { typicalError: typicalErrorOf(measure), ...(dimension && { unknown: unknownValue }) },
  };
}
