import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { policyOf } from '../../src/access/policy.js';
import { schema } from '../../src/schema.js';
import { type App, startApp } from '../support/app.js';
import { standingOf } from './domain.js';
import { differences, Expectation, everythingOf, plain, print, Tally } from './everything.js';
import { deskFor, viewers } from './households.js';
import { Asker, objectType, type Prepared, prepare, viewOf, wide } from './prepared.js';

let prepared: Prepared;
let app: App;
let asker: Asker;
const tally = new Tally();

beforeAll(async () => {
  prepared = await prepare();
  app = await startApp({ database: prepared.database, limits: wide });
  asker = new Asker(app);
});
afterAll(async () => {
  await app?.stop();
  await prepared?.database.drop();
});

const household = everythingOf(objectType('Household'));
const askHousehold = `query ($id: ID!) { household(id: $id) { ${print(household)} } }`;

describe.each(viewers)('$name', (viewer) => {
  test('has of every household, in every state of consent, exactly what the domain gives', async () => {
    const { world, homes } = prepared;
    const expectation = new Expectation(world, tally);
    const wrong: string[] = [];
    for (const [name, home] of homes) {
      const view = viewOf(world, viewer, home.id);
      const row = world.one('households', 'id', home.id);
      const expected = view ? expectation.of(household, 'households', row, view) : null;
      const { body } = await asker.ask(viewer, askHousehold, { id: `Household:${home.district}:${home.id}` });
      const answered = plain(body);
      const works = view !== null && worksWithFamilies(viewer);
      if (works ? answered.errors : !answered.errors)
        wrong.push(`${name}: ${JSON.stringify(answered.errors ?? 'no refusal')}`);
      wrong.push(...differences(expected, answered.data?.household ?? null, name));
    }
    expect(wrong).toEqual([]);
  });

  test.each(['11170', '11200', '11440', '41113'])(
    'is shown in lists of %s the households that the domain gives, and their number',
    async (district) => {
      const { world } = prepared;
      const desk = deskFor(world, viewer);
      const known = world
        .where('households', 'district_id', district)
        .filter(({ id }) => desk && standingOf(world, desk, 'CASE_MANAGEMENT', String(id)).classes.size > 0)
        .map(({ id }) => `Household:${district}:${id}`);
      const { data } = await asker.ask(
        viewer,
        `query ($district: String!) { households(district: $district, first: 1000) {
          nodes { id } edges { cursor node { id } } totalCount
          pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
        { district },
      );
      const page = data?.households as {
        nodes: { id: string }[];
        edges: { node: object }[];
        totalCount: number;
      } | null;
      if (!worksWithFamilies(viewer)) return expect(page ?? null).toBeNull();
      expect(page!.nodes.map(({ id }) => id).sort()).toEqual(known.sort());
      expect(page!.edges.map(({ node }) => node)).toEqual(page!.nodes);
      expect(page!.totalCount).toBe(known.length);
    },
  );
});

function worksWithFamilies(viewer: (typeof viewers)[number]): boolean {
  const duties = deskFor(prepared.world, viewer)?.duties ?? [];
  const apart = [
    'PRIVACY_OFFICER',
    'STATISTICS',
    'CATALOGUE_EDITOR',
    'SPONSOR',
    'COMMITTEE_EXPERT',
    'REPORTER',
  ];
  return duties.some((duty) => !apart.includes(duty));
}

test('no field of a household was left without somebody who has it, nor a class without somebody who lacks it', () => {
  const at = [...tally.given.keys(), ...tally.withheld.keys()];
  expect(at.filter((each) => !tally.given.has(each))).toEqual([]);
  const cells = (counts: ReadonlyMap<string, number>) => [...counts.values()].reduce((a, b) => a + b, 0);
  process.stderr.write(
    `matrix: ${new Set(at).size} fields, ${cells(tally.given)} given, ${cells(tally.withheld)} withheld\n`,
  );
});

test('the matrix covers every field of the schema', () => {
  const left = [...policyOf(schema).keys()].filter((at) => !asker.covered.has(at));
  expect(left).toEqual([]);
});
