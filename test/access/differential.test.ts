import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Purpose } from '../../src/access/classes.js';
import { type App, startApp } from '../support/app.js';
import { type Attack, publishedAttacks } from './attacks.js';
import { changedFor } from './changed.js';
import { differences } from './everything.js';
import { viewers } from './households.js';
import { type Prepared, prepare, wide } from './prepared.js';
import { valuesFor } from './probes.js';
import { questionsOf, Uncovered } from './questions.js';
import { changesBetween, replace } from './replaced.js';
import { consentScoped } from './rows.js';
import { type Asking, Sight, sightOf } from './sight.js';
import type { World } from './world.js';

/**
 * Never knowable: every operation is asked, all that the domain hides from the viewer is changed, taken away or added to
 * behind the API, every operation is asked again, and what comes back must be the same, byte for byte, and so must the
 * access log. Nothing may differ: what a viewer may count exactly (`Sight.counts`) and what opens a household to them
 * (`opens`) is theirs to be told, so it is not changed.
 */
let prepared: Prepared;
let app: App;
beforeAll(async () => {
  prepared = await prepare();
  app = await startApp({ database: prepared.database, limits: wide });
});
afterAll(async () => {
  await app?.stop();
  await prepared?.database.drop();
});

const purpose: Purpose = 'CASE_MANAGEMENT';
const asking: Asking[] = [
  ...viewers.map((each) => ({ ...each, purpose })),
  ...viewers
    .filter(({ name }) => name === 'welfare-centre')
    .map((each) => ({ ...each, purpose: 'SERVICE_PROVISION' as const })),
];

interface Recorded {
  answers: { status: number; body: string }[];
  log: string[];
}

/** What a viewer is answered to all questions, by the executor and as known documents, and what the log says of it. */
async function recorded(app: App, viewer: Asking, questions: readonly Attack[]): Promise<Recorded> {
  const { owner } = prepared.database;
  const [last] = await owner`select coalesce(max(id), 0) as id from access_log`;
  const answers: Recorded['answers'] = [];
  for (const { document, variables } of questions)
    for (const executed of [true, false]) {
      const { status, body } = await app.ask(viewer.persona, document, variables, {
        post: viewer.post,
        purpose: viewer.purpose,
        executed,
      });
      answers.push({ status, body });
    }
  // Root fields of one request may be logged in any order; which request it was is told by its number among them.
  const [{ log }] = await owner<[{ log: string[] | null }]>`
    select array_agg(request || ' ' || entry order by request, entry) as log from (
      select dense_rank() over (order by first) as request, (to_jsonb(l) - 'id' - 'at' - 'request_id' - 'first')::text as entry
      from (select *, min(id) over (partition by request_id) as first from access_log where id > ${last!.id}) l) entries`;
  return { answers, log: log ?? [] };
}

/** Where two recordings differ, in words that lead to the question. */
function told(questions: readonly Attack[], before: Recorded, after: Recorded): string[] {
  const wrong = before.answers.flatMap(({ status, body }, at) => {
    const other = after.answers[at]!;
    if (status === other.status && body === other.body) return [];
    const { document, variables } = questions[at >> 1]!;
    const where = differences(JSON.parse(body), JSON.parse(other.body)).slice(0, 2);
    return [
      `${at % 2 ? 'known' : 'executed'}: ${where.join('; ') || 'other bytes'} by ${document.slice(0, 120)} ${JSON.stringify(variables)}`,
    ];
  });
  const lines = before.log.flatMap((entry, at) =>
    entry === after.log[at] ? [] : [`log: ${after.log[at]} instead of ${entry}`],
  );
  if (before.log.length !== after.log.length)
    lines.push(`log: ${after.log.length} entries instead of ${before.log.length}`);
  return [...wrong, ...lines.slice(0, 3)];
}

/** What a viewer has of every household that they know of. */
const known = (sight: Sight) =>
  sight.world
    .all('households')
    .map(({ id }) => String(id))
    .filter((id) => sight.of(id)?.knowsHousehold)
    .map((id) => [id, sightOf(sight.of(id), rowsOf(sight.world, id))])
    .sort();
const rowsOf = (world: World, id: string) =>
  new Map(
    consentScoped.map((table) => [
      table,
      world.where(table, table === 'households' ? 'id' : 'household_id', id),
    ]),
  );

function questionsFor(before: Sight, after: Sight, uncovered: Uncovered): Attack[] {
  const { homes, households } = prepared;
  const own = households.own[before.viewer.name]!;
  return [
    ...questionsOf(valuesFor(prepared, before, after), uncovered),
    ...[own, homes.get('consented')!, homes.get('never')!].flatMap((home) => publishedAttacks(prepared, home)),
  ];
}

const uncovered = new Uncovered();
let asked = 0;

describe('a change of all that is hidden', () => {
  test.each(asking)('from $name, who asks for $purpose, is told by nothing', async (viewer) => {
    const { world, database } = prepared;
    let t = Date.now();
    const lap = (what: string) => { process.stderr.write(`${viewer.name} ${what} ${Date.now() - t}\n`); t = Date.now(); };
    const other = changedFor(world, viewer);
    const [before, after] = [new Sight(world, viewer), new Sight(other, viewer)];
    expect(known(after)).toEqual(known(before));
    const changes = [...changesBetween(world, other).values()];
    for (const kind of ['added', 'changed', 'removed'] as const)
      expect(changes.filter((each) => each[kind].length).length).toBeGreaterThan(5);
    const questions = questionsFor(before, after, uncovered);
    lap('made');
    const first = await recorded(app, viewer, questions);
    lap('first');
    await replace(database, world, other);
    lap('replace');
    try {
      const second = await recorded(app, viewer, questions);
    lap('second' + questions.length);
      expect(told(questions, first, second)).toEqual([]);
    } finally {
      await replace(database, other, world);
    }
    lap('back');
    asked += first.answers.length;
  });
});
