import { afterAll, beforeAll, expect, test } from 'vitest';
import { purpose as purposes } from '../../src/database/tables/enums.js';
import { families, known } from '../../src/demo/known.js';
import { rent, steps } from '../referral/referrals.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let app: App;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

type Purpose = (typeof purposes.enumValues)[number];
interface Row {
  householdId: string;
  purpose: Purpose;
  classes: string[];
  members: { memberId: string; name: string; birthDate: string | null }[];
}
const clients = async (persona: string, more = '', purpose?: Purpose) =>
  (
    await app.ask<{
      clients: {
        nodes: Row[];
        totalCount: number;
        pageInfo: { hasNextPage: boolean; endCursor: string };
      } | null;
    }>(
      persona,
      `{ clients(first: 100${more}) { nodes { householdId purpose classes members { memberId name birthDate } }
        totalCount pageInfo { hasNextPage endCursor } } }`,
      {},
      { purpose },
    )
  ).data!.clients;

interface Known {
  access: { granted: string[] };
  members: {
    id: string;
    identity: { name: string; birthDate: string | null } | null;
    access: { granted: string[] };
  }[];
}
/** What a household shows for one purpose, as a row of the list would tell it; null where it is unknown for that purpose. */
async function shown(persona: string, id: string, purpose: Purpose): Promise<Row | null> {
  const { data } = await app.ask<{ household: Known | null }>(
    persona,
    `query ($id: ID!) { household(id: $id) { access { granted }
      members { id identity { name birthDate } access { granted } } } }`,
    { id },
    { purpose },
  );
  const household = data!.household;
  if (!household) return null;
  const granted = [household.access, ...household.members.map(({ access }) => access)].flatMap(
    ({ granted: each }) => each,
  );
  return {
    householdId: id,
    purpose,
    classes: [...new Set(granted)].sort(),
    members: household.members.flatMap(({ id: memberId, identity }) =>
      identity ? [{ memberId, ...identity }] : [],
    ),
  };
}

test('a client is there once a purpose, with what that purpose alone opens, whatever purpose the request has', async () => {
  const everyPurpose = purposes.enumValues;
  const ids = Object.values(families)
    .filter(({ districtId }) => districtId === known.districts.yongsan)
    .map(({ districtId, id }) => `Household:${districtId}:${id}`);
  for (const persona of ['welfare-centre', 'clinic', 'apo', 'welfare-centre-none']) {
    const list = (await clients(persona))!;
    expect(list.nodes.length).toBe(list.totalCount);
    for (const purpose of everyPurpose)
      expect([purpose, (await clients(persona, '', purpose))!.nodes]).toEqual([purpose, list.nodes]);
    for (const id of ids)
      for (const purpose of everyPurpose) {
        const row = list.nodes.find((each) => each.householdId === id && each.purpose === purpose);
        const expected = await shown(persona, id, purpose);
        // The dispatched officer serves a household as the centre's own, too, which makes no client of it.
        if (persona === 'apo' && !row) continue;
        expect([persona, purpose, row && { ...row, classes: [...row.classes].sort() }]).toEqual([
          persona,
          purpose,
          expected ?? undefined,
        ]);
      }
  }
  const welfare = (await clients('welfare-centre'))!.nodes;
  expect(new Set(welfare.map(({ purpose }) => purpose)).size).toBeGreaterThan(1);
  expect(await clients('head')).toMatchObject({ nodes: [], totalCount: 0 });
});

test('pages of clients follow each other, and each row is logged under its own purpose', async () => {
  const all = (await clients('welfare-centre'))!.nodes;
  const paged: Row[] = [];
  for (let after = ''; ; ) {
    const { nodes, pageInfo }: { nodes: Row[]; pageInfo: { hasNextPage: boolean; endCursor: string } } =
      (await clients('welfare-centre', after))!;
    paged.push(...nodes);
    if (!pageInfo.hasNextPage) break;
    after = `, after: "${pageInfo.endCursor}"`;
  }
  expect(paged).toEqual(all);
  const [before] = await database.owner`select coalesce(max(id), 0)::int as id from access_log`;
  await clients('welfare-centre');
  const lines = await database.owner`
    select household_id, purpose, bases, shown from access_log where id > ${before!.id}`;
  const key = (household: unknown, purpose: unknown) => `${household} ${purpose}`;
  expect(lines.map((line) => key(line.household_id, line.purpose)).sort()).toEqual(
    all.map(({ householdId, purpose }) => key(householdId.split(':')[2], purpose)).sort(),
  );
  for (const { bases } of lines) for (const each of bases) expect(['CONSENT', 'REFERRAL']).toContain(each);
});

test('a client by a referral is there for the purpose of the referral alone, and so in the log', async () => {
  const before = (await clients('welfare-centre'))!.nodes;
  const by = steps(app);
  const draft = await by.taken('case-manager', 'draftReferral', rent);
  await by.taken('case-manager', 'requestReferral', by.at(draft));
  const rows = (await clients('welfare-centre', '', 'CRISIS_INTERVENTION'))!.nodes;
  const theirs = (list: Row[]) =>
    list.filter(({ householdId }) => householdId === rent.householdId).map(({ purpose }) => purpose);
  expect(theirs(before)).toEqual(['SERVICE_PROVISION']);
  expect(theirs(rows)).toEqual(['SERVICE_PROVISION']);
  for (const row of rows)
    expect([...row.classes].sort()).toEqual(
      (await shown('welfare-centre', row.householdId, row.purpose))!.classes,
    );
  const lines = await asKeeper(
    database.owner,
    (sql) =>
      sql`select distinct purpose, bases from access_log where operation = 'clients' and 'REFERRAL' = any(bases)`,
  );
  expect(lines.map(({ purpose }) => purpose as string)).toEqual(['SERVICE_PROVISION']);
});
