import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { getTableColumns, getTableName } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { TransactionSql } from 'postgres';
import type { StagedRow } from './map.js';
import type { Finding } from './report.js';

const names = new Map<PgTable, ReadonlyMap<string, string>>();

/** The columns of a table by property, as the database calls them: a row's shape is said once. */
export function columnsOf(table: PgTable): ReadonlyMap<string, string> {
  const known = names.get(table);
  if (known) return known;
  const columns = Object.entries(getTableColumns(table));
  const found = new Map(columns.map(([property, column]) => [property, toSnakeCase(column.name)]));
  names.set(table, found);
  return found;
}

/** A column's name in the database, by its property in the Drizzle table. */
export function columnName(table: PgTable, property: string): string {
  const name = columnsOf(table).get(property);
  if (!name) throw new Error(`Table ${getTableName(table)} has no column ${property}`);
  return name;
}

export const stageOf = (table: PgTable) => `stage_${getTableName(table)}`;

/** Characters of a batch. Each COPY costs some forty milliseconds of waiting on the wire, and each batch its memory. */
const batchSize = 512 * 1024;

type Cell = string | number | boolean | null | undefined;

/** A value as COPY takes it. */
const copied = (value: Cell) =>
  value === null || value === undefined
    ? '\\N'
    : typeof value === 'string'
      ? value.replace(/[\\\n\r\t]/g, (each) => escapes[each]!)
      : String(value);
const escapes: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Temporary tables that the rows wait in, gone at the end of the transaction. */
export async function createStaging(tx: TransactionSql, tables: readonly PgTable[]): Promise<void> {
  const statements = tables.map(
    (table) => `
create temp table ${stageOf(table)} on commit drop as select * from ${getTableName(table)} with no data;
alter table ${stageOf(table)} add _file text, add _line int, add _ref text, add _content uuid, add _fill int,
  add _extra jsonb, add _state text, add _seq bigint generated always as identity;`,
  );
  await tx.unsafe(`${statements.join('')}
create temp table stage_eligibility (_file text, _line int, service_id uuid, eligibility text) on commit drop;
create temp table stage_findings (file text, line int, entity text, id text, kind text, reason text, value text)
  on commit drop;`);
}

/** Indexes and statistics, once all rows wait. */
export async function indexStaging(tx: TransactionSql, tables: readonly PgTable[]): Promise<void> {
  await tx.unsafe(
    tables.map((table) => `create index on ${stageOf(table)} (id); analyze ${stageOf(table)};`).join('\n'),
  );
}

/** Sends rows and findings on in batches, so that memory does not grow with the package. */
export class Stager {
  /** One batch is on its way while the next is read, and no more. */
  private sent: Promise<unknown> = Promise.resolve();
  private readonly waiting = new Map<string, { columns: string; lines: string[]; size: number }>();

  constructor(private readonly tx: TransactionSql) {}

  async row(file: string, row: StagedRow): Promise<void> {
    const { table, values, _line, _ref, _content, _fill, _extra } = row;
    const cells: Cell[] = [file, _line, _ref, _content, _fill, _extra && JSON.stringify(_extra)];
    for (const property of columnsOf(table).keys()) cells.push(values[property]);
    await this.add(stageOf(table), cells, () =>
      ['_file', '_line', '_ref', '_content', '_fill', '_extra', ...columnsOf(table).values()].join(', '),
    );
  }

  async finding({ file, line, entity, id, kind, reason, value }: Finding): Promise<void> {
    await this.add(
      'stage_findings',
      [file, line, entity, id, kind, reason, value],
      () => 'file, line, entity, id, kind, reason, value',
    );
  }

  async eligibility(file: string, line: number, serviceId: string, eligibility: string): Promise<void> {
    await this.add(
      'stage_eligibility',
      [file, line, serviceId, eligibility],
      () => '_file, _line, service_id, eligibility',
    );
  }

  async flush(): Promise<void> {
    for (const name of this.waiting.keys()) await this.send(name);
    await this.sent;
  }

  private async add(name: string, cells: readonly Cell[], columns: () => string) {
    let batch = this.waiting.get(name);
    if (!batch) {
      batch = { columns: columns(), lines: [], size: 0 };
      this.waiting.set(name, batch);
    }
    const line = cells.map(copied).join('\t');
    batch.lines.push(line);
    batch.size += line.length;
    if (batch.size >= batchSize) await this.send(name);
  }

  private async send(name: string) {
    const batch = this.waiting.get(name);
    if (!batch || batch.lines.length === 0) return;
    const lines = `${batch.lines.join('\n')}\n`;
    batch.lines = [];
    batch.size = 0;
    await this.sent;
    this.sent = this.copy(`copy ${name} (${batch.columns}) from stdin`, lines);
    // A failure is thrown by the next await, and must not count as unhandled until then.
    this.sent.catch(() => {});
  }

  private async copy(statement: string, lines: string) {
    const into = await this.tx.unsafe(statement).writable();
    await pipeline(Readable.from([lines]), into);
  }
}
