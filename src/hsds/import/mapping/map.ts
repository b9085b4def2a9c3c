import { getTableColumns, getTableName } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { TableRow } from '../reading/header.js';
import { cutReason, isCut } from '../reading/packed.js';
import type { Finding } from '../report.js';
import { held } from './columnLimits.js';
import type { ProfileValue } from './profile.js';
import { Notes, type Value } from './repairs.js';
import { type Derived, type Draft, type FileRule, leaves } from './rules.js';
import { hasSpellings, type Spelling, spellingOf } from './spelling.js';
import { idFromContent, idFromSource } from './uuid.js';

/** A row on its way to the staging table of `table`; what begins with _ is about the row and not of it. */
export interface StagedRow {
  table: PgTable;
  values: Record<string, Value>;
  /** Tells the rows of a file apart: many may stand on one line. */
  _row: number;
  _line: number;
  _ref: string;
  _content: string;
  _fill: number;
  /** Whether it says all that its source has to say; of what stands in another object, more may be known elsewhere. */
  _whole: boolean;
  _extra: Record<string, Value> | null;
}

/** A finding on its way, with the row that it is of. */
export type RowFinding = Omit<Finding, 'file'> & { row: number };

export interface Mapped {
  rows: StagedRow[];
  findings: RowFinding[];
  profile: ProfileValue[];
  spellings: Spelling[];
}

/** What a mapper knows of the rows before, as another run needs it. */
export interface Remembered {
  says: ReadonlyMap<PgTable, ReadonlySet<string>>;
  leftOut: ReadonlyMap<string, number>;
  known: readonly string[];
  row: number;
}

export const unevenRow = 'A row with more or fewer values than the first line has columns';

/** Turns the rows of one file into rows of the catalogue, by the file's rule. */
export class Mapper {
  /** Columns that this file says something about, so that others keep what an editor wrote. */
  readonly says = new Map<PgTable, Set<string>>();
  /** Values of columns that have no place in the catalogue. */
  readonly leftOut = new Map<string, number>();
  private readonly at = new Map<string, number>();
  private readonly derivedOnce = new Set<string>();
  /** Rows that stand in another row have numbers below zero: several may be on one line. */
  row = 0;
  private readonly readers: [
    property: string,
    column: string,
    index: number,
    read: FileRule['columns'][string]['read'],
  ][] = [];
  private readonly references: [property: string, index: number, to: PgTable][] = [];
  /** What the source calls a column of ours. */
  private readonly saidIn = new Map<string, string>();
  private readonly idColumn: string;
  private readonly unread: [column: string, index: number][];

  constructor(
    private readonly rule: FileRule,
    private readonly header: readonly string[],
    private readonly source: string,
    private readonly cp949 = false,
  ) {
    header.forEach((name, index) => {
      if (!this.at.has(name)) this.at.set(name, index);
    });
    this.idColumn = ['id', ...(rule.idColumns ?? [])].find((name) => this.at.has(name)) ?? 'id';
    const read = new Set([this.idColumn, ...(rule.alsoReads ?? [])]);
    for (const [property, { from, read: reader }] of Object.entries(rule.columns)) {
      const found = from.find((name) => this.at.has(name));
      if (found === undefined) continue;
      read.add(found);
      this.readers.push([property, found, this.at.get(found)!, reader]);
      this.saidIn.set(property, found);
      this.say(rule.table, property);
    }
    for (const [property, { from, to }] of Object.entries(rule.references ?? {})) {
      const index = this.at.get(from);
      if (index === undefined) continue;
      read.add(from);
      this.references.push([property, index, to]);
      this.say(rule.table, property);
    }
    this.unread = header
      .map((name, index): [string, number] => [name, index])
      .filter(([name]) => !read.has(name));
  }

  /** Whether the first line names any column that the rule reads. */
  get understood(): boolean {
    return this.readers.length + this.references.length > 0;
  }

  /** What it must remember to go on in another run. */
  get known(): string[] {
    return [...this.derivedOnce];
  }

  /** Goes on where an earlier run stopped. */
  resume({ says, leftOut, known, row }: Remembered) {
    this.row = row;
    for (const [table, properties] of says) for (const each of properties) this.say(table, each);
    for (const [column, values] of leftOut) this.leftOut.set(column, values);
    for (const each of known) this.derivedOnce.add(each);
  }

  map({ line, cells, uneven, lost }: TableRow): Mapped {
    const { rule } = this;
    const entity = getTableName(rule.table);
    const id = this.cell(cells, this.idColumn);
    const about = { row: line, line, entity, id };
    const refused = (reason: string, property?: string): Mapped => ({
      rows: [],
      findings: [{ ...about, kind: 'refused', reason, column: this.columnOf(property), value: null }],
      profile: [],
      spellings: [],
    });
    if (cells.every((each) => each.trim() === '')) return refused('An empty row');
    if (uneven) return refused(unevenRow);
    const notes = new Notes(this.cp949);
    noteLost(notes, lost);
    const values: Record<string, Value> = {};
    for (const property of Object.keys(rule.columns)) values[property] = null;
    for (const [property, name, index, read] of this.readers) {
      const cell = cells[index]!;
      notes.column = name;
      if (isCut(cell)) notes.repaired(cutReason, cell.slice(0, 200));
      else if (cell.trim() !== '') values[property] = read(readable(cell, notes), notes);
    }
    notes.column = null;
    const none = (property: string) => values[property] === null;
    if (rule.empty?.columns.every(none)) return refused(rule.empty.reason);
    if (rule.required && none(rule.required.column))
      return refused(rule.required.reason, rule.required.column);
    for (const [name, index] of this.unread)
      if (cells[index]!.trim() !== '') this.leftOut.set(name, (this.leftOut.get(name) ?? 0) + 1);
    const spellings: Spelling[] = [];
    for (const [property, index, to] of this.references) {
      const said = cells[index]!.trim();
      values[property] = said ? this.idOf(to, said) : null;
      if (hasSpellings(said))
        spellings.push({ table: to, id: this.idOf(to, said), spelling: spellingOf(said) });
    }
    const own = id && !rule.knownBy ? this.idOf(rule.table, id) : null;
    // Only where two rows may share an id does content matter beside it.
    const content = own && !leaves.has(rule.table) ? own : this.content(entity, cells);
    values.id = own ?? content;
    const derived: Derived[] = [];
    const draft = this.draft(cells, values, notes, derived, spellings);
    const reason = rule.finish?.(draft);
    if (reason) return refused(reason);
    this.hold(rule.table, values, notes);
    if (rule.required && none(rule.required.column))
      return refused(rule.required.reason, rule.required.column);
    const fill = Object.values(values).filter((value) => value !== null).length;
    const staged = {
      table: rule.table,
      values,
      _row: line,
      _line: line,
      _ref: id,
      _content: content,
      _fill: fill,
      _whole: true,
      _extra: draft.evidence,
    };
    const mapped: Mapped = { rows: [staged], findings: [...foundIn(notes, about)], profile: [], spellings };
    for (const each of derived) this.add(each, mapped, line);
    return mapped;
  }

  private draft(
    cells: readonly string[],
    values: Record<string, Value>,
    notes: Notes,
    derived: Derived[],
    spellings: Spelling[],
  ): Draft {
    return {
      values,
      notes,
      raw: (name) => this.cell(cells, name === 'id' ? this.idColumn : name),
      set: (property, value) => {
        values[property] = value;
        if (property !== 'confidential') this.say(this.rule.table, property);
      },
      derive: (row) => derived.push(row),
      evidence: null,
      idOf: (table, said) => {
        const id = this.idOf(table, said);
        if (hasSpellings(said)) spellings.push({ table, id, spelling: spellingOf(said) });
        return id;
      },
    };
  }

  /** A vocabulary is named by every one of its terms, and is one row. */
  private add({ table, id, values, notes, extra }: Derived, mapped: Mapped, line: number) {
    const key = this.idOf(table, id);
    const entity = getTableName(table);
    if (extra === undefined) {
      if (this.derivedOnce.has(key)) return;
      this.derivedOnce.add(key);
    }
    for (const property of Object.keys(values)) this.say(table, property);
    const own = notes ?? new Notes(this.cp949);
    const kept = { ...values };
    this.hold(table, kept, own);
    const about = {
      _row: --this.row,
      _line: line,
      _ref: id,
      _content: key,
      _fill: 0,
      _whole: true,
      _extra: extra ?? null,
    };
    mapped.rows.push({ table, values: { ...kept, id: key }, ...about });
    mapped.findings.push(...foundIn(own, { row: about._row, line, entity, id }));
  }

  /** Whatever a rule made of a row, its columns can hold it. */
  private hold(table: PgTable, values: Record<string, Value>, notes: Notes) {
    for (const [property, value] of Object.entries(values)) {
      notes.column = this.columnOf(property, table);
      values[property] = held(table, property, value, notes);
    }
    notes.column = null;
  }

  /** The column as the source calls it, or as the catalogue does where the source has none. */
  private columnOf(property?: string, table: PgTable = this.rule.table): string | null {
    if (property === undefined) return null;
    const said = table === this.rule.table ? this.saidIn.get(property) : undefined;
    return said ?? toSnakeCase(getTableColumns(table)[property]?.name ?? property);
  }

  private say(table: PgTable, property: string) {
    const said = this.says.get(table) ?? new Set<string>();
    this.says.set(table, said.add(property));
  }

  private cell(cells: readonly string[], name: string): string {
    const index = this.at.get(name);
    return index === undefined ? '' : (cells[index] ?? '').trim();
  }

  /** From the cells and not from what became of them, so that a better repair keeps a row's id. */
  private content(entity: string, cells: readonly string[]): string {
    const names = this.rule.knownBy ?? this.header.filter((name) => name !== this.idColumn);
    return idFromContent(this.source, entity, {
      ...Object.fromEntries(names.map((name) => [name, this.cell(cells, name) || null])),
      '': this.rule.apart,
    });
  }

  private idOf(table: PgTable, id: string): string {
    return idFromSource(this.source, getTableName(table), id);
  }
}

/** Values of columns that stand twice in the first line, and say two things. */
export function noteLost(notes: Notes, lost: TableRow['lost']) {
  for (const { column, value } of lost) {
    notes.column = column;
    notes.repaired('A column that the first line names twice says two things: the first was taken', value);
  }
  notes.column = null;
}

/** The cell; bytes in it that are no characters are told. */
export function readable(cell: string, notes: Notes): string {
  if (cell.includes('\uFFFD'))
    notes.noted('A byte that is no character of the file’s encoding stands as �', cell);
  return cell;
}

/** The findings that the notes of a row amount to. */
export function* foundIn(
  notes: Notes,
  about: { row: number; line: number; entity: string; id: string },
): Generator<RowFinding> {
  for (const { kind, reason, column, value } of notes.found.values())
    yield { ...about, kind, reason, column, value: value?.slice(0, 300) ?? null };
}
