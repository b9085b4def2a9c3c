import { getTableColumns, getTableName } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { ObjectName } from '../../objects.js';
import { isOfProfile } from '../../profile.js';
import { type Child, type Field, type Resource, resource } from '../../resources.js';
import { secret, secretReason } from './addresses.js';
import { held, unfitReason } from './columnLimits.js';
import { readHours } from './hours.js';
import { content, idText } from './ids.js';
import { foundIn, type Mapped, type Remembered, readable } from './map.js';
import { childrenOf, entityNamed, known } from './objectNames.js';
import { settlePlace } from './place.js';
import { profileOf } from './profile.js';
import { Notes, type Value } from './repairs.js';
import { hasSpellings, spellingOf } from './spelling.js';
import { idFromContent, idFromSource, uuid } from './uuid.js';
import { readField } from './values.js';

/** What a text says of which only the object has no name. */
const textOf: Partial<Record<ObjectName, string>> = {
  language: 'name',
  accessibility: 'description',
  service_area: 'name',
  funding: 'source',
  required_document: 'document',
};

/** Of an id, what a report shows; the whole of it is what makes it one. */
const shownOfId = 1000;

/** Where in a document an object stands: with the ids of what it stands in, and the way to it. */
interface Within {
  links: Record<string, string>;
  depth: number;
  inside: ObjectName | null;
  path: string;
}
const top: Within = { links: {}, depth: 0, inside: null, path: '' };

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

  constructor(
    private readonly source: string,
    readonly cp949 = false,
  ) {}

  /** One object; `flat` where all of it is text and what belongs to it stands in other files. */
  map(name: ObjectName, value: unknown, line: number): Mapped {
    const mapped: Mapped = { rows: [], findings: [], profile: [], spellings: [] };
    new Visit(this, this.source, line, mapped).record(resource(name), value, top);
    return mapped;
  }

  /** A row that is refused before it is one. */
  refuse(name: ObjectName | '', line: number, reason: string): Mapped {
    const entity = name && getTableName(resource(name).table);
    const about = { row: ++this.row, line, entity, id: '', column: null, value: null };
    return { rows: [], findings: [{ ...about, kind: 'refused', reason }], profile: [], spellings: [] };
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
  record(it: Resource, value: unknown, { links, depth, inside, path }: Within): string | null {
    const row = ++this.mapper.row;
    const entity = getTableName(it.table);
    const about = { row, line: this.line, entity, id: '' };
    const end = (kind: 'refused' | 'merged', reason: string, property = '') => {
      const column = path + property;
      this.mapped.findings.push({ ...about, kind, reason, column: column || null, value: null });
      return null;
    };
    if (typeof value === 'string' && value.trim() !== '' && textOf[it.name])
      return this.ofText(it, value, { links, depth, inside, path });
    if (!isDocument(value)) return end('refused', `What is no object stands where ${it.name} should`);
    if (depth > deepest) return end('refused', 'An object deeper within others than any directory goes');
    const said = idText(value.id);
    about.id = said.slice(0, shownOfId);
    if (uuid.test(said) && isOfProfile(said.toLowerCase())) {
      end('merged', partOfProfile);
      return null;
    }
    // An object of which only the id is said is a reference to one.
    if (depth > 0 && said && Object.keys(value).every((key) => key === 'id')) {
      this.mapper.row--;
      return this.referTo(it, said);
    }
    const added = it.name === 'attribute' && profileOf(value, links.linkId ?? null, inside, this);
    if (added) {
      const fitting = added.filter(
        (each) => held(each.table, each.property, each.value, new Notes()) === each.value,
      );
      if (fitting.length < added.length) return end('refused', unfitReason, '.value');
      this.mapped.profile.push(...added.map((each) => ({ ...each, line: this.line })));
      return end('merged', 'What the Korean profile adds to a record became a column of it');
    }
    const notes = new Notes(this.mapper.cp949);
    const at = (name: string) => (path ? `${path}.${name}` : name);
    const values: Record<string, Value> = {};
    for (const field of it.fields) {
      notes.column = at(field.name);
      values[field.property] = this.field(it, field, value, notes);
    }
    const children = childrenOf(it);
    for (const child of children) {
      notes.column = at(child.name);
      if (child.kind === 'one') this.one(it, child, value, values, notes, { depth, path });
    }
    notes.column = path || null;
    for (const [by, id] of Object.entries(links)) {
      if (values[by] && values[by] !== id) notes.noted(wrongOwner, String(values[by]));
      this.keep(it, values, by, id);
    }
    const id = said ? this.idOf(it, said) : this.idOfContent(it, value, values);
    values.id = id;
    notes.column = at('id');
    if (!said) notes.repaired('A blank id became one that is made from the content');
    else if (typeof value.id === 'object') notes.repaired('An id that is no text became one', said);
    notes.column = at('opens_at');
    const evidence = it.name === 'schedule' ? this.hours(it, value, values, notes) : null;
    notes.column = path || null;
    this.unknown(it, value);
    for (const child of children) {
      notes.column = at(child.name);
      if (child.kind === 'many') this.many(child, value, id, notes, { depth, path, inside: it.name });
    }
    notes.column = path || null;
    if (it.name === 'address' && secret.test(String(values.address1 ?? ''))) {
      values.confidential = true;
      notes.repaired(secretReason);
    }
    if (it.name === 'location') {
      notes.column = at('latitude');
      settlePlace(values, notes, `${values.latitude}, ${values.longitude}`);
      notes.column = path || null;
    }
    const missing = this.missing(it, values, notes, depth);
    if (missing)
      return end('refused', `${article(it.name)} without ${missing}`, path ? `.${missing}` : missing);
    this.mapped.rows.push({
      table: it.table,
      values,
      _row: row,
      _line: this.line,
      _ref: said.slice(0, shownOfId),
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

  /** Some sources list the names of what HSDS has objects for. */
  private ofText(it: Resource, value: string, within: Within) {
    const at = this.mapped.findings.length;
    this.mapper.row--;
    const id = this.record(it, { [textOf[it.name]!]: value }, within);
    const row = this.mapped.rows.at(-1);
    if (id !== null && row && this.mapped.findings[at]?.kind !== 'refused')
      this.mapped.findings.push({
        row: row._row,
        line: this.line,
        entity: getTableName(it.table),
        id: '',
        kind: 'repaired',
        reason: `A text where an object should stand became the ${textOf[it.name]} of one`,
        column: within.path || null,
        value,
      });
    return id;
  }

  /** The id of a record that is spoken of, which may be written otherwise where it stands. */
  private referTo(it: Resource, said: string): string {
    const id = this.idOf(it, said);
    if (!uuid.test(said) && hasSpellings(said))
      this.mapped.spellings.push({ table: it.table, id, spelling: spellingOf(said) });
    return id;
  }

  /** Of records without ids, only those that say the same in all that stands in them are one. */
  private idOfContent(it: Resource, value: Document, values: Record<string, Value>): string {
    const own = new Set(it.fields.map(({ name }) => name));
    const single = new Set(childrenOf(it).flatMap(({ kind, name }) => (kind === 'one' ? [name] : [])));
    const rest = content(
      Object.fromEntries(Object.entries(value).filter(([name]) => !own.has(name) && !single.has(name))),
    );
    return idFromContent(this.source, getTableName(it.table), {
      ...values,
      ...(rest === '{}' ? {} : { rest }),
    });
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
    if (typeof raw === 'string') readable(raw, notes);
    const isObject = field.references && typeof raw === 'object' && raw !== null;
    const read = readField(it, field, isObject ? idText(raw) : raw, notes);
    if (read === null || !field.references) return held(it.table, field.property, read, notes);
    if (isObject) notes.repaired('An id that is no text became one', String(read));
    const id = String(read).trim();
    const target =
      field.references === 'any' ? entityNamed(value.link_entity ?? value.resource_type) : field.references;
    if (target) return this.referTo(resource(target), id);
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
    { depth, path }: Pick<Within, 'depth' | 'path'>,
  ) {
    const raw = value[name];
    if (raw === null || raw === undefined) return;
    const within = { links: {}, depth: depth + 1, inside: it.name, path: path ? `${path}.${name}` : name };
    const id = this.record(resource(object), raw, within);
    if (id === null) return;
    if (values[by] && values[by] !== id)
      notes.noted('Its id and the object beside it differ: the object was kept');
    this.keep(it, values, by, id);
  }

  private many(
    { name, object, by }: Child,
    value: Document,
    id: string,
    notes: Notes,
    { depth, inside, path }: Omit<Within, 'links'>,
  ) {
    const raw = value[name];
    if (raw === null || raw === undefined || raw === '') return;
    if (!Array.isArray(raw)) {
      notes.repaired(`What is no list was left out of ${name}`, JSON.stringify(raw));
      return;
    }
    for (const [at, each] of raw.entries())
      this.record(resource(object), each, {
        links: { [by]: id },
        depth: depth + 1,
        inside,
        path: `${path ? `${path}.` : ''}${name}[${at}]`,
      });
  }

  private unknown(it: Resource, value: Document) {
    for (const [key, said] of Object.entries(value)) {
      if (said === null || said === '' || known(it).has(key)) continue;
      this.mapper.unknown(`${it.name}.${key.slice(0, 80)}`);
    }
  }

  /** What a row cannot stand without and has not; blanks stand where a text is required that names nothing. */
  private missing(it: Resource, values: Record<string, Value>, notes: Notes, depth: number) {
    const columns = getTableColumns(it.table);
    for (const field of it.fields) {
      if (field.nullable || values[field.property] !== null) continue;
      const column = columns[field.property]!;
      if (field.references) continue;
      if (column.hasDefault && column.columnType !== 'PgText') continue;
      if (column.columnType !== 'PgText' || naming.has(field.name)) {
        if (field.name === 'url') continue;
        return field.name;
      }
      // What stands in another object may be cut short: the row itself may say more.
      if (depth > 0) continue;
      notes.noted(`${article(it.name)} without ${field.name}, which HSDS requires, was kept with a blank`);
    }
    return undefined;
  }
}

/** The name of an object, as a sentence begins with it. */
export const article = (name: string) => `${/^[aeiou]/.test(name) ? 'An' : 'A'} ${name.replaceAll('_', ' ')}`;
