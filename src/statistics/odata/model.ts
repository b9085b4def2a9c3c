import {
  type Dimension,
  dimensions,
  dimensionValues,
  type Measure,
  measureRules,
  unknownValue,
} from '../../fact/measures.js';
import { dimensionWords, measureWords } from '../../fact/words.js';
import { publishedBy } from '../../release/plan.js';
import type { ReleaseTable } from '../../release/table.js';
import { stateWords } from '../labels.js';
import type { Listed } from '../manifest.js';
import { publishedMeasures, rowsOf } from '../rows.js';

// The sets of the feed: what their columns are, and the entries that they have. Entries are made of the release alone.

export type Cell = string | number | null | readonly string[];
export type Entry = Readonly<Record<string, Cell>>;

/** A column of a set. */
export interface Column {
  name: string;
  type: 'Edm.String' | 'Edm.Int32' | 'Edm.Int64' | 'Edm.DateTimeOffset' | 'Collection(Edm.String)';
  nullable?: true;
  /** What it can be compared with: a closed list, or texts of one form. Without it the column is in no filter. */
  compared?: readonly string[] | RegExp | 'number';
  /** Whether `ge` and `le` compare it, too. */
  ordered?: true;
}

export type SetName = 'Figures' | 'Measures' | 'Dimensions' | 'Releases';
/** A set of entries of one type. */
export interface EntitySet {
  name: SetName;
  /** The type of one entry. */
  type: string;
  key: string;
  columns: readonly Column[];
}

const text = (name: string, more: Partial<Column> = {}): Column => ({ name, type: 'Edm.String', ...more });
const district = text('District', { compared: /^\d{5}$/ });
const month = /^\d{4}-(0[1-9]|1[0-2])$/;
const codes = [...new Set(Object.values(dimensionValues).flat()), unknownValue];
/** A code of a closed list, or of a dong. */
const values = new RegExp(`^(\\d{10}|${codes.join('|')})$`);

export const sets: Readonly<Record<SetName, EntitySet>> = {
  Figures: {
    name: 'Figures',
    type: 'Figure',
    key: 'Id',
    columns: [
      text('Id'),
      district,
      { name: 'Release', type: 'Edm.Int32', compared: 'number' },
      text('Measure', { compared: publishedMeasures }),
      text('Dimension', { compared: dimensions, nullable: true }),
      text('Value', { compared: values, nullable: true }),
      text('ValueName', { nullable: true }),
      text('Month', { compared: month, ordered: true }),
      text('State', { compared: Object.keys(stateWords) }),
      { name: 'Figure', type: 'Edm.Int64', nullable: true },
    ],
  },
  Measures: {
    name: 'Measures',
    type: 'Measure',
    key: 'Measure',
    columns: [
      text('Measure', { compared: publishedMeasures }),
      text('Name'),
      text('NameInEnglish'),
      text('Definition'),
      text('DefinitionInEnglish'),
      text('Kind', { compared: ['COUNT', 'WON', 'STOCK'] }),
      { name: 'Dimensions', type: 'Collection(Edm.String)' },
    ],
  },
  Dimensions: {
    name: 'Dimensions',
    type: 'Dimension',
    key: 'Dimension',
    columns: [
      text('Dimension', { compared: dimensions }),
      text('Name'),
      text('NameInEnglish'),
      text('Definition'),
      text('DefinitionInEnglish'),
    ],
  },
  Releases: {
    name: 'Releases',
    type: 'Release',
    key: 'Id',
    columns: [
      text('Id'),
      district,
      text('DistrictName'),
      { name: 'Number', type: 'Edm.Int32', compared: 'number' },
      text('FirstMonth', { compared: month, ordered: true }),
      text('LastMonth', { compared: month, ordered: true }),
      { name: 'MadeAt', type: 'Edm.DateTimeOffset' },
      text('Hash'),
    ],
  },
};
export const setNames = Object.keys(sets) as readonly SetName[];

const named = ({ name, definition }: { name: readonly string[]; definition: readonly string[] }) => ({
  Name: name[0]!,
  NameInEnglish: name[1]!,
  Definition: definition[0]!,
  DefinitionInEnglish: definition[1]!,
});

export const measureEntries: readonly Entry[] = publishedMeasures.map((measure: Measure) => ({
  Measure: measure,
  ...named(measureWords[measure]),
  Kind: measureRules[measure].kind,
  Dimensions: publishedBy(measure)!,
}));
export const dimensionEntries: readonly Entry[] = dimensions.map((dimension: Dimension) => ({
  Dimension: dimension,
  ...named(dimensionWords[dimension]),
}));

/** Releases as entries of their set. */
export const releaseEntries = (releases: readonly Listed[]): Entry[] =>
  releases.map(({ district: of, districtName, number, firstMonth, lastMonth, madeAt, hash }) => ({
    Id: `${of}-${number}`,
    District: of,
    DistrictName: districtName,
    Number: number,
    FirstMonth: firstMonth,
    LastMonth: lastMonth,
    MadeAt: madeAt,
    Hash: hash,
  }));

/** The figures of a release as entries of their set. */
export const figureEntries = (table: ReleaseTable): Entry[] =>
  rowsOf(table).map(
    ({ district: of, measure, dimension, value, valueName, month: monthOf, state, figure }) => ({
      Id: [of, table.number, measure, dimension ?? '', value ?? '', monthOf].join(':'),
      District: of,
      Release: table.number,
      Measure: measure,
      Dimension: dimension,
      Value: value,
      ValueName: valueName,
      Month: monthOf,
      State: state,
      Figure: figure,
    }),
  );

const attributes = ({ name, type, nullable }: Column) =>
  `Name="${name}" Type="${type}"${nullable ? '' : ' Nullable="false"'}`;

/** $metadata: what there is in the feed, as CSDL. */
export const metadata = `<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
  <edmx:DataServices>
    <Schema Namespace="Hamkke.Statistics" xmlns="http://docs.oasis-open.org/odata/ns/edm">
${Object.values(sets)
  .map(
    ({ type, key, columns }) => `      <EntityType Name="${type}">
        <Key><PropertyRef Name="${key}"/></Key>
${columns.map((each) => `        <Property ${attributes(each)}/>`).join('\n')}
      </EntityType>`,
  )
  .join('\n')}
      <EntityContainer Name="Statistics">
${Object.values(sets)
  .map(({ name, type }) => `        <EntitySet Name="${name}" EntityType="Hamkke.Statistics.${type}"/>`)
  .join('\n')}
      </EntityContainer>
    </Schema>
  </edmx:DataServices>
</edmx:Edmx>
`;
