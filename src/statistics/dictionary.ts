import { type Dimension, dimensions, dimensionValues, type Measure, unknownValue } from '../fact/measures.js';
import { dimensionWords, measureWords } from '../fact/words.js';
import { publishedBy } from '../release/plan.js';
import { protectionWords } from '../release/publish.js';
import { columns } from './csv.js';
import { labelOfValue, stateWords, unitOf } from './labels.js';
import { publishedMeasures, typicalErrorOf } from './rows.js';

type Pair = readonly [korean: string, english: string];
const inBoth = ([ko, en]: Pair) => ({ ko, en });

const valuesOf = (dimension: Dimension) =>
  dimension === 'DONG'
    ? []
    : [...dimensionValues[dimension], unknownValue].map((value) => ({
        value,
        name: inBoth([labelOfValue(dimension, value, {}, 'ko'), labelOfValue(dimension, value, {}, 'en')]),
      }));

/** What everything in the files of a release means: measures, dimensions and their values, columns, states. */
export const dictionary = {
  protection: protectionWords,
  columns: columns.map(({ name, titles, meaning, required }) => ({
    name,
    title: inBoth(titles),
    definition: inBoth(meaning),
    required,
  })),
  states: Object.entries(stateWords).map(([state, { name, definition }]) => ({
    state,
    name: inBoth(name),
    definition: inBoth(definition),
  })),
  measures: publishedMeasures.map((measure: Measure) => ({
    measure,
    name: inBoth(measureWords[measure].name),
    definition: inBoth(measureWords[measure].definition),
    unit: inBoth([unitOf(measure, 'ko'), unitOf(measure, 'en')]),
    dimensions: publishedBy(measure)!,
    typicalError: typicalErrorOf(measure),
  })),
  dimensions: dimensions.map((dimension) => ({
    dimension,
    name: inBoth(dimensionWords[dimension].name),
    definition: inBoth(dimensionWords[dimension].definition),
    values: valuesOf(dimension),
  })),
} as const;
