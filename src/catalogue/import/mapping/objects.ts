import { getTableColumns, getTableName } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { extras } from '../../../hsds/functions.js';
import type { ObjectName } from '../../../hsds/objects.js';
import { isOfProfile } from '../../../hsds/profile.js';
import { type Child, type Field, type Resource, resource } from '../../../hsds/resources.js';
import { secret, secretReason } from './addresses.js';
import { readHours } from './hours.js';
import { foundIn, type Mapped, type Remembered } from './map.js';
import { profileOf } from './profile.js';
import { Notes, type Value } from './repairs.js';
import { idFromContent, idFromSource, uuid } from './uuid.js';
import { readField } from './values.js';

type Document = Readonly<Record<string, unknown>>;
const isDocument = (value: unknown): value is Document =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What the columns that must hold something may hold instead, and what not. */
const naming = new Set(['name', 'number', 'url', 'identifier', 'identifier_type']);
/** No honest document is deeper: organization, service, place, contact, phone, language, attribute, term. */
const deepest = 16;
const mostUnknown = 500;

export const partOfProfile = 'A term of the Korean profile, which every catalogue of this kind has';
export const wrongOwner = 'It names another owner than the one that it stands in: the latter was kept';

/** Turns objects of HSDS 3.x, with all that stands in them, into rows of the catalogue. */
export class ObjectMapper {
  /** Columns that this file says something about, so that others keep what an editor wrote. */
  readonly says = new Map<PgTable, Set<string>>();
  /** Values of properties that HSDS does not know. */
  readonly leftOut = new Map<string, number>();
  /** Rows told apart: many stand on one line. */
  row = 0;

  constructor(private readonly source: string) {}

  /** One object; `flat` where all of it is text and what belongs to it stands in other files. */
  map(name: ObjectName, value: unknown, line: number): Mapped {
    const mapped: Mapped = { rows: [], findings: [], profile: [] };
    new Visit(this, this.source, line, mapped).record(resource(name), value, {}, 0, null);
    return mapped;
  }

  /** A row that is refused before it is one. */
  refuse(name: ObjectName | '', line: number, reason: string): Mapped {
    const entity = name && getTableName(resource(name).table);
    const finding = { row: ++this.row, line, entity, id: '', kind: 'refused', reason, value: null } as const;
    return { rows: [], findings: [finding], profile: [] };
  }

  say(table: PgTable, property: string) {
    const said = this.says.get(table) ?? new Set<string>();
    this.says.set(table, said.add(property));
  }

  /** Goes on where an earlier run stopped. */
  resume({ says, leftOut, row }: Remembered) {
    for (const [table, properties] of says) for (const each of properties) this.say(table, each);
    for (const [column, values] of leftOut) this.leftOut.set(column, values);
    this.row = row;
  }

  unknown(name: string) {
    const key = this.leftOut.has(name) || this.leftOut.size < mostUnknown ? name : 'further properties';
    this.leftOut.set(key, (this.leftOut.get(key) ?? 0) + 1);
  }
}

/** The way through one object and all that stands in it. */
class Visit {
  constructor(
    private readonly mapper: ObjectMapper,
    private readonly source: string,
    private readonly line: number,
    private readonly mapped: Mapped,
  ) {}

  /** The record's id, or none where it is no record; `links` are the ids of what it stands in. */
  record(
    it: Resource,
    value: unknown,
    links: Record<string, string>,
    depth: number,
    inside: ObjectName | null,
  ): string | null {
    const row = ++this.mapper.row;
    const entity = getTableName(it.table);
    const about = { row, line: this.line, entity, id: '' };
    const end = (kind: 'refused' | 'merged', reason: string) => {
      this.mapped.findings.push({ ...about, kind, reason, value: null });
      return null;
    };
    if (!isDocument(value)) return end('refused', `What is no object stands where ${it.name} should`);
    if (depth > deepest) return end('refused', 'An object deeper within others than any directory goes');
    const said = value.id === null || value.id === undefined ? '' : String(value.id).trim().slice(0, 1000);
    about.id = said;
    if (uuid.test(said) && isOfProfile(said.toLowerCase())) {
      end('merged', partOfProfile);
      return null;
    }
    // An object of which only the id is said is a reference to one.
    if (depth > 0 && said && Object.keys(value).every((key) => key === 'id')) {
      this.mapper.row--;
      return this.idOf(it, said);
    }
    const added = it.name === 'attribute' && profileOf(value, links.linkId ?? null, inside, this);
    if (added) {
      this.mapped.profile.push(...added.map((each) => ({ ...each, line: this.line })));
      return end('merged', 'What the Korean profile adds to a record became a column of it');
    }
    const notes = new Notes();
    const values: Record<string, Value> = {};
    for (const field of it.fields) values[field.property] = this.field(it, field, value, notes);
    const children = childrenOf(it);
    for (const child of children) if (child.kind === 'one') this.one(it, child, value, values, notes, depth);
    for (const [by, id] of Object.entries(links)) {
      if (values[by] && values[by] !== id) notes.noted(wrongOwner, String(values[by]));
      this.keep(it, values, by, id);
    }
    const id = said ? this.idOf(it, said) : idFromContent(this.source, entity, { ...values });
    values.id = id;
    if (!said) notes.repaired('A blank id became one that is made from the content');
    const evidence = it.name === 'schedule' ? this.hours(it, value, values, notes) : null;
    this.unknown(it, value);
    for (const child of children) if (child.kind === 'many') this.many(it, child, value, id, notes, depth);
    if (it.name === 'address' && secret.test(String(values.address1 ?? ''))) {
      values.confidential = true;
      notes.repaired(secretReason);
    }
    if (it.name === 'location' && !isPlace(values))
      notes.noted('Coordinates that cannot be a place were kept as they came');
    const missing = this.missing(it, values, notes, depth);
    if (missing) return end('refused', missing) ?? id;
    this.mapped.rows.push({
      table: it.table,
      values,
      _row: row,
      _line: this.line,
      _ref: said,
      _content: idFromContent(this.source, entity, { id, ...links }),
      _fill: Object.values(values).filter((each) => each !== null).length,
      _whole: depth === 0,
      _extra: evidence,
    });
    this.mapped.findings.push(...foundIn(notes, about));
    return id;
  }

  /** UUIDs are everybody's; what else a source calls its records is its own. */
  idOf(it: Resource, id: string): string {
    return uuid.test(id) ? id.toLowerCase() : idFromSource(this.source, getTableName(it.table), id);
  }

  private keep(it: Resource, values: Record<string, Value>, property: string, value: Value) {
    values[property] = value;
    this.mapper.say(it.table, property);
  }

  private field(it: Resource, field: Field, value: Document, notes: Notes): Value {
    const raw = value[field.name];
    if (raw === undefined || field.property === 'id') return null;
    // When a row of ours was changed is when it was changed here: whoever asks for changes since then relies on it.
    if (field.property === 'lastModified') return null;
    this.mapper.say(it.table, field.property);
    const read = readField(it, field, raw, notes);
    if (read === null || !field.references) return read;
    const id = String(read).trim();
    const target =
      field.references === 'any' ? entityNamed(value.link_entity ?? value.resource_type) : field.references;
    if (target) return this.idOf(resource(target), id);
    return uuid.test(id) ? id.toLowerCase() : null;
  }

  private hours(it: Resource, value: Document, values: Record<string, Value>, notes: Notes) {
    const raw = (name: string) => {
      const said = value[name];
      return said === null || said === undefined ? '' : String(said).trim();
    };
    const set = (property: string, read: Value) => this.keep(it, values, property, read);
    return readHours({ values, notes, raw, set });
  }

  private one(
    it: Resource,
    { name, object, by }: Child,
    value: Document,
    values: Record<string, Value>,
    notes: Notes,
    depth: number,
  ) {
    const raw = value[name];
    if (raw === null || raw === undefined) return;
    const id = this.record(resource(object), raw, {}, depth + 1, it.name);
    if (id === null) return;
    if (values[by] && values[by] !== id)
      notes.noted('Its id and the object beside it differ: the object was kept');
    this.keep(it, values, by, id);
  }

  private many(
    it: Resource,
    { name, object, by }: Child,
    value: Document,
    id: string,
    notes: Notes,
    depth: number,
  ) {
    const raw = value[name];
    if (raw === null || raw === undefined || raw === '') return;
    if (!Array.isArray(raw)) {
      notes.repaired(`What is no list was left out of ${name}`, JSON.stringify(raw));
      return;
    }
    for (const each of raw) this.record(resource(object), each, { [by]: id }, depth + 1, it.name);
  }

  private unknown(it: Resource, value: Document) {
    for (const [key, said] of Object.entries(value)) {
      if (said === null || said === '' || known(it).has(key)) continue;
      this.mapper.unknown(`${it.name}.${key.slice(0, 80)}`);
    }
  }

  /** Why a row cannot stand as it is; blanks stand where a text is required that names nothing. */
  private missing(it: Resource, values: Record<string, Value>, notes: Notes, depth: number) {
    const columns = getTableColumns(it.table);
    for (const field of it.fields) {
      if (field.nullable || values[field.property] !== null) continue;
      const column = columns[field.property]!;
      if (field.references) continue;
      if (column.hasDefault && column.columnType !== 'PgText') continue;
      if (column.columnType !== 'PgText' || naming.has(field.name)) {
        if (field.name === 'url') continue;
        return `${article(it.name)} without ${field.name}`;
      }
      // What stands in another object may be cut short: the row itself may say more.
      if (depth > 0) continue;
      notes.noted(`${article(it.name)} without ${field.name}, which HSDS requires, was kept with a blank`);
    }
    return undefined;
  }
}

/** What may stand in an object, in the pages of HSDS's API too. */
const childrenOf = ({ name, children }: Resource): readonly Child[] =>
  extras[name] ? [...children, extras[name]] : children;

/** The name of an object, as a sentence begins with it. */
export const article = (name: string) => `${/^[aeiou]/.test(name) ? 'An' : 'A'} ${name.replaceAll('_', ' ')}`;

const isPlace = ({ latitude, longitude }: Record<string, Value>) =>
  Math.abs(Number(latitude)) <= 90 && Math.abs(Number(longitude)) <= 180;

const properties = new Map<ObjectName, ReadonlySet<string>>();

/** Everything that HSDS lets an object say. */
export function known(it: Resource): ReadonlySet<string> {
  const found = properties.get(it.name);
  if (found) return found;
  const made = new Set([...it.fields, ...childrenOf(it)].map(({ name }) => name));
  properties.set(it.name, made);
  return made;
}

/** The object that a source's word for one means: service, services, Service. */
export function entityNamed(said: unknown): ObjectName | null {
  if (typeof said !== 'string') return null;
  const name = said.trim().toLowerCase().replaceAll(' ', '_').replace('services_at', 'service_at');
  for (const each of [name, name.replace(/ies$/, 'y'), name.replace(/s$/, ''), name.replace(/es$/, '')])
    if (isObject(each)) return each;
  return null;
}
const isObject = (name: string): name is ObjectName => resource(name as ObjectName) !== undefined;
