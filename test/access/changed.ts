import { deskOf, purposes, standingOf } from './domain.js';
import { type ViewerModel, visibleRowsOf } from './model/viewer.js';
import { copied, othersChanged } from './othersChanged.js';
import { consentScoped, View } from './rows.js';
import { counted, guarding, opens, quiet, type Rows, rowsChanged } from './rowsChanged.js';
import { World } from './world.js';

// The database as it might also be without a viewer being able to tell: all that the domain hides from them, changed.

/** The whole database with everything that is hidden from a viewer changed, taken away or added to. */
export function changedFor(model: ViewerModel): World {
  const { world } = model;
  const after = householdsChanged(world, model);
  othersChanged(world, model, after);
  // A table that nothing happened to keeps its rows, and is not compared.
  return new World(world.today, after);
}

/** Few households have rows of these: they are counted by themselves, so that each is changed, taken away and added to. */
const rare = ['service_record_changes', 'departures'];

function householdsChanged(world: World, model: ViewerModel): Rows {
  const after: Rows = new Map(consentScoped.map((table) => [table, []]));
  const places = new Map<unknown, number>();
  for (const { id, district_id: district } of world.all('households')) {
    const own: Rows = new Map(
      consentScoped.map((table) => [
        table,
        [...world.where(table, table === 'households' ? 'id' : 'household_id', id)],
      ]),
    );
    // What is done to a household follows from its place among those of its kind.
    const kind = [district, ...rare.filter((table) => own.get(table)!.length > 0)].join();
    const place = places.get(kind) ?? 0;
    // Counted whether it is known or not: so each of the others is changed as it is for everybody else.
    places.set(kind, place + 1);
    for (const [table, rows] of householdChanged(world, model, String(id), own, place))
      after.get(table)!.push(...rows);
  }
  return after;
}

function householdChanged(world: World, model: ViewerModel, id: string, own: Rows, place: number): Rows {
  const view = model.of(id);
  const hears =
    [...own].some(([table, rows]) => rows.some((row) => model.hears(table, row))) ||
    // Of a household that waits for another centre its people are unknown, but a report on it is not.
    world.where('incoming_reports', 'household_id', id).some((row) => model.mayHave('incoming_reports', row));
  if (view?.knowsHousehold || hears) {
    return boldly(model, id, own, [nothing, opens, counted, quiet]);
  }
  const counts = model.counts(own.get('households')![0]!.district_id);
  // The great districts have hundreds of households, of which a part is enough.
  if (place > 30 && place % 20 > 0) return own;
  if (counts) return rowsChanged(world, model, id, own, counted);
  if (place % 4 === 0) return new Map();
  const other = boldly(model, id, own, [nothing, opens]);
  if (place % 4 === 1) return other;
  const more = copied(other, `another ${id}`);
  return new Map([...other].map(([table, rows]) => [table, [...rows, ...more.get(table)!]]));
}

const nothing: ReadonlySet<string> = new Set();
/** The household changed as boldly as leaves the viewer what they have, and what they are told of others. */
function boldly(model: ViewerModel, id: string, own: Rows, ways: readonly ReadonlySet<string>[]): Rows {
  for (const kept of ways) {
    const other = rowsChanged(model.world, model, id, own, kept);
    if (!model.desk || sameVisibleRows(model, id, own, other)) return other;
  }
  throw new Error(`Nothing can be changed of ${id} without ${model.viewer.name} being told: say why`);
}

/**
 * Whether a viewer has the very same of a household in another state of it; and whoever keeps its consents is told the
 * same of everybody else: to whom it is open (`explainAccess`), and what may be said of who saw it (`whoSaw`).
 */
function sameVisibleRows(model: ViewerModel, id: string, own: Rows, other: Rows): boolean {
  const { world, desk } = model;
  const keeps = model.of(id)?.standing.keepsConsents ?? false;
  const told = (rows: Rows) => {
    const elsewhere = ['agreements', 'posts', 'staff', 'districts', 'emergencies'];
    const state = new World(
      world.today,
      new Map([...rows, ...elsewhere.map((table) => [table, world.all(table)] as const)]),
    );
    const seen = visibleRowsOf(new View(desk!, standingOf(state, desk!, model.viewer.purpose, id)), rows);
    return keeps ? [seen, ...explained(state, id), ...guarded(rows)] : [seen];
  };
  return told(own).join() === told(other).join();
}

/** To whom of those who work with families a household is open, for each purpose. */
const explained = (state: World, id: string) =>
  state
    .all('posts')
    .filter((post) =>
      (post.duties as string[]).some((duty) => /PARTNER|POLICE|MANAGER|COUNSEL|NURSE|OFFICER/.test(duty)),
    )
    .flatMap((post) =>
      purposes.map((purpose) => {
        const { classes, bases } = standingOf(state, deskOf(state, String(post.id)), purpose, id);
        return JSON.stringify([
          [...classes].map(([subject, list]) => [subject, [...list].sort()]).sort(),
          [...bases].sort(),
        ]);
      }),
    );

/** Of whom somebody else in the household is protected, as `whoSaw` asks before it tells of anything else. */
function guarded(rows: Rows): string[] {
  const accused = (id: unknown) =>
    rows.get('member_safeties')!.some((row) => row.member_id === id && row.alleged_perpetrator === true);
  const safe = [...rows].flatMap(([table, list]) =>
    list.flatMap((row): [unknown, boolean][] => {
      if (table === 'member_safe_locations') return [[row.member_id, true]];
      if (table === 'member_safeties') return [[row.member_id, false]];
      if (!['SAFE_LOCATION', 'SAFETY'].includes(String(row.data_class)) || !guarding.includes(table))
        return [];
      return (row.subject_ids as unknown[]).map((each) => [each, row.data_class === 'SAFE_LOCATION']);
    }),
  );
  return rows
    .get('members')!
    .map(({ id }) => id)
    .map((id) => safe.some(([other, place]) => other !== id && (place || !accused(other) || accused(id))))
    .map(String);
}
