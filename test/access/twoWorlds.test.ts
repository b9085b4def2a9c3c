import { afterAll, beforeAll, expect, test } from 'vitest';
import type { App } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { drawn } from '../support/drawn.js';
import { type Attack, publishedAttacks } from './attacks.js';
import { type Home, viewers } from './households.js';
import { watches } from './model/ownership.js';
import { type Asking, ViewerModel } from './model/viewer.js';
import { startWide } from './prepared.js';
import { valuesFor } from './probes.js';
import { questionsOf, Uncovered } from './questions.js';
import { recorded, told } from './recorded.js';
import { consentScoped, householdOf } from './rows.js';
import { makeWorld } from './twoWorlds.js';
import { readWorld, type World } from './world.js';

/**
 * Absence does not speak, and effects do not tell their cause: two databases hold the same household, once with an accused
 * head and a 112 call and once with neither, and whoever has no SAFETY of it is answered the same, byte for byte, to every
 * root field and every published operation.
 */
interface Side {
  database: TestDatabase;
  app: App;
  world: World;
}
let danger: Side;
let peace: Side;
let homes: Home[];
const began = Date.now();
beforeAll(async () => {
  const made = await Promise.all(
    (['danger', 'peace'] as const).map(async (variant) => {
      const database = await freshDatabase();
      const at = await makeWorld(database, variant);
      const app = await startWide({ database });
      return { at, side: { database, app, world: await readWorld(database.owner) } };
    }),
  );
  [danger, peace] = made.map(({ side }) => side) as [Side, Side];
  homes = made[0]!.at;
  // Something for the log to tell.
  for (const { app } of [danger, peace])
    for (const persona of ['welfare-centre', 'police', 'clinic', 'nurse'])
      for (const { district, id } of homes)
        await app.ask(
          persona,
          'query ($id: ID!) { household(id: $id) { summary { responsibleDong } members { identity { name } health { conditions } } } }',
          { id: `Household:${district}:${id}` },
          { purpose: persona === 'clinic' ? 'SERVICE_PROVISION' : 'CASE_MANAGEMENT' },
        );
});
afterAll(async () => {
  for (const side of [danger, peace]) {
    await side?.app.stop();
    await side?.database.drop();
  }
});

/** Whoever of the demo data has something of these households in neither world SAFETY of anybody in them. */
const without = viewers.filter(({ name }) =>
  [
    'apo',
    'police',
    'welfare-centre',
    'clinic',
    'nurse',
    'neighbourhood-officer',
    'portal',
    'privacy-officer',
  ].includes(name),
);
// The privacy officer first, as what the others ask at the same time is in the log in any order.
const asking: Asking[] = drawn(without, ['welfare-centre', 'privacy-officer'], 1)
  .sort((one) => (one.name === 'privacy-officer' ? -1 : 0))
  .map((viewer) => ({
    ...viewer,
    purpose: viewer.name === 'clinic' ? 'SERVICE_PROVISION' : 'CASE_MANAGEMENT',
  }));

/** Of all questions those that ask about this household; of a root field where none does, one. */
function about(questions: readonly Attack[], home: Home): Attack[] {
  const ours = consentScoped
    .flatMap((table) => danger.world.all(table).filter((row) => householdOf(table, row) === home.id))
    .flatMap(({ id }) => (id ? [String(id)] : []));
  const fields = new Map<string, Attack[]>();
  for (const each of questions) {
    const field = /^query (\w+)Differs/.exec(each.document)?.[1] ?? each.document;
    fields.set(field, [...(fields.get(field) ?? []), each]);
  }
  return [...fields.values()].flatMap((same) => {
    const asked = same.filter(({ variables }) => ours.some((id) => JSON.stringify(variables).includes(id)));
    return asked.length ? asked : same.slice(0, 1);
  });
}

/**
 * Of whom nothing was shown a line of the log says by what they are known. A consent that somebody accused gave opens nothing,
 * so that it is no basis where there is danger: that is true in each world, and stands beside no class.
 */
const withoutIdleBases = (line: string) =>
  line.replace(/"bases": \[[^\]]*\](?=(?:(?!"bases": ).)*"classes": \[\])/g, '"bases": []');

test.each(asking)('$name is not told by anything that there is danger', async (viewer) => {
  const [here, there] = [danger, peace].map(({ world }) => new ViewerModel(world, viewer)) as [
    ViewerModel,
    ViewerModel,
  ];
  for (const { id } of homes)
    for (const model of [here, there])
      for (const classes of model.of(id)?.standing.classes.values() ?? [])
        expect([...classes].filter((each) => ['SAFETY', 'SAFE_LOCATION'].includes(each))).toEqual([]);
  // Each is asked of the household that they know: of the other one they know nothing in either world.
  const home = homes.find(({ id }) => here.of(id)?.knowsHousehold) ?? homes[0]!;
  const prepared = { homes: new Map([['two worlds', home]]), world: danger.world };
  const questions = about(
    [
      ...questionsOf(
        valuesFor(prepared, here, there),
        new Uncovered(),
        false,
        watches(here.desk?.duties) ? 1 : 8,
      ),
      ...publishedAttacks(prepared, home),
    ],
    home,
  );
  const [first, second] = await Promise.all(
    [danger, peace].map(({ app, database }) =>
      recorded(app, database, viewer, questions, began, watches(here.desk?.duties)),
    ),
  );
  const [before, after] = [first!, second!].map((each) => ({
    ...each,
    log: each.log.map(withoutIdleBases).sort(),
  }));
  expect(told(questions, before!, after!)).toEqual([]);
  process.stderr.write(`two worlds: ${questions.length} questions for ${viewer.name}\n`);
});
