import type { Table } from 'drizzle-orm';
import { databaseValue, type FilterField, givenIn, type OtherRows, otherRows } from '../../access/filters.js';
import type { Draft } from './draft.js';

/** Whether a row of a list has other rows, of which further conditions hold: in SQL, with the alias that they are called by. */
export type HasOthers = (of: OtherRows, alias: string, conditions: readonly string[]) => string;

/**
 * The conditions of those fields of a root field's filter that the request gives. Fields that look at the same other rows must
 * hold of one of them.
 *
 * @param hasOthers how other rows are looked for; those of each row by themselves unless said otherwise
 */
export function conditionsOf(
  draft: Draft,
  at: number,
  own: { table: Table; alias: string },
  hasOthers: HasOthers = (of, other, also) =>
    `exists (select from ${[otherRows(of, other, own, draft.wall), ...also].join(' and ')})`,
): string[] {
  const conditions: string[] = [];
  const alike = new Map<OtherRows, string[]>();
  const alias = draft.alias();
  for (const [name, field] of givenAt(draft, at)) {
    const value = bound(draft, at, name, field);
    if (!field.of) conditions.push(field.where!(own.alias, value));
    else if (!field.where)
      conditions.push(`(${hasOthers(field.of, alias, field.whose ? [field.whose(alias)] : [])}) = ${value}`);
    else
      alike.set(field.of, [
        ...(alike.get(field.of) ?? []),
        field.where(alias, value),
        ...lacking(draft, field, alias, value),
      ]);
  }
  for (const [of, wheres] of alike) conditions.push(hasOthers(of, alias, wheres));
  return conditions;
}

/** That one of the other rows, under its alias, has no rows of a third table of which a condition holds. */
function lacking(draft: Draft, { of, lacks }: FilterField, alias: string, value: string): string[] {
  if (!of || !lacks) return [];
  const third = draft.alias();
  const rows = otherRows(lacks.of, third, { table: of.table, alias }, draft.wall);
  return [`not exists (select from ${rows} and ${lacks.where(third, value)})`];
}

/** Fields that have a condition of their own: all others are a function's to know. */
const givenAt = (draft: Draft, at: number) =>
  givenIn(draft.filterAt(at), draft.argumentsAt(at).filter as object | null | undefined).filter(
    ([, { of, where }]) => of || where,
  );

const bound = (draft: Draft, at: number, name: string, field: FilterField) =>
  draft.bind(field.type ?? 'text', (given) =>
    databaseValue(field, (given[at]!.filter as Record<string, unknown>)[name]),
  );
