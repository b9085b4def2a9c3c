import type { InferSelectModel, Table } from 'drizzle-orm';
import { ObjectType } from 'type-graphql';
import { type Planned, record } from '../access/columns.js';
import { open } from '../access/grants.js';
import { Many, One } from '../access/relations.js';
import * as tables from '../database/tables/catalogue.js';
import { TaxonomyTerm } from './taxonomy.js';

// What hangs on every record of the catalogue alike: it is known there by the record's id, of whatever table.

@ObjectType({
  description:
    '속성. 기록을 설명하는 분류 용어나 값입니다. A term of a taxonomy, or a value, that describes a record (HSDS attribute).',
})
export class Attribute extends record(tables.attributes, {
  linkType: '표시 종류. What is described: the audience, the category …',
  label: '표시. What the term stands for here.',
  value: '값. A value that goes with the term.',
}) {
  @One(
    () => TaxonomyTerm,
    { id: 'taxonomyTermId' },
    { grant: open, description: '용어. The term; null where there is only a value.' },
  )
  readonly term!: TaxonomyTerm | null;
}

@ObjectType({
  description:
    '변경 이력. 기록의 한 칸이 어떻게 바뀌었고 누가 바꾸었는지 보여 줍니다. What became of one field of a record, and by whom (HSDS metadata).',
})
export class Metadata extends record(tables.metadata, {
  lastActionDate: '날짜. Day or instant of the change, as the source wrote it.',
  lastActionType: '변경 종류. What was done: create, update …',
  fieldName: '항목. The field that changed.',
  previousValue: '이전 값. What it was.',
  replacementValue: '새 값. What it became.',
  updatedBy: '수정자. Who changed it.',
}) {}

type Row<T extends Table> = InferSelectModel<T>;

/** The base of a type of HSDS: the listed columns, with the attributes and the history that every record may have. */
export function described<T extends Table, const D extends Partial<Record<keyof Row<T> & string, string>>>(
  table: T,
  shown: D,
): (new () => { [K in keyof D & keyof Row<T>]: Row<T>[K] } & {
  readonly attributes: Attribute[];
  readonly metadata: Metadata[];
}) &
  Planned {
  const Base = record(table, shown);
  const prototype = Base.prototype as object;
  Many(() => Attribute, { linkId: 'id' }, ['id'], {
    grant: open,
    description: '속성. Terms and values that describe it.',
  })(prototype, 'attributes');
  Many(() => Metadata, { resourceId: 'id' }, ['lastActionDate', 'id'], {
    grant: open,
    description: '변경 이력. What changed, oldest first.',
  })(prototype, 'metadata');
  return Base as never;
}
