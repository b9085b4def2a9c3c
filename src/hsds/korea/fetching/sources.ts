import { bokjiroCentral, bokjiroLocal } from '../sources/bokjiro.js';
import type { Dataset } from '../sources/dataset.js';
import { facilities } from '../sources/facilities.js';
import { gov24 } from '../sources/gov24.js';

/** What is asked of a source, page by page or once for each record of its list. */
export interface Operation {
  /** The path behind the address of the source. */
  path: string;
  parameters: Readonly<Record<string, string>>;
  /** Rows of a page; absent where an answer is of one record. */
  rows?: number;
  /** The parameter that names a record, where an answer is of one. */
  by?: string;
}

/** One of Korea's directories as its address answers. */
export interface Address {
  dataset: Dataset;
  /** Where it answers, without the operations. */
  base: string;
  form: 'json' | 'xml';
  /** The names of the parameters that turn pages. */
  page: string;
  size: string;
  /** odcloud takes the key in a header, where no log of addresses has it. */
  keyIn: 'header' | 'query';
  operations: readonly Operation[];
}

const ssis = 'https://apis.data.go.kr/B554287';
const pages = { form: 'xml', page: 'pageNo', size: 'numOfRows', keyIn: 'query' } as const;

export const addresses: readonly Address[] = [
  {
    dataset: gov24,
    base: 'https://api.odcloud.kr/api/gov24/v3',
    form: 'json',
    page: 'page',
    size: 'perPage',
    keyIn: 'header',
    operations: ['serviceList', 'serviceDetail', 'supportConditions'].map((path) => ({
      path,
      parameters: { returnType: 'JSON' },
      rows: 1000,
    })),
  },
  {
    ...pages,
    dataset: bokjiroCentral,
    base: `${ssis}/NationalWelfareInformationsV001`,
    operations: [
      { path: 'NationalWelfarelistV001', parameters: { callTp: 'L', srchKeyCode: '003' }, rows: 500 },
      { path: 'NationalWelfaredetailedV001', parameters: { callTp: 'D' }, by: 'servId' },
    ],
  },
  {
    ...pages,
    dataset: bokjiroLocal,
    base: `${ssis}/LocalGovernmentWelfareInformations`,
    operations: [
      { path: 'LcgvWelfarelist', parameters: {}, rows: 500 },
      { path: 'LcgvWelfaredetailed', parameters: {}, by: 'servId' },
    ],
  },
  {
    ...pages,
    dataset: facilities,
    base: `${ssis}/sclWlfrFcltInfoInqirService1`,
    operations: ['getFcltListInfoInqire', 'getFcltByBassInfoInqire'].map((path) => ({
      path,
      parameters: {},
      rows: 1000,
    })),
  },
];
