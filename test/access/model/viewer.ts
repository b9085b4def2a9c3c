import type { Purpose } from '../../../src/access/classes.js';
import { type Desk, standingOf } from '../domain.js';
import { deskFor, type Viewer } from '../households.js';
import { keyOf } from '../replaced.js';
import { consentScoped, householdOf, View } from '../rows.js';
import type { Row, World } from '../world.js';
import { knowsAccount, mayHaveOther, peopleOf, watches } from './ownership.js';

/** Somebody who asks for one purpose. */
export interface Asking extends Viewer {
  purpose: Purpose;
}
/** What one viewer may have of one state of the database, as the domain says. */
export class ViewerModel {
  readonly desk: Desk | null;
  private readonly views = new Map<string, View | null>();
  private told: ReadonlySet<string> | undefined;

  constructor(
    readonly world: World,
    readonly viewer: Asking,
    /** The lines of the access log that were there before anybody asked. */
    private readonly lines: readonly Row[] = [],
  ) {
    this.desk = deskFor(world, viewer);
  }

  readonly of = (household: string): View | null => {
    let view = this.views.get(household);
    if (view === undefined) {
      view =
        this.desk && new View(this.desk, standingOf(this.world, this.desk, this.viewer.purpose, household));
      this.views.set(household, view);
    }
    return view;
  };

  mayHave(table: string, row: Row): boolean {
    if (!consentScoped.includes(table)) return mayHaveOther(this, table, row);
    return this.of(householdOf(table, row))?.mayHave(table, row) ?? false;
  }

  /** Whether the viewer's own post sent a referral, and so is told of every step with it, read or not. */
  isSender = (referral: Row) =>
    this.desk !== null &&
    referral.post_id === this.desk.post &&
    referral.sender_id === this.desk.organization;

  /** Whether the viewer is told something of a row: because they may have it, or of its referral because they sent it. */
  hears = (table: string, row: Row) =>
    this.mayHave(table, row) ||
    (table === 'referrals' && this.isSender(row)) ||
    // Of an account that is known it is told in how many households, if in enough, it paid for a need.
    (table === 'allocations' && knowsAccount(this, { district_id: row.district_id, id: row.account_id }));

  /** Whether the viewer is shown a line of the log with its names: those who watch it, in their own district. */
  watches = ({ district_id: district, post_id: post, organization_id: organization }: Row) =>
    watches(this.desk?.duties) &&
    (district ?? this.world.one('posts', 'id', post)?.district_id) === this.desk?.district &&
    !this.world.one('organizations', 'id', organization)?.confidential;

  get people(): ReadonlySet<string> {
    this.told ??= peopleOf(this, this.lines.filter(this.watches));
    return this.told;
  }

  /** Whether the viewer may be told to whom households were opened, and so what opens them (`explainAccess`). */
  get keeps(): boolean {
    return this.desk?.duties.some((duty) => keepers.includes(duty)) ?? false;
  }

  /** Districts whose rows this viewer may count, a city those of all its districts: the figures tell it, and nothing else does. */
  counts(district: unknown): boolean {
    const parent = this.world.one('districts', 'id', district)?.parent_id;
    const { desk } = this;
    return (desk?.duties.includes('STATISTICS') ?? false) && [district, parent].includes(desk?.district);
  }
}

const keepers: readonly string[] = [
  'CENTER_HEAD',
  'CASE_MANAGER',
  'COUNSELLOR',
  'CONSULTATION_SPECIALIST',
  'PORTAL_ADMINISTRATOR',
];

/** All that a viewer may have of a household, in a text that two states can be compared by. */
export function visibleRowsOf(view: View | null, rows: ReadonlyMap<string, readonly Row[]>): string {
  if (!view) return '';
  const { classes, elsewhere, bases, keepsConsents } = view.standing;
  const told = (each: typeof classes) =>
    [...each].map(([subject, list]) => `${subject} ${[...list].sort().join()}`).sort();
  const given = told(classes);
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
  if (given.length + ids.length === 0) return '';
  // Whoever knows of a household is told for which other purpose they have what is withheld.
  const others = [...elsewhere].map(([purpose, each]) => [purpose, told(each)]);
  return JSON.stringify([given, others, [...bases].sort(), keepsConsents, ids.sort()]);
}
