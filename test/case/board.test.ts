import { afterAll, beforeAll, expect, test } from 'vitest';
import { isOpen } from '../../src/access/steps.js';
import { known } from '../../src/demo/known.js';
import { type App, startApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let app: App;
const statements: string[] = [];
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database, onStatement: (text) => statements.push(text) });
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

interface Count {
  stage: string;
  count: number;
  stuck: number;
}
interface Board {
  open: number;
  stuck: number;
  stages: Count[];
  teams: { centerId: string; name: string | null; stages: Count[] }[];
  tiers: { tier: string; members: number; households: number }[];
}
const board = async (persona: string, variables: object = {}) => {
  statements.length = 0;
  const { data, errors } = await app.ask<{ caseBoard: Board | null }>(
    persona,
    `query ($district: String, $stuckDays: Int) { caseBoard(district: $district, stuckDays: $stuckDays) {
      open stuck stages { stage count stuck } teams { centerId name stages { stage count stuck } } tiers { tier members households } } }`,
    { ...variables },
  );
  return { board: data?.caseBoard, errors, statements: statements.length };
};

interface Listed {
  id: string;
  stage: string;
  center: { id: string; name: string };
  steps: { takenAt: string }[];
}
interface Page {
  households: {
    nodes: { cases: Listed[] | null }[];
    pageInfo: { hasNextPage: boolean; endCursor: string };
  };
}
/** The cases that somebody finds by the list, one page after the other. */
async function listed(persona: string, after: string | null = null): Promise<Listed[]> {
  const { data } = await app.ask<Page>(
    persona,
    `query ($after: String) { households(first: 50, after: $after) {
      nodes { cases { id stage center { id name } steps { takenAt } } } pageInfo { hasNextPage endCursor } } }`,
    { after },
  );
  const { nodes, pageInfo } = data!.households;
  const cases = nodes.flatMap((each) => each.cases ?? []);
  return pageInfo.hasNextPage ? [...cases, ...(await listed(persona, pageInfo.endCursor))] : cases;
}

/** Whom somebody finds by the filter for a tier. */
async function visited(persona: string, tier: string) {
  const { data } = await app.ask<{
    households: {
      nodes: { membersConnection: { nodes: { health: { visitTier: string | null } | null }[] } }[];
    };
  }>(
    persona,
    `query ($tiers: [VisitTier!]) { households(first: 100, filter: { visitTiers: $tiers }) {
      nodes { membersConnection(first: 50) { nodes { health { visitTier } } } } } }`,
    { tiers: [tier] },
  );
  const { nodes } = data!.households;
  const members = nodes.flatMap(({ membersConnection }) => membersConnection.nodes);
  return {
    households: nodes.length,
    members: members.filter(({ health }) => health?.visitTier === tier).length,
  };
}

test('the board counts, in one statement, the cases that its reader finds by the list, and no other', async () => {
  const sizes: number[] = [];
  const told: number[] = [];
  for (const persona of ['head', 'case-manager', 'counsellor', 'portal', 'welfare-centre', 'nurse', 'apo']) {
    const cases = await listed(persona);
    const before = Date.now() - 30 * 86_400_000;
    const isStuck = ({ stage, steps }: Listed) =>
      isOpen(stage) && steps.every(({ takenAt }) => Date.parse(takenAt) <= before);
    const { board: asked, errors, statements: count } = await board(persona, { stuckDays: 30 });
    expect([persona, errors]).toEqual([persona, undefined]);
    expect(count).toBe(1);
    const { open, stuck, stages, teams, tiers } = asked!;
    expect([persona, open]).toEqual([persona, cases.filter(({ stage }) => isOpen(stage)).length]);
    expect([persona, stuck]).toEqual([persona, cases.filter(isStuck).length]);
    for (const each of stages) {
      const at = cases.filter(({ stage }) => stage === each.stage);
      expect(each).toEqual({ stage: each.stage, count: at.length, stuck: at.filter(isStuck).length });
    }
    for (const { centerId, name, stages: ofTeam } of teams) {
      const own = cases.filter(({ center }) => center.id === centerId);
      expect(name).toBe(own[0]!.center.name);
      expect(ofTeam.reduce((sum, each) => sum + each.count, 0)).toBe(own.length);
    }
    for (const { tier, members, households } of tiers) {
      const found = await visited(persona, tier);
      expect([persona, tier, households]).toEqual([persona, tier, found.households]);
      expect([persona, tier, members]).toEqual([persona, tier, found.members]);
    }
    const untold = ['HEALTHY', 'MODERATE', 'HIGH'].filter((tier) =>
      tiers.every((each) => each.tier !== tier),
    );
    for (const tier of untold) expect(await visited(persona, tier)).toEqual({ households: 0, members: 0 });
    told.push(tiers.length);
    sizes.push(cases.length);
  }
  expect(Math.min(...sizes.slice(0, 5))).toBeGreaterThan(0);
  expect(new Set(sizes).size).toBeGreaterThan(3);
  // What was counted of members stands in the log.
  const [{ shown }] = (await database.owner`
    select shown from access_log where action = 'SEARCH' and shown::text like '%caseBoard%' order by id desc limit 1`) as [
    { shown: { filter: [string] } },
  ];
  expect(JSON.parse(shown.filter[0])).toEqual({ query: 'caseBoard', conditions: ['counted', 'tiers'] });
  expect(Math.max(...told)).toBeGreaterThan(1);
  expect(Math.min(...told)).toBe(0);
});

test('a board without cases is empty, and one that cannot be asked for is refused with its place', async () => {
  const empty = { open: 0, stuck: 0, stages: [], teams: [], tiers: [] };
  expect((await board('head', { district: known.districts.mapo })).board).toEqual(empty);
  for (const stuckDays of [0, 100_000])
    expect((await board('head', { stuckDays })).errors).toMatchObject([
      { extensions: { code: 'BAD_INPUT', field: 'stuckDays' } },
    ]);
  expect((await board('statistics')).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
});

test('everybody is told what their post may ask, and of which organization it is', async () => {
  const me = async (persona: string) =>
    (
      await app.ask<{
        viewer: { operations: string[] };
        myOrganization: { id: string; name: string } | null;
      }>(persona, '{ viewer { operations } myOrganization { id name } }')
    ).data!;
  const partner = await me('welfare-centre');
  expect(partner.myOrganization!.id).toBe(`Organization:${known.organizations.welfareCentre}`);
  expect(partner.viewer.operations).toEqual(
    expect.arrayContaining(['household', 'referralsReceived', 'acceptReferral', 'services', 'changes']),
  );
  for (const others of ['accessLog', 'addStaff', 'assignCase'])
    expect(partner.viewer.operations).not.toContain(others);
  for (const persona of ['head', 'statistics', 'privacy-officer', 'catalogue-editor', 'portal']) {
    const { operations } = (await me(persona)).viewer;
    // What is said to be permitted is, and what is not said is refused.
    const { errors } = await app.ask(persona, '{ caseBoard { open } }');
    expect([persona, errors === undefined]).toEqual([persona, operations.includes('caseBoard')]);
  }
});
