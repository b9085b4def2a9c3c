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

const about = ['_file', '_line', '_ref', '_content', '_fill', '_extra'];
/** Enough to be quick, few enough to stay small: a service's texts are up to some ten kilobytes. */
const batchRows = 500;

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
  private readonly waiting = new Map<string, { columns: string[] | null; rows: unknown[] }>();

  constructor(private readonly tx: TransactionSql) {}

  async row(file: string, row: StagedRow): Promise<void> {
    const { table, values, ...rest } = row;
    const staged: Record<string, unknown> = { ...rest, _file: file };
    for (const property in values)
      if (values[property] !== null) staged[columnName(table, property)] = values[property];
    await this.add(stageOf(table), staged, () => [...columnsOf(table).values(), ...about]);
  }

  async finding(finding: Finding): Promise<void> {
    await this.add('stage_findings', finding, () => null);
  }

  async eligibility(row: { _file: string; _line: number; service_id: string; eligibility: string }) {
    await this.add('stage_eligibility', row, () => null);
  }

  async flush(): Promise<void> {
    for (const name of this.waiting.keys()) await this.send(name);
    await this.sent;
  }

  private async add(name: string, row: unknown, columns: () => string[] | null) {
    const batch = this.waiting.get(name) ?? { columns: columns(), rows: [] };
    this.waiting.set(name, batch);
    batch.rows.push(row);
    if (batch.rows.length >= batchRows) await this.send(name);
  }

  private async send(name: string) {
    const batch = this.waiting.get(name);
    if (!batch || batch.rows.length === 0) return;
    const columns = batch.columns?.join(', ');
    const rows = JSON.stringify(batch.rows);
    batch.rows = [];
    await this.sent;
    this.sent = this.tx.unsafe(
      `insert into ${name} ${columns ? `(${columns})` : ''}
       select ${columns ?? '*'} from json_populate_recordset(null::${name}, $1::text::json)`,
      [rows],
      { prepare: true },
    );
    // A failure is thrown by the next await, and must not count as unhandled until then.
    this.sent.catch(() => {});
  }
}
