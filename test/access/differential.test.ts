import { getNamedType } from 'graphql';
import type { ReservedSql } from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Purpose } from '../../src/access/classes.js';
import { locks } from '../../src/database/locks.js';
import { schema } from '../../src/schema.js';
import type { App, Walls } from '../support/app.js';
import type { TestDatabase } from '../support/database.js';
import { drawn } from '../support/drawn.js';
import { type Attack, isOfEveryPurpose, once, publishedAttacks } from './attacks.js';
import { changedFor } from './changed.js';
import { holes, holesInFinding } from './holes.js';
import { deskFor, viewers } from './households.js';
import { linesChanged, linesOf, setLog } from './lines.js';
import { kinds, watches } from './model/ownership.js';
import { type Asking, ViewerModel, visibleRowsOf } from './model/viewer.js';
import { miscounted } from './objects.js';
import { populate } from './populated.js';
import { type Prepared, prepare, startWide } from './prepared.js';
import { valuesFor } from './probes.js';
import { questionsOf, Uncovered } from './questions.js';
import { recorded, told } from './recorded.js';
import { changesBetween, parentsFirst, replace } from './replaced.js';
import { consentScoped } from './rows.js';
import { type Row, readWorld, tableNames, World } from './world.js';

/**
 * Never knowable: every operation is asked of two databases, in one of which all that the domain hides from the viewer
 * is changed, taken away or added to, and what comes back must be the same, byte for byte, and so must the
 * access log. Nothing may differ: what a viewer may count exactly (`ViewerModel.counts`) and what opens a household to them
 * (`opens`) is theirs to be told, so it is not changed.
 */
let prepared: Prepared;
/** With rows in the tables that the demo data leaves empty. */
async function populated(made: Prepared): Promise<Prepared> {
  await populate(made.database, made.world);
  return { ...made, world: await readWorld(made.database.owner) };
}
/** Two databases, the same at first; the second is changed for each viewer. Both are asked at the same time. */
let copy: Changing;
let apps: Apps;
type Apps = readonly [App, App];
const held: ReservedSql[] = [];
/** What the access log says before anybody asks, and with which number it begins the next time. */
let lines: Row[];
let number = 1_000_000;

/** A database that becomes one state of the world after the other. */
class Changing {
  constructor(
    readonly database: TestDatabase,
    private now: World,
  ) {}

  async become(world: World) {
    await replace(this.database, this.now, world);
    this.now = world;
  }
}

const start = async (walls: Walls): Promise<Apps> => [
  await startWide({ database: prepared.database, walls }),
  await startWide({ database: copy.database, walls }),
];

beforeAll(async () => {
  prepared = await populated(await prepare());
  lines = linesOf(prepared.world);
  const { database, world } = await populated(await prepare());
  copy = new Changing(database, world);
  // What ran out meanwhile would be ended in one state and not in the other.
  for (const { owner } of [prepared.database, database]) {
    // Households are taken away each by itself, also one that another became part of or that somebody moved to.
    await owner`alter table households drop constraint households_district_id_merged_into_id_households_district_id_id`;
    await owner`alter table departures drop constraint departures_district_id_to_member_id_members_district_id_id_fk`;
    const connection = await owner.reserve();
    await connection`select pg_advisory_lock(${locks.deliveries})`;
    // Figures are the same before and after; here one state of the world follows the other faster than any is counted.
    await connection`select pg_advisory_lock(${locks.facts}, hashtext(id)) from districts`;
    held.push(connection);
  }
  apps = await start('both');
});
afterAll(async () => {
  for (const app of apps ?? []) await app.stop();
  for (const connection of held) connection.release();
  await copy?.database.drop();
  await prepared?.database.drop();
});

const purpose: Purpose = 'CASE_MANAGEMENT';
/** One of each kind of reach and side: whoever else there is differs in the district, the classes or the post alone. */
const askers = [
  ...['head', 'counsellor', 'apo', 'police', 'welfare-centre', 'clinic', 'nurse'],
  ...['portal', 'privacy-officer', 'statistics', 'catalogue-editor', 'sponsor', 'nobody'],
];
const asking: Asking[] = [
  ...viewers.filter(({ name }) => askers.includes(name)).map((each) => ({ ...each, purpose })),
  ...viewers
    .filter(({ name }) => name === 'welfare-centre')
    .map((each) => ({ ...each, purpose: 'SERVICE_PROVISION' as const })),
];

/** Who reads the catalogue here: it is the same for everybody, as the matrix shows. */
const readers = ['nobody', 'welfare-centre'];

/** What a viewer has of every household that they know of. */
const known = (model: ViewerModel) =>
  model.world
    .all('households')
    .map(({ id }) => String(id))
    .map((id) => [id, visibleRowsOf(model.of(id), rowsOf(model.world, id))])
    .filter(([, seen]) => seen)
    .sort();
const rowsOf = (world: World, id: string) =>
  new Map(
    consentScoped.map((table) => [
      table,
      world.where(table, table === 'households' ? 'id' : 'household_id', id),
    ]),
  );

function questionsFor(before: ViewerModel, after: ViewerModel, uncovered: Uncovered): Attack[] {
  const { name } = before.viewer;
  const values = valuesFor(prepared, before, after);
  // They select what the questions from the schema do, in other ways: for one of each side that is enough.
  const published = ['head', 'welfare-centre'].includes(name)
    ? publishedAttacks(prepared, prepared.households.own[name]!)
    : [];
  return [
    ...questionsOf(values, uncovered, readers.includes(name), watches(before.desk?.duties) ? 1 : 8),
    ...once(published),
  ].filter((each) => !isOfEveryPurpose(each));
}

const modelIn = (world: World, viewer: Asking) => new ViewerModel(world, viewer, lines);
/** What was done to each table for somebody at least. */
const done = new Set<string>();
const uncovered = new Uncovered();
let asked = 0;
/** How many rows each list gave that was read to its end, at most. */
const rowsOfLists = new Map<string, number>();

/** Asks everything of both states, and says what differed, and which list counts other rows than it gives. */
async function differing(
  [here, there]: Apps,
  viewer: Asking,
  other: World,
  some: (each: Attack) => boolean = () => true,
) {
  const [before, after] = [modelIn(prepared.world, viewer), modelIn(other, viewer)];
  const questions = questionsFor(before, after, uncovered).filter(some);
  await copy.become(other);
  number += 1_000_000;
  await setLog(prepared.database, lines, number);
  await setLog(copy.database, linesChanged(before, lines), number + 1000);
  const began = Date.now();
  const [first, second] = await Promise.all([
    recorded(here, prepared.database, viewer, questions, began, watches(before.desk?.duties)),
    recorded(there, copy.database, viewer, questions, began, watches(before.desk?.duties)),
  ]);
  asked += [...first.answers, ...second.answers].filter(({ status }) => status > 0).length;
  return [...told(questions, first, second), ...miscounted(questions, first.answers, rowsOfLists)];
}

/** Another state of the world for somebody: what they may have is the very same, and all else is not. */
function changed(viewer: Asking): World {
  const { world } = prepared;
  const model = modelIn(world, viewer);
  const other = changedFor(model);
  expect(known(modelIn(other, viewer))).toEqual(known(model));
  for (const [table, change] of changesBetween(world, other))
    for (const kind of ['added', 'changed', 'removed'] as const)
      if (change[kind].length) done.add(`${table} ${kind}`);
  return other;
}

const partner = asking.find(({ name }) => name === 'welfare-centre')!;
/** The root fields that some differences were found by, and the log. */
const kindsIn = (wrong: readonly string[]) =>
  new Set(wrong.flatMap((each) => / by query (\w+)Differs/.exec(each)?.[1] ?? /^log/.exec(each)?.[0] ?? []));

// First: the copy is the same but for this then, and the rows of all these states are slow to write over.
test('the same questions do tell a difference where what is shown is changed: by its answer and by its entry in the log', async () => {
  const { world } = prepared;
  const homes = new Set([...prepared.homes.values()].map(({ id }) => id));
  const { id } = world
    .all('households')
    .find((row) => homes.has(String(row.id)) && modelIn(world, partner).mayHave('households', row))!;
  const gone = (row: Row) =>
    row.household_id === id && row.organization_id === deskFor(world, partner)!.organization;
  const rows = new Map(parentsFirst.map((table) => [table, world.all(table)]));
  const consents = world.all('consents').filter(gone);
  const theirs = new Set(consents.map((row) => row.id));
  rows.set(
    'consents',
    world.all('consents').filter((row) => !theirs.has(row.id)),
  );
  rows.set(
    'consent_steps',
    world.all('consent_steps').filter((row) => !theirs.has(row.consent_id)),
  );
  const found = await differing(apps, partner, new World(world.today, rows), ({ document }) =>
    document.startsWith('query householdDiffers'),
  );
  expect(kindsIn(found)).toEqual(new Set(['household', 'log']));
});

const drawnOnes = drawn(asking, ['head', 'welfare-centre'], 1);
describe('a change of all that is hidden', () => {
  test.each(drawnOnes)('from $name, who asks for $purpose, is told by nothing', async (viewer) => {
    expect(await differing(apps, viewer, changed(viewer))).toEqual([]);
  });
});

test('every table is classified, and what can be hidden of it was changed, taken away and added', () => {
  expect(tableNames.filter((table) => !kinds.has(table))).toEqual([]);
  const { world } = prepared;
  // Whoever was not drawn is asked nothing, but what is hidden from them can be changed as well.
  for (const viewer of asking) if (!drawnOnes.includes(viewer)) changed(viewer);
  const missing = [...kinds].flatMap(([table, kind]) => {
    const all = ['added', 'changed', 'removed'].filter((each) => !done.has(`${table} ${each}`));
    if (['shared', 'log', 'derived'].includes(kind)) return [];
    // Of the catalogue only what is confidential is hidden, and much of it never is.
    if (kind === 'catalogue')
      return all.length === 3 && world.all(table).some(({ confidential }) => confidential) ? [table] : [];
    return all.map((each) => `${table} ${each}`).filter((each) => !never.has(each));
  });
  expect(missing).toEqual([]);
  process.stderr.write(`differential: ${kinds.size} tables classified\n`);
});
/** Whoever counts lists in another way than those who are always asked everything. */
const counting = [
  ...['case-manager', 'police', 'welfare-centre', 'nurse', 'portal', 'sponsor', 'privacy-officer'],
  'catalogue-editor',
];
/** Of which none of these has rows, and the log, which is longer than a page: tests of their nouns count them. */
const empty = [
  ...['Query.promotions', 'Query.receivedReports', 'Query.consentProposals', 'Query.consentsComingOfAge'],
  'Query.accessLog',
];
/** People and accounts stay, since others refer to them; what there is one of for each household or number is there already. */
const never = new Set([
  ...['staff removed', 'posts removed', 'referral_events added', 'referral_messages added'],
  ...['ledger_accounts removed', 'pledges removed', 'budget_lines removed', 'report_matches added'],
  // The key of the first is nearly all that it has; of the second there is one, which is taken away.
  ...['catalogue_edits changed', 'concealments changed'],
  ...['household_housings added', 'household_finances added', 'household_families added'],
]);

test('every root field, argument and field of an input was asked with values that mean something', () => {
  expect([...uncovered]).toEqual([]);
  process.stderr.write(`differential: ${asked} answers compared\n`);
});

test('every list was read to its end by somebody who has rows of it, and counts as many for each kind of viewer', async () => {
  const lists = Object.values(schema.getQueryType()!.getFields()).flatMap(({ name, type }) =>
    getNamedType(type).name.endsWith('Connection') ? [`Query.${name}`] : [],
  );
  for (const viewer of viewers.filter(({ name }) => counting.includes(name))) {
    const model = modelIn(prepared.world, { ...viewer, purpose });
    const questions = questionsOf(valuesFor(prepared, model, model), new Uncovered(), false);
    // The whole list: what it is narrowed by is asked above.
    const whole = lists.flatMap((list) => {
      const named = `query ${list.slice('Query.'.length)}Differs`;
      return questions.find(({ document }) => document.startsWith(named)) ?? [];
    });
    const { answers } = await recorded(
      apps[0],
      prepared.database,
      { ...viewer, purpose },
      whole,
      Date.now(),
      false,
    );
    expect([viewer.name, miscounted(whole, answers, rowsOfLists)]).toEqual([viewer.name, []]);
  }
  expect(lists.filter((each) => !rowsOfLists.get(each) && !empty.includes(each))).toEqual([]);
  process.stderr.write(`differential: ${rowsOfLists.size} lists count as many rows as they give\n`);
});

test('what nobody gives a value for is named as not asked', () => {
  const unsaid = new Uncovered();
  questionsOf({}, unsaid, true);
  for (const at of [
    'Query.household.id',
    'Query.households.after',
    'HouseholdFilter.memberName',
    'Period.from',
  ])
    expect(unsaid).toContain(at);
  expect(unsaid).not.toContain('HouseholdFilter.stages');
});

/** Writes a function of both databases wrong; mended by what it answers. */
async function makeHole(at: string, right: string, wrong: string) {
  const owners = [prepared.database.owner, copy.database.owner];
  const [made] = await owners[0]!`select pg_get_functiondef(oid) as text from pg_proc where proname = ${at}`;
  const text = String(made!.text);
  expect(text).toContain(right);
  const write = async (as: string) => {
    for (const owner of owners) await owner.unsafe(as);
  };
  await write(text.replace(right, wrong));
  return () => write(text);
}

describe('the same questions do tell a difference', () => {
  test('where there are no walls: by rows, by lists, by ids, by the catalogue and by the log', async () => {
    const open = await start('neither');
    try {
      const wrong = await differing(
        open,
        partner,
        changedFor(modelIn(prepared.world, partner)),
        ({ document }) =>
          /^query (household|households|node|case|services|organization)Differs/.test(document),
      );
      for (const kind of ['household', 'households', 'node', 'case', 'services', 'organization'])
        expect(kindsIn(wrong)).toContain(kind);
      expect(wrong.some((each) => each.startsWith('executed'))).toBe(true);
      expect(wrong.some((each) => each.startsWith('known'))).toBe(true);
    } finally {
      for (const app of open) await app.stop();
    }
  });

  test.each(holes)('where one hole is made: %s', async (_, at, right, wrong, name, field) => {
    const mend = await makeHole(at, right, wrong);
    try {
      const viewer = asking.find((each) => each.name === name)!;
      const found = await differing(
        apps,
        viewer,
        changedFor(modelIn(prepared.world, viewer)),
        ({ document }) => document.startsWith(`query ${field}Differs`),
      );
      expect(kindsIn(found)).toContain(field);
    } finally {
      await mend();
    }
  });

  test.each<Walls>(['database only', 'application only', 'neither'])(
    'where what finds a page finds too much, with %s: by nothing while a wall stands',
    async (walls) => {
      const mends: (() => Promise<void>)[] = [];
      for (const hole of holesInFinding) mends.push(await makeHole(...hole));
      const walled = await start(walls);
      try {
        const viewer = asking.find(({ name }) => name === 'clinic')!;
        const found = await differing(
          walled,
          viewer,
          changedFor(modelIn(prepared.world, viewer)),
          ({ document }) => /^query (households|referrals\w+)Differs/.test(document),
        );
        if (walls !== 'neither') expect(found).toEqual([]);
        else for (const kind of ['households', 'referralsSent']) expect(kindsIn(found)).toContain(kind);
      } finally {
        for (const app of walled) await app.stop();
        for (const mend of mends.reverse()) await mend();
      }
    },
  );
});
