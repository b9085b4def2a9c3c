import loadHighs, { type Highs } from 'highs';
import type { ReleaseMonth } from '../../../src/release/protect.js';
import { groupsOf, type TableShape } from '../../../src/release/tables.js';

// Its types are those of its other build, whose default is one level deeper.
const load = loadHighs as unknown as typeof loadHighs.default;
let highs: Highs | undefined;

/** What an attacker knows of the true numbers as a linear programme: each has a place, rows are what binds them. */
export class Programme {
  private readonly variables = new Map<string, { least: number; most: number }>();
  private readonly rows: { of: Map<string, number>; least: number; most: number }[] = [];

  /** A true number that is somewhere from `least` to `most`; said twice, both hold. */
  knows(name: string, least: number, most: number): void {
    const so = this.variables.get(name) ?? { least: 0, most: Infinity };
    this.variables.set(name, { least: Math.max(so.least, least), most: Math.min(so.most, most) });
  }

  /** That a sum of true numbers, some of them subtracted, is somewhere from `least` to `most`. */
  sum(added: readonly string[], subtracted: readonly string[], least: number, most = least): void {
    const of = new Map<string, number>();
    for (const name of added) of.set(name, (of.get(name) ?? 0) + 1);
    for (const name of subtracted) of.set(name, (of.get(name) ?? 0) - 1);
    this.rows.push({ of, least, most });
  }

  /** That so many times some true numbers together are somewhere from `least` to `most`. */
  times(of: Readonly<Record<string, number>>, least: number, most: number): void {
    this.rows.push({ of: new Map(Object.entries(of)), least, most });
  }

  /** The least and the most that each of these true numbers can be, or nothing where what is known contradicts itself. */
  async bounds(names: readonly string[]): Promise<Map<string, { least: number; most: number }>> {
    highs ??= await load();
    const { infinity, constants } = highs;
    const finite = (bound: number) =>
      bound === Infinity ? infinity : bound === -Infinity ? -infinity : bound;
    const model = highs.createModel();
    try {
      model.options.set({ output_flag: false, presolve: 'off' });
      const places = new Map([...this.variables.keys()].map((name, at) => [name, at]));
      for (const { least, most } of this.variables.values()) model.addVar(finite(least), finite(most));
      for (const { of, least, most } of this.rows)
        model.addRow(finite(least), finite(most), {
          indices: [...of.keys()].map((name) => places.get(name)!),
          values: [...of.values()],
        });
      const found = new Map<string, { least: number; most: number }>();
      for (const name of names) {
        const place = places.get(name)!;
        const end = (cost: number) => {
          model.changeColCost(place, cost);
          model.run();
          if (model.getModelStatus() !== constants.modelStatus.optimal)
            throw new Error(`What is known of ${name} contradicts itself.`);
          return model.getObjectiveValue() * cost;
        };
        // Whole numbers, as near as the solver says them.
        found.set(name, { least: Math.ceil(end(1) - 1e-6) + 0, most: Math.floor(end(-1) + 1e-6) + 0 });
        model.changeColCost(place, 0);
      }
      return found;
    } finally {
      model.dispose();
    }
  }
}

export const nameOf = (month: string, table: string, value: string) => `${month} ${table} ${value}`;

/**
 * Everything that a release says, and how it was made, which is no secret: each number is less than a step from its
 * truth, as is each sum of a year to date, each sum of neighbours from the first one on, and nothing is below zero.
 */
export function programmeOf(
  months: readonly ReleaseMonth[],
  shapes: readonly TableShape[],
  { step = 5, yearWithin = step - 1 }: { step?: number; yearWithin?: number } = {},
): Programme {
  const programme = new Programme();
  const within = (name: string, value: number | null) => {
    if (value === null) programme.knows(name, 0, Infinity);
    else programme.knows(name, Math.max(0, value - step + 1), value + step - 1);
  };
  let year = 0;
  for (const [at, { month, total, tables }] of months.entries()) {
    within(nameOf(month, 'TOTAL', ''), total.value);
    for (const { table, parent, values } of groupsOf(shapes)) {
      const possible = values.filter((value) => tables[table]![value]!.status !== 'IMPOSSIBLE');
      const names = possible.map((value) => nameOf(month, table, value));
      let sum = 0;
      let allKnown = true;
      for (const [place, value] of possible.entries()) {
        const number = tables[table]![value]!.value;
        within(names[place]!, number);
        allKnown &&= number !== null;
        sum += number ?? 0;
        if (allKnown) programme.sum(names.slice(0, place + 1), [], sum - step + 1, sum + step - 1);
      }
      programme.sum(names, [nameOf(month, parent?.table ?? 'TOTAL', parent?.value ?? '')], 0);
    }
    if (months.slice(0, at + 1).every(({ total }) => total.value !== null)) {
      year += total.value!;
      const names = months.slice(0, at + 1).map((each) => nameOf(each.month, 'TOTAL', ''));
      programme.sum(names, [], year - yearWithin, year + yearWithin);
    }
  }
  return programme;
}

/** What intervals come to: how many single numbers are pinned, and the narrowest. */
export function judge(bounds: ReadonlyMap<string, { least: number; most: number }>): {
  pinned: number;
  narrowest: number;
  narrow: number;
} {
  const widths = [...bounds.values()].map(({ least, most }) => most - least);
  const pinned = [...bounds.values()].filter(({ least, most }) => least === most && least > 0 && least < 5);
  return {
    pinned: pinned.length,
    narrowest: Math.min(...widths),
    narrow: widths.filter((width) => width < 4).length,
  };
}

/** Names of all true numbers that a release is about. */
export const namesOf = (release: readonly ReleaseMonth[]) =>
  release.flatMap(({ month, tables }) => [
    `${month} TOTAL `,
    ...Object.entries(tables).flatMap(([table, values]) =>
      Object.entries(values)
        .filter(([, { status }]) => status !== 'IMPOSSIBLE')
        .map(([value]) => `${month} ${table} ${value}`),
    ),
  ]);
