import type { TransactionSql } from 'postgres';
import { type Dimension, dimensions, type Measure, measureRules, unknownValue } from '../fact/measures.js';
import type { Publication } from './plan.js';
import type { Plan } from './releasePlan.js';
import { type Cells, countCell, type MonthFacts, type TableShape, wonCell } from './tables.js';

/** What one row of the work counts for in a month: as often as its dimensions changed, once for each. */
export interface Contribution {
  measure: Measure;
  month: string;
  key: string;
  contributor: string;
  by: Partial<Record<Dimension, string>>;
  value: number;
}

/** All that facts up to one say of some months, counter-facts taken off. What is there is there in each month after, too. */
export async function contributionsOf(
  sql: TransactionSql,
  district: string,
  lastFactId: number,
  months: readonly string[],
): Promise<Contribution[]> {
  const columns = dimensions.map((each) => each.toLowerCase());
  const rows = await sql.unsafe(
    `select measure, to_char(day, 'YYYY-MM') as month, key, contributor, sum(value)::float8 as value,
       ${columns.map((each) => `${each}::text as ${each}`).join(', ')}
     from facts where district_id = $1 and id <= $2 and to_char(day, 'YYYY-MM') <= $3
     group by measure, 2, key, contributor, ${columns.map((each) => `facts.${each}`).join(', ')}
     having sum(value) <> 0`,
    [district, lastFactId, months.at(-1)!],
  );
  return rows.flatMap((row): Contribution[] => {
    const { measure, month, key, contributor, value } = row as unknown as Contribution;
    const by: Contribution['by'] = {};
    for (const each of measureRules[measure].dimensions) by[each] = row[each.toLowerCase()] ?? unknownValue;
    const one = { measure, key, contributor, by, value };
    if (measureRules[measure].kind !== 'STOCK') return month < months[0]! ? [] : [{ ...one, month }];
    return months.filter((each) => each >= month).map((each) => ({ ...one, month: each }));
  });
}

/** The table by which a part of a measure is told from the rest, and its values. */
export const partTable = 'PART';
/** What a part of a value is called in the table of parts; of the whole measure, where there is no value. */
export const partOf = (value: string) => (value === '' ? 'PART' : `${value}/PART`);
const restOf = (value: string) => (value === '' ? 'REST' : `${value}/REST`);

/** The whole of a measure that is published by nothing else. */
const wholeTable = 'ALL';

/** What a value of a dimension is called in the table of a dimension that is rounded within another one. */
export const crossed = (above: string, value: string) => `${above}/${value}`;

/** The dong that the list of a district names: what everybody may know. */
export async function namedDongs(sql: TransactionSql, district: string): Promise<string[]> {
  const named = await sql<{ code: string }[]>`select code from dong_codes where district_id = ${district}`;
  return named.map(({ code }) => code).sort();
}

/**
 * The values that numbers are made for: those of a plan, and the dong that no list names and somebody was counted in. A
 * plan has none of these, since it is published, and would say that there is somebody.
 */
export function valuesIn(
  { values }: Pick<Plan, 'values'>,
  contributions: readonly Contribution[],
): Plan['values'] {
  const counted = contributions.flatMap(({ by }) => (by.DONG && by.DONG !== unknownValue ? [by.DONG] : []));
  return { ...values, DONG: [...new Set([...values.DONG, ...counted])].sort() };
}

/** The tables of a publication: its dimensions, and its part. */
export function shapesOf(
  { measure, dimensions: some, within = {}, part }: Publication,
  { values: all, impossible }: Pick<Plan, 'values' | 'impossible'>,
): TableShape[] {
  const valuesOf = (dimension: Dimension) => [...all[dimension], unknownValue];
  const shapes: TableShape[] = some.map((dimension) => {
    const values = valuesOf(dimension);
    const table = within[dimension];
    if (table) {
      const of = valuesOf(table).flatMap((above) =>
        values.map((value) => [crossed(above, value), above] as const),
      );
      return {
        name: dimension,
        values: of.map(([value]) => value),
        within: { table, of: Object.fromEntries(of) },
      };
    }
    return {
      name: dimension,
      values,
      impossible: impossible[measure]?.[dimension] ?? [],
    };
  });
  if (shapes.length === 0) shapes.push({ name: wholeTable, values: [''] });
  if (!part) return shapes;
  const of = part.by ? shapes.find(({ name }) => name === part.by)!.values : [''];
  const values = of.flatMap((value) => [partOf(value), restOf(value)]);
  return [
    ...shapes,
    {
      name: partTable,
      values,
      ...(part.by
        ? {
            within: {
              table: part.by,
              of: Object.fromEntries(
                of.flatMap((value) => [
                  [partOf(value), value],
                  [restOf(value), value],
                ]),
              ),
            },
          }
        : {}),
    },
  ];
}

/** The true numbers of a publication, month by month. */
export function factsOf(
  { measure, dimensions: some, within = {}, part }: Publication,
  contributions: readonly Contribution[],
  months: readonly string[],
): MonthFacts[] {
  const cellOf = measureRules[measure].kind === 'WON' ? wonCell : countCell;
  const own = contributions.filter((each) => each.measure === measure);
  const parts = new Set(
    contributions.filter((each) => each.measure === part?.measure).map(({ key, month }) => `${month} ${key}`),
  );
  const inMonth = new Map<string, Contribution[]>();
  for (const each of own) {
    const list = inMonth.get(each.month);
    if (list) list.push(each);
    else inMonth.set(each.month, [each]);
  }
  return months.map((month) => {
    const cells: Record<string, Record<string, [string, number][]>> = {};
    const add = (table: string, value: string, each: Contribution) => {
      cells[table] ??= {};
      cells[table]![value] ??= [];
      cells[table]![value]!.push([
        measureRules[measure].kind === 'WON' ? each.contributor : each.key,
        each.value,
      ]);
    };
    for (const each of inMonth.get(month) ?? []) {
      for (const dimension of some) {
        const above = within[dimension];
        const value = each.by[dimension]!;
        add(dimension, above ? crossed(each.by[above]!, value) : value, each);
      }
      if (some.length === 0) add(wholeTable, '', each);
      if (!part) continue;
      const value = part.by ? each.by[part.by]! : '';
      add(partTable, parts.has(`${month} ${each.key}`) ? partOf(value) : restOf(value), each);
    }
    return {
      month,
      cells: Object.fromEntries(
        Object.entries(cells).map(([table, values]) => [
          table,
          Object.fromEntries(Object.entries(values).map(([value, some]) => [value, cellOf(some)])),
        ]),
      ) as Cells,
    };
  });
}
