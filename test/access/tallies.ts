import type { Basis } from '../../src/access/classes.js';
import { Tally } from './everything.js';

/** How often each field was given and withheld in each state, and who was met there on which basis. */
export class Tallies {
  private readonly states = new Map<string, { tally: Tally; bases: Map<string, ReadonlySet<Basis>> }>();

  of(state: string): Tally {
    return this.at(state).tally;
  }

  /** That somebody had something of the household on these bases; or, without any, that it is not there for them. */
  met(state: string, viewer: string, bases: ReadonlySet<Basis> | null) {
    const { tally, bases: all } = this.at(state);
    all.set(viewer, bases ?? new Set());
    tally.count('Query.household', bases);
  }

  /** On which bases somebody was met there; who was never asked as is an error of the test. */
  basesOf(state: string, viewer: string): ReadonlySet<Basis> {
    const bases = this.at(state).bases.get(viewer);
    if (!bases) throw new Error(`Nobody asked as ${viewer} in the state ${state}`);
    return bases;
  }

  /** All states together. */
  all(): Tally {
    const all = new Tally();
    for (const { tally } of this.states.values())
      for (const kind of ['given', 'withheld'] as const)
        for (const [at, count] of tally[kind]) all[kind].set(at, (all[kind].get(at) ?? 0) + count);
    return all;
  }

  print(): string {
    const cells = (counts: ReadonlyMap<string, number>) => [...counts.values()].reduce((a, b) => a + b, 0);
    const line = (state: string, tally: Tally, people: string) =>
      `matrix: ${state}: ${cells(tally.given)} cells given, ${cells(tally.withheld)} withheld${people}`;
    const lines = [...this.states].map(([state, { tally, bases }]) => {
      const with_ = [...bases.values()].filter((each) => each.size > 0).length;
      return line(state, tally, `, to ${with_} of ${bases.size} viewers`);
    });
    return [...lines, line('in all', this.all(), '')].join('\n');
  }

  private at(state: string) {
    let at = this.states.get(state);
    if (!at) {
      at = { tally: new Tally(), bases: new Map() };
      this.states.set(state, at);
    }
    return at;
  }
}
