import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPool, type Pool } from '../../src/database/pool.js';
import { subjectOf } from '../../src/demo/known.js';
import type { App, Walls } from '../support/app.js';
import { drawn } from '../support/drawn.js';
import { type Attack, attacksOn, attacksOnShelters, once, publishedAttacks } from './attacks.js';
import { Canaries, type Planted } from './canaries.js';
import { deskFor, type Viewer, viewers } from './households.js';
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
  ['head', 'welfare-centre', 'nurse', 'nobody'],
  1,
);
/** The published operations select what the questions from the schema do, in other ways. */
const withPublished = drawn(asked, ['head', 'welfare-centre'], 0);
/** What stands behind the rows of the others is the same; the matrix asks for each of them, with both walls. */
const homeNames = drawn(
  ['a', 'never', 'own of nurse', 'consented', 'withdrawn'].map((name) => ({ name })),
  ['a', 'own of nurse'],
  1,
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
function mayMeet(viewer: Viewer, { table, row }: Pick<Planted, 'table' | 'row'>): boolean {
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

describe('with the database only, and without the API', () => {
  let pool: Pool;
  let everyRow: string;
  beforeAll(async () => {
    const { apiUrl, ownerUrl, owner } = prepared.database;
    // Of the others the role of the API may read some columns, or nothing.
    const readable = await owner<{ name: string }[]>`
      select name from unnest(${consentScoped}::text[]) name where has_table_privilege('hamkke_api', name, 'select')`;
    expect(readable.length).toBeGreaterThanOrEqual(consentScoped.length - 5);
    everyRow = readable
      .map(({ name }) => `select '${name}' as "table", to_jsonb(t) as row from ${name} t`)
      .join(' union all ');
    pool = openPool(apiUrl ?? ownerUrl, { size: 1, becomesApi: apiUrl === null, deadlineMs: 30_000 });
  });
  afterAll(() => pool?.end());

  /** Tables of which somebody is shown what is withheld, and how many rows they are shown in all. */
  async function shown(viewer: Viewer) {
    const wrong = new Set<string>();
    let seen = 0;
    const desk = deskFor(prepared.world, viewer);
    for (const { district, id } of desk ? prepared.homes.values() : []) {
      const rows = await pool.sql.begin(async (sql) => {
        if (pool.becomesApi) await sql`set local role hamkke_api`;
        await sql`set local time zone 'UTC'`;
        const [found] = await sql`
          select stamp from hamkke.viewer_of(${subjectOf(viewer.persona!)}) where post_id = ${desk!.post}`;
        await sql`select hamkke.open_scope(${desk!.post}, ${found!.stamp}, 'CASE_MANAGEMENT', 'Household',
          ${district}, ${[id]}::uuid[])`;
        return sql.unsafe<Pick<Planted, 'table' | 'row'>[]>(everyRow, [], { prepare: true });
      });
      for (const each of rows) if (!mayMeet(viewer, each)) wrong.add(each.table);
      seen += rows.length;
    }
    return { wrong: [...wrong], seen };
  }

  // Each policy by itself: what no question selects, or what it joins to something hidden, is looked at here.
  test.each(asked)('$name is shown no row of any table that is withheld', async (viewer) => {
    const { wrong, seen } = await shown(viewer);
    expect(wrong).toEqual([]);
    if (viewer.name === 'head') expect(seen).toBeGreaterThan(1000);
  });

  test('whoever is shown what one policy lets through is found', async () => {
    const { owner } = prepared.database;
    const [policy] = await owner`select pg_get_expr(polqual, polrelid) as said from pg_policy
      where polrelid = 'tier_decisions'::regclass and polname = 'api_reads'`;
    await owner.unsafe('alter policy api_reads on tier_decisions using (true)');
    try {
      const partner = viewers.find(({ name }) => name === 'welfare-centre')!;
      expect((await shown(partner)).wrong).toEqual(['tier_decisions']);
    } finally {
      await owner.unsafe(`alter policy api_reads on tier_decisions using (${policy!.said})`);
    }
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
