import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { known } from '../../src/demo/known.js';
import type { App, Walls } from '../support/app.js';
import { drawn } from '../support/drawn.js';
import { everythingOf, globalId, print } from './everything.js';
import { type Home, idOf, type Viewer, viewers } from './households.js';
import { objectType, type Prepared, prepare, startWide, viewOf } from './prepared.js';
import { nodeTypes, tableOfNode } from './roots.js';
import { consentScoped, householdOf } from './rows.js';

let prepared: Prepared;
beforeAll(async () => {
  prepared = await prepare();
});
afterAll(async () => {
  await prepared?.database.drop();
});

const kinds = ['head', 'counsellor', 'apo', 'police', 'welfare-centre', 'nurse', 'portal', 'statistics'];
const asked = drawn(
  viewers.filter(({ name }) => kinds.includes(name)),
  ['head', 'welfare-centre'],
  1,
);
const hidden = (viewer: Viewer): Home[] =>
  ['never', 'own of nurse', 'expired', 'withdrawn', 'none']
    .map((name) => prepared.homes.get(name)!)
    .filter(({ id }) => !viewOf(prepared.world, viewer, id)?.knowsHousehold);

/** The answer to a question about something hidden, and to the same about something that is not there. */
async function compare(
  app: App,
  viewer: Viewer,
  document: string,
  variables: (id: (given: string) => string) => Record<string, unknown>,
) {
  const about = (id: (given: string) => string) =>
    app.ask(viewer.persona, document, variables(id), { post: viewer.post });
  // The way a document takes through the server may change once it is known, and with it the white space of answers.
  if (!met.has(document)) await about((id) => id);
  met.add(document);
  const there = await about((id) => id);
  const absent = await about((id) => id.replace(/[0-9a-f-]{36}$/, idOf(`absent/${id}`)));
  expect({ status: there.status, body: there.body }).toEqual({ status: absent.status, body: absent.body });
  return there.body;
}

/** The documents that the server has met. */
const met = new Set<string>();

describe.each<Walls>(['database only', 'application only'])('with %s', (walls) => {
  let app: App;
  beforeAll(async () => {
    app = await startWide({ database: prepared.database, walls });
    met.clear();
  });
  afterAll(() => app?.stop());

  test.each(asked)('$name cannot tell a hidden household from none', async (viewer) => {
    const whole = print(everythingOf(objectType('Household')));
    for (const home of hidden(viewer))
      await compare(app, viewer, `query ($id: ID!) { household(id: $id) { ${whole} } }`, (id) => ({
        id: id(`Household:${home.district}:${home.id}`),
      }));
  });

  test.each(asked)('$name cannot tell a hidden row of any type from none', async (viewer) => {
    for (const type of nodeTypes.filter((each) => consentScoped.includes(tableOfNode(each)))) {
      const table = tableOfNode(type);
      const selection = print(everythingOf(objectType(type), { depth: 0 }));
      for (const home of hidden(viewer)) {
        const view = viewOf(prepared.world, viewer, home.id);
        // Whoever is asked by an inquiry that names nobody has it, and does not know the household.
        const row = prepared.world
          .all(table)
          .find((each) => householdOf(table, each) === home.id && !view?.mayHave(table, each));
        if (!row) continue;
        const global = globalId(type, row);
        await compare(
          app,
          viewer,
          `query ($id: ID!) { node(id: $id) { id ... on ${type} { ${selection} } } }`,
          (id) => ({
            id: id(global),
          }),
        );
        if (type === 'Case')
          await compare(app, viewer, `query ($id: ID!) { case(id: $id) { ${selection} } }`, (id) => ({
            id: id(global),
          }));
      }
    }
  });

  test.each(asked)('$name cannot find a hidden household by what is known of it', async (viewer) => {
    const list = `query ($district: String!, $filter: HouseholdFilter, $after: String) {
      households(district: $district, filter: $filter, after: $after, first: 100) {
        edges { cursor node { id } } totalCount pageInfo { hasNextPage startCursor endCursor } } }`;
    for (const home of hidden(viewer)) {
      const names = prepared.world.where('member_identities', 'household_id', home.id);
      const ask = async (variables: Record<string, unknown>) =>
        (
          await app.ask(
            viewer.persona,
            list,
            { district: home.district, ...variables },
            { post: viewer.post },
          )
        ).body;
      const nobody = await ask({ filter: { memberName: 'canary-0-of-nobody' } });
      for (const { name } of names) expect(await ask({ filter: { memberName: name } })).toBe(nobody);
      const day = String(prepared.world.one('household_summaries', 'household_id', home.id)?.registered_on);
      const cursorAt = (id: string) => Buffer.from(JSON.stringify([day, id])).toString('base64url');
      // Ids next to each other: whether one of them exists must not move the page.
      const next = home.id.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
      expect(await ask({ after: cursorAt(home.id) })).toBe(await ask({ after: cursorAt(next) }));
    }
  });

  test.each(asked)('$name cannot tell a shelter from an organization that is not there', async (viewer) => {
    for (const [type, root, id] of [
      ['Organization', 'organization', known.organizations.shelter],
      ['Service', 'service', known.services.shelterStay],
    ] as const) {
      const hiddenId = `${type}:${id}`;
      await compare(
        app,
        viewer,
        `query ($id: ID!) { ${root}(id: $id) { id } node(id: $id) { id } }`,
        (as) => ({
          id: as(hiddenId),
        }),
      );
    }
    await compare(
      app,
      viewer,
      'query ($id: ID!) { services(filter: { organization: $id }) { totalCount nodes { id } } }',
      (as) => ({ id: as(`Organization:${known.organizations.shelter}`) }),
    );
  });
});
