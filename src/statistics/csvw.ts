import type { Measure } from '../fact/measures.js';
import type { ReleaseTable } from '../release/table.js';
import { columns } from './csv.js';

/**
 * What a CSV of a release holds, as the W3C's "CSV on the Web" says it, for programs that read tables by their
 * description. Its address is that of the CSV with `-metadata.json` behind it, where such programs look.
 */
export function csvwOf(table: ReleaseTable, only: Measure | null): Buffer {
  const { number, district, districtName, firstMonth, lastMonth, madeAt, protection, hash } = table;
  return Buffer.from(
    `${JSON.stringify(
      {
        '@context': ['http://www.w3.org/ns/csvw', { '@language': 'ko' }],
        url: `${number}.csv${only ? `?measure=${only}` : ''}`,
        'dc:title': [
          { '@value': `${districtName} 복지 통계 ${number}차 공표`, '@language': 'ko' },
          { '@value': `Welfare statistics of ${district}, release ${number}`, '@language': 'en' },
        ],
        'dc:description': [
          { '@value': protection.ko, '@language': 'ko' },
          { '@value': protection.en, '@language': 'en' },
        ],
        'dc:temporal': `${firstMonth}/${lastMonth}`,
        'dc:issued': { '@value': madeAt, '@type': 'xsd:dateTime' },
        'dc:identifier': hash,
        dialect: { encoding: 'utf-8', header: true, delimiter: ',', quoteChar: '"', doubleQuote: true },
        tableSchema: {
          columns: columns.map(({ name, titles, meaning, datatype, required }) => ({
            name,
            // The header of the file is the first English title.
            titles: { en: [name, titles[1]], ko: titles[0] },
            'dc:description': [
              { '@value': meaning[0], '@language': 'ko' },
              { '@value': meaning[1], '@language': 'en' },
            ],
            datatype,
            null: '',
            required,
          })),
          primaryKey: ['measure', 'dimension', 'value', 'month'],
          aboutUrl: `${number}.csv{#measure,dimension,value,month}`,
        },
      },
      null,
      2,
    )}\n`,
  );
}
