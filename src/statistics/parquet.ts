import { parquetWriteBuffer } from 'hyparquet-writer';
import type { Measure } from '../fact/measures.js';
import type { ReleaseTable } from '../release/table.js';
import { columns } from './csv.js';
import { rowsOf } from './rows.js';

/** A release as Parquet: the columns of the CSV, a figure as a 64-bit integer. */
export function parquetOf(table: ReleaseTable, only: Measure | null): Buffer {
  const rows = rowsOf(table, only);
  return Buffer.from(
    parquetWriteBuffer({
      createdBy: 'hamkke',
      columnData: columns.map(({ name, required }) => ({
        name,
        data: rows.map((row) => (name === 'figure' && row.figure !== null ? BigInt(row.figure) : row[name])),
        type: name === 'figure' ? ('INT64' as const) : ('STRING' as const),
        nullable: !required,
      })),
      kvMetadata: [
        { key: 'release', value: `${table.district}/${table.number}` },
        { key: 'hash', value: table.hash },
        { key: 'protection', value: `${table.protection.ko}\n${table.protection.en}` },
      ],
    }),
  );
}
