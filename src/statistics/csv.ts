import { stringify } from 'csv-stringify/sync';
import { dimensions, type Measure, unknownValue } from '../fact/measures.js';
import type { ReleaseTable } from '../release/table.js';
import { publishedMeasures, type Row, rowsOf } from './rows.js';

/** The columns of the long form, with what they are called and which texts each can have. */
export const columns: readonly {
  name: keyof Row;
  titles: readonly [korean: string, english: string];
  meaning: readonly [korean: string, english: string];
  /** A datatype of CSVW. */
  datatype: string | { base: string; format: string };
  required: boolean;
}[] = [
  {
    name: 'district',
    titles: ['시·군·구 코드', 'District'],
    meaning: ['다섯 자리 시·군·구 코드입니다.', 'The code of the district, five digits.'],
    datatype: { base: 'string', format: '\\d{5}' },
    required: true,
  },
  {
    name: 'measure',
    titles: ['지표', 'Measure'],
    meaning: ['무엇을 세거나 더했는지 나타내는 코드입니다.', 'What is counted or added up, as a code.'],
    datatype: { base: 'string', format: publishedMeasures.join('|') },
    required: true,
  },
  {
    name: 'measureName',
    titles: ['지표 이름', 'Name of the measure'],
    meaning: ['지표의 한국어 이름입니다.', 'What the measure is called, in Korean.'],
    datatype: 'string',
    required: true,
  },
  {
    name: 'dimension',
    titles: ['구분', 'Dimension'],
    meaning: [
      '무엇으로 나눈 수치인지 나타내며, 전체이면 비어 있습니다.',
      'By what the figure is told apart; empty where it is of the whole measure.',
    ],
    datatype: { base: 'string', format: dimensions.join('|') },
    required: false,
  },
  {
    name: 'value',
    titles: ['값', 'Value'],
    meaning: [
      `구분의 값을 나타내는 코드이며, ${unknownValue}은 모르는 값입니다.`,
      `The value of the dimension as a code; ${unknownValue} where nobody knows it.`,
    ],
    datatype: 'string',
    required: false,
  },
  {
    name: 'valueName',
    titles: ['값 이름', 'Name of the value'],
    meaning: ['값의 한국어 이름입니다.', 'What the value is called, in Korean.'],
    datatype: 'string',
    required: false,
  },
  {
    name: 'month',
    titles: ['달', 'Month'],
    meaning: ['연도와 달입니다.', 'The month, such as 2026-01.'],
    datatype: 'gYearMonth',
    required: true,
  },
  {
    name: 'state',
    titles: ['상태', 'State'],
    meaning: ['수치가 있는지, 없으면 왜 없는지입니다.', 'Whether there is a figure, and if not, why.'],
    datatype: { base: 'string', format: 'KNOWN|SUPPRESSED|IMPOSSIBLE' },
    required: true,
  },
  {
    name: 'figure',
    titles: ['수치', 'Figure'],
    meaning: ['공표한 수치이며, 없으면 비어 있습니다.', 'The published figure; empty where there is none.'],
    datatype: 'nonNegativeInteger',
    required: false,
  },
];

/**
 * A release as CSV, one figure a line. It begins with a byte order mark, without which Excel takes it for the code page of
 * its country, and a text that Excel would read as a formula gets an apostrophe in front.
 */
export const csvOf = (table: ReleaseTable, only: Measure | null): Buffer =>
  Buffer.from(
    stringify(rowsOf(table, only), {
      bom: true,
      header: true,
      columns: columns.map(({ name }) => name),
      record_delimiter: 'windows',
      escape_formulas: true,
    }),
  );
