import type { Table } from 'drizzle-orm';
import { databaseValue, type FilterField, givenIn, type OtherRows, otherRows } from '../../access/filters.js';
import { protectionOf } from '../../access/records.js';
import type { Draft } from './draft.js';
import { nameOf } from './sql.js';

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
    else if (!field.where) conditions.push(`${hasOthers(field.of, alias, [])} = ${value}`);
    else alike.set(field.of, [...(alike.get(field.of) ?? []), field.where(alias, value)]);
  }
  for (const [of, wheres] of alike) conditions.push(hasOthers(of, alias, wheres));
  return conditions;
}

/**
 * Members by whom rows of a list were found, with the class that was looked at: that somebody has such a name is a read of
 * it, which the log must tell. Null where the filter looks at no rows of members.
 *
 * @param households the ids of the page's households, as SQL
 */
export function membersFoundBy(
  draft: Draft,
  at: number,
  district: string,
  households: string,
): string | null {
  const found = givenAt(draft, at).flatMap(([name, field]) => {
    const protection = field.of && protectionOf(field.of.table);
    if (protection?.kind !== 'class' || protection.subject !== 'memberId') return [];
    const alias = draft.alias();
    const { table } = field.of!;
    const column = (property: string) => nameOf(table, property, alias);
    const own = `${column('districtId')} = ${district} and ${column('householdId')} = any(${households})`;
    return [
      `select ${column('memberId')} as id, '${protection.dataClass}' as data_class from ${otherRows({ table, on: {} }, alias, { table, alias }, draft.wall)} and ${own} and ${field.where!(alias, bound(draft, at, name, field))}`,
    ];
  });
  return found.length
    ? `(select json_agg(json_build_array(id, data_class)) from (${found.join(' union ')}) found)`
    : null;
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
