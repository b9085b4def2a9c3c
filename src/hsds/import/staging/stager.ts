import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { getTableName } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { ReservedSql } from 'postgres';
import type { RowFinding, StagedRow } from '../mapping/map.js';
import type { ProfileValue } from '../mapping/profile.js';
import type { Spelling } from '../mapping/spelling.js';
import { storable } from '../mapping/storable.js';
import { columnsOf, stageOf } from './tables.js';

/** Below it, one statement is faster than the waiting of a COPY. */
const smallBatch = 32 * 1024;
/** Characters of a batch. Each COPY costs some forty milliseconds of waiting on the wire, and each batch its memory. */
const batchSize = 1024 * 1024;
/** Characters after which what was staged is kept for good: as much must be read again after a kill. */
const keptAfter = 16 * 1024 * 1024;

const mostSpelled = 20_000;

type Cell = string | number | boolean | null | undefined;

/** A value as COPY takes it. */
const copied = (value: Cell) =>
  value === null || value === undefined
    ? '\\N'
    : typeof value === 'string'
      ? storable(value).replace(/[\\\n\r\t]/g, (each) => escapes[each]!)
      : String(value);
const read = (cell: string) =>
  cell === '\\N' ? null : cell.replace(/\\(.)/g, (_, each: string) => meant[each] ?? each);
const meant: Record<string, string> = { n: '\n', r: '\r', t: '\t' };
const escapes: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** How far the reading of a file is, and what it came to. */
export interface FileState {
  hash: string;
  /** Rows or objects that were taken. */
  items: number;
  done: boolean;
  state: FileTally;
}

/** What a file said, apart from its rows. */
export interface FileTally {
  read: [entity: string, rows: number][];
  says: [entity: string, properties: string[]][];
  leftOut: [column: string | null, values: number][];
  /** What a reader must remember to go on. */
  memory: { row: number; known: string[] };
}

/** Sends rows and findings on in batches, so that memory does not grow with the package. */
export class Stager {
  /** One batch is on its way while the next is read, and no more. */
  private sent: Promise<unknown> = Promise.resolve();
  private readonly waiting = new Map<string, { columns: string; lines: string[]; size: number }>();
  private readonly states = new Map<string, FileState>();
  private readonly spelled = new Set<string>();
  private begun = false;
  private size = 0;

  constructor(private readonly sql: ReservedSql) {}

  async row(file: string, row: StagedRow): Promise<void> {
    const { table, values, _row, _line, _ref, _content, _fill, _whole, _extra } = row;
    const cells: Cell[] = [
      file,
      _row,
      _line,
      _ref,
      _content,
      _fill,
      _whole,
      _extra && JSON.stringify(_extra),
    ];
    for (const property of columnsOf(table).keys()) cells.push(values[property]);
    await this.add(stageOf(table), cells, () =>
      ['_file, _row, _line, _ref, _content, _fill, _whole, _extra', ...columnsOf(table).values()].join(', '),
    );
  }

  async finding(
    file: string,
    { row, line, entity, id, kind, reason, column, value }: RowFinding,
  ): Promise<void> {
    await this.add(
      'stage_findings',
      [file, row, line, entity, id, kind, reason, column, value],
      () => 'file, row, line, entity, id, kind, reason, field, value',
    );
  }

  async eligibility(file: string, line: number, serviceId: string, eligibility: string): Promise<void> {
    await this.add(
      'stage_eligibility',
      [file, line, serviceId, eligibility],
      () => '_file, _line, service_id, eligibility',
    );
  }

  async profile(file: string, { table, id, property, value, line }: ProfileValue): Promise<void> {
    await this.add(
      'stage_profile',
      [file, line, getTableName(table), id, property, value],
      () => '_file, _line, entity, id, property, value',
    );
  }

  /** A reference, by which an id is found that is written in another way. */
  async spelling(file: string, { table, id, spelling }: Spelling): Promise<void> {
    if (this.spelled.has(id)) return;
    // Each once as far as is remembered: those that come twice do no harm.
    if (this.spelled.size >= mostSpelled) this.spelled.clear();
    this.spelled.add(id);
    await this.add(
      'stage_spellings',
      [file, getTableName(table), id, spelling],
      () => '_file, entity, id, spelling',
    );
  }

  /** What earlier runs came to, by file. */
  async known(): Promise<Map<string, FileState>> {
    const rows = await this.sql<(Omit<FileState, 'state'> & { path: string; state: string })[]>`
      select * from stage_files`;
    return new Map(
      rows.map(({ path, state, ...rest }) => [path, { ...rest, state: JSON.parse(state) as FileTally }]),
    );
  }

  /** Takes back what was staged of a file. */
  async forget(file: string, tables: readonly PgTable[]): Promise<void> {
    await this.begin();
    const stages = [...tables.map(stageOf), 'stage_eligibility', 'stage_profile', 'stage_spellings'];
    for (const each of stages) await this.sql`delete from ${this.sql(each)} where _file = ${file}`;
    await this.sql`delete from stage_findings where file = ${file}`;
    await this.sql`delete from stage_files where path = ${file}`;
  }

  /** Remembers how far a file is, and keeps everything so far when it has become much. */
  async reached(file: string, state: FileState): Promise<void> {
    this.states.set(file, state);
    if (this.size >= keptAfter) await this.keep();
  }

  /** Keeps everything that was staged: an import that is killed from now on goes on here. */
  async keep(): Promise<void> {
    await this.begin();
    for (const name of this.waiting.keys()) await this.send(name);
    await this.sent;
    for (const [path, { hash, items, done, state }] of this.states)
      await this.sql`
        insert into stage_files values (${path}, ${hash}, ${items}, ${done}, ${JSON.stringify(state)})
        on conflict (path) do update
        set hash = excluded.hash, items = excluded.items, done = excluded.done, state = excluded.state`;
    this.states.clear();
    await this.sql.unsafe('commit');
    this.begun = false;
    this.size = 0;
  }

  /** Gives up what was not kept. */
  async abandon(): Promise<void> {
    await this.sent.catch(() => {});
    if (this.begun) await this.sql.unsafe('rollback').catch(() => {});
    this.begun = false;
  }

  private async begin() {
    if (this.begun) return;
    this.begun = true;
    await this.sql.unsafe('begin');
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
    this.size += line.length;
    if (batch.size >= batchSize) await this.send(name);
  }

  private async send(name: string) {
    const batch = this.waiting.get(name);
    if (!batch || batch.lines.length === 0) return;
    const { lines, size, columns } = batch;
    batch.lines = [];
    batch.size = 0;
    await this.sent;
    await this.begin();
    this.sent =
      size < smallBatch
        ? this.insert(name, columns, lines)
        : this.copy(`copy ${name} (${columns}) from stdin`, `${lines.join('\n')}\n`);
    // A failure is thrown by the next await, and must not count as unhandled until then.
    this.sent.catch(() => {});
  }

  private async insert(name: string, columns: string, lines: readonly string[]) {
    const names = columns.split(', ');
    const rows = lines.map((line) => {
      const cells = line.split('\t').map(read);
      const value = (each: string, cell: string | null | undefined) =>
        each === '_extra' && cell ? (JSON.parse(cell) as unknown) : cell;
      return Object.fromEntries(names.map((each, at) => [each, value(each, cells[at])]));
    });
    await this.sql.unsafe(
      `insert into ${name} (${columns}) select ${columns} from json_populate_recordset(null::${name}, $1::text::json)`,
      [JSON.stringify(rows)],
    );
  }

  private async copy(statement: string, lines: string) {
    const into = await this.sql.unsafe(statement).writable();
    await pipeline(Readable.from([lines]), into);
  }
}
