import type { Draws } from './draws.js';
import { type Node, roundChildren } from './rounding.js';
import { type Cells, cellAt, groupsOf, nodesOf, type TableShape } from './tables.js';

/** Rounded numbers of a month, or of a correction of one: all tables add up to the total. */
export interface Numbers {
  total: number;
  tables: Record<string, Record<string, number>>;
}

/** The rounded numbers of all tables under a rounded total. */
export function numbersUnder(
  total: Node & { released: number },
  cells: Cells,
  shapes: readonly TableShape[],
  base: number,
  draws: Draws,
): Numbers {
  const tables: Numbers['tables'] = Object.fromEntries(shapes.map(({ name }) => [name, {}]));
  for (const group of groupsOf(shapes)) {
    const { table, parent } = group;
    const node = parent
      ? {
          value: cellAt(cells, parent.table, parent.value).value,
          released: tables[parent.table]![parent.value]!,
        }
      : total;
    const path = draws.of(table, parent?.value ?? '');
    Object.assign(tables[table]!, Object.fromEntries(roundChildren(node, nodesOf(group, cells), base, path)));
  }
  return { total: total.released, tables };
}

/** Two layers of numbers, added. A value that a table got later is zero before. */
export function plus(one: Numbers, other: Numbers): Numbers {
  const add = (table: string) => {
    const [a, b] = [one.tables[table] ?? {}, other.tables[table] ?? {}];
    const values = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    return Object.fromEntries(values.map((value) => [value, (a[value] ?? 0) + (b[value] ?? 0)]));
  };
  const tables = [...new Set([...Object.keys(one.tables), ...Object.keys(other.tables)])];
  return {
    total: one.total + other.total,
    tables: Object.fromEntries(tables.map((table) => [table, add(table)])),
  };
}

/** Every number of a month. */
export const allOf = ({ total, tables }: Numbers): number[] => [
  total,
  ...Object.values(tables).flatMap((values) => Object.values(values)),
];
