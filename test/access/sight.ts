import type { Purpose } from '../../src/access/classes.js';
import { type Desk, standingOf } from './domain.js';
import { deskFor, type Viewer } from './households.js';
import { keyOf } from './replaced.js';
import { consentScoped, householdOf, View } from './rows.js';
import type { Row, World } from './world.js';

/** Somebody who asks for one purpose. */
export interface Asking extends Viewer {
  purpose: Purpose;
}
/** What one viewer may have of one state of the database, as the domain says. */
export class Sight {
  readonly desk: Desk | null;
  private readonly views = new Map<string, View | null>();

  constructor(
    readonly world: World,
    readonly viewer: Asking,
  ) {
    this.desk = deskFor(world, viewer);
  }

  of(household: string): View | null {
    let view = this.views.get(household);
    if (view === undefined) {
      view =
        this.desk && new View(this.desk, standingOf(this.world, this.desk, this.viewer.purpose, household));
      this.views.set(household, view);
    }
    return view;
  }

  mayHave(table: string, row: Row): boolean {
    if (table === 'staff' || table === 'posts')
      return row.id === (table === 'staff' ? this.desk?.staff : this.desk?.post);
    if (table === 'districts') return true;
    const scoped = consentScoped.includes(table);
    if (!this.desk) return !scoped && row.confidential === false;
    return (this.of(scoped ? householdOf(table, row) : '') as View).mayHave(table, row);
  }

  /** Districts whose rows this viewer may count: what counts there is told by the figures, and by nothing else. */
  counts(district: unknown): boolean {
    const parent = this.world.one('districts', 'id', district)?.parent_id;
    const { desk } = this;
    return (desk?.duties.includes('STATISTICS') ?? false) && [district, parent].includes(desk?.district);
  }
}

/** All that a viewer may have of a household, in a text that two states can be compared by. */
export function sightOf(view: View | null, rows: ReadonlyMap<string, readonly Row[]>): string {
  if (!view) return '';
  const { classes, bases, keepsConsents } = view.standing;
  const given = [...classes].map(([subject, list]) => `${subject} ${[...list].sort().join()}`).sort();
  const ids = [...rows].flatMap(([table, list]) =>
    list
      .filter((row) => view.mayHave(table, row))
      .map(
        (row) =>
          `${table} ${keyOf(table)
            .map((each) => row[each])
            .join()}`,
      ),
  );
  return JSON.stringify([given, [...bases].sort(), keepsConsents, ids.sort()]);
}
