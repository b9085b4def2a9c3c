import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refusable } from '../../src/access/grants.js';
import { permits } from '../../src/access/permits.js';
import { policyOf } from '../../src/access/policy.js';
import type { Context } from '../../src/context.js';
import { purpose as purposes } from '../../src/database/tables/enums.js';
import { postId } from '../../src/demo/known.js';
import { schema } from '../../src/schema.js';
import type { App } from '../support/app.js';
import { drawn } from '../support/drawn.js';
import { ofEveryPurpose } from './attacks.js';
import { Canaries } from './canaries.js';
import { catalogueAnswer, shelterWrongs } from './catalogue.js';
import { listedOf, standingOf } from './domain.js';
import { differences, Expectation, everythingOf, globalId, plain, print } from './everything.js';
import { deskFor, type Home, viewers } from './households.js';
import { bySubject, type Logged, lastLine, linesAfter } from './logged.js';
import { endedPost, met, returned } from './model/bases.js';
import { idsAt, mutationCoordinates, questionOf, rootsApart } from './mutations.js';
import { Asker, objectType, type Prepared, prepare, startWide, viewOf } from './prepared.js';
import {
  caseWrongs,
  eligibilityWrongs,
  filterWrongs,
  nodeTypes,
  nodeWrongs,
  numberWrongs,
  tableOfNode,
} from './roots.js';
import { consentScoped, householdOf, View } from './rows.js';
import { Tallies } from './tallies.js';

let prepared: Prepared;
let app: App;
let asker: Asker;
let canaries: Canaries;
const tallies = new Tallies();
const policy = policyOf(schema);
/** What the first who asked was told of the catalogue: nobody is told anything else. */
let publicly: string | undefined;

beforeAll(async () => {
  prepared = await prepare();
  app = await startWide({ database: prepared.database });
  // Both ways of answering are compared in walls.test.ts, where one wall alone must hold on each.
  asker = new Asker(app, 'one');
  canaries = new Canaries(prepared.world);
});
afterAll(async () => {
  await app?.stop();
  await prepared?.database.drop();
});

const household = everythingOf(objectType('Household'));
const askHousehold = `query Everything($id: ID!) { household(id: $id) { ${print(household)} } }`;

/** What the log says of a household that was read, or asked for and not given. */
function lineOf(view: View, { district, id }: Home, shown: Expectation | null): Logged {
  const { staff, post, organization } = view.desk;
  return {
    ...{ staff_id: staff, post_id: post, organization_id: organization },
    ...{ operation: 'Everything', action: 'READ', purpose: 'CASE_MANAGEMENT', address: '127.0.0.1' },
    ...{ district_id: district, household_id: id, allowed: shown !== null },
    shown: bySubject(shown?.shown ?? []),
    classes: [...new Set([...(shown?.shown.values() ?? [])].flatMap((each) => [...each]))].sort(),
    bases: shown ? [...view.standing.bases].sort() : [],
  };
}

describe.each([...viewers, returned])('$name', (viewer) => {
  test('has of every household, in every state and on every basis, exactly what the domain gives', async () => {
    const {
      world,
      homes,
      database: { owner },
    } = prepared;
    const wrong: string[] = [];
    const expectedLines: Logged[] = [];
    const last = await lastLine(owner);
    for (const [name, home] of homes) {
      const view = viewOf(world, viewer, home.id);
      const row = world.one('households', 'id', home.id);
      const expectation = new Expectation(world, tallies.of(name));
      const expected = view ? expectation.of(household, 'households', row, view) : null;
      tallies.met(name, viewer.name, expected === null ? null : view!.standing.bases);
      const { body } = await asker.ask(viewer, askHousehold, { id: `Household:${home.district}:${home.id}` });
      const answered = plain(body);
      const works = view !== null && worksWithFamilies(viewer);
      if (works ? answered.errors : !answered.errors)
        wrong.push(`${name}: ${JSON.stringify(answered.errors ?? 'no refusal')}`);
      wrong.push(...differences(expected, answered.data?.household ?? null, name));
      if (view) expectedLines.push(lineOf(view, home, expected === null ? null : expectation));
    }
    expect(wrong).toEqual([]);
    // And each of these reads is in the log with exactly its classes, in one line.
    if (!worksWithFamilies(viewer)) return;
    const lines = await linesAfter(owner, last);
    expect(
      lines.map((line) => ({
        ...line,
        shown: bySubject(Object.entries(line.shown)),
        classes: line.classes.toSorted(),
        bases: line.bases.toSorted(),
      })),
    ).toEqual(expectedLines);
  });

  test.each(['11170', '11200', '11440', '41113'])(
    'is shown in lists of %s the households that the domain gives, and their number',
    async (district) => {
      const { world } = prepared;
      const desk = deskFor(world, viewer);
      const known = world
        .where('households', 'district_id', district)
        .filter(({ id }) => desk && listedOf(world, desk, 'CASE_MANAGEMENT', String(id)).classes.size > 0)
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

/** Some whose reach is unlike, and some more: what these ways show follows from the scope that all are asked for above. */
const byOtherWays = drawn(viewers, ['head', 'welfare-centre', 'statistics', 'nobody'], 3);
describe.each(byOtherWays)('$name, by every other way in', (viewer) => {
  test.each(nodeTypes)('finds by id of the type %s what the domain gives', async (type) => {
    expect(await nodeWrongs(asker, prepared, viewer, type)).toEqual([]);
  });

  test('finds cases that the domain gives', async () => {
    expect(await caseWrongs(asker, prepared, viewer)).toEqual([]);
  });

  test('finds by registration number whoever the domain gives, with their duty', async () => {
    const { wrongs, asked, found } = await numberWrongs(asker, prepared, viewer);
    expect(asked).toBeGreaterThan(5);
    if (viewer.name === 'head') expect(found).toBeGreaterThan(2);
    expect(wrongs).toEqual([]);
  });

  test.each(['11170', '41113'])(
    'filters and counts households of %s by what they may see',
    async (district) => {
      expect(await filterWrongs(asker, prepared, viewer, district)).toEqual([]);
    },
  );

  test('is told from what they may see alone which services a household may get', async () => {
    const wrong: string[] = [];
    for (const home of worksWithFamilies(viewer) ? prepared.homes.values() : [])
      wrong.push(...(await eligibilityWrongs(asker, prepared, viewer, home)));
    expect(wrong).toEqual([]);
  });

  test('reads the public catalogue as everybody does, without its shelters', async () => {
    const { answers, wrongs } = await catalogueAnswer(asker, prepared, viewer, 0);
    expect(wrongs).toEqual([]);
    publicly ??= answers;
    expect(answers).toBe(publicly);
    expect(await shelterWrongs(asker, prepared, viewer)).toEqual([]);
  });

  test.each(rootsApart)(
    'is refused %s by duty alone, and told nothing there that is withheld',
    async (name) => {
      const { world, homes } = prepared;
      const desk = deskFor(world, viewer);
      const asked = { viewer: desk && { duties: desk.duties } } as unknown as Context;
      const may = permits(policy.get(`Query.${name}`)!, undefined, asked, name);
      for (const home of [homes.get('none')!, homes.get('a')!]) {
        const first = (table: string) => String(world.where(table, 'household_id', home.id)[0]!.id);
        const ids = idsAt(home.district, {
          Household: home.id,
          Member: first('members'),
          IntakeReport: first('intake_reports'),
          ReferralProposal: first('referral_proposals'),
        });
        const { document, variables } = questionOf(name, ids);
        const { body, errors } = await asker.ask(viewer, document, variables);
        if (!desk) expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
        else expect(errors?.some(({ extensions }) => extensions.code === 'FORBIDDEN') ?? false).toBe(!may);
        expect(errors?.some(({ extensions }) => extensions.code === 'INTERNAL') ?? false).toBe(false);
        const met = canaries.in(body).filter(({ table, row }) => {
          const household = consentScoped.includes(table) ? householdOf(table, row) : '';
          const views = ofEveryPurpose.includes(name)
            ? purposes.enumValues.map(
                (each) => desk && new View(desk, standingOf(world, desk, each, household)),
              )
            : [viewOf(world, viewer, household)];
          return !views.some((view) => view?.mayHave(table, row));
        });
        expect(met.map(({ table, column }) => `${table}.${column}`)).toEqual([]);
      }
    },
  );

  test('is told who they are, and exact figures if these are theirs', async () => {
    const desk = deskFor(prepared.world, viewer);
    const { data } = await asker.ask(
      viewer,
      `{ viewer { ${print(everythingOf(objectType('ViewerProfile')))} } }`,
    );
    if (desk)
      expect(data?.viewer).toMatchObject({
        postId: desk.post,
        districtId: desk.district,
        duties: desk.duties,
      });
    else expect(data?.viewer ?? null).toBeNull();
    const figures = await asker.ask(
      viewer,
      `{ caseFunnel(district: "11440", period: { from: "2010-01-01", until: "2010-12-31" }) {
        ${print(everythingOf(objectType('CaseFunnel')))} } }`,
    );
    if (viewer.name === 'statistics')
      expect(figures.data?.caseFunnel).toMatchObject({ screened: 731, selected: 95, linked: 321 });
    else {
      expect(figures.data?.caseFunnel ?? null).toBeNull();
      expect(figures.errors?.[0]?.extensions.code).toBe(desk ? 'FORBIDDEN' : 'UNAUTHENTICATED');
    }
  });
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
    'DEVELOPER',
    'DISCOVERY_REPORTER',
  ];
  return duties.some((duty) => !apart.includes(duty));
}

test('nothing of a shelter hangs anywhere below the rows of the catalogue', async () => {
  const [nobody] = viewers.filter(({ name }) => name === 'nobody');
  const { answers, wrongs } = await catalogueAnswer(asker, prepared, nobody!, 3);
  expect(wrongs).toEqual([]);
  expect(canaries.in(answers)).toEqual([]);
  for (const type of nodeTypes.filter((each) => !consentScoped.includes(tableOfNode(each)))) {
    const row = prepared.world.all(tableOfNode(type)).find((each) => each.confidential === false);
    if (!row) continue;
    const selection = print(everythingOf(objectType(type), { catalogue: true, depth: 1 }));
    const { body, data } = await asker.ask(
      nobody!,
      `query ($id: ID!) { node(id: $id) { ... on ${type} { ${selection} } } }`,
      { id: globalId(type, row) },
    );
    expect(data?.node).toBeTruthy();
    expect(canaries.in(body)).toEqual([]);
  }
});

test('every field of a household was given to somebody, and every gated one withheld from somebody', () => {
  const { given, withheld } = tallies.all();
  const at = [...new Set([...given.keys(), ...withheld.keys()])];
  const scoped = at.filter((each) => policy.get(each)!.kind !== 'open');
  expect(scoped.filter((each) => !given.has(each))).toEqual([]);
  const gated = scoped.filter((each) => refusable(policy.get(each)!));
  expect(gated.filter((each) => !withheld.has(each) && !ownRows.has(each))).toEqual([]);
  process.stderr.write(`matrix: ${at.length} fields below a household\n${tallies.print()}\n`);
});

test.each(Object.keys(met) as (keyof typeof met)[])(
  'met %s: those who have it have something on its basis, and the others nothing of the household',
  (way) => {
    const { basis, by, notBy } = met[way];
    expect(by.filter((name) => !tallies.basesOf(way, name).has(basis!))).toEqual([]);
    expect(notBy.filter((name) => tallies.basesOf(way, name).size > 0)).toEqual([]);
  },
);

test('who was called back from a dispatch is nobody in the post that ended', async () => {
  const { district, id } = prepared.homes.get('sent to the centre')!;
  const ask = (post: string) =>
    asker.ask({ ...returned, post }, `{ household(id: "Household:${district}:${id}") { id } }`);
  const { data, errors, body } = await ask(endedPost);
  expect(data?.household ?? null).toBeNull();
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_INPUT' } }]);
  // As in somebody else's post, and in none.
  expect(body).toBe((await ask(postId('apo'))).body);
  expect(body).toBe((await ask(randomUUID())).body);
});

/** Lists of rows that carry their class lose rows, and are never withheld as a whole; nor are their pages. */
const ownRows = new Set(
  [
    'Case.needs',
    'Case.goals',
    'Case.linkages',
    'Case.notes',
    'Linkage.allocations',
    'IntakeReport.incidents',
    'Case.clocks',
    ...['clocks', 'formResults', 'tierDecisions', 'referralProposals'].map((each) => `Member.${each}`),
  ].flatMap((each) => [each, `${each}Connection`]),
);

test('the matrix asked for every field of every type and input of the schema', () => {
  // Mutations, their inputs and payloads are asked for in mutations.test.ts.
  const elsewhere = mutationCoordinates();
  // What is sent by itself is asked for in sent.test.ts.
  const sent = ['Subscription.changes'];
  const here = [...policy.keys()].filter((at) => !elsewhere.has(at) && !sent.includes(at));
  const { covered } = asker;
  expect(
    here.filter((at) => !covered.has(at)),
    'Ask for each; a condition on households has its value in householdFilters of test/access/roots.ts',
  ).toEqual([]);
});
