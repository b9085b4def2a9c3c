import { parse } from 'csv-parse/sync';
import type { Sql } from 'postgres';
import { packageFiles, withSnapshot } from '../../src/hsds/export/export.js';
import { type Resource, resources } from '../../src/hsds/resources.js';

export type Row = Record<string, string>;

/** The rows of every file of an export, by the object's name. */
export async function exported(sql: Sql): Promise<Record<string, Row[]>> {
  const rows: Record<string, Row[]> = {};
  await withSnapshot(sql, async (at) => {
    for (const { path, open } of packageFiles(at)) {
      const it = [...resources.values()].find((each) => each.path === path);
      if (it) rows[it.name] = rowsIn(await textOf(await open()));
    }
  });
  return rows;
}

export const rowsIn = (csv: string) => parse(csv, { columns: true }) as Row[];

export async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

/** A row as HSDS's schema has it as an object: an empty cell is nothing, but where there must be a text. */
export const objectOf = (it: Resource, row: Row) =>
  Object.fromEntries(
    it.fields
      .filter(({ name, required }) => row[name] !== '' || required)
      .map(({ name, kind }) => [name, kind === 'number' ? Number(row[name]) : row[name]]),
  );
