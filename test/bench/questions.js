import { measures } from '../../dist/fact/measures.js';
import { operation } from './scenarios.js';

// Questions about figures: what each is called, the operation, and what it is asked with.

const figures = operation('figures');
const table = operation('figureTable');
const year = { from: '2024-01-01', until: '2024-12-31' };
/** What a district asks about itself. */
export const questions = [
  ['a year', figures, { measures: ['LINKAGES'], period: year }],
  [
    'all measures, a year',
    figures,
    {
      measures: [
        'REPORTS',
        'SCREENED',
        'CASES_OPENED',
        'LINKAGES',
        'LINKAGE_VALUE',
        'VISITS_DUE',
        'AGREEMENTS',
      ],
      period: year,
      compareWith: ['YEAR_BEFORE'],
    },
  ],
  [
    'a year by month and sector',
    figures,
    { measures: ['LINKAGES'], period: year, every: 'MONTH', by: ['SECTOR'] },
  ],
  ['a year by dong and need', figures, { measures: ['LINKAGES'], period: year, by: ['DONG', 'NEED_DOMAIN'] }],
  [
    'five years by dong',
    figures,
    {
      measures: ['LINKAGES'],
      period: { from: '2021-01-01', until: '2025-12-31' },
      every: 'YEAR',
      by: ['DONG'],
    },
  ],
  [
    'to a date, by source',
    figures,
    {
      measures: ['LINKAGES'],
      period: { from: '2024-01-01', until: '2024-11-15' },
      by: ['INTAKE_SOURCE'],
      compareWith: ['YEAR_BEFORE'],
    },
  ],
  [
    'to a date, dong and need',
    figures,
    {
      measures: ['LINKAGES'],
      period: { from: '2024-01-01', until: '2024-11-15' },
      by: ['DONG', 'NEED_DOMAIN'],
      compareWith: ['YEAR_BEFORE'],
    },
  ],
  [
    'all measures by month',
    table,
    { measures, period: year, every: 'MONTH', compareWith: ['PERIOD_BEFORE', 'YEAR_BEFORE'] },
  ],
  [
    'by month, dong and need',
    table,
    { measures: ['LINKAGES'], period: year, every: 'MONTH', by: ['DONG', 'NEED_DOMAIN'] },
  ],
  ['the funnel by month', operation('funnel'), { period: year, every: 'MONTH' }],
  ['deadlines met', operation('deadlinesMet'), { period: year }],
];

/** What a city asks about its 25 districts together: told, and not bounded. */
export const ofCity = [
  ['a city: a year', figures, { measures: ['LINKAGES'], period: year }],
  [
    'a city: by month and sector',
    figures,
    { measures: ['LINKAGES'], period: year, every: 'MONTH', by: ['SECTOR'] },
  ],
  [
    'a city: by need and source',
    figures,
    { measures: ['LINKAGES'], period: year, by: ['NEED_DOMAIN', 'INTAKE_SOURCE'] },
  ],
  ['a city: by dong and need', table, { measures: ['LINKAGES'], period: year, by: ['DONG', 'NEED_DOMAIN'] }],
  [
    'a city: to a date, by dong',
    table,
    { measures: ['LINKAGES'], period: { from: '2024-01-01', until: '2024-11-15' }, by: ['DONG'] },
  ],
];
