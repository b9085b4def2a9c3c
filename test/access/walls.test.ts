import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App, Walls } from '../support/app.js';
import { drawn } from '../support/drawn.js';
import { type Attack, attacksOn, attacksOnShelters, once, publishedAttacks } from './attacks.js';
import { Canaries, type Planted } from './canaries.js';
import { type Viewer, viewers } from './households.js';
import { Asker, type Prepared, prepare, startWide, viewOf, type Ways } from './prepared.js';
import { eligibilityWrongs, filterWrongs } from './roots.js';
import { betweenOrganizations, consentScoped, householdOf, View } from './rows.js';

/** One of each kind of standing: those who reach by duty, by consent, by report, by visit, and not at all. */
const kinds = [
  'head',
  'counsellor',
  'apo',
  'police',
  'welfare-centre',
  'nurse',
  'neighbourhood-officer',
  'portal',
  'statistics',
  'nobody',
];
const asked = drawn(
  viewers.filter(({ name }) => kinds.includes(name)),
  ['head', 'welfare-centre', 'nobody'],
  1,
);
/** The published operations select what the questions from the schema do, in other ways. */
const withPublished = drawn(asked, ['head', 'welfare-centre'], 0);
/** What stands behind the rows of the others is the same; the matrix asks for each of them, with both walls. */
const homeNames = drawn(
  ['a', 'never', 'own of nurse', 'consented', 'withdrawn'].map((name) => ({ name })),
  ['a'],
  2,
).map(({ name }) => name);
/** The catalogue is the same for everybody with a token. */
const catalogueReaders = asked.filter(({ name }) => ['nobody', 'head'].includes(name));

let prepared: Prepared;
let canaries: Canaries;
/** What is tried on all of the households together. */
let attacks: Record<'made' | 'published' | 'shelters', readonly Attack[]>;
beforeAll(async () => {
  prepared = await prepare();
  canaries = new Canaries(prepared.world);
  const homes = homeNames.map((name) => prepared.homes.get(name)!);
  attacks = {
    made: once(homes.flatMap((home) => attacksOn(prepared, home))),
    published: once(homes.flatMap((home) => publishedAttacks(prepared, home))),
    shelters: attacksOnShelters(prepared),
  };
});
afterAll(async () => {
  await prepared?.database.drop();
});

/** Whether a viewer may meet what was planted, as the domain says. */
function mayMeet(viewer: Viewer, { table, row }: Planted): boolean {
  const view = viewOf(prepared.world, viewer, consentScoped.includes(table) ? householdOf(table, row) : '');
  if (!view) return false;
  // What is said of an agreement says nothing of a household: it is looked at by itself.
  return (betweenOrganizations.includes(table) ? new View(view.desk, view.standing) : view).mayHave(
    table,
    row,
  );
}

/** The withheld values in the answers to some attacks, each with the attack that brought it out. */
async function leaks(
  app: App,
  viewer: Viewer,
  attacks: readonly Attack[],
  ways: Ways = 'one',
): Promise<string[]> {
  const asker = new Asker(app, ways);
  const found = new Set<string>();
  for (const { document, variables } of attacks) {
    const { body } = await asker.ask(viewer, document, variables);
    for (const planted of canaries.in(body))
      if (!mayMeet(viewer, planted))
        found.add(
          `${viewer.name}: ${planted.table}.${planted.column} by ${document.slice(0, 90)} ${JSON.stringify(variables)}`,
        );
  }
  return [...found];
}

describe.each<Walls>(['database only', 'application only'])('with %s', (walls) => {
  // The way that an answer takes through the server matters to the wall that stands there.
  const ways = walls === 'application only' ? 'both' : 'one';
  let app: App;
  beforeAll(async () => {
    app = await startWide({ database: prepared.database, walls });
  });
  afterAll(() => app?.stop());

  test.each(asked)('$name meets nothing of a household that is withheld', async (viewer) => {
    expect(await leaks(app, viewer, attacks.made, ways)).toEqual([]);
  });

  test.each(withPublished)('$name meets nothing withheld by the published operations', async (viewer) => {
    expect(await leaks(app, viewer, attacks.published, ways)).toEqual([]);
  });

  test.each(catalogueReaders)('$name meets nothing of a shelter in the catalogue', async (viewer) => {
    expect(await leaks(app, viewer, attacks.shelters, ways)).toEqual([]);
  });

  test.each(asked)('$name is told nothing of a household by what it may get', async (viewer) => {
    for (const name of homeNames)
      expect(
        await eligibilityWrongs(new Asker(app, ways), prepared, viewer, prepared.homes.get(name)!),
      ).toEqual([]);
  });

  test.each(asked)('$name filters and counts by nothing that is withheld', async (viewer) => {
    for (const district of ['11170', '41113'])
      expect(await filterWrongs(new Asker(app, ways), prepared, viewer, district)).toEqual([]);
  });
});

test('every attack is a question that the API answers', async () => {
  const app = await startWide({ database: prepared.database });
  try {
    const [head] = viewers.filter(({ name }) => name === 'head');
    const attacks = [...attacksOn(prepared, prepared.homes.get('a')!), ...attacksOnShelters(prepared)];
    for (const { document, variables } of attacks) {
      const { errors } = await new Asker(app, 'one').ask(head!, document, variables);
      expect({ errors, document }).toEqual({ errors: undefined, document });
    }
  } finally {
    await app.stop();
  }
});

test('without any wall these attacks do bring out what is withheld', async () => {
  const app = await startWide({ database: prepared.database, walls: 'neither' });
  try {
    const [partner] = viewers.filter(({ name }) => name === 'welfare-centre');
    const found = await leaks(app, partner!, attacksOn(prepared, prepared.homes.get('a')!));
    const brought = new Set(found.map((each) => /: (\w+)\./.exec(each)?.[1]));
    for (const table of [
      'member_identities',
      'member_safe_locations',
      'linkages',
      'case_notes',
      'report_investigations',
    ])
      expect(brought).toContain(table);
    expect(await leaks(app, partner!, attacksOnShelters(prepared))).not.toEqual([]);
  } finally {
    await app.stop();
  }
});
