import { standingOf } from './domain.js';
import { idOf } from './households.js';
import { otherwise } from './otherwise.js';
import { columnsOf, parents, parentsFirst } from './replaced.js';
import { consentScoped, View } from './rows.js';
import { counted, opens, type Rows, rowsChanged } from './rowsChanged.js';
import { type Asking, Sight, sightOf } from './sight.js';
import { type Row, World } from './world.js';

// The database as it might also be without a viewer being able to tell: all that the domain hides from them, changed.

const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
/** The same rows once more under ids of their own. */
const copied = (rows: Rows, key: string): Rows => {
  const own = new Map<string, string>();
  for (const list of rows.values())
    for (const { id } of list) if (id) own.set(String(id), idOf(`${key}/${id}`));
  const text = (row: Row) => JSON.stringify(row).replace(uuid, (id) => own.get(id) ?? id);
  return new Map([...rows].map(([table, list]) => [table, list.map((row) => JSON.parse(text(row)) as Row)]));
};

/** The whole database with everything that is hidden from a viewer changed, taken away or added to. */
export function changedFor(world: World, viewer: Asking): World {
  const sight = new Sight(world, viewer);
  const after: Rows = new Map(parentsFirst.map((table) => [table, []]));
  const put = (rows: Rows) => {
    for (const [table, list] of rows) after.get(table)!.push(...list);
  };
  put(householdsChanged(world, sight));
  const shelters: Rows = new Map();
  for (const table of parentsFirst.filter((each) => !consentScoped.includes(each))) {
    const hidden = world.all(table).filter((row) => !sight.mayHave(table, row));
    if (columnsOf(table).some(({ name }) => name === 'confidential')) shelters.set(table, hidden);
    put(new Map([[table, othersChanged(table, world.all(table), sight, after)]]));
  }
  put(copied(shelters, 'another shelter'));
  // A table that nothing happened to keeps its rows, and is not compared.
  return new World(world.today, new Map([...after].map(([table, rows]) => [table, rows])));
}

/** Rows that belong to no household: the catalogue, agreements, those who work here. */
function othersChanged(table: string, rows: readonly Row[], sight: Sight, after: Rows): Row[] {
  const used = new Set((after.get('consents') ?? []).map((each) => each.agreement_id));
  return rows.flatMap((row, at) => {
    if (sight.mayHave(table, row)) return [row];
    const other = otherwise(table, row, new Set(['posts.primary', 'districts.id']));
    if (table === 'agreements' && at % 3 === 1)
      return [other, { ...other, id: idOf(`another ${String(row.id)}`) }];
    const needed =
      table === 'agreements' ? used.has(row.id) : ['staff', 'posts'].includes(table) || parents.has(table);
    return needed || at % 2 === 0 ? [other] : [];
  });
}

function householdsChanged(world: World, sight: Sight): Rows {
  const after: Rows = new Map(consentScoped.map((table) => [table, []]));
  const places = new Map<unknown, number>();
  for (const { id, district_id: district } of world.all('households')) {
    const own: Rows = new Map(
      consentScoped.map((table) => [
        table,
        [...world.where(table, table === 'households' ? 'id' : 'household_id', id)],
      ]),
    );
    const view = sight.of(String(id));
    const place = places.get(district) ?? 0;
    if (!view?.knowsHousehold) places.set(district, place + 1);
    for (const [table, rows] of householdChanged(world, sight, String(id), own, place))
      after.get(table)!.push(...rows);
  }
  return after;
}

function householdChanged(world: World, sight: Sight, id: string, own: Rows, place: number): Rows {
  const view = sight.of(id);
  if (view?.knowsHousehold) {
    const bold = rowsChanged(world, sight, id, own, new Set());
    return sameSight(sight, id, own, bold) ? bold : rowsChanged(world, sight, id, own, opens);
  }
  const counts = sight.counts(own.get('households')![0]!.district_id);
  // The great districts have hundreds of households, of which a part is enough.
  if (place > 30 && place % 20 > 0) return own;
  if (counts) return rowsChanged(world, sight, id, own, counted);
  if (place % 3 === 0) return new Map();
  const other = rowsChanged(world, sight, id, own, new Set());
  if (place % 3 === 1) return other;
  const more = copied(other, `another ${id}`);
  return new Map([...other].map(([table, rows]) => [table, [...rows, ...more.get(table)!]]));
}

/** Whether a viewer has the very same of a household in another state of it. */
function sameSight(sight: Sight, id: string, own: Rows, other: Rows): boolean {
  const { world, desk } = sight;
  const state = (rows: Rows) => {
    const elsewhere = ['agreements', 'posts', 'staff', 'districts'];
    return new World(
      world.today,
      new Map([...rows, ...elsewhere.map((table) => [table, world.all(table)] as const)]),
    );
  };
  const seen = (rows: Rows) => {
    const view = new View(desk!, standingOf(state(rows), desk!, sight.viewer.purpose, id));
    return sightOf(view, rows);
  };
  return seen(own) === seen(other);
}
