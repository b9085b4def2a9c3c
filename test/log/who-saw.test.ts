import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { families, known, postId, staffId } from '../../src/demo/known.js';
import { leaveNoDanger } from '../access/danger.js';
import { asksOf } from '../emergency/asks.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let app: App;
beforeAll(async () => {
  database = await freshDatabase();
  // Of these families nothing tells of danger, as their demo data does; family A stays as it is.
  const { active, never, expired, clinic, followedUp } = families;
  await leaveNoDanger(
    database,
    [active, never, expired, clinic, followedUp].map(({ id }) => id),
  );
  app = await startApp({ database });
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

type Family = (typeof families)['a'];
const memberOf = (family: Family, nth: number) => `Member:${family.districtId}:${family.member(nth)}`;
const fields = `totalCount nodes { on organization duties classes bases } edges { cursor } pageInfo { hasNextPage endCursor }`;
interface Seen {
  on: string;
  organization: string;
  duties: string[];
  classes: string[];
  bases: string[];
}
const whoSaw = (persona: string | null, member: string, more: Record<string, unknown> = {}) =>
  app.ask<{ whoSaw: { totalCount: number; nodes: Seen[]; edges: { cursor: string }[] } | null }>(
    persona,
    `query ($member: ID!, $first: Int, $after: String) { whoSaw(member: $member, first: $first, after: $after) { ${fields} } }`,
    { member, ...more },
  );
const household = `query ($id: ID!) { household(id: $id) { summary { responsibleDong } housing { condition } members {
  identity { name } contact { phone } health { conditions } safety { risk } safeLocation { place } } intakeReports {
  investigation { record } } } }`;
const read = (persona: string, family: Family) =>
  app.ask(persona, household, { id: `Household:${family.districtId}:${family.id}` });
const readMember = (persona: string, member: string) =>
  app.ask(
    persona,
    'query ($id: ID!) { node(id: $id) { ... on Member { identity { name } contact { phone } } } }',
    {
      id: member,
    },
  );
const today = async () => String((await database.owner`select hamkke.today()::text as today`)[0]!.today);
const lines = async (work: () => Promise<unknown>) => {
  const [before] = await database.owner`select coalesce(max(id), 0) as id from access_log`;
  await work();
  return database.owner`select action, allowed, household_id, district_id, shown from access_log
    where id > ${before!.id} order by id`;
};

/** A worker of the shelter, to which the mother of family A consented. */
async function shelterWorker() {
  const id = { staff: randomUUID(), post: randomUUID() };
  const { a } = families;
  await asKeeper(database.owner, async (sql) => {
    await sql`insert into staff (id, subject, name, home_organization_id)
      values (${id.staff}, 'demo|shelter', '쉼담당터', ${known.organizations.shelter})`;
    await sql`insert into posts (id, staff_id, organization_id, district_id, duties, title)
      values (${id.post}, ${id.staff}, ${known.organizations.shelter}, ${a.districtId}, '{PARTNER_WORKER}', '쉼터 상담원')`;
    await sql`update agreements set classes = '{SUMMARY,IDENTITY,HEALTH}' where id = ${known.agreements.shelter}`;
    await sql`insert into consents (district_id, id, household_id, member_id, given_by_id, organization_id, agreement_id,
        sheltered, purpose, classes, household_wide, valid_from, valid_until, method, given_at)
      values (${a.districtId}, gen_random_uuid(), ${a.id}, ${a.member(1)}, ${a.member(1)}, ${known.organizations.shelter},
        ${known.agreements.shelter}, true, 'CASE_MANAGEMENT', '{SUMMARY,IDENTITY,HEALTH}', true, hamkke.today(),
        hamkke.today() + 10, 'PAPER', now())`;
  });
  return 'shelter';
}

describe('a person whose relative is protected', () => {
  const { a } = families;
  const father = memberOf(a, 0);
  const mother = memberOf(a, 1);
  const child = memberOf(a, 2);

  test('is told what the district’s staff read of them, and not one byte of whom the relative turned to', async () => {
    await read('case-manager', a);
    const before = await whoSaw('case-manager', father);
    expect(before.data!.whoSaw!.nodes).toMatchObject([
      { on: await today(), organization: '용산구', duties: ['CASE_MANAGER'], bases: ['CONTROLLER'] },
    ]);
    const { classes } = before.data!.whoSaw!.nodes[0]!;
    expect(classes).toEqual(['IDENTITY', 'CONTACT', 'HEALTH']);
    // Everybody whom the mother turned to, or who came for her sake, reads.
    const shelter = await shelterWorker();
    const asks = asksOf(app, database);
    expect(JSON.stringify((await read(shelter, a)).data)).toContain('responsibleDong');
    for (const persona of ['welfare-centre', 'apo', 'police'])
      expect((await read(persona, a)).data).not.toEqual({ household: null });
    await asks.declare('counsellor', { householdId: `Household:${a.districtId}:${a.id}` });
    await read('counsellor', a);
    await asks.endAll();
    for (const persona of ['welfare-centre', 'case-manager']) {
      await readMember(persona, mother);
      await readMember(persona, child);
    }
    const after = await whoSaw('case-manager', father);
    expect(after.body).toBe(before.body);
    for (const word of ['복지관', '경찰', '쉼터', 'SAFE', 'BREAK_GLASS', 'POLICE', 'PARTNER'])
      expect(after.body).not.toContain(word);
  });

  test('is told whom they consented to themselves, of what was read of themselves', async () => {
    // The mother's child is in danger, too; she herself consented to the welfare centre.
    const { data } = await whoSaw('case-manager', mother);
    expect(data!.whoSaw!.nodes.map(({ organization, bases }) => [organization, bases])).toEqual([
      ['남산자락종합사회복지관', ['CONSENT']],
      ['용산구', ['CONTROLLER']],
    ]);
    // The child did not: its mother did, and whoever asks for it may be its father.
    const { data: asked } = await whoSaw('case-manager', child);
    expect(asked!.whoSaw!.nodes.map(({ organization }) => organization)).toEqual(['용산구']);
    // To the shelter she consented as well, and it is in nobody's list.
    expect(JSON.stringify([data, asked])).not.toContain('해오름');
  });

  test('finds nothing by a page’s size or cursor either', async () => {
    const { data } = await whoSaw('case-manager', father, { first: 1 });
    const [edge] = data!.whoSaw!.edges;
    expect(data!.whoSaw!.totalCount).toBe(1);
    expect(JSON.parse(Buffer.from(edge!.cursor, 'base64url').toString())).toEqual([
      await today(),
      '용산구',
      '{CASE_MANAGER}',
      '{CONTROLLER}',
    ]);
    const rest = await whoSaw('case-manager', father, { after: edge!.cursor });
    expect(rest.data!.whoSaw).toMatchObject({ totalCount: 1, nodes: [] });
  });
});

describe('a person in whose household nothing tells of danger', () => {
  const { active } = families;
  const mother = memberOf(active, 0);
  const child = memberOf(active, 1);

  test('is told every organization that read theirs or the household’s, and never a name of a worker', async () => {
    await read('welfare-centre', active);
    await read('case-manager', active);
    const { body, data } = await whoSaw('case-manager', mother);
    const { nodes } = data!.whoSaw!;
    expect(nodes.map(({ organization, duties }) => [organization, duties])).toEqual([
      ['남산자락종합사회복지관', ['PARTNER_WORKER']],
      ['용산구', ['CASE_MANAGER']],
    ]);
    expect(nodes[0]!.classes).toEqual(expect.arrayContaining(['SUMMARY', 'HOUSING', 'IDENTITY']));
    expect(body).not.toContain('담당');
  });

  test('is not told of reads of other members alone', async () => {
    const { never } = families;
    await readMember('case-manager', memberOf(never, 0));
    expect((await whoSaw('case-manager', memberOf(never, 1))).data!.whoSaw).toMatchObject({
      totalCount: 0,
      nodes: [],
    });
    expect((await whoSaw('case-manager', memberOf(never, 0))).data!.whoSaw!.nodes).toMatchObject([
      { classes: ['IDENTITY', 'CONTACT'] },
    ]);
    expect(
      (await whoSaw('case-manager', child)).data!.whoSaw!.nodes.map(({ organization }) => organization),
    ).toEqual(['남산자락종합사회복지관', '용산구']);
  });

  test('is told of no refused read, and of no change', async () => {
    const { expired } = families;
    const member = memberOf(expired, 0);
    await read('welfare-centre-none', expired);
    const caseId = `Case:${expired.districtId}:${expired.caseId}`;
    const step = 'mutation ($input: StepInput!) { recordMonitoring(input: $input) { __typename } }';
    const changed = await app.ask('case-manager', step, {
      input: { caseId, expectedVersion: 8, note: '전화함' },
    });
    expect(changed.errors).toBeUndefined();
    expect((await whoSaw('case-manager', member)).data!.whoSaw!.totalCount).toBe(0);
  });

  test('is told nothing of a line that holds a place of safety or an investigation', async () => {
    const consented = families.clinic;
    const member = memberOf(consented, 0);
    await read('case-manager', consented);
    const before = await whoSaw('case-manager', member);
    expect(before.data!.whoSaw!.totalCount).toBe(1);
    for (const secret of ['SAFE_LOCATION', 'INVESTIGATION'])
      await asKeeper(
        database.owner,
        (sql) => sql`
          insert into access_log (request_id, staff_id, post_id, organization_id, operation, action, purpose, district_id,
            household_id, shown, bases, classes, allowed)
          values (gen_random_uuid(), ${staffId('police')}, ${postId('police')}, ${known.organizations.police}, 'Look', 'READ',
            'CASE_MANAGEMENT', ${consented.districtId}, ${consented.id},
            ${sql.json({ [consented.member(0)]: ['IDENTITY', secret] })}, '{CONSENT}', ${`{IDENTITY,${secret}}`}, true)`,
      );
    expect((await whoSaw('case-manager', member)).body).toBe(before.body);
  });
});

describe('who may ask', () => {
  const member = memberOf(families.a, 1);

  test('are those who keep the household’s consents', async () => {
    for (const persona of ['head', 'case-manager', 'portal'])
      expect((await whoSaw(persona, member)).data!.whoSaw).not.toBeNull();
    expect((await whoSaw('counsellor', memberOf(families.assigned, 0))).data!.whoSaw).not.toBeNull();
    for (const persona of ['welfare-centre', 'apo', 'police', 'nurse', 'privacy-officer', 'statistics'])
      expect((await whoSaw(persona, member)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  test('an emergency lets nobody ask', async () => {
    const { never } = families;
    const asks = asksOf(app, database);
    await asks.declare('counsellor', { householdId: `Household:${never.districtId}:${never.id}` });
    expect((await read('counsellor', never)).data).not.toEqual({ household: null });
    expect((await whoSaw('counsellor', memberOf(never, 0))).data).toEqual({ whoSaw: null });
    await asks.endAll();
  });

  test('a hidden member and one that is not there are the same, in the answer and in the log', async () => {
    const absent = `Member:${families.a.districtId}:${randomUUID()}`;
    const of = async (id: string) => {
      let body = '';
      const found = await lines(async () => {
        ({ body } = await whoSaw('counsellor', id));
      });
      return { body, lines: JSON.stringify(found).replaceAll(id.split(':')[2]!, 'asked') };
    };
    await of(absent);
    const [hidden, none] = [await of(member), await of(absent)];
    expect(hidden).toEqual(none);
    expect(JSON.parse(hidden.body)).toEqual({ data: { whoSaw: null } });
    expect(JSON.parse(hidden.lines)).toMatchObject([
      { action: 'LOG_READ', allowed: false, household_id: null },
    ]);
  });

  test('asking is logged as a read of the log, and told to nobody as a read of theirs', async () => {
    const { consent: _, ...family } = families.a;
    const before = (await whoSaw('portal', member)).body;
    expect(await lines(() => whoSaw('portal', member))).toMatchObject([
      { action: 'LOG_READ', allowed: true, household_id: family.id, district_id: family.districtId },
    ]);
    expect((await whoSaw('portal', member)).body).toBe(before);
  });
});

test('holds no name and no id of whoever read', async () => {
  const { followedUp } = families;
  await read('case-manager-2', followedUp);
  const { body, data } = await whoSaw('case-manager', memberOf(followedUp, 0));
  expect(data!.whoSaw!.totalCount).toBe(1);
  for (const secret of [staffId('case-manager-2'), postId('case-manager-2'), '박담당다'])
    expect(body).not.toContain(secret);
});
