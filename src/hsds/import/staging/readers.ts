import { getTableName } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import * as tables from '../../../database/tables/catalogue.js';
import type { ObjectName } from '../../objects.js';
import { resource } from '../../resources.js';
import { eligibility } from '../mapping/files.js';
import {
  foundIn,
  type Mapped,
  type Mapper,
  noteLost,
  type Remembered,
  type RowFinding,
  readable,
  unevenRow,
} from '../mapping/map.js';
import type { ObjectMapper } from '../mapping/objects.js';
import { Notes, text } from '../mapping/repairs.js';
import { hasSpellings, spellingOf } from '../mapping/spelling.js';
import { hintOf, kindOf, objectOfFile } from '../mapping/standard.js';
import { idFromSource } from '../mapping/uuid.js';
import type { TableRow as Row } from '../reading/header.js';
import type { JsonItem } from '../reading/json.js';
import type { FileTally, Stager } from './stager.js';
import { tableOf } from './tables.js';

/** Takes the rows or objects of one file, one after the other. */
export interface Reader<Item> {
  take(item: Item): Promise<void>;
  tally(): FileTally;
  /** Goes on where an earlier run stopped. */
  resume(tally: FileTally): void;
}

/** What every reader keeps count of. */
abstract class Counted {
  protected readonly counts = new Map<string, number>();

  constructor(
    protected readonly file: string,
    protected readonly stager: Stager,
  ) {}

  protected count(entity: string) {
    this.counts.set(entity, (this.counts.get(entity) ?? 0) + 1);
  }

  protected async refused(
    finding: Omit<RowFinding, 'kind' | 'value' | 'column'>,
    column: string | null = null,
  ) {
    await this.stager.finding(this.file, { ...finding, kind: 'refused', column, value: null });
  }

  protected async stage({ rows, findings, profile, spellings }: Mapped) {
    for (const row of rows) await this.stager.row(this.file, row);
    for (const finding of findings) await this.stager.finding(this.file, finding);
    for (const value of profile) await this.stager.profile(this.file, value);
    for (const each of spellings) await this.stager.spelling(this.file, each);
  }

  resume({ read }: FileTally) {
    for (const [entity, rows] of read) this.counts.set(entity, rows);
  }
}

const listed = (says: ReadonlyMap<PgTable, ReadonlySet<string>>): FileTally['says'] =>
  [...says].map(([table, properties]) => [getTableName(table), [...properties]]);

const remembered = ({ says, leftOut, memory }: FileTally): Remembered => ({
  says: new Map(says.map(([entity, properties]) => [tableOf(entity)!, new Set(properties)])),
  leftOut: new Map(leftOut as [string, number][]),
  ...memory,
});

/** Rows of HSDS 2.0. */
export class RowReader extends Counted implements Reader<Row> {
  constructor(
    file: string,
    stager: Stager,
    private readonly table: PgTable,
    private readonly mapper: Mapper,
  ) {
    super(file, stager);
    this.counts.set(getTableName(table), 0);
  }

  async take(row: Row) {
    const mapped = this.mapper.map(row);
    // A refused row is read as well, and has no row to be counted by.
    if (mapped.rows.length === 0) this.count(getTableName(this.table));
    for (const { table } of mapped.rows) this.count(getTableName(table));
    await this.stage(mapped);
  }

  tally(): FileTally {
    const { says, leftOut, known, row } = this.mapper;
    return { read: [...this.counts], says: listed(says), leftOut: [...leftOut], memory: { row, known } };
  }

  override resume(tally: FileTally) {
    super.resume(tally);
    this.mapper.resume(remembered(tally));
  }
}

/** Whom a service is for, which HSDS 2.0 keeps in a file of its own. */
export class EligibilityReader extends Counted implements Reader<Row> {
  private readonly entity = getTableName(tables.services);

  constructor(
    file: string,
    stager: Stager,
    private readonly header: readonly string[],
    private readonly source: string,
    private readonly cp949: boolean,
  ) {
    super(file, stager);
    this.counts.set(this.entity, 0);
  }

  async take({ line, cells, uneven, lost }: Row) {
    this.count(this.entity);
    const cell = (name: string) => cells[this.header.indexOf(name)]?.trim() ?? '';
    const about = { row: line, line, entity: this.entity, id: cell('id') };
    if (uneven) return this.refused({ ...about, reason: unevenRow });
    const notes = new Notes(this.cp949);
    noteLost(notes, lost);
    notes.column = 'eligibility';
    const said = text(readable(cell('eligibility'), notes), notes);
    const service = cell('service_id');
    if (said === null) return this.refused({ ...about, reason: eligibility.blank }, 'eligibility');
    if (!service) return this.refused({ ...about, reason: eligibility.unowned }, 'service_id');
    const id = idFromSource(this.source, this.entity, service);
    if (hasSpellings(service))
      await this.stager.spelling(this.file, {
        table: tables.services,
        id,
        spelling: spellingOf(service),
      });
    await this.stager.eligibility(this.file, line, id, said);
    for (const finding of foundIn(notes, about)) await this.stager.finding(this.file, finding);
  }

  tally(): FileTally {
    return { read: [...this.counts], says: [], leftOut: [], memory: { row: 0, known: [] } };
  }
}

/** Rows that the catalogue has no table for. */
export class PlacelessReader extends Counted implements Reader<Row> {
  constructor(
    file: string,
    stager: Stager,
    private readonly entity: string,
    private readonly reason: string,
  ) {
    super(file, stager);
    this.counts.set(entity, 0);
  }

  async take({ line }: Row) {
    this.count(this.entity);
    await this.refused({ row: line, line, entity: this.entity, id: '', reason: this.reason });
  }

  tally(): FileTally {
    return { read: [...this.counts], says: [], leftOut: [], memory: { row: 0, known: [] } };
  }
}

/** What both forms of HSDS 3.x share. */
export abstract class ObjectsReader extends Counted {
  constructor(
    file: string,
    stager: Stager,
    protected readonly mapper: ObjectMapper,
  ) {
    super(file, stager);
  }

  protected async taken(mapped: Mapped) {
    for (const { table } of mapped.rows) this.count(getTableName(table));
    for (const { kind, entity } of mapped.findings)
      if (kind === 'refused' || kind === 'merged') this.count(entity);
    await this.stage(mapped);
  }

  tally(): FileTally {
    const { says, leftOut, row } = this.mapper;
    return { read: [...this.counts], says: listed(says), leftOut: [...leftOut], memory: { row, known: [] } };
  }

  override resume(tally: FileTally) {
    super.resume(tally);
    this.mapper.resume(remembered(tally));
  }
}

/** Rows of a table of HSDS 3.x. */
export class FlatReader extends ObjectsReader implements Reader<Row> {
  constructor(
    file: string,
    stager: Stager,
    mapper: ObjectMapper,
    private readonly object: ObjectName,
    private readonly header: readonly string[],
  ) {
    super(file, stager, mapper);
  }

  async take({ line, cells, uneven, lost }: Row) {
    const { header } = this;
    if (cells.every((each) => each.trim() === ''))
      return this.taken(this.mapper.refuse(this.object, line, 'An empty row'));
    if (uneven) return this.taken(this.mapper.refuse(this.object, line, unevenRow));
    const value = Object.fromEntries(header.map((name, at) => [name, cells[at]!]));
    const mapped = this.mapper.map(this.object, value, line);
    const notes = new Notes();
    noteLost(notes, lost);
    const about = { row: this.mapper.row, line, entity: getTableName(resource(this.object).table) };
    mapped.findings.push(...foundIn(notes, { ...about, id: mapped.rows[0]?._ref ?? '' }));
    await this.taken(mapped);
  }
}

export const unknownKind =
  'An object of which nobody can tell what it is: name the file after it, or say it with --object';

/** Objects of HSDS 3.x as JSON. */
export class DocumentReader extends ObjectsReader implements Reader<JsonItem> {
  private last: ObjectName | null = null;
  private readonly named: ObjectName | null;

  constructor(
    file: string,
    stager: Stager,
    mapper: ObjectMapper,
    private readonly object: ObjectName | null,
  ) {
    super(file, stager, mapper);
    this.named = hintOf(file.replace(/^.*\//, ''));
  }

  async take({ line, list, value, problem }: JsonItem) {
    if (problem) return this.taken(this.mapper.refuse('', line, problem));
    const listed = list?.endsWith('.csv') ? objectOfFile(list) : null;
    const kind = listed ?? this.object ?? kindOf(value, [this.named, this.last]);
    if (!kind) return this.taken(this.mapper.refuse('', line, unknownKind));
    this.last = kind;
    await this.taken(this.mapper.map(kind, value, line));
  }
}
