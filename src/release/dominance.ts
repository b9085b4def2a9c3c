import { type Cell, type Cells, cellAt, type Group, groupsOf, type TableShape, totalOf } from './tables.js';

/** Fewer households than this are never a published number in won: of two, each would know the other's. */
export const fewestContributors = 3;

/**
 * Whether a number in won would tell what one household has (p % rule): the second largest, who knows its own, would
 * know the largest to within p % of it. For corrections the shares are changes, of which only the size counts.
 */
export function isSensitive({ shares }: Pick<Cell, 'shares'>, percent: number): boolean {
  const sizes = (shares ?? [])
    .map(([, won]) => Math.abs(won))
    .filter((won) => won > 0)
    .sort((a, b) => b - a);
  if (sizes.length < fewestContributors) return true;
  const others = sizes.slice(2).reduce((sum, won) => sum + won, 0);
  return others * 100 < percent * sizes[0]!;
}

/** What of a month is not published: everything, or the children of some nodes. */
export interface Suppression {
  month: boolean;
  groups: readonly string[];
}

/** A name for the children of a node. */
export const groupKey = ({ table, parent }: Group): string => (parent ? `${table}/${parent.value}` : table);

/**
 * What of a month in won is not published. The children of a node are published all or none, and none where one of
 * them would tell too much: so no suppressed number can be got from its siblings. All that anyone has of one is that
 * it lies between zero and the lowest published node above it; that node is not sensitive, so what it holds beside
 * the two largest households is at least p % of the largest, and the more so for the two largest of a part of it.
 * A month of no household is suppressed like one of two: what is suppressed does not say that there is somebody.
 */
export function suppressionOf(cells: Cells, shapes: readonly TableShape[], percent: number): Suppression {
  if (isSensitive(totalOf(cells, shapes), percent)) return { month: true, groups: [] };
  const groups = new Set<string>();
  const all = groupsOf(shapes);
  for (const group of all) {
    const { parent, table, values } = group;
    const above =
      parent && all.find((each) => each.table === parent.table && each.values.includes(parent.value));
    const childTells = values
      .map((value) => cellAt(cells, table, value))
      .some((cell) => (cell.shares?.length ?? 0) > 0 && isSensitive(cell, percent));
    if (childTells || (above && groups.has(groupKey(above)))) groups.add(groupKey(group));
  }
  return { month: false, groups: [...groups] };
}

/** Whether a node's children are published. */
export const isPublished = ({ month, groups }: Suppression, group: Group): boolean =>
  !month && !groups.includes(groupKey(group));
