/**
 * A table rounded to five with both margins, without bias (after Cox, 1987): a fractional table has a cycle of
 * cells that are between two multiples, in which one can be raised and the next lowered until one of them is settled;
 * which way is drawn so that each keeps its mean. Margins are cells of a row and a column more, the corner is the sum.
 * It needs the whole table at once, so it is here to be measured and not in what releases use.
 */
export function roundWithMargins(truth: readonly (readonly number[])[], random: () => number): number[][] {
  const rows = truth.length;
  const columns = truth[0]!.length;
  const down = (value: number) => Math.floor(value / 5) * 5;
  const sumOf = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0);
  const margins = truth[0]!.map((_, column) => sumOf(truth.map((row) => row[column]!)));
  const full = [
    ...truth.map((row) => [...row, -sumOf(row)]),
    [...margins.map((sum) => -sum), sumOf(margins)],
  ];
  const values = full.map((row) => [...row]);
  const isOpen = (row: number, column: number) => values[row]![column]! % 5 !== 0;
  /** Cells of a cycle in turn along a row and along a column, or nothing where all are settled. */
  const cycle = (): [number, number][] | undefined => {
    for (let row = 0; row <= rows; row++)
      for (let column = 0; column <= columns; column++) {
        if (!isOpen(row, column)) continue;
        const path: [number, number][] = [[row, column]];
        for (let alongRow = true; ; alongRow = !alongRow) {
          const [r, c] = path.at(-1)!;
          // In a row or column that sums to a multiple there are two open cells or none.
          const next: [number, number] = alongRow
            ? [r, values[r]!.findIndex((_, other) => other !== c && isOpen(r, other))]
            : [values.findIndex((_, other) => other !== r && isOpen(other, c)), c];
          // Steps along a row start at even places, so a line is met again at a place of the same kind.
          const from = path.findIndex(([pr, pc], at) =>
            alongRow ? at % 2 === 1 && pc === next[1] : at % 2 === 0 && pr === next[0],
          );
          path.push(next);
          if (from >= 0) return path.slice(from + 1);
        }
      }
    return undefined;
  };
  for (let found = cycle(); found; found = cycle()) {
    const room = (up: boolean) =>
      Math.min(
        ...found!.map(([row, column], at) => {
          const value = values[row]![column]!;
          return up === (at % 2 === 0) ? down(value) + 5 - value : value - down(value);
        }),
      );
    const [raise, lower] = [room(true), room(false)];
    const by = random() < lower / (raise + lower) ? raise : -lower;
    for (const [at, [row, column]] of found.entries()) values[row]![column]! += at % 2 === 0 ? by : -by;
  }
  return values.slice(0, rows).map((row) => row.slice(0, columns));
}
