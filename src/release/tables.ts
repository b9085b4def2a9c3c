import { digestOf } from './draws.js';
import type { Node } from './rounding.js';

/** The values of one dimension. Each table is by month; no two are crossed, and all add up to the month's number. */
export interface TableShape {
  name: string;
  /** All that there are, "not known yet" among them, in an order that stays: neighbours share their rounding. */
  values: readonly string[];
  /** Those that nothing can have, by definition alone. */
  impossible?: readonly string[];
  /**
   * A dimension that divides values of an earlier one, as levels divide the managed track. It has to be declared:
   * otherwise one number would be published twice with two roundings, and both together say more than either.
   */
  within?: { table: string; of: Readonly<Record<string, string>> };
}

/** One true number and who is in it. */
export interface Cell {
  value: number;
  /** Digest over the sorted contributors and what each brought. */
  contributors: string;
  /** Values in won have what each household brought: dominance is judged by it. */
  shares?: readonly (readonly [household: string, won: number])[];
}

/** True numbers by table and value; what is left out is zero. */
export type Cells = Readonly<Record<string, Readonly<Record<string, Cell>>>>;

/** The true numbers of one closed month. */
export interface MonthFacts {
  month: string;
  cells: Cells;
}

type Contribution = readonly [contributor: string, value: number];

const inOrder = (contributions: readonly Contribution[]) =>
  [...contributions].sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x - y));

/** The cell of a count: contributors are what is counted (a case, a visit), each with its number. */
export function countCell(contributions: readonly Contribution[]): Cell {
  const value = contributions.reduce((sum, [, each]) => sum + each, 0);
  return { value, contributors: digestOf(inOrder(contributions)) };
}

/** The cell of values in won: contributors are households, each with all that it has in this cell. */
export function wonCell(contributions: readonly Contribution[]): Cell {
  const sums = new Map<string, number>();
  for (const [household, won] of contributions) sums.set(household, (sums.get(household) ?? 0) + won);
  const shares = inOrder([...sums].filter(([, won]) => won !== 0));
  return { ...countCell(shares), shares };
}

export const emptyCell: Cell = wonCell([]);

/** The cell of a table, empty where nothing is written of it. */
export const cellAt = (cells: Cells, table: string, value: string): Cell =>
  cells[table]?.[value] ?? emptyCell;

/** A node of the month's tree with the children that add up to it. `parent` is undefined for the month itself. */
export interface Group {
  table: string;
  parent: { table: string; value: string } | undefined;
  values: readonly string[];
}

/** Every table as its groups of children, a table before those that divide it. */
export function groupsOf(shapes: readonly TableShape[]): Group[] {
  return shapes.flatMap(({ name, values, within }): Group[] => {
    if (!within) return [{ table: name, parent: undefined, values }];
    const parents = [...new Set(values.map((value) => within.of[value]!))];
    return parents.map((parent) => ({
      table: name,
      parent: { table: within.table, value: parent },
      values: values.filter((value) => within.of[value] === parent),
    }));
  });
}

/** The number of the whole month: that of the first table, which all others add up to as well. */
export function totalOf(cells: Cells, [first]: readonly TableShape[]): Cell {
  const each = first!.values.map((value) => cellAt(cells, first!.name, value));
  const sums = new Map<string, number>();
  for (const [household, won] of each.flatMap(({ shares }) => shares ?? []))
    sums.set(household, (sums.get(household) ?? 0) + won);
  return {
    value: each.reduce((sum, { value }) => sum + value, 0),
    contributors: digestOf(each.map(({ contributors }) => contributors)),
    shares: [...sums],
  };
}

/** Children of a node as what is rounded. */
export const nodesOf = ({ table, values }: Group, cells: Cells): Node[] =>
  values.map((value) => {
    const { value: number, contributors } = cellAt(cells, table, value);
    return { name: value, value: number, contributors };
  });

/** Stops at facts that do not add up: what is protected from them would not either, and would say where. */
export function checkMonth({ month, cells }: MonthFacts, shapes: readonly TableShape[], least: number): void {
  const fail = (what: string) => {
    throw new Error(`The month ${month} cannot be protected: ${what}.`);
  };
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) fail('it is no month of the calendar');
  for (const [table, values] of Object.entries(cells)) {
    const shape = shapes.find(({ name }) => name === table) ?? fail(`there is no table ${table}`)!;
    for (const [value, cell] of Object.entries(values)) {
      if (!shape.values.includes(value)) fail(`the table ${table} has no value ${value}`);
      if (!Number.isSafeInteger(cell.value) || cell.value < least) fail(`${table} ${value} is no amount`);
      if (cell.value !== 0 && shape.impossible?.includes(value)) fail(`${table} ${value} is impossible`);
    }
  }
  const total = totalOf(cells, shapes);
  for (const group of groupsOf(shapes)) {
    const { parent } = group;
    const sum = nodesOf(group, cells).reduce((all, { value }) => all + value, 0);
    if (sum !== (parent ? cellAt(cells, parent.table, parent.value) : total).value)
      fail(`the table ${group.table} does not add up`);
  }
}
