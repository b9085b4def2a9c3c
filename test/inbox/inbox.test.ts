import { afterAll, beforeAll, expect, test } from 'vitest';
import { known } from '../../src/demo/known.js';
import { startWide } from '../access/prepared.js';
import { asksOf } from '../emergency/asks.js';
import type { App } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let app: App;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startWide({ database });
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

interface Item {
  kind: string;
  about: string;
  dueOn: string | null;
  overdue: boolean;
  since: string;
  householdId: string | null;
}
interface Asked {
  inbox: { totalCount: number; nodes: Item[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
}
const inbox = async (persona: string, more: object = {}) => {
  const answer = await app.ask<Asked>(
    persona,
    `query ($kinds: [InboxKind!], $first: Int, $after: String) { inbox(kinds: $kinds, first: $first, after: $after) {
      totalCount pageInfo { hasNextPage endCursor } nodes { kind about dueOn overdue since householdId } } }`,
    { first: 100, ...more },
  );
  expect([persona, answer.errors]).toEqual([persona, undefined]);
  return answer.data!.inbox;
};

const soon = new Date(Date.now() + 14 * 86_400_000 + 9 * 3_600_000).toISOString().slice(0, 10);
/** What each list of its own answers of what waits; nothing for those who may not ask it. */
const lists: Readonly<Record<string, string>> = {
  CLOCK: `clocks(whose: MINE, filter: { dueBy: "${soon}" }, first: 100) { nodes { id } }`,
  REFERRAL: 'referralsReceived(first: 100) { nodes { id state viewerCan } }',
  RECEIVED_REPORT: 'receivedReports(first: 100) { nodes { id } }',
  INCOMING_REPORT: 'incomingReports(side: TO_DECIDE, pending: true, first: 100) { nodes { id } }',
  CONSENT_PROPOSAL: 'consentProposals(first: 100) { nodes { id } }',
  REVIEW: 'reviewTasks(open: true, first: 100) { nodes { id } }',
  NOTIFICATION: 'notifications(unread: true, first: 100) { nodes { id } }',
  CHANGE_REQUEST: 'changeRequests(side: TO_DECIDE, states: [PENDING], first: 100) { nodes { id } }',
};

test('an inbox holds what waits in each list of the viewer and nothing else, the earliest due day first', async () => {
  const emergency = asksOf(app, database);
  await emergency.declare('counsellor', {
    householdId: `Household:${known.families.never.districtId}:${known.families.never.id}`,
  });
  const kinds = new Set<string>();
  const personas = [
    'head',
    'case-manager',
    'counsellor',
    'welfare-centre',
    'clinic',
    'portal',
    'nurse',
    'catalogue-editor',
  ];
  for (const persona of [...personas, 'songsan-case-manager', 'police', 'statistics']) {
    const expected: [string, string][] = [];
    for (const [kind, list] of Object.entries(lists)) {
      const { data } = await app.ask<
        Record<string, { nodes: { id: string; viewerCan?: string[] }[] } | null>
      >(persona, `query { ${list} }`);
      for (const { id, viewerCan } of Object.values(data ?? {})[0]?.nodes ?? [])
        if (!viewerCan || viewerCan.includes('ACCEPT')) expected.push([kind, id]);
    }
    const { nodes, totalCount } = await inbox(persona);
    expect([persona, nodes.map(({ kind, about }) => [kind, about]).sort()]).toEqual([
      persona,
      expected.sort(),
    ]);
    expect(totalCount).toBe(nodes.length);
    const places = nodes.map(({ dueOn, since }) => `${dueOn ?? 'later'} ${since}`);
    expect(places).toEqual([...places].sort());
    for (const { kind } of nodes) kinds.add(kind);
    for (const { since } of nodes) expect(Date.parse(since)).toBeLessThanOrEqual(Date.now());
    if (nodes.length < 3) continue;
    const first = await inbox(persona, { first: 2 });
    const rest = await inbox(persona, { after: first.pageInfo.endCursor });
    expect([...first.nodes, ...rest.nodes]).toEqual(nodes);
    const [kind] = nodes.map((each) => each.kind);
    expect(await inbox(persona, { kinds: [kind] })).toMatchObject({
      nodes: nodes.filter((each) => each.kind === kind),
    });
  }
  expect(kinds.size).toBeGreaterThan(4);
});

test('an inbox that tells of a household is in its access log, and a cursor of another list is refused', async () => {
  const before = await database.owner`select coalesce(max(id), 0)::text as last from access_log`;
  const { nodes } = await inbox('head');
  const [told] = nodes.filter(({ kind }) => kind === 'REVIEW');
  expect(told).toBeDefined();
  const lines = await database.owner`
    select household_id, allowed from access_log where id > ${before[0]!.last} and household_id = ${known.families.never.id}`;
  expect(lines.length).toBeGreaterThan(0);
  // What a partner was sent is told by its referral, and every line is one of the district that its family lives in.
  await inbox('welfare-centre');
  const sent = await database.owner`
    select district_id, bases from access_log where id > ${before[0]!.last} and household_id is not null`;
  expect(new Set(sent.map(({ district_id, bases }) => `${district_id} ${bases}`))).toEqual(
    new Set([`${known.districts.yongsan} CONTROLLER`, `${known.districts.yongsan} REFERRAL`]),
  );
  const wrong = await app.ask('head', '{ inbox(after: "WyJub3QiLCJvZiIsIml0Il0") { nodes { about } } }');
  expect(wrong.errors![0]!.extensions!.reason).toBe('BAD_CURSOR');
});
